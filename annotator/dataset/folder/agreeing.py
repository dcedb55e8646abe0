"""How far people agree, from one batch of articles after the other: the figures of `annotator agreement`.

The definitions are those of agreement/. Of each batch only sums are kept: how many quotes met a partner, and
which labels met in a unit, so that memory grows with the labels that there are and not with the corpus.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from annotator.agreement import stances
from annotator.agreement.arrays import Ints
from annotator.agreement.asking import HAS_QUOTE
from annotator.agreement.coefficients import distances
from annotator.agreement.coefficients.alpha import alpha, of_agreements
from annotator.agreement.coefficients.coding import MISSING, Coding
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.coefficients.distances import Distance
from annotator.agreement.coefficients.sets import masi
from annotator.agreement.comparable import comparable
from annotator.agreement.figures import FEWEST, too_few
from annotator.agreement.judged import REGISTRY, TYPE, Column, Judged, Kind
from annotator.agreement.pieces import Pieces
from annotator.agreement.rates import Rate, counted
from annotator.agreement.spans import MATCHED, opportunities
from annotator.dataset.folder.columns import Columns
from annotator.dataset.folder.soft import Value
from annotator.dataset.judging.fields import UNKNOWN, Labels, Registry, columns
from annotator.dataset.judging.texts import LABELS
from annotator.dataset.record import Record
from annotator.scheme import FieldKind, Scheme

_DISTANCES: dict[str, Distance] = {"ordinal": distances.ordinal, "MASI": masi}
_ASKED = ("stance", "topic")  # fields of the scheme, beside type and speaker


class Figure(NamedTuple):
    """Alpha of one field, over `of` (quotes, sentences, pairs of quote and target)."""

    name: str
    of: str
    alpha: Coefficient


@dataclass(frozen=True, slots=True)
class Agreed:
    """`half`: content F1 at an IoU of .5 over all pairs of people; `pairs` the same for each two, by name."""

    half: Rate
    pairs: dict[tuple[str, str], Rate]
    figures: list[Figure]


class _Met(Protocol):
    """How labels met in units."""

    unit: str

    def take(self, coding: Coding) -> None: ...
    def alpha(self) -> Coefficient: ...


@dataclass
class _Alike:
    """How often each label was given, and two of a unit were the same: all that a nominal alpha needs.

    The names of a registry are thousands, and which of them meet in a unit is something new again and again.
    """

    unit: str
    given: Counter[Any] = field(default_factory=Counter)
    same: Counter[int] = field(default_factory=Counter)  # judgements of a unit -> pairs that agree
    units: int = 0

    def take(self, coding: Coding) -> None:
        some = coding.pairable
        totals = some.totals().astype(np.int64).tolist()
        self.given.update({x: n for x, n in zip(some.labels, totals, strict=True) if n})
        self.units += some.units
        agreeing = np.zeros(len(some.codes), np.int64)
        for a, b in some.pairs():
            agreeing += (some.codes[:, a] == some.codes[:, b]) & (some.codes[:, a] != MISSING)
        pairs = np.bincount(some.per_unit, agreeing)
        self.same.update({m: int(n) for m, n in enumerate(pairs.tolist()) if n})

    def alpha(self) -> Coefficient:
        if self.units < FEWEST:
            return too_few(self.units)
        totals = np.array(list(self.given.values()), np.float64)
        agreed = sum(2 * n / (m - 1) for m, n in sorted(self.same.items()))
        return of_agreements(totals, agreed, self.units, tuple(self.given))


@dataclass
class _Bags:
    """How often labels met in units; people are exchangeable, so that a unit is the bag of its labels."""

    unit: str
    distance: Distance
    # Label -> its place, in the order in which they came.
    places: dict[Any, int] = field(default_factory=dict)
    bags: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def take(self, coding: Coding) -> None:
        some = coding.pairable
        if not len(some.codes):
            return
        new = np.array([*(self.places.setdefault(x, len(self.places)) for x in some.labels), MISSING])
        rows = np.sort(new[some.codes], axis=1)
        _, first, times = np.unique(_keys(rows, len(self.places)), return_index=True, return_counts=True)
        for row, count in zip(rows[first].tolist(), times.tolist(), strict=True):
            self.bags[tuple(x for x in row if x >= 0)] += count

    def alpha(self) -> Coefficient:
        units = sum(self.bags.values())
        if units < FEWEST:
            return too_few(units)
        codes = np.full((len(self.bags), max(map(len, self.bags))), MISSING, np.int32)
        for n, bag in enumerate(sorted(self.bags)):
            codes[n, : len(bag)] = bag
        weights = np.array([self.bags[bag] for bag in sorted(self.bags)], np.int64)
        return alpha(Coding(codes, tuple(self.places), weights), self.distance)


def _keys(rows: Ints, size: int) -> Ints:
    """A number for each different row of codes from -1 to `size`; column by column, so that none is large."""
    keys = np.zeros(len(rows), np.int64)
    for column in rows.T:
        keys = np.unique(keys * (size + 1) + column + 1, return_inverse=True)[1]
    return keys


class Agreeing:
    """Takes batches of articles and tells the figures at the end."""

    def __init__(self, scheme: Scheme | None, entries: dict[str, str]) -> None:
        asked = [x for x in scheme.fields if x.name in _ASKED] if scheme else []
        self._scheme = replace(scheme, fields=tuple(asked)) if scheme else None
        self._registry = _Entries(entries)
        self._met: dict[str, _Met] = {}
        self._half: Counter[tuple[str, str]] = Counter()
        self._there: Counter[tuple[str, str]] = Counter()

    def take(self, found: Columns) -> None:
        """Count a batch."""
        if len(found.people) < 2:
            return
        judged = self._judged(found)
        self._count_contents(judged)
        for name, unit, distance, coding in self._asked(judged):
            if name not in self._met:
                met = _Alike(unit) if distance == "nominal" else _Bags(unit, _DISTANCES[distance])
                self._met[name] = met
            self._met[name].take(coding)

    def told(self) -> Agreed:
        """The figures of all that was taken."""
        pairs = {}
        for one, other in sorted({tuple(sorted(pair)) for pair in self._there}):
            there = self._there[one, other] + self._there[other, one]
            if there:
                hits = 2 * self._half[one, other]
                pairs[one, other] = counted(hits, there, there)
        everywhere = sum(self._there.values())
        half = counted(2 * sum(self._half.values()), everywhere, everywhere)
        figures = [Figure(name, met.unit, met.alpha()) for name, met in self._met.items()]
        return Agreed(half, pairs, figures)

    def _count_contents(self, judged: Judged) -> None:
        near = judged.pairs.only(judged.pairs.iou >= MATCHED)
        people, size = judged.people, len(judged.people)
        keys, times = np.unique(judged.rater[near.one] * size + judged.rater[near.other], return_counts=True)
        for key, count in zip(keys.tolist(), times.tolist(), strict=True):
            one, other = sorted((people[key // size], people[key % size]))
            self._half[one, other] += count
        there = opportunities(judged)
        for one, other in np.argwhere(there).tolist():
            self._there[people[one], people[other]] += int(there[one, other])

    def _asked(self, judged: Judged) -> Iterator[tuple[str, str, str, Coding]]:
        some = comparable(judged)
        yield HAS_QUOTE, "sentences", "nominal", some.has_quote()
        for name, column in some.columns.items():
            distance = "MASI" if column.kind is Kind.SETS else column.kind.value
            words = f"{name}, MASI" if distance == "MASI" else name
            yield words, "quotes", distance, some.coded(column)
        for name, pairs in some.pairs_of.items():
            if pairs.scale:
                steps = stances.same_target(some, pairs).steps()
                words = f"{name}: {len(pairs.scale)} steps, same target"
                yield words, "pairs of quote and target", "ordinal", steps

    def _judged(self, found: Columns) -> Judged:
        mine = np.flatnonzero(found.whose >= 0)
        records = [found.rows[row] for row in mine.tolist()]
        place = np.full(len(found.rows), -1)
        place[mine] = np.arange(len(mine))
        content = found.content.of(mine)
        starts, ends, reviewed = _sentences(found)
        none = np.zeros(0, np.int64)
        nothing = Pieces(none, none, none, len(mine))
        labelled, pairs = self._labels(found, mine)
        return Judged(
            found.people,
            tuple(one.bundle.digest for one in found.some),
            np.array(found.line, np.int64),
            starts,
            ends,
            reviewed,
            found.whose[mine],
            Pieces(place[content.owner], content.start, content.end, len(mine)),
            nothing,
            nothing,
            {TYPE: _types(records), REGISTRY: _speakers(records), **labelled},
            pairs,
        )

    def _labels(self, found: Columns, mine: Ints) -> Any:
        if self._scheme is None:
            return {}, {}
        quotes, names, values, targets = _said([found.said[row] for row in mine.tolist()])
        said = {"field": _Words(names), "value": _Words(values), "target": _Words(targets)}
        # What an article hands down stands in the records already.
        nothing = {name: _Words(()) for name in said}
        none = np.zeros(0, np.int64)
        cell = np.array(found.article, np.int64)[mine]
        labels = Labels(np.array(quotes, np.int64), said, cell, none, nothing, self._registry)
        found_columns, pairs = columns(self._scheme, labels)
        multi = {x.name for x in self._scheme.fields if x.kind is FieldKind.MULTI}
        return {name: x for name, x in found_columns.items() if name in multi}, pairs


class _Words:
    """A column of words, as the store gives one: `codes[row]` is a place in `words`, -1 for none ("")."""

    def __init__(self, words: Iterable[str]) -> None:
        places = {"": -1}
        self.codes = [places.setdefault(word, len(places) - 1) for word in words]
        self.words = tuple(places)[1:]


class _Entries(Registry):
    """The registry by its ids alone."""

    def __init__(self, entries: dict[str, str]) -> None:
        self._by_id = entries

    def called(self, word: str) -> str:
        return self._by_id.get(word, word)


def _said(
    said: Sequence[Sequence[Value]],
) -> tuple[Sequence[int], Sequence[str], Sequence[str], Sequence[str]]:
    """Of what is compared in columns: place of the quote, field, value, target."""
    found = [
        (n, name, value, target)
        for n, some in enumerate(said)
        for name, target, value in some
        if name in _ASKED
    ]
    quotes, names, values, targets = zip(*found, strict=True) if found else ((), (), (), ())
    return quotes, names, values, targets


def _types(records: Sequence[Record]) -> Column:
    place = {label.value: n for n, label in enumerate(LABELS)}
    return Column(np.array([place[x["type"]] for x in records], np.int32), LABELS)


def _speakers(records: Sequence[Record]) -> Column:
    """Who speaks, by the entries that hold today; several speakers are one label, nobody is none."""
    labels: dict[frozenset[str], int] = {}
    alone: dict[str, int] = {}  # the same of one speaker, as most quotes have
    codes: list[int] = []
    for record in records:
        speakers = record["speakers"]
        if len(speakers) == 1:
            id_ = speakers[0]["id"] or UNKNOWN
            code = alone.get(id_)
            if code is None:
                code = alone[id_] = labels.setdefault(frozenset((id_,)), len(labels))
            codes.append(code)
        elif speakers:
            who = frozenset(x["id"] or UNKNOWN for x in speakers)
            codes.append(labels.setdefault(who, len(labels)))
        else:
            codes.append(MISSING)
    return Column(np.array(codes, np.int32), tuple(labels))


def _sentences(found: Columns) -> tuple[Ints, Ints, Any]:
    """(starts, ends, who reviewed which) of the sentences of the body."""
    starts: list[int] = []
    ends: list[int] = []
    rows: list[int] = []
    people: list[int] = []
    place = {name: n for n, name in enumerate(found.people)}
    for base, one in zip(found.line, found.some, strict=False):
        body = [n for n, sentence in enumerate(one.bundle.sentences) if sentence[2]]
        numbers = dict(zip(body, range(len(starts), len(starts) + len(body)), strict=True))
        starts += [base + start for start, _, in_body in one.bundle.sentences if in_body]
        ends += [base + end for _, end, in_body in one.bundle.sentences if in_body]
        for name, seen in one.seen.items():
            mine = [numbers[n] for n in seen if n in numbers]
            rows += mine
            people += [place[name]] * len(mine)
    reviewed = np.zeros((len(starts), len(found.people)), bool)
    reviewed[rows, people] = True
    return np.array(starts, np.int64), np.array(ends, np.int64), reviewed
