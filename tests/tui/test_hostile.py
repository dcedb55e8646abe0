"""Text from elsewhere: only characters that can be seen reach the terminal, each in its place."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from annotator.model import Change, Note, Source, Speaker
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.visible import visible
from tests.conftest import Annotator
from tests.hostile.attacks import ALL, ATTACKS, SIGNS, TEXT
from tests.terminal import Pty
from tests.tui.launch import ANNOTATE, PLAIN
from tests.tui.played import SMALL, Played, played
from tests.work.desks import add, article, at_work, filled, uid


def unseen(strips: list[Strip]) -> list[str]:
    """Pieces of a painted screen that a terminal would obey, hide or turn, and links."""
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.control
        or visible(segment.text) != segment.text
        or (segment.style is not None and (segment.style.link or "@click" in str(segment.style.meta)))
    ]


async def look(play: Played, size: tuple[int, int]) -> None:
    strips = await play.strips()
    assert unseen(strips) == []
    assert all(strip.cell_length == size[0] for strip in strips)
    assert sum(cell_len(segment.text) for strip in strips for segment in strip) == size[0] * size[1]


def keys() -> Iterator[tuple[str, ...]]:
    """Through every sentence: it is marked, labelled, and every kind of sheet is opened."""
    for n in range(len(ATTACKS)):
        yield ("m", "space", "e", "e", "plus")
        sheet = (("f",), ("b",), ("w",), ("t", "@"))[n % 4]
        yield ("enter", "q", "c", "l", "enter", "w", "12"[n % 2], "a", "3", *sheet)
        yield ("ctrl+g", "tab", "j")
    yield ("h", "h", "?")
    yield ("q", "u", "]")


@pytest.fixture
def hostile() -> Iterator[Store]:
    """Attacks in the text, in its metadata, in names of the registry, in flags of an older program."""
    with filled(texts=[]) as store:
        for one in (TEXT, f"Another. {TEXT}"):
            add(store, article(one, Source(f"{ALL}.txt", title=ALL, outlet=ALL, date=ALL, author=ALL)))
        work = at_work(store)
        named = enumerate(ATTACKS.items(), start=1000)
        people = (Speaker(uid(n), f"{name} {attack}", aliases=(attack[::-1],)) for n, (name, attack) in named)
        note = Note(uid(999), work.desk.article.digest, work.layer, work.desk.sentences[0].span, ALL)
        changes = (*(Change(None, one) for one in people), Change(None, note))
        store.act("ana", Act(f"say {ALL}", changes))
        yield store


@pytest.mark.parametrize("size", [SMALL, (43, 17)], ids=["80x24", "43x17"])
async def test_nothing_raw_is_painted(hostile: Store, size: tuple[int, int]) -> None:
    async with played(at_work(hostile), size) as play:
        await look(play, size)
        for some in keys():
            await play.press(*some)
            if some[0] != "ctrl+g":
                await look(play, size)
        assert len(hostile.open_article(article(TEXT).digest, play.work.layer).quotes) > len(ATTACKS)
        for _ in range(3):
            await play.press("u")
        assert (await play.news()).startswith("taken back: ")


async def test_the_line_on_top_keeps_its_numbers_whatever_the_title_is(hostile: Store) -> None:
    async with played(at_work(hostile)) as play:
        assert re.search(r"sentence 1/\d+ · done 0/\d+ · article 1/2 · corpus 0 %$", (await play.rows())[0])


async def test_words_taken_back_may_be_hostile_too(hostile: Store) -> None:
    async with played(at_work(hostile)) as play:
        await play.press("u")
        await look(play, SMALL)
        assert visible(ALL)[:20] in await play.news()


@pytest.mark.parametrize("name", ["wide", "combining", "emoji"])
async def test_a_cursor_stands_on_its_word_in_wide_text(name: str) -> None:
    with filled(texts=[f"“{ATTACKS[name]} it is,” said Ida. X\n"]) as store:
        async with played(at_work(store)) as play:
            await play.press("m", "f", "s")
            (reversed_,) = [
                (cell_len("".join(s.text for s in strip._segments[:n])), segment.text)
                for strip in await play.strips()
                for n, segment in enumerate(strip)
                if segment.style is not None and segment.style.reverse
            ]
            row = next(row for row in await play.rows() if "said Ida" in row)
            assert reversed_ == (cell_len(row[: row.index("said")]), "said")


# A real terminal

# Those that move, colour and ask; and the one by which Textual gives the mouse its pointer.
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[=>78]|\x1b\]22;[a-z-]*\x07")


def obeyed(raw: bytes) -> bytes:
    """What a terminal would obey in these bytes beside the sequences of the program itself."""
    rest = _SEQUENCE.sub(b"", raw).decode()
    return "".join(c for c in rest if visible(c) != c and c not in "\r\n").encode()


def test_no_byte_of_an_article_reaches_a_real_terminal(
    pty: Callable[..., Pty], annotator: Annotator, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = "evil\x1b]0;PWNED\x07\x9b31m\u202e.md"
    front = '---\ntitle: "\\e]0;PWNED\\a\\e[31;7;5mred"\noutlet: "\\u202e[/foo]"\n---\n'
    (folder / name).write_text(front + TEXT, "utf-8", newline="")
    done = annotator("ingest", str(folder))
    assert done.returncode == 0, done.stderr
    assert visible(done.stderr, breaks=True) == done.stderr
    program = pty([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=tmp_path)
    program.wait("sentence 1/")
    for _ in range(len(ATTACKS) // 2):
        program.press("J", "J", "m", "space", "e")
        program.wait("marking")
        program.press("enter", "f")
        program.wait("and say why:")
        program.press("ctrl+g")
        program.wait("▸")
    program.press("?")
    program.wait("Reading and labelling")
    program.press("q")
    program.wait("sentence ")
    program.wait(lambda screen: "Reading and labelling" not in screen)
    program.press("Q")
    assert program.wait_end() == 0
    raw = bytes(program.raw)
    assert b"\xe2\x90\x9b" in raw  # the picture of ESC, where one stood
    assert obeyed(raw) == b""
    assert [sign for sign in SIGNS if sign.encode() in raw] == []
