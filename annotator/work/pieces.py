"""Spans put together and cut apart: what broken content is made of."""

from collections.abc import Sequence

from annotator.model import Span, merged, stripped


def words(text: str, span: Span) -> Span | None:
    """`span` without white space at its ends; None where no word is in it."""
    found = stripped(span, text)
    return found if found and any(map(str.isalnum, found.of(text))) else None


def together(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` in order, with those that only white space parts made one."""
    found: list[Span] = []
    for span in merged(spans):
        if found and text[found[-1].end : span.start].isspace():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def without(text: str, spans: Sequence[Span], cuts: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of `spans` when `cuts` are taken out, without pieces in which no word is."""
    left = list(spans)
    for cut in cuts:
        left = [half for span in left for half in _minus(span, cut)]
    return tuple(some for span in left if (some := words(text, span)) is not None)


def parted(text: str, spans: Sequence[Span], at: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What stands before `at` and what behind, without white space at the ends and pieces without words."""
    before = [Span(s.start, min(s.end, at)) for s in spans if s.start < at]
    behind = [Span(max(s.start, at), s.end) for s in spans if s.end > at]
    return without(text, before, ()), without(text, behind, ())


def _minus(span: Span, cut: Span) -> list[Span]:
    if not span.overlaps(cut):
        return [span]
    ends = ((span.start, cut.start), (cut.end, span.end))
    return [Span(start, end) for start, end in ends if start < end]
