"""Which quote of one set is which of another: maximum-weight bipartite matching on IoU of content."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from annotator.agreement.extents import Extent, extent, size
from annotator.agreement.matching import match
from annotator.model import Span

# IoU as a whole number: sums are exact, so the same quotes are paired on every machine.
_ONE = 1 << 40

Contents = Sequence[Sequence[Span]]
Pair = tuple[int, int, float]


def pair(gold: Contents, other: Contents) -> list[Pair]:
    """(place in `gold`, place in `other`, IoU) of the pairs whose IoU sums up to the most, in gold's order.

    Each argument is the contents of an article's quotes, each a sequence of spans. Only what overlaps is
    paired, and each at most once. Equal contents are paired first, in their order: because one minus IoU is
    a metric, no best matching is lost by it (if a = b are paired with x and y instead, pairing a with b
    and x with y is no worse: that is the triangle's inequality). The rest falls apart into components
    that overlap, and each is solved exactly (`matching`).

    n quotes with p overlapping pairs take O(n log n + p) and, for a component of r rows and e pairs, at
    worst O(r e log e). Where people or rules mark news, p is about n and components are of two or three
    quotes. The worst there can be is that all quotes of an article overlap each other and none are equal: 500
    and 500 of those take a second, 2,000 and 2,000 (four million pairs) three quarters of a minute.
    """
    mine, theirs = [extent(x) for x in gold], [extent(x) for x in other]
    pairs = _equal(mine, theirs)
    left = _left(mine, {i for i, _, _ in pairs})
    right = _left(theirs, {j for _, j, _ in pairs})
    for rows, columns, weights in _components(_overlaps(left, right), left, right):
        for row, column in enumerate(match(weights, len(columns))):
            if column is not None:
                pairs.append((rows[row], columns[column], weights[row][column] / _ONE))
    return sorted(pairs)


def _equal(mine: Sequence[Extent], theirs: Sequence[Extent]) -> list[Pair]:
    places: defaultdict[Extent, list[int]] = defaultdict(list)
    for j in range(len(theirs) - 1, -1, -1):
        places[theirs[j]].append(j)
    return [(i, places[x].pop(), 1.0) for i, x in enumerate(mine) if places.get(x)]


def _left(extents: Sequence[Extent], paired: set[int]) -> dict[int, Extent]:
    return {place: x for place, x in enumerate(extents) if place not in paired}


def _overlaps(left: dict[int, Extent], right: dict[int, Extent]) -> dict[int, dict[int, int]]:
    """place on the left -> place on the right -> shared code points. One sweep over all intervals."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    open_: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])  # (end, place) of each side
    for start, side, place, end in sorted(_intervals(left, right)):
        others = open_[1 - side]
        others[:] = [x for x in others if x[0] > start]
        for stop, there in others:
            i, j = (place, there) if side == 0 else (there, place)
            row = found[i]
            row[j] = row.get(j, 0) + min(end, stop) - start
        open_[side].append((end, place))
    return found


def _intervals(left: dict[int, Extent], right: dict[int, Extent]) -> Iterator[tuple[int, int, int, int]]:
    for side, extents in enumerate((left, right)):
        for place, intervals in extents.items():
            for start, end in intervals:
                yield start, side, place, end


def _components(
    overlaps: dict[int, dict[int, int]], left: dict[int, Extent], right: dict[int, Extent]
) -> Iterator[tuple[list[int], list[int], list[dict[int, int]]]]:
    """(places on the left, on the right, weights by row and column of these) of each connected part."""
    back: defaultdict[int, list[int]] = defaultdict(list)
    for i, row in overlaps.items():
        for j in row:
            back[j].append(i)
    seen: set[int] = set()
    for begin in sorted(overlaps):
        if begin in seen:
            continue
        rows, columns = _reached(begin, overlaps, back)
        seen |= rows
        at_left, at_right = sorted(rows), sorted(columns)
        column = {j: n for n, j in enumerate(at_right)}
        sizes = {j: size(right[j]) for j in at_right}
        weights = []
        for i in at_left:
            mine = size(left[i])
            shares = sorted(overlaps.pop(i).items())
            weights.append({column[j]: both * _ONE // (mine + sizes[j] - both) for j, both in shares})
        yield at_left, at_right, weights


def _reached(
    begin: int, overlaps: dict[int, dict[int, int]], back: dict[int, list[int]]
) -> tuple[set[int], set[int]]:
    rows, columns, waiting = {begin}, set[int](), [begin]
    while waiting:
        for j in overlaps[waiting.pop()]:
            if j not in columns:
                columns.add(j)
                new = [i for i in back[j] if i not in rows]
                rows.update(new)
                waiting.extend(new)
    return rows, columns
