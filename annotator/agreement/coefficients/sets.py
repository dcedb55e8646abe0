"""Labels that are sets: how far two sets of topics lie apart, and alpha over them.

The distances themselves, not their squares, go into alpha, as Passonneau and nltk have it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from annotator.agreement.coefficients.coding import Floats
from annotator.agreement.coefficients.distances import Distance

Share = Callable[[Any, Any, Any], Any]  # (shared, size of one, size of the other) -> distance, arrays all


def jaccard_of(one: frozenset[str], other: frozenset[str]) -> float:
    """1 - shared / all members; 0 for two empty sets."""
    return float(_table([one, other], _jaccard)[0, 1])


def jaccard(labels: Sequence[frozenset[str]], totals: Floats) -> Floats:
    """Jaccard distances between all of `labels`."""
    return _table(labels, _jaccard)


def masi(labels: Sequence[frozenset[str]], totals: Floats) -> Floats:
    """MASI distances between all of `labels`.

    1 - Jaccard similarity times 1 (equal), 2/3 (one in the other), 1/3 (overlap), 0 (apart). Passonneau, R.
    (2006). Measuring agreement on set-valued items (MASI). LREC.
    """
    return _table(labels, _masi)


def nested(labels: Sequence[frozenset[str]], totals: Floats) -> Floats:
    """0 equal, 1/3 one in the other, 2/3 overlap, 1 apart (Passonneau 2004)."""
    return _table(labels, _nested)


def holding(labels: Sequence[frozenset[str]]) -> Floats:
    """1 where a set holds a member. (labels, members)"""
    members = {member: n for n, member in enumerate(sorted(set().union(*labels)))}
    holds = np.zeros((len(labels), max(1, len(members))))
    for row, label in enumerate(labels):
        holds[row, [members[member] for member in label]] = 1
    return holds


def _table(labels: Sequence[frozenset[str]], share: Share) -> Floats:
    holds = holding(labels)
    sizes = holds.sum(axis=1)
    found: Floats = share(holds @ holds.T, sizes[:, None], sizes[None, :])
    return found


def _similar(shared: Floats, one: Floats, other: Floats) -> Floats:
    whole = one + other - shared
    found: Floats = np.divide(shared, whole, out=np.ones_like(shared), where=whole > 0)
    return found


def _monotone(shared: Floats, one: Floats, other: Floats) -> Floats:
    equal = (shared == one) & (shared == other)
    inside = (shared == one) | (shared == other)
    found: Floats = np.select([equal, inside & (shared > 0), shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return found


def _jaccard(shared: Floats, one: Floats, other: Floats) -> Floats:
    return 1 - _similar(shared, one, other)


def _masi(shared: Floats, one: Floats, other: Floats) -> Floats:
    return 1 - _similar(shared, one, other) * _monotone(shared, one, other)


def _nested(shared: Floats, one: Floats, other: Floats) -> Floats:
    equal = (shared == one) & (shared == other)
    inside = (shared == one) | (shared == other)
    found: Floats = np.select([equal, inside, shared > 0], [0.0, 1 / 3, 2 / 3], 1.0)
    return found


MASI: Share = _masi
JACCARD: Share = _jaccard
DISTANCES: dict[str, Distance] = {"masi": masi, "jaccard": jaccard}
