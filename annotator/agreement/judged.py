"""What several people judged, in columns: sentences they reviewed, quotes they marked, labels they gave.

Articles lie on one line, one behind the other, so that offsets are global. A person's quote is
compared with another's only where both have reviewed the sentence in which it begins: text that somebody has
not seen is no unit, and what stands in it is counted as set aside.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from annotator.agreement.arrays import Flags, Ints, Numbers
from annotator.agreement.clusters import pairs_of_all, together
from annotator.agreement.coefficients.coding import MISSING, Codes, Coding
from annotator.agreement.pieces import Overlaps, Pieces

UNMARKED = "(no quote)"  # what somebody says of a quote who saw its sentence and did not mark it
# Columns of every project. A speaker: by the name of the entry as it was chosen, by what it was merged into.
TYPE, AS_WRITTEN, REGISTRY = "type", "speaker (as written)", "speaker (registry)"


class Kind(StrEnum):
    """How two labels of a field differ: at all, by their order, or (frozensets) by their members."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SETS = "sets"


@dataclass(frozen=True)
class Column:
    """One value a quote: `codes[quote]` is a place in `labels`, or MISSING. (quotes,)

    Labels of kind SETS are frozensets of strings. `keys`: what labels are known and ordered by, where each
    block of articles has only those that occur in it; None: all blocks have the same.
    """

    codes: Codes
    labels: tuple[Hashable, ...]
    kind: Kind = Kind.NOMINAL
    keys: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Pairs:
    """Labels towards something, any number a quote, as parallel columns: quote, target, label.

    `target` is MISSING for a label that needs none ("none"). `scale`: the places of the labels that are
    steps, in order; the others ("mixed", "unclear", "none") are no steps. `groups`: for each step the group
    that it belongs to (against, neutral, for), from 0 and in order, where the steps can be collapsed. `none`:
    the place of the label that says that there is nothing to say, MISSING where there is no such label.
    `keys`: those of labels, as in Column; targets are then in the order of their names.
    """

    quote: Ints
    target: Ints
    label: Codes
    targets: tuple[str, ...]
    labels: tuple[str, ...]
    scale: tuple[int, ...]
    groups: tuple[int, ...] = ()
    none: int = MISSING
    keys: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Judged:
    """What people judged in some articles. Sentences are those of the body, in order; quotes in any order,
    each one person's.

    `line[n]` is where article n begins on the line, and `line[-1]` where the last one ends. `when` is when a
    person last worked on an article, in days since 1970 (NaN: unknown), and `scheme` the place in `schemes`
    of the scheme that they did it under (-1: unknown).
    """

    people: tuple[str, ...]
    articles: tuple[str, ...]  # digests
    line: Ints  # (articles + 1,)
    sentence_start: Ints  # (sentences,)
    sentence_end: Ints  # (sentences,)
    reviewed: Flags  # (sentences, people)
    rater: Ints  # (quotes,), a place in people
    content: Pieces
    cue: Pieces
    source: Pieces
    columns: Mapping[str, Column] = field(default_factory=dict)
    pairs_of: Mapping[str, Pairs] = field(default_factory=dict)  # by field; "stance" is one
    proposed: Codes | None = None  # (quotes,): 0 typed, 1 accepted as proposed, 2 corrected
    seconds: Numbers | None = None  # (quotes,): active seconds; NaN where none were counted
    when: Numbers | None = None  # (articles, people)
    scheme: Ints | None = None  # (articles, people)
    schemes: tuple[str, ...] = ()
    letters: Pieces | None = None  # contents on a line of letters and digits alone
    same: Ints | None = None  # (sentences,): a number for each different sentence; -1: not compared
    number: Ints | None = None  # (quotes,): what orders the quotes of several blocks; None: their places

    @property
    def count(self) -> int:
        """How many quotes there are."""
        return len(self.rater)

    @cached_property
    def sentence_article(self) -> Ints:
        """The article of each sentence. (sentences,)"""
        return np.searchsorted(self.line, self.sentence_start, side="right") - 1

    @cached_property
    def start(self) -> Ints:
        """Where the content of each quote begins. (quotes,)"""
        return self.content.start[np.searchsorted(self.content.owner, np.arange(self.count))]

    @cached_property
    def first(self) -> Ints:
        """The sentence in which each quote begins; -1 in a headline or boilerplate. (quotes,)"""
        found = np.searchsorted(self.sentence_start, self.start, side="right") - 1
        inside = (found >= 0) & (self.start < self.sentence_end[found]) if len(self.sentence_end) else False
        return np.where(inside, found, -1)

    @cached_property
    def own(self) -> Flags:
        """Whether a quote's maker has reviewed the sentence it begins in. (quotes,)"""
        own: Flags = (self.first >= 0) & self._sees(self.first, self.rater)
        return own

    @cached_property
    def counts(self) -> Flags:
        """Whether a quote is compared with anybody's: its sentence was reviewed by its maker and another."""
        several = np.append(self.reviewed.sum(axis=1) >= 2, False)  # the last one for first == -1
        counted: Flags = self.own & several[self.first]
        return counted

    def _sees(self, sentence: Ints, person: Ints) -> Flags:
        seen: Flags = np.append(self.reviewed, np.zeros((1, len(self.people)), bool), axis=0)[
            sentence, person
        ]
        return seen

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
    def cluster_first(self) -> Ints:
        """The first quote of each cluster. (clusters,)"""
        rows = np.flatnonzero(self.counts)[::-1]
        first = np.zeros(self.clusters, np.int64)
        first[self.cluster[rows]] = rows
        return first

    @cached_property
    def cluster_article(self) -> Ints:
        """The article of each cluster. (clusters,)"""
        return self.sentence_article[self.first[self.cluster_first]]

    @cached_property
    def seen(self) -> Flags:
        """Whether each person reviewed the sentence in which the first quote of a cluster begins."""
        return self.reviewed[self.first[self.cluster_first]]

    @cached_property
    def missed(self) -> Flags:
        """Whether each person reviewed the sentence of a cluster, and marked no quote of it."""
        missed = self.seen.copy()
        rows = np.flatnonzero(self.counts)
        missed[self.cluster[rows], self.rater[rows]] = False
        return missed

    def among(self, people: Sequence[int]) -> "Judged":
        """What only these people (places, in this order) judged, as if there were no others."""
        place = np.full(len(self.people), -1)
        place[list(people)] = np.arange(len(people))
        found = self.only(np.flatnonzero(place[self.rater] >= 0))
        return replace(
            found,
            people=tuple(self.people[n] for n in people),
            reviewed=self.reviewed[:, list(people)],
            rater=place[found.rater],
            when=None if self.when is None else self.when[:, list(people)],
            scheme=None if self.scheme is None else self.scheme[:, list(people)],
        )

    def only(self, kept: Ints) -> "Judged":
        """The same with some of the quotes (places, in order), as if there were no others."""
        new = np.full(self.count, -1)
        new[kept] = np.arange(len(kept))
        return replace(
            self,
            rater=self.rater[kept],
            content=_renamed(self.content, new, len(kept)),
            cue=_renamed(self.cue, new, len(kept)),
            source=_renamed(self.source, new, len(kept)),
            columns={name: replace(x, codes=x.codes[kept]) for name, x in self.columns.items()},
            pairs_of={name: _pairs_among(x, new) for name, x in self.pairs_of.items()},
            proposed=None if self.proposed is None else self.proposed[kept],
            seconds=None if self.seconds is None else self.seconds[kept],
            letters=None if self.letters is None else _renamed(self.letters, new, len(kept)),
            number=None if self.number is None else self.number[kept],
        )

    def in_sentences(self, kept: Flags) -> "Judged":
        """The same with some of the sentences; quotes in others begin in none."""
        return replace(
            self,
            sentence_start=self.sentence_start[kept],
            sentence_end=self.sentence_end[kept],
            reviewed=self.reviewed[kept],
            same=None if self.same is None else self.same[kept],
        )

    # What is compared

    def has_quote(self) -> Coding:
        """For each sentence that was reviewed, whether a content of that person's touches it."""
        codes = np.where(self.reviewed, 0, MISSING).astype(np.int32)
        content = self.content
        low = np.searchsorted(self.sentence_end, content.start, side="right")
        many = np.maximum(0, np.searchsorted(self.sentence_start, content.end, side="left") - low)
        behind = np.cumsum(many) - many
        touched = np.repeat(low - behind, many) + np.arange(many.sum())
        person = np.repeat(self.rater[content.owner], many)
        here = codes[touched, person] >= 0
        codes[touched[here], person[here]] = 1
        return Coding(codes, (False, True))


def _renamed(pieces: Pieces, new: Ints, count: int) -> Pieces:
    owner = new[pieces.owner]
    here = owner >= 0
    return Pieces(owner[here], pieces.start[here], pieces.end[here], count)


def _pairs_among(pairs: Pairs, new: Ints) -> Pairs:
    quote = new[pairs.quote]
    here = quote >= 0
    return replace(pairs, quote=quote[here], target=pairs.target[here], label=pairs.label[here])
