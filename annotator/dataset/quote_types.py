"""The types of all quotes of an article, at the price of few."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from annotator.model import QuoteType, Span
from annotator.text.mark_roles import NOT_A_MARK, UNSEEN
from annotator.text.marks import Quotation, quotations
from annotator.text.types import derive_type

Range = tuple[int, int]

_BREAKS = "\n\r\v\f\x85\u2028\u2029"  # between lines
_PAIR = re.compile(f"“[^“”{_BREAKS}]*”")
# What is a mark, too, or opens a paragraph of dialogue: no apostrophe between letters, no dash behind words.
# One class comes first, and what is asked of a sign behind it: `re` runs through a text faster to a class.
_SURE, _DASHES, _NO_WORD = '"„‟‚«»‹›「」『』＂`', "—―–", f"\\s{UNSEEN}"
_OTHER = re.compile(
    f"[{_SURE}'‘’‛{_DASHES}](?:(?<=[{_SURE}])|(?<=['‘’‛])(?:(?<!\\w.)|(?!\\w))"
    f"|(?<=[{_DASHES}])(?<![^{_NO_WORD}].)(?<![^{_NO_WORD}][ \t\xa0].))"
)


def read(text: str) -> Sequence[Quotation]:
    """The quotations of `text`, in a quarter of the time where all marks are “pairs” side by side in a line.

    There is nothing to judge in those: what opens opens, and what closes closes the one before it.
    """
    pairs = [match.span() for match in _PAIR.finditer(text)]
    if not text.count("“") == text.count("”") == len(pairs) or _OTHER.search(text):
        return quotations(text)
    return [
        Quotation(Span(start, end), "“", "”")
        for start, end in pairs
        if NOT_A_MARK.search(text, start + 1, end - 1)
    ]


class Types:
    """What `derive_type` says, for many quotes of one text.

    Most are seen to be plain without asking it, and what several layers quote alike is typed once.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[Range, ...], QuoteType] = {}

    @cached_property
    def _found(self) -> Sequence[Quotation]:
        return read(self._text)

    @cached_property
    def _starts(self) -> list[int]:
        return [quotation.span.start for quotation in self._found]

    @cached_property
    def _reach(self) -> list[int]:
        """How far the quotations up to each one reach."""
        return list(accumulate((quotation.span.end for quotation in self._found), max))

    def of(self, content: tuple[Range, ...], parents: Sequence[Sequence[Range]] = ()) -> QuoteType:
        """The type of a quote; `parents` are the contents of the quotes around it."""
        if parents:
            return derive_type(self._found, _spans(content), list(map(_spans, parents)), self._text)
        known = self._known.get(content)
        if known is None:
            known = self._known[content] = self._alone(content)
        return known

    def _alone(self, content: Sequence[Range]) -> QuoteType:
        """The type of a quote that lies in no other one."""
        touched = [self._touched(*span) for span in content]  # a list: mostly of one
        if not any(touched):
            return QuoteType.INDIRECT
        held = [self._held(*span) for span in content]
        if all(held):
            return QuoteType.DIRECT
        return derive_type(self._found, _spans(content), (), self._text)

    def _touched(self, start: int, end: int) -> bool:
        """Whether a quotation is open at `start` or begins before `end`."""
        behind = bisect_right(self._starts, start)
        is_open = behind > 0 and self._reach[behind - 1] > start
        return is_open or bisect_left(self._starts, end, behind) > behind

    def _held(self, start: int, end: int) -> bool:
        """Whether the last quotation that begins at `start` or before holds all of it."""
        last = bisect_right(self._starts, start) - 1
        return last >= 0 and self._found[last].span.end >= end


def _spans(ranges: Iterable[Range]) -> list[Span]:
    return [Span(start, end) for start, end in ranges]
