"""How sure a coefficient is: it is worked out anew for texts that are drawn again, with replacement.

Quotes of an article depend on each other, so whole articles are drawn (a cluster bootstrap; Davison and
Hinkley 1997, 3.8). What each cluster adds is summed once; a resample is a weighted sum of that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coefficients import distances
from annotator.agreement.coefficients.alpha import agreeing
from annotator.agreement.coefficients.chance import items
from annotator.agreement.coefficients.coding import Coding, Floats
from annotator.agreement.coefficients.distances import Distance
from annotator.agreement.coefficients.resampling import RESAMPLES, Resampling, Sums

__all__ = ["RESAMPLES", "Resampling", "Spread", "alpha_spread", "gwet_spread", "spread"]

_Clusters = NDArray[np.int64]
_LABELS = 256
_FEW = 1 << 20  # numbers: a table of clusters and labels that is not larger is made as it is


@dataclass(frozen=True)
class Spread:
    """The values of a coefficient over the resamples in which it is defined, in order."""

    values: Floats
    resamples: int

    def interval(self, share: float = 0.95) -> tuple[float, float] | None:
        """The middle `share` of the values (percentiles); None where fewer than half are defined."""
        if 2 * len(self.values) < self.resamples:
            return None
        low, high = np.quantile(self.values, [(1 - share) / 2, (1 + share) / 2])
        return float(low), float(high)

    def at_least(self, value: float) -> float | None:
        """The share of resamples that reach `value`; None where the coefficient is defined in none."""
        return float((self.values >= value).mean()) if len(self.values) else None


def alpha_spread(coding: Coding, cluster: _Clusters, draws: Resampling, distance: Distance) -> Spread:
    """The spread of alpha. `cluster[unit]`: the place of the cluster that a unit belongs to."""
    enough = coding.per_unit >= 2
    some, of = coding.pairable, cluster[enough] if not enough.all() else cluster
    if distance is distances.nominal:
        return _nominal(some, of, draws)
    return _by_coincidence(some, of, draws, distance)


def _nominal(some: Coding, cluster: _Clusters, draws: Resampling) -> Spread:
    agreed = np.bincount(cluster, agreeing(some), minlength=draws.clusters)
    size, weights = len(some.labels), some.weights if some.weights is not None else 1
    if size * draws.clusters <= _FEW:
        table = np.zeros(draws.clusters * (size + 1))
        for codes in some.codes.T:
            table += np.bincount(cluster * (size + 1) + codes + 1, some.weights, table.size)
        given = table.reshape(-1, size + 1)
        given[:, 0] = agreed  # where those without a label were counted
        agreed_in, n, squares = (np.zeros(draws.resamples) for _ in range(3))
        for low in range(0, size + 1, _LABELS):  # resamples of all labels take more than the table
            totals = draws.sums(given[:, low : low + _LABELS])
            if not low:
                agreed_in, totals = totals[:, 0], totals[:, 1:]
            n += totals.sum(axis=1)
            squares += (totals**2).sum(axis=1)
    else:
        judged = np.bincount(cluster, some.per_unit * weights, minlength=draws.clusters)
        agreed_in, n = draws.sums(np.column_stack([agreed, judged])).T
        squares = _squared_totals(some, cluster, draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = 1 - agreed_in / n
        expected = 1 - (squares - n) / (n * (n - 1))
        return spread(1 - observed / expected, expected, draws)


def _squared_totals(some: Coding, cluster: _Clusters, draws: Resampling) -> Floats:
    """For each resample the sum over labels, which are many, of the square of how often each was given."""
    flat = some.codes.ravel()
    here = np.flatnonzero(flat >= 0)
    owner = here // some.codes.shape[1]
    size = len(some.labels)
    weights = np.ones(len(here)) if some.weights is None else some.weights[owner].astype(np.float64)
    none = np.zeros(len(here), np.int8)
    form = np.zeros(size, np.int64)
    whose, label = cluster.astype(np.int32)[owner], flat[here]
    del here, owner
    return draws.squares(Sums(whose, label, none, weights, 1, np.ones((1, 1, 1)), form))


def _by_coincidence(some: Coding, cluster: _Clusters, draws: Resampling, distance: Distance) -> Spread:
    size = len(some.labels)
    table = np.zeros((draws.clusters, size * size))
    share = 1.0 / (some.per_unit - 1)
    share = share if some.weights is None else share * some.weights
    for a, b in some.pairs():
        one, other = some.codes[:, a], some.codes[:, b]
        both = (one >= 0) & (other >= 0)
        places = cluster[both] * (size * size) + one[both] * size + other[both]
        table += np.bincount(places, share[both], table.size).reshape(table.shape)
    together = draws.sums(table).reshape(-1, size, size)
    together += together.transpose(0, 2, 1)
    totals = together.sum(axis=2)
    n = totals.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = _squares(some, totals, distance)
        observed = (together * squares).sum(axis=(1, 2)) / n
        expected = np.einsum("ri,rij,rj->r", totals, squares, totals) / (n * (n - 1))
        return spread(1 - observed / expected, expected, draws)


def _squares(some: Coding, totals: Floats, distance: Distance) -> Floats:
    """The distances in each resample: only the ordinal ones depend on how common labels are in it."""
    if distance is distances.ordinal:
        return distances.ordinal(some.labels, totals)
    once = distance(some.labels, totals.sum(axis=0))
    return np.broadcast_to(once, (len(totals), *once.shape))


def gwet_spread(coding: Coding, cluster: _Clusters, draws: Resampling) -> Spread:
    """The spread of Gwet's AC1."""
    size = len(coding.labels)
    judged = coding.per_unit > 0
    enough = coding.per_unit >= 2
    agreed = np.zeros(len(coding.codes))
    agreed[enough] = items(coding.pairable)
    rows = np.zeros((draws.clusters, size))
    for rater in range(coding.codes.shape[1]):
        here = coding.codes[:, rater] >= 0
        places = cluster[here] * size + coding.codes[here, rater]
        rows += np.bincount(places, 1 / coding.per_unit[here], rows.size).reshape(rows.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        of = draws.sums(np.bincount(cluster, judged, draws.clusters))
        common = draws.sums(rows) / of[:, None]
        pairable = draws.sums(np.bincount(cluster, enough, draws.clusters))
        share = draws.sums(np.bincount(cluster, agreed, draws.clusters)) / pairable
        expected = (common * (1 - common)).sum(axis=1) / max(1, size - 1)
        return spread((share - expected) / (1 - expected), 1 - expected, draws)


def spread(values: Floats, room: Floats, draws: Resampling) -> Spread:
    """The defined ones of `values`, one a resample; `room` is what a coefficient is divided by."""
    # Where nothing varies a coefficient is not defined, and such a resample says nothing of it.
    defined = np.isfinite(values) & (room > 1e-12)
    return Spread(np.sort(values[defined]), draws.resamples)
