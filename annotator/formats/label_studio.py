"""Label Studio: a JSON array of tasks, each with a text and what people (annotations) and models
(predictions) marked in it. Offsets count UTF-16 units.

Marks are regions of type `labels` (Quote, Cue, Source), joined by relations (joining.py says which); labels
are `choices` for each region, and notes its `meta.text`. What Label Studio has no control for stands in the
`meta` of a quote's region: speakers, via, derived_from, rule, and labels that have more than a value. The
article's metadata are keys of `data`. Who did it stands as `layer` in the annotation, for Label Studio
refuses a `completed_by` whom it does not know; it gives imported annotations to whom imports them.

The project that takes the file in needs these controls, and a Choices for each field of the scheme:

    <View><Labels name="label" toName="text"><Label value="Quote"/><Label value="Cue"/><Label value="Source"/>
    </Labels><Choices name="stance" toName="text" perRegion="true" choice="multiple"> ... </Choices>
    <Text name="text" value="$text"/></View>

The format loses nothing of a document. Format: https://labelstud.io/guide/task_format
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import UNNAMED, reduced
from annotator.formats.joining import LABELS, Found, Joining, Link, Mark, Marked, Unknown, marked, sound
from annotator.formats.json_files import Bad, Json, Record, objects, write_array
from annotator.formats.json_parts import ALL, Places
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Format, Reading
from annotator.model import Label, Layer, LayerKind, Source

_MARKS = ("labels", "hypertextlabels")
_VALUES = ("choices", "taxonomy", "rating", "number", "textarea")
_NAMES = ("speaker", "speakers")  # text areas with names of who speaks


def held(document: Document) -> Document:
    """What the format can hold of a document."""
    return reduced(sound(document), ALL)


def write(documents: Iterable[Document], to: Path) -> None:
    """One task a document, numbered."""
    write_array((_task(n, held(document)) for n, document in enumerate(documents, start=1)), to)


def _task(n: int, document: Document) -> Json:
    places = Places(document.text, units=True)
    made: dict[str, list[Json]] = {"annotations": [], "predictions": []}
    for answer in document.answers:
        result = [x for one in marked(answer) for x in _result(one, places)]
        layer = answer.layer
        if layer.kind == LayerKind.MODEL:
            said: Json = {"model_version": f"{layer.name} {layer.version}".strip()}
        else:
            said = {"was_cancelled": False, "ground_truth": layer.kind == LayerKind.GOLD}
        to = made["predictions" if layer.kind == LayerKind.MODEL else "annotations"]
        to.append({"layer": parts.layer_json(layer), **said, "result": result})
    return {"id": n, "data": {"text": document.text, **parts.source_json(document.source)}, **made}


def _result(one: Marked, places: Places) -> Iterator[Json]:
    quote = one.quote
    meta = parts.rest_json(quote, places, without=("score", "notes", "labels"))
    if quote.notes:
        meta["text"] = list(quote.notes)
    if not _plain(quote.labels):
        meta["labels"] = [parts.label_json(label) for label in quote.labels]
    for mark in one.marks:
        value = places.json(mark.span)
        region: Json = {"id": mark.id, "from_name": "label", "to_name": "text", "type": "labels"}
        region["value"] = value | {"labels": [LABELS[mark.role]]}
        if mark is one.marks[0]:
            yield region | parts.said(meta=meta or None, score=quote.score)
            yield from _choices(mark.id, value, quote.labels)
        else:
            yield region
    for link in one.links:
        ends = {"from_id": link.start, "to_id": link.end, "direction": "right"}
        yield {"type": "relation", **ends, "labels": [link.name]}


def _choices(id: str, value: Json, labels: Sequence[Label]) -> Iterator[Json]:
    for field in dict.fromkeys(label.field for label in labels):
        chosen = {"choices": list(dict.fromkeys(label.value for label in labels if label.field == field))}
        yield {"id": id, "from_name": field, "to_name": "text", "type": "choices", "value": value | chosen}


def _plain(labels: Sequence[Label]) -> bool:
    """Whether choices say it all: no value has a target or an origin, and each field's stand together."""
    fields = [field for field, _ in groupby(labels, key=lambda label: label.field)]
    once = len(set(labels)) == len(labels) and len(set(fields)) == len(fields)
    return once and all(x == Label(x.field, x.value) for x in labels)


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The tasks of exports in JSON (not JSON-MIN)."""
    for path in paths:
        unknown = Unknown()
        for n, record in enumerate(objects(path), start=1):
            if isinstance(record, Complaint):
                yield record
            else:
                id_ = record.value.get("id")
                name = f"{path.stem}/{id_ if type(id_) is int else n}"
                yield from _Task(record, reading.mapping, unknown).read(name)
        yield from unknown.complaints(path)


class _Task:
    """Reads one task."""

    def __init__(self, record: Record, mapping: Mapping, unknown: Unknown) -> None:
        self.record, self.mapping, self.unknown = record, mapping, unknown
        self.complaints: list[Complaint] = []

    def read(self, name: str) -> Iterator[Document | Complaint]:
        try:
            source, words = _text(self.record.value, name)
            annotations = get.entries(self.record.value, "annotations")
            predictions = get.entries(self.record.value, "predictions")
        except Bad as problem:
            yield self.record.complain(f"{problem}; it was left out")
            return
        places = Places(words, units=True)
        found = [x for one in annotations if (x := self._answer(one, places, _who)) is not None]
        found += [x for one in predictions if (x := self._answer(one, places, _model)) is not None]
        answers = parts.one_a_layer(found, self.say)
        yield from self.complaints
        yield Document(words, source, answers, repaired=places.repaired)

    def say(self, sentence: str) -> None:
        self.complaints.append(self.record.complain(sentence, False))

    def _answer(self, value: Json, places: Places, who: Callable[[Json], Layer]) -> Answer | None:
        try:
            layer = who(value)
            if value.get("was_cancelled") is True:
                raise Bad("the task was skipped")
            result = get.entries(value, "result")
            score = get.share(value, "score") if who is _model else None
        except Bad as problem:
            self.say(f"an annotation was left out: {problem}")
            return None
        return Answer(layer, tuple(_Result(self, places, score).quotes(result)))


class _Result:
    """Reads what one annotation says."""

    def __init__(self, task: _Task, places: Places, score: float | None) -> None:
        self._task, self._places, self._score = task, places, score
        self._joining = Joining(places.text, task.mapping, task.unknown, task.say)
        self._regions: dict[str, Json] = {}  # the first region of each mark
        self._values: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)  # choices of each mark
        self._names: defaultdict[str, list[str]] = defaultdict(list)

    def quotes(self, result: Sequence[Json]) -> Iterator[Said]:
        marks: list[Mark] = []
        links: list[Link] = []
        for n, item in enumerate(result):
            try:
                self._item(item, f"region {n + 1}", marks, links)
            except Bad as problem:
                self._joining.dropped.add(str(item.get("id")))
                self._task.say(f"{get.words(item.get('id', n + 1))}: {problem}; it was left out")
        for quote in self._joining.quotes(marks, links):
            yield self._said(quote)
        for id_ in sorted({*self._values, *self._names} - set(self._regions) - self._joining.dropped):
            self._task.say(f"{get.words(id_)} is about the whole text or no region; it was left out")

    def _item(self, item: Json, place: str, marks: list[Mark], links: list[Link]) -> None:
        kind = get.needed(get.text(item, "type"), "type").lower()
        if kind == "relation":
            links.extend(_links(item))
            return
        id_, value = get.text(item, "id") or place, get.table(item, "value")
        if kind in _MARKS:
            role = self._role(get.texts(value, kind))
            if not role:
                self._joining.dropped.add(id_)
                return
            if id_ in self._regions:
                raise Bad("there are two regions of this id")
            marks.append(Mark(id_, role, self._places.span(*_offsets(value), get.text(value, "text"))))
            self._regions[id_] = item
        elif kind == "textarea" and get.text(item, "from_name") in _NAMES:
            self._names[id_] += _list(value, "text")
        elif kind in _VALUES:
            field = get.needed(get.text(item, "from_name"), "from_name")
            self._values[id_] += ((field, chosen) for chosen in _chosen(kind, value))
        else:
            self._task.unknown.words[kind] += 1

    def _role(self, labels: Sequence[str]) -> str:
        """What a region marks; "" for nothing here."""
        if not labels:
            raise Bad("it has no label")
        return next((role for role in [self._joining.role(x) for x in labels] if role), "")

    def _said(self, found: Found) -> Said:
        rest = self._rest(found.marks[0])
        if names := [name for id_ in found.marks for name in self._names[id_]]:
            rest["speakers"] = tuple(Named(name=name) for name in names)
        values = [value for id_ in found.marks for value in self._values[id_]]
        rest["labels"] = tuple(self._labels(values, rest.get("labels", ())))
        return replace(found.quote, **rest)

    def _rest(self, id: str) -> Json:
        """What the region that stands for a quote says besides; labels in the file's words."""
        item = self._regions[id]
        try:
            meta = get.table(item, "meta")
            rest = parts.rest_of(meta, self._places, Mapping())
            score = get.share(item, "score")
            return rest | {
                "notes": tuple(_list(meta, "text")), "score": self._score if score is None else score
            }  # fmt: skip
        except Bad as problem:
            self._task.say(f"{get.words(id)}: {problem}; its meta was left out")
            return {}

    def _labels(self, values: Sequence[tuple[str, str]], more: Sequence[Label]) -> Iterator[Label]:
        """The values that were chosen; `more` says more of them, and in which order they were."""
        chosen = list(dict.fromkeys(values))
        for label in more:
            if (label.field, label.value) in chosen and (ours := self._task.mapping.of(label)):
                yield ours
        said = {(label.field, label.value) for label in more}
        for field, value in chosen:
            if (field, value) not in said and (made := self._task.mapping.label(field, value)):
                yield made


