"""Entities as plain JSON values and back, for the history. What is written here is read for ever."""

import json
from collections.abc import Callable
from typing import Any

from annotator.model import (
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    SpeakerKind,
    Voice,
)

Json = dict[str, Any]


def dump_changes(changes: tuple[Change, ...]) -> str:
    """`changes` as one line of JSON: a list of [kind, before, after]."""
    rows = []
    for change in changes:
        some = change.after or change.before
        rows.append([_KIND[type(some)], _dump(change.before), _dump(change.after)])
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def load_changes(text: str) -> tuple[Change, ...]:
    """What `dump_changes` wrote."""
    return tuple(Change(_load(kind, before), _load(kind, after)) for kind, before, after in json.loads(text))


def _dump(entity: Entity | None) -> Json | None:
    return None if entity is None else _DUMP[type(entity)](entity)


def _load(kind: str, value: Json | None) -> Entity | None:
    return None if value is None else _LOAD[kind](value)


def _layer(layer: Layer) -> list[str]:
    return [layer.kind, layer.name, layer.version]


def _layer_of(value: list[str]) -> Layer:
    return Layer(LayerKind(value[0]), value[1], value[2])


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span_of(value: list[int]) -> Span:
    return Span(value[0], value[1])


def _labels(labels: tuple[Label, ...]) -> list[list[str | None]]:
    return [[x.field, x.value, x.target, x.origin] for x in labels]


def _labels_of(value: list[list[str]]) -> tuple[Label, ...]:
    return tuple(Label(f, v, t, Origin(o)) for f, v, t, o in value)


def _voices(voices: tuple[Voice, ...]) -> list[list[Any]]:
    return [[v.speaker, _span(v.span), v.origin] for v in voices]


def _voices_of(value: list[list[Any]]) -> tuple[Voice, ...]:
    return tuple(Voice(s, _span_of(p) if p else None, Origin(o)) for s, p, o in value)


def _quote(q: Quote) -> Json:
    roles = {role: [_span(s) for s in getattr(q, role)] for role in ("content", "cue", "source")}
    return {
        "id": q.id,
        "article": q.article,
        "layer": _layer(q.layer),
        **roles,
        "speakers": _voices(q.speakers),
        "via": _voices(q.via),
        "labels": _labels(q.labels),
        "parent": q.parent,
        "about": q.about,
        "derived_from": q.derived_from,
    }


def _quote_of(v: Json) -> Quote:
    content, cue, source = (tuple(_span_of(s) for s in v[role]) for role in ("content", "cue", "source"))
    return Quote(
        v["id"], v["article"], _layer_of(v["layer"]), content, cue, source,
        _voices_of(v["speakers"]), _voices_of(v["via"]), _labels_of(v["labels"]),
        v["parent"], v["about"], v["derived_from"],
    )  # fmt: skip


def _review(r: Review) -> Json:
    return {
        "article": r.article,
        "layer": _layer(r.layer),
        "span": _span(r.span),
        "status": r.status,
        "origin": r.origin,
    }


def _review_of(v: Json) -> Review:
    return Review(
        v["article"],
        _layer_of(v["layer"]),
        _span_of(v["span"]),
        ReviewStatus(v["status"]),
        Origin(v["origin"]),
    )


def _note(n: Note) -> Json:
    return {
        "id": n.id,
        "article": n.article,
        "layer": _layer(n.layer),
        "span": _span(n.span),
        "text": n.text,
        "quote": n.quote,
    }


def _note_of(v: Json) -> Note:
    return Note(v["id"], v["article"], _layer_of(v["layer"]), _span_of(v["span"]), v["text"], v["quote"])


def _speaker(s: Speaker) -> Json:
    return {
        "id": s.id,
        "name": s.name,
        "kind": s.kind,
        "aliases": list(s.aliases),
        "wikidata": s.wikidata,
        "merged_into": s.merged_into,
    }


def _speaker_of(v: Json) -> Speaker:
    return Speaker(
        v["id"], v["name"], SpeakerKind(v["kind"]), tuple(v["aliases"]), v["wikidata"], v["merged_into"]
    )


def _region(r: Region) -> Json:
    return {"article": r.article, "span": _span(r.span), "kind": r.kind, "origin": r.origin}


def _region_of(v: Json) -> Region:
    return Region(v["article"], _span_of(v["span"]), RegionKind(v["kind"]), Origin(v["origin"]))


def _article_labels(a: ArticleLabels) -> Json:
    return {"article": a.article, "layer": _layer(a.layer), "labels": _labels(a.labels)}


def _article_labels_of(v: Json) -> ArticleLabels:
    return ArticleLabels(v["article"], _layer_of(v["layer"]), _labels_of(v["labels"]))


_TABLE: tuple[tuple[str, type, Callable[[Any], Json], Callable[[Json], Entity]], ...] = (
    ("quote", Quote, _quote, _quote_of),
    ("review", Review, _review, _review_of),
    ("note", Note, _note, _note_of),
    ("speaker", Speaker, _speaker, _speaker_of),
    ("region", Region, _region, _region_of),
    ("article_labels", ArticleLabels, _article_labels, _article_labels_of),
)
_KIND = {cls: name for name, cls, _, _ in _TABLE}
_DUMP = {cls: dump for _, cls, dump, _ in _TABLE}
_LOAD = {name: load for name, _, _, load in _TABLE}
