"""Which style each character of a line has. Pure: a desk, a line and what is marked in; runs out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from annotator.model import Quote, RegionKind, Span
from annotator.tui.layout import Line
from annotator.work.desk import Desk

COLOURS = 6


class Look(NamedTuple):
    """How a character looks; the reader turns it into a style of the theme."""

    current: bool = False
    marked: bool = False  # boilerplate or headline
    role: str = ""  # content, cue, source or via
    colour: int = 0
    selected: bool = False  # of the selected quote
    chosen: bool = False  # what is being marked
    cursor: bool = False
    proposed: bool = False  # of an open proposal
    hint: str = ""  # a letter that stands here instead


@dataclass(frozen=True, slots=True)
class Marked:
    """What is being marked: its pieces, and the token under the cursor."""

    spans: tuple[Span, ...] = ()
    cursor: Span | None = None
    hints: Mapping[int, str] = field(default_factory=dict)  # offset -> the letter to choose what stands there


# Later ones are painted over earlier ones: a source inside content stays visible.
_ROLES = ("content", "via", "source", "cue")


class Painted:
    """A sentence about to be painted: what all of its lines need is looked up once."""

    def __init__(self, desk: Desk, n: int, current: int, selected: str | None, marked: Marked) -> None:
        self.is_current, self.is_body, self.sign = n == current, desk.is_body(n), _sign(desk, n)
        self.marked = marked
        quotes = desk.shown_in([n])
        colours = {q.id: desk.number(q) for q in quotes if q.id in desk.quotes}
        own = [(q.start, str(colours[q.id])) for q in quotes if q.id in colours]
        self.begins = own + [(q.start, "?") for q in quotes if q.id not in colours]  # (offset, number)
        self.strokes = [
            Stroke(quote.id == selected, quote.id in colours, _ROLES.index(role), span.start - span.end,
                   span, colours.get(quote.id, 0) % COLOURS)
            for quote in quotes
            for role, span in _spans(quote)
        ]  # fmt: skip


class Stroke(NamedTuple):
    """A span of a quote. The greatest covers: the selected quote, then one's own, role, the smallest span."""

    selected: bool
    own: bool
    role: int  # its place in _ROLES
    size: int  # negative
    span: Span
    colour: int


def runs(painted: Painted, line: Line) -> Iterator[tuple[int, int, Look]]:
    """(start, end, look) for the characters of `line`, in order and without a gap."""
    marked = painted.marked
    edges = {line.start, line.end}
    shown = [*marked.spans, *([marked.cursor] if marked.cursor else [])]
    for span in (*(stroke.span for stroke in painted.strokes), *shown):
        edges.update(edge for edge in (span.start, span.end) if line.start < edge < line.end)
    hints = [at for at in marked.hints if line.start <= at < line.end]
    edges.update(edge for at in hints for edge in (at, at + 1))
    for start, end in pairwise(sorted(edges)):
        yield start, end, _look(painted, start)


def _spans(quote: Quote) -> Iterator[tuple[str, Span]]:
    for role in ("content", "cue", "source"):
        for span in getattr(quote, role):
            yield role, span
    for voice in quote.via:
        if voice.span is not None:
            yield "via", voice.span


def _look(painted: Painted, at: int) -> Look:
    over = [stroke for stroke in painted.strokes if stroke.span.start <= at < stroke.span.end]
    top = max(over, key=itemgetter(0, 1, 2, 3)) if over else None
    marked = painted.marked
    return Look(
        painted.is_current,
        not painted.is_body,
        _ROLES[top.role] if top else "",
        top.colour if top else 0,
        top is not None and top.selected,
        any(span.start <= at < span.end for span in marked.spans),
        marked.cursor is not None and marked.cursor.start <= at < marked.cursor.end,
        top is not None and not top.own,
        marked.hints.get(at, ""),
    )


def gutter(painted: Painted, line: Line) -> str:
    """Eight columns: where one is, what the layer says of the sentence, the quotes that begin here."""
    if not line.first and line.end == line.start:
        return " " * 8
    numbers = ",".join(number for start, number in painted.begins if line.start <= start < line.end)
    sign = painted.sign if line.first else " "
    pointer = "▶" if line.first and painted.is_current else " "
    return f"{pointer}{sign}{numbers if len(numbers) < 6 else numbers[:4] + '…':>5} "


_REVIEW = {"done": "✓", "nothing": "–", "skipped": "»"}


def _sign(desk: Desk, n: int) -> str:
    region = desk.region(n)
    if region is not None and region.kind is not RegionKind.BODY:
        return "H" if region.kind is RegionKind.HEADLINE else "B"
    review = desk.review(n)
    return _REVIEW[review.status] if review is not None else " "
