"""Two ways over the same articles: which is better, and whether that is more than chance."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.rates import Rate, total

RESAMPLES = 2_000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Comparison:
    """`gain` is F1 learned - rules, `low` and `high` its 95 % interval."""

    rules: Rate
    learned: Rate
    low: float
    high: float

    @property
    def gain(self) -> float:
        return f1(self.learned) - f1(self.rules)

    @property
    def better(self) -> bool:
        """Whether the gain is more than chance: its whole interval lies above zero."""
        return self.low > 0


def f1(rate: Rate) -> float:
    """F1, and 0 where nothing is found or wanted. Of questions with one answer each it is the share right."""
    return rate.f1 or 0.0


def compared(rules: Sequence[Rate], learned: Sequence[Rate], seed: int) -> Comparison:
    """Paired bootstrap over articles (Efron and Tibshirani 1993): both ways get the same articles."""
    draw = random.Random(seed)
    size = len(rules)
    gains = []
    for _ in range(RESAMPLES):
        places = draw.choices(range(size), k=size)
        gains.append(f1(_drawn(learned, places)) - f1(_drawn(rules, places)))
    gains.sort()
    cut = int((1 - CONFIDENCE) / 2 * RESAMPLES)
    return Comparison(total(rules), total(learned), gains[cut], gains[-1 - cut])


def _drawn(rates: Sequence[Rate], places: Sequence[int]) -> Rate:
    some = [rates[place] for place in places]
    return Rate(
        sum(r.hits for r in some), sum(r.found for r in some),
        sum(r.reached for r in some), sum(r.wanted for r in some),
    )  # fmt: skip


def folds(keys: Sequence[str], number: int, seed: int) -> list[list[int]]:
    """The places of `keys` (one an article) in at most `number` parts; equal keys are in one part."""
    order = sorted(set(keys), key=lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest())
    part = {key: n % number for n, key in enumerate(order)}
    found: list[list[int]] = [[] for _ in range(number)]
    for place, key in enumerate(keys):
        found[part[key]].append(place)
    return [places for places in found if places]
