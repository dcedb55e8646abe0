"""Which style each character of a line has. Pure: a desk, a line and what is marked in; runs out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.model import Quote, RegionKind, Span
from annotator.tui.layout import Line
from annotator.work.desk import Desk

COLOURS = 6


@dataclass(frozen=True, slots=True)
class Look:
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


def runs(
    desk: Desk, line: Line, current: int, selected: str | None, marked: Marked
) -> Iterator[tuple[int, int, Look]]:
    """(start, end, look) for the characters of `line`, in order and without a gap."""
    quotes = desk.shown_in([line.sentence])
    edges = {line.start, line.end}
    layers = [(span, role, quote) for quote in quotes for role, span in _spans(quote)]
    shown = [*marked.spans, *([marked.cursor] if marked.cursor else [])]
    for span in (*(layer[0] for layer in layers), *shown):
        edges.update(edge for edge in (span.start, span.end) if line.start < edge < line.end)
    hints = [at for at in marked.hints if line.start <= at < line.end]
    edges.update(edge for at in hints for edge in (at, at + 1))
    plain = Look(current=line.sentence == current, marked=not desk.is_body(line.sentence))
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        look = _look(desk, plain, start, layers, selected, marked)
        yield start, end, look


def _spans(quote: Quote) -> Iterator[tuple[str, Span]]:
    for role in ("content", "cue", "source"):
        for span in getattr(quote, role):
            yield role, span
    for voice in quote.via:
        if voice.span is not None:
            yield "via", voice.span


def _look(
    desk: Desk,
    plain: Look,
    at: int,
    layers: Iterable[tuple[Span, str, Quote]],
    selected: str | None,
    marked: Marked,
) -> Look:
    over = [(span, role, quote) for span, role, quote in layers if span.start <= at < span.end]
    role, colour, mine, proposed = "", 0, False, False
    if over:
        # The selected quote wins, then one's own, then the role, then the smallest span.
        _span, role, quote = max(over, key=lambda x: _weight(desk, x, selected))
        proposed = quote.id in desk.offers.open
        colour, mine = 0 if proposed else desk.number(quote) % COLOURS, quote.id == selected
    return Look(
        plain.current,
        plain.marked,
        role,
        colour,
        mine,
        any(span.start <= at < span.end for span in marked.spans),
        marked.cursor is not None and marked.cursor.start <= at < marked.cursor.end,
        proposed,
        marked.hints.get(at, ""),
    )


def _weight(desk: Desk, layer: tuple[Span, str, Quote], selected: str | None) -> tuple[bool, bool, int, int]:
    span, role, quote = layer
    return quote.id == selected, quote.id in desk.quotes, _ROLES.index(role), span.start - span.end


def gutter(desk: Desk, line: Line, current: int) -> str:
    """Eight columns: where one is, what the layer says of the sentence, the quotes that begin here."""
    if not line.first and line.end == line.start:
        return " " * 8
    starts = [str(desk.number(q)) for q in desk.content_in(line.sentence) if line.start <= q.start < line.end]
    starts += ["?" for q in desk.proposed_in(line.sentence) if line.start <= q.start < line.end]
    sign = _sign(desk, line.sentence) if line.first else " "
    pointer = "▶" if line.first and line.sentence == current else " "
    numbers = ",".join(starts)
    return f"{pointer}{sign}{numbers if len(numbers) < 6 else numbers[:4] + '…':>5} "


_REVIEW = {"done": "✓", "nothing": "–", "skipped": "»"}


def _sign(desk: Desk, n: int) -> str:
    region = desk.region(n)
    if region is not None and region.kind is not RegionKind.BODY:
        return "H" if region.kind is RegionKind.HEADLINE else "B"
    review = desk.review(n)
    return _REVIEW[review.status] if review is not None else " "
