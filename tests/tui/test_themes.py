"""Colours: readable in each of our themes and to any eye, and never the only sign of anything."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from math import dist
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.filter import dim_color
from textual.strip import Strip

from annotator.config import THEMES
from annotator.tui import themes
from annotator.tui.paint import COLOURS, Look
from annotator.work.worklist import Worklist
from tests.conftest import ROOT, Annotator
from tests.terminal import Pty
from tests.tui.launch import ANNOTATE, PLAIN
from tests.tui.played import Played, played

OURS = tuple(themes.COLOURS)
ENOUGH, MUCH = 4.5, 7.0  # WCAG 2.2, contrast of text: 1.4.3 (AA), 1.4.6 (AAA)

# Severity 1.0 of Machado, Oliveira and Fernandes (2009), table 1, over linear RGB.
SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


def linear(colour: Color) -> tuple[float, ...]:
    """The three parts of a colour as amounts of light."""
    parts = (part / 255 for part in colour.get_truecolor())
    return tuple(x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)


def luminance(colour: Color) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: Color, other: Color) -> float:
    """By WCAG 2.2: from 1 to 21."""
    less, more = sorted(map(luminance, (one, other)))
    return (more + 0.05) / (less + 0.05)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE 1976 L*a*b*, white point D65."""
    r, g, b = (min(1.0, max(0.0, part)) for part in light)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    parts = linear(Color.parse(colour))
    return lab(tuple(sum(a * b for a, b in zip(row, parts, strict=True)) for row in SIGHTS[sight]))


def pair(style: Style) -> tuple[Color, Color]:
    """(text, background) as they are seen; what is dim is a third nearer to the background."""
    assert style.color is not None
    assert style.bgcolor is not None
    text = dim_color(style.bgcolor, style.color) if style.dim else style.color
    return text, style.bgcolor


def unreadable(strips: list[Strip], enough: float) -> list[str]:
    """The words on a screen with too little contrast."""
    return [
        f"{segment.text.strip()!r} {contrast(*pair(segment.style)):.2f}"
        for strip in strips
        for segment in strip
        if segment.text.strip() and segment.style and contrast(*pair(segment.style)) < enough
    ]


async def scenes(play: Played) -> Iterator[list[Strip]]:
    """Quotes of all colours, what is marked, every kind of sheet, news of each kind, boilerplate."""
    found = [await play.strips()]
    for keys in (
        ("j", "q", "w", *"Ida Brenn", "enter", "p"), ("s", "enter"), ("c", "l", "enter"),
        ("m", "l", "enter", "m", "l", "l", "enter", "m", "e", "enter"), ("j", "m", "e", "space", "b"),
        ("enter",),
        ("m", "l", "space", "l"), ("plus", "l"), ("ctrl+g",), ("t",), ("down",), ("ctrl+g",), ("o",),
        ("ctrl+g",), ("w", "x"), ("ctrl+g",), ("f", "x"), ("enter",), ("n",), ("J", "J", "J", "J"), ("h",),
        ("k",), ("ctrl+t",), ("ctrl+g",),
    ):  # fmt: skip
        await play.press(*keys)
        found.append(await play.strips())
    return iter(found)


def test_the_themes_of_the_settings_are_those_of_the_screen() -> None:
    assert THEMES == themes.NAMES
    assert all(themes.says(name) for name in THEMES)


@pytest.mark.parametrize("name", OURS)
async def test_all_words_can_be_read(work: Worklist, name: str) -> None:
    async with played(work) as play:
        play.app.theme = name
        await play.press("j", "k")
        for strips in await scenes(play):
            assert unreadable(strips, MUCH if name == "contrast" else ENOUGH) == []


LOOKS = {
    "text": Look(),
    "content": Look(role="content"),
    "cue": Look(role="cue"),
    "source": Look(role="source"),
    "selected": Look(role="content", selected=True),
    "cursor": Look(cursor=True, chosen=True),
    "being marked": Look(chosen=True),
}
PROPOSED = {
    "proposed content": Look(role="content", proposed=True),
    "proposed cue": Look(role="cue", proposed=True),
    "proposed source": Look(role="source", proposed=True),
}


def attributes(style: Style) -> tuple[bool, ...]:
    return tuple(map(bool, (style.bold, style.dim, style.italic, style.underline, style.reverse)))


@pytest.mark.parametrize("name", THEMES)
def test_marks_are_told_apart_without_their_colours(name: str) -> None:
    looks = LOOKS | (PROPOSED if name != themes.BARE else {})  # there only the gutter and the panel tell
    drawn = {word: attributes(themes.style(name, look, Style(), Style())) for word, look in looks.items()}
    assert len(set(drawn.values())) == len(drawn), drawn
    if name == themes.BARE:
        assert not any(dim or italic for _bold, dim, italic, _line, _reverse in drawn.values())


