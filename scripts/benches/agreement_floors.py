"""Alpha in plain numpy, as one would write it down for one case: the floors that agreement stands beside.

Codes are (units, raters), -1 where a judgement is missing.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]


def nominal(codes: Codes, labels: int) -> float:
    """Alpha of labels without an order."""
    many = (codes >= 0).sum(axis=1)
    codes, many = codes[many >= 2], many[many >= 2]
    flat = codes.ravel()
    totals = np.bincount(flat[flat >= 0], minlength=labels).astype(float)
    n = totals.sum()
    same = sum(((codes[:, a] == codes[:, b]) & (codes[:, a] >= 0)) for a, b in _pairs(codes))
    observed = 1 - (2 * same / (many - 1)).sum() / n
    return float(1 - observed / (1 - (totals * (totals - 1)).sum() / (n * (n - 1))))


def ordinal(codes: Codes, labels: int) -> float:
    """Alpha of a scale."""
    table = _coincidences(codes, labels)
    totals = table.sum(axis=1)
    middles = np.cumsum(totals) - totals / 2
    return _alpha(table, (middles[:, None] - middles) ** 2)


def masi(codes: Codes, labels: Sequence[frozenset[str]]) -> float:
    """Alpha of sets by MASI, with a table of all pairs of sets."""
    members = {x: n for n, x in enumerate(sorted(set().union(*labels)))}
    holds = np.zeros((len(labels), len(members)))
    for row, label in enumerate(labels):
        holds[row, [members[x] for x in label]] = 1
    shared, sizes = holds @ holds.T, holds.sum(axis=1)
    one, other = sizes[:, None], sizes[None, :]
    equal, inside = (shared == one) & (shared == other), (shared == one) | (shared == other)
    monotone = np.select([equal, inside & (shared > 0), shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return _alpha(_coincidences(codes, len(labels)), 1 - shared / (one + other - shared) * monotone)


def _coincidences(codes: Codes, labels: int) -> NDArray[np.float64]:
    many = (codes >= 0).sum(axis=1)
    codes, many = codes[many >= 2], many[many >= 2]
    counts = np.zeros((labels + 1) ** 2)
    for a, b in _pairs(codes):
        places = (codes[:, a] + 1) * (labels + 1) + codes[:, b] + 1
        counts += np.bincount(places, 1 / (many - 1), minlength=counts.size)
    table = counts.reshape(labels + 1, labels + 1)[1:, 1:]
    both: NDArray[np.float64] = table + table.T
    return both


def _alpha(table: NDArray[np.float64], squares: NDArray[np.float64]) -> float:
    totals = table.sum(axis=1)
    n = totals.sum()
    return float(1 - (table * squares).sum() / n / (totals @ squares @ totals / (n * (n - 1))))


def _pairs(codes: Codes) -> list[tuple[int, int]]:
    return list(combinations(range(codes.shape[1]), 2))
