"""The screens as readable text: tests/screens/NAME-COLUMNSxROWS.txt.

After a change that is meant: ANNOTATOR_SCREENS=write scripts/test tests/tui/test_screens.py; read the diff.
"""

import difflib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from annotator.model import Quote
from tests import gold
from tests.tui.played import LARGE, SMALL, Played, played, take_in
from tests.typist import Typist
from tests.work.desks import at_work, filled

WRITE = os.environ.get("ANNOTATOR_SCREENS") == "write"  # read now: no test sees the variable
GOLDENS = Path(__file__).parent.parent / "screens"
FERRY = "corpus/01-ferry-courier.md"

Keys = Callable[[Typist], Iterator[str]]


def first(_typist: Typist) -> Iterator[str]:
    """The program was opened on an article that nobody worked on."""
    return iter(())


def quotes(typist: Typist) -> Iterator[str]:
    """Some quotes are marked and labelled, one of them broken and one nested; sentences are finished."""
    yield from typist.article_topics(gold.article_topics(FERRY))
    every = gold.said(FERRY)
    for said in (*every[:4], *every[12:14]):
        yield from typist.quote(said)
    for n in range(3, 8):
        yield from typist.go(n)
        yield "space"
        typist.work.finish()
    yield from typist.choose(broken(typist))


def broken(typist: Typist) -> Quote:
    return next(q for _n, q in typist.work.desk.numbered() if len(q.content) > 1)


def marking(typist: Typist) -> Iterator[str]:
    """A broken quote is being marked: one piece is kept, the other grows."""
    yield from typist.go(4)
    yield from ("m", "q", "plus", "q", "h", "h")


def speaker(typist: Typist) -> Iterator[str]:
    """Who spoke is asked; a part of a name was typed."""
    yield from quotes(typist)
    yield from ("w", "h", "a")


def kind(typist: Typist) -> Iterator[str]:
    """A new speaker was named, and the kind is asked for."""
    yield from typist.go(4)
    yield from ("q", "w", *"Joren Hael", "enter")


def target(typist: Typist) -> Iterator[str]:
    """Towards what a stance is."""
    yield from quotes(typist)
    yield "t"


def stance(typist: Typist) -> Iterator[str]:
    """Which stance it is towards the target."""
    yield from quotes(typist)
    yield from ("t", "o")


def topic(typist: Typist) -> Iterator[str]:
    """The topics of the first level."""
    yield from quotes(typist)
    yield "o"


def flag(typist: Typist) -> Iterator[str]:
    """A comment is being typed."""
    yield from quotes(typist)
    yield from ("f", *"towards: the crew")


def keys(_typist: Typist) -> Iterator[str]:
    """All keys on one page."""
    yield "?"


def error(typist: Typist) -> Iterator[str]:
    """What was asked for makes no sense here."""
    yield from quotes(typist)
    yield "n"


def finished(typist: Typist) -> Iterator[str]:
    """Nothing is left to do in the article."""
    yield from quotes(typist)
    yield from typist.finish()


SCREENS: tuple[Keys, ...] = (
    first, quotes, marking, speaker, kind, target, stance, topic, flag, keys, error, finished,
)  # fmt: skip


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
@pytest.mark.parametrize("name", SCREENS, ids=lambda keys: keys.__name__)
async def test_the_screen_is_the_one_that_was_read(name: Keys, size: tuple[int, int]) -> None:
    file = GOLDENS / f"{name.__name__}-{size[0]}x{size[1]}.txt"
    async with ferry(size) as (play, typist):
        await play.press(*name(typist))
        text = await play.text() + "\n"
        assert all(strip.cell_length == size[0] for strip in await play.strips())
    if WRITE:
        GOLDENS.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    meant = file.read_text("utf-8") if file.exists() else ""
    diff = difflib.unified_diff(meant.splitlines(True), text.splitlines(True), file.name, "now")
    assert text == meant, "\n" + "".join(diff)


def test_no_golden_is_left_over() -> None:
    meant = {f"{name.__name__}-{columns}x{rows}.txt" for name in SCREENS for columns, rows in (SMALL, LARGE)}
    assert {file.name for file in GOLDENS.iterdir()} == meant


@asynccontextmanager
async def ferry(size: tuple[int, int]) -> AsyncIterator[tuple[Played, Typist]]:
    """A program on an article with gold, and somebody who knows the gold."""
    with filled(texts=[]) as store, filled(texts=[]) as beside:
        for one in (store, beside):
            take_in(one, gold.file(FERRY))
        async with played(at_work(store), size) as play:
            yield play, Typist(at_work(beside))


async def test_the_sentence_in_view_is_bright_and_its_neighbours_are_dim() -> None:
    async with ferry(SMALL) as (play, typist):
        await play.press(*typist.go(6))
        now, other = colours(await play.strips())
        await play.press("j")
        assert colours(await play.strips()) == (other, now)
        assert now != other


async def test_quotes_have_colours_and_the_chosen_one_stands_out() -> None:
    async with ferry(LARGE) as (play, typist):
        await play.press(*quotes(typist))
        strips = await play.strips()
        words = ("They left us nowhere", "told reporters", "Joren Hael told")
        said, told, source = (styles(strips, some) for some in words)
        assert said[0].underline
        assert said[0].bold  # it is chosen
        assert len({style.color for style in (said[0], told[0], source[0])}) == 1
        other = styles(strips, "that the boat had")
        assert other[0].underline
        assert not other[0].bold
        assert other[0].color != said[0].color


async def test_what_is_being_marked_is_reversed_and_the_cursor_underlined() -> None:
    async with ferry(LARGE) as (play, typist):
        await play.press(*marking(typist))
        strips = await play.strips()
        piece, end = styles(strips, "They left us"), styles(strips, "could see.”")
        assert piece[0].reverse
        assert not piece[0].underline
        assert end[0].reverse


def styles(strips: list[Strip], words: str) -> list[Style]:
    """The styles of the segments in which `words` begins and that follow in its line."""
    for strip in strips:
        if words in strip.text:
            at = cell_len(strip.text[: strip.text.index(words)])
            return [s.style for s in strip.crop(at, at + cell_len(words)) if s.style is not None]
    raise AssertionError(f"{words!r} is not on the screen")


def colours(strips: list[Strip]) -> tuple[object, object]:
    """Those of two sentences that follow each other."""
    one, two = (styles(strips, words)[0].color for words in ("Eleven passengers", "One of them"))
    return one, two
