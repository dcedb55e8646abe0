"""What people said of what they can be compared by: all that labels need, once quotes are paired.

Where quotes stood is settled by then, block by block of articles; what is left of a block is a few bytes a
judgement, so that a whole corpus is compared at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Flags, Ints, Numbers, narrow
from annotator.agreement.coefficients.coding import MISSING, Codes, Coding
from annotator.agreement.judged import Column, Judged, Pairs
from annotator.agreement.spans import MATCHED

_OFFSET, _SIZE = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F  # odd, and far from every small number


class Sentences(NamedTuple):
    """Those of the body. `codes`: whether each person marked a quote there, MISSING: has not looked."""

    article: Ints
    codes: Codes  # (sentences, people)
    same: Ints | None  # as in Judged


class Quotes(NamedTuple):
    """Those whose maker has reviewed the sentence they begin in, by their numbers.

    `cluster` is MISSING where nobody else has reviewed it. `again`: a number for what was marked, the same
    words of the same sentence; MISSING where sentences are not compared. Offsets are of the article.
    """

    number: Ints
    rater: Ints
    cluster: Ints
    start: Ints
    end: Ints
    again: Ints | None
    proposed: Codes | None


class Clusters(NamedTuple):
    """Quotes that are one to people. `apart`: how far these are on where it is, from 0 to 1."""

    article: Ints
    sentence: Ints  # of the article's body, from 0
    missed: Flags  # (clusters, people): who looked and marked no such quote
    apart: Numbers


class Articles(NamedTuple):
    """`several`: two people have reviewed something. `day`: when the last of its people worked on it (-inf:
    unknown), `scheme`: under which all did (-1: several). `matched` pairs of quotes of `there` that each
    other person could have marked.
    """

    several: Flags
    day: Numbers | None
    scheme: Ints | None
    matched: Ints
    there: Ints


@dataclass(frozen=True)
class Comparable:
    """The units of people's judgements. `digests` are those of articles; columns are parallel to quotes."""

    people: tuple[str, ...]
    digests: tuple[str, ...]
    schemes: tuple[str, ...]
    articles: Articles
    sentences: Sentences
    quotes: Quotes
    clusters: Clusters
    columns: Mapping[str, Column] = field(default_factory=dict)
    pairs_of: Mapping[str, Pairs] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many clusters there are."""
        return len(self.clusters.article)

    def has_quote(self) -> Coding:
        """For each sentence whether each person marked a quote there."""
        return Coding(self.sentences.codes.astype(np.int32), (False, True))

    def coded(self, column: Column) -> Coding:
        """What each person said of each cluster in a column; missing where they marked no such quote."""
        codes = np.full((self.count, len(self.people)), MISSING, np.int32)
        rows = np.flatnonzero(self.quotes.cluster >= 0)
        codes[self.quotes.cluster[rows], self.quotes.rater[rows]] = column.codes[rows]
        return Coding(codes, column.labels)


def comparable(judged: Judged) -> Comparable:
    """What is compared in a block of articles."""
    rows = np.flatnonzero(judged.own)
    some = judged.only(rows)
    codes = judged.has_quote().codes
    return Comparable(
        judged.people,
        judged.articles,
        judged.schemes,
        _articles(judged),
        Sentences(narrow(judged.sentence_article), narrow(codes), judged.same),
        _quotes(judged, rows),
        _clusters(judged),
        some.columns,
        some.pairs_of,
    )


def without_repeats(some: Comparable) -> Comparable:
    """The same without what only `repeats` needs, a quarter of it."""
    return replace(
        some, sentences=some.sentences._replace(same=None), quotes=some.quotes._replace(again=None)
    )


def _quotes(judged: Judged, rows: Ints) -> Quotes:
    owner = judged.content.owner
    behind = judged.line[judged.sentence_article[judged.first[rows]]]
    last = judged.content.end[np.searchsorted(owner, rows, side="right") - 1]
    numbers = rows if judged.number is None else judged.number[rows]
    proposed = None if judged.proposed is None else narrow(judged.proposed[rows])
    return Quotes(
        numbers, narrow(judged.rater[rows]), judged.cluster[rows], narrow(judged.start[rows] - behind),
        narrow(last - behind), _again(judged, rows), proposed,
    )  # fmt: skip


def _again(judged: Judged, rows: Ints) -> Ints | None:
    if judged.same is None:
        return None
    sentence = judged.first[rows]
    offset = judged.start[rows] - judged.sentence_start[sentence]
    names = judged.same[sentence].astype(np.uint64) * np.uint64(_SIZE ^ _OFFSET)
    names += offset.astype(np.uint64) * np.uint64(_OFFSET)
    names += judged.content.size[rows].astype(np.uint64) * np.uint64(_SIZE)
    found: Ints = (names >> np.uint64(1)).astype(np.int64)  # two that fall together are judged once too often
    return np.where(judged.same[sentence] < 0, MISSING, found)


def _clusters(judged: Judged) -> Clusters:
    article = judged.cluster_article
    first = np.searchsorted(judged.sentence_article, article)
    return Clusters(
        article, narrow(judged.first[judged.cluster_first] - first), judged.missed, _apart(judged)
    )


def _apart(judged: Judged) -> Numbers:
    """How far people are apart on where each cluster is: 0 all the same, 1 nobody has what another has."""
    seen = judged.seen.sum(axis=1)
    pairs = judged.pairs
    same = judged.cluster[pairs.one] == judged.cluster[pairs.other]
    shared = np.bincount(judged.cluster[pairs.one[same]], pairs.iou[same], minlength=judged.clusters)
    missed = judged.missed.sum(axis=1)
    # Two who both marked nothing agree.
    possible = seen * (seen - 1) / 2 - missed * (missed - 1) / 2
    found: Numbers = 1 - np.divide(shared, possible, out=np.ones(judged.clusters), where=possible > 0)
    return found


def _articles(judged: Judged) -> Articles:
    size = len(judged.articles)
    several = np.zeros(size, bool)
    several[judged.sentence_article[judged.reviewed.sum(axis=1) >= 2]] = True
    near = judged.pairs.one[judged.pairs.iou >= MATCHED]
    rows = np.flatnonzero(judged.counts)
    others = judged.reviewed[judged.first[rows]].sum(axis=1) - 1
    of = judged.sentence_article[judged.first[rows]]
    there = np.bincount(of, others, minlength=size).astype(np.int64)
    matched = np.bincount(judged.sentence_article[judged.first[near]], minlength=size)
    people = _people(judged)
    return Articles(several, _day(judged, people), _scheme(judged, people), narrow(matched), narrow(there))


def _people(judged: Judged) -> Flags:
    """Who reviewed something in each article. (articles, people)"""
    found = np.zeros((len(judged.articles), len(judged.people)), bool)
    for n in range(len(judged.people)):
        found[judged.sentence_article[judged.reviewed[:, n]], n] = True
    return found


def _day(judged: Judged, people: Flags) -> Numbers | None:
    if judged.when is None:
        return None
    times = np.where(people, judged.when, np.nan)
    found: Numbers = np.where(np.isnan(times), -np.inf, times).max(axis=1, initial=-np.inf)
    return found


def _scheme(judged: Judged, people: Flags) -> Ints | None:
    if judged.scheme is None:
        return None
    low = np.where(people, judged.scheme, len(judged.schemes)).min(axis=1)
    high = np.where(people, judged.scheme, -1).max(axis=1)
    return np.where(low == high, high, -1)
