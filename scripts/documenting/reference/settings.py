"""docs/reference/settings.md: annotator.toml, the environment and the flags."""

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields

from annotator.config import DATABASE, FILE, THEMES, EndpointSettings, Settings
from annotator.config.endpoint import EXAMPLES
from scripts.documenting.pages import ROOT
from scripts.documenting.reference.words import all_told, code, fence, page, plain, table

_TEXT = (
    f"What holds is said by a flag, else by the environment, else in `{FILE}`, else by default. `{FILE}` "
    f"lies in the "
    " project's folder and may be missing. `annotator check` names every mistake in it with its line; a "
    "setting that is not known is refused, so that a misspelt one is not silently without effect."
)
# Where a field of Settings stands in the file, and what it takes.
_SETTINGS: Mapping[str, tuple[str, str, str]] = {
    "db": (
        "[project]",
        f'`"{DATABASE}"`',
        "the database: a file's name, from the project's folder, or an address",
    ),
    "theme": (
        "[screen]",
        f'`"{THEMES[0]}"`',
        f"{', '.join(map(code, THEMES))}: [Terminals](../terminals.md)",
    ),
    "mouse": ("[screen]", "`true`", "whether the screen heeds the mouse"),
    "rules": ("[suggest]", "`true`", "whether the rules propose quotes in each new article"),
    "keys": (
        "[keys]",
        "none",
        "a line for each command of the screen: its id and its keys: [Keys](../keys.md)",
    ),
    "endpoint": ("[endpoint]", "none", "the server that `annotator suggest endpoint` asks; see below"),
}
_ENDPOINT: Mapping[str, str] = {
    "url": "where the server is; needed",
    "model": "the model that it is to use; needed",
    "key_variable": "the environment variable that holds the key; a key has no place in the file",
    "allow_http": "take plain HTTP to another machine, where the network is your own",
    "timeout": "seconds that one answer may take",
    "time_limit": "seconds that a whole run may take",
    "retries": "how often it is tried again",
    "answer_tokens": "tokens that one answer may have",
    "chunk": "characters of an article that are sent at once",
    "longest": "characters of the longest article that is sent",
    "labels": "whether it is asked for speaker, stance and topic, too",
    "price_input": "the price of a million tokens that are sent",
    "price_output": "the price of a million tokens that are answered",
    "currency": "of these prices",
    "max_cost": "what a whole run may cost; it needs both prices",
}
_ENVIRONMENT: Mapping[str, tuple[str, str]] = {
    "ANNOTATOR_PROJECT": ("`--project`", "the project's folder; the current one without it"),
    "ANNOTATOR_DB": (
        "`--db`",
        "the database: a file's name or an address. An address with a password stands here",
    ),
    "ANNOTATOR_NAME": ("`--as`", "who is at work; the login without it"),
    "ANNOTATOR_THEME": ("", "the colours of the screen, before those of the project"),
    "ANNOTATOR_VENV": ("", "where `scripts/annotate` and its like install to; `.venv` without it"),
    "ANNOTATOR_PYTHON": ("", "the Python that `scripts/annotate` and its like take"),
}
_OTHERS: Mapping[str, str] = {
    "NO_COLOR": "no colours but the terminal's own",
    "TERM": "what the terminal can do: where it has no more than 16 colours, the theme is `terminal`; "
    "`vt100`: `bare`",
}
_NAME = re.compile(r"ANNOTATOR_[A-Z_]+")
_EXAMPLE = """
[project]
db = "round-2.db"

[screen]
theme = "light"
mouse = false

[keys]
finish = "space ctrl+n"
"""


def text() -> str:
    """The page."""
    all_told("settings", (field.name for field in fields(Settings)), _SETTINGS)
    all_told("settings of [endpoint]", EXAMPLES, _ENDPOINT)
    all_told("the environment", _variables(), _ENVIRONMENT)
    return page(
        "Settings",
        _TEXT,
        f"## {FILE}",
        table(
            ("table", "setting", "default", ""),
            ((code(where), _within(name, where), *rest) for name, (where, *rest) in _SETTINGS.items()),
        ),
        fence("toml", _EXAMPLE.strip()),
        "## [endpoint]",
        "More about it: [A language model's proposals](../endpoint.md).",
        table(("setting", "default", "", "for example"), _endpoint()),
        "## The environment",
        table(
            ("variable", "flag", ""), ((code(n), flag, words) for n, (flag, words) in _ENVIRONMENT.items())
        ),
        "The screen heeds these, too:",
        table(("variable", ""), ((code(name), words) for name, words in _OTHERS.items())),
    )


def _within(name: str, where: str) -> str:
    """What the setting is called there; nothing where it is the whole table."""
    return "" if where == f"[{name}]" else code(name)


def _endpoint() -> list[tuple[str, str, str, str]]:
    rows = []
    for field in fields(EndpointSettings):
        default = (
            "" if field.default is MISSING else "none" if field.default is None else _toml(field.default)
        )
        rows.append((code(field.name), default, _ENDPOINT[field.name], plain(EXAMPLES[field.name])))
    return rows


def _toml(value: object) -> str:
    return code(f"{value:g}" if isinstance(value, float) else json.dumps(value))


def _variables() -> set[str]:
    """The variables of ours that the program, or what sets it up, asks for."""
    files = [*(ROOT / "annotator").rglob("*.py"), ROOT / "scripts/lib.sh", ROOT / "scripts/annotate"]
    return {name for path in files for name in _NAME.findall(path.read_text("utf-8"))} - {
        "ANNOTATOR_COMPLETE"
    }
