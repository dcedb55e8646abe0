"""Quotes as annotations of UIMA, as WebAnno and INCEpTION show them, and the folders that these write.

A quote is an annotation of the layer `webanno.custom.Quote` on its content, which has all values as features
(flat.py). Further spans are annotations of the same layer, told apart by the feature `role`; relations of
the layer `webanno.custom.QuoteLink` lead to them, and to other quotes, their kind in the feature `role`.

Read are other layers, too: the role of an annotation is what its role, label, value or kind says, or the
name of its layer; its other features are fields. Layers of linguistic analysis are passed over.

An exported project has annotation/TEXT/WHO.suffix for each annotator and curation/TEXT/CURATION_USER.suffix
for what was adjudicated. Offsets count UTF-16 units.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.files import cut, free
from annotator.formats.flat import flattened, nameable, unflattened
from annotator.formats.holding import ALL_NAMED, UNNAMED, Holds, reduced
from annotator.formats.joining import Joining, Link, Mark, Unknown, marked, sound
from annotator.formats.json_files import Bad
from annotator.formats.json_parts import Places
from annotator.formats.mapping import Mapping as Words
from annotator.formats.placing import shown
from annotator.formats.registry import Reading
from annotator.model import ADJUDICATED, Layer, LayerKind, Source, Span
from annotator.text.visible import visible

QUOTE, LINK = "webanno.custom.Quote", "webanno.custom.QuoteLink"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
ROLE = "role"
HOLDS = Holds(
    layers=True, empty=True, ids=True, speakers=ALL_NAMED - {"span"}, via=ALL_NAMED, labels=True,
    targets=True, origins=True, parent=True, about=True, derived_from=True, scores=True, notes=True,
)  # fmt: skip
_SAYING = (ROLE, "label", "value", "kind")  # features that may say what an annotation is
LINGUISTIC = ("de.tudarmstadt.ukp.dkpro.", "uima.", "org.dkpro.")

_ANNOTATION, _CURATION = "annotation", "curation"
_CURATOR, _INITIAL = "CURATION_USER", "INITIAL_CAS"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%+]|^[. ]|[. ]$')


class Annotation(NamedTuple):
    """A span of a layer, and its features."""

    id: str
    layer: str
    span: Span
    values: Mapping[str, str]


class Relation(NamedTuple):
    """From one annotation to another. `name` is what its features say of its kind, if anything."""

    layer: str
    start: str
    end: str
    name: str


class Found(NamedTuple):
    """What a file says: a text, its own name and data if it has them, and the quotes."""

    text: str
    source: Source | None
    quotes: tuple[Said, ...]
    repaired: int = 0


def held(document: Document, holds: Holds) -> Document:
    """What annotations can hold of a document."""
    found = sound(reduced(document, holds))
    return replace(found, answers=tuple(_nameable(answer) for answer in found.answers))


def _nameable(answer: Answer) -> Answer:
    if all(nameable(label) for quote in answer.quotes for label in quote.labels):
        return answer
    quotes = (replace(q, labels=tuple(x for x in q.labels if nameable(x))) for q in answer.quotes)
    return replace(answer, quotes=tuple(quotes))


def annotations(answer: Answer, places: Places) -> tuple[list[Annotation], list[Relation]]:
    """The quotes of a `held` answer, taken apart. Ids are theirs, or unique in the answer."""
    spans: list[Annotation] = []
    relations: list[Relation] = []
    for one in marked(answer):
        values = flattened(replace(one.quote, parent=None, about=None), places)
        for mark in one.marks:
            own = values if mark.id == one.marks[0].id else {}
            spans.append(Annotation(mark.id, QUOTE, mark.span, {ROLE: mark.role, **own}))
        relations += (Relation(LINK, link.start, link.end, link.name) for link in one.links)
    return spans, relations


def features(spans: Iterable[Annotation]) -> list[str]:
    """The names of features that occur, in the order of the first that has them."""
    return list(dict.fromkeys(name for span in spans for name in span.values))


def kind_of(values: Mapping[str, str]) -> str:
    """What the features of a relation say of its kind."""
    return next((values[name] for name in (*_SAYING, *values) if values.get(name)), "")


class Quotes:
    """Makes quotes of one file's annotations; `complaints` are what was left out."""

    def __init__(self, path: Path, places: Places, mapping: Words) -> None:
        self._path, self._places, self._mapping = path, places, mapping
        self._unknown = Unknown()
        self._joining = Joining(places.text, mapping, self._unknown, self.say)
        self._complaints: list[Complaint] = []

    def say(self, reason: object, line: int | None = None) -> None:
        """Complain of a part of the file."""
        place = self._path if line is None else f"{self._path}:{line}"
        self._complaints.append(Complaint(f"{place}: {reason}", False))

    def drop(self, id: str) -> None:
        """Leave out an annotation that was complained of: what leads to it will not be complained of."""
        self._joining.dropped.add(id)

    def unknown(self, word: str) -> None:
        """Leave out something that is called so."""
        self._unknown.words[word] += 1

    def complaints(self) -> list[Complaint]:
        return [*self._complaints, *self._unknown.complaints(self._path)]

    def made(self, spans: Iterable[Annotation], relations: Iterable[Relation]) -> tuple[Said, ...]:
        """The quotes of annotations that are known, in their order."""
        marks: list[Mark] = []
        rest: dict[str, Mapping[str, str]] = {}
        for span in spans:
            role, said_by = self._role(span.layer, span.values)
            marks.append(Mark(span.id, role or "", span.span))
            rest[span.id] = {name: x for name, x in span.values.items() if name != said_by}
        some = (x for x in relations if x.start in rest or x.end in rest)
        links = [Link(x.start, x.end, self._name(x)) for x in some]
        quotes = [found.quote for found in self._joining.quotes(marks, links)]
        ids = _ids([quote.id or "" for quote in quotes], rest)
        return tuple(x for quote in quotes if (x := self._full(quote, rest[quote.id or ""], ids)))

    def knows(self, layer: str, values: Mapping[str, str]) -> bool:
        """Whether an annotation means something here; what does not is counted, linguistic analysis aside."""
        role, _ = self._role(layer, values)
        if role is None and not layer.startswith(LINGUISTIC):
            short = layer.rpartition(".")[2]
            self.unknown(next((values[name] for name in _SAYING if values.get(name)), short))
        return bool(role)

    def _role(self, layer: str, values: Mapping[str, str]) -> tuple[str | None, str]:
        """(the role of an annotation, the feature that says so): "" for what is left out on purpose."""
        said = [(values[name], name) for name in _SAYING if values.get(name)]
        for word, name in (*said, (layer.rpartition(".")[2], "")):
            if (role := self._mapping.role(word)) is not None:
                return role, name
        return None, ""

    def _name(self, relation: Relation) -> str:
        """What a relation is called: by its features, else by its layer if that says something."""
        short = relation.layer.rpartition(".")[2]
        return relation.name or (short if self._mapping.role(short) is not None else "")

    def _full(self, quote: Said, values: Mapping[str, str], ids: Mapping[str, str]) -> Said | None:
        """`quote`, whose ids are annotations', with all that its annotation says."""
        try:
            said = unflattened(values, self._places, self._mapping)
        except Bad as problem:
            self.say(f"the quote {shown(quote.content[0].of(self._places.text))}: {problem}; it was left out")
            return None
        return replace(
            said,
            id=ids[quote.id or ""], content=quote.content, cue=quote.cue, source=quote.source,
            parent=ids.get(quote.parent or ""), about=ids.get(quote.about or ""),
        )  # fmt: skip


