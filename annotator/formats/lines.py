"""Lines of JSON that hold one answer to one text each: what Prodigy and doccano have in common.

`article` and `layer` are keys of our own, for which both leave room: what the text is, and who marked it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.joining import Joining, Unknown
from annotator.formats.json_files import Bad, Json, Record, objects
from annotator.formats.json_parts import Places
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.model import Layer, Source


def article_json(document: Document, layer: Layer | None) -> Json:
    """The keys of our own in a line."""
    article = parts.source_json(document.source)
    return {"article": article, "layer": parts.layer_json(layer) if layer else {}}


@dataclass(slots=True)
class Line:
    """One line while it is read. `say` is for what is left out of it, a sentence without its place."""

    record: Record
    text: str
    places: Places
    mapping: Mapping
    unknown: Unknown
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def value(self) -> Json:
        return self.record.value

    def say(self, sentence: str) -> None:
        self.complaints.append(self.record.complain(sentence, False))

    def joining(self) -> Joining:
        return Joining(self.text, self.mapping, self.unknown, self.say)

    def rest(self, quote: Said, value: Json) -> Said:
        """`quote` with what the keys of `value` say of it besides."""
        try:
            return replace(quote, **parts.rest_of(value, self.places, self.mapping))
        except Bad as problem:
            self.say(f"{problem}; what is said of {get.words(quote.content[0].of(self.text))} was left out")
            return quote


class Dialect(NamedTuple):
    """How one program's lines are read.

    `answer` reads one line, None where nobody marked it; it raises Bad where the line is to be left out.
    `others` are the keys of a line that say something of its article.
    """

    answer: Callable[[Line], Answer | None]
    others: Callable[[Json], Json]


@dataclass(slots=True)
class _Text:
    """All lines of one text."""

    text: str
    source: Source
    answers: tuple[Answer, ...] = ()
    repaired: int = 0
    complaints: list[Complaint] = field(default_factory=list)


def together(paths: Sequence[Path], reading: Reading, dialect: Dialect) -> Iterator[Document | Complaint]:
    """The texts of files, each with all its lines' answers, wherever in the file they are."""
    for path in paths:
        file = _File(path, reading.mapping, dialect)
        for n, record in enumerate(objects(path), start=1):
            if isinstance(record, Complaint):
                yield record
                continue
            try:
                file.add(record, n)
            except Bad as problem:
                yield record.complain(f"{problem}; it was left out")
        yield from file.documents()


class _File:
    """Puts the lines of one file together."""

    def __init__(self, path: Path, mapping: Mapping, dialect: Dialect) -> None:
        self._path, self._mapping, self._dialect = path, mapping, dialect
        self._unknown = Unknown()
        self._texts: dict[tuple[str | None, str], _Text] = {}

    def add(self, record: Record, n: int) -> None:
        """One line. Raises Bad where it is to be left out."""
        text = get.text(record.value, "text")
        if not text:
            raise Bad("it has no text")
        source, named = self._source(record.value, f"{self._path.stem}/{n}")
        line = Line(record, text, Places(text), self._mapping, self._unknown)
        answer = self._dialect.answer(line)
        one = self._texts.setdefault((source.path if named else None, text), _Text(text, source))
        if answer is not None:
            one.answers = parts.one_a_layer((*one.answers, answer), line.say)
        one.complaints += line.complaints
        one.repaired += line.places.repaired

    def _source(self, value: Json, name: str) -> tuple[Source, bool]:
        """The article, and whether a key of our own says which it is."""
        if article := get.table(value, "article"):
            return parts.source_of(article, name), True
        return parts.source_among(self._dialect.others(value), name), False

    def documents(self) -> Iterator[Document | Complaint]:
        """All texts, in the order of their first lines, behind what was left out of them."""
        for one in self._texts.values():
            yield from one.complaints
            yield Document(one.text, one.source, one.answers, repaired=one.repaired)
        yield from self._unknown.complaints(self._path)


def layer(value: Json) -> Layer | None:
    """Who marked a line, as our own key says it."""
    said = get.table(value, "layer")
    return parts.layer_of(said) if said else None
