"""What web_annotation.py reads: a file's texts, then what was marked in them, then what joins the marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import UNNAMED
from annotator.formats.joining import ABOUT, INSIDE, NAMES, Found, Joining, Link, Mark, Unknown
from annotator.formats.json_files import Bad, Json, Record, objects
from annotator.formats.json_parts import Places
from annotator.formats.registry import Reading
from annotator.model import Layer, LayerKind, Origin, Source, Span, SpeakerKind

OURS = "annotator:"  # the prefix of keys of our own
UUID, QUOTE = "urn:uuid:", "urn:annotator:quote:"  # what IRIs of quotes begin with
WIKIDATA = "http://www.wikidata.org/entity/"
DUBLIN = {
    "path": "dc:identifier", "title": "dc:title", "outlet": "dc:publisher", "date": "dc:date",
    "author": "dc:creator", "url": "dc:source",
}  # fmt: skip
_CHARS = re.compile(r"char=(\d{1,9}),(\d{1,9})")
_SEVERAL = ("labels", "speakers", "via", "notes")  # what all marks of a quote say together


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts that annotations are about."""
    for path in paths:
        yield from _File(path, reading).documents()


@dataclass(slots=True)
class _Marked:
    """What one layer marked in a text; `rest` are values of Said by the id of the mark."""

    joining: Joining
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rest: dict[str, Json] = field(default_factory=dict)

    def quotes(self) -> Iterator[Said]:
        for found in self.joining.quotes(self.marks, self.links):
            yield replace(found.quote, **self._rest(found))

    def _rest(self, found: Found) -> Json:
        own = self.rest.get(found.marks[0], {})
        all_ = [self.rest[id_] for id_ in found.marks if id_ in self.rest]
        return own | {key: tuple(x for rest in all_ for x in rest.get(key, ())) for key in _SEVERAL}


@dataclass(slots=True)
class _Text:
    """One text and what each layer marked in it."""

    source: Source
    places: Places
    layers: dict[Layer, _Marked] = field(default_factory=dict)

    def document(self) -> Document:
        answers = tuple(Answer(layer, tuple(marked.quotes())) for layer, marked in self.layers.items())
        return Document(self.places.text, self.source, answers, repaired=self.places.repaired)


