"""How far two labels lie apart: squared distances, (labels, labels), 0 on the diagonal.

Krippendorff (2004, 2011), section “metric differences”. `totals`: how often each label was given, which the
ordinal distance depends on.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from annotator.agreement.coefficients.coding import Floats

Distance = Callable[[Sequence[Any], Floats], Floats]


def nominal(labels: Sequence[Any], totals: Floats) -> Floats:
    """1 for any two labels that differ."""
    return 1 - np.eye(len(labels))


def ordinal(labels: Sequence[Any], totals: Floats) -> Floats:
    """The square of how many judgements lie between two ranks, half of those at either end included."""
    return _ordinal(totals)


def _ordinal(totals: Floats) -> Floats:
    middles = np.cumsum(totals, axis=-1) - totals / 2
    squares: Floats = (middles[..., :, None] - middles[..., None, :]) ** 2
    return squares


def interval(labels: Sequence[Any], totals: Floats) -> Floats:
    """The square of the difference of two numbers."""
    values = np.asarray(labels, np.float64)
    squares: Floats = (values[:, None] - values[None, :]) ** 2
    return squares


def ratio(labels: Sequence[Any], totals: Floats) -> Floats:
    """The square of the difference of two numbers over their sum; 0 for two zeros."""
    values = np.asarray(labels, np.float64)
    sums = values[:, None] + values[None, :]
    differences = values[:, None] - values[None, :]
    shares: Floats = np.divide(differences, sums, out=np.zeros_like(sums), where=sums != 0)
    return shares**2


def given(squares: Sequence[Sequence[float]]) -> Distance:
    """A distance of one's own: `squares[i][j]` between the labels at places i and j."""
    table = np.asarray(squares, np.float64)

    def distance(labels: Sequence[Any], totals: Floats) -> Floats:
        if table.shape != (len(labels), len(labels)):
            raise ValueError(f"{len(labels)} labels need a distance for each pair, got {table.shape}")
        return table

    return distance
