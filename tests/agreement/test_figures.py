"""The figures of one field, and why some cannot be said."""

import numpy as np
import pytest

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.chance import gwet
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.weights import ordinal as ordinal_weights
from annotator.agreement.figures import UNMARKED_TOO, Draws, alpha_only, figures


def coding(rows: list[list[int]], labels: int = 3) -> Coding:
    return Coding(np.array(rows, np.int32).reshape(len(rows), -1), tuple(map(str, range(labels))))


SOME = coding([[0, 0], [1, 1], [2, 1], [0, -1], [2, 2], [1, 0]] * 10)
ARTICLE = np.repeat(np.arange(10), 6)
MIXED = np.sort(np.random.default_rng(0).integers(0, 10, 60))


def test_units_are_those_with_two_judgements() -> None:
    found = figures(SOME, "nominal")
    assert (found.units, found.of, found.judgements) == (50, 60, 100)
    assert found.percent.value == pytest.approx(0.6)
    assert found.alpha == alpha(SOME)
    assert found.gwet == gwet(SOME)


def test_scales_are_weighed_by_order() -> None:
    found = figures(SOME, "ordinal")
    assert found.gwet == gwet(SOME, ordinal_weights(SOME.labels))
    assert found.alpha.value != alpha(SOME).value


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[0, -1]], "no unit has two judgements"),
        ([[0, 1]], "too few pairs: 1"),
        ([[1, 1], [1, 1]], "no variation: every judgement is 1"),
    ],
)
def test_undefined_is_said_with_the_reason(rows: list[list[int]], why: str) -> None:
    found = figures(coding(rows), "nominal", np.zeros(len(rows), np.int64), Draws(np.array([0]), 10, 0))
    assert (found.alpha.value, found.alpha.why) == (None, why)
    assert (found.sure.low, found.sure.tentative, found.sure.why) == (None, None, why)


def test_one_article_is_nothing_to_draw_from() -> None:
    found = figures(SOME, "nominal", np.zeros(60, np.int64), Draws(np.array([0]), 10, 0))
    assert found.alpha.value is not None
    assert (found.sure.low, found.sure.why) == (None, "only one article to draw from")


def test_without_resamples_there_is_no_interval() -> None:
    found = figures(SOME, "nominal", ARTICLE, Draws(np.arange(10), 0, 0))
    assert found.sure.why == "no resamples were asked for"


def test_the_same_seed_gives_the_same_interval() -> None:
    one, other, third = (
        figures(SOME, "ordinal", MIXED, Draws(np.arange(10), 200, seed)).sure for seed in (1, 1, 2)
    )
    assert one == other
    assert one.low is not None
    assert one.high is not None
    assert one.low < one.high
    assert (one.low, one.high) != (third.low, third.high)


def test_units_vary_where_articles_are_all_the_same() -> None:
    by_article = figures(SOME, "nominal", ARTICLE, Draws(np.arange(10), 200, 0)).sure
    by_unit = figures(SOME, "nominal", ARTICLE, Draws(np.arange(10), 200, 0, by_unit=True)).sure
    assert by_article.low is not None
    assert by_article.high is not None
    assert by_article.high - by_article.low < 1e-3  # each article is like the others
    assert by_unit.low is not None
    assert by_unit.high is not None
    assert by_unit.high - by_unit.low > 0.1


def test_whoever_marked_nothing_is_as_far_from_all_as_the_ends_are_apart() -> None:
    none = coding([[0, 3], [0, 0], [2, 2]], 4)
    ends = (3 / 2 + 2 / 2) ** 2  # three said the lowest label and two the highest
    assert alpha_only(none, UNMARKED_TOO["ordinal"]).observed == pytest.approx(2 * ends / 6)


def test_a_mean_has_an_interval_too() -> None:
    draws = Draws(np.arange(10), 300, 0)
    low, high = draws.of_mean(np.arange(60.0), ARTICLE)
    assert low is not None
    assert high is not None
    assert low < 29.5 < high
    assert draws.of_mean(np.zeros(0), np.zeros(0, np.int64)) == (None, None)


def test_large_sets_come_to_the_same_as_small_ones() -> None:
    """A set with each member six times over is too large for the quick way, and as far from the others."""
    small = (frozenset("ab"), frozenset("b"), frozenset("cd"))
    doubled = tuple(frozenset(f"{x}{n}" for x in label for n in range(6)) for label in small)
    for distance in ("MASI", "Jaccard"):
        one, other = (
            figures(Coding(SOME.codes, labels), distance, ARTICLE, Draws(np.arange(10), 50, 0))
            for labels in (small, doubled)
        )
        assert one.alpha.value == pytest.approx(other.alpha.value)
        assert one.gwet.value == pytest.approx(other.gwet.value)
        assert one.sure.low == pytest.approx(other.sure.low, abs=1e-5)