class _File:
    """Reads one file."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path, self._mapping = path, reading.mapping
        self._unknown = Unknown()
        self._texts: dict[str, _Text] = {}
        self._at: dict[str, _Marked] = {}  # by the id of a mark
        self._complaints: list[Complaint] = []

    def documents(self) -> Iterator[Document | Complaint]:
        kinds: dict[str, list[Record]] = {"text": [], "marks": [], "link": []}
        for record in self._records():
            kinds[_kind(record.value)].append(record)
        for kind, take in (("text", self._text), ("marks", self._marks), ("link", self._link)):
            for record in kinds[kind]:
                try:
                    take(record)
                except Bad as problem:
                    self._complaints.append(record.complain(f"{problem}; it was left out"))
        made = [text.document() for text in self._texts.values()]
        yield from self._complaints
        yield from made
        yield from self._unknown.complaints(self._path)

    def _records(self) -> Iterator[Record]:
        """All annotations of the file, also those of its pages."""
        for record in objects(self._path):
            if isinstance(record, Complaint):
                self._complaints.append(record)
                continue
            page = record.value["first"] if isinstance(record.value.get("first"), dict) else record.value
            if "items" not in page:
                yield record
                continue
            for n, item in enumerate(_list(page["items"]), start=1):
                one = Record(f"{self._path}, annotation {n}", item if isinstance(item, dict) else {})
                if one.value is item:
                    yield one
                else:
                    reason = f"this has to be an object, and is {get.words(item)}; it was left out"
                    self._complaints.append(one.complain(reason))

    def _text(self, record: Record) -> None:
        target, body = get.entry(record.value["target"], "target"), get.entry(record.value["body"], "body")
        iri = get.needed(_key(target, "id"), "id of its target")
        text = get.needed(get.text(body, "value"), "value in its body")
        if not text:
            raise Bad("its text is empty")
        if iri in self._texts:
            raise Bad(f"there are two texts of {get.words(iri)}")
        names = {theirs: ours for ours, theirs in DUBLIN.items()}
        said = {names.get(key, key.removeprefix(OURS)): value for key, value in target.items() if ":" in key}
        source = parts.source_of(said, unquote(iri))
        layers = [_layer(get.entry(x, "layer")) for x in _list(record.value.get(f"{OURS}layers"))]
        self._texts[iri] = one = _Text(source, Places(text))
        for layer in layers:
            self._marked(one, layer)

    def _marked(self, one: _Text, layer: Layer) -> _Marked:
        if layer not in one.layers:
            place = Record(f"{self._path}, {one.source.path}, {layer}", {})
            joining = Joining(
                one.places.text, self._mapping, self._unknown,
                lambda sentence: self._complaints.append(place.complain(sentence, False)),
            )  # fmt: skip
            one.layers[layer] = _Marked(joining)
        return one.layers[layer]

    def _marks(self, record: Record) -> None:
        value = record.value
        targets = _list(value.get("target"))
        if not targets:
            raise Bad("it has no target")
        one = self._about(_source(targets[0]))
        creators = _list(value.get("creator"))
        layer = _layer(get.entry(creators[0], "creator")) if creators else UNNAMED
        marked = self._marked(one, layer)
        id_ = _of_id(_key(value, "id") or record.place)
        if id_ in marked.rest:
            raise Bad(f"there are two annotations {get.words(id_)}")
        self._at.setdefault(id_, marked)
        try:
            _Annotation(self, record, one.places, marked, id_).read(targets)
        except Bad:
            marked.joining.dropped.add(id_)
            raise

    def _about(self, iri: str) -> _Text:
        """The text of this name: one that the file holds, else one beside it. Raises Bad."""
        if iri not in self._texts:
            try:
                name = Path(unquote(urlsplit(iri).path)).name or f"{self._path.stem}.txt"
                text = (self._path.parent / name).read_bytes().decode("utf-8-sig")
            except (OSError, ValueError):
                raise Bad(
                    f"the text of {get.words(iri)} is neither in the file nor beside it in UTF-8"
                ) from None
            self._texts[iri] = _Text(Source(name), Places(text))
        return self._texts[iri]

    def _link(self, record: Record) -> None:
        ends = [_of_id(_source(x)) for x in _list(record.value.get("target"))]
        marked = next((self._at[id_] for id_ in ends if id_ in self._at), None)
        if marked is None or len(ends) != 2:
            raise Bad("it has to join two annotations that are in the file")
        names = [x for body in _list(record.value.get("body")) if (x := _tag(body))]
        marked.links += [Link(ends[0], ends[1], name) for name in names or [""]]

    def say(self, record: Record, sentence: str) -> None:
        self._complaints.append(record.complain(sentence, False))

    def label(self, field: str, value: str, more: Json) -> Json:
        """A label in the words of the scheme, as an entry of `rest`."""
        mapped = self._mapping.label(field, value, get.text(more, f"{OURS}target"))
        origin = parts.one_of(more, f"{OURS}origin", Origin)
        score = get.share(more, f"{OURS}score")
        return {"labels": (replace(mapped, origin=origin or Origin.TYPED, score=score),)} if mapped else {}

    def unknown(self, word: str) -> None:
        self._unknown.words[word] += 1


class _Annotation:
    """Reads one annotation that marks something."""

    def __init__(self, file: _File, record: Record, places: Places, marked: _Marked, id: str) -> None:
        self._file, self._record, self._places, self._marked, self._id = file, record, places, marked, id
        self._rest: Json = dict.fromkeys(_SEVERAL, ())

    def read(self, targets: Sequence[Any]) -> None:
        """Adds marks, links and what else is said. Raises Bad where it marks nothing."""
        value = self._record.value
        bodies = _list(value.get("body")) + _list(value.get("bodyValue"))
        tags = [tag for body in bodies if (tag := _tag(body)) and ": " not in tag]
        roles = [role for tag in tags if (role := self._marked.joining.role(tag))]
        if not tags:
            raise Bad("it has no tag that says what it marks")
        if not roles:
            self._marked.joining.dropped.add(self._id)
            return
        spans = [self._span(target) for target in targets]
        self._mark(self._id, roles[0], spans)
        self._marked.links += [
            Link(self._id, f"{self._id}#{n}", NAMES[roles[0]]) for n in range(2, len(spans) + 1)
        ]
        for n, body in enumerate(bodies, start=1):
            try:
                self._body(body, n)
            except Bad as problem:
                self._file.say(self._record, f"body {n}: {problem}; it was left out")
        self._rest |= {
            "derived_from": get.text(value, f"{OURS}derivedFrom"),
            "rule": get.text(value, f"{OURS}rule") or "",
            "score": get.share(value, f"{OURS}score"),
        }
        self._marked.rest[self._id] = self._rest

    def _mark(self, id: str, role: str, spans: Sequence[Span]) -> None:
        for n, span in enumerate(spans, start=1):
            self._marked.marks.append(Mark(id if n == 1 else f"{id}#{n}", role, span))

    def _body(self, body: Any, n: int) -> None:
        if isinstance(body, str):
            self._rest["notes"] += (body,)
            return
        said = get.entry(body, "body")
        purpose = get.text(said, "purpose") or ""
        if purpose in ("", "tagging", "classifying") and (": " in (get.text(said, "value") or "")):
            self._label(said)
        elif purpose == "linking":
            self._linking(said, n)
        elif purpose == "identifying":
            self._person(said)
        elif purpose in ("commenting", "replying", "describing"):
            self._rest["notes"] += (get.needed(get.text(said, "value"), "value"),)
        elif purpose not in ("", "tagging"):
            self._file.unknown(purpose)

    def _label(self, body: Json) -> None:
        words = get.needed(get.text(body, "value"), "value")
        name = get.text(body, f"{OURS}field") or words.partition(": ")[0]
        self._add(self._file.label(name, words.removeprefix(f"{name}: "), body))

    def _add(self, more: Json) -> None:
        for key, values in more.items():
            self._rest[key] += values

    def _linking(self, body: Json, n: int) -> None:
        role = get.text(body, f"{OURS}role")
        if role in (INSIDE, ABOUT):
            self._marked.links.append(Link(self._id, _of_id(_source(body)), role))
        elif role in NAMES:
            id_ = f"{self._id}#body{n}"
            self._mark(id_, role, [self._span(body)])
            self._marked.links.append(Link(self._id, id_, NAMES[role]))
        else:
            raise Bad("it links to something without saying how")

    def _person(self, body: Json) -> None:
        who = get.table(body, "source") or body
        iri = _key(who, "id") or ""
        mention = get.table(body, f"{OURS}mention")
        one = Named(
            get.text(who, f"{OURS}id"),
            get.text(who, "name"),
            parts.one_of(who, f"{OURS}kind", SpeakerKind),
            tuple(get.texts({"aliases": _list(who.get("skos:altLabel"))}, "aliases")),
            unquote(iri.removeprefix(WIKIDATA)) if iri.startswith(WIKIDATA) else None,
            self._span(mention) if mention else None,
            parts.one_of(body, f"{OURS}origin", Origin) or Origin.TYPED,
        )
        self._add({"via" if get.text(body, f"{OURS}role") == "via" else "speakers": (one,)})

    def _span(self, target: Any) -> Span:
        """What the selectors of a target select, the first that can be read. Raises Bad."""
        selectors = [get.entry(x, "selector") for x in _list(get.entry(target, "target").get("selector"))]
        by_type = {_key(selector, "type"): selector for selector in reversed(selectors)}
        quoted = by_type.get("TextQuoteSelector", {})
        words = get.text(quoted, "exact")
        if position := by_type.get("TextPositionSelector"):
            return self._places.span(get.whole(position, "start"), get.whole(position, "end"), words)
        if match := _CHARS.fullmatch(get.text(by_type.get("FragmentSelector", {}), "value") or ""):
            return self._places.span(int(match[1]), int(match[2]), words)
        if words:
            return self._found(get.text(quoted, "prefix") or "", words, get.text(quoted, "suffix") or "")
        raise Bad("it selects no words: a TextPositionSelector or a TextQuoteSelector does")

    def _found(self, before: str, words: str, behind: str) -> Span:
        """The one place of words without offsets. Raises Bad."""
        text = self._places.text
        for start, whole in ((len(before), before + words + behind), (0, words)):
            if text.count(whole) == 1:
                start += text.index(whole)
                return Span(start, start + len(words))
        raise Bad(f"{get.words(words)} stands in the text not once but {text.count(words):,} times")


def _kind(value: Json) -> str:
    """What an annotation is: text, marks or link."""
    bodies, targets = _list(value.get("body")), _list(value.get("target"))
    selects = any(isinstance(x, dict) and "selector" in x for x in targets)
    if value.get("motivation") == "describing" and len(bodies) == len(targets) == 1 and not selects:
        return "text" if isinstance(bodies[0], dict) and isinstance(value["target"], dict) else "marks"
    return "link" if value.get("motivation") == "linking" and not selects else "marks"


def _tag(body: Any) -> str | None:
    """What a body says that tags."""
    if not isinstance(body, dict) or body.get("purpose", "tagging") != "tagging":
        return None
    return get.text(body, "value")


def _source(target: Any) -> str:
    """The IRI that a target (or body) is or is a part of; "" where it says none."""
    if isinstance(target, str):
        return target
    found = get.entry(target, "target")
    source = found.get("source", _key(found, "id"))
    return (_key(source, "id") if isinstance(source, dict) else get.text({"source": source}, "source")) or ""


def _layer(creator: Json) -> Layer:
    """For whom an annotation's creator speaks."""
    name = get.text(creator, "name") or get.text(creator, "nickname") or _key(creator, "id")
    kind = parts.one_of(creator, f"{OURS}kind", LayerKind)
    version = get.text(creator, f"{OURS}version") or ""
    if not name:
        return UNNAMED
    if kind is None and _key(creator, "type") == "Software":
        return Layer(LayerKind.MODEL, name, version or "undefined")
    return Layer(kind or LayerKind.HUMAN, name, version)


def _of_id(iri: str) -> str:
    """The quote that has this IRI; one of another program's is its own id."""
    return unquote(iri.removeprefix(QUOTE)) if iri.startswith(QUOTE) else iri.removeprefix(UUID)


def _key(value: Json, key: str) -> str | None:
    """`id` and `type`, which JSON-LD may write with an @."""
    return get.text(value, key) or get.text(value, f"@{key}")


def _list(value: Any) -> list[Any]:
    """One value or several, as JSON-LD leaves it open."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
