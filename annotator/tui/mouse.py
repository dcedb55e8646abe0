"""The mouse, for those who like it: drag over words to mark them, click to choose, the wheel scrolls.

The terminal is asked to report buttons and drags, not every movement: a key costs no byte more for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.driver import Driver
from textual.errors import NoWidget

from annotator.model import Span
from annotator.tui.layout import Line
from annotator.tui.marking import MarkKeys
from annotator.tui.paint import Marked

if TYPE_CHECKING:
    from annotator.tui.reader import Reader

_MOVEMENTS = {"\x1b[?1003h": "\x1b[?1002h", "\x1b[?1003l": "\x1b[?1002l"}  # with a button held only


def quiet(driver: type[Driver]) -> type[Driver]:
    """`driver`, asking for drags where Textual asks for every movement of the mouse."""

    class Quiet(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            super().write(_MOVEMENTS.get(data, data))

    return Quiet


class Place(NamedTuple):
    """What is shown in a cell: an offset into the article, or what comes next to a cell beside its words."""

    sentence: int
    offset: int
    exact: bool  # whether a character of the article is shown there


def place_at(lines: Sequence[Line], shown: str, row: int, column: int) -> Place | None:
    """What stands in `column` (below 0 is the gutter) of line `row`, or of the line nearest to it."""
    if not lines:
        return None
    line = lines[max(0, min(row, len(lines) - 1))]
    used = 0
    for offset in range(line.start, line.end):
        used += cell_len(shown[offset])
        if used > column:
            return Place(line.sentence, offset, column >= 0 and 0 <= row < len(lines))
    return Place(line.sentence, max(line.start, line.end - 1), False)


@dataclass(slots=True)
class _Drag:
    """The button went down at `place`, in the cell `cell`; `span` is what was drawn over since."""

    place: Place
    cell: tuple[int, int]
    span: Span | None = None


class MouseKeys(MarkKeys):
    """Buttons and drags on the article."""

    reader: "Reader"
    _drag: _Drag | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._drag = None
        place = (
            self._place_of(event)
            if event.button == 1 and self.asked is None and self._on_text(event)
            else None
        )
        if place is not None:
            event.stop()
            self._drag = _Drag(place, _cell(event))
            self.reader.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is None:
            return
        event.stop()
        self.reader.scroll_towards(_cell(event)[1])
        place = self._place_of(event)
        if place is None or (self._drag.span is None and not self._is_drag(place, event)):
            return
        self._drag.span = self._words_over(self._drag.place, place)
        if self._drag.span is None:
            return
        if self.marking is not None:
            self.marking.select(self._drag.span)
            self.reader.preview(Marked(self.marking.spans(), self.marking.head))
        else:
            self.reader.preview(Marked((self._drag.span,)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._drag is None:
            return
        event.stop()
        drag, self._drag = self._drag, None
        self.reader.release_mouse()
        if drag.span is None:
            self.try_to(lambda: self._clicked(drag.place))
        elif self.marking is not None:
            self.try_to(lambda: "enter keeps it; + and another drag add a piece")
        else:
            self.try_to(lambda: self._dragged(drag.span))

    # What they mean

    def _clicked(self, place: Place) -> str | None:
        """Marking: the cursor goes there. Reading: the sentence, and the quote that stands there."""
        if self.marking is not None:
            self.marking.put(place.offset)
            return None
        here = [q for q in self.work.desk.shown_in([place.sentence]) if place.exact]
        over = [q for q in here if any(s.start <= place.offset < s.end for s in q.spans())]
        over.sort(key=lambda q: sum(s.end - s.start for s in q.content))
        keys = [q.id for q in over]
        again = self.work.at == place.sentence and self.work.selected in keys
        at = keys.index(self.work.selected or "") + 1 if again else 0
        self.reader.stay(place.sentence)
        self.work.go(place.sentence, keys[at % len(keys)] if keys else None)
        return None

    def _dragged(self, span: Span | None) -> str:
        assert span is not None
        n = self.work.desk.sentence_at(span.start)
        self.reader.stay(n)
        self.work.go(n)
        self.work.mark([span])
        return "marked"

    def _is_drag(self, place: Place, event: events.MouseMove) -> bool:
        """Whether this is more than a hand that shook: over two cells, or two words."""
        assert self._drag is not None
        column, row = _cell(event)
        words = self._words_over(self._drag.place, place)
        several = words is not None and len(self._tokens_over(words)) > 1
        return (column, row) != self._drag.cell and (several or abs(column - self._drag.cell[0]) > 1)

    def _words_over(self, a: Place, b: Place) -> Span | None:
        """The words from one place to another, whole."""
        tokens = self._tokens_over(Span(min(a.offset, b.offset), max(a.offset, b.offset) + 1))
        return Span(tokens[0].start, tokens[-1].end) if tokens else None

    def _tokens_over(self, span: Span) -> list[Span]:
        desk = self.work.desk
        return [t for n in desk.sentences_of(span) for t in desk.tokens(n) if t.overlaps(span)]

    def _on_text(self, event: events.MouseEvent) -> bool:
        try:
            return self.get_widget_at(*_cell(event))[0] is self.reader
        except NoWidget:
            return False

    def _place_of(self, event: events.MouseEvent) -> Place | None:
        return self.reader.place_at(*_cell(event))


def _cell(event: events.MouseEvent) -> tuple[int, int]:
    """Column and row of the screen."""
    return int(event.screen_x), int(event.screen_y)
