"""annotator annotators: who is of the team, in which role, and who no longer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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
def annotators(ctx: typer.Context) -> None:
    """List the people of the project; add somebody, change a role, let somebody retire.

    As long as nobody leads, everybody may do everything. From the first lead on, plans and people are for
    leads, and settling what annotators do not agree on is for adjudicators and leads.
    """
    if ctx.invoked_subcommand is None:
        listed(ctx)


@group.command("list")
def listed(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List all people with their roles."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json, table

    with opened(configured(ctx)) as store:
        people = store.people()
    if as_json:
        out_json([{"name": x.name, "role": x.role, "retired": x.retired} for x in people])
    elif not people:
        out("nobody yet; annotator annotators add NAME")
    else:
        rows = [(x.name, x.role, f"retired {x.retired[:10]}" if x.retired else "") for x in people]
        for line in table([("name", "role", ""), *rows]):
            out(line)


@group.command()
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


def _find(store: Store, name: str) -> Person | None:
    return next((one for one in store.people() if one.name == name), None)
