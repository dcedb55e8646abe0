"""annotator agreement: how far a team agrees, where it does not, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.agreement.team import TeamReport


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(agreement)


@examples("annotator agreement", "annotator agreement --html agreement.html --worst 20")
def agreement(
    ctx: typer.Context,
    annotators: Annotated[
        list[str] | None,
        typer.Option(
            "--annotator", metavar="NAME", help="Only this person and others so named.  [default: all]"
        ),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(
            "--article", metavar="DIGEST", help="Only this article (the beginning will do). Repeat it."
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was last worked on from that day (UTC).")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was last worked on up to that day.")
    ] = None,
    scheme: Annotated[
        list[str] | None,
        typer.Option(metavar="VERSION", help="Only what was last worked on under it. Repeat it."),
    ] = None,
    proposals: Annotated[
        str | None,
        typer.Option(metavar="shown|none", help="Only articles where a person saw proposals, or saw none."),
    ] = None,
    gold: Annotated[
        str | None,
        typer.Option(metavar="LAYER", help="Beside whom: 'gold adjudicated'.  [default: it, if there]"),
    ] = None,
    what: Annotated[
        str | None,
        typer.Option(
            "--pass", metavar="labels", help="What was said over frozen spans, in a pass of its own."
        ),
    ] = None,
    by_unit: Annotated[
        bool, typer.Option("--by-unit", help="Draw single units for the intervals, not whole articles.")
    ] = False,
    resamples: Annotated[
        int, typer.Option(metavar="N", min=0, help="How often is drawn for the intervals; 0: no intervals.")
    ] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="What the draws begin with.")] = 0,
    worst: Annotated[int, typer.Option(metavar="N", min=0, help="Show the N worst items.")] = 10,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the figures as CSV, one a line.")] = False,
    html: Annotated[
        str | None,
        typer.Option(metavar="OUT.html", help="Write a page with plots, too. It needs no network."),
    ] = None,
) -> None:
    """Say how far people agree: on where quotes are, and on each field of those that several marked.

    A sentence that somebody has not reviewed is no unit for them. Quotes are paired as in annotator evaluate,
    for each two people; what hangs together is one quote. Figures on labels stand beside the share of quotes
    that were matched at all, and with a second alpha that counts those that were not as disagreement.
    Intervals: 95 %, from drawing whole articles anew, since quotes of an article depend on each other.
    """
    from annotator.agreement.team_asking import Asking
    from annotator.cli.agreement_csv import text
    from annotator.cli.agreement_tables import lines
    from annotator.cli.gathering import Selection, gathered
    from annotator.cli.plans import version_of
    from annotator.cli.project import configured
    from annotator.cli.say import out, out_json
    from annotator.cli.values import plain

    if as_json and as_csv:
        raise UsageError("--json and --csv are two answers; choose one")
    wanted = Selection(
        tuple(annotators or ()), tuple(articles or ()), since, until, tuple(scheme or ()), proposals, gold,
        version_of(what),
    )  # fmt: skip
    found = gathered(configured(ctx), wanted, Asking(resamples, seed, by_unit, worst))
    if html is not None:
        _write(html, found.report)
    if as_json:
        out_json(plain(found.report))
    elif as_csv:
        typer.echo(text(found.report), nl=False)
    else:
        for line in lines(found.report):
            out(line)


def _write(to: str, report: TeamReport) -> None:
    from pathlib import Path

    from annotator import __version__
    from annotator.cli.agreement_page import page
    from annotator.cli.say import say
    from annotator.store.database import utc_now

    made = f"annotator {__version__}, {utc_now()[:16].replace('T', ' ')} UTC"
    Path(to).write_text(page(report, made), encoding="utf-8")
    say(f"the page is in {to}")
