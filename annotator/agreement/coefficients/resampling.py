"""Clusters drawn anew, with replacement, and what they add up to in each resample.

What a cluster adds is summed once; a resample is a sum of that, weighted by how often a cluster was drawn.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coefficients.coding import Floats

RESAMPLES = 1000
_DRAWN = 1 << 19  # draws made at once
_WIDE = 1 << 21  # draws multiplied at once
_TABLE = 1 << 22  # numbers of a table of clusters and labels: wide ones multiply fastest
_NEAR = 256  # rows of the drawn clusters that are worked on at once, so that they stay in the cache
_RARE = 20  # what stands in fewer than one of so many clusters is summed cluster by cluster
_Ints = NDArray[np.int64]
_Places = NDArray[np.signedinteger[Any]]  # narrow ones, for there are many


@dataclass(frozen=True)
class Sums:
    """What clusters add to vectors: `value` of the cluster is added to `part` of the vector `group`.

    A vector has `parts` numbers. The four columns are parallel, and the same place may come more than once.
    `form[group]` names the one of `forms`, (parts, parts) each, by which the vector is squared.
    """

    cluster: _Places
    group: _Places
    part: _Places
    value: Floats
    parts: int
    forms: Floats  # (forms, parts, parts)
    form: _Ints  # (groups,)


class Resampling:
    """How often each cluster is drawn in each resample; the same for all coefficients of a report."""

    def __init__(self, clusters: int, resamples: int = RESAMPLES, seed: int = 0) -> None:
        self.clusters, self.resamples = clusters, resamples
        rng = np.random.default_rng(seed)
        # A cluster is drawn once on the average, and 256 times in no resample that anybody will ever see.
        self._times = np.empty((clusters, resamples), np.uint8)
        step = max(1, _DRAWN // max(1, clusters))
        for low in range(0, resamples, step):
            some = min(step, resamples - low)
            drawn = rng.integers(0, max(1, clusters), size=(some, clusters))
            drawn += np.arange(some)[:, None] * clusters
            counts = np.bincount(drawn.ravel(), minlength=some * clusters)
            self._times[:, low : low + some] = counts.reshape(some, clusters).T

    @property
    def times(self) -> NDArray[np.uint8]:
        """(resamples, clusters)"""
        return self._times.T

    def sums(self, parts: NDArray[Any]) -> Floats:
        """What the clusters add, (clusters,) or (clusters, n), summed for each resample. (resamples, ...)"""
        return self._weighted(parts.astype(np.float32)).astype(np.float64)

    def _weighted(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same in float32, which multiplies fastest; some resamples at a time are made that wide."""
        found = np.empty((self.resamples, *table.shape[1:]), np.float32)
        step = max(1, _WIDE // max(1, self.clusters))
        for low in range(0, self.resamples, step):
            times = self._times[:, low : low + step].astype(np.float32)
            found[low : low + step] = times.T @ table
        return found

    def squares(self, of: Sums) -> Floats:
        """The sum of all squared vectors in each resample. (resamples,)

        A vector that one cluster alone adds to is as many times the cluster's own, so that all of those are
        squared before; of the others, rare ones are summed by their clusters, common ones by a product of
        tables.
        """
        many = np.bincount(of.group, minlength=len(of.form))
        common = many * _RARE >= self.clusters * of.parts
        found = self._common(of, np.flatnonzero(common), common[of.group])
        cluster, feature, value = _added(of, np.flatnonzero(~common[of.group]), self.clusters)
        if not len(feature):
            return found
        group = feature // of.parts
        fresh = _fresh(group)
        alone = np.minimum.reduceat(cluster, fresh) == np.maximum.reduceat(cluster, fresh)
        alone = np.repeat(alone, np.diff(np.append(fresh, len(group))))
        found += self._alone(of, feature[alone], cluster[alone], value[alone])
        rows = np.flatnonzero(~alone)
        for low, high in _blocks(group[rows]):
            here = rows[low:high]
            fresh = _fresh(feature[here])
            drawn = self._times[cluster[here]].astype(np.float32)
            drawn *= value[here].astype(np.float32)[:, None]
            found += _products_of(of, feature[here][fresh], np.add.reduceat(drawn, fresh, axis=0))
        return found

    def _common(self, of: Sums, groups: _Ints, here: NDArray[np.bool_]) -> Floats:
        """Of vectors that many clusters add to: by tables of (numbers, clusters), a few vectors at a time."""
        found = np.zeros(self.resamples)
        rows = np.flatnonzero(here)
        place = np.zeros(len(of.form), np.int32)
        place[groups] = np.arange(len(groups))
        if len(groups) <= np.iinfo(np.uint16).max:  # which numpy sorts several times as fast
            place = place.astype(np.uint16)
        mine = place[of.group[rows]]
        step = max(1, _TABLE // (self.clusters * of.parts))
        if step < len(groups):  # else one table holds all
            order = np.argsort(mine, kind="stable")
            rows, mine = rows[order], mine[order]
        for low in range(0, len(groups), step):
            a, b = np.searchsorted(mine, [low, low + step]) if step < len(groups) else (0, len(mine))
            some, size = rows[a:b], min(step, len(groups) - low) * of.parts
            places = of.cluster[some].astype(np.int64) * size + (mine[a:b].astype(np.int64) - low) * of.parts
            places += of.part[some]
            table = np.bincount(places, of.value[some], size * self.clusters).astype(np.float32)
            names = groups[low : low + step, None] * of.parts + np.arange(of.parts)
            totals = self._weighted(table.reshape(self.clusters, size))
            found += _products_of(of, names.ravel(), totals.T)
        return found

    def _alone(self, of: Sums, feature: _Ints, cluster: _Ints, value: Floats) -> Floats:
        """Of vectors that have just one cluster each."""
        if not len(feature):
            return np.zeros(self.resamples)
        one, other, factor = _products(of, feature)
        each = np.bincount(cluster[one], factor * value[one] * value[other], minlength=self.clusters)
        used = np.flatnonzero(each)
        found = np.zeros(self.resamples)
        for low in range(0, len(used), _NEAR):
            some = used[low : low + _NEAR]
            found += each[some].astype(np.float32) @ np.square(self._times[some].astype(np.float32))
        return found


def _products_of(of: Sums, names: _Ints, totals: NDArray[np.float32]) -> Floats:
    """The sum of squared vectors whose numbers are called `names` and are `totals` (numbers, resamples)."""
    one, other, factor = _products(of, names)
    products = np.square(totals) if of.parts == 1 else totals[one] * totals[other]
    found: Floats = (factor.astype(np.float32) @ products).astype(np.float64)
    return found


def _fresh(names: _Ints) -> _Ints:
    """Where each run of equal names begins."""
    return np.flatnonzero(np.append(True, names[1:] != names[:-1])[: len(names)])


def _products(of: Sums, feature: _Ints) -> tuple[_Ints, _Ints, Floats]:
    """(places, places, factors): what squares the vectors whose numbers are `feature`, in order."""
    every = np.arange(len(feature))
    group, part = np.divmod(feature, of.parts)
    form = of.forms[of.form[group]]
    one, other, factor = [every], [every], [form[every, part, part]]
    for step in range(1, of.parts):  # a vector's numbers stand behind each other
        low = np.flatnonzero(group[step:] == group[:-step])
        one.append(low)
        other.append(low + step)
        factor.append(2 * form[low, part[low], part[low + step]])
    return np.concatenate(one), np.concatenate(other), np.concatenate(factor)


def _added(of: Sums, rows: _Ints, clusters: int) -> tuple[_Ints, _Ints, Floats]:
    """(cluster, feature, value), each place once, by feature and cluster. A feature is a group and a part."""
    keys = (of.group[rows].astype(np.int64) * of.parts + of.part[rows]) * clusters + of.cluster[rows]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    fresh = _fresh(keys)
    value: Floats = np.add.reduceat(of.value[rows][order], fresh) if len(fresh) else np.zeros(0)
    feature, cluster = np.divmod(keys[fresh], max(1, clusters))
    return cluster, feature, value


def _blocks(group: _Ints) -> list[tuple[int, int]]:
    """Where blocks of about _NEAR rows begin and end that hold whole groups."""
    starts = _fresh(group)
    if not len(starts):
        return []
    wanted = np.arange(0, len(group), _NEAR)
    cuts = np.unique(starts[np.searchsorted(starts, wanted, side="right") - 1])
    return list(pairwise([*cuts.tolist(), len(group)]))
