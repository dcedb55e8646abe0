"""What the sequence models are told of each word: combinations of columns, written as short templates.

A column is a list of strings, one a word of a sentence. The template "word-1|group+0" reads, for each word,
the word before it and its own group, and gives the feature "word-1|group+0=the|17".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

REACH = 3  # how far from a word a template may look
_BEFORE, _BEHIND = ("<",) * REACH, (">",) * REACH
_PART = re.compile(r"([a-z_]+)([+-]\d)?")

Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Template:
    """One feature: `parts` are (column, how far from the word)."""

    name: str
    parts: tuple[tuple[str, int], ...]

    def values(self, padded: Columns, size: int) -> list[str]:
        """The feature of each of `size` words."""
        name = self.name
        found = [padded[c][REACH + by : REACH + by + size] for c, by in self.parts]
        if len(found) == 1:
            return [f"{name}={a}" for a in found[0]]
        if len(found) == 2:
            return [f"{name}={a}|{b}" for a, b in zip(*found, strict=True)]
        return [f"{name}={'|'.join(values)}" for values in zip(*found, strict=True)]


@cache
def templates(listing: str) -> tuple[Template, ...]:
    """The templates of `listing`, white space between them."""
    return tuple(_template(name) for name in listing.split())


def _template(name: str) -> Template:
    matches = [_PART.fullmatch(part) for part in name.split("|")]
    return Template(name, tuple((m[1], int(m[2] or 0)) for m in matches if m))


def features(columns: Columns, wanted: Sequence[Template], size: int) -> list[list[str]]:
    """For each of `size` words the features that `wanted` gives."""
    padded = {name: (*_BEFORE, *values, *_BEHIND) for name, values in columns.items()}
    return [list(row) for row in zip(*(t.values(padded, size) for t in wanted), strict=True)]
