"""A line of the screen paints the rows that differ, and no others."""

from textual.app import App, ComposeResult
from textual.geometry import Region

from annotator.tui.lines import Line, Words, words
from annotator.tui.themes import textual


class Three(App[None]):
    """Nothing but three rows."""

    CSS = "Line { height: 3; }"

    def compose(self) -> ComposeResult:
        yield Line()


def painted(line: Line) -> set[int]:
    """The rows that are to be painted, forgetting them."""
    return {y for region in line._exchange_repaint_regions() for y in region.line_range}


def shown(line: Line) -> list[tuple[str, bool]]:
    """Text of each row, and whether it begins bold."""
    strips = line.render_lines(Region(0, 0, *line.size))
    return [(s.text.rstrip(), bool(s and s._segments[0].style and s._segments[0].style.bold)) for s in strips]


async def test_rows_that_differ_in_words_or_style_are_painted() -> None:
    async with Three().run_test() as pilot:
        line = pilot.app.query_one(Line)
        first: tuple[Words, ...] = (words("one"), words("two"), words("three"))
        line.put(*first)
        await pilot.pause()
        painted(line)
        line.put(*first)
        assert painted(line) == set()
        line.put(first[0], words(("two", "bold")), first[2])
        assert painted(line) == {1}
        line.put(first[0], words(("two", "bold")))
        assert painted(line) == {2}
        assert shown(line) == [("one", False), ("two", True), ("", False)]


async def test_another_theme_gives_other_colours() -> None:
    async with Three().run_test() as pilot:
        line = pilot.app.query_one(Line)
        line.put(words(("one", "$warning")))
        colours = set()
        for name in ("dark", "light"):
            pilot.app.register_theme(textual(name))
            pilot.app.theme = name
            await pilot.pause()
            style = line.render_lines(Region(0, 0, *line.size))[0]._segments[0].style
            assert style is not None
            colours.add(style.color)
        assert len(colours) == 2
