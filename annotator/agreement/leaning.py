"""Which way each person leans in labels towards something, and how often they cannot tell."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement import stances
from annotator.agreement.arrays import Ints
from annotator.agreement.comparable import Comparable
from annotator.agreement.figures import Draws
from annotator.agreement.judged import Judged, Pairs

UNCLEAR, MIXED = "unclear", "mixed"


@dataclass(frozen=True, slots=True)
class Leaning:
    """`bias`: the mean difference, in steps, to what others said of the same quote and target, over `of`
    pairs; above 0 is more for. `low` and `high`: its 95 % interval. `unclear` and `mixed`: the shares of
    the `said` quotes with any label of the field in which they said so. None where there are none.
    """

    person: str
    field: str
    bias: float | None
    low: float | None
    high: float | None
    of: int
    said: int
    unclear: float | None
    mixed: float | None


Said = dict[str, Ints]  # by field: (quotes with any label, with UNCLEAR, with MIXED) of each person


def said(judged: Judged) -> Said:
    """How many quotes of each person have which labels, in a block. (people, 3) a field"""
    return {field: _said(judged, pairs) for field, pairs in judged.pairs_of.items()}


def _said(judged: Judged, pairs: Pairs) -> Ints:
    found = [_of_people(judged, np.unique(pairs.quote))]
    for label in (UNCLEAR, MIXED):
        here = np.zeros(0, np.int64)
        if label in pairs.labels:
            here = np.unique(pairs.quote[pairs.label == pairs.labels.index(label)])
        found.append(_of_people(judged, here))
    return np.column_stack(found)


def _of_people(judged: Judged, quotes: Ints) -> Ints:
    return np.bincount(judged.rater[quotes], minlength=len(judged.people))


def leanings(some: Comparable, of: Said, draws: Draws) -> list[Leaning]:
    """A row for each field with targets and each person."""
    return [
        one for field, pairs in some.pairs_of.items() for one in _of(some, field, pairs, of[field], draws)
    ]


def _of(some: Comparable, field: str, pairs: Pairs, of: Ints, draws: Draws) -> list[Leaning]:
    same = stances.same_target(some, pairs)
    codes = same.steps().codes
    article = some.clusters.article[same.cluster]
    steps = np.where(codes >= 0, codes, 0).astype(np.float64)
    known = codes >= 0
    others, sums = known.sum(axis=1), steps.sum(axis=1)
    found = []
    for n, person in enumerate(some.people):
        here = known[:, n] & (others >= 2)
        away = steps[here, n] - (sums[here] - steps[here, n]) / (others[here] - 1)
        low, high = draws.of_mean(away, article[here])
        every, *several = of[n].tolist()
        rates = [
            many / every if every and label in pairs.labels else None
            for label, many in zip((UNCLEAR, MIXED), several, strict=True)
        ]
        bias = float(away.mean()) if len(away) else None
        found.append(Leaning(person, field, bias, low, high, len(away), every, *rates))
    return found
