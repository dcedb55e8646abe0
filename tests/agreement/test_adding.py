"""Counts of the same shape put together."""

from collections import Counter

import numpy as np
import pytest

from annotator.agreement.adding import added
from annotator.agreement.header import Counts
from annotator.agreement.rates import Rate
from annotator.agreement.report import RuleRow


def test_named_tuples_are_added_part_by_part_and_lists_follow_each_other() -> None:
    def counts(digest: str, used: bool) -> Counts:
        ints = np.array([1, 2])
        return Counts([digest], np.array([used, False]), ints, ints, ints)

    found = added(counts("a", False), counts("b", True))
    assert found.digests == ["a", "b"]
    assert found.schemes.tolist() == [True, False]
    assert found.lost.tolist() == [2, 4]


def test_tuples_dictionaries_and_dataclasses_are_added_part_by_part() -> None:
    one, other = ({"all": (RuleRow(n, (n, 0, 1), n / 2), Rate(n, n, 1, 1))} for n in (1, 3))
    assert added(one, other) == {"all": (RuleRow(4, (4, 0, 2), 2.0), Rate(4, 4, 2, 2))}


def test_counters_keep_what_only_one_has_and_none_stays_none() -> None:
    assert added((Counter(a=1), None), (Counter(b=2), 3)) == (Counter(a=1, b=2), None)


def test_tuples_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        added((1, 2), (1,))