def _text(task: Json, name: str) -> tuple[Source, str]:
    """The article's metadata and its text: `text` in the task's data, else the only text that is there."""
    data = get.entry(get.needed(task.get("data"), "data"), "data")
    texts = [key for key, value in data.items() if isinstance(value, str) and key not in ALL.meta]
    key = texts[0] if len(texts) == 1 else "text"
    words = data.get(key)
    if not isinstance(words, str) or not words:
        raise Bad("its data has no text; the text has to stand under the key text")
    return parts.source_among({k: value for k, value in data.items() if k != key}, name), words


def _who(annotation: Json) -> Layer:
    """Whose annotation it is, as far as it says."""
    if layer := get.table(annotation, "layer"):
        return parts.layer_of(layer)
    by = annotation.get("completed_by")
    name = get.text(by, "email") if isinstance(by, dict) else None
    if not name:  # “First Last mail@example.org, 7”
        before, _, _ = (get.text(annotation, "created_username") or "").rpartition(",")
        name = before.split(" ")[-1]
    if not name and type(by) is int:
        name = f"annotator {by}"
    return Layer(LayerKind.HUMAN, name) if name else UNNAMED


def _model(prediction: Json) -> Layer:
    """Whose prediction it is: a version of what is called label-studio where it says no more."""
    if layer := get.table(prediction, "layer"):
        return parts.layer_of(layer)
    return Layer(LayerKind.MODEL, "label-studio", get.text(prediction, "model_version") or "undefined")


