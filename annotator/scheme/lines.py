"""In which line of a TOML text each key and element stands. The text is one that tomllib has taken.

tomllib gives values without places; tomlkit, which could be asked, costs 50 ms to import and 22 ms to read
our scheme (tomllib: 15 and 3), at each start. This scan runs only when there is something to complain about.
"""

import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]

_DEEPEST = 8  # levels that are told apart; what is nested deeper has the line of what holds it
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""("{0,2})' r"|'''.*?'''('{0,2})" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'", re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing that holds it; 1 for the document."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def find_lines(text: str) -> dict[Path, int]:
    """Line, from 1, of every key and array element of `text`, by path: ("field", 2, "labels", 0, "key")."""
    scan = _Scan(text)
    scan.document()
    return scan.lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._elements: dict[Path, int] = {}  # how many tables an array of tables has so far
        self._counted = (0, 1)  # offset and line of the last place noted: keeps the scan linear

    def document(self) -> None:
        table: Path = ()
        self._skip(_SPACE)
        while self.at < len(self.text):
            if self._peek("["):
                table = self._header()
            else:
                self._pair(table, 1)
            self._skip(_SPACE)

    def _header(self) -> Path:
        start, many = self.at, self._peek("[[")
        self.at += 2 if many else 1
        path: Path = ()
        for part in (parts := self._key())[:-1]:
            path = self._last((*path, part))
        path = (*path, parts[-1])
        if many:
            self._elements[path] = self._elements.get(path, 0) + 1
            self._note(path, start)
        path = self._last(path)
        self._note(path, start)
        self.at += 2 if many else 1
        return path

    def _last(self, path: Path) -> Path:
        return (*path, self._elements[path] - 1) if path in self._elements else path

    def _key(self) -> tuple[str, ...]:
        parts = []
        while True:
            self._skip(_BLANK)
            if (bare := _BARE.match(self.text, self.at)) is not None:
                parts.append(bare.group())
                self.at = bare.end()
            else:
                raw = self._skip(_STRING)
                parts.append(str(tomllib.loads(f"key = {raw}")["key"]))
            self._skip(_BLANK)
            if not self._peek("."):
                return tuple(parts)
            self.at += 1

    def _pair(self, table: Path, depth: int) -> None:
        start = self.at
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path, start)
        self.at += 1  # =
        self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        self._skip(_SPACE)
        if self.text[self.at] not in "[{":
            self._skip(_STRING) or self._skip(_SCALAR)
        elif depth >= _DEEPEST:
            self._leap()
        elif self._peek("["):
            self._items(path, depth + 1)
        else:
            self._pairs(path, depth + 1)

    def _items(self, path: Path, depth: int) -> None:
        self.at += 1
        n = 0
        while not self._closed("]"):
            self._note((*path, n), self.at)
            self._value((*path, n), depth)
            n += 1

    def _pairs(self, path: Path, depth: int) -> None:
        self.at += 1
        while not self._closed("}"):
            self._pair(path, depth)

    def _closed(self, bracket: str) -> bool:
        """Step over white space, a comma and the closing bracket; whether it was there."""
        self._skip(_SPACE)
        if self._peek(","):
            self.at += 1
            self._skip(_SPACE)
        if self._peek(bracket):
            self.at += 1
            return True
        return False

    def _leap(self) -> None:
        """Over a bracketed value with all that is in it."""
        depth = 0
        while True:
            self._skip(_SPACE)
            if not self._skip(_STRING):
                depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(self.text[self.at], 0)
                self.at += 1
            if not depth:
                return

    def _peek(self, what: str) -> bool:
        return self.text.startswith(what, self.at)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def _note(self, path: Path, offset: int) -> None:
        if path in self.lines:
            return
        seen, line = self._counted
        line += self.text.count("\n", seen, offset)  # offsets only grow
        self._counted = (offset, line)
        self.lines[path] = line