@pytest.mark.parametrize(("name", "current"), [*product(OURS, (True, False))])
def test_marks_can_be_read_on_the_background(name: str, current: bool) -> None:
    assert len(themes.marks(name, current)) == COLOURS
    back = Color.parse(themes.COLOURS[name].background)
    for mark in themes.marks(name, current):
        assert contrast(Color.parse(mark), back) >= (MUCH if name == "contrast" else ENOUGH)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_colours_for_the_colour_blind_are_apart_in_any_sight(sight: str) -> None:
    c = themes.COLOURS["colour-blind"]
    for group in (c.marks, (c.success, c.warning), (c.success, c.error)):
        for one, other in combinations(group, 2):
            assert dist(seen(one, sight), seen(other, sight)) > 25, (one, other)


def test_the_sixteen_colours_stay_themselves_and_are_apart() -> None:
    drawn = [Color.parse(mark) for mark in themes.marks(themes.TERMINAL, True)]
    assert [c.downgrade(ColorSystem.STANDARD) for c in drawn] == drawn
    assert len(set(drawn)) == COLOURS


@pytest.mark.parametrize(
    ("chosen", "environ", "found"),
    [
        ("light", {"TERM": "xterm-256color"}, "light"),
        ("light", {"TERM": "tmux-256color"}, "light"),
        ("contrast", {"TERM": "xterm", "COLORTERM": "truecolor"}, "contrast"),
        ("light", {"TERM": "xterm"}, "terminal"),
        ("light", {"TERM": "linux"}, "terminal"),
        ("light", {"TERM": "screen"}, "terminal"),
        ("dark", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "terminal"),
        ("dark", {"TERM": "vt100"}, "bare"),
        ("bare", {"TERM": "xterm-256color"}, "bare"),
        ("bare", {"TERM": "linux"}, "bare"),
        ("dark", {}, "terminal"),
    ],
)
def test_few_colours_are_asked_of_a_terminal_that_has_few(
    chosen: str, environ: Mapping[str, str], found: str
) -> None:
    assert themes.at_start(chosen, environ) == found


async def test_a_theme_is_chosen_while_one_works(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q")
        before = await play.strips()
        await play.press("ctrl+t", "l")
        assert play.app.theme == "light"
        assert 'to keep it: theme = "light" under [screen] in annotator.toml' in await play.news()
        after = await play.strips()
        assert [s.text for s in after[:-3]] == [s.text for s in before[:-3]]
        assert styles(after) & styles(before) == set()
        await play.press("ctrl+t", "enter")
        assert play.app.theme == "light"


def styles(strips: list[Strip]) -> set[Style | None]:
    return {segment.style for strip in strips[1:18] for segment in strip}


# Real terminals

_SGR = re.compile(rb"\x1b\[([0-9;]*)m")


@pytest.mark.parametrize(
    ("environ", "allowed"),
    [
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, r"39|49"),
        ({"TERM": "vt100"}, r"39|49"),
        ({"TERM": "linux"}, r"[349][0-79]|10[0-7]"),
    ],
    ids=["no colour", "vt100", "linux"],
)
def test_a_terminal_gets_the_colours_that_it_has(
    pty: Callable[..., Pty], annotator: Annotator, tmp_path: Path, environ: dict[str, str], allowed: str
) -> None:
    (tmp_path / "a.txt").write_text("“We will build it,” said Ida Brenn.\n", "utf-8")
    assert annotator("ingest", "--no-suggest", "a.txt").returncode == 0
    program = pty([*ANNOTATE, "--as", "ana"], env=PLAIN | environ, cwd=tmp_path)
    program.wait("? keys")
    program.press("q")
    program.wait("marked")
    program.press("c")
    program.wait("marking the cue")
    program.press("enter")
    program.wait("cue said")
    program.press("Q")
    assert program.wait_end() == 0
    codes = {code.decode() for said in _SGR.findall(bytes(program.raw)) for code in said.split(b";") if code}
    assert {"1", "4", "7"} <= codes  # a cue, content, a cursor
    assert [code for code in codes if not re.fullmatch(rf"[0-9]|2[1-9]|{allowed}", code)] == []


def test_the_documentation_names_them_all() -> None:
    page = (ROOT / "docs" / "terminals.md").read_text("utf-8")
    colours = page.partition("\n## Colours\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", colours, re.MULTILINE) == list(THEMES)
