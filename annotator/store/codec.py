"""Entities as plain JSON values and back, for the history. What is written here is read for ever."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import orjson

from annotator.model import (
    Again,
    Apart,
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
    Ruling,
    Span,
    Speaker,
    SpeakerKind,
    Verdict,
    VerdictKind,
    Voice,
)

Json = dict[str, Any]


def dump_changes(changes: tuple[Change, ...]) -> str:
    """`changes` as one line of JSON: a list of [kind, before, after].

    Several quotes in a row of one article are one entry ["quotes", [article, layers], pairs], a third as
    long: what a suggester says of an article is one event.
    """
    rows: list[Any] = []
    for article, group in groupby(changes, _quote_of_article):
        some = list(group)
        rows += [_quotes(article, some)] if article and len(some) > 1 else map(_change, some)
    return orjson.dumps(rows).decode()


def load_changes(text: str) -> tuple[Change, ...]:
    """What `dump_changes` wrote."""
    return tuple(change for row in orjson.loads(text) for change in _changes_of(*row))


def _quote_of_article(change: Change) -> str | None:
    some = change.after or change.before
    return some.article if isinstance(some, Quote) else None


def _change(change: Change) -> list[Any]:
    return [_KIND[type(change.after or change.before)], _dump(change.before), _dump(change.after)]


def _changes_of(kind: str, before: Any, after: Any) -> Iterator[Change]:
    if kind == "quotes":
        yield from _quotes_of(before, after)
    else:
        yield Change(_load(kind, before), _load(kind, after))


def _quotes(article: str, changes: list[Change]) -> list[Any]:
    layers: dict[Layer, int] = {}
    pairs = [[_row(change.before, layers), _row(change.after, layers)] for change in changes]
    return ["quotes", [article, [_layer(layer) for layer in layers]], pairs]


def _quotes_of(head: list[Any], pairs: list[Any]) -> Iterator[Change]:
    article, layers = head[0], [_layer_of(layer) for layer in head[1]]
    for before, after in pairs:
        yield Change(_of_row(before, article, layers), _of_row(after, article, layers))


def _row(q: Any, layers: dict[Layer, int]) -> list[Any] | None:
    """A quote without the names of its fields, and without what it lacks at the end of them."""
    if q is None:
        return None
    row = [
        q.id, layers.setdefault(q.layer, len(layers)), _spans(q.content), _spans(q.cue), _spans(q.source),
        _voices(q.speakers), q.rule, q.score, _voices(q.via), _labels(q.labels), q.parent, q.about,
        q.derived_from,
    ]  # fmt: skip
    while row[-1] == _LACKING[len(row) - 1]:
        row.pop()
    return row


def _of_row(row: list[Any] | None, article: str, layers: list[Layer]) -> Quote | None:
    if row is None:
        return None
    row += _LACKING[len(row) :]
    uid, layer, content, cue, source, speakers, rule, score, via, labels, parent, about, origin = row
    return Quote(
        uid, article, layers[layer], _spans_of(content), _spans_of(cue), _spans_of(source),
        _voices_of(speakers), _voices_of(via), _labels_of(labels), parent, about, origin, rule, score,
    )  # fmt: skip


_LACKING: list[Any] = [None, None, [], [], [], [], "", None, [], [], None, None, None]


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


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _spans_of(value: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in value)


# A score is the last of its list, where there is one: only gold by rule has any.


def _labels(labels: tuple[Label, ...]) -> list[list[Any]]:
    return [[x.field, x.value, x.target, x.origin, *_scored(x.score)] for x in labels]


def _labels_of(value: list[list[Any]]) -> tuple[Label, ...]:
    return tuple(Label(f, v, t, Origin(o), *score) for f, v, t, o, *score in value)


def _voices(voices: tuple[Voice, ...]) -> list[list[Any]]:
    return [[v.speaker, _span(v.span), v.origin, *_scored(v.score)] for v in voices]


def _voices_of(value: list[list[Any]]) -> tuple[Voice, ...]:
    return tuple(Voice(s, _span_of(p) if p else None, Origin(o), *score) for s, p, o, *score in value)


def _scored(score: float | None) -> tuple[float, ...]:
    return () if score is None else (score,)


def _quote(q: Quote) -> Json:
    proposed = {} if q.score is None and not q.rule else {"rule": q.rule, "score": q.score}
    return {
        "id": q.id,
        "article": q.article,
        "layer": _layer(q.layer),
        "content": _spans(q.content),
        "cue": _spans(q.cue),
        "source": _spans(q.source),
        "speakers": _voices(q.speakers),
        "via": _voices(q.via),
        "labels": _labels(q.labels),
        "parent": q.parent,
        "about": q.about,
        "derived_from": q.derived_from,
        **proposed,
    }


def _quote_of(v: Json) -> Quote:
    content, cue, source = (_spans_of(v[role]) for role in ("content", "cue", "source"))
    return Quote(
        v["id"], v["article"], _layer_of(v["layer"]), content, cue, source,
        _voices_of(v["speakers"]), _voices_of(v["via"]), _labels_of(v["labels"]),
        v["parent"], v["about"], v["derived_from"], v.get("rule", ""), v.get("score"),
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


def _verdict(v: Verdict) -> Json:
    return {"article": v.article, "layer": _layer(v.layer), "proposal": v.proposal, "kind": v.kind}


def _verdict_of(v: Json) -> Verdict:
    return Verdict(v["article"], _layer_of(v["layer"]), v["proposal"], VerdictKind(v["kind"]))


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


def _ruling(r: Ruling) -> Json:
    return {"id": r.id, "by": r.by, "section": r.section, "text": r.text, "note": r.note}


def _ruling_of(v: Json) -> Ruling:
    return Ruling(v["id"], v["by"], v["section"], v["text"], v["note"])


def _again(a: Again) -> Json:
    return {
        "article": a.article,
        "layer": _layer(a.layer),
        "span": _span(a.span),
        "why": a.why,
        "quote": a.quote,
    }


def _again_of(v: Json) -> Again:
    return Again(v["article"], _layer_of(v["layer"]), _span_of(v["span"]), v["why"], v["quote"])


def _apart(a: Apart) -> Json:
    return {"kept": a.kept, "other": a.other, "by": a.by}


def _apart_of(v: Json) -> Apart:
    return Apart(v["kept"], v["other"], v["by"])


_TABLE: tuple[tuple[str, type, Callable[[Any], Json], Callable[[Json], Entity]], ...] = (
    ("quote", Quote, _quote, _quote_of),
    ("review", Review, _review, _review_of),
    ("verdict", Verdict, _verdict, _verdict_of),
    ("note", Note, _note, _note_of),
    ("speaker", Speaker, _speaker, _speaker_of),
    ("region", Region, _region, _region_of),
    ("article_labels", ArticleLabels, _article_labels, _article_labels_of),
    ("ruling", Ruling, _ruling, _ruling_of),
    ("again", Again, _again, _again_of),
    ("apart", Apart, _apart, _apart_of),
)
_KIND = {cls: name for name, cls, _, _ in _TABLE}
_DUMP = {cls: dump for _, cls, dump, _ in _TABLE}
_LOAD = {name: load for name, _, _, load in _TABLE}
