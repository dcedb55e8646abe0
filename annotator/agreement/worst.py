"""The quotes that people disagree on most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Numbers
from annotator.agreement.asking import asked
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.distances import ordinal
from annotator.agreement.coefficients.many import ManySets
from annotator.agreement.comparable import Comparable
from annotator.agreement.fields import Row
from annotator.agreement.figures import SHARES
from annotator.agreement.judged import UNMARKED

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


def worst(some: Comparable, rows: Sequence[Row], most: int) -> list[Worst]:
    """The `most` quotes with the highest sum of disagreements, the worst first; of equals the first.

    Disagreement in a field is the mean distance of two judgements of the quote, over the distance to expect
    by chance: so each field weighs the same. Where a quote is counts as 1 for two people of whom only one
    marked it, and as 1 - IoU for two who both did; chance would hardly ever have two mark the same words.
    """
    if not most or not some.count:
        return []
    parts = {PLACE: some.clusters.apart}
    expected = {row.name: row.found.alpha.expected for row in rows}
    for one in asked(some, main=True):
        if one.cluster is not None and expected.get(one.name):
            far = distances(one.coding, one.distance) / float(expected[one.name] or 1)
            parts[one.name] = np.bincount(one.cluster, far, some.count).astype(np.float64)
    total = np.sum(list(parts.values()), axis=0)
    order = np.argsort(-total, kind="stable")[:most]
    chosen = [n for n in order.tolist() if total[n] > 0]
    said = _said(some, chosen)
    return [_item(some, n, float(total[n]), parts, said[n]) for n in chosen]


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


def _item(
    some: Comparable, cluster: int, score: float, parts: dict[str, Numbers], said: dict[str, dict[str, str]]
) -> Worst:
    quotes = some.quotes.cluster == cluster
    return Worst(
        some.digests[int(some.clusters.article[cluster])],
        int(some.quotes.start[quotes].min()),
        int(some.quotes.end[quotes].max()),
        int(some.clusters.sentence[cluster]),
        score,
        {name: float(far[cluster]) for name, far in parts.items() if far[cluster] > 0},
        {person: said[person] for person in some.people if person in said},
    )


def _said(some: Comparable, chosen: Sequence[int]) -> dict[int, dict[str, dict[str, str]]]:
    """cluster -> person -> field -> what they said; where the quote is comes first."""
    found = {n: _places(some, n) for n in chosen}
    for one in asked(some, main=True):
        if one.cluster is None:
            continue
        for n in chosen:
            for unit in np.flatnonzero(one.cluster == n).tolist():
                for person, code in enumerate(one.coding.codes[unit].tolist()):
                    if code >= 0:
                        words = found[n].setdefault(some.people[person], {})
                        label = shown(one.coding.labels[code])
                        words[one.name] = ", ".join(filter(None, (words.get(one.name), label)))
    return found


def _places(some: Comparable, cluster: int) -> dict[str, dict[str, str]]:
    missed = np.flatnonzero(some.clusters.missed[cluster]).tolist()
    found = {some.people[n]: {PLACE: UNMARKED} for n in missed}
    for row in np.flatnonzero(some.quotes.cluster == cluster).tolist():
        place = f"{some.quotes.start[row]}-{some.quotes.end[row]}"
        found[some.people[int(some.quotes.rater[row])]] = {PLACE: place}
    return found


def shown(label: object) -> str:
    """A label as words."""
    return " + ".join(sorted(label)) if isinstance(label, frozenset) else str(label)
