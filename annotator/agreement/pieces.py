"""The spans of many quotes in columns, and which quotes of two people overlap: pairing for a whole corpus."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Ints as Ints
from annotator.agreement.pairing import pair
from annotator.model import Span


@dataclass(frozen=True)
class Pieces:
    """Spans in three parallel columns, of one role of `count` quotes; one behind the other for each quote.

    `owner` is the quote's row. Offsets are global: articles lie behind each other, so that quotes of two
    articles never overlap. The spans of a quote are in order and apart.
    """

    owner: Ints
    start: Ints
    end: Ints
    count: int

    @cached_property
    def size(self) -> Ints:
        """How many code points each quote holds. (count,)"""
        sums = np.bincount(self.owner, self.end - self.start, minlength=self.count)
        return sums.astype(np.int64)

    def of(self, rows: Ints) -> "Pieces":
        """The spans of some quotes, which keep their rows."""
        wanted = np.zeros(self.count, bool)
        wanted[rows] = True
        here = wanted[self.owner]
        return Pieces(self.owner[here], self.start[here], self.end[here], self.count)

    def spans(self, rows: Sequence[int]) -> list[list[Span]]:
        """The spans of some quotes as values."""
        found = []
        for row in rows:
            low, high = np.searchsorted(self.owner, [row, row + 1])
            edges = zip(self.start[low:high].tolist(), self.end[low:high].tolist(), strict=True)
            found.append([Span(start, end) for start, end in edges])
        return found


@dataclass(frozen=True)
class Overlaps:
    """Pairs of rows that share something, each once: `shared` code points and `iou`."""

    one: Ints
    other: Ints
    shared: Ints
    iou: NDArray[np.float64]

    def only(self, chosen: NDArray[np.bool_]) -> "Overlaps":
        """Some of the pairs."""
        return Overlaps(self.one[chosen], self.other[chosen], self.shared[chosen], self.iou[chosen])


def overlaps(one: Pieces, other: Pieces) -> Overlaps:
    """All pairs of quotes that share a code point, by row. O(n log n + pairs)."""
    a, b = one, other
    by_a, by_b = np.argsort(a.start, kind="stable"), np.argsort(b.start, kind="stable")
    # Two spans overlap where one begins inside the other: each pair is found from the one that began first.
    x1, y1 = _begun_inside(a, by_a, b, by_b, "left")
    y2, x2 = _begun_inside(b, by_b, a, by_a, "right")
    x, y = np.concatenate([x1, x2]), np.concatenate([y1, y2])
    both = np.minimum(a.end[x], b.end[y]) - np.maximum(a.start[x], b.start[y])
    keys, places = np.unique(a.owner[x] * max(1, b.count) + b.owner[y], return_inverse=True)
    shared = np.bincount(places, both, minlength=len(keys)).astype(np.int64)
    left, right = np.divmod(keys, max(1, b.count))
    return Overlaps(left, right, shared, shared / (a.size[left] + b.size[right] - shared))


def _begun_inside(a: Pieces, by_a: Ints, b: Pieces, by_b: Ints, side: str) -> tuple[Ints, Ints]:
    """(spans of a, spans of b that begin inside them); "right": not those that begin just where they do."""
    starts = b.start[by_b]
    low = np.searchsorted(starts, a.start[by_a], side="left" if side == "left" else "right")
    high = np.searchsorted(starts, a.end[by_a], side="left")
    many = np.maximum(0, high - low)
    begin = np.repeat(low - np.concatenate([[0], np.cumsum(many)[:-1]]), many) if len(many) else many
    return np.repeat(by_a, many), by_b[begin + np.arange(many.sum())]


def shared_by(one: Pieces, rows: Ints, other: Pieces, columns: Ints) -> Ints:
    """How many code points row n of `rows` shares with that of `columns`. (pairs,)"""
    low_a, many_a = _places(one, rows)
    low_b, many_b = _places(other, columns)
    times = many_a * many_b
    pair = np.repeat(np.arange(len(rows)), times)
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    x = low_a[pair] + within // np.maximum(1, many_b[pair])
    y = low_b[pair] + within % np.maximum(1, many_b[pair])
    both = np.minimum(one.end[x], other.end[y]) - np.maximum(one.start[x], other.start[y])
    return np.bincount(pair, np.maximum(0, both), minlength=len(rows)).astype(np.int64)


def _places(pieces: Pieces, rows: Ints) -> tuple[Ints, Ints]:
    """(where the spans of each row begin, how many it has)."""
    low = np.searchsorted(pieces.owner, rows, side="left")
    return low, np.searchsorted(pieces.owner, rows, side="right") - low


def paired(one: Pieces, other: Pieces) -> Overlaps:
    """The pairs of `pairing.pair`, article by article, for many articles at once; in the order of rows.

    Nearly all quotes overlap one quote of the other person, or have an equal: those need no search.
    """
    found = overlaps(one, other)
    equal = (found.shared == one.size[found.one]) & (found.shared == other.size[found.other])
    alone = equal & _single(found.one, equal, one.count) & _single(found.other, equal, other.count)
    taken_one, taken_other = np.zeros(one.count, bool), np.zeros(other.count, bool)
    taken_one[found.one[alone]] = taken_other[found.other[alone]] = True
    left = ~taken_one[found.one] & ~taken_other[found.other]
    clear = left & _single(found.one, left, one.count) & _single(found.other, left, other.count)
    rest = found.only(left & ~clear)
    chosen = found.only(alone | clear)
    searched = _searched(one, other, rest) if len(rest.one) else []
    return _ordered(chosen, rest, searched)


def _single(rows: Ints, among: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Whether the row of each pair has no other pair `among` those."""
    single: NDArray[np.bool_] = np.bincount(rows[among], minlength=count)[rows] == 1
    return single


def _searched(one: Pieces, other: Pieces, rest: Overlaps) -> list[tuple[int, int]]:
    pairs = []
    for mine, theirs in _components(rest):
        for i, j, _iou in pair(one.spans(mine), other.spans(theirs)):
            pairs.append((mine[i], theirs[j]))
    return pairs


def _components(rest: Overlaps) -> list[tuple[list[int], list[int]]]:
    """The rows of either side that hang together by pairs."""
    across: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in zip(rest.one.tolist(), rest.other.tolist(), strict=True):
        across[0, i].append((1, j))
        across[1, j].append((0, i))
    found, seen = [], set[tuple[int, int]]()
    for begin in across:
        if begin in seen:
            continue
        waiting, here = [begin], {begin}
        while waiting:
            new = [node for node in across[waiting.pop()] if node not in here]
            here.update(new)
            waiting.extend(new)
        seen |= here
        sides = [sorted(row for side, row in here if side == which) for which in (0, 1)]
        found.append((sides[0], sides[1]))
    return found


def _ordered(chosen: Overlaps, rest: Overlaps, searched: list[tuple[int, int]]) -> Overlaps:
    places = {key: n for n, key in enumerate(zip(rest.one.tolist(), rest.other.tolist(), strict=True))}
    more = rest.only(np.array([places[key] for key in searched], np.int64)) if searched else None
    parts = [chosen] if more is None else [chosen, more]
    one, other, shared, iou = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("one", "other", "shared", "iou")
    )
    order = np.lexsort((other, one))
    return Overlaps(one[order], other[order], shared[order], iou[order])
