"""How a foreign file's words for things become ours, by default or as a small TOML file says.

[roles]                # label of a span, or name of a relation -> content, cue, source; "" leaves it out
Zitat = "content"
[fields]               # name of an attribute or group of choices -> field of the scheme; "" leaves it out
Haltung = "stance"
[values.stance]        # by field of the scheme: foreign value -> ours; "" leaves it out
dafür = "1"
[targets]              # by field of the scheme: the target of a value that names none
stance = "government"
"""

import tomllib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.errors import UsageError
from annotator.model import Label

ROLES = ("content", "cue", "source")
KNOWN = {
    "content": "content", "quote": "content", "quotation": "content", "quotes": "content",
    "cue": "cue", "says": "cue", "cued_by": "cue",
    "source": "source", "speaker": "source", "said_by": "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a foreign word means. Cases of letters do not matter."""

    roles: Dict[str, str] = field(default_factory=dict)
    fields: Dict[str, str] = field(default_factory=dict)
    values: Dict[str, Dict[str, str]] = field(default_factory=dict)
    targets: Dict[str, str] = field(default_factory=dict)

    def role(self, word: str) -> str | None:
        """content, cue or source; "" for what is to be left out without a word, None for what is unknown."""
        low = word.lower()
        return self.roles[low] if low in self.roles else KNOWN.get(low)

    def label(self, name: str, value: str, target: str | None = None) -> Label | None:
        """What a foreign value of a foreign field says; None where it is to be left out."""
        low = name.lower()
        named = self.fields.get(low, low)
        ours = self.values.get(named, {}).get(value.lower(), value)
        if not named or not ours:
            return None
        return Label(named, ours, target or self.targets.get(named))

    def of(self, label: Label) -> Label | None:
        """A label read as it is, in the scheme's words."""
        found = self.label(label.field, label.value, label.target)
        return None if found is None else replace(found, origin=label.origin, score=label.score)


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file. Raises UsageError with what is wrong in it."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UsageError(f"{path} cannot be read ({problem.strerror}); check the name") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path}: this is not TOML: {problem}") from None
    for key in read:
        if key not in ("roles", "fields", "values", "targets"):
            raise UsageError(
                f"{path}: there is no [{key}]; there are roles, fields, values.FIELD and targets"
            )
    roles = _words(path, "roles", read.get("roles", {}))
    for word, role in roles.items():
        if role and role not in ROLES:
            raise UsageError(f"{path}: “{word}” cannot be {role}; it is content, cue, source or empty")
    values = read.get("values", {})
    if not isinstance(values, dict):
        raise UsageError(f"{path}: values has to be tables, one for each field: [values.stance]")
    return Mapping(
        roles,
        _words(path, "fields", read.get("fields", {})),
        {name: _words(path, f"values.{name}", table) for name, table in values.items()},
        _words(path, "targets", read.get("targets", {})),
    )


def _words(path: Path, name: str, table: Any) -> dict[str, str]:
    """A table of words, its keys in small letters."""
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise UsageError(f'{path}: [{name}] has to be lines like: theirs = "ours"')
    return {key.lower(): value for key, value in table.items()}
