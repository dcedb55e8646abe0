"""How far shares may miss: against the distribution itself, added up in fractions."""

from fractions import Fraction
from math import comb

import pytest

from annotator.dataset.splitting.chances import likely, warning


def exactly(n: int, share: Fraction) -> tuple[float, float]:
    total, low = Fraction(0), None
    for k in range(n + 1):
        total += comb(n, k) * share**k * (1 - share) ** (n - k)
        if low is None and total >= Fraction(25, 1000):
            low = k
        if total >= Fraction(975, 1000):
            return (low or 0) / n, k / n
    raise AssertionError


@pytest.mark.parametrize("n", [1, 2, 7, 50, 200, 700])
@pytest.mark.parametrize("share", [1, 10, 20, 50, 95])
def test_the_range_is_that_of_the_binomial_distribution(n: int, share: int) -> None:
    assert likely(n, share / 100) == pytest.approx(exactly(n, Fraction(share, 100)))


def test_all_or_nothing_is_sure() -> None:
    assert likely(5, 0) == (0, 0)
    assert likely(5, 1) == (1, 1)


def test_great_numbers_are_no_trouble() -> None:
    low, high = likely(10_000_000, 0.1)
    assert 0.0998 < low < 0.1 < high < 0.1002


@pytest.mark.parametrize(("n", "told"), [(50, True), (200, True), (400, True), (700, False), (10_000, False)])
def test_more_than_a_quarter_is_told(n: int, told: bool) -> None:
    assert bool(warning(n, "groups", "test", 10)) is told


def test_nothing_is_told_of_nothing() -> None:
    assert warning(0, "groups", "test", 10) is None
    assert warning(5, "groups", "test", 0) is None
