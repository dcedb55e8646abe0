"""How sure a coefficient is: it is worked out anew for texts that are drawn again, with replacement.

Quotes of an article depend on each other, so whole articles are drawn (a cluster bootstrap; Davison and
Hinkley 1997, 3.8). What each cluster adds is summed once; a resample is a weighted sum of that.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coefficients import distances
from annotator.agreement.coefficients.alpha import agreeing
from annotator.agreement.coefficients.chance import items
from annotator.agreement.coefficients.coding import Coding, Floats
from annotator.agreement.coefficients.distances import Distance

RESAMPLES = 1000
_AT_A_TIME = 1 << 21  # numbers held at once for a block of clusters and labels
_Clusters = NDArray[np.int64]


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


class Resampling:
    """How often each cluster is drawn in each resample; the same for all coefficients of a report."""

    def __init__(self, clusters: int, resamples: int = RESAMPLES, seed: int = 0) -> None:
        self.clusters, self.resamples = clusters, resamples
        rng = np.random.default_rng(seed)
        drawn = rng.integers(0, max(1, clusters), size=(resamples, clusters))
        rows = np.arange(resamples)[:, None] * max(1, clusters)
        counts = np.bincount((rows + drawn).ravel(), minlength=resamples * max(1, clusters))
        # Counts are small whole numbers, which float32 holds exactly and multiplies fastest.
        self.times: NDArray[np.float32] = counts.reshape(resamples, -1).astype(np.float32)

    def sums(self, parts: NDArray[Any]) -> Floats:
        """What the clusters add, (clusters,) or (clusters, n), summed for each resample."""
        found: Floats = self.times.astype(np.float64) @ parts
        return found


def alpha_spread(coding: Coding, cluster: _Clusters, draws: Resampling, distance: Distance) -> Spread:
    """The spread of alpha. `cluster[unit]`: the place of the cluster that a unit belongs to."""
    enough = coding.per_unit >= 2
    some, of = coding.pairable, cluster[enough] if not enough.all() else cluster
    if distance is distances.nominal:
        return _nominal(some, of, draws)
    return _by_coincidence(some, of, draws, distance)


def _nominal(some: Coding, cluster: _Clusters, draws: Resampling) -> Spread:
    agreed = np.bincount(cluster, agreeing(some), minlength=draws.clusters)
    weights = some.weights if some.weights is not None else 1
    judged = np.bincount(cluster, some.per_unit * weights, minlength=draws.clusters)
    n = draws.sums(judged.astype(np.float64))
    squares = _squared_totals(some, cluster, draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = 1 - draws.sums(agreed) / n
        expected = 1 - (squares - n) / (n * (n - 1))
        return _spread(1 - observed / expected, expected, draws)


def _squared_totals(some: Coding, cluster: _Clusters, draws: Resampling) -> Floats:
    """For each resample the sum over labels of the square of how often each was given.

    Labels may be thousands and clusters tens of thousands: their table is filled a block of labels at a time.
    """
    size = len(some.labels)
    width = max(1, min(size, _AT_A_TIME // max(1, draws.clusters)))
    owner = np.repeat(cluster, some.codes.shape[1])
    flat = some.codes.ravel()
    weights = None if some.weights is None else np.repeat(some.weights, some.codes.shape[1])
    order = np.argsort(flat, kind="stable")
    flat, owner = flat[order], owner[order]
    weights = None if weights is None else weights[order]
    sums = np.zeros(draws.resamples)
    for low in range(0, size, width):
        a, b = np.searchsorted(flat, [low, low + width])
        places = owner[a:b] * width + (flat[a:b] - low)
        table = np.bincount(places, None if weights is None else weights[a:b], draws.clusters * width)
        totals = draws.times @ table.reshape(draws.clusters, width).astype(np.float32)
        sums += np.einsum("ij,ij->i", totals, totals, dtype=np.float64)
    return sums


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
        return _spread(1 - observed / expected, expected, draws)


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
        return _spread((share - expected) / (1 - expected), 1 - expected, draws)


def _spread(values: Floats, room: Floats, draws: Resampling) -> Spread:
    # Where nothing varies a coefficient is not defined, and such a resample says nothing of it.
    defined = np.isfinite(values) & (room > 1e-12)
    return Spread(np.sort(values[defined]), draws.resamples)
