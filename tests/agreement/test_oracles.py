"""Alpha and kappa against other people's programs, on random data with missing judgements.

krippendorff is under the GPL and nltk is large: both are here to check against, and neither is shipped.
"""

import warnings
from itertools import combinations
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, jaccard_distance, masi_distance

from annotator.agreement.coefficients import distances, sets
from annotator.agreement.coefficients.alpha import alpha, coincidences
from annotator.agreement.coefficients.bootstrap import Resampling, alpha_spread
from annotator.agreement.coefficients.chance import cohen, items, percent
from annotator.agreement.coefficients.coding import Coding, coding
from annotator.agreement.coefficients.specific import specific

LEVELS = ("nominal", "ordinal", "interval", "ratio")
LABELS = (1, 2, 3, 4, 5)
FEW = settings(max_examples=40)  # the other programs take their time


def rows(label: st.SearchStrategy[object], raters: int = 3) -> st.SearchStrategy[list[list[object]]]:
    """Units by raters, with judgements that are missing."""
    return st.lists(st.lists(st.none() | label, min_size=raters, max_size=raters), min_size=2, max_size=12)


numbers = rows(st.sampled_from(LABELS))


def triples(table: list[list[object]]) -> list[tuple[str, str, object]]:
    return [(f"r{r}", f"u{u}", x) for u, row in enumerate(table) for r, x in enumerate(row) if x is not None]


def paired(table: list[list[object]]) -> list[list[object]]:
    return [row for row in table if sum(x is not None for x in row) >= 2]


@given(numbers, st.sampled_from(LEVELS))
def test_alpha_is_that_of_krippendorff(table: list[list[object]], level: Any) -> None:
    found = alpha(coding(table, LABELS), getattr(distances, level))
    assume(found.value is not None)
    data = [[np.nan if x is None else x for x in rater] for rater in zip(*table, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = krippendorff.alpha(data, level_of_measurement=level, value_domain=list(LABELS))
    assert found.value == pytest.approx(wanted, abs=1e-9)


@FEW
@given(numbers)
def test_alpha_is_that_of_nltk(table: list[list[object]]) -> None:
    found = alpha(coding(table, LABELS))
    assume(found.value is not None)
    task = AnnotationTask(triples(paired(table)), distance=binary_distance)
    assert found.value == pytest.approx(task.alpha(), abs=1e-9)


topics = st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=3)  # nltk cannot divide by an empty set


@pytest.mark.parametrize(("ours", "theirs"), [(sets.masi, masi_distance), (sets.jaccard, jaccard_distance)])
@FEW
@given(table=rows(topics))
def test_alpha_over_sets_is_that_of_nltk(ours: object, theirs: object, table: list[list[object]]) -> None:
    found = alpha(coding(table), ours)  # type: ignore[arg-type]
    assume(found.value is not None)
    task = AnnotationTask(triples(paired(table)), distance=theirs)
    assert found.value == pytest.approx(task.alpha(), abs=1e-9)


@FEW
@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=2, max_size=20))
def test_kappa_is_that_of_nltk(table: list[tuple[int, int]]) -> None:
    found = cohen(coding(table, LABELS))
    assume(found.value is not None)
    task = AnnotationTask(triples([list(row) for row in table]), distance=binary_distance)
    assert found.value == pytest.approx(task.kappa(), abs=1e-9)
    assert percent(coding(table, LABELS)).value == pytest.approx(task.avg_Ao(), abs=1e-9)


@given(numbers)
def test_specific_agreement_is_what_a_count_of_pairs_says(table: list[list[object]]) -> None:
    some = paired(table)
    assume(some)
    for row in specific(coding(table, LABELS)):
        same = both = 0.0
        for unit in some:
            said = [x for x in unit if x is not None]
            for a, b in combinations(said, 2):
                share = 2 / (len(said) - 1)
                both += share * ((a == row.label) + (b == row.label)) / 2
                same += share * (a == b == row.label)
        assert row.agreement == (pytest.approx(same / both) if both else None)


@given(numbers, st.integers(1, 4))
def test_a_weight_is_as_many_units(table: list[list[object]], times: int) -> None:
    once = coding(table, LABELS)
    many = coding([row for row in table for _ in range(times)], LABELS)
    weighed = Coding(once.codes, once.labels, np.full(len(table), times))
    for level in ("nominal", "ordinal"):
        distance = getattr(distances, level)
        assert alpha(weighed, distance).value == pytest.approx(alpha(many, distance).value)


@given(numbers)
def test_what_is_not_defined_says_why(table: list[list[object]]) -> None:
    found = alpha(coding(table, LABELS))
    said = {x for row in paired(table) for x in row if x is not None}
    assert (found.value is None) is (len(said) < 2)
    assert bool(found.why) is (found.value is None)


# The bootstrap


@given(numbers, st.sampled_from(("nominal", "ordinal", "interval")), st.integers(1, 3))
def test_a_resample_is_alpha_of_the_articles_that_were_drawn(
    table: list[list[object]], level: str, articles: int
) -> None:
    some, distance = coding(table, LABELS), getattr(distances, level)
    cluster = np.arange(len(table)) % articles
    draws = Resampling(articles, 40, seed=3)
    wanted = []
    for times in draws.times.astype(int):
        units = [u for u in range(len(table)) for _ in range(times[cluster[u]])]
        if (one := alpha(some.only(np.array(units, np.int64)), distance).value) is not None:
            wanted.append(one)
    found = alpha_spread(some, cluster, draws, distance).values
    assert found.tolist() == pytest.approx(sorted(wanted), abs=1e-6)


def test_the_same_seed_draws_the_same() -> None:
    one, other = Resampling(50, 20, seed=1), Resampling(50, 20, seed=1)
    assert (one.times == other.times).all()
    assert (one.times.sum(axis=1) == 50).all()
    assert not (one.times == Resampling(50, 20, seed=2).times).all()


def test_where_half_the_resamples_say_nothing_there_is_no_interval() -> None:
    some = coding([(1, 1)] * 9 + [(2, 2)], LABELS)
    spread = alpha_spread(some, np.array([0] * 9 + [1]), Resampling(2, 100), distances.nominal)
    assert 0 < len(spread.values) < 100
    assert alpha_spread(some, np.zeros(10, int), Resampling(1, 10), distances.nominal).interval() == (
        1.0,
        1.0,
    )


def test_shares_of_items_agree_with_coincidences() -> None:
    some = coding([(1, 1, 2), (3, 3, None), (2, 1, 1)], LABELS).pairable
    assert items(some).tolist() == pytest.approx([1 / 3, 1, 1 / 3])
    assert coincidences(some).sum() == pytest.approx(8)
