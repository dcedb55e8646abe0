"""Quoted segments: stretches in double quotation marks, as the gold has them and as we propose them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from annotator.agreement.rates import Rate, counted
from annotator.model import Span
from annotator.text.marks import Quotation

Range = tuple[int, int]

# Of three single marks at a word's end the last two close: “…, ‘no way,’” in a text of straight marks.
_MARK = re.compile("''(?!'(?!\\w))|[“”„‟«»\"]")
_CLOSING = {"“": ("”", '"'), "„": ("“", "”"), "«": ("»",), "‟": ("”",), '"': ('"', "”"), "''": ("''",)}
_WORD = re.compile(r"\w")


def gold(text: str, contents: Iterable[Span]) -> set[Range]:
    """The segments that the gold holds: in each stretch of content, from an opening to a closing double mark.

    A stretch is what contents cover together, those joined that no word parts: some annotators mark a quote
    sentence by sentence. Its edges take in a mark that they touch or cut in two. The scan is one of its own,
    so that no mistake of our reader of marks is in what it is measured by: curly marks and guillemets say
    themselves which they are (but a “ at a word's end closes), straight ones take turns, and a mark that
    begins a paragraph inside an open segment repeats its opening. What is not closed within its stretch is no
    segment, as it is none where it is proposed.
    """
    return {segment for span in stretches(text, contents) for segment in _scan(text, span)}


def stretches(text: str, contents: Iterable[Span]) -> list[Span]:
    """What `contents` cover, with those joined that no word parts, and marks at the edges taken in."""
    found: list[Span] = []
    for span in sorted(contents):
        if found and not _WORD.search(text, found[-1].end, span.start):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return [_whole(text, span) for span in found]


def _whole(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > 0 and text[start - 1] in "“„«‟\"'":
        start -= 1
    while end < len(text) and text[end] in "”»\"'":
        end += 1
    return Span(start, end)


def _scan(text: str, span: Span) -> Iterator[Range]:
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, span.start, span.end):
        if opened is None:
            opened = mark if mark[0] in _CLOSING else None
        elif _closes(text, mark, _CLOSING[opened[0]]):
            yield opened.start(), mark.end()
            opened = None


def _closes(text: str, mark: re.Match[str], closing: Sequence[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if before == "\n" and mark[0] in ('"', "''") and not after.isspace():
        return False
    return mark[0] in closing or (mark[0] == "“" and not before.isspace() and not after.isalnum())


def proposed(found: Sequence[Quotation], chosen: Iterable[bool]) -> set[Range]:
    """The outermost pairs of double marks that were chosen; each counts wherever it stands."""
    return {
        (q.span.start, q.span.end)
        for q, wanted in zip(found, chosen, strict=True)
        if wanted and q.closed and q.opening in _CLOSING and q.parent is None
    }


def rate(wanted: set[Range], given: set[Range]) -> Rate:
    """Right is only what begins and ends at the same code points."""
    return counted(len(wanted & given), len(given), len(wanted))
