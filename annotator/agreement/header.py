"""What agreement is worked out over: which texts, under which schemes, how many units; what is no unit."""

import hashlib
from dataclasses import dataclass

import numpy as np

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


def header(judged: Judged, left_out: tuple[Excluded, ...] = ()) -> Header:
    """What the report stands on. `left_out`: what was not asked for."""
    several = judged.reviewed.sum(axis=1)
    places = np.unique(judged.sentence_article[several >= 2])
    digests = sorted(judged.articles[n] for n in places.tolist())
    used: tuple[str, ...] = ()
    if judged.scheme is not None:
        under = np.unique(judged.scheme[places]).tolist()
        used = tuple(judged.schemes[n] for n in under if n >= 0)
    return Header(
        judged.people,
        hashlib.sha256("".join(f"{x}\n" for x in digests).encode()).hexdigest(),
        len(digests),
        used,
        _units(judged, several),
        (*_excluded(judged, several), *left_out),
    )


def _units(judged: Judged, several: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> tuple[Units, ...]:
    marked = np.bincount(judged.cluster[judged.counts], minlength=judged.clusters)
    return (
        Units("sentences", *(int(x.sum()) for x in (several >= 1, several >= 2, several == 1))),
        Units("quotes", judged.clusters, int((marked >= 2).sum()), int((marked == 1).sum())),
    )


def _excluded(judged: Judged, several: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> tuple[Excluded, ...]:
    first = judged.first
    alone = judged.own & ~judged.counts
    found = (
        Excluded("sentences", int((several == 0).sum()), "nobody reviewed them"),
        Excluded("sentences", int((several == 1).sum()), "only one person reviewed them"),
        Excluded("quotes", int((first < 0).sum()), "they begin in a headline or boilerplate"),
        Excluded(
            "quotes",
            int(((first >= 0) & ~judged.own).sum()),
            "whoever marked them has not reviewed the sentence",
        ),
        Excluded("quotes", int(alone.sum()), "nobody else reviewed the sentence"),
    )
    return tuple(one for one in found if one.count)
