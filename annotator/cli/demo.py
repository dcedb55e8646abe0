"""annotator demo: a throw-away project in which everything has something to show."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.errors import Exit, TerminalError

if TYPE_CHECKING:
    from annotator.cli.project import Flags


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(demo)


@examples("annotator demo", "annotator demo --no-screen trial")
def demo(
    ctx: typer.Context,
    folder: Annotated[
        str | None,
        typer.Argument(metavar="DIR", help="Make it here, new or empty, and keep it.  [default: throw away]"),
    ] = None,
    name: As = None,
    screen: Annotated[
        bool, typer.Option("--screen/--no-screen", help="Open the screen there, or print the folder alone.")
    ] = True,
    keep: Annotated[bool, typer.Option("--keep", help="Keep it where no DIR is named, too.")] = False,
) -> int:
    """Look at a project in which people are at work: a sample, thrown away when you leave.

    It has the sample articles, proposals, two simulated annotators (sim-ada, sim-ben), a simulated lead who
    has settled some of their work, and a queue of yours that is half done. Nothing of a project is touched.
    """
    from annotator.cli.annotate import annotate, on_terminal
    from annotator.cli.say import out, say

    if screen and not on_terminal():
        raise TerminalError(
            "annotator demo needs a terminal to show its screen; run it in one, or with --no-screen DIR"
        )
    who = _who(name)
    kept = keep or folder is not None or not screen
    home = Path(folder) if folder is not None else Path(tempfile.mkdtemp(prefix="annotator-demo-"))
    try:
        _make(home, who)
        if not screen:
            out(str(home))
        else:
            ctx.obj = _only(home)
            annotate(ctx, name=who)
    finally:
        if not kept:
            shutil.rmtree(home, ignore_errors=True)
    for line in _next(home) if kept else _again():
        say(line)
    return Exit.OK


def _make(home: Path, who: str) -> None:
    from annotator.cli.demo_making import made
    from annotator.cli.say import many, say

    say(f"making a demo in {home}")
    done, own = made(home, who)
    say(f"you are {who}: {done} of your {many(own, 'article')} are done, as if by you; sim-… are simulated")


def _only(home: Path) -> Flags:
    """The project there, whatever the environment names."""
    from annotator.cli.project import Flags
    from annotator.config import DATABASE

    return Flags(str(home), str(home / DATABASE))


def _who(name: str | None) -> str:
    """Whom the screen is for: --as, else ANNOTATOR_NAME, else the login."""
    import os

    from annotator.cli.people import checked, login

    said = name if name is not None else os.environ.get("ANNOTATOR_NAME")
    return checked(said) if said else login()


def _next(home: Path) -> list[str]:
    import shlex

    there = shlex.quote(str(home))
    return [
        f"try: cd {there}, then annotator status, agreement, progress, adjudicate, or any other command",
        f"make a dataset: annotator --project {there} export {there}/dataset",
        f"throw it away: rm -r {there}",
    ]


def _again() -> list[str]:
    return [
        "the demo was thrown away; annotator demo DIR makes one that stays",
        "try there: annotator status, agreement, progress, adjudicate, export dataset, or any other command",
        "learn the keys: annotator practice; begin your own project: annotator init DIR",
    ]
