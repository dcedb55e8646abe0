"""annotator.toml -> Settings, and everything that is wrong with it, by line."""

import re
import tomllib
from typing import Any

from annotator.config.endpoint import EXAMPLES, complaint, plain_http
from annotator.config.values import THEMES, Complaint, EndpointSettings, Settings

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"\s*\[+([^\]]+)\]")
_SETTING = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


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
        *reader.screen(document.pop("screen", {})),
    )
    for name in document:
        there = "there are [project], [screen], [keys], [suggest] and [endpoint]"
        reader.say((name,), f"there is no setting {quoted(name)}; {there}")
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
                self.say(("project", name), f"there is no setting {quoted(name)} in [project]; there is db")
            elif not isinstance(value, str) or not value.strip():
                self.say(("project", name), 'db is the name of a database file or an address: db = "..."')
            else:
                db = value
        return db

    def suggest(self, table: Any) -> bool:
        rules = True
        for name, value in self._items("suggest", table):
            if name != "rules":
                why = f"there is no setting {quoted(name)} in [suggest]; there is rules"
                self.say(("suggest", name), why)
            elif not isinstance(value, bool):
                self.say(("suggest", name), "rules says whether new articles get proposals: true or false")
            else:
                rules = value
        return rules

    def screen(self, table: Any) -> tuple[str, bool]:
        theme, mouse = THEMES[0], True
        for name, value in self._items("screen", table):
            if name == "theme" and value in THEMES:
                theme = value
            elif name == "theme":
                self.say(("screen", name), no_theme(value))
            elif name == "mouse" and isinstance(value, bool):
                mouse = value
            elif name == "mouse":
                self.say(("screen", name), "mouse says whether the screen heeds the mouse: true or false")
            else:
                there = "there are theme and mouse"
                self.say(("screen", name), f"there is no setting {quoted(name)} in [screen]; {there}")
        return theme, mouse

    def keys(self, table: Any) -> dict[str, str]:
        return dict(self._bindings(("keys",), table))

    def endpoint(self, table: Any) -> EndpointSettings | None:
        if table is None:
            return None
        before = len(self.found)
        said = dict(self._items("endpoint", table))
        for name, value in said.items():
            if why := complaint(name, value):
                self.say(("endpoint", name), why)
        for name in ("url", "model"):
            if name not in said and isinstance(table, dict):
                self.say(("endpoint",), f"[endpoint] needs a {name}: {name} = {EXAMPLES[name]}")
        if len(self.found) > before:
            return None
        settings = EndpointSettings(**said)
        if why := plain_http(settings):
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
                self.say(here, f'a key is written in quotation marks: {quoted(name)} = "..."')
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


def no_theme(said: Any) -> str:
    return f"there is no theme {quoted(str(said))}; there are {', '.join(THEMES)}"


def quoted(name: str) -> str:
    return f"“{name[:40]}”"
