"""What is true, and how well each rater sees it, from judgements alone.

Dawid, A. P. and Skene, A. M. (1979). Maximum likelihood estimation of observer error-rates using the EM
algorithm. Applied Statistics 28, 20-28.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.coefficients.coding import Floats

Places = NDArray[np.int64]
_MOST = 1000  # steps
_STILL = 1e-9  # change of log-likelihood, as a share of it, at which it has come to rest


@dataclass(frozen=True)
class Estimate:
    """`posterior` (items, labels), `prevalence` (labels,), `errors` (raters, true label, label said).

    A row of `errors` for a label that nobody may have meant is all NaN. `settled`: EM came to rest.
    """

    posterior: Floats
    prevalence: Floats
    errors: Floats
    log_likelihood: float
    steps: int
    settled: bool

    def accuracy(self) -> Floats:
        """How often each rater is right, labels weighted by how common they are. (raters,)"""
        right = np.diagonal(self.errors, axis1=1, axis2=2)
        found: Floats = np.nansum(right * self.prevalence, axis=1)
        return found


def dawid_skene(
    items: Sequence[int] | NDArray[Any],
    raters: Sequence[int] | NDArray[Any],
    labels: Sequence[int] | NDArray[Any],
    smooth: float = 0.0,
    times: Places | None = None,
    shape: tuple[int, int, int] | None = None,
) -> Estimate:
    """EM from judgements in three parallel lists of places; a rater may judge an item more than once.

    It begins with the share of each label among an item's judgements. `smooth` is added to every count of
    who says what, so that few judgements of a rater do not make certainties. `times`: how often each item,
    with just these judgements, occurs. `shape`: how many items, raters and labels there are, where the last
    ones of them may have no judgement. Raises ValueError for none.
    """
    if not len(items):
        raise ValueError("there is no judgement to learn from")
    counts = _Counts(np.asarray(items), np.asarray(raters), np.asarray(labels), smooth, times, shape)
    posterior, before, settled, steps = counts.shares(), -np.inf, False, 0
    while not settled and steps < _MOST:
        steps += 1
        prevalence, errors = counts.estimated(posterior)
        posterior, likelihood = counts.expected(prevalence, errors)
        settled = likelihood - before <= _STILL * abs(likelihood)
        before = likelihood
    return Estimate(posterior, prevalence, errors, likelihood, steps, settled)


class _Counts:
    def __init__(
        self,
        items: Places,
        raters: Places,
        labels: Places,
        smooth: float,
        times: Places | None,
        shape: tuple[int, int, int] | None,
    ) -> None:
        self.items, self.raters, self.labels, self.smooth = items, raters, labels, smooth
        self.shape = shape or (int(items.max()) + 1, int(raters.max()) + 1, int(labels.max()) + 1)
        self.times = np.ones(self.shape[0]) if times is None else np.asarray(times, np.float64)

    def shares(self) -> Floats:
        """The share of each label among an item's judgements. (items, labels)"""
        n, _, size = self.shape
        flat = np.bincount(self.items * size + self.labels, minlength=n * size).reshape(n, size)
        found: Floats = flat / np.maximum(1, flat.sum(axis=1, keepdims=True))
        return found

    def estimated(self, posterior: Floats) -> tuple[Floats, Floats]:
        """(how common labels are, how raters err), given what is likely to be true."""
        _, raters, size = self.shape
        errors = np.full((raters, size, size), self.smooth)
        for true in range(size):
            places = self.raters * size + self.labels
            weights = posterior[self.items, true] * self.times[self.items]
            said = np.bincount(places, weights, minlength=raters * size)
            errors[:, true, :] += said.reshape(raters, size)
        sums = errors.sum(axis=2, keepdims=True)
        shares = np.divide(errors, sums, out=np.full_like(errors, np.nan), where=sums > 0)
        return np.average(posterior, axis=0, weights=self.times), shares

    def expected(self, prevalence: Floats, errors: Floats) -> tuple[Floats, float]:
        """(what is likely to be true, the log-likelihood), given how raters err."""
        n, _, size = self.shape
        with np.errstate(divide="ignore"):
            told = np.log(np.nan_to_num(errors))[self.raters, :, self.labels]  # (judgements, true label)
            logs = np.tile(np.log(prevalence), (n, 1))
        for true in range(size):
            # -inf is kept: what is impossible after one judgement stays so.
            np.add.at(logs[:, true], self.items, told[:, true])
        most = logs.max(axis=1, keepdims=True)
        likely = np.exp(logs - most)
        sums = likely.sum(axis=1, keepdims=True)
        return likely / sums, float((most + np.log(sums))[:, 0] @ self.times)
