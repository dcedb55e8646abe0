"""From what layers said in a database to columns that agreement is worked out from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.arrays import Flags, Ints, Numbers
from annotator.agreement.judged import Column, Judged, Pairs
from annotator.agreement.pieces import Pieces
from annotator.dataset.judging import fields
from annotator.dataset.judging.texts import read
from annotator.model import Layer, LayerKind, ReviewStatus, VerdictKind
from annotator.scheme import Scheme
from annotator.store.judging import Fetched, Texts

SENTENCES = 10_000  # of a block: larger ones take more memory, and no less time


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked at; None: everything. `since` and `until` in UTC as the store writes times.

    Each is a question about what one person did in one article: when and under which scheme (its digest)
    they last worked there, and whether proposals were shown to them (they judged at least one).
    """

    articles: frozenset[str] | None = None
    since: str | None = None
    until: str | None = None  # not itself
    schemes: frozenset[str] | None = None
    proposals: bool | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Because of `why`, so many (or none) were not looked at: counted for each person."""

    why: str
    sentences: int
    quotes: int


class Times:
    """How long quotes took: the sum of seconds for each id, of which a number is kept."""

    def __init__(self, spent: Iterable[tuple[str, float]]) -> None:
        kind = np.dtype([("uid", np.int64), ("seconds", np.float64)])
        rows = np.fromiter(((hash(uid), seconds) for uid, seconds in spent), kind)
        self._uids, place = np.unique(rows["uid"], return_inverse=True)
        self._seconds = np.append(np.bincount(place, rows["seconds"]), np.nan)

    def of(self, uids: Ints) -> Numbers:
        """Those of some quotes; NaN where there are none. (quotes,)"""
        place = np.searchsorted(self._uids, uids)
        there = np.append(self._uids, 0)[place] == uids
        found: Numbers = np.where(there & (place < len(self._uids)), self._seconds[place], np.nan)
        return found


def judged(
    found: Fetched,
    layers: Sequence[Layer],
    scheme: Scheme,
    texts: Texts,
    wanted: Wanted | None = None,
    seconds: Times | None = None,
) -> tuple[Judged, list[LeftOut]]:
    """What `layers`, in this order, judged of what is `wanted`; and what that leaves out.

    A sentence is reviewed where a review says done or nothing, where the article was filled as a whole (it
    was imported), and in gold without any review where the article has a quote of that gold.
    """
    table = _Table(found, layers)
    reviewed = table.reviewed()
    cells, left = _filtered(table, reviewed, wanted or Wanted())
    kept: Flags = reviewed & cells[table.sentence_article]
    columns, pairs = _labels(table, scheme)
    words = read(table, kept, columns.pop("type", None), texts)
    everything = {"type": words.types, **table.speakers(), **columns}
    when, under = table.worked()
    everybody = Judged(
        tuple(x.name if x.kind is LayerKind.HUMAN else str(x) for x in layers),
        table.digests,
        table.line,
        table.start,
        table.end,
        kept,
        table.person,
        table.pieces("content"),
        table.pieces("cue"),
        table.pieces("source"),
        everything,
        pairs,
        table.proposed(),
        None if seconds is None else seconds.of(_of(found.columns["quotes"]["uid"])),
        when,
        under,
        tuple(" ".join(x) for x in found.schemes.values()),
        words.letters,
        words.same,
        table.quote_keys,
    )
    return (everybody if cells.all() else _only_wanted(table, everybody, cells)), left


def _only_wanted(table: "_Table", everybody: Judged, cells: Flags) -> Judged:
    """Without the quotes that are not wanted, and the sentences of which nobody's reviews are."""
    mine = np.flatnonzero(cells[table.article, table.person])
    people: Flags = np.asarray(cells[:, table.humans].any(axis=1))
    return everybody.only(mine).in_sentences(people[table.sentence_article])


