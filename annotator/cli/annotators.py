"""annotator annotators: who is of the team, in which role, and who no longer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.store import Store
    from annotator.store.team import Person

Name = Annotated[str, typer.Argument(metavar="NAME", help="Their name here.")]

group = typer.Typer(name="annotators", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group)


@group.callback(invoke_without_command=True)
@examples("annotator annotators", "annotator annotators add ana")
def annotators(ctx: typer.Context) -> None:
    """List the people of the project; add somebody, change a role, let somebody retire.

    As long as nobody leads, everybody may do everything. From the first lead on, plans and people are for
    leads, and settling what annotators do not agree on is for adjudicators and leads.
    """
    if ctx.invoked_subcommand is None:
        listed(ctx)


@group.command("list")
@examples("annotator annotators list")
def listed(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List all people with their roles."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json, table

    with opened(configured(ctx)) as store:
        people, roles = store.people(), store.db_roles()
    if as_json:
        out_json([{"name": x.name, "role": x.role, "retired": x.retired, **_roles(roles, x)} for x in people])
    elif not people:
        out("nobody yet; annotator annotators add NAME")
    else:
        rows = [(x.name, x.role, _remark(x, roles.get(x.name, []))) for x in people]
        for line in table([("name", "role", ""), *rows]):
            out(line)


@group.command()
@examples("annotator annotators add ana", "annotator annotators add eva --role lead")
def add(
    ctx: typer.Context,
    name: Name,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="annotator, adjudicator or lead.  [default: annotator]"),
    ] = None,
    who: As = None,
) -> None:
    """Add somebody; give somebody another role; bring back who had retired."""
    from annotator.cli.people import checked
    from annotator.cli.plans import allowed
    from annotator.cli.project import configured, opened
    from annotator.cli.say import say
    from annotator.store.team import Role

    if role is not None and role not in list(Role):
        raise UsageError(f"a role is annotator, adjudicator or lead, not “{role}”")
    tidy, config = checked(name), configured(ctx)
    with opened(config, make=True) as store:
        allowed(store, config, who, Role.LEAD)
        before = _find(store, tidy)
        given = Role(role) if role else before.role if before else Role.ANNOTATOR
        if before is not None and before == (tidy, given, None):
            say(f"{tidy} is here already, as {given}")
            return
        store.set_role(tidy, given)
        say(f"{tidy} is {'here again' if before and before.retired else 'here'}, as {given}")


@group.command()
@examples("annotator annotators retire ana")
def retire(ctx: typer.Context, name: Name, who: As = None) -> None:
    """Somebody leaves: what they said stays, and what they have not done waits to be given to others."""
    from annotator.cli.plans import allowed
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, say
    from annotator.store.team import Role

    config = configured(ctx)
    with opened(config) as store:
        allowed(store, config, who, Role.LEAD)
        one = _find(store, name)
        if one is None:
            known = ", ".join(x.name for x in store.people()) or "nobody yet"
            raise UsageError(f"nobody is called {name} here; there are {known}")
        if one.retired:
            say(f"{name} retired on {one.retired[:10]} already")
            return
        store.retire(name)
        store.revoke_credentials(name)  # annotator serve lets nobody in who has left
        say(f"{name} is retired; what they said stays")
        left = sum(not x.finished for plan in store.running_plans() for x in store.holdings(plan.id, [name]))
        if left:
            say(
                f"{many(left, 'article')} not finished; annotator assign reassign --from {name} gives them on"
            )


@group.command()
@examples("annotator annotators grant ana --db-role news_ana")
def grant(
    ctx: typer.Context,
    name: Name,
    db_role: Annotated[
        str | None,
        typer.Option("--db-role", metavar="ROLE", help="The server's role.  [default: called as they are]"),
    ] = None,
) -> None:
    """On PostgreSQL, let a role of the server in as NAME: an annotator to their own work, a lead to all.

    Only the database's owner can. The role is made where it is not there and the owner may make roles.
    """
    from annotator.cli.people import checked
    from annotator.cli.project import configured, opened
    from annotator.cli.say import say

    tidy = checked(name)
    with opened(configured(ctx), make=True) as store:
        granted = store.grant(tidy, db_role or tidy)
        role = next(x.role for x in store.people() if x.name == tidy)
    say(f"the role {granted.role} is {tidy} from now on, as {role}")
    if granted.made:
        say(f'it was made, without a password; psql sets one: \\password "{granted.role}"')


@group.command()
@examples("annotator annotators revoke ana")
def revoke(ctx: typer.Context, name: Name) -> None:
    """On PostgreSQL, shut out the roles that are NAME; what they said stays, and so do the server's roles."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import say

    with opened(configured(ctx)) as store:
        roles = store.revoke(name)
    say(f"shut out: {', '.join(roles)}" if roles else f"no role is {name} here")


def _roles(roles: dict[str, list[str]], one: Person) -> dict[str, list[str]]:
    return {"db_roles": roles[one.name]} if one.name in roles else {}


def _remark(one: Person, roles: list[str]) -> str:
    retired = [f"retired {one.retired[:10]}"] if one.retired else []
    return ", ".join([*retired, *(f"role {role}" for role in roles)])


def _find(store: Store, name: str) -> Person | None:
    return next((one for one in store.people() if one.name == name), None)
