"""What is done with a plan that runs: shown, opened after its calibration, changed, ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.config import Config
    from annotator.store import Store
    from annotator.store.team import Holding, Move, Plan

PassOption = Annotated[
    str | None, typer.Option("--pass", metavar="spans|labels", help="Which plan, where two run.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]


def register(group: typer.Typer) -> None:
    """Add these commands to `annotator assign`."""
    for command in (show, open_, reassign, rebalance, reorder, end):
        group.command(command.__name__.rstrip("_"))(command)


@examples("annotator assign show")
def show(ctx: typer.Context, what: PassOption = None, as_json: AsJson = False) -> None:
    """Say how the plan stands: who has how much, and how much of it is done."""
    from annotator.cli.plans import chosen_plan
    from annotator.cli.project import configured, opened
    from annotator.work.assigning import running

    with opened(configured(ctx)) as store:
        running.grow(store)
        show_plan(store, chosen_plan(store, what), as_json=as_json)


@examples("annotator assign open")
def open_(
    ctx: typer.Context,
    what: PassOption = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where somebody has not finished the calibration.")
    ] = False,
    name: As = None,
) -> None:
    """Show how far all agree on the articles of the calibration, and let them go on to the others."""
    from annotator.cli.say import say

    with _leading(ctx, name) as (store, config):
        plan = _plan(store, what)
        if plan.opened:
            raise UsageError("the plan is open already; annotator assign show tells how far everybody is")
        found = [one for one in store.holdings(plan.id) if one.calibration]
        here = {one.name for one in plan.people}
        late = sorted({one.name for one in found if not one.finished} & here)
        if late and not anyway:
            raise UsageError(
                f"{', '.join(late)} {'has' if len(late) == 1 else 'have'} not finished the calibration; "
                "--anyway opens the rest all the same"
            )
    _show_agreement(config, found, plan)
    with _leading(ctx, name) as (store, config):
        store.open_plan(plan.id)
    say("the articles after the calibration are open")


@examples("annotator assign reassign --from ana --to ben")
def reassign(
    ctx: typer.Context,
    giver: Annotated[str, typer.Option("--from", metavar="NAME", help="Whose articles.")],
    taker: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="Who gets them.  [default: who has least left]")
    ] = None,
    articles: Annotated[
        list[str] | None, typer.Option("--article", metavar="DIGEST", help="Only this one. Repeat it.")
    ] = None,
    begun: Annotated[bool, typer.Option("--begun", help="Also what was begun; it stays what it is.")] = False,
    dry_run: DryRun = False,
    what: PassOption = None,
    name: As = None,
) -> None:
    """Give what somebody has not done to others. What they finished, or began, stays theirs."""
    from annotator.work.assigning.moving import reassigned

    with _leading(ctx, name) as (store, _config):
        plan = _fixed(_plan(store, what))
        holdings = store.holdings(plan.id)
        names = {one.name for one in plan.people}
        if taker is not None and taker not in names:
            raise UsageError(
                f"{taker} has no part in the plan; annotator assign --annotator {taker} gives one"
            )
        if giver not in names | {one.name for one in holdings}:
            raise UsageError(f"{giver} has no part in the plan; there are {', '.join(sorted(names))}")
        only = [_digest(store, word) for word in articles or ()]
        moves = reassigned(holdings, plan.people, giver, taker, articles=only, begun=begun)
        _move(store, plan, moves, holdings, dry_run=dry_run)
        here = [x for x in holdings if x.name == giver and not x.finished and not x.calibration]
        kept = len([x for x in here if not only or x.article in only]) - len(moves)
    _say_kept(giver, kept, begun=begun)


@examples("annotator assign rebalance --dry-run")
def rebalance(ctx: typer.Context, dry_run: DryRun = False, what: PassOption = None, name: As = None) -> None:
    """Move what nobody has begun until all have as much left to do."""
    from annotator.work.assigning.moving import rebalanced

    with _leading(ctx, name) as (store, _config):
        plan = _fixed(_plan(store, what))
        holdings = store.holdings(plan.id)
        _move(store, plan, rebalanced(holdings, plan.people), holdings, dry_run=dry_run)


@examples("annotator assign reorder list")
def reorder(
    ctx: typer.Context,
    order: Annotated[str, typer.Argument(metavar="random|given|list", help="list: the lead's list first.")],
    what: PassOption = None,
    name: As = None,
) -> None:
    """Walk over the articles in another order from now on: annotator learn --queue --keep makes a list."""
    from annotator.cli.say import say
    from annotator.store.team import Order
    from annotator.work.assigning import running

    if order not in list(Order):
        raise UsageError(f"an order is random, given or list, not “{order}”")
    with _leading(ctx, name) as (store, _config):
        if order == Order.LIST and not store.has_queue():
            raise UsageError("there is no list; annotator learn --queue --keep makes one")
        running.order(store, _plan(store, what), Order(order))
    say(f"the articles are walked through in this order from now on: {order}")


@examples("annotator assign end")
def end(ctx: typer.Context, what: PassOption = None, name: As = None) -> None:
    """End the plan: all articles are everybody's again, until another begins; what was done counts there."""
    from annotator.cli.say import say

    with _leading(ctx, name) as (store, _config):
        plan = _plan(store, what)
        store.end_plan(plan.id)
    say(f"the plan has ended (pass: {plan.rules.what})")


