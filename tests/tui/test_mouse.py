"""The mouse, by the bytes that a terminal sends for it (SGR 1006)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual._xterm_parser import XTermParser
from textual.drivers.headless_driver import HeadlessDriver

from annotator.model import Span
from annotator.text.tokens import tokens
from annotator.tui.layout import Layout
from annotator.tui.mouse import place_at, quiet
from annotator.work.worklist import Worklist
from tests import gold
from tests.conftest import Annotator
from tests.terminal import Pty
from tests.tui.launch import ANNOTATE, PLAIN
from tests.tui.played import Played, played
from tests.tui.test_painted import in_view, stale
from tests.work.desks import BUILD, COUNCIL, CRITICS, QUAY, TEXT, assert_kept, at_work, filled, mark, span
from tests.work.proposed import LONG, propose

PRESS, HELD, WHEEL_UP, WHEEL_DOWN = 0, 32, 64, 65


async def mouse(p: Played, *events: tuple[int, int, int], up: bool = True) -> None:
    """Events (button code, column, row) at cells from 0; then the button is let go, if it was down."""
    parser = XTermParser()
    sent = [f"\x1b[<{code};{x + 1};{y + 1}M" for code, x, y in events]
    code, x, y = events[-1]
    if up and code < WHEEL_UP:
        sent.append(f"\x1b[<0;{x + 1};{y + 1}m")
    for sequence in sent:
        for message in parser.feed(sequence):
            p.app.post_message(message)
        await p.settled()
        await p.settled()


async def cell(p: Played, words: str, last: bool = False) -> tuple[int, int]:
    """The cell of the first (or last) character of `words`, which stand on one line of the screen."""
    for y, row in enumerate(await p.rows()):
        if words in row:
            x = cell_len(row[: row.index(words)])
            return (x + cell_len(words) - 1, y) if last else (x, y)
    raise AssertionError(f"{words!r} is not on the screen")


async def drag(p: Played, first: str, last: str) -> None:
    a, b = await cell(p, first), await cell(p, last, last=True)
    await mouse(p, (PRESS, *a), (HELD, *b))


def contents(p: Played) -> list[str]:
    return [s.of(p.work.desk.text) for _n, q in p.work.desk.numbered() for s in q.content]


async def test_dragging_over_words_marks_a_new_quote(work: Worklist) -> None:
    async with played(work) as p:
        await drag(p, "that it will hold", "that it will hold")
        assert contents(p) == ["that it will hold"]
        assert (p.work.at, await p.news()) == (CRITICS, "marked")
        await drag(p, "build it", "We")  # backwards, and from within a word to within another
        assert contents(p)[0] == "We will build"
        assert not stale(p)
        assert_kept(p.work)
        await p.press("u", "u")
        assert contents(p) == []


async def test_what_is_drawn_over_is_shown_before_the_button_is_let_go(work: Worklist) -> None:
    async with played(work) as p:
        a, b = await cell(p, "Critics"), await cell(p, "doubt", last=True)
        await mouse(p, (PRESS, *a), (HELD, *b), up=False)
        assert [s.of(TEXT) for s in p.reader.marked.spans] == ["Critics doubt"]
        assert contents(p) == []
        assert not stale(p)
        await mouse(p, (HELD, *a), up=False)
        await mouse(p, (HELD, *b))
        assert contents(p) == ["Critics doubt"]


async def test_a_click_goes_to_the_sentence_and_chooses_the_quote_there_then_the_wider_one(
    work: Worklist,
) -> None:
    whole, inner = mark(work, LONG), mark(work, "It will hold")
    work.go(COUNCIL)
    async with played(work) as p:
        await mouse(p, (PRESS, *await cell(p, "Mayor")))
        assert (p.work.at, p.work.selected) == (QUAY, None)
        on = await cell(p, "It will hold")
        await mouse(p, (PRESS, *on))
        assert p.work.selected == inner.id
        await mouse(p, (PRESS, *on))
        assert p.work.selected == whole.id
        await mouse(p, (PRESS, *on))
        assert p.work.selected == inner.id
        await mouse(p, (PRESS, 2, (await cell(p, "“We will"))[1]))  # in the gutter
        assert p.work.at == BUILD
        assert len(contents(p)) == 2


async def test_a_click_chooses_a_proposal() -> None:
    with filled() as store:
        propose(store)
        async with played(at_work(store)) as p:
            await mouse(p, (PRESS, *await cell(p, "that it will hold")))
            assert p.work.is_proposal(p.work.chosen())
            assert p.work.at == CRITICS


async def test_a_hand_that_shakes_clicks(work: Worklist) -> None:
    async with played(work) as p:
        x, y = await cell(p, "Critics")
        await mouse(p, (PRESS, x, y), (HELD, x + 1, y))
        assert (contents(p), p.work.at) == ([], CRITICS)
        await mouse(p, (PRESS, x, y), (HELD, x + 3, y))  # but this is one word
        assert contents(p) == ["Critics"]


async def test_while_marking_a_drag_selects_for_what_is_marked(work: Worklist) -> None:
    mark(work, "that it will hold")
    async with played(work) as p:
        await p.press("s")
        await drag(p, "Critics", "doubt")
        assert await p.news() == "enter keeps it; + and another drag add a piece"
        assert p.work.chosen().source == ()
        await p.press("enter")
        assert p.work.chosen().source == (span(TEXT, "Critics doubt"),)
        await p.press("m")
        await mouse(p, (PRESS, *await cell(p, "opened")))
        assert p.annotating.marking is not None
        assert p.annotating.marking.spans() == (span(TEXT, "opened"),)
        await p.press("plus")
        await drag(p, "on Monday", "Monday")
        await p.press("enter")
        assert [s.of(TEXT) for s in p.work.chosen().content] == ["opened", "on Monday"]


async def test_while_something_is_asked_clicks_are_not_heeded(work: Worklist) -> None:
    mark(work, LONG)
    async with played(work) as p:
        await p.press("X")
        at = p.work.at
        await mouse(p, (PRESS, *await cell(p, "Mayor")))
        assert (p.work.at, p.annotating.asked is None) == (at, False)


async def test_other_buttons_and_clicks_below_the_article_do_nothing(work: Worklist) -> None:
    async with played(work) as p:
        x, y = await cell(p, "Critics")
        await mouse(p, (2, x, y), (34, x + 20, y))
        await mouse(p, (PRESS, 5, 20), (HELD, 30, 20))
        assert (contents(p), p.work.at) == ([], QUAY)


async def test_the_wheel_scrolls_and_the_next_key_brings_its_sentence_back() -> None:
    text = "".join(f"This is sentence {n} of a long text.\n\n" for n in range(40))
    with filled(texts=[text]) as store:
        async with played(at_work(store)) as p:
            for _ in range(10):
                await mouse(p, (WHEEL_DOWN, 20, 5))
            assert p.reader.scroll_offset.y > 10
            assert (p.work.at, in_view(p)) == (0, False)
            await p.press("tab")
            assert in_view(p)
            await mouse(p, (WHEEL_DOWN, 20, 5), (WHEEL_UP, 20, 5))
            assert p.reader.scroll_offset.y == 0


async def test_nothing_moves_under_the_hand_that_points() -> None:
    text = "".join(f"This is sentence {n} of a long text.\n\n" for n in range(40))
    with filled(texts=[text]) as store:
        async with played(at_work(store)) as p:
            for _ in range(5):
                await mouse(p, (WHEEL_DOWN, 20, 5))
            top = p.reader.scroll_offset.y
            last = await cell(p, f"sentence {(top + p.reader.size.height - 1) // 2} of")
            await mouse(p, (PRESS, *last))
            assert (p.work.at > 5, p.reader.scroll_offset.y) == (True, top)
            assert in_view(p)
            assert not stale(p)
            await mouse(p, (PRESS, *last), (HELD, last[0] + 9, last[1]))
            assert p.reader.scroll_offset.y == top
            assert len(contents(p)) == 1


async def test_a_drag_beyond_the_edge_scrolls_and_marks_over_it() -> None:
    text = "".join(f"This is sentence {n} of a long text.\n\n" for n in range(40))
    with filled(texts=[text]) as store:
        async with played(at_work(store)) as p:
            below = p.reader.content_region.bottom + 1
            x, y = await cell(p, "sentence 0")
            held = [(HELD, x + n % 2, below) for n in range(6)]
            await mouse(p, (PRESS, x, y), *held, up=False)
            assert p.reader.scroll_offset.y == 6
            assert not stale(p)
            await mouse(p, held[0])
            (words,) = contents(p)
            assert words.startswith("sentence 0")
            assert words.count("This is") > 6
            assert in_view(p)


# Places

pieces = st.sampled_from(["word ", "a", "日本", "e\u0301", "🎉", "\n\n", ". ", "\u200d", "long-" * 9, "   "])


@given(
    st.lists(pieces, min_size=1, max_size=30).map("".join).filter(lambda t: bool(t.strip())),
    st.integers(3, 30),
)
def test_every_character_is_found_where_it_is_shown(text: str, width: int) -> None:
    whole = Span(0, len(text))
    words = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
    lines = Layout(text, [words], [False], width).lines
    for row, line in enumerate(lines):
        for offset in range(line.start, line.end):
            place = place_at(lines, text, row, cell_len(text[line.start : offset]))
            assert place is not None
            if cell_len(text[line.start : offset + 1]) > cell_len(text[line.start : offset]):
                assert place.offset <= offset
                assert place.exact
            assert whole.contains(Span(place.offset, place.offset + 1))


@pytest.mark.parametrize(("row", "column"), [(-3, 0), (99, 99), (0, -5), (0, 99)])
def test_beside_the_words_it_is_the_nearest_of_the_line(row: int, column: int) -> None:
    text = "one two"
    lines = Layout(text, [Span(0, 7)], [False], 30).lines
    place = place_at(lines, text, row, column)
    assert place is not None
    assert not place.exact
    assert place.offset == (0 if column <= 0 else 6)
    assert place_at([], text, 0, 0) is None


# What a key costs


class _Noting(HeadlessDriver):
    written: list[str]

    def write(self, data: str) -> None:
        self.written.append(data)


def test_the_terminal_is_asked_for_drags_and_not_for_every_movement() -> None:
    driver = quiet(_Noting).__new__(quiet(_Noting))
    driver.written = []  # type: ignore[attr-defined]
    for data in ("\x1b[?1000h", "\x1b[?1003h", "words", "\x1b[?1003l"):
        driver.write(data)
    assert driver.written == ["\x1b[?1000h", "\x1b[?1002h", "words", "\x1b[?1002l"]  # type: ignore[attr-defined]


async def test_any_drags_and_clicks_leave_whole_words(work: Worklist) -> None:
    edges = {edge for t in tokens(TEXT) for edge in (t.start, t.end)}
    async with played(work) as p:
        for n in range(60):
            a, b = (n * 37 % 80, n * 11 % 24), (n * 53 % 80, n * 17 % 24)
            await mouse(p, (PRESS, *a), (HELD, *b))
            if n % 7 == 0:
                await p.press(["m", "c", "enter", "plus", "u"][n % 5])
            assert not stale(p)
        await p.press("ctrl+g")
        assert contents(p)
        assert all(
            s.start in edges and s.end in edges for q in p.work.desk.quotes.values() for s in q.spans()
        )
        assert_kept(p.work)


def test_a_real_terminal_is_asked_for_the_mouse_and_gets_it_back(
    annotator: Annotator, pty: Callable[..., Pty], tmp_path: Path
) -> None:
    done = annotator("ingest", "--no-suggest", str(gold.file("corpus/01-ferry-courier.md")))
    assert done.returncode == 0, done.stderr
    program = pty([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=tmp_path)
    rows = program.wait("? keys").split("\n")
    y = next(n for n, row in enumerate(rows) if "“They left us nowhere to go,”" in row)
    x = rows[y].index("“They left")
    program.type(f"\x1b[<0;{x + 1};{y + 1}M\x1b[<32;{x + 29};{y + 1}M\x1b[<0;{x + 29};{y + 1}m")
    program.wait("marked")
    assert "▸  1 direct" in program.screen()
    program.press("Q")
    assert program.wait_end() == 0
    asked, returned = (program.raw.find(f"\x1b[?1002{end}".encode()) for end in "hl")
    assert 0 <= asked < returned
    assert b"\x1b[?1003" not in program.raw
