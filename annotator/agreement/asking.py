"""What people are compared by: each field, made into judgements of units."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement import stances
from annotator.agreement.arrays import Ints
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.comparable import Comparable
from annotator.agreement.figures import distance_of
from annotator.agreement.judged import AS_WRITTEN, REGISTRY, TYPE, UNMARKED, Column, Kind, Pairs

HAS_QUOTE = "has a quote"
_SAME = "same target"


@dataclass(frozen=True)
class Asked:
    """One way to compare people in a `field`: judgements, and the distance that they are measured by.

    `unit` names what is judged: sentences, quotes, or what is said of a quote towards a target. `cluster[n]`
    is the cluster of quotes that unit n is of; None: units are sentences. `main`: one of the few that are
    asked of each pair of people and each week, too.
    """

    name: str
    field: str
    unit: str
    distance: str
    coding: Coding
    article: Ints
    cluster: Ints | None = None
    main: bool = False
    keys: tuple[Any, ...] | None = None  # of the labels, as in Column


def asked(some: Comparable, *, main: bool = False) -> Iterator[Asked]:
    """All there is to compare (`main`: of that only the few), in the order in which people read it.

    Each is made when it is asked for: all of them are several times as large as what they are made from.
    """
    yield Asked(
        HAS_QUOTE, HAS_QUOTE, "sentences", "nominal", some.has_quote(), some.sentences.article, None, True
    )
    columns = {name: x for name, x in some.columns.items() if not main or is_main(name, x)}
    early = [name for name in columns if name in (TYPE, AS_WRITTEN, REGISTRY)]
    for name in early:
        yield from _of_column(some, name, columns[name], only=main)
    for field, pairs in some.pairs_of.items():
        yield from _of_targets(some, field, pairs, only=main)
    for name, column in columns.items():
        if name not in early:
            yield from _of_column(some, name, column, only=main)


def is_main(name: str, column: Column) -> bool:
    """Whether a column is one of the few that are asked of each pair of people and each week, too."""
    return name in (TYPE, REGISTRY) or (name != AS_WRITTEN and column.kind is Kind.SETS)


def _of_column(some: Comparable, name: str, column: Column, *, only: bool) -> Iterator[Asked]:
    if column.kind is not Kind.SETS:
        yield _quotes(some, name, name, column, distance_of(column.kind), is_main(name, column))
        return
    for distance in ("MASI",) if only else ("MASI", "Jaccard"):
        yield _quotes(some, f"{name}, {distance}", name, column, distance, distance == "MASI")


def _quotes(some: Comparable, name: str, field: str, column: Column, distance: str, main: bool) -> Asked:
    every = np.arange(some.count)
    return Asked(
        name, field, "quotes", distance, some.coded(column), some.clusters.article, every, main, column.keys
    )


def _of_targets(some: Comparable, field: str, pairs: Pairs, *, only: bool) -> Iterator[Asked]:
    """What there is to ask of labels towards something."""
    if only:
        yield from _steps(some, field, _SAME, stances.same_target(some, pairs), only=True)
        return
    count = len(some.quotes.rater)
    yield _quotes(some, f"{field}: target", field, stances.targets(pairs, count), "MASI", False)
    yield from _steps(some, field, _SAME, stances.same_target(some, pairs), only=False)
    slots = stances.by_slot(some, pairs)
    yield from _steps(some, field, "any target", slots, only=False)
    if pairs.none >= 0:
        has = stances.has_one(pairs, count)
        yield _quotes(some, f"{field}: has one", field, has, "nominal", False)
    name, article = f"{field}: all labels", some.clusters.article[slots.cluster]
    yield Asked(name, field, "labels", "nominal", slots.all_labels(), article, slots.cluster)


def _steps(some: Comparable, field: str, words: str, said: stances.Said, *, only: bool) -> Iterator[Asked]:
    pairs = said.pairs
    for collapsed in (False, True) if pairs.groups and not only else (False,):
        if pairs.scale:
            size = len(set(pairs.groups)) if collapsed else len(pairs.scale)
            name, article = f"{field}: {size} steps, {words}", some.clusters.article[said.cluster]
            chief = words == _SAME and not collapsed
            coding = said.steps(collapsed=collapsed)
            yield Asked(name, field, "pairs", "ordinal", coding, article, said.cluster, chief)


def unmarked_too(some: Comparable, one: Asked) -> Coding | None:
    """The same judgements, where whoever saw a quote's sentence and did not mark the quote says so.

    A quote that only one person marked is a unit then. None for sentences, where that means nothing.
    """
    if one.cluster is None:
        return None
    coding = one.coding
    missed = some.clusters.missed[one.cluster] & (coding.per_unit > 0)[:, None]
    codes = np.where(missed, np.int32(len(coding.labels)), coding.codes)
    # A set that shares nothing with any other is as far from all of them as another label is.
    label: Any = frozenset((UNMARKED,)) if one.distance in ("MASI", "Jaccard") else UNMARKED
    return Coding(codes, (*coding.labels, label))