# Shown


def show_plan(store: Store, plan: Plan, *, as_json: bool = False) -> None:
    """Say how a plan stands."""
    from annotator.cli.plans import described
    from annotator.cli.say import many, out, out_json, table

    holdings, waiting = store.holdings(plan.id), store.waiting(plan.id)
    names = sorted({one.name for one in plan.people} | {one.name for one in holdings})
    rows = [_row(name, [one for one in holdings if one.name == name], plan) for name in names]
    if as_json:
        out_json(_record(plan, rows, waiting))
        return
    out(described(plan))
    head = ("annotator", "articles", "finished", "begun", "left", "quota", "")
    for line in table([head, *(tuple(_words(x) for x in row) for row in rows)], right=range(1, 6)):
        out(line)
    if waiting:
        whom = "somebody to take them" if plan.rules.pool else "people: add some, or raise quotas"
        out(f"{many(waiting, 'article waits', 'articles wait')} for {whom}")
    if not plan.opened:
        done = sum(one.finished for one in holdings if one.calibration)
        total = sum(one.calibration for one in holdings)
        out(f"calibration: {done} of {total} done; annotator assign open shows agreement and opens the rest")


def _words(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _row(name: str, mine: Sequence[Holding], plan: Plan) -> tuple[Any, ...]:
    finished = sum(one.finished for one in mine)
    begun = sum(one.begun and not one.finished for one in mine)
    known = {one.name: one.quota for one in plan.people}
    gone = "" if name in known else "retired"
    return name, len(mine), finished, begun, len(mine) - finished, known.get(name), gone


def _record(plan: Plan, rows: Sequence[tuple[Any, ...]], waiting: int) -> dict[str, Any]:
    from annotator.cli.values import plain

    keys = ("name", "articles", "finished", "begun", "left", "quota")
    return {
        "rules": plain(plan.rules), "since": plan.at, "open": plan.opened, "waiting": waiting,
        "annotators": [dict(zip(keys, row, strict=False)) | {"retired": bool(row[6])} for row in rows],
    }  # fmt: skip


def _show_agreement(config: Config, found: Sequence[Holding], plan: Plan) -> None:
    """The report of annotator agreement over these articles."""
    from annotator.agreement.team_asking import Asking
    from annotator.cli.agreement_tables import lines
    from annotator.cli.gathering import Selection, gathered
    from annotator.cli.say import out, say

    people = tuple(sorted({one.name for one in found if one.begun}))
    if len(people) < 2:
        say("fewer than two people labelled the calibration: there is no agreement to show")
        return
    digests = tuple(sorted({one.article for one in found}))
    version = plan.rules.what.version
    for line in lines(gathered(config, Selection(people, digests, version=version), Asking()).report):
        out(line)


# Changed


@contextmanager
def _leading(ctx: typer.Context, name: str | None) -> Iterator[tuple[Store, Config]]:
    """The database, for who may change plans."""
    from annotator.cli.plans import allowed
    from annotator.cli.project import configured, opened
    from annotator.store.team import Role

    config = configured(ctx)
    with opened(config) as store:
        allowed(store, config, name, Role.LEAD)
        yield store, config


def _plan(store: Store, what: str | None) -> Plan:
    from annotator.cli.plans import chosen_plan

    return chosen_plan(store, what)


def again(store: Store, plan: Plan) -> Plan:
    """The plan as it stands now."""
    return next((one for one in store.running_plans() if one.id == plan.id), plan)


def _fixed(plan: Plan) -> Plan:
    """`plan`, if articles are given out by it. Raises UsageError."""
    if plan.rules.pool:
        raise UsageError("articles of a pool are nobody's; what somebody holds is free again after the lease")
    return plan


def _digest(store: Store, word: str) -> str:
    found = store.find_articles(word.lower())
    if len(found) != 1:
        what = "more than one article begins" if found else "no article begins"
        raise UsageError(f"{what} with {word}; annotator articles lists their digests")
    return found[0]


def _move(
    store: Store, plan: Plan, moves: Sequence[Move], holdings: Sequence[Holding], *, dry_run: bool
) -> None:
    from annotator.cli.say import cut, many, out, say, table

    titles = {one.article: one.title for one in holdings}
    rows = [(x.article[:12], cut(titles[x.article], 50), x.giver, x.taker) for x in moves]
    for line in table([("digest", "title", "from", "to"), *rows]) if rows else ():
        out(line)
    if not dry_run:
        store.move_assignments(plan.id, moves)
    say(f"{'dry run: ' if dry_run else ''}{many(len(moves), 'article')} moved")


def _say_kept(giver: str, kept: int, *, begun: bool) -> None:
    from annotator.cli.say import many, say

    if kept:
        why = "nobody can take them" if begun else "nobody can take them, or they were begun (--begun)"
        say(f"{many(kept, 'article stays', 'articles stay')} with {giver}: {why}")
