"""The article. Wrapped once a width and painted a line at a time: a key costs the same in any length."""

import re
from functools import cached_property
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.text.visible import visible
from annotator.tui.layout import Layout, Line
from annotator.tui.paint import Look, Marked, gutter, runs
from annotator.work.desk import Desk

GUTTER = 8
Drawn = tuple[str, tuple[tuple[int, int, Look], ...]]  # of a line: its gutter, (start, end, look) of its text
CONTEXT = 3  # lines of the neighbours that stay in view
_BREAKS = re.compile("[\n\r\t\v\f]")
_COLOURS = ("#56b4e9", "#e69f00", "#2fbf8f", "#f0e442", "#e58fc0", "#d98049")  # after Okabe and Ito


class Reader(ScrollView, can_focus=False):
    """One desk. `show` repaints what changed and brings the sentence in view."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--dim", "reader--current"}
    DEFAULT_CSS = """
    Reader { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0; }
    Reader > .reader--dim { color: $text-muted; }
    Reader > .reader--current { color: $text; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.selected: str | None = None
        self.marked = Marked()
        self._styles: dict[Look, Style] = {}
        self._put(desk)

    def _put(self, desk: Desk) -> None:
        self.desk = desk
        # The one door: from here on only these characters, one for one, reach the terminal.
        self._shown = visible(_BREAKS.sub(" ", desk.text))
        self._layout: Layout | None = None
        self.current = -1  # nothing was brought into view yet

    def open(self, desk: Desk) -> None:
        """Show another article, or the same one as it stands now."""
        self._put(desk)
        self._arrange()
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._arrange()
        self.call_after_refresh(self._bring_into_view)

    def notify_style_update(self) -> None:
        for name in ("_base", "_blank"):
            self.__dict__.pop(name, None)
        self._styles = {}
        super().notify_style_update()

    def _arrange(self) -> None:
        width = self.scrollable_content_region.width - GUTTER - 1
        if width < 1 or (self._layout is not None and self._layout.width == width):
            return
        text = self.desk.text
        breaks = [n > 0 and "\n" in _before(text, s.span.start) for n, s in enumerate(self.desk.sentences)]
        self._drawn: dict[int, Drawn] = {}  # by line, what was painted last
        self._layout = Layout(self._shown, self.desk.words, breaks, width)
        self.virtual_size = Size(width + GUTTER + 1, len(self._layout.lines))

    def show(self, current: int, selected: str | None, marked: Marked) -> None:
        """Repaint the lines that look different now, and bring the current sentence into view."""
        moved = current != self.current or marked.cursor != self.marked.cursor
        self.current, self.selected, self.marked = current, selected, marked
        self._repaint()
        if moved:
            self._bring_into_view()

    def _repaint(self) -> None:
        # An action may give other numbers and colours to any line, and most leave most lines as they are:
        # to ask all that are in view costs less than to paint one too many.
        top = self.scroll_offset.y
        lines = self._layout.lines[top : top + self.size.height] if self._layout else ()
        for y, line in enumerate(lines, top):
            if self._drawn.get(y) != self._draw(line):
                self.refresh_lines(y)

    def _draw(self, line: Line) -> Drawn:
        looks = runs(self.desk, line, self.current, self.selected, self.marked)
        return gutter(self.desk, line, self.current), tuple(looks)

    def _bring_into_view(self) -> None:
        if self._layout is None or not self._layout.lines or self.current < 0:
            return
        lines = self._layout.of_sentence(self.current)
        if self.marked.cursor is not None:
            at = self._layout.of_offset(self.marked.cursor.start)
            lines = range(at, at + 1)
        height = self.scrollable_content_region.height
        context = max(0, min(CONTEXT, (height - len(lines)) // 2))
        top, bottom = lines.start - context, lines.stop + context
        y = self.scroll_offset.y
        if top < y or len(lines) >= height:
            target = top if len(lines) < height else lines.start
        elif bottom > y + height:
            # Half a screen on, so that the next keys need no scrolling.
            target = min(top, max(bottom - height, top - height // 4))
        else:
            return
        # At once: a key that is already waiting has to know what it will find in view.
        y = max(0, min(target, self.max_scroll_y))
        self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        y += self.scroll_offset.y
        width = self.size.width
        if self._layout is None or y >= len(self._layout.lines):
            return Strip.blank(width, self._blank)
        head, looks = self._drawn[y] = self._draw(self._layout.lines[y])
        segments = [Segment(head, self._style(Look()))]
        segments += [self._segment(start, end, look) for start, end, look in looks]
        return Strip(segments).adjust_cell_length(width, self._blank)

    def _segment(self, start: int, end: int, look: Look) -> Segment:
        words = self._shown[start:end]
        # A letter stands in the place of a character that is as wide.
        return Segment(look.hint.ljust(cell_len(words)) if look.hint else words, self._style(look))

    @cached_property
    def _blank(self) -> Style:
        return self.rich_style  # worked out anew by Textual each time: a third of the cost of a line

    @cached_property
    def _base(self) -> tuple[Style, Style]:
        return (
            self.get_component_rich_style("reader--dim"),
            self.get_component_rich_style("reader--current"),
        )

    def _style(self, look: Look) -> Style:
        if look not in self._styles:
            self._styles[look] = self._styled(look)
        return self._styles[look]

    def _styled(self, look: Look) -> Style:
        dim, bright = self._base
        style = bright if look.current else dim
        if look.marked:
            style += Style(italic=True, dim=True)
        if look.role:
            style += _role_style(look)
        if look.hint:
            style = bright + Style(reverse=True, bold=True)
        if look.chosen:
            style += Style(reverse=True)
        if look.cursor:
            style += Style(reverse=True, bold=True, underline=True)
        return style


def _role_style(look: Look) -> Style:
    if look.proposed:
        # Without a colour of its own, and fainter than what somebody has taken.
        style = _PROPOSED[look.role]
        return style if look.selected else style + Style(dim=True)
    colour = _COLOURS[look.colour]
    if not look.current:
        colour = Color.parse(colour).darken(0.12).hex
    if look.role == "content":
        return Style(color=colour, underline=True, bold=look.selected)
    if look.role == "cue":
        return Style(color=colour, bold=True)
    return Style(color=colour, italic=True)


_PROPOSED = {
    "content": Style(underline=True),
    "cue": Style(bold=True),
    "source": Style(italic=True),
    "via": Style(italic=True),
}


def _before(text: str, start: int) -> str:
    """The white space before a sentence."""
    end = start
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return text[start:end].replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
