"""Our own records as a format: with the text of each article on its first line, they stand for themselves.

A line is a quote, as in schema/quote.schema.json; one without content says that its layer found none in the
article, and without content and layer that there is just the text. Lines may stand in any order, and those
of an article may lack its text where the database has it (Reading.known).

What the format LOSES: how an article was read (encoding, extra), places of speakers' names (only what a
quote came through has one), all but the value of a type, targets of other fields than stance.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from annotator.dataset.reading import Head, Unreadable, head, parsed, said, source
from annotator.dataset.record import SCHEMA, STEPS, Record, layer_record, source_record
from annotator.dataset.record_lines import Places, numbered
from annotator.dataset.writer import write_file
from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import ALL_NAMED, UNNAMED, Holds, by_field, reduced
from annotator.formats.placing import Misplaced, placed
from annotator.formats.registry import Format, Reading
from annotator.model import Label, Layer, LayerKind, Origin, QuoteType, Span
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from annotator.text.types import derive_type

META = ("title", "outlet", "date", "author", "url", "story")
HOLDS = Holds(
    meta=frozenset(META), layers=True, empty=True, ids=True, speakers=ALL_NAMED - {"span"}, via=ALL_NAMED,
    labels=True, targets=True, origins=True, parent=True, about=True, derived_from=True, scores=True,
    notes=True,
)  # fmt: skip
Quotes = dict[str | None, Said]
_OWN_KEYS = ("type", "stance", "topic")  # fields with a key of their own


def held(document: Document) -> Document:
    """What of `document` our records hold."""
    kept = reduced(document, HOLDS)
    return replace(kept, answers=tuple(replace(a, quotes=tuple(map(_held, a.quotes))) for a in kept.answers))


def _held(quote: Said) -> Said:
    kinds = [x.value for x in quote.labels if x.field == "type" and x.value in set(QuoteType)][:1]
    labels = [
        label if label.field == "stance" else replace(label, target=None)
        for label in quote.labels
        if label.field and label.value and label.field != "type" and label.origin is not Origin.INHERITED
    ]
    return replace(
        quote,
        speakers=tuple(map(_called, quote.speakers)),
        via=tuple(map(_called, quote.via)),
        labels=by_field([*labels, *(Label("type", kind) for kind in kinds)]),
        notes=tuple(filter(None, quote.notes)),
    )


def _called(named: Named) -> Named:
    return named if named.name is None or named.name.strip() else replace(named, name=None)


# Writing


def write(documents: Iterable[Document], to: Path) -> None:
    """Write the documents at `to`, a file that is there whole or not at all."""
    write_file(to, (record for document in documents for record in records(document)))


def records(document: Document) -> Iterator[Record]:
    """The lines of a document; only the first one has the text, each other one null in its place."""
    maker = _Maker(document)
    text: str | None = document.text
    for answer in document.answers:
        by_id: Quotes = {one.id: one for one in answer.quotes if one.id}
        for quote in answer.quotes or (Said(None, ()),):
            yield maker.record(answer.layer, _held(quote), by_id, text)
            text = None
    if text is not None:
        yield maker.record(None, Said(None, ()), {}, text)


class _Maker:
    """Makes records; what all quotes of a text share is made once."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.digest = sha256(document.text.encode()).hexdigest()
        self.source = source_record(document.source)
        self.sentences = document.sentences or sentences(document.text)
        self.starts = [span.start for span in self.sentences]
        self.quotations = quotations(document.text)

    def record(self, layer: Layer | None, quote: Said, by_id: Quotes, text: str | None) -> Record:
        """What is said of a quote, one of `by_id`; without a `layer` nothing is said but the text."""
        labels = {name: [x for x in quote.labels if x.field == name] for name in _OWN_KEYS}
        others = [x for x in quote.labels if x.field not in _OWN_KEYS]
        return {
            "schema": SCHEMA,
            "id": quote.id,
            "layer": layer and layer_record(layer),
            "article": {"digest": self.digest, **self.source, "topics": [], "text": text},
            "sentence": self._sentence(quote),
            **self._type(quote, by_id, labels["type"]),
            "content": self._spans(quote.content),
            "cue": self._spans(quote.cue),
            "source": self._spans(quote.source),
            "speakers": [_named(one) for one in quote.speakers],
            "via": [_named(one) | self._place(one.span) for one in quote.via],
            "parent": quote.parent,
            "about": quote.about,
            "derived_from": quote.derived_from,
            "suggester": {"name": None, "version": None},
            "rule": quote.rule or None,
            "score": quote.score,
            "stance": [_stance(label) for label in labels["stance"]],
            "topics": [{"code": x.value, **_how(x)} for x in labels["topic"]],
            "fields": [{"field": x.field, "value": x.value, **_how(x)} for x in others],
            "notes": [{"text": note} for note in quote.notes],
            "scheme": {"name": "", "version": "", "digest": ""},
            "guideline": "",
            "created": None,
            "updated": None,
        }  # fmt: skip

    def _sentence(self, quote: Said) -> Record | None:
        if not quote.content:
            return None
        first = bisect_right(self.starts, quote.content[0].start) - 1
        last = bisect_right(self.starts, quote.content[-1].end - 1) - 1
        start = self.starts[first]
        words = self.text[start : self.sentences[last].end].rstrip()
        return {"first": first, "last": last, "start": start, "end": start + len(words), "text": words}

    def _type(self, quote: Said, by_id: Quotes, typed: Sequence[Label]) -> Record:
        if typed:
            return {"type": typed[0].value, "type_origin": Origin.TYPED}
        if not quote.content:
            return {"type": None, "type_origin": None}
        around = [one.content for one in _ancestors(quote, by_id)]
        kind = derive_type(self.quotations, quote.content, around, self.text)
        return {"type": kind, "type_origin": Origin.RULE}

    def _spans(self, spans: Iterable[Span]) -> list[Record]:
        return [self._place(span) for span in spans]

    def _place(self, span: Span | None) -> Record:
        if span is None:
            return {"start": None, "end": None, "text": None}
        return {"start": span.start, "end": span.end, "text": span.of(self.text)}


