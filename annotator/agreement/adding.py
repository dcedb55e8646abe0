"""Counts of one block of articles and of the next put together."""

from collections import Counter
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

_Counts = TypeVar("_Counts")


def added(one: _Counts, other: _Counts) -> _Counts:
    """Two counts of the same shape as one; None where one of them is.

    Tuples, dictionaries and dataclasses are added part by part, all else (numbers, arrays, rates, lists)
    by +. Raises ValueError where tuples are not of the same length.
    """
    return cast(_Counts, _added(one, other))


def _added(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return None
    if isinstance(one, tuple):
        parts = [_added(mine, its) for mine, its in zip(one, other, strict=True)]
        return type(one)(*parts) if hasattr(one, "_fields") else tuple(parts)
    if isinstance(one, dict) and not isinstance(one, Counter):
        return {name: _added(mine, other[name]) for name, mine in one.items()}
    if is_dataclass(one) and not isinstance(one, type) and not hasattr(one, "__add__"):
        return type(one)(*(_added(getattr(one, x.name), getattr(other, x.name)) for x in fields(one)))
    return one + other
