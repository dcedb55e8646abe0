"""What the texts themselves say: types by quotation marks, contents by their letters, equal sentences."""

from array import array
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.arrays import Flags, Ints
from annotator.agreement.coefficients.coding import MISSING, Codes
from annotator.agreement.judged import Column
from annotator.agreement.pieces import Pieces
from annotator.dataset.splitting.wording import fingerprint
from annotator.model import QuoteType, Span
from annotator.store.judging import Texts
from annotator.text.marks import quotations
from annotator.text.types import derive_type

LABELS = tuple(QuoteType)
REPEATED = 40  # characters from which two equal sentences are the same thing said, not a chance


@dataclass(frozen=True)
class Read:
    """`letters`: contents where only letters and digits count. `same`: equal sentences have one number."""

    types: Column
    letters: Pieces
    same: Ints


def read(table: Any, reviewed: Flags, said: Column | None, texts: Texts) -> Read:
    """Look at the texts in which somebody reviewed something, each once.

    Types are those that somebody `said`, else those of the marks, derived where two people looked.
    """
    several = np.zeros(len(table.digests), bool)
    several[table.sentence_article[reviewed.sum(axis=1) >= 2]] = True
    types = _Types(table, several, said)
    letters = _Letters(table)
    same = _Same(table)
    any_of = np.unique(table.sentence_article[reviewed.any(axis=1)])
    for key, text in texts(table.keys[any_of].tolist()):
        article = int(np.searchsorted(table.keys, key))
        if several[article]:
            types.take(article, text)
            letters.take(article, text)
        same.take(article, text)
    return Read(Column(types.codes, LABELS), letters.pieces(), same.numbers())


class _Types:
    def __init__(self, table: Any, several: Flags, said: Column | None) -> None:
        self.codes: Codes = np.full(table.count, MISSING, np.int32)
        if said is not None:
            known = set(LABELS)
            place = [LABELS.index(QuoteType(str(x))) if x in known else MISSING for x in said.labels]
            self.codes = np.array([*place, MISSING], np.int32)[said.codes]
        open_ = np.flatnonzero(several[table.article] & (self.codes < 0))
        self._order = open_[np.argsort(table.article[open_], kind="stable")]
        self._articles = table.article[self._order]
        self._contents = _Contents(table)

    def take(self, article: int, text: str) -> None:
        low, high = np.searchsorted(self._articles, [article, article + 1])
        if low == high:
            return
        marks = quotations(text)
        for quote in self._order[low:high].tolist():
            around = self._contents.around(quote)
            found = derive_type(marks, self._contents.of(quote), around, text)
            self.codes[quote] = LABELS.index(found)


class _Contents:
    """The contents of quotes and of those around them, as spans within their article."""

    def __init__(self, table: Any) -> None:
        pieces = table.pieces("content")
        self._low = _array(np.searchsorted(pieces.owner, np.arange(pieces.count + 1)))
        behind = table.line[table.article[pieces.owner]]
        self._start, self._end = _array(pieces.start - behind), _array(pieces.end - behind)
        keys = np.asarray(table.found.columns["quotes"]["parent"], np.int64)
        row = np.searchsorted(table.quote_keys, keys)
        there = np.append(table.quote_keys, MISSING)[row] == keys
        self._parent = _array(np.where(there & (keys >= 0), row, MISSING))

    def of(self, quote: int) -> list[Span]:
        low, high = self._low[quote], self._low[quote + 1]
        return [Span(self._start[n], self._end[n]) for n in range(low, high)]

    def around(self, quote: int) -> list[list[Span]]:
        """The contents of the quotes around one, the nearest first; a circle ends where it closes."""
        found, seen = [], {quote}
        quote = self._parent[quote]
        while quote >= 0 and quote not in seen:
            seen.add(quote)
            found.append(self.of(quote))
            quote = self._parent[quote]
        return found


def _array(numbers: Ints) -> "array[int]":
    """Quicker than numpy's to ask for one number, and a fifth of the memory of a list."""
    return array("q", numbers.astype(np.int64).tobytes())


class _Letters:
    """Contents moved to a line on which only letters and digits stand."""

    def __init__(self, table: Any) -> None:
        self._content = table.pieces("content")
        self._line = table.line
        of = table.article[self._content.owner]
        self._order = np.argsort(of, kind="stable")
        self._articles = of[self._order]
        self._start, self._end = (np.zeros(len(of), np.int64) for _ in range(2))

    def take(self, article: int, text: str) -> None:
        low, high = np.searchsorted(self._articles, [article, article + 1])
        rows = self._order[low:high]
        points, place = np.unique(np.frombuffer(text.encode("utf-32-le"), np.uint32), return_inverse=True)
        counted = np.array([chr(point).isalnum() for point in points.tolist()])[place]
        behind = np.concatenate([[0], np.cumsum(counted)]) + self._line[article]
        begin = self._line[article]
        self._start[rows] = behind[self._content.start[rows] - begin]
        self._end[rows] = behind[self._content.end[rows] - begin]

    def pieces(self) -> Pieces:
        """Spans that only marks and blanks part are one."""
        here = np.flatnonzero(self._start < self._end)
        owner, start, end = self._content.owner[here], self._start[here], self._end[here]
        fresh = np.append(True, (owner[1:] != owner[:-1]) | (start[1:] > end[:-1]))[: len(owner)]
        first = np.flatnonzero(fresh)
        last = np.append(first[1:], len(owner)) - 1
        return Pieces(owner[first], start[first], end[last[: len(first)]], self._content.count)


class _Same:
    """Numbers for sentences: the same for those with the same words, -1 for short ones and unread ones."""

    def __init__(self, table: Any) -> None:
        self._words = np.zeros(len(table.start), np.uint64)  # in 64 bits each: not all texts at once
        self._table = table

    def take(self, article: int, text: str) -> None:
        table = self._table
        low, high = np.searchsorted(table.sentence_article, [article, article + 1])
        behind = int(table.line[article])
        for n in range(low, high):
            words = text[int(table.start[n]) - behind : int(table.end[n]) - behind].strip()
            if len(words) >= REPEATED:
                self._words[n] = fingerprint(words) or 1

    def numbers(self) -> Ints:
        """(sentences,)"""
        found: Ints = (self._words >> np.uint64(1)).astype(np.int64)
        return np.where(self._words == 0, MISSING, found)
