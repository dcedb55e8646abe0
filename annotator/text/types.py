"""Direct, mixed or indirect: what the quotation marks say of a quote's content."""

import re
from collections.abc import Iterator, Sequence

from annotator.model import QuoteType, Span, merged
from annotator.text.marks import Quotation, covering, starting

_WORD = re.compile(r"[^\W_]")


def derive_type(
    quotations: Sequence[Quotation],
    content: Sequence[Span],
    parents: Sequence[Sequence[Span]],
    text: str,
) -> QuoteType:
    """The type of a quote: all words of `content` within quotation marks, some of them, or none.

    `quotations` are those of the whole `text`, made once an article. `parents` are the contents of the quotes
    around this one: a quotation that is open where a span of `content` starts does not count when its
    opening mark belongs to one of them, for then the words are marked as the parent's. Costs
    O(log n) and what lies within `content`.
    """
    inside, outside, marked = False, False, False
    for span in content:
        at = span.start
        for quoted in merged(_counted(quotations, span, content, parents)):
            marked = True
            outside = outside or _words(text, at, quoted.start)
            inside = inside or _words(text, max(at, quoted.start), min(quoted.end, span.end))
            at = max(at, quoted.end)
        outside = outside or _words(text, at, span.end)
    if outside:
        return QuoteType.MIXED if inside else QuoteType.INDIRECT
    return QuoteType.DIRECT if marked else QuoteType.INDIRECT


def _counted(
    quotations: Sequence[Quotation],
    span: Span,
    content: Sequence[Span],
    parents: Sequence[Sequence[Span]],
) -> Iterator[Span]:
    for quotation in covering(quotations, span.start):
        mark = quotation.span.start
        if _holds(content, mark) or not any(_holds(parent, mark) for parent in parents):
            yield quotation.span
    for quotation in starting(quotations, span):
        yield quotation.span


def _holds(spans: Sequence[Span], at: int) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _words(text: str, start: int, end: int) -> bool:
    return start < end and _WORD.search(text, start, end) is not None
