"""What is true where there are too many labels to learn how each is mistaken for each: one number a rater.

The model of Dawid and Skene (1979) with one parameter: a rater is right with one chance, whatever is true,
and wrong evenly over all other labels. See Zhang, Chen, Zhou and Jordan (2016). Spectral methods meet EM: a
provably optimal algorithm for crowdsourcing. Journal of Machine Learning Research 17 (102), 1-44.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coefficients.coding import Floats

_MOST = 1000  # steps
_STILL = 1e-9  # change of an accuracy at which it has come to rest
_PRIOR = 1.0  # judgements of each rater that count as right, and as many as wrong, before any was read


@dataclass(frozen=True)
class Coins:
    """`accuracy` (raters,), of `size` labels that there are."""

    accuracy: Floats
    size: int

    def posterior(self, votes: Mapping[int, int]) -> dict[int, float]:
        """label -> how likely it is, for the labels that somebody said; `votes` are rater -> label.

        What is missing from 1 is the chance of the labels that nobody said.
        """
        wrong = {rater: (1 - self.accuracy[rater]) / max(1, self.size - 1) for rater in votes}
        logs = {
            label: sum(
                float(np.log(self.accuracy[rater] if said == label else wrong[rater]))
                for rater, said in votes.items()
            )
            for label in sorted(set(votes.values()))
        }
        none = sum(float(np.log(share)) for share in wrong.values())
        most = max([*logs.values(), none])
        likely = {label: float(np.exp(log - most)) for label, log in logs.items()}
        whole = sum(likely.values()) + (self.size - len(likely)) * float(np.exp(none - most))
        return {label: share / whole for label, share in likely.items()}


def one_coin(items: Sequence[Mapping[int, int]], raters: int, size: int) -> Coins:
    """EM from `items`, each the votes rater -> label. Raises ValueError for none, or labels beyond `size`."""
    rows = [(item, rater, label) for item, votes in enumerate(items) for rater, label in votes.items()]
    if not rows:
        raise ValueError("there is no judgement to learn from")
    if max(label for _, _, label in rows) >= size:
        raise ValueError("a judgement names a label beyond the last one")
    votes = _Votes(np.array(rows, np.int64), raters, max(2, size))
    accuracy = votes.accuracy(votes.shares())
    for _ in range(_MOST):
        before, accuracy = accuracy, votes.accuracy(votes.expected(accuracy))
        if float(np.abs(accuracy - before).max()) < _STILL:
            break
    return Coins(accuracy, votes.size)


class _Votes:
    """Judgements in columns; `said` is the place of each one's pair of item and label among all pairs."""

    def __init__(self, rows: NDArray[np.int64], raters: int, size: int) -> None:
        self.item, self.rater, label = rows.T
        self.raters, self.size = raters, size
        pairs, self.said = np.unique(self.item * size + label, return_inverse=True)
        self.of = pairs // size  # the item of each pair
        self.items = int(self.item.max()) + 1
        self.unsaid = size - np.bincount(self.of, minlength=self.items)

    def shares(self) -> Floats:
        """Of each judgement the share of its item's that say the same."""
        found: Floats = np.bincount(self.said)[self.said] / np.bincount(self.item)[self.item]
        return found

    def accuracy(self, right: Floats) -> Floats:
        """How often each rater is right, given how likely each judgement is. (raters,)"""
        sums = np.bincount(self.rater, right, self.raters) + _PRIOR
        found: Floats = sums / (np.bincount(self.rater, minlength=self.raters) + 2 * _PRIOR)
        return found

    def expected(self, accuracy: Floats) -> Floats:
        """How likely each judgement is, given how often each rater is right; as `Coins.posterior`."""
        right, wrong = np.log(accuracy), np.log((1 - accuracy) / (self.size - 1))
        none = np.bincount(self.item, wrong[self.rater], self.items)
        logs = none[self.of] + np.bincount(self.said, (right - wrong)[self.rater])
        most = none.copy()
        np.maximum.at(most, self.of, logs)
        likely = np.exp(logs - most[self.of])
        whole = np.bincount(self.of, likely, self.items) + self.unsaid * np.exp(none - most)
        found: Floats = likely[self.said] / whole[self.item]
        return found
