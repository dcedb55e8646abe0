"""What people marked as stretches of one line: alpha by character, and Krippendorff's alpha for unitizing.

Only text of the body that two people have reviewed is looked at. Where a person's own spans overlap (a
quote inside a quote), they are one stretch. Each block of articles adds sums; no quote reaches from one into
another.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.adding import added
from annotator.agreement.arrays import Flags, Ints, Numbers
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import MISSING, Coding
from annotator.agreement.coefficients.coefficient import Coefficient, undefined
from annotator.agreement.judged import Judged
from annotator.agreement.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many gaps of which length lie between a person's units, with that before the first (`head`) and
    behind the last (`tail`). Where there is no unit all is `head`, and `tail` is None.
    """

    head: int
    between: Counter[int]
    tail: int | None

    def __add__(self, other: "Gaps") -> "Gaps":
        if self.tail is None:
            return Gaps(self.head + other.head, other.between, other.tail)
        if other.tail is None:
            return Gaps(self.head, self.between, self.tail + other.head)
        joint = Counter((self.tail + other.head,))
        return Gaps(self.head, self.between + other.between + joint, other.tail)

    @property
    def every(self) -> Counter[int]:
        """Every gap that there is."""
        found = self.between + Counter((self.head, *(() if self.tail is None else (self.tail,))))
        del found[0]
        return found


@dataclass(frozen=True, slots=True)
class Continuum:
    """The text that two people have reviewed as one line: by what squares their units differ (`observed`),
    how many units are of which size, and the gaps of either.
    """

    length: int
    observed: float
    sizes: Counter[int]
    one: Gaps
    other: Gaps


_NOTHING = Continuum(0, 0.0, Counter(), Gaps(0, Counter(), None), Gaps(0, Counter(), None))


@dataclass(frozen=True, slots=True)
class Stretches:
    """What a block adds. `runs`: characters by who marked them (0, 1 or MISSING for each person); `between`:
    what each two people have reviewed, in the order of their pairs.
    """

    people: int
    runs: Counter[tuple[int, ...]]
    between: tuple[Continuum, ...]

    def __add__(self, other: "Stretches") -> "Stretches":
        return Stretches(self.people, self.runs + other.runs, added(self.between, other.between))

    def by_character(self) -> Coding:
        """For each character of reviewed text whether each person marked it: weighted patterns."""
        rows = sorted(self.runs)
        codes = np.array(rows, np.int32).reshape(len(rows), self.people)
        return Coding(codes, (False, True), np.array([self.runs[row] for row in rows], np.int64))

    def characters(self) -> Coefficient:
        """Alpha by character."""
        return alpha(self.by_character())

    def unitizing(self) -> Coefficient:
        """Krippendorff's alpha for unitizing over all pairs of people: the sums of their disagreements.

        Each two people are compared over the text that both reviewed, as one continuum. Of two people it is
        the coefficient of Krippendorff (1995).
        """
        some = [one for one in self.between if one.length]
        units = sum(one.sizes.total() for one in some)
        if not units:
            return undefined("nobody marked anything where another has looked")
        expected = sum(_expected(one) * float(one.length) ** 2 for one in some)
        if expected <= 0:
            return undefined("no variation: everybody marked all there is", units, units)
        observed = sum(one.observed for one in some)
        return Coefficient(1 - observed / expected, observed, expected, units, units)


def stretches(judged: Judged, role: Pieces) -> Stretches:
    """What a block of articles adds."""
    people = len(judged.people)
    runs = _runs(judged, role).patterns()
    weights = runs.weights if runs.weights is not None else np.zeros(0, np.int64)
    rows = zip(map(tuple, runs.codes.tolist()), weights.tolist(), strict=True)
    person = judged.rater[role.owner]
    between = (_between(judged, role, person, a, b) for a, b in combinations(range(people), 2))
    return Stretches(people, Counter(dict(rows)), tuple(between))


def _runs(judged: Judged, role: Pieces) -> Coding:
    """For each character of reviewed text whether each person marked it: runs, weighted by their length."""
    several = judged.reviewed.sum(axis=1) >= 2
    start, end = judged.sentence_start[several], judged.sentence_end[several]
    edges = np.sort(np.concatenate([start, end, role.start, role.end]))
    edges = edges[np.append(True, edges[1:] > edges[:-1])[: len(edges)]]  # quicker than numpy's own unique
    if len(edges) < 2:
        return Coding(np.zeros((0, len(judged.people)), np.int32), (False, True), edges[:0])
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


def _between(judged: Judged, role: Pieces, person: Ints, a: int, b: int) -> Continuum:
    both = judged.reviewed[:, a] & judged.reviewed[:, b]
    if not both.any():
        return _NOTHING
    start, end = judged.sentence_start[both], judged.sentence_end[both]
    behind = np.concatenate([[0], np.cumsum(end - start)])
    length = int(behind[-1])
    one, other = (_units(role, person == who, start, end, behind) for who in (a, b))
    sizes = _times(np.concatenate([one[1] - one[0], other[1] - other[0]]))
    return Continuum(length, _observed(*one, *other), sizes, _gaps(length, *one), _gaps(length, *other))


def _times(numbers: Ints) -> Counter[int]:
    known, times = np.unique(numbers, return_counts=True)
    return Counter(dict(zip(known.tolist(), times.tolist(), strict=True)))


def _gaps(length: int, start: Ints, end: Ints) -> Gaps:
    if not len(start):
        return Gaps(length, Counter(), None)
    return Gaps(int(start[0]), _times(start[1:] - end[:-1]), length - int(end[-1]))


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


def _expected(of: Continuum) -> float:
    """As `coefficients.unitizing` has it: Krippendorff (1995), eq. 15."""
    sizes, many = _columns(of.sizes)
    gaps, times = _columns(of.one.every + of.other.every)
    beyond = np.append(np.cumsum((gaps * times)[::-1])[::-1], 0.0)
    longer = np.append(np.cumsum(times[::-1])[::-1], 0.0)
    at = np.searchsorted(gaps, sizes, side="left")
    room = beyond[at] - longer[at] * (sizes - 1)
    units = many.sum()
    each = (units - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes) + sizes**2 * room
    whole = float(2 * of.length)
    pairs = whole * (whole - 1) - (many * sizes * (sizes - 1)).sum()
    return float(2 / of.length * (many * each).sum() / pairs) if pairs > 0 else 0.0


def _columns(times: Counter[int]) -> tuple[Numbers, Numbers]:
    """(the numbers, in order; how often each is there)."""
    known = sorted(times)
    return np.array(known, np.float64), np.array([times[n] for n in known], np.float64)
