"""UIMA CAS JSON 0.4: a text and its annotations as feature structures, with their type system.

What stands for what is said in uima.py, and how files lie in folders. The article's data is a feature
structure of the type `webanno.custom.Article`, which INCEpTION calls document metadata; name and annotator
are in the DKPro DocumentMetaData as well. Sentences are DKPro Sentences.

What the format LOSES: what an article says besides the data that we have fields for, and quotes without
content. Format: https://github.com/apache/uima-uimaj-io-jsoncas
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.formats.document import Answer, Complaint, Document
from annotator.formats.holding import ALL_META
from annotator.formats.json_files import Bad, Json, dumped, parsed
from annotator.formats.json_parts import Places, said, source_json
from annotator.formats.registry import Format, Reading
from annotator.formats.uima import (
    HOLDS,
    LINK,
    QUOTE,
    ROLE,
    SENTENCE,
    Annotation,
    Found,
    Quotes,
    Relation,
    annotations,
    features,
    held,
    kind_of,
    read_folder,
    write_folder,
)
from annotator.model import Source, Span

ARTICLE = "webanno.custom.Article"
_META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_SUFFIX = ".json"
_HELD = ALL_META - {"extra"}
_HOLDS = replace(HOLDS, meta=_HELD)
_SOFA, _VIEW = "uima.cas.Sofa", "_InitialView"


def _held(document: Document) -> Document:
    return held(document, _HOLDS)


def write(documents: Iterable[Document], to: Path) -> None:
    """A folder with a file for each answer."""
    write_folder(map(_held, documents), to, _SUFFIX, _content)


def _content(document: Document, answer: Answer | None) -> bytes:
    places = Places(document.text, units=True)
    spans, relations = annotations(answer, places) if answer else ([], [])
    structures = [{"%ID": n, **x} for n, x in enumerate(_structures(document, answer, spans, relations), 1)]
    members = [x["%ID"] for x in structures[1:]]
    value = {
        "%TYPES": _types(features(spans)),
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": {_VIEW: {"%SOFA": 1, "%MEMBERS": members}},
    }
    return dumped(value) + b"\n"


def _structures(
    document: Document, answer: Answer | None, spans: Sequence[Annotation], relations: Sequence[Relation]
) -> Iterator[Json]:
    """The feature structures in the order of their ids, the text first."""
    places = Places(document.text, units=True)

    def annotation(kind: str, span: Span, values: Mapping[str, str]) -> Json:
        place = places.json(span)
        return {"%TYPE": kind, "@sofa": 1, "begin": place["start"], "end": place["end"], **values}

    yield {"%TYPE": _SOFA, "sofaNum": 1, "sofaID": _VIEW, "mimeType": "text", "sofaString": document.text}
    whole = Span(0, len(document.text))
    who = said(documentTitle=document.name, documentId=answer.layer.name if answer else None)
    yield annotation(_META, whole, {"language": "x-unspecified", **who})
    article = source_json(document.source)
    article.pop("extra", None)
    yield {"%TYPE": ARTICLE, "@sofa": 1, **article}
    for sentence in document.sentences:
        yield annotation(SENTENCE, sentence, {})
    ids = {span.id: n for n, span in enumerate(spans, start=4 + len(document.sentences))}
    where = {span.id: span.span for span in spans}
    for span in spans:
        yield annotation(span.layer, span.span, span.values)
    for link in relations:
        ends = {"@Governor": ids[link.start], "@Dependent": ids[link.end]}
        yield annotation(link.layer, where[link.end], {ROLE: link.name}) | ends


def _types(names: Iterable[str]) -> Json:
    """The type system: what a program that reads the file need not know before."""
    base, text = "uima.tcas.Annotation", "uima.cas.String"
    link = {"Dependent": QUOTE, "Governor": QUOTE, ROLE: text}
    meta = ("collectionId", "documentBaseUri", "documentId", "documentTitle", "documentUri")
    types = (
        (_META, "uima.tcas.DocumentAnnotation", dict.fromkeys(meta, text)),
        (SENTENCE, base, {"id": text}),
        (ARTICLE, "uima.cas.AnnotationBase", dict.fromkeys(sorted(_HELD), text)),
        (QUOTE, base, dict.fromkeys(names, text)),
        (LINK, base, link),
    )
    return {name: _type(name, above, ranges) for name, above, ranges in types}


def _type(name: str, above: str, ranges: dict[str, str]) -> Json:
    own = {feature: {"%NAME": feature, "%RANGE": kind} for feature, kind in ranges.items()}
    return {"%NAME": name, "%SUPER_TYPE": above, **own}


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of files, or of all files in folders."""
    return read_folder(paths, _SUFFIX, _file, reading)


