"""The shape of a row, read off its JSON Schema, and told to those who need it in words of their own.

A JSON Schema (draft 2020-12) is the one description of a row. What `datasets` calls features and what Arrow
calls a schema are renderings of it.
"""

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa

Schema: TypeAlias = dict[str, Any]
# A scalar by name (string, int64, float64, bool, date32), a struct by its keys, a list by its kind of item.
Shape: TypeAlias = "str | dict[str, Shape] | list[Shape]"

_SCALARS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def shape(schema: Schema) -> dict[str, Shape]:
    """The shape of the rows that `schema` describes. Raises ValueError where a key has not one type."""
    found = _shape(schema, schema)
    if not isinstance(found, dict):
        raise ValueError("a row has to be an object")
    return found


def _shape(part: Schema, whole: Schema) -> Shape:
    if "$ref" in part:
        return _shape(_resolved(part["$ref"], whole), whole)
    if "anyOf" in part:
        found: Shape = _one([_shape(x, whole) for x in part["anyOf"] if x != {"type": "null"}], part)
        return found
    if "const" in part or "enum" in part:
        values = [part["const"]] if "const" in part else part["enum"]
        return str(_one([_scalar_of(value) for value in values if value is not None], part))
    kinds = part["type"] if isinstance(part["type"], list) else [part["type"]]
    kind = _one([x for x in kinds if x != "null"], part)
    if kind == "object":
        return {key: _shape(value, whole) for key, value in part["properties"].items()}
    if kind == "array":
        return [_shape(part["items"], whole)]
    # Arrow takes a column of days for one of times as it reads JSON: as a string it would get a clock time.
    return "date32" if part.get("format") == "date" else _SCALARS[str(kind)]


def _resolved(address: str, whole: Schema) -> Schema:
    at: Any = whole
    for name in address.removeprefix("#/").split("/"):
        at = at[name]
    found: Schema = at
    return found


def _scalar_of(value: Any) -> str:
    return "bool" if isinstance(value, bool) else "int64" if isinstance(value, int) else "string"


def _one(kinds: list[Any], part: Schema) -> Any:
    different = [x for n, x in enumerate(kinds) if x not in kinds[:n]]
    if len(different) != 1:
        raise ValueError(f"a key has to have one type besides null: {part}")
    return different[0]


def features(row: dict[str, Shape]) -> list[dict[str, Any]]:
    """`row` as dataset_info.features in the YAML of a card, which `datasets` reads."""
    return [{"name": key, **_feature(value)} for key, value in row.items()]


def _feature(value: Shape) -> dict[str, Any]:
    if isinstance(value, str):
        return {"dtype": value}
    if isinstance(value, dict):
        return {"struct": features(value)}
    item = value[0]
    if isinstance(item, dict):
        return {"list": features(item)}
    return {"list": item if isinstance(item, str) else _feature(item)}


def undated(value: Shape) -> Shape:
    """`value` with days as the strings that they are in JSON."""
    if isinstance(value, dict):
        return {key: undated(part) for key, part in value.items()}
    if isinstance(value, list):
        return [undated(value[0])]
    return "string" if value == "date32" else value


def arrow(row: dict[str, Shape]) -> "pa.Schema":
    """`row` as a schema of pyarrow's."""
    import pyarrow as pa

    return pa.schema([pa.field(key, _arrow(value)) for key, value in row.items()])


def _arrow(value: Shape) -> "pa.DataType":
    import pyarrow as pa

    if isinstance(value, dict):
        return pa.struct([pa.field(key, _arrow(part)) for key, part in value.items()])
    if isinstance(value, list):
        return pa.list_(_arrow(value[0]))
    found: pa.DataType = pa.type_for_alias(value)
    return found
