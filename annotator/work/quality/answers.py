"""How far people agree with known answers and with each other, in all and article by article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.comparable import comparable
from annotator.agreement.judged import AS_WRITTEN, Judged
from annotator.agreement.rates import Rate
from annotator.agreement.spans import MATCHED
from annotator.dataset.judging.columns import Wanted, judged
from annotator.model import ADJUDICATED, Layer
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.quality import Check
from annotator.store.team import Pass

NOTHING = Rate()
_FIELDS = 5  # of what is compared label by label, at most


class Beside(NamedTuple):
    """In one article, quotes of a person and others that both could have marked, and twice those matched."""

    when: float  # days since 1970
    matched: int
    quotes: int


@dataclass(frozen=True, slots=True)
class Score:
    """A person beside others: articles in the order of their work; `fields`: equal labels of matched quotes.

    `rate.f1` is their agreement on where quotes stand, from an IoU of MATCHED.
    """

    rate: Rate = NOTHING
    articles: tuple[Beside, ...] = ()
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # (equal, of how many)


class Scores(NamedTuple):
    """By person: beside the others, beside gold where it was hidden, and their stances by article."""

    rest: dict[str, Score]
    gold: dict[str, Score]
    stances: dict[str, list[list[int]]]


def scores(
    store: Store, scheme: Scheme, people: Sequence[str], what: Pass, checks: Sequence[Check]
) -> Scores:
    """All of it from what is in the database now, for the layers of a pass."""
    layers = [what.layer(name) for name in people]
    gold: dict[str, Score] = {}
    for layer in layers:
        mine = frozenset(x.article for x in checks if x.name == layer.name and x.finished is not None)
        if mine:
            both = _judged(store, scheme, [layer, ADJUDICATED], Wanted(mine))
            gold[layer.name] = replace(_beside(both)[layer.name], fields=_equal(both))
    if not layers:
        return Scores({}, gold, {})
    team = _judged(store, scheme, layers)
    return Scores(_beside(team) if len(layers) > 1 else {}, gold, _stances(team))


def _judged(store: Store, scheme: Scheme, layers: Sequence[Layer], wanted: Wanted | None = None) -> Judged:
    """Without the articles' texts: they say types and what is repeated, and cost more than all the rest."""
    return judged(store.judging(layers), layers, scheme, lambda _keys: (), wanted)[0]


def _beside(some: Judged) -> dict[str, Score]:
    """Each person beside all the others."""
    size, rows = len(some.articles), np.flatnonzero(some.counts)
    article = some.sentence_article[some.first]
    near = some.pairs.iou >= MATCHED
    one, other = some.pairs.one[near], some.pairs.other[near]
    seen = some.reviewed[some.first[rows]]
    scores = {}
    for n, name in enumerate(some.people):
        pairs = one[(some.rater[one] == n) | (some.rater[other] == n)]
        mine = some.rater[rows] == n
        others = seen.sum(axis=1) - 1
        # A quote of theirs stands beside each other person who looked; another's where they did.
        own, wanted = mine * others, ~mine & seen[:, n]
        matched = np.bincount(article[pairs], minlength=size)
        sides = _by(article[rows], own, size) + _by(article[rows], wanted, size)
        hits = int(matched.sum())
        rate = Rate(hits, int(own.sum()), hits, int(wanted.sum()))
        scores[name] = Score(rate, _in_order(some, n, 2 * matched, sides))
    return scores


def _by(article: Ints, weights: Ints, size: int) -> Ints:
    return np.bincount(article, weights, minlength=size).astype(np.int64)


def _in_order(some: Judged, n: int, matched: Ints, sides: Ints) -> tuple[Beside, ...]:
    when = some.when[:, n] if some.when is not None else np.zeros(len(sides))
    rows = [
        Beside(float(when[k]), int(matched[k]), int(sides[k])) for k in np.flatnonzero(sides > 0).tolist()
    ]
    return tuple(sorted(rows, key=lambda row: (np.nan_to_num(row.when), row.quotes)))


def _equal(both: Judged) -> dict[str, tuple[int, int]]:
    """Of the quotes that both marked and said something of: how many have the same label, by field."""
    found = {}
    some = comparable(both)
    for name, column in some.columns.items():
        if name == AS_WRITTEN:
            continue
        codes = some.coded(column).codes
        here = (codes >= 0).all(axis=1)
        if here.any():
            found[name] = int((codes[here, 0] == codes[here, 1]).sum()), int(here.sum())
    return dict(list(found.items())[:_FIELDS])


def _stances(some: Judged) -> dict[str, list[list[int]]]:
    """How often each person gave each label of the stance, by article in the order of their work."""
    pairs = some.pairs_of.get("stance")
    if pairs is None or not len(pairs.quote) or some.when is None:
        return {}
    found = {}
    article = some.sentence_article[some.first]
    for n, name in enumerate(some.people):
        mine = (some.rater[pairs.quote] == n) & (some.first[pairs.quote] >= 0)
        table = np.zeros((len(some.articles), len(pairs.labels)), np.int64)
        np.add.at(table, (article[pairs.quote[mine]], pairs.label[mine]), 1)
        order = np.argsort(np.nan_to_num(some.when[:, n]), kind="stable")
        found[name] = [row for row in table[order].tolist() if sum(row)]
    return found
