"""How far people agree on where quotes stand: pairwise F1, characters, units; what is unmatched or split."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Flags, Ints
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.judged import TYPE, Judged
from annotator.agreement.pieces import Overlaps, Pieces, overlaps, shared_by
from annotator.agreement.rates import Rate, counted
from annotator.agreement.stretches import Stretches, stretches

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


class OfParts(NamedTuple):
    """What a block adds to Parts."""

    numbers: Ints  # in the order of the fields of Parts
    stretches: Stretches


class Marks(NamedTuple):
    """What a block adds to Spans. `types`: (labels, 4) of the column TYPE: quotes for each other person who
    looked, those that somebody has just so, with the same letters, from an IoU of MATCHED.
    """

    there: int
    pairs: int
    exact: int
    words: int | None
    half: int
    split: int
    stretches: Stretches
    cue: OfParts
    source: OfParts
    types: Ints


def marks(judged: Judged) -> Marks:
    """Those of a block."""
    found, same = judged.pairs, same_words(judged)
    near = found.only(found.iou >= MATCHED)
    return Marks(
        int(opportunities(judged).sum()),
        len(found.one),
        int((found.iou == 1).sum()),
        None if same is None else int(same.sum()),
        len(near.one),
        split(judged),
        stretches(judged, judged.content),
        _of_parts(judged, judged.cue, near),
        _of_parts(judged, judged.source, near),
        _of_types(judged, same),
    )


def _of_types(judged: Judged, same: Flags | None) -> Ints:
    column = judged.columns.get(TYPE)
    if column is None:
        return np.zeros((0, 4), np.int64)
    rows = np.flatnonzero(judged.counts)
    others = judged.reviewed[judged.first[rows]].sum(axis=1) - 1
    size = len(column.labels) + 1
    there = np.bincount(column.codes[rows] + 1, others, minlength=size).astype(np.int64)
    found, none = [there], np.zeros(len(judged.pairs.one), bool)
    for chosen in (judged.pairs.iou == 1, none if same is None else same, judged.pairs.iou >= MATCHED):
        near = judged.pairs.only(chosen)
        both = np.concatenate([column.codes[near.one], column.codes[near.other]])
        found.append(np.bincount(both + 1, minlength=size))
    return np.column_stack(found)[1:]


def spans(found: Marks, types: Sequence[str]) -> Spans:
    """All figures on spans; `types` are the labels of the column TYPE."""
    there, pairs, half = found.there, found.pairs, found.half
    return Spans(
        Contents(
            pairs,
            counted(2 * found.exact, there, there),
            None if found.words is None else counted(2 * found.words, there, there),
            counted(2 * half, there, there),
            there - 2 * pairs,
            2 * (pairs - half),
            found.split,
            found.stretches.characters(),
            found.stretches.unitizing(),
        ),
        _parts(found.cue),
        _parts(found.source),
        [
            _of_type(name, row, known=found.words is not None)
            for name, row in zip(types, found.types.tolist(), strict=True)
        ],
    )


def _of_type(name: str, row: Sequence[int], *, known: bool) -> OfType:
    quotes, *hits = row
    exact, words, half = (many / quotes if quotes else None for many in hits)
    return OfType(name, quotes, exact, words if known else None, half)


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


def _parts(found: OfParts) -> Parts:
    of, both, neither, unmatched, exact, half, overlapping, several = found.numbers.tolist()
    characters, units = found.stretches.characters(), found.stretches.unitizing()
    return Parts(of, both, neither, unmatched, exact, half, overlapping, several, characters, units)


def _of_parts(judged: Judged, role: Pieces, near: Overlaps) -> OfParts:
    one, other = role.size[near.one], role.size[near.other]
    shared = shared_by(role, near.one, role, near.other)
    both = (one > 0) & (other > 0)
    times = np.bincount(role.owner, minlength=role.count)
    several: Flags = (np.minimum(times[near.one], times[near.other]) == 1) & (
        np.maximum(times[near.one], times[near.other]) > 1
    )
    numbers = (
        len(near.one),
        int(both.sum()),
        int(((one == 0) & (other == 0)).sum()),
        int(((one > 0) != (other > 0)).sum()),
        int((both & (shared == one) & (shared == other)).sum()),
        int((both & (2 * shared >= one + other - shared)).sum()),
        int((both & (shared > 0)).sum()),
        int((both & several).sum()),
    )
    return OfParts(np.array(numbers, np.int64), stretches(judged, role))
