"""annotator annotate: the screen, or the same worklist in lines."""

from __future__ import annotations

import gc
import sys
from functools import cache, partial
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.presence import TakeOver, begin
from annotator.errors import AnnotatorError, Exit, TerminalError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model import Article, Quote, Sentence, Span, Speaker
    from annotator.scheme import Scheme
    from annotator.store import Store
    from annotator.suggest.pointing import Pointing
    from annotator.work.worklist import Worklist


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(annotate)


@examples("annotator annotate", "annotator annotate 12 --as ana", "annotator annotate --plain")
def annotate(
    ctx: typer.Context,
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="ARTICLE", help="Number or digest of an article, as annotator articles lists them."
        ),
    ] = None,
    name: As = None,
    what: Annotated[
        str | None,
        typer.Option("--pass", metavar="spans|labels", help="Which of your tasks, where two plans run."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines, no screen: for a screen reader, any terminal, a script.")
    ] = False,
    take_over: TakeOver = False,
) -> int:
    """Open the annotation screen, where you left off."""
    if not plain and not on_terminal():
        raise TerminalError(
            "annotator annotate needs a terminal to show its screen; run it in one, or with --plain"
        )
    if not plain:
        # A start makes much and drops little: to look for garbage meanwhile is a tenth of it, for nothing.
        gc.disable()  # the screen enables it again when it was painted
    from annotator.cli.backup import daily
    from annotator.cli.guidelines import pages, use_guidelines
    from annotator.cli.people import worker
    from annotator.cli.plans import chosen_pass
    from annotator.cli.project import configured, opened
    from annotator.work.worklist import Worklist

    config = configured(ctx)
    with opened(config) as store:
        scheme = use_guidelines(store, config.folder)
        if store.neighbour(None, +1) is None:
            raise AnnotatorError(
                "there are no articles yet; take some in with annotator ingest PATH, "
                "or look at annotator demo"
            )
        digest = found(store, article) if article else None
        task = chosen_pass(what)
        who = worker(store, name if name is not None else config.name)
        if not begin(store, who, take_over=take_over):
            return Exit.OK
        work = Worklist(store, who, scheme, article=digest, what=task, pointer=pointing)
        with daily(config.file) as back_up:
            if plain:
                back_up()
                return _talk(work)
            from annotator.tui.app import run

            guides = partial(pages, config.folder)
            run(work, config.keys, config.theme, guides=guides, mouse=config.mouse, painted=back_up)
            return Exit.OK


def _talk(work: Worklist) -> int:
    from annotator.plain.run import run

    if sys.stdin is None or sys.stdout is None:
        raise TerminalError("annotator annotate --plain needs an input and an output; one of them is closed")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    done = run(work, sys.stdin, sys.stdout, prompts=on_terminal())
    return Exit.OK if done or sys.stdin.isatty() else Exit.PROBLEM


def pointing(
    article: Article,
    sentences: Iterable[Sentence],
    speakers: Iterable[Speaker],
    scheme: Scheme,
    cue: Span,
) -> tuple[Quote, tuple[Speaker, ...]] | None:
    """What the rules find at a cue. They are loaded when somebody first points at one."""
    return _rules()(article, sentences, speakers, scheme, cue)


@cache
def _rules() -> Pointing:
    from annotator.suggest.pointing import Pointing

    return Pointing()


def on_terminal() -> bool:
    """Whether a screen can be shown and keys be read; a stream is None where it was closed."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def found(store: Store, word: str) -> str:
    """The digest of the article that `word` is the number of, or that begins so. Raises UsageError."""
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 12 else 0
    digests = [info.digest for n, info in enumerate(store.articles(), start=1) if n == number]
    digests = digests or store.find_articles(word.lower())
    if len(digests) == 1:
        return digests[0]
    if digests:
        raise UsageError(f"more than one article begins with {word}; write more of its digest")
    raise UsageError(f"there is no article {word}; annotator articles lists them with number and digest")
