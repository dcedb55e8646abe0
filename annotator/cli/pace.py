"""annotator pace: how quickly each person works, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson

if TYPE_CHECKING:
    from annotator.work.pace import Pace

Days = tuple[str, str, "Pace"]
Who = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Only this person.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(pace)


@examples("annotator pace", "annotator pace --as ana")
def pace(ctx: typer.Context, name: Who = None, as_json: AsJson = False) -> None:
    """Say how quickly each person works, by day.

    Active time leaves out pauses of more than 30 seconds. Days are those of UTC. What was taken back or
    deleted does not count.
    """
    from annotator.cli.people import reader
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json, table
    from annotator.work.pace import by_day

    with opened(configured(ctx)) as store:
        if name is not None:
            reader(store, name)
        days = list(by_day(store.worked(name)))
    if as_json:
        out_json([_as_json(*day) for day in days])
        return
    head = (
        "annotator",
        "day (UTC)",
        "active",
        "quotes",
        "an hour",
        "sentences",
        "an hour",
        "median of a quote",
    )
    for line in table([head, *(_as_words(*day) for day in days)], right=range(2, 8)):
        out(line)


def _as_json(actor: str, day: str, of: Pace) -> dict[str, Any]:
    return {
        "annotator": actor,
        "day": day,
        "active_seconds": round(of.active, 3),
        "quotes": len(of.quotes),
        "quotes_an_hour": of.an_hour(len(of.quotes)),
        "sentences": of.sentences,
        "sentences_an_hour": of.an_hour(of.sentences),
        "median_seconds_of_a_quote": of.median,
    }


def _as_words(actor: str, day: str, of: Pace) -> tuple[str, ...]:
    from annotator.work.pace import spell

    def rate(count: int) -> str:
        found = of.an_hour(count)
        return "" if found is None else f"{found:,.0f}"

    return (
        actor, day, spell(of.active), f"{len(of.quotes):,}", rate(len(of.quotes)), f"{of.sentences:,}",
        rate(of.sentences), "" if of.median is None else spell(of.median),
    )  # fmt: skip
