"""Rows that are read when they are asked for, and the tables that other packages make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from annotator.dataset.schema.shapes import Shape, arrow
from annotator.errors import UsageError

if TYPE_CHECKING:
    import datasets
    import pandas
    import polars

T = TypeVar("T")
_SCALARS = {str: "string", int: "int64", float: "float64", bool: "bool"}


class Rows(Generic[T]):
    """Rows of one kind. Each walk over them asks the database anew; nothing is kept in memory."""

    def __init__(self, kind: type[T], read: Callable[[], Iterator[T]]) -> None:
        self._kind, self._read = kind, read

    def __iter__(self) -> Iterator[T]:
        return self._read()

    def where(self, wanted: Callable[[T], object]) -> Rows[T]:
        """Those of which `wanted` is true."""
        return Rows(self._kind, lambda: (row for row in self if wanted(row)))

    def to_list(self) -> list[T]:
        """All of them, in memory."""
        return list(self)

    @property
    def shape(self) -> dict[str, Shape]:
        """The columns: for each key its one type."""
        return _struct(self._kind)

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame; what is nested stays lists and dicts. Raises UsageError without pandas."""
        pd = _package("pandas")
        return cast("pandas.DataFrame", pd.DataFrame.from_records(self.to_list(), columns=list(self.shape)))

    def to_polars(self) -> polars.DataFrame:
        """A DataFrame with lists of structs. Raises UsageError without polars."""
        pl = _package("polars")
        schema = {key: _polars(pl, value) for key, value in self.shape.items()}
        return cast("polars.DataFrame", pl.DataFrame(self.to_list(), schema=schema))

    def to_datasets(self) -> datasets.Dataset:
        """A Dataset of Hugging Face's. Raises UsageError without datasets."""
        made = _package("datasets")
        pa = _package("pyarrow")
        table = pa.Table.from_pylist(self.to_list(), schema=arrow(self.shape))
        return cast("datasets.Dataset", made.Dataset(table))


def _package(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise UsageError(f"{name} is not installed; pip install {name}") from None


def _struct(kind: Any) -> dict[str, Shape]:
    return {key: _shape(value) for key, value in get_type_hints(kind).items()}


def _shape(value: Any) -> Shape:
    """The shape of what a TypedDict says of a key."""
    if value in _SCALARS:
        return _SCALARS[value]
    if hasattr(value, "__annotations__"):
        return _struct(value)
    parts = [part for part in get_args(value) if part is not type(None)]
    if get_origin(value) is list:
        return [_shape(parts[0])]
    return _SCALARS[type(parts[0])] if isinstance(parts[0], str) else _shape(parts[0])


def _polars(pl: Any, value: Shape) -> Any:
    if isinstance(value, dict):
        return pl.Struct({key: _polars(pl, part) for key, part in value.items()})
    if isinstance(value, list):
        return pl.List(_polars(pl, value[0]))
    return {"string": pl.String, "int64": pl.Int64, "float64": pl.Float64, "bool": pl.Boolean}[value]
