"""Our values as JSON, for formats that let a file carry keys of one's own; what says nothing is left out.

What is read back may have been written by anyone: all that is wrong raises Bad.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from annotator.formats.document import Answer, Named, Said
from annotator.formats.holding import ALL_META, ALL_NAMED, Holds
from annotator.formats.json_files import (
    Bad,
    Json,
    entries,
    items,
    needed,
    share,
    text,
    texts,
    whole,
    words,
)
from annotator.formats.mapping import Mapping
from annotator.formats.placing import Misplaced, placed
from annotator.formats.utf16 import Units
from annotator.model import Label, Layer, LayerKind, Origin, Source, Span, SpeakerKind

T = TypeVar("T")
ALL = Holds(
    meta=ALL_META, layers=True, empty=True, ids=True, speakers=ALL_NAMED, via=ALL_NAMED, labels=True,
    targets=True, origins=True, parent=True, about=True, derived_from=True, scores=True, notes=True,
)  # fmt: skip
_META = ALL_META - {"extra"}


class Places:
    """Offsets of a file in one text, and how many spans had to be moved to where their words are.

    `units`: the file counts UTF-16 units, not code points.
    """

    def __init__(self, text: str, units: bool = False) -> None:
        self.text, self.repaired = text, 0
        self._units = Units(text) if units else None

    def span(self, start: int | None, end: int | None, words: str | None = None) -> Span:
        """The span of `words`, said to stand at these offsets. Raises Bad."""
        first, last = needed(start, "start"), needed(end, "end")
        if self._units is not None:
            first, last = self._units.point(first), self._units.point(last)
        try:
            span, moved = placed(self.text, first, last, words)
        except Misplaced as problem:
            raise Bad(problem) from None
        self.repaired += moved
        return span

    def of(self, value: Json) -> Span:
        """The span that has keys of its own: start, end and perhaps text. Raises Bad."""
        return self.span(whole(value, "start"), whole(value, "end"), text(value, "text"))

    def json(self, span: Span) -> Json:
        """A span as `of` reads it."""
        start, end = span.start, span.end
        if self._units is not None:
            start, end = self._units.units(start), self._units.units(end)
        return {"start": start, "end": end, "text": span.of(self.text)}


def said(**values: Any) -> Json:
    """The values that say something, as an object."""
    return {key: value for key, value in values.items() if value is not None and value != []}


def source_json(source: Source) -> Json:
    """An article's metadata; `extra` as pairs."""
    names = (x for x in Source.__dataclass_fields__ if x != "extra")
    extra = [list(pair) for pair in source.extra]
    return said(**{name: getattr(source, name) for name in names}, extra=extra)


def source_of(value: Json, path: str) -> Source:
    """An article's metadata; `path` is its name where it has none."""
    known = {name: text(value, name) for name in sorted(_META - {"path"})}
    extra = []
    for pair in items(value, "extra"):
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(x, str) for x in pair):
            raise Bad(f"extra has to be pairs of texts, and has {words(pair)} in it")
        extra.append((pair[0], pair[1]))
    return Source(text(value, "path") or path, **known, extra=tuple(extra))


def source_among(values: Json, path: str) -> Source:
    """An article's metadata as another program's keys say it: what has no name here is extra."""
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    known = {key: texts.pop(key) for key in sorted(_META & texts.keys())}
    extra = values["extra"] if isinstance(values.get("extra"), list) else []
    return source_of(known | {"extra": [*extra, *(list(pair) for pair in texts.items())]}, path)


def layer_json(layer: Layer) -> Json:
    """For whom a layer speaks."""
    return {"kind": layer.kind, "name": layer.name, "version": layer.version}


def layer_of(value: Json) -> Layer:
    """For whom a layer speaks."""
    kind = one_of(value, "kind", LayerKind)
    return Layer(needed(kind, "kind"), needed(text(value, "name"), "name"), text(value, "version") or "")


def named_json(value: Named, places: Places) -> Json:
    """A speaker or agency; an unknown one is empty."""
    span = places.json(value.span) if value.span else {}
    origin = None if value.origin == Origin.TYPED else value.origin
    return said(
        id=value.id, name=value.name, kind=value.kind, aliases=list(value.aliases),
        wikidata=value.wikidata, **span, origin=origin,
    )  # fmt: skip


def named_of(value: Json, places: Places) -> Named:
    """A speaker or agency."""
    return Named(
        text(value, "id"), text(value, "name"), one_of(value, "kind", SpeakerKind),
        tuple(texts(value, "aliases")), text(value, "wikidata"),
        places.of(value) if "start" in value else None, one_of(value, "origin", Origin) or Origin.TYPED,
    )  # fmt: skip


def label_json(label: Label) -> Json:
    """One value of one field."""
    origin = None if label.origin == Origin.TYPED else label.origin
    return said(field=label.field, value=label.value, target=label.target, origin=origin, score=label.score)


def label_of(value: Json) -> Label:
    """One value of one field."""
    return Label(
        needed(text(value, "field"), "field"), needed(text(value, "value"), "value"),
        text(value, "target"), one_of(value, "origin", Origin) or Origin.TYPED, share(value, "score"),
    )  # fmt: skip


def rest_json(quote: Said, places: Places, without: Collection[str] = ()) -> Json:
    """What a quote says besides its marks and their relations; `without` what has a place of its own."""
    found = said(
        labels=[label_json(x) for x in quote.labels],
        speakers=[named_json(v, places) for v in quote.speakers],
        via=[named_json(v, places) for v in quote.via],
        derived_from=quote.derived_from,
        rule=quote.rule or None,
        score=quote.score,
        notes=list(quote.notes),
    )
    return {key: value for key, value in found.items() if key not in without}


def rest_of(value: Json, places: Places, mapping: Mapping) -> Json:
    """The same read back, as arguments of Said; labels in the words of the scheme."""
    labels = (mapping.of(label_of(x)) for x in entries(value, "labels"))
    return {
        "labels": tuple(x for x in labels if x),
        "speakers": tuple(named_of(x, places) for x in entries(value, "speakers")),
        "via": tuple(named_of(x, places) for x in entries(value, "via")),
        "derived_from": text(value, "derived_from"),
        "rule": text(value, "rule") or "",
        "score": share(value, "score"),
        "notes": tuple(texts(value, "notes")),
    }


def one_of(record: Json, key: str, kinds: Callable[[str], T]) -> T | None:
    """A value of an enumeration; None where it is missing."""
    value = text(record, key)
    try:
        return None if value is None else kinds(value)
    except ValueError:
        raise Bad(f"there is no {key} {words(value)}") from None


def one_a_layer(answers: Iterable[Answer], say: Callable[[str], None]) -> tuple[Answer, ...]:
    """The answers, of each layer the last one, as a person who did a text again meant it."""
    found: dict[Layer, Answer] = {}
    for answer in answers:
        if answer.layer in found:
            say(f"{answer.layer} marked this text twice; the first time was left out")
        found[answer.layer] = answer
    return tuple(found.values())