def _links(item: Json) -> Iterator[Link]:
    start, end = (get.needed(get.text(item, key), key) for key in ("from_id", "to_id"))
    if item.get("direction") == "left":
        start, end = end, start
    for name in get.texts(item, "labels") or [""]:
        yield Link(start, end, name)


def _offsets(value: Json) -> tuple[int | None, int | None]:
    """Start and end; older versions write them as texts, and beside paths into HTML they are global."""
    of = value["globalOffsets"] if isinstance(value.get("globalOffsets"), dict) else value
    return _offset(of, "start"), _offset(of, "end")


def _offset(of: Json, key: str) -> int | None:
    value = of.get(key)
    if isinstance(value, str) and value.isdecimal() and len(value) < 10:
        return int(value)
    return get.whole(of, key)


def _list(value: Json, key: str) -> list[str]:
    """A list of texts, or a text alone."""
    return [value[key]] if isinstance(value.get(key), str) else get.texts(value, key)


def _chosen(kind: str, value: Json) -> list[str]:
    if kind == "taxonomy":  # a value is the way to it
        return [str(way[-1]) for way in get.items(value, kind) if isinstance(way, list) and way]
    if kind in ("rating", "number"):
        found: Any = value.get(kind)
        return [] if found is None else [get.words(found).strip("“”")]
    return _list(value, "text" if kind == "textarea" else kind)


FORMAT = Format("label-studio", ".json", False, held, write, read)
