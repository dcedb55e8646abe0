"""annotator init: a new project folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.examples import examples
from annotator.errors import AnnotatorError, UsageError

SETTINGS = """\
# The settings of this project. What stands here is overridden by the environment (ANNOTATOR_DB) and by
# flags (--db). Everything may be left out; the lines below show what holds then.

[project]
# db = "annotator.db"  # a file, from this folder, or postgresql+psycopg://USER@HOST/NAME

[screen]
# theme = "dark"  # or "light", "contrast", "colour-blind", "terminal", "bare"
# mouse = true  # clicks and drags are ours; the terminal's own selection then needs shift

[suggest]
# rules = true  # annotator ingest lets the rules propose the quotes of each new article

[keys]
# Your own keys for commands of the screen; annotator keys lists the commands.
# "article.next" = "]"
"""


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(init)


@examples("annotator init news", "annotator init trial --sample")
def init(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder to make, new or empty.")],
    sample: Annotated[
        bool, typer.Option("--sample", help="With the sample articles, about invented people and places.")
    ] = False,
) -> None:
    """Make a new project folder.

    It gets corpus/ for articles, guidelines/ to adapt and annotator.toml for settings.
    """
    from annotator.cli.say import say

    home = Path(folder)
    make(home, sample=sample)
    say(f"a new project is in {home}: corpus/, guidelines/, annotator.toml")
    articles = "go there" if sample else f"put articles into {home / 'corpus'}, go there"
    say(f"next: {articles} and run annotator ingest corpus, then annotator annotate")


def make(home: Path, *, sample: bool) -> None:
    """A new project in `home`. Raises UsageError where something is in the way, AnnotatorError."""
    try:
        _refuse(home)
        home.mkdir(parents=True, exist_ok=True)
        (home / "corpus").mkdir()
        _copy("guidelines", home)
        if sample:
            _copy("corpus", home)
        with (home / "annotator.toml").open("x", encoding="utf-8") as settings:
            settings.write(SETTINGS)
    except OSError as problem:
        lacking = problem.filename2 or problem.filename
        raise AnnotatorError(
            f"{lacking} could not be made ({problem.strerror}); mend that, then name a new folder"
        ) from problem


def _refuse(home: Path) -> None:
    """Raises UsageError where something is in the way; nothing is ever written over."""
    from annotator.config import DATABASE, FILE

    if home.exists() and not home.is_dir():
        raise UsageError(f"{home} is a file; name a folder that is new or empty")
    if (home / FILE).exists() or (home / DATABASE).exists():
        raise UsageError(f"{home} holds a project already; name a folder that is new or empty")
    if home.is_dir() and any(home.iterdir()):
        raise UsageError(f"{home} is not empty; name a folder that is new or empty")


def _copy(name: str, home: Path) -> None:
    """The folder `name` of the program's own into `home`, but no rights: those may be read-only."""
    from annotator.resources import folder

    source = folder(name)
    for file in sorted(source.rglob("*")):
        inside = file.relative_to(source)
        if file.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
            (home / name / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, home / name / inside)
