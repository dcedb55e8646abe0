"""What people are compared by: each field, made into judgements of units."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement import stances
from annotator.agreement.arrays import Ints
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.figures import distance_of
from annotator.agreement.judged import AS_WRITTEN, REGISTRY, TYPE, UNMARKED, Column, Judged, Kind, Pairs

HAS_QUOTE = "has a quote"


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


def asked(judged: Judged) -> Iterator[Asked]:
    """All there is to compare, in the order in which people read it."""
    yield Asked(
        HAS_QUOTE, HAS_QUOTE, "sentences", "nominal", judged.has_quote(), judged.sentence_article, None, True
    )
    early = [name for name in judged.columns if name in (TYPE, AS_WRITTEN, REGISTRY)]
    for name in early:
        yield from _of_column(judged, name, judged.columns[name], main=name != AS_WRITTEN)
    for field, pairs in judged.pairs_of.items():
        yield from _of_pairs(judged, field, pairs)
    for name, column in judged.columns.items():
        if name not in early:
            yield from _of_column(judged, name, column, main=column.kind is Kind.SETS)


def _of_column(judged: Judged, name: str, column: Column, *, main: bool) -> Iterator[Asked]:
    if column.kind is not Kind.SETS:
        yield _quotes(judged, name, name, column, distance_of(column.kind), main)
        return
    for distance in ("MASI", "Jaccard"):
        yield _quotes(judged, f"{name}, {distance}", name, column, distance, main and distance == "MASI")


def _quotes(judged: Judged, name: str, field: str, column: Column, distance: str, main: bool) -> Asked:
    every = np.arange(judged.clusters)
    return Asked(name, field, "quotes", distance, judged.coded(column), judged.cluster_article, every, main)


def _of_pairs(judged: Judged, field: str, pairs: Pairs) -> Iterator[Asked]:
    """What there is to ask of labels towards something."""
    yield _quotes(judged, f"{field}: target", field, stances.targets(pairs, judged.count), "MASI", False)
    article = judged.cluster_article
    same, slots = stances.same_target(judged, pairs), stances.by_slot(judged, pairs)
    for words, said in (("same target", same), ("any target", slots)):
        for collapsed in (False, True) if pairs.groups else (False,):
            if not pairs.scale:
                continue
            size = len(set(pairs.groups)) if collapsed else len(pairs.scale)
            name = f"{field}: {size} steps, {words}"
            coding, of = said.steps(collapsed=collapsed), said.cluster
            yield Asked(
                name, field, "pairs", "ordinal", coding, article[of], of, said is same and not collapsed
            )
    if pairs.none >= 0:
        has = stances.has_one(pairs, judged.count)
        yield _quotes(judged, f"{field}: has one", field, has, "nominal", False)
    name, of = f"{field}: all labels", slots.cluster
    yield Asked(name, field, "labels", "nominal", slots.all_labels(), article[of], of)


def unmarked_too(judged: Judged, one: Asked) -> Coding | None:
    """The same judgements, where whoever saw a quote's sentence and did not mark the quote says so.

    A quote that only one person marked is a unit then. None for sentences, where that means nothing.
    """
    if one.cluster is None:
        return None
    coding = one.coding
    missed = judged.missed[one.cluster] & (coding.per_unit > 0)[:, None]
    codes = np.where(missed, np.int32(len(coding.labels)), coding.codes)
    # A set that shares nothing with any other is as far from all of them as another label is.
    label: Any = frozenset((UNMARKED,)) if one.distance in ("MASI", "Jaccard") else UNMARKED
    return Coding(codes, (*coding.labels, label))
