"""What several people judged, in columns: sentences they reviewed, quotes they marked, labels they gave.

All of a corpus lies on one line, article behind article, so that offsets are global. A person's quote is
compared with another's only where both have reviewed the sentence in which it begins: text that somebody has
not seen is no unit, and what stands in it is counted as set aside.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.clusters import pairs_of_all, together
from annotator.agreement.coefficients.coding import MISSING, Codes, Coding
from annotator.agreement.pieces import Ints, Overlaps, Pieces

Flags = NDArray[np.bool_]
UNMARKED = "(no quote)"  # what somebody says of a quote who saw its sentence and did not mark it


@dataclass(frozen=True)
class Column:
    """One value a quote: `codes[quote]` is a place in `labels`, or MISSING. (quotes,)"""

    codes: Codes
    labels: tuple[Hashable, ...]


@dataclass(frozen=True)
class Pairs:
    """Stances: any number a quote, in three parallel columns. `value` may be MISSING (mixed, unclear)."""

    quote: Ints
    target: Ints
    value: Codes
    targets: tuple[str, ...]
    values: tuple[Hashable, ...]


@dataclass(frozen=True)
class Judged:
    """`people` by name. Sentences are those of the body, in order; quotes in any order, each one person's."""

    people: tuple[str, ...]
    articles: tuple[str, ...]  # digests
    sentence_article: Ints  # (sentences,)
    reviewed: Flags  # (sentences, people)
    rater: Ints  # (quotes,), a place in people
    first: Ints  # (quotes,), the sentence in which the content begins
    content: Pieces
    cue: Pieces
    source: Pieces
    columns: Mapping[str, Column] = field(default_factory=dict)
    stance: Pairs | None = None
    accepted: Flags | None = None  # (quotes,): whether it came from a proposal

    @property
    def count(self) -> int:
        """How many quotes there are."""
        return len(self.rater)

    @cached_property
    def counts(self) -> Flags:
        """Whether a quote is compared with anybody's: its sentence was reviewed by its maker and another."""
        mine = self.reviewed[self.first, self.rater]
        counted: Flags = mine & (self.reviewed[self.first].sum(axis=1) >= 2)
        return counted

    @cached_property
    def pairs(self) -> Overlaps:
        """The pairs of each two people's quotes, where both reviewed the sentences of both."""
        rows = np.flatnonzero(self.counts)
        found = pairs_of_all(self.content.of(rows), np.where(self.counts, self.rater, -1))
        seen = self.reviewed[self.first[found.one], self.rater[found.other]]
        seen &= self.reviewed[self.first[found.other], self.rater[found.one]]
        return found.only(seen)

    @cached_property
    def cluster(self) -> Ints:
        """For each quote that counts the cluster it belongs to, from 0; -1 for the others. (quotes,)"""
        rows = np.flatnonzero(self.counts)
        place = np.full(self.count, -1)
        place[rows] = np.arange(len(rows))
        pairs = self.pairs
        few = Overlaps(place[pairs.one], place[pairs.other], pairs.shared, pairs.iou)
        found = np.full(self.count, -1)
        found[rows] = together(len(rows), self.rater[rows], few)
        return found

    @cached_property
    def clusters(self) -> int:
        """How many clusters there are."""
        return int(self.cluster.max(initial=-1)) + 1

    @cached_property
    def cluster_article(self) -> Ints:
        """The article of each cluster. (clusters,)"""
        article = np.zeros(self.clusters, np.int64)
        rows = np.flatnonzero(self.counts)[::-1]
        article[self.cluster[rows]] = self.sentence_article[self.first[rows]]
        return article

    @cached_property
    def seen(self) -> Flags:
        """Whether each person reviewed the sentence in which the first quote of a cluster begins."""
        rows = np.flatnonzero(self.counts)[::-1]
        seen = np.zeros((self.clusters, len(self.people)), bool)
        seen[self.cluster[rows]] = self.reviewed[self.first[rows]]
        return seen

    # What is compared

    def has_quote(self) -> Coding:
        """For each sentence that was reviewed, whether a quote of that person's begins in it or runs on."""
        codes = np.where(self.reviewed, 0, MISSING).astype(np.int32)
        here = codes[self.first, self.rater] >= 0
        codes[self.first[here], self.rater[here]] = 1
        return Coding(codes, (False, True))

    def coded(self, name: str, *, unmarked: bool = False) -> Coding:
        """What each person said of each cluster in a column.

        `unmarked`: whoever saw the sentence and marked nothing says UNMARKED, which is a label then; else
        such a judgement is missing, and stands beside the share of quotes that were matched at all.
        """
        column = self.columns[name]
        labels = (*column.labels, UNMARKED) if unmarked else column.labels
        codes = np.full((self.clusters, len(self.people)), MISSING, np.int32)
        if unmarked:
            codes[self.seen] = len(column.labels)
        rows = np.flatnonzero(self.counts)
        codes[self.cluster[rows], self.rater[rows]] = column.codes[rows]
        return Coding(codes, labels)

    def stances(self) -> tuple[Coding, Ints]:
        """Steps over pairs with the same target, and the cluster of each: a unit is a cluster and a target."""
        pairs = self.stance
        assert pairs is not None, "these people said no stances"
        here = self.counts[pairs.quote]
        quote, target, value = pairs.quote[here], pairs.target[here], pairs.value[here]
        size = max(1, len(pairs.targets))
        keys, unit = np.unique(self.cluster[quote] * size + target, return_inverse=True)
        codes = np.full((len(keys), len(self.people)), MISSING, np.int32)
        codes[unit, self.rater[quote]] = value
        return Coding(codes, pairs.values), keys // size
