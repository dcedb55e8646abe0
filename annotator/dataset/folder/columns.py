"""Some articles' quotes in columns of numbers, so that all of them are paired at once.

Articles lie behind each other on one line. The line is made anew for each batch of articles: what it costs in
memory does not grow with the corpus.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np

from annotator.agreement.pieces import Pieces, paired
from annotator.agreement.spans import MATCHED
from annotator.dataset.answers import Answers
from annotator.dataset.folder.soft import Value, values
from annotator.dataset.record import Record

GOLD = -1  # whose quotes gold's are


@dataclass(frozen=True)
class Columns:
    """`rows` are records, gold's and people's, and `whose` whose they are: a place in `people`, or GOLD."""

    some: Sequence[Answers]
    people: tuple[str, ...]
    line: list[int]  # where each article begins, and where the last one ends
    rows: list[Record]
    said: list[list[Value]]  # by each of them
    whose: np.ndarray[tuple[int], np.dtype[np.int64]]
    article: list[int]  # of each row, as a place in `some`
    first: list[int]  # of each article the row of its first gold quote; the others follow
    content: Pieces

    def of(self, person: int) -> Pieces:
        """The contents of one person's quotes."""
        return self.content.of(np.flatnonzero(self.whose == person))


def columns(some: Sequence[Answers], numbers: dict[str, int]) -> Columns:
    """The columns of these articles; people in the order of their numbers."""
    people = tuple(sorted({name for one in some for name in one.seen}, key=lambda name: numbers[name]))
    place = {name: n for n, name in enumerate(people)}
    rows: list[Record] = []
    whose: list[int] = []
    article: list[int] = []
    owner: list[int] = []
    start: list[int] = []
    end: list[int] = []
    line, first = [0], []
    for n, one in enumerate(some):
        base = line[-1]
        first.append(len(rows))
        for who, records in (
            (GOLD, one.quotes),
            *((place[name], found) for name, found in one.marked.items()),
        ):
            for row, record in enumerate(records, start=len(rows)):
                for span in record["content"]:
                    owner.append(row)
                    start.append(base + span["start"])
                    end.append(base + span["end"])
            rows += records
            whose += [who] * len(records)
            article += [n] * len(records)
        line.append(base + len(one.bundle.text) + 1)
    starts, ends = np.array(start, np.int64), np.array(end, np.int64)
    content = Pieces(np.array(owner, np.int64), starts, ends, len(rows))
    said = list(map(values, rows))
    return Columns(some, people, line, rows, said, np.array(whose, np.int64), article, first, content)


class Match(NamedTuple):
    """A person's quote that is one with a quote of gold: rows. `exact`: the same content."""

    gold: int
    other: int
    person: int
    exact: bool


def matches(found: Columns) -> list[Match]:
    """Each person's quotes paired with gold's by content, as agreement pairs them, from an IoU of MATCHED."""
    gold = found.of(GOLD)
    matched: list[Match] = []
    for person in range(len(found.people)):
        pairs = paired(gold, found.of(person))
        near = pairs.only(pairs.iou >= MATCHED)
        exact = (near.iou == 1).tolist()
        rows = zip(near.one.tolist(), near.other.tolist(), repeat(person), exact, strict=False)
        matched += map(Match._make, rows)
    return matched
