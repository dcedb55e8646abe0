"""annotator doctor: what is wrong with an installation, a database, a terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.cli.examining import Finding


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(doctor)


@examples("annotator doctor", "annotator doctor --json")
def doctor(ctx: typer.Context, as_json: AsJson = False) -> int:
    """Tell what is wrong here: installation, database, disk, terminal.

    A line each: ok; look, where it works but not as well as it could; wrong. Behind each stands what mends
    it. Nothing is changed. The exit code is 1 where anything is wrong.
    """
    from annotator.cli.examining import Verdict
    from annotator.cli.say import many, out, out_json, say

    found = list(_found(ctx))
    bad = sum(one.verdict is Verdict.WRONG for one in found)
    if as_json:
        out_json([one._asdict() for one in found])
    else:
        for one in found:
            out(f"{one.verdict:<6}{one.about:<13}{one.sentence}{one.mend and f'; {one.mend}'}")
        unsure = sum(one.verdict is Verdict.LOOK for one in found)
        more = f"; {many(unsure, 'thing')} to look at" if unsure else ""
        say((f"{many(bad, 'thing')} wrong" if bad else "nothing is wrong") + more)
    return Exit.PROBLEM if bad else Exit.OK


def _found(ctx: typer.Context) -> Iterator[Finding]:
    from annotator.cli.examining import here, installation, wrong
    from annotator.cli.examining_database import database, server
    from annotator.cli.examining_terminal import terminal
    from annotator.cli.project import configured

    yield from installation()
    yield from here()
    try:
        config = configured(ctx)
    except UsageError as problem:
        sentence, _, mend = str(problem).partition("; ")
        yield wrong("project", sentence, mend)
    else:
        if config.file is not None:
            yield from database(config.file)
        else:
            yield server(config.database)
    yield from terminal(os.environ)
