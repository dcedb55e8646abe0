"""doccano: a line of JSON for each text and who marked it, for projects of sequence labelling with relations.

Marks are `entities` (Quote, Cue, Source), joined by `relations` (joining.py says which); a project takes both
in where it uses relations and allows overlapping spans. All other keys of a line doccano keeps as the text's
metadata and gives back with it: `article` says what the text is, `layer` who marked it, and `quotes` what
doccano has no place for, for each quote the entity that stands for it with its id, labels, speakers, via,
derived_from, rule, score and notes. Every line has the same keys, for doccano reads lines as a table; and all
is ASCII, for it guesses the encoding. Offsets are code points.

The format loses nothing of a document. Read are also lines with `label`, [start, end, label] each.
Format: https://doccano.github.io/doccano/tutorial/
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import UNNAMED, reduced
from annotator.formats.joining import LABELS, Found, Link, Mark, marked, sound
from annotator.formats.json_files import Bad, Json
from annotator.formats.json_parts import ALL, Places
from annotator.formats.lines import Dialect, Line, article_json, layer, together
from annotator.formats.registry import Format, Reading

_KEYS = ("id", "text", "entities", "relations", "label", "labels", "cats", "Comments", "comments")


def held(document: Document) -> Document:
    """What the format can hold of a document."""
    return reduced(sound(document), ALL)


def write(documents: Iterable[Document], to: Path) -> None:
    """One line an answer; a text without one has a line without entities."""
    with to.open("x", encoding="ascii", newline="\n") as file:
        for document in documents:
            whole = held(document)
            for answer in whole.answers or (None,):
                file.write(json.dumps(_line(whole, answer), separators=(",", ":")) + "\n")


def _line(document: Document, answer: Answer | None) -> Json:
    places = Places(document.text)
    all_ = list(marked(answer)) if answer else []
    marks = [mark for one in all_ for mark in one.marks]
    numbers = {mark.id: n for n, mark in enumerate(marks)}
    links = [link for one in all_ for link in one.links]
    return {
        "text": document.text,
        "entities": [
            {"id": n, "label": LABELS[m.role], "start_offset": m.span.start, "end_offset": m.span.end}
            for n, m in enumerate(marks)
        ],
        "relations": [
            {"id": n, "from_id": numbers[x.start], "to_id": numbers[x.end], "type": x.name}
            for n, x in enumerate(links)
        ],
        "quotes": [
            {"entity": numbers[one.marks[0].id], **places.json(one.marks[0].span), "id": one.quote.id}
            | parts.rest_json(one.quote, places)
            for one in all_
        ],
        **article_json(document, answer.layer if answer else None),
    }


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of exports as JSONL (or JSON), each with the answers of all who marked it."""
    return together(paths, reading, Dialect(_answer, _others))


def _others(value: Json) -> Json:
    return {key: x for key, x in value.items() if key not in _KEYS}


def _answer(line: Line) -> Answer | None:
    who = layer(line.value)
    entities = [*get.entries(line.value, "entities"), *_listed(line.value)]
    for key in ("cats", "Comments", "comments"):
        if said := line.value.get(key):
            line.say(f"{key} are about the whole text: {get.words(said)} was left out")
    if who is None and not entities:
        return None
    return Answer(who or UNNAMED, tuple(_Entities(line).quotes(entities)))


def _listed(value: Json) -> Iterator[Json]:
    """Entities as [start, end, label]."""
    for key in ("label", "labels"):
        for item in get.items(value, key):
            if isinstance(item, dict):
                yield item
            elif isinstance(item, list) and len(item) == 3:
                yield dict(zip(("start_offset", "end_offset", "label"), item, strict=True))
            else:
                raise Bad(f"{key} has to be a list of [start, end, label], and has {get.words(item)} in it")


class _Entities:
    """Reads what one line marks."""

    def __init__(self, line: Line) -> None:
        self._line, self._joining = line, line.joining()

    def quotes(self, entities: Sequence[Json]) -> Iterator[Said]:
        marks: dict[str, Mark] = {}
        for n, entity in enumerate(entities):
            id_ = str(entity.get("id", f"entity {n}"))
            if id_ in marks:
                self._line.say(f"an entity was left out: there are two of the id {get.words(id_)}")
            elif mark := self._mark(id_, entity):
                marks[id_] = mark
            else:
                self._joining.dropped.add(id_)
        links = [_link(relation) for relation in get.entries(self._line.value, "relations")]
        yield from self._more(self._joining.quotes(marks.values(), links), marks)

    def _mark(self, id: str, entity: Json) -> Mark | None:
        try:
            role = self._joining.role(get.needed(get.text(entity, "label"), "label"))
            start, end = (get.whole(entity, key) for key in ("start_offset", "end_offset"))
            return Mark(id, role, self._line.places.span(start, end)) if role else None
        except Bad as problem:
            self._line.say(f"an entity was left out: {problem}")
            return None

    def _more(self, found: Sequence[Found], marks: dict[str, Mark]) -> Iterator[Said]:
        """The quotes with what `quotes` says of them: by entity, or where doccano numbered anew, by place."""
        left = get.entries(self._line.value, "quotes")
        said: dict[str, Json] = {}
        for keys in (_by_entity, _by_place):
            for one in found:
                mark = marks[one.marks[0]]
                fits = next((x for x in left if keys(x, mark)), None)
                if mark.id not in said and fits is not None:
                    said[mark.id] = fits
                    left.remove(fits)
        for lost in left:
            self._line.say(f"what is said of {get.words(lost.get('text'))} was left out: it is no quote")
        ids = {id_: value["id"] for id_, value in said.items() if isinstance(value.get("id"), str)}
        for one in found:
            id_, parent, about = (
                ids.get(x or "", x) for x in (one.quote.id, one.quote.parent, one.quote.about)
            )
            quote = replace(one.quote, id=id_, parent=parent, about=about)
            yield self._line.rest(quote, said.get(one.marks[0], {}))


def _link(relation: Json) -> Link:
    return Link(str(relation.get("from_id")), str(relation.get("to_id")), get.text(relation, "type") or "")


def _by_entity(value: Json, mark: Mark) -> bool:
    return str(value.get("entity")) == mark.id and _by_place(value, mark)


def _by_place(value: Json, mark: Mark) -> bool:
    return (value.get("start"), value.get("end")) == (mark.span.start, mark.span.end)


FORMAT = Format("doccano", ".jsonl", False, held, write, read)
