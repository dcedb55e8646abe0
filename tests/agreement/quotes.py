"""Quotes for the tests of scoring: of a text by their words, and of any shape."""

from hypothesis import strategies as st

from annotator.agreement.scoring import Marked
from annotator.model import QuoteType, Span

Spans = tuple[Span, ...]


def where(text: str, *parts: str) -> Spans:
    """The first place of each part in `text`."""
    return tuple(sorted(Span(at, at + len(part)) for part in parts for at in (text.index(part),)))


def said(
    text: str,
    content: str,
    cue: str = "",
    source: str = "",
    type: QuoteType = QuoteType.DIRECT,
    speakers: tuple[str, ...] = (),
    rule: str = "",
    score: float | None = None,
) -> Marked:
    """A quote of `text`; the parts of a broken content are parted by " … "."""
    return Marked(
        where(text, *content.split(" … ")),
        where(text, cue) if cue else (),
        where(text, source) if source else (),
        type,
        frozenset(speakers),
        rule,
        score,
    )


def spans(longest: int = 24) -> st.SearchStrategy[Spans]:
    """One to three spans in order and apart, in the first `longest` code points."""
    cuts = st.lists(st.integers(0, longest), min_size=2, max_size=6, unique=True)
    return cuts.map(_paired)


def _paired(cuts: list[int]) -> Spans:
    ordered = sorted(cuts)
    return tuple(Span(a, b) for a, b in zip(ordered[::2], ordered[1::2], strict=False))
