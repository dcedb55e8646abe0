"""Lines of text on the screen. They are made as Content: no markup is ever built from what a text says."""

import re
from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widgets import Static

from annotator.text.visible import visible

Part = tuple[str, str] | str  # words and their style, or plain words
LEFT_TO_RIGHT = "\u200e"
# Hebrew, Arabic and their neighbours, their presentation forms, and the scripts of old and of Africa.
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def row(*parts: Part, width: int | None = None) -> Content:
    """One line, every character visible, cut to `width` columns."""
    left = width
    pieces = []
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        shown = visible(text)
        if left is not None:
            shown = cut(shown, left)
            left -= cell_len(shown)
        pieces.append((f"{shown}{LEFT_TO_RIGHT}" if from_right(shown) else shown, style))
    return Content.assemble(*pieces)


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


class Line(Static):
    """A line (or a few) that changes its words and never its size."""

    ALLOW_SELECT = False
    _last: Content | None = None

    def say(self, *parts: Part) -> None:
        """Show one line."""
        self.put(row(*parts))

    def put(self, content: Content) -> None:
        """Show content whose characters are visible already."""
        if content != self._last:
            self._last = content
            self.update(content, layout=False)
