"""Weights of agreement for Gwet's AC2: (labels, labels), 1 for equal labels, 0 for those farthest apart.

Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., 3.5. They are weights by rank or by number,
and not the distances of alpha: the two coefficients weigh differently.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from annotator.agreement.coefficients.coding import Floats


def linear(labels: Sequence[Any]) -> Floats:
    """1 - difference of the numbers / the largest one."""
    return _by(labels, lambda a, b: abs(a - b))


def quadratic(labels: Sequence[Any]) -> Floats:
    """1 - squared difference of the numbers / the largest one."""
    return _by(labels, lambda a, b: (a - b) ** 2)


def ratio(labels: Sequence[Any]) -> Floats:
    """1 - squared difference of the numbers over their sum / the largest one."""
    return _by(labels, lambda a, b: ((a - b) / (a + b)) ** 2)


def bipolar(labels: Sequence[Any]) -> Floats:
    """1 - squared difference of the numbers over how far they lie from both ends / the largest one."""
    values = np.asarray(labels, np.float64)
    low, high = values.min(), values.max()

    def away(a: Floats, b: Floats) -> Floats:
        room = (a + b - 2 * low) * (2 * high - a - b)
        found: Floats = np.divide((a - b) ** 2, room, out=np.zeros_like(room), where=(a != b))
        return found

    return _by(labels, away)


def ordinal(labels: Sequence[Any]) -> Floats:
    """1 - pairs of ranks that lie between two, both included / the most there are. Numbers do not count."""
    ranks = range(len(labels))
    return _by(ranks, lambda a, b: (abs(a - b) + 1) * abs(a - b) / 2)


def _by(labels: Sequence[Any], away: Callable[[Floats, Floats], Floats]) -> Floats:
    values = np.asarray(labels, np.float64)
    far = away(*np.meshgrid(values, values, indexing="ij"))
    weights: Floats = 1 - far / far.max()
    return weights


WEIGHTS: dict[str, Callable[[Sequence[Any]], Floats]] = {
    "linear": linear,
    "quadratic": quadratic,
    "ordinal": ordinal,
    "ratio": ratio,
    "bipolar": bipolar,
}
