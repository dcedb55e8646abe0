"""Who gave which label to which unit."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

MISSING = -1
_FEW = 16


@dataclass(frozen=True)
class Coding:
    """Judgements as codes: `codes[unit, rater]` is a place in `labels`, or MISSING.

    `labels` in the order of the scale, where it has one; some may be chosen by nobody. `weights`: how often
    each unit counts (a run of characters counts its length); None: once.
    """

    codes: Codes  # (units, raters)
    labels: tuple[Any, ...]
    weights: NDArray[np.int64] | None = None

    @cached_property
    def per_unit(self) -> NDArray[np.int64]:
        """How many judgements each unit has. (units,)"""
        if self.codes.shape[1] > _FEW:
            return np.asarray(np.count_nonzero(self.codes >= 0, axis=1))
        counts = np.zeros(len(self.codes), np.int64)
        for column in self.codes.T:  # with few raters, column by column is several times as fast
            counts += column >= 0
        return counts

    @property
    def pairable(self) -> "Coding":
        """The units with two judgements or more: the others can say nothing of agreement."""
        return self._without_single or self

    @cached_property
    def _without_single(self) -> "Coding | None":
        """None where all have: who kept themselves would stay in memory until garbage is looked for."""
        enough = self.per_unit >= 2
        return None if enough.all() else self.only(enough)

    def only(self, chosen: NDArray[Any]) -> "Coding":
        """Some of the units, by a mask or by their places."""
        weights = None if self.weights is None else self.weights[chosen]
        return Coding(self.codes[chosen], self.labels, weights)

    @property
    def units(self) -> int:
        """How many units there are, each counted as often as it weighs."""
        return len(self.codes) if self.weights is None else int(self.weights.sum())

    def pairs(self) -> Iterable[tuple[int, int]]:
        """The pairs of raters, each once."""
        return combinations(range(self.codes.shape[1]), 2)

    def patterns(self) -> "Coding":
        """The different rows of judgements, in order, each weighing as often as it occurs."""
        rows, place = distinct(self.codes)
        times = np.bincount(place, self.weights, minlength=len(rows)).astype(np.int64)
        return Coding(rows, self.labels, times)

    def totals(self) -> Floats:
        """How often each label was given. (labels,)"""
        return self.sums(self.weights)

    def sums(self, of: NDArray[Any] | None = None) -> Floats:
        """For each label the sum of numbers `of` the units that were given it; None: how often. (labels,)"""
        size = len(self.labels)
        found = np.zeros(size + 1)
        for column in self.codes.T:  # one after the other: all judgements at once are large
            found += np.bincount(column + 1, of, minlength=size + 1)
        return found[1:]


def distinct(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """(the different rows of whole numbers, in order; which of them each row is)."""
    low, high = rows.min(axis=0, initial=0), rows.max(axis=0, initial=0)
    sizes = [int(b) - int(a) + 1 for a, b in zip(low, high, strict=True)]
    if prod(sizes) >= 1 << 62:
        found, place = np.unique(rows, axis=0, return_inverse=True)
        return found, place.reshape(-1)
    keys = np.zeros(len(rows), np.int64)  # a number for each, which is found several times as fast
    for n, size in enumerate(sizes):
        keys = keys * size + (rows[:, n] - int(low[n])).astype(np.int64)
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    return rows[first], place


def coding(rows: Iterable[Sequence[Hashable | None]], labels: Sequence[Hashable] | None = None) -> Coding:
    """`rows[unit][rater]`: a label, or None where there is none. `labels`: all there may be, in order.

    Without `labels` they are those that occur, sorted if they can be. Raises ValueError for a label that is
    not among `labels`, and for rows that are not equally long.
    """
    table = [tuple(row) for row in rows]
    if len({len(row) for row in table}) > 1:
        raise ValueError("every unit needs a place for every rater: put None where there is no judgement")
    found = {x for row in table for x in row if x is not None}
    known = tuple(labels) if labels is not None else _sorted(found)
    places: dict[Hashable | None, int] = {label: n for n, label in enumerate(known)} | {None: MISSING}
    strange = found - places.keys()
    if strange:
        raise ValueError(f"{min(map(repr, strange))} is not among the labels {known}")
    raters = len(table[0]) if table else 0
    codes = np.array([[places[x] for x in row] for row in table], np.int32).reshape(len(table), raters)
    return Coding(codes, known)


def _sorted(found: set[Any]) -> tuple[Any, ...]:
    try:
        return tuple(sorted(found))
    except TypeError:  # labels of several types have no order of their own
        return tuple(sorted(found, key=lambda x: (type(x).__name__, repr(x))))
