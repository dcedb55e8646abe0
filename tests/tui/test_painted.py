"""What is on the screen is what a look at the worklist would paint now: no line is left behind."""

from collections.abc import Iterator

import pytest
from textual.geometry import Region

from annotator.work.worklist import Worklist
from tests import gold
from tests.tui.played import LARGE, SMALL, Played, played, take_in
from tests.typist import Typist
from tests.work.desks import at_work, filled

FERRY = "corpus/01-ferry-courier.md"


def stale(play: Played) -> list[str]:
    """The lines of the article that are shown otherwise than they would be painted from nothing."""
    reader = play.reader
    whole = Region(0, 0, *reader.size)
    shown = reader.render_lines(whole)
    reader._styles_cache.clear()
    fresh = reader.render_lines(whole)
    return [
        f"{y}: {a.text!r} shown, {b.text!r} meant"
        for y, (a, b) in enumerate(zip(shown, fresh, strict=True))
        if [(s.text, s.style) for s in a.simplify()] != [(s.text, s.style) for s in b.simplify()]
    ]


def in_view(play: Played) -> bool:
    """Whether a line of the sentence (or word) that one is at can be seen."""
    reader = play.reader
    assert reader._layout is not None
    lines = reader._layout.of_sentence(reader.current)
    if reader.marked.cursor is not None:
        at = reader._layout.of_offset(reader.marked.cursor.start)
        lines = range(at, at + 1)
    top = reader.scroll_offset.y
    return any(top <= n < top + reader.size.height for n in lines)


async def check_each(play: Played, keys: Iterator[str]) -> None:
    for key in keys:
        await play.press(key)
        assert not stale(play), key
        assert in_view(play), key


def some_work() -> Iterator[str]:
    """Quotes marked out of order, nested, deleted, taken back; sentences done; regions; other articles."""
    yield from ("j", "j", "m", "e", "space", "b", "enter")
    yield from ("k", "q", "w", *"Ida Brenn", "enter", "p", "5", "b", "space")  # numbers and colours move on
    yield from ("j", "m", "space", "e", "plus", "j", "enter", "tab", "D", "u", "r", "u")
    yield from ("h", "h", "h", "J", "J", "J", "h", "u", "space", "space", "]", "space", "u", "u", "u", "[")
    yield from ("u",) * 30
    yield from ("r",) * 30


@pytest.mark.parametrize("size", [SMALL, (40, 14), (30, 12)], ids=["80x24", "40x14", "30x12"])
async def test_no_line_is_left_behind(work: Worklist, size: tuple[int, int]) -> None:
    async with played(work, size) as play:
        await check_each(play, some_work())
        assert await play.news() == "nothing was taken back"
        assert len(play.work.store.history("ana", 200)) > 30


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
async def test_no_line_of_a_long_article_is_left_behind(size: tuple[int, int]) -> None:
    with filled(texts=[]) as store, filled(texts=[]) as beside:
        for one in (store, beside):
            take_in(one, gold.file(FERRY))
        typist = Typist(at_work(beside))
        async with played(at_work(store), size) as play:
            for said in gold.said(FERRY)[::-4]:
                await check_each(play, typist.quote(said))
            await check_each(play, typist.finish())
            assert play.work.finished


async def test_keys_that_come_in_one_burst_end_with_their_sentence_in_view() -> None:
    text = "".join(f"This is sentence {n} of a long text.\n\n" for n in range(30))
    with filled(texts=[text]) as store:
        async with played(at_work(store)) as play:
            await play.press(*["j"] * 25, *["k"] * 24)
            assert play.work.at == 1
            assert in_view(play)
            await play.press(*["j"] * 20, "m", *["k"] * 19, "enter")
            assert in_view(play)
            assert not stale(play)


async def test_an_article_opens_with_its_sentence_in_view() -> None:
    text = "".join(f"This is sentence {n} of a long text.\n\n" for n in range(30))
    with filled(texts=[text, f"Another. {text}"]) as store:
        work = at_work(store)
        for _ in range(2):
            for n in range(20):
                work.go(n)
                work.nothing()
            work.move_article(1 if work.position == (1, 2) else -1)
        assert work.at == 20
        async with played(work) as play:
            assert in_view(play)
            await play.press("]")
            assert play.work.at == 20
            assert in_view(play)
            assert not stale(play)
