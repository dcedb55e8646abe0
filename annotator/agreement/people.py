"""Each person beside the others: in pairs, against the rest, against gold; which way they lean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from annotator.agreement.adding import added
from annotator.agreement.against import alpha_of, the_rest, two
from annotator.agreement.arrays import Ints, narrow
from annotator.agreement.asking import Asked, asked
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.comparable import comparable
from annotator.agreement.joining import Growing, Labels
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
    return [
        _beside(people[a], people[b], found, (a, b), {name: some[n] for name, some in alphas})
        for n, (a, b) in enumerate(pairs)
    ]


def _beside(
    one: str, other: str, found: Contents, pair: tuple[int, int], alphas: dict[str, Coefficient]
) -> Beside:
    a, b = pair
    there = int(found.there[b, a]), int(found.there[a, b])
    exact, half = (counted(int(table[a, b]), *there) for table in (found.exact, found.half))
    return Beside(one, other, exact, half, alphas)


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


class _Met:
    """What two people said in one field of what both marked, from block to block."""

    def __init__(self, distance: str) -> None:
        self._distance = distance
        self._labels, self._codes = Labels(), Growing()

    def take(self, one: Asked) -> None:
        some = one.coding.pairable
        self._codes.add(narrow(self._labels.numbered(some.labels, one.keys)[some.codes]))

    def alpha(self) -> Coefficient:
        codes = self._codes.told().astype(np.int32)
        return alpha_of(Coding(codes, self._labels.known), self._distance)


class Against:
    """Each person and the gold that is the last of the people, over what gold covers, from block to block."""

    def __init__(self) -> None:
        self._gold = ""
        self._contents: dict[str, Contents] = {}
        self._met: dict[str, dict[str, _Met]] = {}

    def take(self, judged: Judged) -> None:
        """Add a block."""
        gold = len(judged.people) - 1
        self._gold = judged.people[gold]
        for n, name in enumerate(judged.people[:gold]):
            both = judged.among([n, gold])
            more, met = contents(both), self._met.setdefault(name, {})
            self._contents[name] = added(self._contents[name], more) if name in self._contents else more
            for one in asked(comparable(both), main=True):
                met.setdefault(one.name, _Met(one.distance)).take(one)

    def told(self) -> list[Beside]:
        """The figures, person by person, of all that was taken, which goes with them."""
        return [
            _beside(name, self._gold, found, (0, 1), {x: y.alpha() for x, y in self._met.pop(name).items()})
            for name, found in self._contents.items()
        ]