def _file(path: Path, reading: Reading) -> Iterator[Found | Complaint]:
    try:
        structures = _read(path.read_bytes())
        sofa, text = _text(structures)
    except OSError as problem:
        yield Complaint(f"{path}: it cannot be read ({problem.strerror}); it was left out")
        return
    except Bad as problem:
        yield Complaint(f"{path}: {problem}; it was left out")
        return
    places = Places(text, units=True)
    quotes = Quotes(path, places, reading.mapping)
    own = {id_: x for id_, x in structures.items() if x.get("@sofa", sofa) == sofa}
    spans = list(_spans(own, places, quotes))
    made = quotes.made(spans, list(_relations(own, structures)))
    yield from quotes.complaints()
    yield Found(text, _source(own.values(), path), made, places.repaired)


def _read(data: bytes) -> dict[int, Json]:
    """The feature structures by id. Raises Bad."""
    value = parsed(data.removeprefix(b"\xef\xbb\xbf"))
    found = value.get("%FEATURE_STRUCTURES") if isinstance(value, dict) else None
    if isinstance(found, dict):
        found = [{**x, "%ID": int(n)} for n, x in found.items() if n.isdecimal() and isinstance(x, dict)]
    if not isinstance(found, list):
        raise Bad("this is no UIMA CAS JSON: it has no %FEATURE_STRUCTURES")
    known = (x for x in found if isinstance(x, dict) and type(x.get("%ID")) is int)
    return {x["%ID"]: x for x in known if isinstance(x.get("%TYPE"), str)}


def _text(structures: dict[int, Json]) -> tuple[int, str]:
    """(id, text) of the subject of analysis that is shown first. Raises Bad."""
    sofas = [x for x in structures.values() if x["%TYPE"] == _SOFA and isinstance(x.get("sofaString"), str)]
    sofas.sort(key=lambda sofa: sofa.get("sofaID") != _VIEW)
    if not sofas or not sofas[0]["sofaString"]:
        raise Bad("there is no text in it")
    return sofas[0]["%ID"], sofas[0]["sofaString"]


def _values(structure: Json) -> dict[str, str]:
    """The features that are texts, numbers, or true or false."""
    found = {}
    for name, value in structure.items():
        if name[:1] not in ("%", "@", "#", "^") and name not in ("begin", "end"):
            if isinstance(value, str):
                found[name] = value
            elif isinstance(value, bool | int | float):
                found[name] = str(value).lower()
    return found


def _spans(structures: dict[int, Json], places: Places, quotes: Quotes) -> Iterator[Annotation]:
    for id_, x in structures.items():
        start, end = x.get("begin"), x.get("end")
        if x["%TYPE"] == _META or "@Governor" in x or (start is None and end is None):
            continue
        values = _values(x)
        if not quotes.knows(x["%TYPE"], values):
            quotes.drop(str(id_))
            continue
        try:
            if type(start) is not int or type(end) is not int:
                raise Bad("begin and end have to be whole numbers")
            yield Annotation(str(id_), x["%TYPE"], places.span(start, end), values)
        except Bad as problem:
            quotes.drop(str(id_))
            quotes.say(f"feature structure {id_}: {problem}; it was left out")


def _relations(own: dict[int, Json], structures: dict[int, Json]) -> Iterator[Relation]:
    """Those of relation layers, and the links that a feature of an annotation holds."""
    for id_, x in own.items():
        if "@Governor" in x:
            yield Relation(x["%TYPE"], str(x["@Governor"]), str(x.get("@Dependent")), kind_of(_values(x)))
            continue
        for name, value in x.items():
            array = structures.get(value, {}) if name[:1] == "@" and type(value) is int else {}
            elements = array.get("%ELEMENTS")
            for n in elements if isinstance(elements, list) else ():
                link = structures.get(n, {}) if type(n) is int else {}
                if "@target" in link:
                    yield Relation(x["%TYPE"], str(id_), str(link["@target"]), kind_of(_values(link)))


def _source(structures: Iterable[Json], path: Path) -> Source:
    """The article's data, as far as the file has it."""
    name = path.stem
    article: dict[str, Any] = {}
    for x in structures:
        if x["%TYPE"] == ARTICLE:
            article = {key: value for key, value in _values(x).items() if key in _HELD}
        elif x["%TYPE"] == _META and isinstance(x.get("documentTitle"), str):
            name = x["documentTitle"] or name
    return Source(**{"path": name, **article})


FORMAT = Format("cas-json", "", True, _held, write, read)
