"""Alpha, AC2 and their spread over sets, of which there may be thousands: no table of all pairs is made.

How far two sets lie apart depends on three numbers: the size of each, and how many members they share. So
what is expected needs no pairs: for each set S of members, count the sets of each size that hold S. The
products of those counts, summed over all S of s members, count each pair of sets as often as its shared
members have subsets of s, and from that follows how many pairs share just so many (inclusion and exclusion).
The values are those of `alpha` and `gwet` with the same distances.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coefficients.bootstrap import Resampling, Spread, spread
from annotator.agreement.coefficients.chance import shares_of_labels
from annotator.agreement.coefficients.coding import Coding, Floats, distinct
from annotator.agreement.coefficients.coefficient import (
    NOT_PAIRED,
    Coefficient,
    no_variation,
    undefined,
)
from annotator.agreement.coefficients.resampling import Sums
from annotator.agreement.coefficients.sets import Share

LARGEST = 8  # members of a set: it has 2 to the power of that subsets
_Ints = NDArray[np.int64]
_Places = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Subsets:
    """Which sets hold which subsets, in two parallel columns; the empty subset is one.

    `size[label]` is how many members a set has, as a place among the sizes that there are; `form[subset]` how
    many members a subset has, and `forms[n]` how the counts by size of a subset of n are multiplied.
    """

    label: _Ints
    subset: _Ints
    size: _Ints
    form: _Ints
    forms: Floats

    def expected(self, totals: Floats) -> float:
        """The sum of the distances of all pairs of judgements, each with itself too. `totals`: (labels,)"""
        parts = self.forms.shape[1]
        keys = self.subset * parts + self.size[self.label]
        counts = np.bincount(keys, totals[self.label], minlength=len(self.form) * parts)
        vectors = counts.reshape(-1, parts)
        return sum(
            float(np.einsum("gp,pq,gq->", mine, form, mine, optimize=True))
            for n, form in enumerate(self.forms)
            if len(mine := vectors[self.form == n])
        )

    def expected_in(self, label: _Places, cluster: _Places, draws: Resampling) -> Floats:
        """The same in each resample, of judgements in two parallel columns."""
        order = np.argsort(self.label, kind="stable").astype(np.int32)
        many = np.bincount(self.label, minlength=len(self.size)).astype(np.int32)
        behind = np.cumsum(many, dtype=np.int32) - many
        size = len(self.size)
        keys, times = np.unique(
            cluster.astype(np.int64) * size + label, return_counts=True
        )  # each set once a cluster
        cluster, label = np.divmod(keys, size)
        each = many[label]
        places = np.repeat(behind[label] - (np.cumsum(each, dtype=np.int32) - each), each)
        places += np.arange(len(places), dtype=np.int32)
        rows = order[places]
        whose, part = np.repeat(cluster.astype(np.int32), each), self.size[self.label].astype(np.int8)[rows]
        value = np.repeat(times.astype(np.float64), each)
        group = self.subset.astype(np.int32)[rows]
        del rows, places, each, keys, times, cluster, label  # there are millions
        return draws.squares(Sums(whose, group, part, value, self.forms.shape[1], self.forms, self.form))


def members(labels: tuple[frozenset[str], ...]) -> _Ints:
    """The members of each set by their numbers, from 1, in order, then 0. (labels, most members)"""
    number = {member: n + 1 for n, member in enumerate(sorted(set().union(*labels)))}
    most = max((len(label) for label in labels), default=0)
    rows = [sorted(number[x] for x in label) + [0] * (most - len(label)) for label in labels]
    return np.array(rows, np.int64).reshape(len(labels), most)


def subsets(holding: _Ints, share: Share) -> Subsets:
    """Those of all sets, as `members` gives them. Raises ValueError where one has more than LARGEST."""
    most = holding.shape[1]
    if most > LARGEST:
        raise ValueError(f"a set may have {LARGEST} members, one has {most}")
    sizes = (holding > 0).sum(axis=1)
    known = np.unique(sizes)
    label, names = [], []
    for size in known.tolist():
        rows = np.flatnonzero(sizes == size)
        for count in range(size + 1):
            for chosen in combinations(range(size), count):
                found = np.zeros((len(rows), max(1, most)), np.int64)
                found[:, :count] = holding[rows][:, list(chosen)]
                label.append(rows)
                names.append(found)
    different, subset = distinct(np.concatenate(names))
    form = (different > 0).sum(axis=1)
    return Subsets(np.concatenate(label), subset, np.searchsorted(known, sizes), form, _forms(known, share))


def _forms(sizes: _Ints, share: Share) -> Floats:
    """For subsets of s members, by the sizes of two sets: what the product of their counts adds. (s, p, q)"""
    most = int(sizes.max(initial=0))
    forms = np.zeros((most + 1, len(sizes), len(sizes)))
    for p, one in enumerate(sizes.tolist()):
        for q, other in enumerate(sizes.tolist()):
            shared = np.arange(min(one, other) + 1)
            far = share(shared * 1.0, np.full(len(shared), float(one)), np.full(len(shared), float(other)))
            for s in shared.tolist():
                forms[s, p, q] = sum((-1) ** (s - i) * comb(s, i) * far[i] for i in range(s + 1))
    return forms


@dataclass(frozen=True)
class ManySets:
    """Judgements that are sets, with one way to tell how far two lie apart (`sets.MASI`, `sets.JACCARD`)."""

    coding: Coding
    share: Share

    @cached_property
    def some(self) -> Coding:
        """The pairable units."""
        return self.coding.pairable

    @cached_property
    def _members(self) -> _Ints:
        """The members of each set by their numbers, from 1, then 0. (labels, most members)"""
        return members(self.some.labels)

    @cached_property
    def _subsets(self) -> Subsets:
        return subsets(self._members, self.share)

    @cached_property
    def apart(self) -> Floats:
        """For each pairable unit, the sum of its judgements' mean distances from the others'. (units,)"""
        some = self.some
        total = np.zeros(len(some.codes))
        for a, b in some.pairs():
            both = np.flatnonzero((some.codes[:, a] >= 0) & (some.codes[:, b] >= 0))
            total[both] += self._between(some.codes[both, a], some.codes[both, b])
        found: Floats = 2 * total / (some.per_unit - 1)
        return found

    def _between(self, one: NDArray[np.int32], other: NDArray[np.int32]) -> Floats:
        """The distance of each pair of places in two parallel columns; most pairs are the same ones."""
        members = self._members
        size = len(members)
        keys, place = np.unique(one * np.int64(size) + other, return_inverse=True)
        a, b = np.divmod(keys, max(1, size))
        shared = np.zeros(len(keys))
        for column in range(members.shape[1]):
            mine = members[a, column]
            shared += (mine > 0) & (members[b] == mine[:, None]).any(axis=1)
        sizes = (members > 0).sum(axis=1).astype(np.float64)
        far: Floats = self.share(shared, sizes[a], sizes[b])
        return far[place]

    def alpha(self) -> Coefficient:
        """Krippendorff's alpha."""
        some = self.some
        if not len(some.codes):
            return undefined(NOT_PAIRED)
        totals = some.totals()
        judged = totals.sum()
        observed = float(self.apart.sum() / judged)
        expected = self._subsets.expected(totals) / (judged * (judged - 1))
        if np.count_nonzero(totals) < 2 or expected <= 0:
            label = some.labels[int(totals.argmax())]
            return undefined(no_variation(label), some.units, int(judged), observed)
        return Coefficient(1 - observed / expected, observed, expected, some.units, int(judged))

    def gwet(self) -> Coefficient:
        """Gwet's AC2; weights are 1 - distance, and the labels those that somebody gave."""
        some = self.some
        if not len(some.codes):
            return undefined(NOT_PAIRED)
        judged = self.coding.only(self.coding.per_unit > 0)
        common = shares_of_labels(judged)
        given = common > 0
        size = int(given.sum())
        weight = size * size - self._subsets.expected(given.astype(np.float64))
        observed = float(1 - (self.apart / some.per_unit).mean())
        units, n = some.units, int(some.totals().sum())
        if size < 2:
            return undefined(no_variation(some.labels[int(common.argmax())]), units, n, observed)
        expected = float(weight / (size * (size - 1)) * (common * (1 - common)).sum())
        return Coefficient((observed - expected) / (1 - expected), observed, expected, units, n)

    def spread(self, of: _Ints, draws: Resampling) -> Spread:
        """The spread of alpha. `of[n]`: the place of the cluster that the n-th pairable unit belongs to."""
        some = self.some
        flat = some.codes.ravel()
        here = np.flatnonzero(flat >= 0)
        owner = of.astype(np.int32)[here // some.codes.shape[1]]
        apart = draws.sums(np.bincount(of, self.apart, draws.clusters))
        n = draws.sums(np.bincount(owner, minlength=draws.clusters))
        expected = self._subsets.expected_in(flat[here], owner, draws)
        with np.errstate(invalid="ignore", divide="ignore"):
            expected /= n * (n - 1)
            return spread(1 - apart / n / expected, expected, draws)
