"""Frozen values as what JSON knows."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any


def plain(value: Any) -> Any:
    """Values with fields as objects, sets as sorted lists, arrays as lists; None stays what it is."""
    if is_dataclass(value) and not isinstance(value, type):
        return {x.name: plain(getattr(value, x.name)) for x in fields(value)}
    if hasattr(value, "_asdict"):  # a NamedTuple
        return plain(value._asdict())
    if isinstance(value, dict):
        return {_key(key): plain(x) for key, x in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(plain(x) for x in value)
    if isinstance(value, list | tuple):
        return [plain(x) for x in value]
    if hasattr(value, "tolist"):  # numpy's, without importing it
        return plain(value.tolist())
    return value


def _key(key: Any) -> str:
    return key if isinstance(key, str) else str(key)
