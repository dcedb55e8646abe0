"""annotator queue: what is assigned to one, in the order in which one comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson

if TYPE_CHECKING:
    from annotator.store.team import Holding, Task

TITLE = 60  # columns that a title takes at most


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(queue)


@examples("annotator queue", "annotator queue --all")
def queue(
    ctx: typer.Context,
    name: As = None,
    what: Annotated[
        str | None,
        typer.Option("--pass", metavar="spans|labels", help="Which of your tasks, where two plans run."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="What is finished, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the articles that are assigned to you, and how far you are in each."""
    from annotator.cli.people import login, reader
    from annotator.cli.plans import chosen_pass
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json, say
    from annotator.errors import UsageError
    from annotator.work.assigning import running

    config = configured(ctx)
    with opened(config) as store:
        who = reader(store, name or config.name)
        if who is None:
            known = ", ".join(store.actors()) or "none yet"
            raise UsageError(f"nobody is called {login()} here; known are {known}; say whose with --as NAME")
        task = running.task(store, who, chosen_pass(what))
        if task is None:
            say("no plan runs: all articles are yours; annotator articles lists them")
            if as_json:
                out_json({"annotator": who, "pass": None, "articles": []})
            return
        mine = store.holdings(task.plan, [who])
    shown = [one for one in mine if every or not one.finished]
    if as_json:
        rows = [_record(one, task) for one in shown]
        out_json({"annotator": who, "pass": task.what, "articles": rows})
        return
    for line in _lines(mine, shown, task):
        out(line)
    say(_news(mine, task))


def _lines(mine: list[Holding], shown: list[Holding], task: Task) -> list[str]:
    from annotator.cli.plans import state
    from annotator.cli.say import cut, table

    numbers = {one.article: n for n, one in enumerate((x for x in mine if _is_open(x, task)), start=1)}
    rows = [
        (
            f"a{numbers[one.article]}" if one.article in numbers else "", one.article[:12],
            cut(one.title, TITLE), f"{min(one.body, one.reviewed + one.skipped):,} of {one.body:,}",
            state(one) if one.article in numbers else "not open yet",
            "calibration" if one.calibration else f"until {_clock(one.lease)}" if one.lease else "",
        )
        for one in shown
    ]  # fmt: skip
    return table([("no", "digest", "title", "sentences", "", ""), *rows], right=(0, 3)) if rows else []


def _is_open(one: Holding, task: Task) -> bool:
    return task.opened or one.calibration


def _clock(at: str | None) -> str:
    from datetime import datetime

    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def _news(mine: list[Holding], task: Task) -> str:
    from annotator.cli.say import many

    if not task.member:
        return f"the plan that runs has no part for {task.actor}"
    left = sum(not one.finished for one in mine)
    pool = "; more are taken from the pool as you go" if task.pool else ""
    return f"{task.actor}: {many(left, 'article')} to do of {len(mine):,}, pass: {task.what}{pool}"


def _record(one: Holding, task: Task) -> dict[str, Any]:
    from annotator.cli.plans import state

    return {
        "digest": one.article, "title": one.title, "sentences": one.body, "reviewed": one.reviewed,
        "skipped": one.skipped, "state": state(one), "open": _is_open(one, task),
        "calibration": one.calibration, "lease": one.lease,
    }  # fmt: skip
