"""Reading tables of a TOML document value by value, noting what is wrong and where."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.scheme.lines import Path

_CODE = re.compile(r"\S+")


class Reader:
    """Collects complaints by path; the lines are looked up only when there are any."""

    def __init__(self) -> None:
        self.found: list[tuple[Path, str]] = []

    def say(self, path: Path, sentence: str) -> None:
        """Something is wrong at `path`."""
        self.found.append((path, visible(sentence)))

    def unique(self, values: Iterable[tuple[str | None, Path]], what: str, among: str) -> None:
        """Complain about the second of two equal values; empty ones have been complained about."""
        seen: set[str] = set()
        for value, path in values:
            if value and value in seen:
                self.say(path, f"The {what} “{value}” is taken by another of the {among}: give each its own.")
            elif value:
                seen.add(value)


class Table:
    """One table of the document, and where it stands."""

    def __init__(self, reader: Reader, values: dict[str, Any], path: Path) -> None:
        self.reader = reader
        self.values = values
        self.path = path

    def say(self, sentence: str, key: str | None = None) -> None:
        """Something is wrong with the value of `key`, or with the table itself."""
        self.reader.say((*self.path, key) if key is not None else self.path, sentence)

    def known(self, allowed: Sequence[str]) -> None:
        """Complain about each key that is not among `allowed`."""
        for key in self.values:
            if key not in allowed:
                self.say(f"“{key}” is not known here{did_you_mean(key, allowed)}", key)

    def text(self, key: str, needed: str = "") -> str:
        """The text at `key`, "" when absent or wrong; `needed` is the complaint when it is absent."""
        value = self.values.get(key)
        if isinstance(value, str):
            if needed and not value.strip():
                self.say(f"“{key}” is empty.", key)
            return value.strip()
        if value is not None:
            self.say(f"“{key}” must be a text in quotation marks.", key)
        elif needed:
            self.say(needed)
        return ""

    def yes(self, key: str) -> bool:
        """The true or false at `key`; absent is false."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.say(f"“{key}” must be true or false.", key)
        return value is True

    def words(self, key: str) -> frozenset[str]:
        """The texts in the list at `key`; absent is none."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value):
            return frozenset(word.strip() for word in value)
        self.say(f'“{key}” must be a list of words: {key} = ["...", "..."].', key)
        return frozenset()

    def code(self) -> str:
        """The code of a label or a target: what is stored."""
        code = self.text("code", needed=f'{self._which()} has no code: add code = "...".')
        if code and not (_CODE.fullmatch(code) and code.isprintable()):
            self.say(f"The code “{code}” must be one word of printable characters.", "code")
        return code

    def named(self) -> str:
        """The name of a label or a target: what the screen shows."""
        return self.text("name", needed=f'{self._which()} has no name: add name = "...".')

    def key_needed(self) -> str:
        """The key that chooses this label or target."""
        if "key" not in self.values:
            self.say(f'{self._which()} has no key: add key = "...", one character.')
        return self.key() or ""

    def key(self) -> str | None:
        """The key at `key`: one printable character that a terminal can send."""
        value = self.values.get("key")
        if value is None:
            return None
        if not isinstance(value, str) or not is_key(value):
            says = f"The key “{value}” cannot be typed: choose one printable character."
            self.say(says, "key")
            return None
        return value

    def tables(self, key: str) -> list["Table"]:
        """The tables in the array at `key`; what is none is complained about."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.say(f"“{key}” must be a list of tables: [[{key}]], or {key} = [{{ ... }}, ...].", key)
            return []
        found = []
        for n, item in enumerate(value):
            path: Path = (*self.path, key, n)
            if isinstance(item, dict):
                found.append(Table(self.reader, item, path))
            else:
                self.reader.say(path, f"Each of “{key}” must be a table: {{ ... }}.")
        return found

    def _which(self) -> str:
        what = {"labels": "This label", "targets": "This target"}.get(str(self.path[-2]), "This field")
        code = self.values.get("code")
        return f"{what} ({code})" if isinstance(code, str) and code else what


def is_key(value: str) -> bool:
    """Whether a terminal sends `value` for one press: a printable character, not a blank, not an accent."""
    one = len(value) == 1 and value.isprintable() and not value.isspace()
    return one and not unicodedata.combining(value)


def visible(text: str) -> str:
    """`text` with what is not printable escaped: a file's words reach a terminal in messages."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """How a complaint about `word` ends: with the nearest of `among`, or a full stop when none is near."""
    from difflib import get_close_matches  # only for a complaint, and the scheme is read at each start

    near = get_close_matches(word, list(among), n=1)
    return f": did you mean “{near[0]}”?" if near else "."
