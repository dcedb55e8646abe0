"""Whether somebody's figures changed on the way: cumulative sums, judged by permutation of articles.

The sums of what lies above or below a person's own mean (Page 1954) stray farthest where that changed. How
far they stray by chance is found by shuffling the person's articles (Antoch and Huskova 2001): exact where
their order says nothing, as in a plan with a random order, and whatever the figures are distributed like.
Articles are shuffled whole, for what is in one of them hangs together.

A change raises an alarm where chance does as much in ALPHA of the shuffles, it is large, and there is enough
of it. Somebody who is looked at often is tested often; docs/quality.md says what that comes to.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FEWEST = 12  # articles, and
SIDE = 4  # so many before and after a change
DRAWS = 1999
DROP = 0.1  # of a share, from which a fall matters
SHIFT = 0.2  # total variation between two distributions, from which a change matters
_CELLS = 1 << 20  # numbers that are shuffled at a time


class Change(NamedTuple):
    """From article `place` (counted from 0) on `before` became `after`; `chance` of as much in a shuffle."""

    place: int
    before: float
    after: float
    chance: float


def fall(hits: Sequence[float], of: Sequence[float], *, least: float = 40, seed: int = 0) -> Change | None:
    """Where a share fell, given its counts by article in the order of work.

    None where there are too few articles, or units (`least`), to say anything, or it fell by less than DROP.
    """
    part, whole = np.array(hits, np.float64), np.array(of, np.float64)
    if len(part) < FEWEST or whole.sum() < least:
        return None
    residual = part - part.sum() / whole.sum() * whole
    at, chance = _tested(residual[:, None], np.ones(1), seed, falls=True)
    before, after = (_share(part, whole, side) for side in (slice(at), slice(at, None)))
    return Change(at, before, after, chance) if before - after >= DROP else None


def shift(counts: Sequence[Sequence[float]], *, least: float = 40, seed: int = 0) -> Change | None:
    """Where a distribution changed, given its counts by article (rows) and label (columns).

    `after` is the total variation between what was before and after, `before` 0.
    """
    if len(counts) < FEWEST:
        return None
    table = np.array(counts, np.float64)
    table = table[:, table.sum(axis=0) > 0]
    if table.sum() < least or table.shape[1] < 2:
        return None
    shares = table.sum(axis=0) / table.sum()
    residual = table - table.sum(axis=1)[:, None] * shares
    at, chance = _tested(residual, 1 / shares, seed, falls=False)
    one, other = (table[side].sum(axis=0) for side in (slice(at), slice(at, None)))
    apart = float(np.abs(one / max(1, one.sum()) - other / max(1, other.sum())).sum()) / 2
    return Change(at, 0.0, apart, chance) if apart >= SHIFT else None


def _share(part: Numbers, whole: Numbers, side: slice) -> float:
    return float(part[side].sum() / max(1e-9, whole[side].sum()))


def _tested(residual: Numbers, weights: Numbers, seed: int, *, falls: bool) -> tuple[int, float]:
    """(where the sums of `residual` (articles, columns) stray farthest, the share of shuffles that do so)."""
    size = len(residual)
    places, most = _farthest(residual[None], weights, falls=falls)
    draw = np.random.default_rng(seed)
    reached, batch = 0, max(1, _CELLS // residual.size)
    for low in range(0, DRAWS, batch):
        orders = draw.random((min(batch, DRAWS - low), size)).argsort(axis=1)
        # A tie of the same numbers, summed in another order, is a tie.
        reached += int((_farthest(residual[orders], weights, falls=falls)[1] >= most[0] - 1e-9).sum())
    return int(places[0]), (1 + reached) / (1 + DRAWS)


def _farthest(several: Numbers, weights: Numbers, *, falls: bool) -> tuple[NDArray[np.int64], Numbers]:
    """(place, how far) of each of `several` (draws, articles, columns)."""
    sums = several.cumsum(axis=1)[:, SIDE - 1 : several.shape[1] - SIDE]
    far = sums[:, :, 0] if falls else (sums**2 * weights).sum(axis=2)
    best = far.argmax(axis=1)
    return best + SIDE, np.take_along_axis(far, best[:, None], 1)[:, 0]
