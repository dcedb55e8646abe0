"""The settings of a project: defaults < annotator.toml < environment < flag.

A project is a folder. Its annotator.toml may be missing; what stands in it is small and known, and
anything else in it is refused with its line, so that a misspelt setting is not silently without effect.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import UsageError

FILE = "annotator.toml"
DATABASE = "annotator.db"

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"\s*\[+([^\]]+)\]")
_SETTING = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_SQLITE = re.compile(r"(?P<head>sqlite(?:\+\w+)?:///)(?P<path>[^?]+)(?P<query>\?.*)?")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in annotator.toml, and in which line (counted from 1)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{FILE}, line {self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What annotator.toml says. `keys` has command ids and the keys that call them; tui knows which exist."""

    db: str | None = None
    keys: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """What holds. `database` is an address for the store, `file` the SQLite file behind it, if it is one.

    `name` is whom the environment says to be at work; `keys` as in Settings.
    """

    folder: Path
    database: str
    file: Path | None
    name: str | None = None
    keys: dict[str, str] = field(default_factory=dict)


def load(project: str | None, db: str | None, environ: Mapping[str, str]) -> Config:
    """The settings of the project in folder `project`; `db` is a file name or an address. None: not said.

    Raises UsageError where the folder is missing, annotator.toml is wrong, or a name cannot be used.
    """
    folder = project_folder(project, environ)
    settings, found = read_settings(settings_text(folder))
    if found:
        raise UsageError(f"{found[0]}; mend that line, annotator check lists all of them")
    if db == "":
        raise UsageError("--db needs the name of a database file or an address, and is empty")
    if word := db or environ.get("ANNOTATOR_DB"):
        database, file = _address(word, _here())
    else:
        database, file = _address(settings.db or DATABASE, folder)
    return Config(folder, database, file, environ.get("ANNOTATOR_NAME") or None, settings.keys)


def project_folder(project: str | None, environ: Mapping[str, str]) -> Path:
    """The folder of the project, absolute. Raises UsageError where there is none."""
    folder = Path(os.path.normpath(_here() / (project or environ.get("ANNOTATOR_PROJECT") or "")))
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; annotator init {folder} makes a project there")
    return folder


def settings_text(folder: Path) -> str:
    """annotator.toml as it stands in `folder`, "" where it has none. Raises UsageError."""
    try:
        return (folder / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise UsageError(f"{folder / FILE} is not UTF-8; save it as UTF-8") from None
    except OSError as problem:
        raise UsageError(f"{folder / FILE} cannot be read ({problem.strerror}); mend its rights") from None


def read_settings(text: str) -> tuple[Settings, list[Complaint]]:
    """What an annotator.toml says, and everything that is wrong with it in the order of its lines."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return Settings(), [_syntax(text, str(problem))]
    except (ValueError, RecursionError):  # a number of 5,000 digits; brackets nested by the hundred
        return Settings(), [Complaint(1, "this cannot be read: a number or a nesting is too long")]
    reader = _Reader(text)
    settings = Settings(reader.project(document.pop("project", {})), reader.keys(document.pop("keys", {})))
    for name in document:
        reader.say((name,), f"there is no setting {_quoted(name)}; there are [project] and [keys]")
    return settings, sorted(reader.found, key=lambda complaint: complaint.line)


def line_of(text: str, *path: str) -> int:
    """The line (from 1) in which the setting at `path`, or the nearest thing that holds it, begins."""
    lines = _lines(text)
    return next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 1)


class _Reader:
    """Takes the tables apart and collects complaints."""

    def __init__(self, text: str) -> None:
        self.found: list[Complaint] = []
        self._text = text

    def say(self, path: tuple[str, ...], sentence: str) -> None:
        """Complain about what stands at `path`."""
        self.found.append(Complaint(line_of(self._text, *path), sentence))

    def project(self, table: Any) -> str | None:
        db: str | None = None
        for name, value in self._items("project", table):
            if name != "db":
                self.say(("project", name), f"there is no setting {_quoted(name)} in [project]; there is db")
            elif not isinstance(value, str) or not value.strip():
                self.say(("project", name), 'db is the name of a database file or an address: db = "..."')
            else:
                db = value
        return db

    def keys(self, table: Any) -> dict[str, str]:
        return dict(self._bindings(("keys",), table))

    def _bindings(self, path: tuple[str, ...], table: Any) -> list[tuple[str, str]]:
        """Commands and keys; TOML reads the name next.article without quotation marks as a table next."""
        found = []
        for name, value in self._items(path[-1], table):
            here = (*path, name)
            if isinstance(value, dict):
                found += self._bindings(here, value)
            elif isinstance(value, str) and value:
                found.append((".".join(here[1:]), value))
            else:
                self.say(here, f'a key is written in quotation marks: {_quoted(name)} = "..."')
        return found

    def _items(self, name: str, table: Any) -> list[tuple[str, Any]]:
        if isinstance(table, dict):
            return list(table.items())
        self.say((name,), f"{name} is a table: write [{name}] and the settings below it")
        return []


def _syntax(text: str, message: str) -> Complaint:
    place = _PLACE.search(message)
    line = int(place["line"]) if place and place["line"] else text.rstrip().count("\n") + 1
    return Complaint(line, f"this is not TOML ({_PLACE.sub('', message)})")


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Where each table and setting begins. tomllib does not say; a flat file needs no more than this."""
    table: tuple[str, ...] = ()
    lines: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif setting := _SETTING.match(line):
            path = (*table, *_parts(setting[1]))
            for n in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:n], number)
    return lines


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"""[^."']+|"[^"]*"|'[^']*'""", name))


def _quoted(name: str) -> str:
    return f"“{name[:40]}”"


# In an address a % begins an escape, and a ? the settings.
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in "%?"}


def _address(word: str, base: Path) -> tuple[str, Path | None]:
    """(address for the store, SQLite file) of a file name or an address, file names read from `base`."""
    found = _SQLITE.fullmatch(word)
    if "://" in word and (found is None or found["path"] == ":memory:"):
        return word, None
    file = base / Path(found["path"] if found else word).expanduser()
    if "\0" in str(file):
        raise UsageError(f"the name of the database {file} has a NUL character in it; choose another name")
    head, query = (found["head"], found["query"] or "") if found else ("sqlite:///", "")
    return f"{head}{str(file).translate(_ESCAPES)}{query}", file


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the folder that you are in was removed; go to another one") from None
