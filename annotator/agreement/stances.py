"""Labels towards something (stances) as units that can be compared: a quote may have several, or none.

Either two people's labels are compared where they have the same target, or whatever their targets: each
one's labels then stand in slots of a quote, those towards the targets that most of them named first.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Ints, narrow
from annotator.agreement.coefficients.coding import MISSING, Codes, Coding, distinct
from annotator.agreement.comparable import Comparable
from annotator.agreement.judged import Column, Kind, Pairs

NO_TARGET = "(no target)"


@dataclass(frozen=True)
class Said:
    """Labels with the units they belong to. `unit`, `rater` and `label` are parallel columns.

    `cluster[unit]` is the cluster of quotes that a unit is of.
    """

    unit: Ints
    rater: Ints
    label: Codes
    cluster: Ints
    pairs: Pairs
    people: int

    def steps(self, *, collapsed: bool = False) -> Coding:
        """The steps in their order; what is no step is missing."""
        pairs = self.pairs
        code = np.full(len(pairs.labels), MISSING, np.int32)
        code[list(pairs.scale)] = pairs.groups if collapsed else range(len(pairs.scale))
        labels: tuple[str, ...] = tuple(pairs.labels[n] for n in pairs.scale)
        if collapsed:
            names: dict[int, list[str]] = {}
            for group, label in zip(pairs.groups, labels, strict=True):
                names.setdefault(group, []).append(label)
            labels = tuple("/".join(names[group]) for group in sorted(names))
        return Coding(self._filled(code[self.label]), labels)

    def all_labels(self) -> Coding:
        """Every label, steps or not."""
        return Coding(self._filled(self.label), self.pairs.labels)

    def _filled(self, codes: Codes) -> Codes:
        table = np.full((len(self.cluster), self.people), MISSING, np.int32)
        table[self.unit, self.rater] = codes
        return table


def same_target(some: Comparable, pairs: Pairs) -> Said:
    """A unit is a cluster and a target."""
    quote, target, label = _that_count(some, pairs)
    towards = target >= 0
    quote, target, label = quote[towards], target[towards], label[towards]
    return _made(some, pairs, quote, label, target, len(pairs.targets))


def by_slot(some: Comparable, pairs: Pairs) -> Said:
    """A unit is a cluster and a slot, whatever the targets."""
    quote, target, label = _that_count(some, pairs)
    size = len(pairs.targets) + 1
    keys = some.quotes.cluster[quote].astype(np.int64) * size + target + 1
    _, place, times = np.unique(keys, return_inverse=True, return_counts=True)
    order = np.lexsort((target, -times[place], quote))
    quote, label = quote[order], label[order]
    fresh = np.flatnonzero(np.append(True, quote[1:] != quote[:-1])[: len(quote)])
    slot = np.arange(len(quote)) - np.repeat(fresh, np.diff(np.append(fresh, len(quote))))
    most = int(slot.max(initial=0)) + 1
    return _made(some, pairs, quote, label, slot, most)


def has_one(pairs: Pairs, count: int) -> Column:
    """For each quote whether it has a label other than `none`; missing where nothing was said."""
    codes = np.full(count, MISSING, np.int32)
    codes[pairs.quote] = 0
    codes[pairs.quote[pairs.label != pairs.none]] = 1
    return Column(codes, (False, True))


def targets(pairs: Pairs, count: int) -> Column:
    """For each quote the set of its targets; missing where it has none."""
    here = pairs.target >= 0
    quote, target = (column[here].astype(np.int64) for column in (pairs.quote, pairs.target))
    return sets(quote, target, pairs.targets, count)


def sets(quote: Ints, member: Ints, members: tuple[str, ...], count: int) -> Column:
    """For each quote the set of its members, given in two parallel columns; missing where it has none."""
    keys = np.unique(quote * max(1, len(members)) + member)
    quote, member = np.divmod(keys, max(1, len(members)))
    codes = np.full(count, MISSING, np.int32)
    fresh = np.flatnonzero(np.append(True, quote[1:] != quote[:-1])[: len(quote)])
    sizes = np.diff(np.append(fresh, len(quote)))
    found: list[frozenset[str]] = []
    for size in np.unique(sizes).tolist():
        begin = fresh[sizes == size]
        rows, place = distinct(member[begin[:, None] + np.arange(size)])
        codes[quote[begin]] = place + len(found)
        found += [frozenset(members[n] for n in row) for row in rows.tolist()]
    return Column(codes, tuple(found), Kind.SETS)


def _that_count(some: Comparable, pairs: Pairs) -> tuple[Ints, Ints, Codes]:
    here = some.quotes.cluster[pairs.quote] >= 0
    quote, target = (column[here].astype(np.int64) for column in (pairs.quote, pairs.target))
    return quote, target, pairs.label[here]


def _made(some: Comparable, pairs: Pairs, quote: Ints, label: Codes, other: Ints, size: int) -> Said:
    keys = some.quotes.cluster[quote].astype(np.int64) * max(1, size) + other
    keys, unit = np.unique(keys, return_inverse=True)
    of = keys // max(1, size)
    return Said(narrow(unit), some.quotes.rater[quote], label, of, pairs, len(some.people))