def _ancestors(quote: Said, by_id: Quotes) -> Iterator[Said]:
    """The quotes around this one, the nearest first; a circle of them ends where it closes."""
    seen = {quote.id}
    around = by_id.get(quote.parent)
    while around is not None and around.id not in seen:
        seen.add(around.id)
        yield around
        around = by_id.get(around.parent)


def _named(one: Named) -> Record:
    return {
        "id": one.id, "name": one.name, "kind": one.kind, "aliases": list(one.aliases),
        "wikidata": one.wikidata, "origin": one.origin, "score": None,
    }  # fmt: skip


def _stance(label: Label) -> Record:
    step = int(label.value) if label.value in STEPS else None
    kind = label.value if step is None else "step"
    return {"target": label.target, "kind": kind, "step": step, **_how(label)}


def _how(label: Label) -> Record:
    return {"origin": label.origin, "score": label.score}


# Reading


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The documents of files, or of all .jsonl in folders, in the order of their first lines."""
    for path in paths:
        for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
            try:
                with file.open("rb") as stream:
                    yield from _File(file, stream, reading).documents()
            except OSError as problem:
                yield Complaint(f"{file}: it cannot be read ({problem.strerror}); it was left out")


class _File:
    """One file, an article at a time."""

    def __init__(self, file: Path, stream: BinaryIO, reading: Reading) -> None:
        self.file, self.stream, self.reading = file, stream, reading

    def documents(self) -> Iterator[Document | Complaint]:
        lines: dict[str, Places] = {}
        for offset, number, line in numbered(self.stream):
            try:
                at = head(parsed(line))
            except Unreadable as problem:
                yield self._complaint(number, problem)
            else:
                lines.setdefault(at.digest or f"path {at.path}", Places()).add(offset, number)
        for places in lines.values():
            yield from self._document(places)

    def _complaint(self, number: int, problem: object) -> Complaint:
        return Complaint(f"{self.file}:{number}: {problem}; it was left out")

    def _document(self, places: Places) -> Iterator[Document | Complaint]:
        """What the lines at `places`, all of one article, say of it."""
        rows = [(number, parsed(line)) for number, line in places.read(self.stream)]
        at = head(rows[0][1])
        text = next((t for _, row in rows if (t := row["article"].get("text")) is not None), None)
        text = self.reading.known(at.digest, at.path) if text is None else text
        if text is None or (at.digest and sha256(text.encode()).hexdigest() != at.digest):
            why = "has no text here or in the database" if text is None else "has another text here"
            what = f"the article “{at.digest[:12] if at.digest else at.path}” {why}"
            yield Complaint(f"{self.file}:{rows[0][0]}: {what}; its {len(rows):,} lines were left out")
            return
        answers: dict[Layer, list[Said]] = {}
        repaired = 0
        for number, row in rows:
            try:
                layer = _layer(head(row))
                if layer is not None or row.get("content"):
                    moved = _repair(row, text)
                    quote = said(row, text, own=True)
                    answers.setdefault(layer or UNNAMED, []).extend(
                        [self._ours(quote)] if quote.content else []
                    )
                    repaired += moved
            except Unreadable as problem:
                yield self._complaint(number, problem)
        found = tuple(Answer(layer, tuple(quotes)) for layer, quotes in answers.items())
        yield Document(text, source(rows[0][1]), found, repaired=repaired)

    def _ours(self, quote: Said) -> Said:
        mapped = (self.reading.mapping.of(label) for label in quote.labels)
        return replace(quote, labels=tuple(label for label in mapped if label is not None))


def _layer(at: Head) -> Layer | None:
    """For whom a line speaks; None where it does not say. Raises Unreadable."""
    if not at.kind and not at.name:
        return None
    try:
        return Layer(LayerKind(at.kind or LayerKind.HUMAN), at.name, at.version)
    except ValueError:
        raise Unreadable(f"there is no layer of kind “{at.kind}”; it is human, model or gold") from None


def _repair(row: Record, text: str) -> int:
    """Move the spans of a record whose words stand only near; how many. What is otherwise wrong stays so."""
    moved = 0
    for key in ("content", "cue", "source", "via"):
        some = row.get(key)
        for span in some if isinstance(some, list) else ():
            start, end, words = (
                (span.get(k) for k in ("start", "end", "text")) if isinstance(span, dict) else (0,) * 3
            )
            if type(start) is int and type(end) is int and isinstance(words, str):
                try:
                    found, was_moved = placed(text, start, end, words)
                except Misplaced:
                    continue
                span["start"], span["end"] = found.start, found.end
                moved += was_moved
    return moved


FORMAT = Format("jsonl", ".jsonl", False, held, write, read)
