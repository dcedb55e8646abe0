"""annotator ingest: files and folders into the database."""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

_SELDOM = 250_000  # new objects after which garbage is looked for; else after 700


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(ingest)


def ingest(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, - for stdin.")],
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Do nothing where no file changed since the last time.")
    ] = False,
    no_suggest: Annotated[
        bool, typer.Option("--no-suggest", help="Let the rules propose no quotes for the new articles.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what went wrong.")] = False,
    as_json: AsJson = False,
) -> int:
    """Take in articles from files and folders.

    .txt, .md with front matter, .jsonl with a text a line, .html. A file that cannot be used is named with
    the reason, and the others go in. The rules propose the quotes of each new article.
    """
    from annotator.cli.fingerprint import fingerprint
    from annotator.cli.intake import Intake, expected, take_in
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.proposing import by_rule, project_of
    from annotator.cli.say import out_json, say
    from annotator.ingest.read import read

    if if_changed and "-" in paths:
        raise UsageError("--if-changed looks at files and folders, and - is neither")
    config = configured(ctx)
    with opened(config, make=True) as store:
        states = {os.path.abspath(path): fingerprint(Path(path)) for path in paths if if_changed}
        unchanged = bool(states) and all(s and store.fingerprint(path) == s for path, s in states.items())
        intake = Intake()
        if not unchanged:
            project = project_of(config, store)
            proposer = by_rule(store, project) if config.rules and not no_suggest else None
            # The program itself is no garbage: to walk through all of it again is 5 percent of an ingest.
            # An article makes tens of thousands of objects and hardly a cycle: to look seldom is 2 percent.
            gc.freeze()
            before = gc.get_threshold()
            gc.set_threshold(_SELDOM, *before[1:])
            try:
                with progress("taking in", lambda: expected(paths), not quiet) as bar:
                    stdin = sys.stdin.buffer if "-" in paths and sys.stdin else None
                    intake = take_in(store, read(paths, stdin), config.folder, bar, proposer)
            finally:
                gc.set_threshold(*before)
                gc.unfreeze()
        if not intake.refused:  # else the next start says again what is to be mended
            for path, state in states.items():
                store.set_fingerprint(path, state)
    if as_json:
        out_json(intake.as_json() | {"unchanged": unchanged})
    elif not quiet:
        for line in ["nothing changed since the last time"] if unchanged else intake.as_words():
            say(line)
    return Exit.INPUT if intake.refused or intake.unread else Exit.OK
