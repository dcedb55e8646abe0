"""docs/reference/schemas.md: what each line of an export and of a dataset holds, key by key."""

import json
from collections.abc import Iterator
from typing import Any

from annotator.dataset.folder.configs import ALWAYS, Config, of_task
from annotator.dataset.schema import quote_schema
from annotator.dataset.views.tasks import TASKS
from scripts.documenting.reference.words import code, page, plain, table

Schema = dict[str, Any]


def text() -> str:
    """The page."""
    record = json.loads(quote_schema())
    parts = [
        "`annotator schema` prints the JSON Schema of a line of `annotator export OUT.jsonl`. A dataset "
        "folder (`annotator export DIR`) holds lines of the other kinds; its manifest names the files. "
        "Offsets are Unicode code points into the verbatim text, half-open. A key in *italics* may be "
        "missing; "
        "in a line of a dataset every key is there.",
        "## A line of OUT.jsonl",
        plain(record["description"]),
        _keys(record),
    ]
    for config in (*ALWAYS, *map(of_task, TASKS.values())):
        parts += _config(config, record)
    return page("Lines of an export and of a dataset", *parts)


def _config(config: Config, record: Schema) -> list[str]:
    words = f"In `{config.folder}/`: {plain(config.words)}."
    schema = config.schema
    same = [name for name, part in schema["properties"].items() if _same(name, part, schema, record)]
    if len(same) < 10:
        return [f"## {config.name}", words, _keys(schema)]
    rest = {name: part for name, part in schema["properties"].items() if name not in same}
    more = "It has all keys of a line of OUT.jsonl that are always there, and these, or these otherwise:"
    return [f"## {config.name}", f"{words} {more}", _keys(schema | {"properties": rest})]


def _same(name: str, part: Schema, schema: Schema, record: Schema) -> bool:
    """Whether `name` holds the same in a record."""
    found = record["properties"].get(name)
    return found is not None and list(_rows(name, part, schema, True)) == [
        row for row in _rows(name, found, record, True) if not row[0].startswith("*")
    ]


def _keys(schema: Schema) -> str:
    needed = schema.get("required", ())
    rows = [
        row
        for name, part in schema["properties"].items()
        for row in _rows(name, part, schema, name in needed)
    ]
    return table(("key", "type", ""), rows)


def _rows(path: str, part: Schema, whole: Schema, needed: bool) -> Iterator[tuple[str, str, str]]:
    """A row for what stands at `path`, and for all that stands in it."""
    part = _resolved(part, whole)
    name = code(path) if needed else f"*{code(path)}*"
    yield name, _type(part, whole), plain(part.get("description", ""))
    inner = next((x for x in _choices(part, whole) if "properties" in x or "items" in x), part)
    if "items" in inner:
        path, inner = f"{path}[]", _resolved(inner["items"], whole)
    for key, value in inner.get("properties", {}).items():
        yield from _rows(f"{path}.{key}", value, whole, key in inner.get("required", ()))


def _choices(part: Schema, whole: Schema) -> list[Schema]:
    """What a value may be, each by itself."""
    choices = part.get("anyOf") or part.get("oneOf")
    return [_resolved(choice, whole) for choice in choices] if choices else [part]


def _resolved(part: Schema, whole: Schema) -> Schema:
    """`part` with what it refers to; what it says itself goes before."""
    if "$ref" not in part:
        return part
    name = part["$ref"].removeprefix("#/$defs/")
    rest = {key: value for key, value in part.items() if key != "$ref"}
    return _resolved(whole["$defs"][name], whole) | rest


def _type(part: Schema, whole: Schema) -> str:
    return " or ".join(dict.fromkeys(_one_type(choice, whole) for choice in _choices(part, whole)))


def _one_type(part: Schema, whole: Schema) -> str:
    if "const" in part:
        return code(json.dumps(part["const"]))
    if "enum" in part:
        return ", ".join(code(json.dumps(value)) for value in part["enum"])
    said = part.get("type", "any")
    kinds = said if isinstance(said, list) else [said]
    if "array" in kinds and "items" in part:
        inner = _type(_resolved(part["items"], whole), whole)
        kinds = [f"list of {inner}" if kind == "array" else kind for kind in kinds]
    return ", ".join([" or ".join(kinds), *_bounds(part)])


def _bounds(part: Schema) -> list[str]:
    words = {"minimum": "from", "maximum": "to", "minItems": "at least", "maxItems": "at most"}
    return [f"{say} {part[key]}" for key, say in words.items() if key in part]
