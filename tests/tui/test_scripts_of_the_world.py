"""Wide, combining and right-to-left text: every column in its place, the cursor on its word."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.strip import Strip

from annotator.model import Change, Speaker
from annotator.store.acting import Act
from annotator.text.visible import visible
from annotator.tui.lines import LEFT_TO_RIGHT, from_right, row
from tests.conftest import Annotator
from tests.terminal import Tmux
from tests.tui.launch import ANNOTATE, PLAIN
from tests.tui.played import LARGE, SMALL, Played, played
from tests.work.desks import at_work, filled, uid

# An invented spokeswoman says, each time, that the harbour stays open.
TEXTS = {
    "Chinese": "港务局发言人林安宁说：“港口保持开放，渡轮照常运行。”",
    "Japanese": "港湾局の報道官は「港は開いたままです。ﾌｪﾘｰも動いています」と述べた。",
    "Korean": "항만청 대변인은 “항구는 계속 열려 있습니다”라고 말했다.",
    "combining": "Zale\u0301 Nin\u0303a dit : « Le port reste ouvert, e\u0301videmment. »",
    "Thai": "โฆษกท่าเรือกล่าวว่า “ท่าเรือยังเปิดอยู่”",
    "Hindi": "प्रवक्ता ने कहा, “बंदरगाह खुला रहेगा।”",
    "emoji": "“The harbour stays open 👍🏽 🇫🇴 👩\u200d✈️,” said Ida Brenn.",
    "Hebrew": "דוברת הנמל, נעמה ברן, אמרה: “הנמל יישאר פתוח”.",
    "pointed Hebrew": "הַדּוֹבֶרֶת אָמְרָה: “הַנָּמֵל פָּתוּחַ”.",
    "Arabic": "وقالت المتحدثة باسم الميناء ليلى برن: “سيبقى الميناء مفتوحًا”.",
    "mixed": "“הנמל open 港 42,” said Ida Brenn.",
}
NAMES = {"Hebrew": "נעמה ברן", "Arabic": "ليلى برن", "Chinese": "林安宁", "combining": "Zale\u0301"}


async def look(play: Played, size: tuple[int, int]) -> list[Strip]:
    """The screen, after a check that each row has just the columns of the terminal."""
    strips = await play.strips()
    for strip in strips:
        assert strip.cell_length == size[0]
        assert cell_len(strip.text) == size[0]
        assert visible(strip.text.replace(LEFT_TO_RIGHT, "")) == strip.text.replace(LEFT_TO_RIGHT, "")
    return strips


def column(strip: Strip, words: str) -> int:
    return cell_len(strip.text[: strip.text.index(words)])


@pytest.mark.parametrize("size", [SMALL, (31, 18), LARGE], ids=["80x24", "31x18", "200x60"])
@pytest.mark.parametrize("script", TEXTS)
async def test_rows_have_their_columns_whatever_is_done(script: str, size: tuple[int, int]) -> None:
    with filled(texts=[f"{TEXTS[script]} X\n\n{TEXTS[script]} Y\n"]) as store:
        async with played(at_work(store), size) as play:
            for keys in (
                (), ("q",), ("w", *"Naama", "enter", "p"), ("c", "l", "enter"), ("m", "space", "l", "l", "l"),
                ("enter",), ("f", *"why?"), ("enter",), ("b",), ("ctrl+g",), ("j",), ("K",), ("K",),
            ):  # fmt: skip
                await play.press(*keys)
                await look(play, size)


@pytest.mark.parametrize("script", TEXTS)
async def test_the_cursor_stands_on_its_word_and_the_text_behind_the_gutter(script: str) -> None:
    with filled(texts=[f"{TEXTS[script]}\n"]) as store:
        async with played(at_work(store), LARGE) as play:
            await play.press("m", "l", "l")
            marking = play.annotating.marking
            assert marking is not None
            word = visible(marking.head.of(play.work.desk.text))
            strips = await look(play, LARGE)
            (found,) = [
                ("".join(s.text for s in list(strip)[:n]), segment.text)
                for strip in strips
                for n, segment in enumerate(strip)
                if segment.style is not None and segment.style.reverse
            ]
            before, under = found
            assert under == word
            assert cell_len(before) == 8 + cell_len(visible(play.work.desk.text[: marking.head.start]))


@pytest.mark.parametrize("script", NAMES)
async def test_the_columns_of_the_panel_stay_apart_and_in_their_order(script: str) -> None:
    with filled(texts=[f"{TEXTS[script]}\n", "a.\n"]) as store:
        store.act("ana", Act("name", (Change(None, Speaker(uid(900), NAMES[script])),)))
        async with played(at_work(store)) as play:
            await play.press("q", "w", "1")
            (strip,) = [s for s in await look(play, SMALL) if "▸" in s.text]
            words = visible(" ".join(play.work.chosen().content[0].of(play.work.desk.text).split()))
            assert strip.text.index(NAMES[script]) < strip.text.index(words)
            assert (column(strip, "▸"), column(strip, "direct"), column(strip, NAMES[script])) == (0, 5, 14)
            assert column(strip, words) == 26
            between = strip.text[strip.text.index(NAMES[script]) : strip.text.index(words)]
            assert (LEFT_TO_RIGHT in between) == from_right(NAMES[script])


@pytest.mark.parametrize("script", TEXTS)
async def test_the_gutter_is_kept_from_turning_with_its_row(script: str) -> None:
    with filled(texts=[f"{TEXTS[script]}\n"]) as store:
        async with played(at_work(store), LARGE) as play:
            (strip,) = [s for s in await look(play, LARGE) if s.text.startswith("▶")]
            assert (strip.text[8] == LEFT_TO_RIGHT) == from_right(TEXTS[script])


def test_what_is_written_from_the_left_is_shown_as_it_is() -> None:
    for script, text in TEXTS.items():
        shown = row((text, "bold"), " ", width=300).plain
        assert (LEFT_TO_RIGHT in shown) == bool(re.search("Hebrew|Arabic|mixed", script))
        assert shown.replace(LEFT_TO_RIGHT, "") == visible(text) + " "


@pytest.fixture
def terminal(tmux: Callable[..., Tmux], annotator: Annotator, tmp_path: Path) -> Tmux:
    text = "".join(
        f"{TEXTS[script]}\n\n" for script in ("Chinese", "Korean", "combining", "Hebrew", "Arabic")
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert annotator("ingest", "--no-suggest", "a.txt").returncode == 0
    return tmux([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=tmp_path)


def test_tmux_counts_the_columns_as_we_do(terminal: Tmux) -> None:
    """The right end of the line on top is where the terminal and we disagree first."""
    terminal.wait("? keys")
    for n in range(5):
        terminal.press("q")
        terminal.wait(lambda screen, n=n: f"▸  {n + 1} direct   ?" in screen)  # type: ignore[misc]
        (line,) = [x for x in terminal.screen().splitlines() if x.startswith("▸")]
        words = line.split("?", 1)[1].lstrip(f" {LEFT_TO_RIGHT}")
        assert cell_len(line.removesuffix(words)) == 26
        terminal.press("J")
    terminal.press("Q")
    assert terminal.wait_end() == 0
