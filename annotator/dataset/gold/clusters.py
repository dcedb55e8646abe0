"""An article's quotes of several people, put together where they are one quote to them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.clusters import pairs_of_all, together
from annotator.agreement.pieces import Pieces
from annotator.model import Label, Layer, Origin, Quote, Span, Voice
from annotator.scheme import FieldKind, Scheme
from annotator.store.several import Versions
from annotator.text.marks import Quotation, quotations
from annotator.text.types import derive_type

Canonical = Callable[[str], str]  # a speaker's id -> that of the entry it stands for today


@dataclass(frozen=True, slots=True)
class Cluster:
    """One quote as several people have it. People are places in the list of those who are asked.

    `seen`: who reviewed the sentence in which it begins, whether they marked it or not. `types`: what type
    it is to each, `about`: the clusters that the quotes judge.
    """

    quotes: Mapping[int, Quote]
    seen: frozenset[int]
    types: Mapping[int, str]
    about: Mapping[int, int]

    @property
    def first(self) -> Quote:
        """The one that begins first."""
        return min(self.quotes.values(), key=lambda quote: (quote.start, quote.end))


@dataclass(frozen=True, slots=True)
class Clustered:
    """An article's clusters, and for each sentence that two or more saw who they are."""

    versions: Versions
    marks: Sequence[Quotation]  # what stands in quotation marks
    clusters: tuple[Cluster, ...]
    shared: Mapping[int, frozenset[int]]  # number of a sentence -> people

    def touched(self, spans: Iterable[Span]) -> set[int]:
        """The numbers of the sentences of the body that spans touch."""
        body, starts = self.versions.body, [s.span.start for s in self.versions.body]
        found = set()
        for span in spans:
            n = max(0, bisect_right(starts, span.start) - 1)
            while n < len(body) and body[n].span.start < span.end:
                if body[n].span.overlaps(span):
                    found.add(body[n].n)
                n += 1
        return found

    def silent(self) -> Counter[frozenset[int]]:
        """How many sentences nobody marked anything in, by who saw them."""
        quotes = [quote for some in self.versions.quotes.values() for quote in some]
        marked = self.touched(span for quote in quotes for span in quote.content)
        return Counter(people for n, people in self.shared.items() if n not in marked)


def clustered(versions: Versions, people: Sequence[Layer], scheme: Scheme, canonical: Canonical) -> Clustered:
    """Only quotes count that begin in a sentence which their maker and another reviewed."""
    reviewed = [versions.reviewed.get(layer, frozenset()) for layer in people]
    seen = {s.n: frozenset(p for p, mine in enumerate(reviewed) if s.n in mine) for s in versions.body}
    shared = {n: some for n, some in seen.items() if len(some) >= 2}
    found = Clustered(versions, quotations(versions.article.text), (), shared)
    quotes, rater, first = _counting(found, people)
    if not quotes:
        return found
    numbers = _numbers(quotes, rater, first, seen)
    whole = _Whole(found, scheme, canonical)
    place = {quote.id: int(n) for quote, n in zip(quotes, numbers, strict=True)}
    clusters = []
    for number in range(int(numbers.max()) + 1):
        rows = np.flatnonzero(numbers == number).tolist()
        mine = {rater[row]: quotes[row] for row in rows}
        begins = min(rows, key=lambda row: (quotes[row].start, quotes[row].end))
        about = {p: place[q.about] for p, q in mine.items() if q.about in place}
        clusters.append(
            Cluster(
                {p: whole.quote(q) for p, q in mine.items()},
                seen[first[begins]] | mine.keys(),
                {p: whole.type(q) for p, q in mine.items()},
                about,
            )
        )
    return replace(found, clusters=tuple(clusters))


def _counting(found: Clustered, people: Sequence[Layer]) -> tuple[list[Quote], list[int], list[int]]:
    """(quotes that count, whose they are, the sentences in which they begin), in the order of the text."""
    rows = []
    for person, layer in enumerate(people):
        for quote in found.versions.quotes.get(layer, ()):
            begins = found.touched([Span(quote.start, quote.start + 1)])
            for n in begins:
                if person in found.shared.get(n, ()):
                    rows.append((quote.start, quote.end, person, quote.id, quote, n))
    rows.sort(key=lambda row: row[:4])
    return [row[4] for row in rows], [row[2] for row in rows], [row[5] for row in rows]


def _numbers(
    quotes: Sequence[Quote], rater: Sequence[int], first: Sequence[int], seen: Mapping[int, frozenset[int]]
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """For each quote the number of its cluster. Two are paired only where each maker saw where both begin."""
    spans = [(row, span.start, span.end) for row, quote in enumerate(quotes) for span in quote.content]
    owner, start, end = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    people = np.array(rater, np.int64)
    pairs = pairs_of_all(Pieces(owner, start, end, len(quotes)), people)
    both = [
        rater[j] in seen[first[i]] and rater[i] in seen[first[j]]
        for i, j in zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)
    ]
    return together(len(quotes), people, pairs.only(np.array(both, bool)))


class _Whole:
    """Quotes with what they inherit from their article, and with the entries that hold today."""

    def __init__(self, found: Clustered, scheme: Scheme, canonical: Canonical) -> None:
        self._versions, self._marks, self._canonical = found.versions, found.marks, canonical
        self._inherited = {field.name for field in scheme.fields if field.inherited}
        self._entities = {field.name for field in scheme.fields if field.kind is FieldKind.ENTITY}
        self._all = {quote.id: quote for some in found.versions.quotes.values() for quote in some}

    def quote(self, quote: Quote) -> Quote:
        said = {label.field for label in quote.labels}
        handed = (
            replace(label, origin=Origin.INHERITED)
            for label in self._versions.labels.get(quote.layer, ())
            if label.field in self._inherited - said
        )
        return replace(
            quote,
            speakers=tuple(map(self._voice, quote.speakers)),
            via=tuple(map(self._voice, quote.via)),
            labels=tuple(map(self._label, (*quote.labels, *handed))),
        )

    def type(self, quote: Quote) -> str:
        said = quote.said("type")
        if said:
            return said[0].value
        around, parent = [], self._all.get(quote.parent or "")
        while parent is not None and parent.content not in around:
            around.append(parent.content)
            parent = self._all.get(parent.parent or "")
        return derive_type(self._marks, quote.content, around, self._versions.article.text)

    def _voice(self, voice: Voice) -> Voice:
        return replace(voice, speaker=self._canonical(voice.speaker)) if voice.speaker else voice

    def _label(self, label: Label) -> Label:
        target = self._canonical(label.target) if label.target else None
        value = self._canonical(label.value) if label.field in self._entities else label.value
        return replace(label, target=target, value=value)
