"""Lines of text on the screen. They are made as Content: no markup is ever built from what a text says."""

import re
from collections.abc import Iterable
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget
from textual.widgets import Static

from annotator.text.visible import visible

Part = tuple[str, str] | str  # words and their style, or plain words
Words = tuple[tuple[str, str], ...]  # what a line shows: pieces of it, and the style of each
LEFT_TO_RIGHT = "\u200e"
# Hebrew, Arabic and their neighbours, their presentation forms, and the scripts of old and of Africa.
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def row(*parts: Part, width: int | None = None) -> Content:
    """One line, every character visible, cut to `width` columns."""
    return Content.assemble(*words(*parts, width=width))


def words(*parts: Part, width: int | None = None) -> Words:
    """One line as `row` has it, in pieces of one style each."""
    left = width
    pieces = []
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        shown = visible(text)
        if left is not None:
            shown = cut(shown, left)
            left -= cell_len(shown)
        if shown:
            pieces.append((f"{shown}{LEFT_TO_RIGHT}" if from_right(shown) else shown, style))
    return tuple(pieces)


def from_right(text: str) -> bool:
    """Whether some of `text` is written from the right.

    A terminal that turns such text turns a row as a whole, and would put its columns into another order, but
    for a LEFT_TO_RIGHT between them. That takes no column; terminals that turn nothing do not show it.
    """
    return not text.isascii() and _FROM_RIGHT.search(text) is not None


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns, with a sign where something is missing."""
    some = text[: 4 * width + 1]  # what is longer is cut in any case: a title may be as long as a book
    if len(some) == len(text) and cell_len(text) <= width:
        return text
    return set_cell_size(some, width - 1).rstrip() + "…" if width > 0 else ""


def rows(lines: Iterable[Content]) -> Content:
    """Lines below each other."""
    return Content("\n").join(lines)


class Over(Static):
    """Lines that are laid over others, as many as their words need."""

    ALLOW_SELECT = False


class Line(Widget):
    """A line (or a few) that changes its words and never its size: only rows that differ are painted.

    Not a Static: that would parse and style its words anew, all rows of them, whenever one of them changes.
    """

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Line.auto_links, False)  # there are none: not to be looked for at each paint
        self._rows: tuple[Words, ...] = ()
        self._styles: dict[str, Style] = {}

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said."""
        return not any(self._rows)

    def say(self, *parts: Part) -> None:
        """Show one line."""
        self.put(words(*parts))

    def put(self, *rows: Words) -> None:
        """Show lines of which every character is visible already."""
        changed = [y for y, (old, new) in enumerate(zip_longest(self._rows, rows)) if old != new]
        self._rows = rows
        if changed:
            width = self.size.width
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        pieces = self._rows[y] if y < len(self._rows) else ()
        return Strip([Segment(text, self._style(style)) for text, style in pieces])

    def notify_style_update(self) -> None:
        self._styles = {}
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = (self.visual_style + VisualStyle.parse(name)).rich_style
        return self._styles[name]
