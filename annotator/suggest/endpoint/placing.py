"""Words of an answer -> spans of the article. A model cannot count, so its words are looked up.

First as they are, then with all quotation marks, dashes and white space alike; first in the sentences that
the answer names, then in all that were sent. What is found twice, cuts a word or is not there is refused.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise

from annotator.model import Span, stripped
from annotator.suggest.endpoint.chunks import Line
from annotator.text.marks import Quotation, covering
from annotator.text.tokens import ranges

_MOST = 200  # occurrences that are looked at: a hostile answer is to cost little more than a good one
_SIGNS = {
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("‘’‚‛‹›`´′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}
EXACT, LOOSE = "exact", "loose"


class NotPlaced(Exception):
    """Why words of an answer have no place in the article; `str(error)` is a plural that can be counted."""


class Placer:
    """Looks words up in one article, of which `lines` are the body."""

    def __init__(self, text: str, quotations: Sequence[Quotation], lines: Sequence[Line]) -> None:
        self.text = text
        self._quotations = quotations
        self._body = Span(lines[0].span.start, lines[-1].span.end)
        self._lines = {line.number: line.span for line in lines}
        self._order = [line.number for line in lines]
        found = ranges(text, self._body.start, self._body.end)
        self._starts = {start for start, _ in found}
        self._ends = {end for _, end in found}
        self._stops = {line.span.end for line in lines}

    @cached_property
    def _plain(self) -> "_Plain":
        return _Plain(self.text, self._body)

    def content(
        self, pieces: Sequence[str], first: int, last: int, shown: Span
    ) -> tuple[tuple[Span, ...], str]:
        """The spans of a content, and EXACT or LOOSE; `shown` is what was sent. Raises NotPlaced."""
        problem = NotPlaced("quotes whose words are not in the article")
        for window in dict.fromkeys((self._window(first, last, shown), shown)):
            for loose in (False, True):
                try:
                    spans = self._pieces(pieces, window, loose)
                except NotPlaced as why:
                    problem = why if "not in the article" in str(problem) else problem
                else:
                    return spans, LOOSE if loose else EXACT
        raise problem

    def beside(
        self, pieces: Sequence[str], content: Sequence[Span], taken: Sequence[Span] = ()
    ) -> tuple[Span, ...]:
        """The spans of a cue or a source: nearest to `content`, outside it and `taken`. Raises NotPlaced."""
        found: list[Span] = []
        near = self._around(content)
        for piece in pieces:
            used = (*content, *taken, *found)
            ways = ([p for p in self._found(piece, near, loose) if _free(p, used)] for loose in (False, True))
            places = next((places for places in ways if places), [])
            if not places:
                raise NotPlaced("cues and sources whose words are not beside the quote")
            best = min(_gap(place, content) for place in places)
            nearest = {place for place in places if _gap(place, content) == best}
            if len(nearest) > 1:
                raise NotPlaced("cues and sources whose words stand on both sides of the quote")
            found.append(nearest.pop())
        return tuple(sorted(found))

    def holds(self, words: str) -> bool:
        """Whether the body has these words."""
        return any(self._found(words, self._body, loose) for loose in (False, True))

    def _pieces(self, pieces: Sequence[str], window: Span, loose: bool) -> tuple[Span, ...]:
        spans: list[Span] = []
        for piece in pieces:
            if not any(map(str.isalnum, piece)):
                raise NotPlaced("quotes without a word")
            start = spans[-1].end if spans else window.start
            places = self._found(piece, Span(start, window.end), loose) if start < window.end else []
            if not places:
                raise NotPlaced("quotes whose words are not in the article")
            if len(places) > 1 and not spans:
                raise NotPlaced("quotes whose words are in the article more than once")
            spans.append(self._tidy(places[0]))
        if any(a.end > b.start for a, b in pairwise(spans)):
            raise NotPlaced("quotes whose parts overlap")
        return tuple(spans)

    def _found(self, piece: str, window: Span, loose: bool) -> list[Span]:
        """Where `piece` stands in `window` as whole words."""
        pairs = (
            self._plain.places(piece, window)
            if loose
            else _places(self.text, piece, window.start, window.end)
        )
        whole = (Span(a, b) for a, b in islice(pairs, _MOST) if a in self._starts and b in self._ends)
        return list(whole)

    def _tidy(self, span: Span) -> Span:
        """As guidelines want it: with the marks around it, without a stop or comma that is the reporter's."""
        for quotation in covering(self._quotations, span.start):
            inner = quotation.inner
            if inner is not None and quotation.closed and stripped(inner, self.text) == span:
                return quotation.span
        last = self.text[span.end - 1]
        foreign = last in ",;:" or (last == "." and span.end in self._stops)
        if foreign and span.end - 1 in self._starts and not covering(self._quotations, span.end - 1):
            return Span(span.start, span.start + len(self.text[span.start : span.end - 1].rstrip()))
        return span

    def _window(self, first: int, last: int, shown: Span) -> Span:
        """From sentence `first` to sentence `last`, of which `shown` has one at least; else all of it."""
        named = [self._lines[n] for n in (first, last) if n in self._lines and shown.contains(self._lines[n])]
        return Span(named[0].start, named[-1].end) if named else shown

    def _around(self, content: Sequence[Span]) -> Span:
        """The sentences of `content`, one before them and one behind them."""
        starts = [self._lines[number].start for number in self._order]
        first = max(0, bisect_right(starts, content[0].start) - 2)
        last = min(len(starts) - 1, bisect_right(starts, content[-1].end - 1))
        return Span(starts[first], self._lines[self._order[last]].end)


class _Plain:
    """A stretch of text with signs made alike and in small letters, and where each sign of it comes from."""

    def __init__(self, text: str, of: Span) -> None:
        self._text, self._from, self._ends = _plain(text, of.start, of.end)

    def places(self, piece: str, window: Span) -> Iterator[tuple[int, int]]:
        words = _plain(piece, 0, len(piece))[0].strip(" ")
        first = bisect_right(self._from, window.start - 1)
        last = bisect_right(self._from, window.end - 1)
        for start, end in _places(self._text, words, first, last):
            yield self._from[start], self._ends[end - 1]


def _plain(text: str, start: int, end: int) -> tuple[str, list[int], list[int]]:
    """`text[start:end]` made plain; for each sign, where what it stands for begins and ends in `text`."""
    signs: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for at in range(start, end):
        sign = text[at]
        if sign.isspace():
            if signs and signs[-1] == " ":
                ends[-1] = at + 1
                continue
            plain = " "
        else:
            plain = _SIGNS.get(sign, sign.lower() if len(sign.lower()) == 1 else sign)
        for one in plain:
            signs.append(one)
            begins.append(at)
            ends.append(at + 1)
    return "".join(signs), begins, ends


def _places(text: str, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where `words` stand in `text[start:end]`; of places that overlap, too."""
    at = text.find(words, start, end) if words else -1
    while at != -1:
        yield at, at + len(words)
        at = text.find(words, at + 1, end)


def _free(place: Span, taken: Sequence[Span]) -> bool:
    return not any(place.overlaps(span) for span in taken)


def _gap(place: Span, content: Sequence[Span]) -> int:
    """Characters between `place` and the nearest part of `content`."""
    return min(max(span.start - place.end, place.start - span.end, 0) for span in content)
