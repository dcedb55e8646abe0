"""Which way each person leans in labels towards something, and how often they cannot tell."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement import stances
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


def leanings(judged: Judged, draws: Draws) -> list[Leaning]:
    """A row for each field with targets and each person."""
    return [one for field, pairs in judged.pairs_of.items() for one in _of(judged, field, pairs, draws)]


def _of(judged: Judged, field: str, pairs: Pairs, draws: Draws) -> list[Leaning]:
    same = stances.same_target(judged, pairs)
    codes = same.steps().codes
    article = judged.cluster_article[same.cluster]
    steps = np.where(codes >= 0, codes, 0).astype(np.float64)
    known = codes >= 0
    others, sums = known.sum(axis=1), steps.sum(axis=1)
    found = []
    for n, person in enumerate(judged.people):
        here = known[:, n] & (others >= 2)
        away = steps[here, n] - (sums[here] - steps[here, n]) / (others[here] - 1)
        low, high = draws.of_mean(away, article[here])
        mine = judged.rater[pairs.quote] == n
        said = len(np.unique(pairs.quote[mine]))
        rates = [_share(pairs, mine, label, said) for label in (UNCLEAR, MIXED)]
        bias = float(away.mean()) if len(away) else None
        found.append(Leaning(person, field, bias, low, high, len(away), said, *rates))
    return found


def _share(
    pairs: Pairs, mine: "np.ndarray[tuple[int], np.dtype[np.bool_]]", label: str, said: int
) -> float | None:
    if label not in pairs.labels or not said:
        return None
    here = mine & (pairs.label == pairs.labels.index(label))
    return len(np.unique(pairs.quote[here])) / said
