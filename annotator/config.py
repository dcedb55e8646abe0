"""The settings of a project: defaults < annotator.toml < environment < flag.

A project is a folder. Its annotator.toml may be missing; what stands in it is small and known, and
anything else in it is refused with its line, so that a misspelt setting is not silently without effect.
"""

import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
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
class EndpointSettings:
    """What [endpoint] says: the server that `annotator suggest endpoint` asks; docs/endpoint.md.

    `key_variable` names the environment variable with the key; the key itself is never in a file. Times are
    seconds, lengths characters, prices per million tokens; `time_limit` and `max_cost` are of a whole run.
    """

    url: str
    model: str
    key_variable: str | None = None
    allow_http: bool = False
    timeout: float = 120.0
    time_limit: float | None = None
    retries: int = 4
    answer_tokens: int = 8_000
    chunk: int = 12_000
    longest: int = 200_000
    labels: bool = True
    price_input: float | None = None
    price_output: float | None = None
    currency: str = "USD"
    max_cost: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What annotator.toml says. `keys` has command ids and the keys that call them; tui knows which exist.

    `rules`: whether the rules read each new article by themselves.
    """

    db: str | None = None
    keys: dict[str, str] = field(default_factory=dict)
    endpoint: EndpointSettings | None = None
    rules: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    """What holds. `database` is an address for the store, `file` the SQLite file behind it, if it is one.

    `name` is whom the environment says to be at work; `keys`, `endpoint` and `rules` as in Settings.
    """

    folder: Path
    database: str
    file: Path | None
    name: str | None = None
    keys: dict[str, str] = field(default_factory=dict)
    endpoint: EndpointSettings | None = None
    rules: bool = True


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
    name = environ.get("ANNOTATOR_NAME") or None
    return Config(folder, database, file, name, settings.keys, settings.endpoint, settings.rules)


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
    settings = Settings(
        reader.project(document.pop("project", {})),
        reader.keys(document.pop("keys", {})),
        reader.endpoint(document.pop("endpoint", None)),
        reader.suggest(document.pop("suggest", {})),
    )
    for name in document:
        there = "there are [project], [keys], [suggest] and [endpoint]"
        reader.say((name,), f"there is no setting {_quoted(name)}; {there}")
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

    def suggest(self, table: Any) -> bool:
        rules = True
        for name, value in self._items("suggest", table):
            if name != "rules":
                why = f"there is no setting {_quoted(name)} in [suggest]; there is rules"
                self.say(("suggest", name), why)
            elif not _is_bool(value):
                self.say(("suggest", name), "rules says whether new articles get proposals: true or false")
            else:
                rules = value
        return rules

    def keys(self, table: Any) -> dict[str, str]:
        return dict(self._bindings(("keys",), table))

    def endpoint(self, table: Any) -> EndpointSettings | None:
        if table is None:
            return None
        before = len(self.found)
        said = dict(self._items("endpoint", table))
        for name, value in said.items():
            if why := _endpoint_complaint(name, value):
                self.say(("endpoint", name), why)
        for name in ("url", "model"):
            if name not in said and isinstance(table, dict):
                self.say(("endpoint",), f"[endpoint] needs a {name}: {name} = {_ENDPOINT[name][1]}")
        if len(self.found) > before:
            return None
        settings = EndpointSettings(**said)
        if why := _plain_http(settings):
            self.say(("endpoint", "url"), why)
        if settings.max_cost is not None and None in (settings.price_input, settings.price_output):
            self.say(("endpoint", "max_cost"), "max_cost needs price_input and price_output to count with")
        return settings if len(self.found) == before else None

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


# What a setting of [endpoint] takes, and an example of it for who wrote something else.
_Takes = Callable[[Any], bool]


def _text(most: int) -> _Takes:
    return lambda value: (
        isinstance(value, str) and bool(value.strip()) and len(value) <= most and value.isprintable()
    )


def _number(least: float, most: float) -> _Takes:
    return lambda value: _is_number(value) and math.isfinite(value) and least <= value <= most


def _whole(least: int, most: int) -> _Takes:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_ENDPOINT: dict[str, tuple[_Takes, str]] = {
    "url": (_text(2000), '"http://127.0.0.1:8080/v1"'),
    "model": (_text(200), '"the name of a model of that server"'),
    "key_variable": (_text(200), '"MY_KEY", the name of an environment variable'),
    "allow_http": (_is_bool, "true or false"),
    "timeout": (_number(0.001, 3600), "120, the seconds that one answer may take (at most 3600)"),
    "time_limit": (_number(0.001, 10_000_000), "3600, the seconds that a whole run may take"),
    "retries": (_whole(0, 10), "4, how often to try again (0 to 10)"),
    "answer_tokens": (_whole(100, 1_000_000), "8000, the tokens that one answer may have (from 100)"),
    "chunk": (_whole(500, 1_000_000), "12000, the characters of an article that are sent at once (from 500)"),
    "longest": (_whole(500, 100_000_000), "200000, the characters of the longest article to send (from 500)"),
    "labels": (_is_bool, "true or false"),
    "price_input": (_number(0, 1_000_000), "0.15, the price of a million tokens that are sent"),
    "price_output": (_number(0, 1_000_000), "0.60, the price of a million tokens that are answered"),
    "currency": (_text(8), '"USD", at most 8 characters'),
    "max_cost": (_number(0, 1_000_000_000), "5.00, what a whole run may cost"),
}
_SECRETS = (
    "key",
    "api_key",
    "apikey",
    "api-key",
    "token",
    "secret",
    "password",
    "authorization",
    "bearer",
    "sig",
)
_NO_KEY = (
    "a key has no place in this file, which others can read: take it out, put it into an environment "
    'variable, and name that one: key_variable = "MY_KEY"'
)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def _endpoint_complaint(name: str, value: Any) -> str | None:
    """What is wrong with one setting of [endpoint]; never repeats the value, which may be a key."""
    if name.lower() in _SECRETS:
        return _NO_KEY
    if name not in _ENDPOINT:
        return f"there is no setting {_quoted(name)} in [endpoint]; there are {', '.join(_ENDPOINT)}"
    takes, example = _ENDPOINT[name]
    if not takes(value):
        return f"{name} takes another value: {name} = {example}"
    if name == "key_variable" and not _VARIABLE.fullmatch(value):
        return f"key_variable is a name of capital letters, digits and underscores; {_NO_KEY}"
    return _url_complaint(value) if name == "url" else None


def _url_complaint(url: str) -> str | None:
    from urllib.parse import parse_qsl, urlsplit

    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        known = False
    if not known or not url.isascii() or " " in url or parts.fragment:
        return f"url is no address of a server: url = {_ENDPOINT['url'][1]}"
    if "@" in parts.netloc or any(name.lower() in _SECRETS for name, _ in parse_qsl(parts.query)):
        return _NO_KEY
    return None


def _plain_http(settings: EndpointSettings) -> str | None:
    from urllib.parse import urlsplit

    parts = urlsplit(settings.url)
    if parts.scheme == "https" or settings.allow_http or is_loopback(parts.hostname or ""):
        return None
    return (
        "anybody between here and that host could read the articles and the key: use https, or say "
        "allow_http = true where the network is your own"
    )


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an IP address without brackets, is this machine."""
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") in ("localhost", "localhost.localdomain")


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
