"""What agreement is worked out over: which texts, under which schemes, how many units; what is no unit."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Flags, Ints
from annotator.agreement.judged import Judged


@dataclass(frozen=True, slots=True)
class Units:
    """`all` units; `pairable` ones were judged by two people or more, `single` ones by one."""

    name: str
    all: int
    pairable: int
    single: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """So many sentences or quotes are no units, or none that can be compared, for this reason."""

    what: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Header:
    """`corpus`: the sha256 of the digests, in order, of the articles in which something can be compared."""

    people: tuple[str, ...]
    corpus: str
    articles: int
    schemes: tuple[str, ...]
    units: tuple[Units, ...]
    excluded: tuple[Excluded, ...]


class Counts(NamedTuple):
    """What a block of articles adds. `quotes`: clusters, those of several people, of one; `reviewed`:
    sentences with a review, with several, with one; `lost`: what is no unit, in the order of `_WHY`.
    """

    digests: list[str]
    schemes: Flags  # (schemes,): under which something was done that is compared
    reviewed: Ints
    quotes: Ints
    lost: Ints


_WHY = (
    ("sentences", "nobody reviewed them"),
    ("sentences", "only one person reviewed them"),
    ("quotes", "they begin in a headline or boilerplate"),
    ("quotes", "whoever marked them has not reviewed the sentence"),
    ("quotes", "nobody else reviewed the sentence"),
)


def counts(judged: Judged) -> Counts:
    """Those of a block."""
    several = judged.reviewed.sum(axis=1)
    places = np.unique(judged.sentence_article[several >= 2])
    under = np.zeros(len(judged.schemes), bool)
    if judged.scheme is not None:
        used = judged.scheme[places]
        under[used[used >= 0]] = True
    marked = np.bincount(judged.cluster[judged.counts], minlength=judged.clusters)
    lost = (
        several == 0, several == 1, judged.first < 0, (judged.first >= 0) & ~judged.own,
        judged.own & ~judged.counts,
    )  # fmt: skip
    return Counts(
        [judged.articles[n] for n in places.tolist()],
        under,
        _sums(several >= 1, several >= 2, several == 1),
        _sums(marked >= 1, marked >= 2, marked == 1),
        _sums(*lost),
    )


def _sums(*flags: Flags) -> Ints:
    return np.array([int(some.sum()) for some in flags], np.int64)


def header(
    people: tuple[str, ...], schemes: tuple[str, ...], found: Counts, left_out: tuple[Excluded, ...] = ()
) -> Header:
    """What the report stands on. `left_out`: what was not asked for."""
    digests = sorted(found.digests)
    lost = (Excluded(what, n, why) for (what, why), n in zip(_WHY, found.lost.tolist(), strict=True) if n)
    return Header(
        people,
        hashlib.sha256("".join(f"{x}\n" for x in digests).encode()).hexdigest(),
        len(digests),
        tuple(schemes[n] for n in np.flatnonzero(found.schemes).tolist()),
        (Units("sentences", *found.reviewed.tolist()), Units("quotes", *found.quotes.tolist())),
        (*lost, *left_out),
    )
