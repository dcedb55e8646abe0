"""Maximum-weight matching in a sparse bipartite graph: exact, in whole numbers, no package needed."""

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

_BIDS = 4  # a row, before the search begins


def match(weights: Sequence[Mapping[int, int]], columns: int) -> list[int | None]:
    """For each row the column it is matched with, or None, so that the sum of weights is the largest.

    `weights[row]` maps columns to positive weights; a column that is not there cannot be matched with. First
    rows bid against each other, then each row that is left is added along a shortest augmenting path (Kuhn
    1955 and Munkres 1957 as Jonker and Volgenant 1987 search it, here by Dijkstra over a heap). Of several
    best matchings the one that the order of rows and columns leads to is given, the same every time. For R
    rows and E weights it takes O(R E log E) time at worst and O(E) space; a path is followed only as far
    as it can still gain, so that much less is usual.
    """
    return _Matching(weights, columns).solve()


class _Matching:
    """The duals hold `up[row] + down[column] >= weight`, with equality where matched and 0 where free."""

    def __init__(self, weights: Sequence[Mapping[int, int]], columns: int) -> None:
        self.weights = weights
        self.up = [0] * len(weights)
        self.down = [0] * columns
        self.row_of: list[int | None] = [None] * columns
        self.column_of: list[int | None] = [None] * len(weights)

    def solve(self) -> list[int | None]:
        for row in self._bid():
            self._add(row)
        return self.column_of

    def _bid(self) -> list[int]:
        """Let rows bid against each other for columns; the rows that still have none and gain by one.

        A row takes the column that it gains most by, and raises the price (`down`) until its second choice is
        as good; who held the column bids again. That settles nearly all rows, and the search does
        the rest: without an end to it, rows with equal choices would outbid each other by nothing for ever.
        """
        waiting = list(range(len(self.weights) - 1, -1, -1))
        left = []
        bids = _BIDS * len(waiting)
        while waiting:
            row = waiting.pop()
            best, second, column = self._choice(row)
            self.up[row] = best
            if column is None:
                continue
            holder = self.row_of[column]
            if holder is not None and (bids <= 0 or best == second):
                left.append(row)
                continue
            bids -= 1
            self.up[row] = second
            self.down[column] += best - second
            self.row_of[column], self.column_of[row] = row, column
            if holder is not None:
                self.column_of[holder] = None
                waiting.append(holder)
        left.sort()
        return left

    def _choice(self, row: int) -> tuple[int, int, int | None]:
        """(the most that `row` can gain, what its next choice gains, the column); to gain nothing is one."""
        down, row_of = self.down, self.row_of
        best, second, chosen = 0, 0, None
        for column, weight in self.weights[row].items():
            gain = weight - down[column]
            if gain > second:
                if gain > best:
                    best, second, chosen = gain, best, column
                else:
                    second = gain
                    if gain == best and row_of[column] is None:
                        chosen = column
        return best, second, chosen

    def _add(self, first: int) -> None:
        """Search from the free row `first`; a path ends at a free column, or at a row that is given up."""
        up, row_of = self.up, self.row_of
        distance: dict[int, int] = {}  # of columns, final once popped
        comes: dict[int, int] = {}  # column -> the row before it
        closed: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        reached = {first: 0}
        down = self.down
        up[first] = max((weight - down[column] for column, weight in self.weights[first].items()), default=0)
        best, end_row, end_column = up[first], first, None
        row: int | None = first
        while row is not None:
            self._relax(row, reached[row], best, distance, comes, closed, heap)
            row = None
            while heap:
                far, column = heappop(heap)
                if far >= best:
                    heap.clear()
                elif column not in closed:
                    closed[column] = far
                    holder = row_of[column]
                    if holder is None:
                        best, end_column = far, column
                        heap.clear()
                        break
                    reached[holder] = far
                    if far + up[holder] < best:
                        best, end_row = far + up[holder], holder
                    row = holder
                    break
        self._shift(reached, closed, best)
        self._turn(first, end_row if end_column is None else comes[end_column], end_column, comes)

    def _relax(
        self,
        row: int,
        far: int,
        best: int,
        distance: dict[int, int],
        comes: dict[int, int],
        closed: dict[int, int],
        heap: list[tuple[int, int]],
    ) -> None:
        base, down = far + self.up[row], self.down
        for column, weight in self.weights[row].items():
            new = base + down[column] - weight
            if new < best and column not in closed and new < distance.get(column, best):
                distance[column], comes[column] = new, row
                heappush(heap, (new, column))

    def _shift(self, reached: Mapping[int, int], closed: Mapping[int, int], best: int) -> None:
        for row, far in reached.items():
            self.up[row] -= best - far
        for column, far in closed.items():
            self.down[column] += best - far

    def _turn(self, first: int, row: int, column: int | None, comes: Mapping[int, int]) -> None:
        """Match along the path back from `row`, which takes `column` (None: it stays without one)."""
        while True:
            before = self.column_of[row]
            self.column_of[row] = column
            if column is not None:
                self.row_of[column] = row
            if row == first or before is None:
                return
            column, row = before, comes[before]
