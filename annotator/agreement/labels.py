"""Agreement label by label, and which labels are taken for which."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.against import said
from annotator.agreement.asking import Asked
from annotator.agreement.coefficients.alpha import coincidences
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.specific import OfLabel, of_table, one_of_two
from annotator.agreement.judged import REGISTRY

MOST = 120  # labels of a field for which this is shown: speakers have thousands
SHOWN = 30  # labels of a table of confusion


@dataclass(frozen=True, slots=True)
class OfField:
    """A row a label; and how often two judgements of a unit were these two labels, in the order of the scale.

    `chief`: one of those that say most; the others ask the same in another way. `confusion` counts each pair
    of judgements twice, once from either side, and a unit as often as it has judgements (coincidences); it
    is empty where there are too many labels, or sets.
    """

    name: str
    chief: bool
    labels: list[OfLabel]
    confusion: list[list[float]]


def by_label(every: Iterable[Asked]) -> list[OfField]:
    """For each field with so few labels that one can look at them; for sets, each member by itself."""
    found = []
    for one in every:
        some = one.coding.pairable
        if one.distance == "Jaccard" or not len(some.codes):
            continue
        if one.distance == "MASI":
            rows: list[OfLabel] = _members(some)
            table: Any = []
        elif len(some.labels) <= MOST:
            together = coincidences(some)
            rows = of_table(together, some.labels, some.units)
            table = together.tolist() if len(some.labels) <= SHOWN else []
        else:
            continue
        rows = [row for row in rows if row.prevalence]
        if len(rows) > 1:
            chief = (one.main and one.field != REGISTRY) or one.unit == "labels"
            found.append(OfField(one.name, chief, rows, table))
    return found


def _members(some: Coding) -> list[OfLabel]:
    """For each member of sets, whether it is in one: all members at once, from the pairs of sets that met."""
    some = said(some)
    sets: tuple[frozenset[str], ...] = some.labels
    members = sorted(set().union(*sets), key=_by_number)
    holds = np.array([[member in label for member in members] for label in sets], np.float64)
    totals = some.totals() @ holds
    apart = np.zeros(len(members))
    share = 1.0 / (some.per_unit - 1)
    for a, b in some.pairs():
        both = (some.codes[:, a] >= 0) & (some.codes[:, b] >= 0)
        keys = some.codes[both, a].astype(np.int64) * len(sets) + some.codes[both, b]
        names, place = np.unique(keys, return_inverse=True)
        weight = np.bincount(place, share[both], minlength=len(names))
        one, other = np.divmod(names, len(sets))
        apart += weight @ np.abs(holds[one] - holds[other])
    judged = float(some.totals().sum())
    return [
        OfLabel(
            member,
            float(totals[n] / judged),
            float((totals[n] - apart[n]) / totals[n]),
            one_of_two(float(totals[n] - apart[n]), float(totals[n]), judged, member, some.units),
        )
        for n, member in enumerate(members)
    ]


def _by_number(code: str) -> list[tuple[int, str]]:
    """So that 2 stands before 10, and 10.1 behind 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", code)]
