"""A split that somebody else made, from a CSV or JSONL file: a line an article, `article` and `split`.

An article is named by its digest or the first twelve characters of it or more, by the path of its file, or by
its story; a name that several articles have names them all.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import orjson

from annotator.dataset.bundle import Bundle
from annotator.dataset.splitting.owning import stories
from annotator.dataset.splitting.policy import TEST, TRAIN, VALIDATION
from annotator.errors import InputError

SHORTEST, WHOLE = 12, 64  # characters of a digest

_WORDS = {
    "train": TRAIN, "training": TRAIN, "test": TEST, "validation": VALIDATION, "valid": VALIDATION,
    "val": VALIDATION, "dev": VALIDATION,
}  # fmt: skip


@dataclass
class FileSplit:
    """What a file says: `parts` by name, and on which `lines` those stand; `digest` is that of its bytes."""

    path: Path
    digest: str
    parts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add(self, line: int, name: Any, word: Any) -> None:
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"{self.path}, line {line}: it names no article; fill in `article`")
        part = _WORDS.get(str(word or "").strip().casefold())
        if part is None:
            raise InputError(
                f"{self.path}, line {line}: “{word or ''}” is no split; write train, validation or test"
            )
        name = name.strip()
        if self.parts.setdefault(name, part) != part:
            raise InputError(
                f"{self.path}, line {line}: {name} is to be in {part}, and in {self.parts[name]} by line "
                f"{self.lines[name]}; strike one out"
            )
        self.lines.setdefault(name, line)

    @cached_property
    def _lengths(self) -> set[int]:
        """How many characters a name that begins a digest may have."""
        return {len(name) for name in self.parts} & set(range(SHORTEST, WHOLE + 1))

    @property
    def names_digests(self) -> bool:
        """Whether every name is a whole digest: then nobody needs to look at the articles."""
        return all(re.fullmatch("[0-9a-f]{64}", name) for name in self.parts)

    def part_of(self, digest: str) -> str | None:
        """Where an article is to go, where `names_digests`."""
        if digest in self.parts:
            self.used.add(digest)
        return self.parts.get(digest)

    def part(self, bundle: Bundle) -> str | None:
        """Where an article is to go. Raises InputError where the file says two things of it."""
        names = sorted({*self._names(bundle)} & self.parts.keys(), key=self.lines.__getitem__)
        self.used.update(names)
        for name in names[1:]:
            if self.parts[name] != self.parts[names[0]]:
                told = " and ".join(
                    f"{self.parts[x]} by line {self.lines[x]} ({x})" for x in (names[0], name)
                )
                raise InputError(
                    f"{self.path}: article {bundle.digest[:SHORTEST]} is to be in {told}; mend one of them"
                )
        return self.parts[names[0]] if names else None

    def _names(self, bundle: Bundle) -> Iterator[str]:
        """All that an article may be called."""
        for length in self._lengths:
            yield bundle.digest[:length]
        yield from (source["path"] for source in bundle.sources)
        yield from stories(bundle)

    def unknown(self) -> str | None:
        """A sentence on the names that no article has; None where there are none."""
        names = [name for name in self.parts if name not in self.used]
        if not names:
            return None
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        where = f"{self.path}, line {self.lines[names[0]]}"
        return f"{where}: no article here is called {names[0]}{more}; they are passed over"


def read_file(path: Path) -> FileSplit:
    """Raises InputError, one sentence with the line, where the file cannot be used as it stands."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as problem:
        raise InputError(f"{path} cannot be read ({problem.strerror}); name another file") from problem
    except UnicodeDecodeError:
        raise InputError(f"{path} is not in UTF-8; save it so") from None
    readers = {".csv": _csv, ".jsonl": _jsonl}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path} is neither .csv nor .jsonl; a split comes from one of these")
    found = FileSplit(path, sha256(raw).hexdigest())
    for line, row in reader(path, text):
        missing = [name for name in ("article", "split") if name not in row]
        if missing:
            raise InputError(
                f"{path}, line {line}: there is no `{missing[0]}`; each line has article and split"
            )
        found.add(line, row["article"], row["split"])
    if not found.parts:
        raise InputError(f"{path} names no article; give it lines with article and split")
    return found


def _csv(path: Path, text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    rows = csv.DictReader(StringIO(text, newline=""), strict=True)
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as problem:
        raise InputError(f"{path}, line {rows.line_num}: this is no CSV ({problem}); mend it") from None


def _jsonl(path: Path, text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    for line, words in enumerate(text.split("\n"), 1):
        if not words.strip():
            continue
        try:
            row = orjson.loads(words)
        except orjson.JSONDecodeError:
            row = None
        if not isinstance(row, dict):
            raise InputError(f"{path}, line {line}: this is no JSON object; write one a line")
        yield line, row