class _Table:
    """The fetched columns with places (of articles, people, quotes) instead of keys."""

    def __init__(self, found: Fetched, layers: Sequence[Layer]) -> None:
        self.found = found
        columns = found.columns
        self.keys = _of(columns["articles"]["article"])
        self.digests = tuple(found.digests[key] for key in self.keys.tolist())
        self.line = np.concatenate([[0], np.cumsum(_of(columns["articles"]["length"]) + 1)])
        place = {key: layers.index(layer) for key, layer in found.layers.items() if layer in layers}
        self.layers = tuple(layers)
        self.humans = np.array([x.kind is LayerKind.HUMAN for x in layers], bool)
        self.registry = fields.Registry(found.names)
        self._person = np.full(max(place, default=0) + 1, -1)
        for key, n in place.items():
            self._person[key] = n
        sentences = columns["sentences"]
        self.sentence_article = self.articles(sentences["article"])
        self.start = self.line[self.sentence_article] + _of(sentences["start"])
        self.end = self.line[self.sentence_article] + _of(sentences["stop"])
        quotes = columns["quotes"]
        self.quote_keys = _of(quotes["quote"])
        self.person, self.article = self.people(quotes["layer"]), self.articles(quotes["article"])
        self.count = len(self.quote_keys)

    def articles(self, keys: Any) -> Ints:
        return np.searchsorted(self.keys, _of(keys))

    def people(self, keys: Any) -> Ints:
        found: Ints = self._person[_of(keys)]
        return found

    def quotes(self, keys: Any) -> Ints:
        return np.searchsorted(self.quote_keys, _of(keys))

    def cells(self, layer: Any, article: Any) -> Flags:
        """Where a row is, by person and article. (articles, people)"""
        cells = np.zeros((len(self.keys), len(self.layers)), bool)
        cells[self.articles(article), self.people(layer)] = True
        return cells

    def reviewed(self) -> Flags:
        """(sentences, people)"""
        columns = self.found.columns
        reviews, readings = columns["reviews"], columns["readings"]
        filled = self.cells(readings["layer"], readings["article"])
        silent = ~self.cells(reviews["layer"], reviews["article"])
        gold = [n for n, layer in enumerate(self.layers) if layer.kind is not LayerKind.HUMAN]
        marked = np.zeros_like(filled)
        marked[self.article, self.person] = True
        filled[:, gold] |= marked[:, gold] & silent[:, gold]
        reviewed: Flags = filled[self.sentence_article]
        status = _one_of(reviews["status"], (ReviewStatus.DONE, ReviewStatus.NOTHING))
        behind = self.line[self.articles(reviews["article"])]
        start, end = behind + _of(reviews["start"]), behind + _of(reviews["stop"])
        person = self.people(reviews["layer"])
        for n in range(len(self.layers)):
            mine = status & (person == n)
            reviewed[:, n] |= _inside(self.start, start[mine], end[mine])
        return reviewed

    def worked(self) -> tuple[Numbers, Ints]:
        """(when each person last worked on each article, under which scheme). (articles, people) both"""
        quotes, events = self.found.columns["quotes"], self.found.columns["events"]
        humans = {x.name: n for n, x in enumerate(self.layers) if x.kind is LayerKind.HUMAN}
        actor = np.array([humans.get(word, -1) for word in events["actor"].words], np.int64)
        who = np.concatenate([self.person, actor[_of(events["actor"].codes)]])
        article = np.concatenate([self.article, self.articles(events["article"])])
        at = np.concatenate([_of(quotes["updated"]), _of(events["at"])]) / 86_400_000
        places = {digest: n for n, digest in enumerate(self.found.schemes)}
        under = np.concatenate([_places(quotes["scheme"], places), _places(events["scheme"], places)])
        # Another pass may reach over articles that are not compared here: there is no place for those.
        there = np.isin(_of(events["article"]), self.keys)
        here = (who >= 0) & np.concatenate([np.ones(len(self.person), bool), there])
        cell = (article * len(self.layers) + who)[here]
        order = np.lexsort((at[here], cell))
        when = np.full((len(self.keys), len(self.layers)), np.nan)
        scheme = np.full(when.shape, -1)
        when.flat[cell[order]] = at[here][order]  # of several the last one stays
        scheme.flat[cell[order]] = under[here][order]
        return when, scheme

    def shown(self) -> Flags:
        """Whether proposals were shown: at least one was judged. (articles, people)"""
        verdicts = self.found.columns["verdicts"]
        shown = self.cells(verdicts["layer"], verdicts["article"])
        derived = _of(self.found.columns["quotes"]["derived"]) == 1
        shown[self.article[derived], self.person[derived]] = True
        return shown

    def proposed(self) -> Any:
        """(quotes,): 0 typed, 1 accepted as proposed, 2 corrected."""
        quotes = self.found.columns["quotes"]
        derived = _of(quotes["derived"]) == 1
        accepted = _one_of(quotes["verdict"], (VerdictKind.ACCEPTED,))
        return np.where(derived, np.where(accepted, 1, 2), 0).astype(np.int32)

    def pieces(self, role: str) -> Pieces:
        spans = self.found.columns["spans"]
        here = _one_of(spans["role"], (role,))
        owner = self.quotes(spans["quote"])[here]
        behind = self.line[self.article[owner]]
        start, end = (behind + _of(spans[name])[here] for name in ("start", "stop"))
        return Pieces(owner, start, end, self.count)

    def speakers(self) -> dict[str, Column]:
        voices = self.found.columns["voices"]
        return fields.speakers(
            self.quotes(voices["quote"]), _of(voices["speaker"]), self.registry, self.count
        )


