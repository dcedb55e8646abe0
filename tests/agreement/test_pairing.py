"""Which quote is which: always the best sum there is, and the same every time."""

import random
import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.extents import extent, iou, shared, size
from annotator.agreement.matching import match
from annotator.agreement.pairing import pair
from annotator.model import Span
from tests.agreement.quotes import Spans, spans

Contents = list[Spans]
MANY = st.lists(spans(), max_size=6)


def best(gold: Contents, other: Contents) -> float:
    """The largest sum of IoU by trying all matchings."""

    @cache
    def rest(i: int, taken: int) -> float:
        if i == len(gold):
            return 0.0
        free = [j for j in range(len(other)) if not taken & 1 << j]
        return max(
            [rest(i + 1, taken), *(iou(gold[i], other[j]) + rest(i + 1, taken | 1 << j) for j in free)]
        )

    return rest(0, 0)


def points(some: Spans) -> set[int]:
    return {at for span in some for at in range(span.start, span.end)}


@given(spans(), spans())
def test_iou_is_that_of_the_code_points(one: Spans, other: Spans) -> None:
    a, b = points(one), points(other)
    assert iou(one, other) == pytest.approx(len(a & b) / len(a | b))
    assert shared(extent(one), extent(other)) == len(a & b)
    assert size(extent(one)) == len(a)


def test_spans_that_touch_are_one_extent() -> None:
    assert extent((Span(0, 4), Span(4, 9))) == extent((Span(0, 9),))
    assert iou((Span(0, 4), Span(4, 9)), (Span(0, 9),)) == 1


@given(MANY, MANY)
def test_no_matching_has_a_larger_sum(gold: Contents, other: Contents) -> None:
    pairs = pair(gold, other)
    assert sum(share for _, _, share in pairs) == pytest.approx(best(gold, other))
    assert len({i for i, _, _ in pairs}) == len({j for _, j, _ in pairs}) == len(pairs)
    for i, j, share in pairs:
        assert share == pytest.approx(iou(gold[i], other[j]))
        assert share > 0


@given(MANY, MANY)
def test_the_two_sides_may_change_places(gold: Contents, other: Contents) -> None:
    there, back = pair(gold, other), pair(other, gold)
    assert sum(x[2] for x in there) == pytest.approx(sum(x[2] for x in back))
    assert pair(gold, other) == there


@given(MANY)
def test_a_set_is_paired_with_itself_in_its_order(gold: Contents) -> None:
    assert pair(gold, gold) == [(i, i, 1.0) for i in range(len(gold))]


def test_the_best_sum_need_not_hold_the_best_pair() -> None:
    gold = [(Span(0, 10),), (Span(0, 8),)]
    other = [(Span(0, 9),), (Span(2, 10),)]
    shares = {(i, j): iou(gold[i], other[j]) for i in range(2) for j in range(2)}
    assert max(shares, key=lambda x: shares[x]) == (0, 0)
    assert [(i, j) for i, j, _ in pair(gold, other)] == [(0, 1), (1, 0)]


def test_what_overlaps_nothing_stays_alone() -> None:
    assert pair([(Span(0, 5),)], [(Span(5, 9),)]) == []
    assert pair([], [(Span(5, 9),)]) == []


def test_equal_contents_are_paired_one_by_one() -> None:
    same = (Span(3, 9),)
    assert pair([same, same, same], [same, same]) == [(0, 0, 1.0), (1, 1, 1.0)]


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 50), max_size=6), max_size=5))
def test_matching_by_any_weights(weights: list[dict[int, int]]) -> None:
    @cache
    def rest(row: int, taken: int) -> int:
        if row == len(weights):
            return 0
        free = [(j, w) for j, w in weights[row].items() if not taken & 1 << j]
        return max([rest(row + 1, taken), *(w + rest(row + 1, taken | 1 << j) for j, w in free)])

    found = match(weights, 6)
    taken = [j for j in found if j is not None]
    assert len(set(taken)) == len(taken)
    assert sum(weights[i][j] for i, j in enumerate(found) if j is not None) == rest(0, 0)


def crowd(n: int, shape: str) -> tuple[Contents, Contents]:
    """Quotes that all overlap each other: nested, shifted by one, or with any ends."""
    if shape == "nested":
        return [(Span(2 * i, 4 * n - 2 * i + 5),) for i in range(n)], [
            (Span(2 * i + 1, 4 * n - 2 * i + 4),) for i in range(n)
        ]
    if shape == "shifted":
        return [(Span(2 * i, 2 * i + 4 * n),) for i in range(n)], [
            (Span(2 * i + 1, 2 * i + 1 + 4 * n),) for i in range(n)
        ]
    ends = random.Random(n)
    both = [(Span(ends.randrange(9999), ends.randrange(10_000, 20_000)),) for _ in range(2 * n)]
    return list(both[:n]), list(both[n:])


@pytest.mark.parametrize("shape", ["nested", "shifted", "any"])
def test_a_crowd_of_quotes_over_each_other_ends(shape: str) -> None:
    gold, other = crowd(150, shape)
    began = time.process_time()
    pairs = pair(gold, other)
    assert len(pairs) == 150
    assert time.process_time() - began < 20  # a tenth of a second is usual; without bids it was minutes


def test_an_article_with_very_many_quotes_is_nothing() -> None:
    gold: Contents = [(Span(10 * i, 10 * i + 8),) for i in range(5000)]
    other: Contents = [(Span(10 * i + 1, 10 * i + 9),) for i in range(5000)]
    assert [(i, j) for i, j, _ in pair(gold, other)] == [(i, i) for i in range(5000)]