def _ids(heads: Sequence[str], values: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """annotation -> id of its quote: its own if no other has it."""
    own = {head: values[head].get("id", "") for head in heads}
    fresh = (f"q{n}" for n in range(1, 2 * len(own) + 2) if f"q{n}" not in own.values())
    ids: dict[str, str] = {}
    for head, id_ in own.items():
        ids[head] = id_ if id_ and id_ not in ids.values() else next(fresh)
    return ids


def write_folder(
    documents: Iterable[Document], to: Path, suffix: str, content: Callable[[Document, Answer | None], bytes]
) -> None:
    """A file for each answer of `held` documents, in the folders of an exported project; else the text."""
    to.mkdir()
    for document in documents:
        own = free(to / _ANNOTATION / coded(document.name))  # letters may have no case there
        own.mkdir(parents=True)
        for answer in document.answers or (None,):
            kind, stem = _place(answer.layer if answer else None)
            folder = to / kind / own.name
            folder.mkdir(parents=True, exist_ok=True)
            with free(folder / f"{stem}{suffix}").open("xb") as file:
                file.write(content(document, answer))


def _place(layer: Layer | None) -> tuple[str, str]:
    """The folder and the name of the file for what a layer says."""
    if layer is None:
        return _ANNOTATION, _INITIAL
    if layer == ADJUDICATED:
        return _CURATION, _CURATOR
    if layer.kind == LayerKind.HUMAN and layer.name not in (_CURATOR, _INITIAL):
        return _ANNOTATION, coded(layer.name)
    return _ANNOTATION, "+".join(coded(part) for part in (layer.kind, layer.name, layer.version))


def _layer(stem: str) -> Layer | None:
    """Whom a file's name names; None for the text before anybody marked it."""
    parts = [unquote(part) for part in stem.split("+")]
    if len(parts) == 3 and parts[0] in list(LayerKind):
        return Layer(LayerKind(parts[0]), parts[1], parts[2])
    if stem == _CURATOR:
        return ADJUDICATED
    return None if stem == _INITIAL else Layer(LayerKind.HUMAN, unquote(stem))


def coded(name: str) -> str:
    """`name` as the name of a file on any system: what could mean something there as %2F.

    One that is too long is cut.
    """
    safe = _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", name)
    return cut("".join(c if visible(c) == c else quote(c, safe="", errors="replace") for c in safe))


@dataclass(frozen=True, slots=True)
class _File:
    """A file by where it lies: a text of an exported project and whose it is, or neither."""

    path: Path
    text: str | None = None
    layer: Layer | None = None


def read_folder(
    paths: Iterable[Path], suffix: str, content: Callable[[Path, Reading], Iterator[Found | Complaint]],
    reading: Reading,
) -> Iterator[Document | Complaint]:  # fmt: skip
    """A document for each text, with an answer for each file of it. `content` reads one file."""
    for path in paths:
        files = sorted(path.rglob(f"*{suffix}")) if path.is_dir() else [path]
        if not files:
            yield Complaint(f"{path}: there is no {suffix} in it; it was left out")
        texts: dict[tuple[Path, str], list[_File]] = {}
        for file in map(_file, files):
            key = file.path.parent.parent.parent if file.text else file.path, file.text or ""
            texts.setdefault(key, []).append(file)
        for some in texts.values():
            yield from _documents(some[0].text, some, content, reading)


def _file(path: Path) -> _File:
    kind, text = path.parent.parent.name, path.parent.name
    if kind not in (_ANNOTATION, _CURATION):
        return _File(path)
    return _File(path, unquote(text), _layer(path.stem))


def _documents(
    name: str | None, files: Sequence[_File],
    content: Callable[[Path, Reading], Iterator[Found | Complaint]], reading: Reading,
) -> Iterator[Document | Complaint]:  # fmt: skip
    """The document that the files of one text make."""
    first: Found | None = None
    answers: list[Answer] = []
    repaired = 0
    for file in files:
        for found in content(file.path, reading):
            if isinstance(found, Complaint):
                yield found
            elif first is not None and found.text != first.text:
                yield Complaint(f"{file.path}: its text is not that of {files[0].path.name}; it was left out")
            else:
                first = first or found
                layer = file.layer or UNNAMED
                if found.quotes or file.text is None or file.layer:
                    answers.append(Answer(layer, found.quotes, str(file.path)))
                repaired += found.repaired
    if first is not None:
        source = first.source or Source(name or files[0].path.stem)
        yield Document(first.text, source, tuple(answers), repaired=repaired)
