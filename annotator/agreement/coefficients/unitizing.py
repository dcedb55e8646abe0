"""Agreement on where units stand in a text: Krippendorff's alpha for unitizing, and alpha by character.

Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology 25, 47-76;
(2004) Content Analysis, 2nd ed., 11.6. Offsets are whole numbers, units half-open and, of one rater and one
category, apart.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np

from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient, undefined

Units = Sequence[tuple[int, int]]  # (start, end) in order and apart
_NO_UNITS = "nobody marked anything"


def unitizing(continua: Sequence[tuple[int, Sequence[Units]]]) -> Coefficient:
    """Alpha of one category: for each text its length, and for each rater the units that he or she marked.

    Texts have the same raters, and are read as one behind the other. 1 where all units are the same.
    """
    return _alpha([_joined(continua)])


def unitizing_of(categories: Mapping[str, Sequence[tuple[int, Sequence[Units]]]]) -> Coefficient:
    """Alpha over all categories: the sums of their observed and expected disagreements."""
    return _alpha([_joined(continua) for continua in categories.values()])


def observed(length: int, raters: Sequence[Units]) -> float:
    """Observed disagreement of one category on one continuum: the mean square that units differ by."""
    m = len(raters)
    squares = sum(_between(a, b, length) for a, b in combinations(raters, 2))
    return 2 * squares / (m * (m - 1) * length**2)


def _joined(continua: Sequence[tuple[int, Sequence[Units]]]) -> tuple[int, list[Units]]:
    raters = max((len(marked) for _, marked in continua), default=0)
    joined: list[list[tuple[int, int]]] = [[] for _ in range(raters)]
    at = 0
    for length, marked in continua:
        for units, all_of in zip(marked, joined, strict=True):
            all_of += [(start + at, end + at) for start, end in units]
        at += length
    return at, list(joined)


def _alpha(continua: Sequence[tuple[int, Sequence[Units]]]) -> Coefficient:
    units = sum(len(marked) for _, raters in continua for marked in raters)
    if not units:
        return undefined(_NO_UNITS)
    if any(len(raters) < 2 for _, raters in continua):
        return undefined("only one person marked these texts")
    found = sum(observed(length, raters) for length, raters in continua)
    by_chance = sum(_expected(length, raters) for length, raters in continua)
    if by_chance <= 0:
        return undefined("no variation: everybody marked all there is", units, units)
    return Coefficient(1 - found / by_chance, found, by_chance, units, units)


def _between(one: Units, other: Units, length: int) -> int:
    """The squares that two raters' units differ by, each overlapping pair and each unit in a gap once."""
    total, starts = 0, [start for start, _ in other]
    ends = [end for _, end in other]
    for start, end in one:
        for n in range(bisect_right(ends, start), bisect_left(starts, end)):
            total += (start - starts[n]) ** 2 + (end - ends[n]) ** 2
    return total + _in_gaps(one, other) + _in_gaps(other, one)


def _in_gaps(one: Units, other: Units) -> int:
    """The squared lengths of those of `one` that touch none of `other`."""
    starts, ends = [start for start, _ in other], [end for _, end in other]
    alone = (end - start for start, end in one if bisect_right(ends, start) >= bisect_left(starts, end))
    return sum(size**2 for size in alone)


def _expected(length: int, raters: Sequence[Units]) -> float:
    """What the same units would differ by if they fell anywhere: Krippendorff (1995), eq. 15."""
    m = len(raters)
    sizes = [end - start for units in raters for start, end in units]
    gaps = sorted(gap for units in raters for gap in _gaps(length, units))
    # sums over the gaps that are at least so long, for each unit by one search
    beyond = np.concatenate([np.cumsum(np.asarray(gaps, np.float64)[::-1])[::-1], [0.0]])
    total = 0.0
    for size in sizes:
        at = bisect_left(gaps, size)
        room = beyond[at] - (len(gaps) - at) * (size - 1)
        total += (len(sizes) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    whole = m * length
    pairs = whole * (whole - 1) - sum(size * (size - 1) for size in sizes)
    return 2 / length * total / pairs if pairs else 0.0


def _gaps(length: int, units: Units) -> list[int]:
    edges = [0, *(edge for unit in units for edge in unit), length]
    return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def by_character(continua: Sequence[tuple[int, Sequence[Units]]]) -> Coding:
    """For each character whether each rater marked it: runs of like characters, weighted by their length."""
    rows: list[list[bool]] = []
    weights: list[int] = []
    for length, raters in continua:
        edges = sorted({0, length, *(edge for units in raters for unit in units for edge in unit)})
        for start, end in pairwise(edges):
            rows.append([_marked(units, start) for units in raters])
            weights.append(end - start)
    codes = np.array(rows, np.int32).reshape(len(rows), -1)
    return Coding(codes, (False, True), np.array(weights, np.int64))


def _marked(units: Units, at: int) -> bool:
    n = bisect_right(units, (at, float("inf"))) - 1
    return n >= 0 and units[n][0] <= at < units[n][1]
