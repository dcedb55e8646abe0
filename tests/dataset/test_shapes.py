"""A JSON Schema read as a shape, and told as features of a card and as an Arrow schema."""

from typing import Any

import pytest

from annotator.dataset.schema.schemas import annotations_schema, articles_schema, quotes_schema
from annotator.dataset.schema.shapes import arrow, features, shape, undated
from tests.needs import needed

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"$ref": "#/$defs/words"},
        "kind": {"enum": ["a", "b", None]},
        "fixed": {"const": 1},
        "yes": {"const": True},
        "day": {"type": ["string", "null"], "format": "date"},
        "score": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "spans": {"type": "array", "items": {"$ref": "#/$defs/span"}},
        "words": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
    },
    "$defs": {
        "words": {"type": ["string", "null"]},
        "span": {"type": "object", "properties": {"start": {"type": "integer"}, "on": {"type": "boolean"}}},
    },
}
SHAPE = {
    "name": "string",
    "kind": "string",
    "fixed": "int64",
    "yes": "bool",
    "day": "date32",
    "score": "float64",
    "spans": [{"start": "int64", "on": "bool"}],
    "words": ["string"],
    "rows": [["int64"]],
}


def test_a_schema_is_read_as_a_shape() -> None:
    assert shape(SCHEMA) == SHAPE


def test_features_are_as_a_card_has_them() -> None:
    assert features(shape(SCHEMA)) == [
        {"name": "name", "dtype": "string"},
        {"name": "kind", "dtype": "string"},
        {"name": "fixed", "dtype": "int64"},
        {"name": "yes", "dtype": "bool"},
        {"name": "day", "dtype": "date32"},
        {"name": "score", "dtype": "float64"},
        {"name": "spans", "list": [{"name": "start", "dtype": "int64"}, {"name": "on", "dtype": "bool"}]},
        {"name": "words", "list": "string"},
        {"name": "rows", "list": {"list": "int64"}},
    ]


def test_an_arrow_schema_has_the_same_types() -> None:
    needed("pyarrow")
    told = {field.name: str(field.type) for field in arrow(shape(SCHEMA))}
    assert told == {
        "name": "string",
        "kind": "string",
        "fixed": "int64",
        "yes": "bool",
        "day": "date32[day]",
        "score": "double",
        "spans": "list<item: struct<start: int64, on: bool>>",
        "words": "list<item: string>",
        "rows": "list<item: list<item: int64>>",
    }


def test_days_are_strings_in_json() -> None:
    assert undated({"a": "date32", "b": ["date32"], "c": [{"d": "date32"}]}) == {
        "a": "string", "b": ["string"], "c": [{"d": "string"}],
    }  # fmt: skip


@pytest.mark.parametrize("part", [{"type": ["string", "integer"]}, {"enum": ["a", 1]}, {"enum": [None]}])
def test_a_key_of_two_types_has_no_shape(part: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one type"):
        shape({"type": "object", "properties": {"a": part}})


def test_what_is_no_object_is_no_row() -> None:
    with pytest.raises(ValueError, match="object"):
        shape({"type": "string"})


def test_the_configs_of_a_folder_have_shapes() -> None:
    for schema in (quotes_schema(), annotations_schema(), articles_schema()):
        assert list(shape(schema)) == schema["required"]
    assert shape(quotes_schema())["soft"] == [
        {"field": "string", "target": "string", "value": "string", "count": "int64"}
    ]
