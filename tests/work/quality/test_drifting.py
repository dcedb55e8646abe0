"""Figures that fall are found; those that only vary are not, over many seeds; small numbers never are."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.work.quality.alarms import ALPHA
from annotator.work.quality.drifting import FEWEST, fall, shift

Articles = list[tuple[int, int]]


def articles(draw: random.Random, n: int, share: float) -> Articles:
    """(hits, quotes) of articles that are not alike: each has a share of its own around `share`."""
    found = []
    for _ in range(n):
        quotes, own = draw.randint(3, 12), min(1.0, max(0.0, draw.gauss(share, 0.12)))
        found.append((sum(draw.random() < own for _ in range(quotes)), quotes))
    return found


def alarm(some: Articles, seed: int = 0) -> bool:
    found = fall(*zip(*some, strict=True), seed=seed)
    return found is not None and found.chance <= ALPHA


def test_who_works_evenly_seldom_raises_an_alarm() -> None:
    raised = sum(alarm(articles(random.Random(seed), 30, 0.8), seed) for seed in range(150))
    assert raised <= 3  # 0.75 are expected at most


def test_a_fall_is_found_and_where_it_was() -> None:
    places = []
    for seed in range(20):
        draw = random.Random(seed)
        found = fall(*zip(*articles(draw, 30, 0.85), *articles(draw, 30, 0.5), strict=True), seed=seed)
        assert found is not None
        assert found.chance <= ALPHA
        assert found.before > found.after
        places.append(found.place)
    assert 25 <= sorted(places)[10] <= 35


def test_a_rise_is_no_fall() -> None:
    draw = random.Random(1)
    assert not alarm([*articles(draw, 30, 0.5), *articles(draw, 30, 0.85)])


@settings(max_examples=30)
@given(st.lists(st.integers(0, 9), max_size=FEWEST - 1), st.integers(0, 3))
def test_small_numbers_never_raise_an_alarm(hits: list[int], seed: int) -> None:
    assert fall(hits, [9] * len(hits), seed=seed) is None
    assert fall([1] * 20 + [0] * 10, [1] * 30, seed=seed) is None  # 30 units
    assert shift([[x, 9 - x] for x in hits], seed=seed) is None


def test_the_same_numbers_give_the_same_answer() -> None:
    some = articles(random.Random(5), 40, 0.7)
    assert fall(*zip(*some, strict=True)) == fall(*zip(*some, strict=True))


def labels(draw: random.Random, n: int, shares: list[float]) -> list[list[int]]:
    rows = []
    for _ in range(n):
        said = draw.choices(range(len(shares)), shares, k=draw.randint(2, 8))
        rows.append([said.count(k) for k in range(len(shares))])
    return rows


@pytest.mark.parametrize(("after", "raised"), [([0.2, 0.3, 0.5], 0), ([0.6, 0.3, 0.1], 10)])
def test_labels_that_move_are_found_and_others_are_not(after: list[float], raised: int) -> None:
    found = 0
    for seed in range(10):
        draw = random.Random(seed)
        one = shift([*labels(draw, 25, [0.2, 0.3, 0.5]), *labels(draw, 25, after)], seed=seed)
        found += one is not None and one.chance <= ALPHA
    assert found == raised
    assert shift([[1, 0]] * 50) is None  # one label
