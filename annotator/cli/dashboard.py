"""annotator progress: a round at work, for whoever leads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import TerminalError, UsageError

if TYPE_CHECKING:
    from annotator.config import Config
    from annotator.scheme import Scheme
    from annotator.work.quality.watching import Overview, Watch

BAR = 12  # columns


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(progress)


@examples("annotator progress", "annotator progress --report round.md")
def progress(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Print it now as text, and end.")] = False,
    as_json: AsJson = False,
    report: Annotated[
        str | None,
        typer.Option(metavar="OUT.md", help="Write a report on the round in Markdown; - for stdout."),
    ] = None,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=1, max=3600, help="How often to look again.")
    ] = 5.0,
    limit: Annotated[
        int, typer.Option("--words-per-minute", metavar="N", min=100, help="Who accepts faster cannot read.")
    ] = 600,
    what: Annotated[
        str | None, typer.Option("--pass", metavar="spans|labels", help="Which plan, where two run.")
    ] = None,
    name: As = None,
) -> None:
    """Watch a round at work: who has done how much, how quickly, how far they agree, and who to talk with.

    For leads. It looks again by itself and changes nothing. Alarms are for work that nobody can have read,
    for streaks of accepted proposals, and for figures that fall: docs/quality.md says how sure they are.
    """
    from annotator.cli.guidelines import scheme_of
    from annotator.cli.plans import allowed, version_of
    from annotator.cli.project import configured, opened
    from annotator.store.team import Role
    from annotator.work.quality.watching import Watch

    if sum((once, as_json, report is not None)) > 1:
        raise UsageError("say one of --once, --json and --report")
    config = configured(ctx)
    with opened(config) as store:
        allowed(store, config, name, Role.LEAD)
        version = version_of(what) if what is not None else None
        scheme = scheme_of(config.folder)
        watch = Watch(store, scheme, version, limit=limit)
        if as_json:
            from annotator.cli.say import out_json
            from annotator.work.quality.telling import as_json as told

            out_json(told(watch.look()))
        elif report is not None:
            _write(watch, report, config.folder.name)
        elif once:
            _print(watch.look())
        else:
            _show(watch, scheme, config, every)


def _write(watch: Watch, to: str, project: str) -> None:
    from annotator.cli.say import out, say
    from annotator.work.quality.report import report

    lines = report(watch.look(), project)
    if to == "-":
        for line in lines:
            out(line)
    else:
        Path(to).write_text("".join(f"{line}\n" for line in lines), "utf-8")
        say(f"the report was written to {to}")


def _print(some: Overview) -> None:
    from annotator.cli.say import out, table
    from annotator.work.quality import telling

    out(telling.head(some))
    if (empty := telling.next_step(some)) is not None:
        out(empty)
        return
    rows = [telling.PEOPLE, *(telling.person(one, BAR) for one in some.people)]
    for line in ("", *table(rows, right=(1, 3, 5, 6, 7)), ""):
        out(line)
    for sentence in telling.alarms(some) or ["no alarm"]:
        out(sentence)


def _show(watch: Watch, scheme: Scheme, config: Config, every: float) -> None:
    from annotator.cli.annotate import on_terminal

    if not on_terminal():
        raise TerminalError(
            "annotator progress needs a terminal to show its screen; run it in one, or with --once"
        )
    from annotator.tui.commands import commands
    from annotator.tui.dashboard.app import run

    run(watch.look, commands(scheme, config.keys), config.theme, every, mouse=config.mouse)
