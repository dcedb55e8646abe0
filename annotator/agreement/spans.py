"""How far people agree on where quotes stand: pairwise F1, characters, units; what is unmatched or split."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.arrays import Flags, Ints
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.judged import TYPE, Judged
from annotator.agreement.pieces import Overlaps, Pieces, overlaps, shared_by
from annotator.agreement.rates import Rate, counted
from annotator.agreement.stretches import by_character, unitizing

MATCHED = 0.5  # IoU of contents from which two quotes are one to people


@dataclass(frozen=True, slots=True)
class Contents:
    """Agreement on contents over all pairs of people, each pair over the text that both reviewed.

    `exact`: the same characters; `words`: the same letters and digits, whatever marks and blanks are among
    them (None where the texts were not read); `half`: an IoU of MATCHED or more. `unmatched` quotes have no
    partner at all, `weak` ones only one below MATCHED; `split` is one quote where somebody else has several
    (who sees it from the other side calls it merged).
    """

    pairs: int
    exact: Rate
    words: Rate | None
    half: Rate
    unmatched: int
    weak: int
    split: int
    characters: Coefficient
    units: Coefficient


@dataclass(frozen=True, slots=True)
class Parts:
    """Agreement on cues or sources over the `of` pairs of matched quotes.

    `both` have one, `neither` has; `unmatched`: only one of the two has. Of those where both have: `exact`,
    `half` (IoU of 0.5 or more), `overlapping`, and `split`, one span here and several there.
    """

    of: int
    both: int
    neither: int
    unmatched: int
    exact: int
    half: int
    overlapping: int
    split: int
    characters: Coefficient
    units: Coefficient


@dataclass(frozen=True, slots=True)
class OfType:
    """Of `quotes` that whoever marked them gives this type, each counted for each other person who looked
    there: the shares whose content somebody has just so, with the same letters, from an IoU of MATCHED. None
    where there are none, and for letters where the texts were not read.
    """

    name: str
    quotes: int
    exact: float | None
    words: float | None
    half: float | None


@dataclass(frozen=True, slots=True)
class Spans:
    """`matched` of `quotes` that somebody else could have marked have a partner of IoU MATCHED or more.

    `quotes` counts each quote once for each other person who reviewed its sentence.
    """

    content: Contents
    cue: Parts
    source: Parts
    types: list[OfType]

    @property
    def matched(self) -> float | None:
        """The share of quotes that were matched: beside it stands every figure on their labels."""
        return self.content.half.f1


def spans(judged: Judged) -> Spans:
    """All figures on spans."""
    found = judged.pairs
    near = found.only(found.iou >= MATCHED)
    return Spans(
        _contents(judged),
        _parts(judged, judged.cue, near),
        _parts(judged, judged.source, near),
        _types(judged),
    )


def _types(judged: Judged) -> list[OfType]:
    column = judged.columns.get(TYPE)
    if column is None:
        return []
    rows = np.flatnonzero(judged.counts)
    others = judged.reviewed[judged.first[rows]].sum(axis=1) - 1
    size = len(column.labels) + 1
    there = np.bincount(column.codes[rows] + 1, others, minlength=size)
    same = same_words(judged)
    shares: list[list[float | None]] = []
    for chosen in (judged.pairs.iou == 1, same, judged.pairs.iou >= MATCHED):
        if chosen is None:
            shares.append([None] * size)
            continue
        near = judged.pairs.only(chosen)
        both = np.concatenate([column.codes[near.one], column.codes[near.other]])
        found = np.bincount(both + 1, minlength=size) / np.maximum(1, there)
        shares.append([x if n else None for x, n in zip(found.tolist(), there.tolist(), strict=True)])
    return [
        OfType(str(label), int(there[n]), *(x[n] for x in shares))
        for n, label in enumerate(column.labels, start=1)
    ]


def opportunities(judged: Judged) -> Ints:
    """How many quotes of one person lie where another has looked, too. (people, people), by maker."""
    rows = np.flatnonzero(judged.counts)
    size = len(judged.people)
    table = np.zeros((size, size), np.int64)
    for other in range(size):
        seen = judged.reviewed[judged.first[rows], other]
        table[:, other] = np.bincount(judged.rater[rows][seen], minlength=size)
    np.fill_diagonal(table, 0)
    return table


def _contents(judged: Judged) -> Contents:
    found = judged.pairs
    there = int(opportunities(judged).sum())
    same = same_words(judged)
    exact, half = int((found.iou == 1).sum()), int((found.iou >= MATCHED).sum())
    return Contents(
        len(found.one),
        counted(2 * exact, there, there),
        None if same is None else counted(2 * int(same.sum()), there, there),
        counted(2 * half, there, there),
        there - 2 * len(found.one),
        2 * (len(found.one) - half),
        split(judged),
        alpha(by_character(judged, judged.content)),
        unitizing(judged, judged.content),
    )


def same_words(judged: Judged) -> Flags | None:
    """Of the pairs, those with the same letters and digits; None where the texts were not read."""
    letters, pairs = judged.letters, judged.pairs
    if letters is None:
        return None
    shared = shared_by(letters, pairs.one, letters, pairs.other)
    same: Flags = (shared == letters.size[pairs.one]) & (shared == letters.size[pairs.other])
    same &= (shared > 0) | (pairs.iou == 1)  # what has no letters is the same by its characters
    return same


def split(judged: Judged) -> int:
    """How many quotes have several of another person's within them, beside each other."""
    return int(splits(judged).sum())


def splits(judged: Judged) -> Ints:
    """How often (row) has one quote where (column) has several. (people, people)"""
    size = len(judged.people)
    table = np.zeros((size, size), np.int64)
    alone = [judged.content.of(np.flatnonzero(judged.counts & (judged.rater == n))) for n in range(size)]
    for a, b in combinations(range(size), 2):
        both = overlaps(alone[a], alone[b])
        table[a, b] = _several(judged.content, both.one, both.other, both.shared)
        table[b, a] = _several(judged.content, both.other, both.one, both.shared)
    return table


def _several(content: Pieces, whole: Ints, part: Ints, shared: Ints) -> int:
    """Of the `whole` ones, those that hold most of two or more others which are apart from each other."""
    within = 2 * shared > content.size[part]
    many = np.bincount(whole[within], minlength=content.count)
    # A quote and one that stands inside it share more with the whole than it has.
    held = np.bincount(whole[within], shared[within], minlength=content.count)
    return int(((many >= 2) & (held <= content.size)).sum())


def _parts(judged: Judged, role: Pieces, near: Overlaps) -> Parts:
    one, other = role.size[near.one], role.size[near.other]
    shared = shared_by(role, near.one, role, near.other)
    both = (one > 0) & (other > 0)
    times = np.bincount(role.owner, minlength=role.count)
    several: Flags = (np.minimum(times[near.one], times[near.other]) == 1) & (
        np.maximum(times[near.one], times[near.other]) > 1
    )
    return Parts(
        len(near.one),
        int(both.sum()),
        int(((one == 0) & (other == 0)).sum()),
        int(((one > 0) != (other > 0)).sum()),
        int((both & (shared == one) & (shared == other)).sum()),
        int((both & (2 * shared >= one + other - shared)).sum()),
        int((both & (shared > 0)).sum()),
        int((both & several).sum()),
        alpha(by_character(judged, role)),
        unitizing(judged, role),
    )
