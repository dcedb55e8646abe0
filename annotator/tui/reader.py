"""The article. Wrapped once a width and painted a line at a time: a key costs the same in any length."""

from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.text.visible import visible
from annotator.tui import themes
from annotator.tui.layout import Layout, Line
from annotator.tui.lines import LEFT_TO_RIGHT, from_right
from annotator.tui.mouse import Place, place_at
from annotator.tui.paint import Look, Marked, Painted, gutter, runs
from annotator.work.desk import Desk

GUTTER = 8
Drawn = tuple[str, tuple[tuple[int, int, Look], ...]]  # of a line: its gutter, (start, end, look) of its text
CONTEXT = 3  # lines of the neighbours that stay in view
_BREAKS = "\n\r\t\v\f"


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
        self._scrolled = False  # by the mouse: the next key brings back what it is about
        self._styles: dict[Look, Style] = {}
        self._put(desk)

    def _put(self, desk: Desk) -> None:
        self.desk = desk
        # The one door: from here on only these characters, one for one, reach the terminal.
        self._shown = visible(reduce(lambda text, sign: text.replace(sign, " "), _BREAKS, desk.text))
        self._layout: Layout | None = None
        self.current = -1  # nothing was brought into view yet

    def open(self, desk: Desk) -> None:
        """Show another article, or the same one as it stands now."""
        self._put(desk)
        self._arrange()
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.refresh()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        resized = super()._size_updated(size, virtual_size, container_size, layout)
        if resized:
            self.on_resize()  # at once: the first paint does not wait for the event of that name
        return resized

    def on_resize(self) -> None:
        self._arrange()
        self._bring_into_view()

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
        self._drawn: dict[int, Drawn] = {}  # by line, as of the last `show`
        self._layout = Layout(self._shown, self.desk.words, breaks, width)
        self.virtual_size = Size(width + GUTTER + 1, len(self._layout.lines))

    def show(self, current: int, selected: str | None, marked: Marked) -> None:
        """Repaint the lines that look different now, and bring the current sentence into view."""
        moved = current != self.current or marked.cursor != self.marked.cursor or self._scrolled
        self._scrolled = False
        self.current, self.selected, self.marked = current, selected, marked
        self._repaint()
        if moved:
            self._bring_into_view()

    # The mouse

    def place_at(self, x: int, y: int) -> Place | None:
        """What is shown in a cell of the screen, or next to it."""
        region = self.content_region
        lines = self._layout.lines if self._layout else ()
        row = max(0, min(y - region.y, region.height - 1)) + self.scroll_offset.y
        return place_at(lines, self._shown, row, x - region.x - GUTTER)

    def preview(self, marked: Marked) -> None:
        """Show what is being drawn over, and scroll nowhere."""
        self.marked = marked
        self._repaint()

    def stay(self, n: int) -> None:
        """Sentence `n` was pointed at: nothing moves under the hand where its first line is in view."""
        top = self.scroll_offset.y
        if self._layout and self._layout.of_sentence(n).start in range(top, top + self.size.height):
            self.current, self._scrolled = n, False

    def scroll_towards(self, y: int) -> None:
        """Scroll by a line where row `y` of the screen lies above or below the article."""
        by = -1 if y < self.content_region.y else 1 if y >= self.content_region.bottom else 0
        if by:
            self._scrolled = True
            to = max(0, min(self.scroll_offset.y + by, self.max_scroll_y))
            self.scroll_to(y=to, animate=False, force=True, immediate=True)

    def on_mouse_scroll_down(self) -> None:
        self._scrolled = True

    def on_mouse_scroll_up(self) -> None:
        self._scrolled = True

    def _repaint(self) -> None:
        # An action may give other numbers and colours to any line, and most leave most lines as they are:
        # to ask all that are in view costs less than to paint one too many.
        top = self.scroll_offset.y
        lines = self._layout.lines[top : top + self.size.height] if self._layout else []
        drawn = dict(enumerate(self._draw(lines), top))
        changed = [y - top for y, now in drawn.items() if self._drawn.get(y) != now]
        self._drawn = drawn
        if changed:
            width = self.size.width
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _draw(self, lines: Iterable[Line]) -> Iterator[Drawn]:
        for n, some in groupby(lines, key=attrgetter("sentence")):
            painted = Painted(self.desk, n, self.current, self.selected, self.marked)
            for line in some:
                yield gutter(painted, line), tuple(runs(painted, line))

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
        if y not in self._drawn:  # it came into view by scrolling
            (self._drawn[y],) = self._draw(self._layout.lines[y : y + 1])
        head, looks = self._drawn[y]
        line = self._layout.lines[y]
        if from_right(self._shown[line.start : line.end]):
            head += LEFT_TO_RIGHT
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
        return themes.style(self.app.theme, look, bright if look.current else dim, bright)


def _before(text: str, start: int) -> str:
    """The white space before a sentence."""
    end = start
    while start > 0 and text[start - 1].isspace():
        start -= 1
    return text[start:end].replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
