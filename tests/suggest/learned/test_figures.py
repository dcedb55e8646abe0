"""Whether one way is better than another, and which articles are left out together."""

import pytest

from annotator.agreement.rates import Rate, counted
from annotator.suggest.learned.figures import compared, f1, folds


def test_a_gain_in_every_article_is_more_than_chance() -> None:
    found = compared([counted(5, 10, 10)] * 12, [counted(7, 10, 10)] * 12, seed=1)
    assert found.better
    assert found.gain == pytest.approx(0.2)
    assert [found.low, found.high] == pytest.approx([0.2, 0.2])


def test_a_gain_in_one_article_of_twelve_is_not() -> None:
    rules = [counted(5, 10, 10)] * 12
    found = compared(rules, [counted(9, 10, 10), *rules[1:]], seed=1)
    assert found.gain > 0
    assert not found.better


def test_equal_ways_are_not_better() -> None:
    same = [counted(n, 10, 10) for n in range(10)]
    assert not compared(same, same, seed=1).better


def test_the_same_seed_gives_the_same_interval() -> None:
    rules, learned = [counted(n % 5, 9, 8) for n in range(20)], [counted(n % 7, 9, 8) for n in range(20)]
    assert compared(rules, learned, 3) == compared(rules, learned, 3)
    assert compared(rules, learned, 3) != compared(rules, learned, 4)


def test_nothing_found_is_an_f1_of_zero() -> None:
    assert f1(Rate()) == 0.0
    assert f1(counted(0, 3, 4)) == 0.0


def test_every_article_is_left_out_once_and_stories_together() -> None:
    keys = ["a", "b", "a", "c", "d", "b", "e"]
    parts = folds(keys, 3, seed=5)
    assert sorted(place for part in parts for place in part) == list(range(7))
    home = {keys[place]: n for n, part in enumerate(parts) for place in part}
    assert all(home[keys[place]] == n for n, part in enumerate(parts) for place in part)
    assert len(parts) == 3


def test_fewer_stories_than_parts_make_fewer_parts() -> None:
    assert folds(["a", "a", "b"], 5, seed=0) in ([[0, 1], [2]], [[2], [0, 1]])
