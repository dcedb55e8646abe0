"""Each person beside the others: in pairs, against the rest, against gold; which way they lean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from annotator.agreement.against import alpha_of, the_rest, two
from annotator.agreement.arrays import Ints, added
from annotator.agreement.asking import Asked, asked, is_main
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.compared import Compared, compared
from annotator.agreement.joining import Joining
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


class Contents(NamedTuple):
    """By two people: quotes of one where the other has looked, pairs that are equal, pairs that are matched.

    Each is (people, people); those of several blocks of articles add up.
    """

    there: Ints
    exact: Ints
    half: Ints


def contents(judged: Judged) -> Contents:
    """Those of a block."""
    return Contents(opportunities(judged), _near(judged, 1.0), _near(judged, MATCHED))


def _near(judged: Judged, level: float) -> Ints:
    pairs, size = judged.pairs, len(judged.people)
    here = pairs.iou >= level
    keys = judged.rater[pairs.one[here]] * size + judged.rater[pairs.other[here]]
    table = np.bincount(keys, minlength=size * size).reshape(size, size)
    return table + table.T


def pairwise(people: Sequence[str], found: Contents, every: Iterable[Asked]) -> list[Beside]:
    """Each two people, by what is asked of each pair."""
    pairs = list(combinations(range(len(people)), 2))
    alphas = [
        (x.name, [alpha_of(two(x.coding, *pair), x.distance) for pair in pairs]) for x in every if x.main
    ]
    there, exact, half = found
    return [
        Beside(
            people[a],
            people[b],
            counted(int(exact[a, b]), int(there[b, a]), int(there[a, b])),
            counted(int(half[a, b]), int(there[b, a]), int(there[a, b])),
            {name: some[n] for name, some in alphas},
        )
        for n, (a, b) in enumerate(pairs)
    ]


def against_rest(people: Sequence[str], found: Contents, every: Iterable[Asked]) -> list[Beside]:
    """Each person and all the others: each of their judgements beside that of each other person."""
    alphas = [
        (x.name, [alpha_of(the_rest(x.coding, n), x.distance) for n in range(len(people))])
        for x in every
        if x.main
    ]
    there, exact, half = found
    return [
        Beside(
            name,
            "the rest",
            counted(int(exact[n].sum()), int(there[:, n].sum()), int(there[n].sum())),
            counted(int(half[n].sum()), int(there[:, n].sum()), int(there[n].sum())),
            {asked: some[n] for asked, some in alphas},
        )
        for n, name in enumerate(people)
    ]


class Against:
    """Each person and the gold that is the last of the people, over what gold covers, from block to block."""

    def __init__(self) -> None:
        self._met: dict[str, tuple[Joining, Contents | None]] = {}

    def take(self, judged: Judged) -> None:
        """Add a block."""
        gold = len(judged.people) - 1
        for n, name in enumerate(judged.people[:gold]):
            both = judged.among([n, gold])
            joining, found = self._met.get(name, (Joining(), None))
            joining.take(_main(compared(both)))
            more = contents(both)
            self._met[name] = joining, more if found is None else added(found, more)

    def told(self) -> list[Beside]:
        """The figures, person by person, of all that was taken, which goes with them."""
        rows: list[Beside] = []
        for name in tuple(self._met):
            joining, found = self._met.pop(name)
            assert found is not None
            some = joining.told()
            rows += pairwise(some.people, found, asked(some, main=True))
        return rows


def _main(some: Compared) -> Compared:
    """Without what no pair of people is asked."""
    kept = {name: x for name, x in some.columns.items() if is_main(name, x)}
    return replace(
        some,
        sentences=some.sentences._replace(same=None),
        quotes=some.quotes._replace(again=None, proposed=None),
        columns=kept,
    )
