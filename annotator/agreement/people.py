"""Each person beside the others: in pairs, against the rest, against gold; which way they lean."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.against import alpha_of, the_rest, two
from annotator.agreement.arrays import Ints
from annotator.agreement.asking import Asked, asked
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.judged import Judged
from annotator.agreement.rates import Rate, counted
from annotator.agreement.spans import MATCHED, opportunities


@dataclass(frozen=True, slots=True)
class Beside:
    """`one` and `other` (a person, gold, or the rest): contents over the quotes that both could have marked,
    exact and from an IoU of MATCHED; and alpha by the name of what is asked, with how many units it is of.
    """

    one: str
    other: str
    exact: Rate
    half: Rate
    alphas: dict[str, Coefficient]


def pairwise(judged: Judged, every: Sequence[Asked]) -> list[Beside]:
    """Each two people."""
    there, exact, half = _contents(judged)
    return [
        Beside(
            judged.people[a],
            judged.people[b],
            counted(int(exact[a, b]), int(there[b, a]), int(there[a, b])),
            counted(int(half[a, b]), int(there[b, a]), int(there[a, b])),
            {x.name: alpha_of(two(x.coding, a, b), x.distance) for x in every if x.main},
        )
        for a, b in combinations(range(len(judged.people)), 2)
    ]


def against_rest(judged: Judged, every: Sequence[Asked]) -> list[Beside]:
    """Each person and all the others: each of their judgements beside that of each other person."""
    there, exact, half = _contents(judged)
    return [
        Beside(
            name,
            "the rest",
            counted(int(exact[n].sum()), int(there[:, n].sum()), int(there[n].sum())),
            counted(int(half[n].sum()), int(there[:, n].sum()), int(there[n].sum())),
            {x.name: alpha_of(the_rest(x.coding, n), x.distance) for x in every if x.main},
        )
        for n, name in enumerate(judged.people)
    ]


def against_gold(judged: Judged, gold: int) -> list[Beside]:
    """Each person and the gold that has the place `gold` among the people, over what gold covers."""
    found = []
    for n in range(len(judged.people)):
        if n != gold:
            both = judged.among([n, gold])
            found += pairwise(both, [one for one in asked(both) if one.main])
    return found


def _contents(judged: Judged) -> tuple[Ints, Ints, Ints]:
    """(quotes of one where the other looked, pairs that are equal, pairs that are matched), by two people."""
    pairs, size = judged.pairs, len(judged.people)
    tables = []
    for level in (1.0, MATCHED):
        here = pairs.iou >= level
        keys = judged.rater[pairs.one[here]] * size + judged.rater[pairs.other[here]]
        table = np.bincount(keys, minlength=size * size).reshape(size, size)
        tables.append(table + table.T)
    return opportunities(judged), tables[0], tables[1]
