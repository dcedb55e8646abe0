"""Citron's JSON: a file for each document, with its text and the quotes in it.

A quote has one cue (Citron's own reader refuses it without), sources, contents, and maybe an id and a
confidence. Coreferences are other mentions of the speaker; they are not read. All else stands in keys of
our own, which Citron's reader leaves alone: of the document `article` and `layer`, of a quote `more_cues`,
`parent`, `about` and what json_parts.rest_json says. A further answer is a file of its own, NAME.2.json.
Offsets are code points.

What the format LOSES: quotes without a cue. Format: docs/data_format.md of https://github.com/bbc/citron
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.files import file_name, free
from annotator.formats.holding import UNNAMED, reduced
from annotator.formats.joining import apart, sound
from annotator.formats.json_files import Bad, Json, Record
from annotator.formats.json_parts import ALL, Places
from annotator.formats.mapping import Mapping
from annotator.formats.placing import shown
from annotator.formats.registry import Format, Reading
from annotator.model import Span

_FURTHER = re.compile(r"(.*)\.(\d{1,9})\.json", re.DOTALL)


def held(document: Document) -> Document:
    """What of `document` Citron's files hold: no quote without a cue."""
    kept = reduced(document, ALL)
    answers = (replace(a, quotes=tuple(q for q in a.quotes if q.cue)) for a in kept.answers)
    return sound(replace(kept, answers=tuple(answers)))


# Writing


def write(documents: Iterable[Document], to: Path) -> None:
    """Write each document as NAME.json in the folder `to`, further answers as NAME.2.json and so on."""
    to.mkdir(parents=True)
    for document in documents:
        first = free(to / file_name(document.name, ".json"))
        first.parent.mkdir(parents=True, exist_ok=True)
        for n, answer in enumerate(held(document).answers or (None,), start=1):
            file = free(first.with_suffix(f".{n}.json")) if n > 1 else first
            file.write_bytes(orjson.dumps(_document(document, answer), option=orjson.OPT_INDENT_2) + b"\n")


def _document(document: Document, answer: Answer | None) -> Json:
    places = Places(document.text)
    quotes = None if answer is None else [_quote(quote, places) for quote in answer.quotes]
    named = answer is not None and answer.layer != UNNAMED
    layer = parts.layer_json(answer.layer) if answer and named else None
    return {"text": document.text} | {
        key: value
        for key, value in (
            ("quotes", quotes),
            ("article", parts.source_json(document.source)),
            ("layer", layer),
        )
        if value is not None
    }


def _quote(quote: Said, places: Places) -> Json:
    """Citron's keys, and ours where they say something."""
    return {
        **parts.said(id=quote.id, confidence=quote.score),
        "cue": places.json(quote.cue[0]),
        "sources": [places.json(span) for span in quote.source],
        "contents": [places.json(span) for span in quote.content],
        **parts.said(
            more_cues=[places.json(span) for span in quote.cue[1:]], parent=quote.parent, about=quote.about
        ),
        **parts.rest_json(quote, places, without=("score",)),
    }


# Reading


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The documents of files, or of all .json in folders; files of one text and name are one document."""
    for path in paths:
        root = path if path.is_dir() else path.parent
        last: Document | None = None
        for file in sorted(path.rglob("*.json"), key=_order) if path.is_dir() else [path]:
            for one in _file(file, file.relative_to(root).as_posix(), reading.mapping):
                if isinstance(one, Complaint):
                    yield one
                elif last is not None and (last.text, last.source) == (one.text, one.source):
                    last = _together(last, one)
                else:
                    if last is not None:
                        yield last
                    last = one
        if last is not None:
            yield last


def _order(file: Path) -> tuple[str, int]:
    """A document's files stand together, in the order of its answers."""
    found = _FURTHER.fullmatch(str(file))
    return (found[1], int(found[2])) if found else (str(file).removesuffix(".json"), 1)


def _together(one: Document, other: Document) -> Document:
    answers = {a.layer: a.quotes for a in one.answers}
    for answer in other.answers:
        answers[answer.layer] = answers.get(answer.layer, ()) + answer.quotes
    every = tuple(Answer(layer, quotes) for layer, quotes in answers.items())
    return replace(one, answers=every, repaired=one.repaired + other.repaired)


def _file(file: Path, name: str, mapping: Mapping) -> Iterator[Document | Complaint]:
    for n, record in enumerate(get.objects(file), start=1):
        if isinstance(record, Complaint):
            yield record
            continue
        try:
            reader = _Reader(record, mapping)
            document = reader.document(name if n == 1 else f"{name}/{n}")
        except Bad as problem:
            yield record.complain(f"{problem}; it was left out")
        else:
            yield from reader.complaints
            yield document


@dataclass(slots=True)
class _Reader:
    """Reads one document. What is wrong with a part of it costs that part."""

    record: Record
    mapping: Mapping
    complaints: list[Complaint] = field(default_factory=list)

    def document(self, name: str) -> Document:
        """Raises Bad."""
        row = self.record.value
        text = get.needed(get.text(row, "text"), "text")
        source = parts.source_of(get.table(row, "article"), name)
        if row.get("quotes") is None:
            return Document(text, source)
        layer = get.table(row, "layer")
        places, quotes = Places(text), []
        for n, one in enumerate(get.items(row, "quotes"), start=1):
            try:
                quotes.append(self._quote(get.entry(one, "a quote"), places, f"quote {n}"))
            except Bad as problem:
                self._say(f"quote {n}: {problem}")
        answer = Answer(parts.layer_of(layer) if layer else UNNAMED, tuple(quotes))
        return Document(text, source, (answer,), repaired=places.repaired)

    def _say(self, problem: str) -> None:
        self.complaints.append(self.record.complain(f"{problem}; it was left out", whole=False))

    def _quote(self, row: Json, places: Places, where: str) -> Said:
        def spans(key: str, some: Iterable[object]) -> tuple[Span, ...]:
            return self._spans(some, key, places, where)

        content = spans("contents", get.items(row, "contents"))
        if not content:
            raise Bad("it has no contents")
        cues = [row["cue"]] if row.get("cue") is not None else []
        score = _confidence(row.get("confidence"))
        quote = Said(
            get.text(row, "id"),
            content,
            spans("cue", [*cues, *get.items(row, "more_cues")]),
            spans("sources", get.items(row, "sources")),
            **parts.rest_of(row, places, self.mapping),
        )
        parent, about = get.text(row, "parent"), get.text(row, "about")
        return replace(quote, parent=parent, about=about, score=quote.score if score is None else score)

    def _spans(self, some: Iterable[object], key: str, places: Places, where: str) -> tuple[Span, ...]:
        """Those that stand in the text, in order and apart; each other one is told."""
        found = []
        for one in some:
            try:
                found.append(places.of(get.entry(one, key)))
            except Bad as problem:
                self._say(f"{where}, {key}: {problem}")
        return apart(found)


def _confidence(value: object) -> float | None:
    """Citron writes it as a text with four decimals. Raises Bad."""
    try:
        found = None if value is None else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        found = -1.0
    if found is not None and not 0 <= found <= 1:
        raise Bad(f"its confidence is {shown(str(value))}, and no number from 0 to 1")
    return found


FORMAT = Format("citron", "", True, held, write, read)
