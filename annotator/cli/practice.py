"""annotator practice: the keys, taught on the sample corpus."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import TerminalError, UsageError

if TYPE_CHECKING:
    from annotator.scheme import Scheme
    from annotator.store import Store
    from annotator.work.course import Course

NAME = "you"  # whose work the practice is


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(practice)


@examples("annotator practice")
def practice(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Learn the keys in five minutes, on sample articles.

    A dozen short lessons on the real screen, each compared with gold at once; at the end your speed and how
    much was right. All of it happens in a temporary folder: nothing of a project is touched.
    """
    import tempfile

    from annotator.cli.guidelines import pages
    from annotator.cli.project import configured
    from annotator.cli.say import out, out_json
    from annotator.store import Store
    from annotator.tui.practice import run

    _need_terminal()
    mine = configured(ctx)  # of a project only the keys and the colours are used
    with tempfile.TemporaryDirectory(prefix="annotator-practice-") as name:
        folder = Path(name)
        with Store(f"sqlite:///{folder / 'practice.db'}") as store:
            course = prepared(store, folder)
            keys = _fitting(course.work.scheme, mine.keys)
            run(course, keys, mine.theme, lambda: pages(folder), mine.mouse)
            result = course.result()
    if as_json:
        out_json(result.as_json())
    else:
        for line in result.lines():
            out(line)


def _need_terminal() -> None:
    """Raises TerminalError where no screen can be shown. It is drawn on stderr: stdout may be a file."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise TerminalError("annotator practice needs a terminal to show its screen; run it in one")
    if sys.stdout is not None and not sys.stdout.isatty():
        # The size of the screen is asked of stdout, which cannot tell it then.
        size = os.get_terminal_size(sys.stderr.fileno())
        os.environ |= {"COLUMNS": str(size.columns), "LINES": str(size.lines)}


def prepared(store: Store, folder: Path) -> Course:
    """A course over the sample corpus, taken into the empty `store`; `folder` stands for its project."""
    from annotator.cli.annotate import pointing
    from annotator.cli.intake import take_in
    from annotator.cli.progress import progress
    from annotator.cli.proposing import by_rule, project_of
    from annotator.config import load
    from annotator.ingest.read import read
    from annotator.resources import folder as resource
    from annotator.work.course import Course
    from annotator.work.lessons import plan
    from annotator.work.truth import truths
    from annotator.work.worklist import Worklist

    corpus = resource("corpus")
    project = project_of(load(str(folder), None, {}), store)
    with progress("preparing", lambda: None) as bar:
        take_in(store, read([str(corpus)]), folder, bar, by_rule(store, project))
    store.add_actor(NAME)
    digests = [info.digest for info in store.articles()]
    gold = truths(
        (corpus / "gold.jsonl").read_bytes().splitlines(), {d: store.article(d).text for d in digests}
    )

    def at_work(digest: str) -> Worklist:
        return Worklist(store, NAME, project.scheme, article=digest, pointer=pointing)

    course = Course(at_work(digests[0]), plan(map(at_work, digests), gold))
    course.begin()
    return course


def _fitting(scheme: Scheme, keys: Mapping[str, str]) -> Mapping[str, str]:
    """The keys of the project, unless they are made for its own scheme."""
    from annotator.cli.say import say
    from annotator.tui.commands import commands

    try:
        commands(scheme, keys)
    except UsageError as problem:
        say(f"practice has the program's own keys, as those of the project do not fit it: {problem}")
        return {}
    return keys
