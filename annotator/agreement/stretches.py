"""What people marked as stretches of one line: alpha by character, and Krippendorff's alpha for unitizing.

Only text of the body that two people have reviewed is looked at. Where a person's own spans overlap (a
quote inside a quote), they are one stretch.
"""

from itertools import combinations

import numpy as np

from annotator.agreement.arrays import Flags, Ints, Numbers
from annotator.agreement.coefficients.coding import MISSING, Coding
from annotator.agreement.coefficients.coefficient import Coefficient, undefined
from annotator.agreement.judged import Judged
from annotator.agreement.pieces import Pieces


def by_character(judged: Judged, role: Pieces) -> Coding:
    """For each character of reviewed text whether each person marked it: runs, weighted by their length."""
    several = judged.reviewed.sum(axis=1) >= 2
    start, end = judged.sentence_start[several], judged.sentence_end[several]
    edges = np.sort(np.concatenate([start, end, role.start, role.end]))
    edges = edges[np.append(True, edges[1:] > edges[:-1])[: len(edges)]]  # quicker than numpy's own unique
    if len(edges) < 2:
        return Coding(np.zeros((0, len(judged.people)), np.int32), (False, True))
    at = np.searchsorted(start, edges[:-1], side="right") - 1
    inside = (at >= 0) & (edges[:-1] < end[at]) if len(end) else np.zeros(len(edges) - 1, bool)
    runs = np.flatnonzero(inside)
    reviewed = judged.reviewed[several]
    codes = np.full((len(runs), len(judged.people)), MISSING, np.int32)
    person = judged.rater[role.owner]
    for who in range(len(judged.people)):
        mine = person == who
        marked = _covered(edges, role.start[mine], role.end[mine])[runs]
        seen = reviewed[at[runs], who]
        codes[seen, who] = marked[seen]
    return Coding(codes, (False, True), np.diff(edges)[runs])


def _covered(edges: Ints, start: Ints, end: Ints) -> Flags:
    """Whether each run between two edges lies in one of the spans, which begin and end at edges."""
    size = len(edges)
    steps = np.bincount(np.searchsorted(edges, start), minlength=size)
    steps = steps - np.bincount(np.searchsorted(edges, end), minlength=size)
    covered: Flags = np.cumsum(steps)[:-1] > 0
    return covered


def unitizing(judged: Judged, role: Pieces) -> Coefficient:
    """Krippendorff's alpha for unitizing over all pairs of people: the sums of their disagreements.

    Each two people are compared over the text that both reviewed, as one continuum. Of two people it is
    the coefficient of Krippendorff (1995).
    """
    person = judged.rater[role.owner]
    observed = expected = 0.0
    units = 0
    for a, b in combinations(range(len(judged.people)), 2):
        both = judged.reviewed[:, a] & judged.reviewed[:, b]
        if not both.any():
            continue
        start, end = judged.sentence_start[both], judged.sentence_end[both]
        behind = np.concatenate([[0], np.cumsum(end - start)])
        length = int(behind[-1])
        two = [_units(role, person == who, start, end, behind) for who in (a, b)]
        units += sum(len(one[0]) for one in two)
        observed += _observed(*two[0], *two[1])
        expected += _expected(length, two) * float(length) ** 2
    if not units:
        return undefined("nobody marked anything where another has looked")
    if expected <= 0:
        return undefined("no variation: everybody marked all there is", units, units)
    return Coefficient(1 - observed / expected, observed, expected, units, units)


def _units(role: Pieces, mine: Flags, start: Ints, end: Ints, behind: Ints) -> tuple[Ints, Ints]:
    """A person's stretches as (start, end) on the joined text, in order and apart."""
    low, high = (_moved(x[mine], start, end, behind) for x in (role.start, role.end))
    here = low < high
    order = np.lexsort((high[here], low[here]))
    low, high = low[here][order], high[here][order]
    reach = np.maximum.accumulate(high)
    fresh = np.flatnonzero(np.append(True, low[1:] >= reach[:-1])[: len(low)])
    return low[fresh], np.maximum.reduceat(high, fresh) if len(fresh) else high


def _moved(at: Ints, start: Ints, end: Ints, behind: Ints) -> Ints:
    """Places of the line on the joined text; those between two kept sentences fall on their border."""
    n = np.searchsorted(start, at, side="right") - 1
    inside = np.clip(at - start[n], 0, (end - start)[n])
    return np.where(n < 0, 0, behind[n] + inside)


def _observed(a: Ints, b: Ints, x: Ints, y: Ints) -> float:
    """The squares that two people's units differ by: overlapping pairs, and units in a gap of the other's."""
    low, high = np.searchsorted(y, a, side="right"), np.searchsorted(x, b, side="left")
    many = np.maximum(0, high - low)
    one = np.repeat(np.arange(len(a)), many)
    other = np.repeat(low - (np.cumsum(many) - many), many) + np.arange(many.sum())
    squares = (a[one] - x[other]).astype(float) ** 2 + (b[one] - y[other]).astype(float) ** 2
    total = squares.sum() + ((b - a)[many == 0].astype(float) ** 2).sum()
    met = np.bincount(other, minlength=len(x)) > 0
    return float(total + ((y - x)[~met].astype(float) ** 2).sum())


def _expected(length: int, people: list[tuple[Ints, Ints]]) -> float:
    """As `coefficients.unitizing` has it: Krippendorff (1995), eq. 15."""
    sizes = np.concatenate([end - start for start, end in people]).astype(np.float64)
    gaps = np.sort(np.concatenate([_gaps(length, start, end) for start, end in people]))
    beyond: Numbers = np.append(np.cumsum(gaps[::-1])[::-1], 0.0)
    at = np.searchsorted(gaps, sizes, side="left")
    room = beyond[at] - (len(gaps) - at) * (sizes - 1)
    total = ((len(sizes) - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes) + sizes**2 * room).sum()
    whole = float(len(people) * length)
    pairs = whole * (whole - 1) - (sizes * (sizes - 1)).sum()
    return float(2 / length * total / pairs) if pairs > 0 else 0.0


def _gaps(length: int, start: Ints, end: Ints) -> Numbers:
    wide = (np.append(start, length) - np.append(0, end)).astype(np.float64)
    found: Numbers = wide[wide > 0]
    return found
