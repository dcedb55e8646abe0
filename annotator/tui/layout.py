"""An article broken into lines for one width: the only place that knows columns.

A sentence begins on a line of its own; a paragraph begins after an empty line.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from annotator.model import Span


class Line(NamedTuple):
    """Characters `start` to `end` of the article, of sentence `sentence`; an empty line has no characters."""

    sentence: int
    start: int
    end: int
    first: bool = False


class Layout:
    """The lines of an article. Made once a width; every question costs O(log n)."""

    def __init__(self, text: str, sentences: Sequence[Span | None], breaks: Sequence[bool], width: int):
        """`breaks[n]`: sentence n begins a paragraph. A sentence of nothing but white space has no line."""
        self.width = width
        self.lines: list[Line] = []
        self._first: list[int] = []
        for n, span in enumerate(sentences):
            if breaks[n] and self.lines and span is not None:
                self.lines.append(Line(n, span.start, span.start))
            self._first.append(len(self.lines))
            if span is not None:
                for start, end in _wrapped(text, span, width):
                    self.lines.append(Line(n, start, end, first=start == span.start))
        self._first.append(len(self.lines))
        self._starts = [line.start for line in self.lines]

    def of_sentence(self, n: int) -> range:
        """The numbers of the lines of sentence `n`."""
        stop = self._first[n + 1]
        if stop < len(self.lines) and stop > self._first[n] and self.lines[stop - 1].sentence != n:
            stop -= 1  # the empty line before the next paragraph
        return range(self._first[n], stop)

    def of_offset(self, offset: int) -> int:
        """The number of the line that shows the character at `offset`, or would."""
        index = bisect_left(self._starts, offset + 1) - 1
        return max(0, index)


def _wrapped(text: str, span: Span, width: int) -> Iterator[tuple[int, int]]:
    """The lines of one sentence, without the blanks at their ends."""
    start = span.start
    while start < span.end:
        end = _fitting(text, start, span.end, width)
        if end < span.end and not text[end].isspace():
            end = start + _broken(text[start:end])
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        yield start, max(stop, start + 1)
        while end < span.end and text[end].isspace():
            end += 1
        start = end


def _broken(piece: str) -> int:
    """Where a line breaks: before its last blank or behind its last hyphen, at its end where it has none."""
    blank = len(piece) - 1
    if not piece[-1].isspace():
        blank -= len(piece.rsplit(None, 1)[-1])
    hyphen = max(map(piece.rfind, "-—–")) + 1
    return max(blank, hyphen) if max(blank, hyphen) > 0 else len(piece)


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """The end of the longest run from `start` that fits into `width` columns; at least one character."""
    at = min(end, start + width)
    piece = text[start:at]
    if at == end and cell_len(piece) <= width:
        return at
    # One column a character, and none behind them that has no width of its own.
    if at < end and text[at].isascii() and (piece.isascii() or cell_len(piece) == len(piece)):
        return at
    used, at = 0, start
    while at < end:
        used += cell_len(text[at])
        if used > width and at > start:
            break
        at += 1
    return at
