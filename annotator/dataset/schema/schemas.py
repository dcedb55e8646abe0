"""The JSON Schema of a line of each of the three configs that every dataset folder has."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from annotator.dataset.schema import quote_schema
from annotator.dataset.schema.shapes import Schema

PARTS = ("train", "validation", "test")

_SPLIT: Schema = {"enum": list(PARTS)}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SOFT: Schema = {
    "description": "How many of the annotators said each value of each field; of one annotator several may "
    "count. A speaker is the id of a registry entry, null one that is unknown; a step of a stance is "
    "written as its number. Ordered by field, target and value.",
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["field", "target", "value", "count"],
        "properties": {
            "field": {"type": "string", "minLength": 1},
            "target": {"type": ["string", "null"], "minLength": 1},
            "value": {"type": ["string", "null"], "minLength": 1},
            "count": {"type": "integer", "minimum": 1},
        },
    },
}


def quotes_schema() -> Schema:
    """A line of the config `quotes`: a gold quote, and how those who looked there judged it."""
    more = {
        "split": _SPLIT,
        "annotators": _COUNT | {"description": "How many people reviewed the sentence in which it begins."},
        "marked": _COUNT | {"description": "How many of them marked this quote."},
        "soft": _SOFT,
    }
    return _extended("urn:annotator:dataset:quotes:1", "A gold quote", _record(), more)


def annotations_schema() -> Schema:
    """A line of the config `annotations`: what one person judged at one place."""
    more = {
        "split": _SPLIT,
        "judgement": {
            "description": "quote: the annotator marked this. none: they reviewed the sentence of a gold "
            "quote and did not mark it; the line has the place of that quote, and nothing else of it.",
            "enum": ["quote", "none"],
        },
        "gold": _record()["$defs"]["uuid_or_null"]
        | {"description": "The quote of the config quotes that this is a judgement of."},
        "exact": {
            "description": "Whether their content is just that of the gold quote; null where gold is null.",
            "type": ["boolean", "null"],
        },
    }
    more["gold"] = {"$ref": "#/$defs/uuid_or_null", "description": more["gold"]["description"]}
    record = _nullable(_record(), ("type", "type_origin", "created", "updated"))
    return _extended("urn:annotator:dataset:annotations:1", "A judgement of one annotator", record, more)


def articles_schema() -> Schema:
    """A line of the config `articles`: a text, with what was looked at in it."""
    defs = _record()["$defs"]
    words: Schema = {"type": ["string", "null"]}
    source = dict.fromkeys(source_keys(), words) | {"date": words | {"format": "date"}}
    layer = dict.fromkeys(("kind", "name", "version"), words)
    sentence: dict[str, Schema] = {
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
        "body": {"description": "It is neither headline nor boilerplate.", "type": "boolean"},
        "reviewed": {"description": "Gold says all of its quotes.", "type": "boolean"},
    }
    properties: dict[str, Schema] = {
        "schema": {"const": "annotator/article/1"},
        "digest": {"description": "The sha256 of the text in UTF-8.", **defs["digest"]},
        "split": _SPLIT,
        **source,
        "sources": {
            "description": "Where else it ran, and it first.",
            "type": "array",
            "items": _object(source),
        },
        "text": {"type": "string", "minLength": 1},
        "sentences": {
            "description": "All of them, in order; together they cover the text.",
            "type": "array",
            "items": _object(sentence),
        },
        "gold": {"description": "Whose answer is gold here; all null where there is none.", **_object(layer)},
        "annotators": {
            "description": "The people who reviewed something in it.",
            "type": "array",
            "items": {"type": "string"},
        },
        "assisted": {"description": "Proposals of a program were judged in it.", "type": "boolean"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:annotator:dataset:articles:1",
        "title": "An article",
        **_object(properties),
    }


@cache
def source_keys() -> tuple[str, ...]:
    """What is known of where an article came from, as records have it."""
    article = _record()["properties"]["article"]["properties"]
    return tuple(key for key in article if key not in ("digest", "topics"))


def _record() -> Schema:
    """The schema of a record, with nothing but the keys that are always there."""
    found: Schema = _always(json.loads(quote_schema()))
    return found


def _always(part: Any) -> Any:
    if isinstance(part, list):
        return [_always(x) for x in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _always(value) for key, value in part.items()}
    if "required" in kept and "properties" in kept:
        kept["properties"] = {key: kept["properties"][key] for key in kept["required"]}
    return kept


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _extended(id_: str, title: str, record: Schema, more: dict[str, Schema]) -> Schema:
    properties = record["properties"] | more
    return record | {"$id": id_, "title": title, "required": list(properties), "properties": properties}


def _nullable(record: Schema, keys: Sequence[str]) -> Schema:
    properties: dict[str, Any] = dict(record["properties"])
    for key in keys:
        properties[key] = {"anyOf": [properties[key], {"type": "null"}]}
    return record | {"properties": properties}
