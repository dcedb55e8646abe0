"""annotator assign: who labels which articles, by a plan that goes on as the corpus grows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli import assigned
from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.store import Store
    from annotator.store.team import Joined, Plan, Rules

STRATA = ("outlet", "date", "topic")

group = typer.Typer(name="assign", rich_markup_mode=None)
assigned.register(group)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group)


@group.callback(invoke_without_command=True)
@examples(
    "annotator assign --overlap 2 --dry-run",
    "annotator assign --overlap 3 --share 0.2 --calibrate 10",
    "annotator assign",
)
def assign(
    ctx: typer.Context,
    overlap: Annotated[
        int | None, typer.Option("--overlap", metavar="K", min=1, help="So many people label an article.")
    ] = None,
    share: Annotated[
        float | None,
        typer.Option("--share", metavar="0-1", min=0, max=1, help="Only this share of them; the rest one."),
    ] = None,
    annotators: Annotated[
        list[str] | None,
        typer.Option("--annotator", metavar="NAME", help="Who; repeat it.  [default: all annotators]"),
    ] = None,
    quotas: Annotated[
        list[str] | None,
        typer.Option("--quota", metavar="NAME=N", help="At most N articles for NAME; or N for all."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="|".join(STRATA), help="Give all the same mix of these. Repeat it."),
    ] = None,
    what: Annotated[
        str | None,
        typer.Option(
            "--pass", metavar="spans|labels|both", help="labels: over adjudicated spans.  [default: both]"
        ),
    ] = None,
    withheld: Annotated[
        float | None,
        typer.Option("--without-proposals", metavar="0-1", min=0, max=1, help="Show none in this share."),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="random|given|list", help="list: the lead's.  [default: random]"),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", min=0, help="Another seed, another plan.")
    ] = None,
    calibrate: Annotated[
        int | None, typer.Option("--calibrate", metavar="N", min=0, help="All label the same N first.")
    ] = None,
    hidden_gold: Annotated[
        int | None,
        typer.Option("--hidden-gold", metavar="N", min=0, help="Each gets N adjudicated ones, unknowing."),
    ] = None,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="After such an article M shows what gold says.")
    ] = False,
    pool: Annotated[
        bool, typer.Option("--pool", help="Give nothing out: who comes takes the next one.")
    ] = False,
    lease: Annotated[
        int | None,
        typer.Option("--lease", metavar="MINUTES", min=1, help="How long it is held.  [default: 1440]"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would get how much.")] = False,
    name: As = None,
) -> None:
    """Begin a plan that gives each article to K people; without rules: bring the plan that runs up to date.

    Everybody gets as many as the others and walks only over their own. What is given stays; new articles
    join by themselves. --annotator and --quota may be said again while the plan runs.
    """
    if ctx.invoked_subcommand is not None:
        return
    rules = _rules(overlap, share, by, what, withheld, order, seed, calibrate, pool, lease)
    rules = _checking(rules, what, hidden_gold, feedback=feedback)
    from annotator.cli.plans import allowed
    from annotator.cli.project import configured, opened
    from annotator.store.team import Role

    config = configured(ctx)
    with opened(config) as store:
        allowed(store, config, name, Role.LEAD)
        if rules is None:
            _continue(store, annotators, quotas, what, dry_run=dry_run)
        else:
            _begin(store, rules, annotators, quotas, dry_run=dry_run)


def _rules(
    overlap: int | None, share: float | None, by: list[str] | None, what: str | None, withheld: float | None,
    order: str | None, seed: int | None, calibrate: int | None, pool: bool, lease: int | None,
) -> Rules | None:  # fmt: skip
    """The rules of a new plan; None where none is said. Raises UsageError."""
    if not pool and all(x is None for x in (overlap, share, by, withheld, order, seed, calibrate, lease)):
        return None
    from annotator.cli.plans import chosen_pass
    from annotator.store.team import Order, Pass, Rules

    strata = tuple(dict.fromkeys(word for said in by or () for word in said.split(",")))
    for word in strata:
        if word not in STRATA:
            raise UsageError(f"--by is outlet, date or topic, not “{word}”")
    if order is not None and order not in list(Order):
        raise UsageError(f"--order is random, given or list, not “{order}”")
    if lease is not None and not pool:
        raise UsageError("--lease is for a --pool: what is assigned otherwise is held until it is reassigned")
    if share is not None and (overlap or 1) < 2:
        raise UsageError("--share says how many articles get more than one person; add --overlap 2")
    return Rules(
        chosen_pass(what) or Pass.BOTH, overlap or 1, 1.0 if share is None else share, withheld or 0.0,
        seed or 0, Order(order or "random"), strata, pool, (lease or 1440) if pool else 0, calibrate or 0,
    )  # fmt: skip


def _checking(rules: Rules | None, what: str | None, gold: int | None, *, feedback: bool) -> Rules | None:
    """The rules with hidden gold, where that is asked for. Raises UsageError."""
    if feedback and not gold:
        raise UsageError("--feedback is about adjudicated articles; say how many with --hidden-gold N")
    if gold is None:
        return rules
    from dataclasses import replace

    from annotator.cli.plans import chosen_pass
    from annotator.store.team import Pass, Rules

    rules = rules or Rules(chosen_pass(what) or Pass.BOTH)
    return replace(rules, hidden_gold=gold, feedback=feedback)


def _begin(
    store: Store, rules: Rules, names: list[str] | None, quotas: list[str] | None, *, dry_run: bool
) -> None:
    from annotator.cli.say import say
    from annotator.work.assigning import running

    people = _people(store, names, quotas)
    if dry_run:
        _say_loads(running.tried(store, rules, people))
        say("dry run: no plan was begun")
        return
    plan = running.begin(store, rules, people)
    assigned.show_plan(store, plan)


def _continue(
    store: Store, names: list[str] | None, quotas: list[str] | None, what: str | None, *, dry_run: bool
) -> None:
    from annotator.cli.plans import chosen_plan
    from annotator.cli.say import many, say
    from annotator.work.assigning import running

    plan = chosen_plan(store, what)
    if dry_run:
        raise UsageError("--dry-run is for a new plan, for reassign and for rebalance")
    here, said = [one.name for one in plan.people], _quotas(quotas)
    for name in said.keys() - {"", *here, *(names or ())}:
        raise UsageError(_no_part(name))
    joined = [*(names or ()), *(here if "" in said else said)]
    people = _people(store, joined, quotas, plan) if joined else []
    given = running.bring_up_to_date(store, plan, people)
    say(f"{many(given, 'article')} given out" if given else "nothing new to give out")
    assigned.show_plan(store, assigned.again(store, plan))


def _people(
    store: Store, names: list[str] | None, quotas: list[str] | None, plan: Plan | None = None
) -> list[Joined]:
    """Who joins with which quota. Raises UsageError."""
    from annotator.store.team import Joined, Role

    here = {one.name: one for one in store.people() if one.retired is None}
    for name in names or ():
        if name not in here:
            known = ", ".join(here) or "nobody yet"
            raise UsageError(
                f"nobody called {name} is at work here; there are {known} (annotator annotators add {name})"
            )
    said, every = _quotas(quotas), [x.name for x in here.values() if x.role is Role.ANNOTATOR]
    wanted = list(dict.fromkeys(names or every or here))
    for name in said.keys() - {"", *wanted}:
        raise UsageError(_no_part(name))
    had = {one.name: one.quota for one in plan.people} if plan is not None else {}
    return [Joined(x, said.get(x, said.get("", had.get(x)))) for x in wanted]


def _no_part(name: str) -> str:
    return f"--quota names {name}, who has no part in the plan; add --annotator {name}"


def _quotas(said: list[str] | None) -> dict[str, int]:
    """Name -> at most so many; "" is everybody. Raises UsageError."""
    found: dict[str, int] = {}
    for word in said or ():
        name, _, number = word.rpartition("=")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise UsageError(f"--quota {word}: write NAME=N, or N for all")
        found[name] = int(number)
    return found


def _say_loads(decided: Any) -> None:
    from annotator.cli.say import many, out, table

    shared = {one.article for one in decided.planned if one.calibration}
    all_, first = Counter(x.name for x in decided.given), Counter(
        x.name for x in decided.given if x.article in shared
    )  # fmt: skip
    rows = [(name, f"{all_[name]:,}", f"{first[name]:,}") for name in sorted(all_)]
    for line in table([("annotator", "articles", "of the calibration"), *rows], right=(1, 2)):
        out(line)
    has = Counter(x.article for x in decided.given)
    waiting = sum(has[x.article] < x.wanted for x in decided.planned)
    out(f"{many(len(decided.planned), 'article')}, {many(waiting, 'waits', 'wait')} for people")
