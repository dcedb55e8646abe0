"""The quotes that people disagree on most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Numbers
from annotator.agreement.asking import Asked
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.distances import ordinal
from annotator.agreement.coefficients.many import ManySets
from annotator.agreement.fields import Row
from annotator.agreement.figures import SHARES
from annotator.agreement.judged import UNMARKED, Judged

PLACE = "where it is"


@dataclass(frozen=True, slots=True)
class Worst:
    """A quote on which people disagree. Offsets are of the article's text, from the first to the last that
    any content of it covers; `sentence` is where it begins among those of the body, counted from 0.

    `parts`: how far each field is apart, as a multiple of what chance would do; `score` is their sum.
    `said`: for each person what they said in each field, and `UNMARKED` where they marked nothing.
    """

    article: str
    start: int
    end: int
    sentence: int
    score: float
    parts: dict[str, float]
    said: dict[str, dict[str, str]]
    words: str = ""


def worst(judged: Judged, every: Sequence[Asked], rows: Sequence[Row], most: int) -> list[Worst]:
    """The `most` quotes with the highest sum of disagreements, the worst first; of equals the first.

    Disagreement in a field is the mean distance of two judgements of the quote, over the distance to expect
    by chance: so each field weighs the same. Where a quote is counts as 1 for two people of whom only one
    marked it, and as 1 - IoU for two who both did; chance would hardly ever have two mark the same words.
    """
    if not most or not judged.clusters:
        return []
    parts = {PLACE: _apart(judged)}
    expected = {row.name: row.found.alpha.expected for row in rows}
    for one in every:
        if one.main and one.cluster is not None and expected.get(one.name):
            far = distances(one.coding, one.distance) / float(expected[one.name] or 1)
            parts[one.name] = np.bincount(one.cluster, far, judged.clusters).astype(np.float64)
    total = np.sum(list(parts.values()), axis=0)
    order = np.argsort(-total, kind="stable")[:most]
    asked = [one for one in every if one.main and one.cluster is not None]
    return [_item(judged, n, float(total[n]), parts, asked) for n in order.tolist() if total[n] > 0]


def distances(coding: Coding, distance: str) -> Numbers:
    """The mean distance of two judgements of each unit; 0 where there are no two. (units,)"""
    enough = coding.per_unit >= 2
    some = coding.pairable
    found = np.zeros(len(coding.codes))
    if not len(some.codes):
        return found
    if distance in SHARES:
        found[enough] = ManySets(coding, SHARES[distance]).apart / some.per_unit
        return found
    table = None
    if distance == "ordinal":
        flat = np.repeat(enough, coding.codes.shape[1]) & (coding.codes.ravel() >= 0)
        totals = np.bincount(coding.codes.ravel()[flat], minlength=len(coding.labels)).astype(np.float64)
        table = ordinal(coding.labels, totals)
    total = np.zeros(len(some.codes))
    for a, b in some.pairs():
        one, other = some.codes[:, a], some.codes[:, b]
        both = (one >= 0) & (other >= 0)
        far = (one != other).astype(np.float64) if table is None else table[one, other]
        total += np.where(both, far, 0)
    found[enough] = 2 * total / (some.per_unit * (some.per_unit - 1))
    return found


def _apart(judged: Judged) -> Numbers:
    """How far people are apart on where each cluster is: 0 all the same, 1 nobody has what another has."""
    seen = judged.seen.sum(axis=1)
    pairs = judged.pairs
    same = judged.cluster[pairs.one] == judged.cluster[pairs.other]
    shared = np.bincount(judged.cluster[pairs.one[same]], pairs.iou[same], minlength=judged.clusters)
    missed = judged.missed.sum(axis=1)
    # Two who both marked nothing agree.
    possible = seen * (seen - 1) / 2 - missed * (missed - 1) / 2
    found: Numbers = 1 - np.divide(shared, possible, out=np.ones(judged.clusters), where=possible > 0)
    return found


def _item(
    judged: Judged, cluster: int, score: float, parts: dict[str, Numbers], asked: Sequence[Asked]
) -> Worst:
    quotes = np.flatnonzero(judged.cluster == cluster)
    first = int(judged.first[quotes[0]])
    article = int(judged.sentence_article[first])
    behind = int(judged.line[article])
    here = np.isin(judged.content.owner, quotes)
    said: dict[str, dict[str, str]] = {
        judged.people[n]: {PLACE: UNMARKED} for n in np.flatnonzero(judged.missed[cluster]).tolist()
    }
    for quote in quotes.tolist():
        mine = judged.content.owner == quote
        low, high = int(judged.content.start[mine].min()), int(judged.content.end[mine].max())
        said[judged.people[int(judged.rater[quote])]] = {PLACE: f"{low - behind}-{high - behind}"}
    for one in asked:
        assert one.cluster is not None
        for unit in np.flatnonzero(one.cluster == cluster).tolist():
            for person, code in enumerate(one.coding.codes[unit].tolist()):
                if code >= 0:
                    words = said.setdefault(judged.people[person], {})
                    words[one.name] = ", ".join(
                        filter(None, (words.get(one.name), shown(one.coding.labels[code])))
                    )
    return Worst(
        judged.articles[article],
        int(judged.content.start[here].min()) - behind,
        int(judged.content.end[here].max()) - behind,
        first - int(np.searchsorted(judged.sentence_article, article)),
        score,
        {name: float(far[cluster]) for name, far in parts.items() if far[cluster] > 0},
        {person: said[person] for person in judged.people if person in said},
    )


def shown(label: object) -> str:
    """A label as words."""
    return " + ".join(sorted(label)) if isinstance(label, frozenset) else str(label)
