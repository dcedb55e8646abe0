"""W3C Web Annotation: one AnnotationPage in JSON-LD, an annotation for each quote and one for each text.

A text's annotation (motivation `describing`) has the text as its body and the article as its target, with its
metadata in Dublin Core. A quote's targets are the stretches of its content, each with a TextPositionSelector
(code points) and a TextQuoteSelector; its bodies are a tag “Quote”, its labels (`classifying`, “stance: 1”),
its speakers and agencies (`identifying`), its notes (`commenting`), and, all `linking`, its cue and source in
the text and the quotes around and before it. Who marked it is its creator. What the model has no word for has
names in a namespace of our own, which the context declares.

The format loses nothing of a document. Read are also annotations of other programs: tags that say what is
marked, on texts that stand beside the file (under the last part of the source's name), and `linking`
annotations between two annotations. Format: https://www.w3.org/TR/annotation-model/
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote as escaped

from annotator.formats import json_parts as parts
from annotator.formats.document import Document, Named, Said
from annotator.formats.holding import reduced
from annotator.formats.joining import ABOUT, INSIDE, LABELS, sound
from annotator.formats.json_files import Json, dumped
from annotator.formats.json_parts import ALL
from annotator.formats.registry import Format
from annotator.formats.web_annotation_reading import DUBLIN, OURS, QUOTE, UUID, WIKIDATA, read
from annotator.model import Label, Layer, LayerKind, Origin, Span, SpeakerKind

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"annotator": "urn:annotator:"}]
_PAGE = {"@context": _CONTEXT, "id": "urn:annotator:page", "type": "AnnotationPage"}
_LAYERS = {LayerKind.HUMAN: "Person", LayerKind.MODEL: "Software"}
_TYPES = {SpeakerKind.PERSON: "Person", SpeakerKind.ORGANISATION: "Organization"}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AROUND = 32  # code points of prefix and suffix


def held(document: Document) -> Document:
    """What the format can hold of a document."""
    return reduced(sound(document), ALL)


def write(documents: Iterable[Document], to: Path) -> None:
    """All annotations on one page, one a line."""
    with to.open("xb") as file:
        file.write(dumped(_PAGE).removesuffix(b"}") + b',"items":[')
        before = b"\n"
        for document in documents:
            for item in _annotations(held(document)):
                file.write(before + dumped(item))
                before = b",\n"
        file.write(b"\n]}\n")


def _annotations(document: Document) -> Iterator[Json]:
    iri = escaped(document.name)
    said = parts.source_json(document.source)
    target = {"id": iri, "type": "Text", "format": "text/plain"}
    target |= {DUBLIN.get(key, OURS + key): value for key, value in said.items()}
    body = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": document.text}
    layers = _own(layers=[_creator(answer.layer) for answer in document.answers])
    text = {"id": f"{iri}#text", "type": "Annotation", "motivation": "describing"}
    yield {**text, "body": body, "target": target, **layers}
    writer = _Writer(document.text, iri)
    for answer in document.answers:
        for one in answer.quotes:
            yield writer.annotation(one, answer.layer)


def _creator(layer: Layer) -> Json:
    return parts.said(
        type=_LAYERS.get(layer.kind), name=layer.name, **_own(kind=layer.kind, version=layer.version or None)
    )


def _own(**values: Any) -> Json:
    """Keys of our own namespace, for values that say something."""
    return {OURS + key: value for key, value in parts.said(**values).items()}


def _id(id: str | None) -> str:
    """The IRI of a quote."""
    id = id or ""
    return UUID + id if _UUID.fullmatch(id) else QUOTE + escaped(id, safe="")


class _Writer:
    """Writes the quotes of one text."""

    def __init__(self, text: str, iri: str) -> None:
        self._text, self._iri = text, iri

    def annotation(self, quote: Said, layer: Layer) -> Json:
        return {
            "id": _id(quote.id),
            "type": "Annotation",
            "motivation": "tagging",
            "creator": _creator(layer),
            "body": list(self._bodies(quote)),
            "target": [self._place(span) for span in quote.content],
            **_own(derivedFrom=quote.derived_from, rule=quote.rule or None, score=quote.score),
        }

    def _bodies(self, quote: Said) -> Iterator[Json]:
        yield {"type": "TextualBody", "purpose": "tagging", "value": LABELS["content"]}
        for role, spans in (("cue", quote.cue), ("source", quote.source)):
            yield from (self._place(span) | {"purpose": "linking"} | _own(role=role) for span in spans)
        for label in quote.labels:
            yield _label(label)
        for role, people in (("speaker", quote.speakers), ("via", quote.via)):
            yield from (self._person(one) | _own(role=role) for one in people)
        for note in quote.notes:
            yield {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": note}
        for role, other in ((INSIDE, quote.parent), (ABOUT, quote.about)):
            if other:
                body = {"type": "SpecificResource", "purpose": "linking", "source": _id(other)}
                yield body | _own(role=role)

    def _place(self, span: Span) -> Json:
        before = self._text[max(0, span.start - _AROUND) : span.start]
        behind = self._text[span.end : span.end + _AROUND]
        selector = [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {"type": "TextQuoteSelector", "exact": span.of(self._text), "prefix": before, "suffix": behind},
        ]
        return {"type": "SpecificResource", "source": self._iri, "selector": selector}

    def _person(self, one: Named) -> Json:
        who = parts.said(
            id=WIKIDATA + escaped(one.wikidata, safe="") if one.wikidata else None,
            type=_TYPES.get(one.kind) if one.kind else None,
            name=one.name,
            **{"skos:altLabel": list(one.aliases)},
            **_own(id=one.id, kind=one.kind),
        )
        body: Json = {"type": "SpecificResource", "purpose": "identifying", "source": who}
        mention = self._place(one.span) if one.span else None
        return body | _own(origin=_origin(one.origin), mention=mention)


def _label(label: Label) -> Json:
    value = {"type": "TextualBody", "purpose": "classifying", "value": f"{label.field}: {label.value}"}
    return value | _own(
        field=label.field, target=label.target, origin=_origin(label.origin), score=label.score
    )  # fmt: skip


def _origin(origin: Origin) -> Origin | None:
    return None if origin == Origin.TYPED else origin


FORMAT = Format("web-annotation", ".jsonld", False, held, write, read)