def _labels(table: _Table, scheme: Scheme) -> tuple[dict[str, Column], dict[str, Pairs]]:
    own, handed = table.found.columns["labels"], table.found.columns["article_labels"]
    labels = fields.Labels(
        table.quotes(own["quote"]), own, table.article * len(table.layers) + table.person,
        table.articles(handed["article"]) * len(table.layers) + table.people(handed["layer"]), handed,
        table.registry,
    )  # fmt: skip
    return fields.columns(scheme, labels)


def _filtered(table: _Table, reviewed: Flags, wanted: Wanted) -> tuple[Flags, list[LeftOut]]:
    """(what is wanted, by article and person; what is not wanted, for each reason that there is)."""
    kept, left = np.ones((len(table.keys), len(table.layers)), bool), []
    for why, wrong in _unwanted(table, wanted):
        out = kept & wrong
        sentences = int((reviewed & out[table.sentence_article]).sum())
        quotes = int(out[table.article, table.person].sum())
        left.append(LeftOut(why, sentences, quotes))
        kept &= ~wrong
    return kept, left


def _unwanted(table: _Table, wanted: Wanted) -> Iterator[tuple[str, Flags]]:
    when, scheme = table.worked()
    humans = table.humans
    if wanted.articles is not None:
        others = np.array([digest not in wanted.articles for digest in table.digests], bool)
        yield "in other articles", np.repeat(others[:, None], len(table.layers), axis=1)
    if wanted.since is not None:
        yield f"last worked on before {wanted.since[:10]}", ~(when >= _day(wanted.since)) & humans
    if wanted.until is not None:
        yield f"last worked on after {wanted.until[:10]}", ~(when < _day(wanted.until)) & humans
    if wanted.schemes is not None:
        right = [n for n, digest in enumerate(table.found.schemes) if digest in wanted.schemes]
        yield "under another scheme", ~np.isin(scheme, right) & humans
    if wanted.proposals is not None:
        shown = table.shown()
        if wanted.proposals:
            yield "no proposals were shown", ~shown & humans
        else:
            yield "proposals were shown", shown & humans


def _of(column: Any) -> Ints:
    return np.asarray(column, np.int64)


def _one_of(words: Any, wanted: Iterable[str]) -> Flags:
    some = set(wanted)
    right = np.array([*(word in some for word in words.words), False])  # the last one for -1
    found: Flags = right[_of(words.codes)]
    return found


def _places(words: Any, places: Mapping[str, int]) -> Ints:
    found: Ints = np.array([*(places.get(word, -1) for word in words.words), -1])[_of(words.codes)]
    return found


def _inside(at: Ints, start: Ints, end: Ints) -> Flags:
    """Whether each place lies in one of the ranges, which are in order."""
    if not len(start):
        return np.zeros(len(at), bool)
    reach = np.maximum.accumulate(end)
    n = np.searchsorted(start, at, side="right") - 1
    found: Flags = (n >= 0) & (at < reach[n])
    return found


def _day(at: str) -> float:
    moment = np.datetime64(at.removesuffix("Z"), "ms").astype(np.int64)
    return float(moment) / 86_400_000
