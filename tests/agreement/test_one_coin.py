"""One accuracy a rater: what it learns, and what it makes of votes."""

import numpy as np
import pytest

from annotator.agreement.coefficients.one_coin import Coins, one_coin


def test_a_posterior_is_bayes_rule() -> None:
    """Two raters, right in 8 and 6 of 10 cases; of four labels two were said by nobody."""
    found = Coins(np.array([0.8, 0.6]), 4).posterior({0: 2, 1: 3})
    first, second, other = 0.8 * 0.4 / 3, 0.2 / 3 * 0.6, 0.2 / 3 * 0.4 / 3
    whole = first + second + 2 * other
    assert found == {2: pytest.approx(first / whole), 3: pytest.approx(second / whole)}


def test_it_finds_how_often_each_is_right() -> None:
    random = np.random.default_rng(4)
    items, truth, accuracy = 600, random.integers(50, size=600), (0.9, 0.8, 0.5)
    votes = []
    for item in range(items):
        said = {}
        for rater, share in enumerate(accuracy):
            right = random.random() < share
            said[rater] = int(truth[item]) if right else int(random.integers(50))
        votes.append(said)
    coins = one_coin(votes, 3, 50)
    assert coins.accuracy == pytest.approx(accuracy, abs=0.05)
    best = [max(p, key=p.__getitem__) for p in map(coins.posterior, votes)]
    assert np.mean(np.array(best) == truth) > 0.9


def test_whom_others_confirm_is_believed() -> None:
    votes = [{0: n, 1: n, 2: n + 1} for n in range(20)] + [{0: 5, 2: 6}]
    found = one_coin(votes, 3, 40).posterior(votes[-1])
    assert found[5] > 0.9 > found[6]


@pytest.mark.parametrize(("items", "why"), [([{}], "no judgement"), ([{0: 3}], "beyond the last one")])
def test_what_cannot_be_learned_from_is_refused(items: list[dict[int, int]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        one_coin(items, 1, 3)


def test_what_it_learns_is_where_expectation_and_accuracy_rest() -> None:
    """One step of EM by hand, from the posteriors of single items, changes nothing any more."""
    votes = [{0: 1, 1: 1, 2: 2}, {0: 3, 1: 4}, {1: 2, 2: 2}, {0: 5, 1: 5, 2: 5}]
    coins = one_coin(votes, 3, 20)
    shares = [(rater, coins.posterior(one)[label]) for one in votes for rater, label in one.items()]
    for rater in range(3):
        mine = [share for who, share in shares if who == rater]
        assert coins.accuracy[rater] == pytest.approx((1 + sum(mine)) / (2 + len(mine)), abs=1e-7)
