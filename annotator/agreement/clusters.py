"""Quotes of several people that are one quote to them: what pairs of people agree on, put together."""

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.pieces import Overlaps, Pieces, paired


def clusters(contents: Pieces, rater: Ints) -> Ints:
    """For each quote the number of its cluster, counted from 0 in the order of their first quotes. (count,)

    Each two people's quotes are paired, and what is paired hangs together. A cluster holds at most one quote
    of each person: where more would hang together, the likest pairs are put together first, then those that
    come first in the text.
    """
    return together(contents.count, rater, pairs_of_all(contents, rater))


def pairs_of_all(contents: Pieces, rater: Ints) -> Overlaps:
    """The pairs of each two people, put behind each other."""
    people = np.unique(rater)
    by_person = [contents.of(np.flatnonzero(rater == person)) for person in people]
    found = [paired(a, b) for n, a in enumerate(by_person) for b in by_person[n + 1 :]]
    columns = ("one", "other", "shared", "iou")
    if not found:
        none = np.zeros(0, np.int64)
        return Overlaps(none, none, none, np.zeros(0))
    one, other, shared, iou = (np.concatenate([getattr(x, name) for x in found]) for name in columns)
    return Overlaps(one, other, shared, iou)


def together(count: int, rater: Ints, pairs: Overlaps) -> Ints:
    """The clusters that `pairs` make of `count` quotes."""
    parts = _parts(count, pairs)
    crowded = _crowded(parts, rater)
    if crowded.any():
        torn = crowded[parts[pairs.one]]
        loose = np.flatnonzero(crowded[parts])
        parts[loose] = count + loose  # each by itself, to be put together again
        _join(parts, rater, pairs.only(torn))
    _names, first, places = np.unique(parts, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[places]


def _parts(count: int, pairs: Overlaps) -> Ints:
    """The connected parts, each named by its first quote. Parts are small: a few rounds settle them."""
    parts = np.arange(count)
    while True:
        least = np.minimum(parts[pairs.one], parts[pairs.other])
        before = parts.copy()
        np.minimum.at(parts, pairs.one, least)
        np.minimum.at(parts, pairs.other, least)
        if (parts == before).all():
            return parts


def _crowded(parts: Ints, rater: Ints) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """By name of the part: whether some person has two quotes in it."""
    keys, counts = np.unique(parts * (int(rater.max(initial=0)) + 1) + rater, return_counts=True)
    crowded = np.zeros(len(parts), bool)
    crowded[(keys // (int(rater.max(initial=0)) + 1))[counts > 1]] = True
    return crowded


def _join(parts: Ints, rater: Ints, pairs: Overlaps) -> None:
    members: dict[int, set[int]] = {}
    rows: dict[int, list[int]] = {}
    order = np.lexsort((pairs.other, pairs.one, -pairs.iou))
    for i, j in zip(pairs.one[order].tolist(), pairs.other[order].tolist(), strict=True):
        a, b = int(parts[i]), int(parts[j])
        people_a, people_b = (members.setdefault(x, {int(rater[row])}) for x, row in ((a, i), (b, j)))
        if a == b or people_a & people_b:
            continue
        people_a |= people_b
        moved = rows.pop(b, [j])
        parts[moved] = a
        rows.setdefault(a, [i]).extend(moved)
