"""Quoted segments: stretches in double quotation marks, as the gold has them and as we propose them."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.agreement.rates import Rate, counted
from annotator.model import Span
from annotator.text.marks import Quotation

Range = tuple[int, int]

_OPENING = '“„«‟"'
_CLOSING = {"“": '”"', "„": "“”", "«": "»", "‟": "”", '"': '"”'}


def gold(text: str, contents: Iterable[Span]) -> set[Range]:
    """The segments that the gold holds: in each stretch of content, from an opening to a closing double mark.

    A stretch is what contents cover together, those with nothing but white space between them joined: some
    annotators mark a quote sentence by sentence. The scan is one of its own, so that no mistake of our reader
    of marks is in what it is measured by: curly marks and guillemets say themselves which they are
    (but a “ at a word's end closes), straight ones take turns, and a mark that begins a paragraph inside an
    open segment repeats its opening. What is not closed within the stretch is no segment.
    """
    return {segment for span in stretches(text, contents) for segment in _scan(text, span)}


def stretches(text: str, contents: Iterable[Span]) -> list[Span]:
    """What `contents` cover, with those joined that only white space parts."""
    found: list[Span] = []
    for span in sorted(contents):
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _scan(text: str, span: Span) -> Iterator[Range]:
    opened: int | None = None
    for at in range(span.start, span.end):
        sign = text[at]
        if opened is None:
            opened = at if sign in _OPENING else None
        elif _closes(text, at, _CLOSING[text[opened]]):
            yield opened, at + 1
            opened = None


def _closes(text: str, at: int, closing: str) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    if text[at] == '"' and before == "\n" and not after.isspace():
        return False
    return text[at] in closing or (text[at] == "“" and not before.isspace() and not after.isalnum())


def proposed(found: Sequence[Quotation], chosen: Iterable[bool]) -> set[Range]:
    """The quotations in double marks that were chosen, marks included; each counts wherever it stands."""
    return {
        (q.span.start, q.span.end)
        for q, wanted in zip(found, chosen, strict=True)
        if wanted and q.opening in _OPENING
    }


def rate(wanted: set[Range], given: set[Range]) -> Rate:
    """Right is only what begins and ends at the same code points."""
    return counted(len(wanted & given), len(given), len(wanted))
