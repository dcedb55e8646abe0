"""The values that a shell may complete: words that a flag takes, and names that the database has.

All in a few milliseconds, and in silence: where there is no database, nothing is offered. So the file is read
by sqlite3 alone; a server is not asked.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from annotator.errors import UsageError

PATIENCE_S = 0.2  # for a database that somebody is writing to
MOST = 200  # names

FORMATS = (
    "jsonl", "brat", "label-studio", "prodigy", "doccano", "citron", "conll", "spacy", "pdnc", "webanno",
    "cas-json", "lewidi", "web-annotation",
)  # fmt: skip
TASKS = ("detection", "detection-article", "attribution", "stance", "topic")
SPLITS = ("group", "date", "speaker", "outlet", "none")
SUGGESTERS = ("rules", "learned", "endpoint")

_PEOPLE = "SELECT name FROM actor WHERE kind = 'human' UNION SELECT name FROM layer WHERE kind = 'human'"
_LAYERS = "SELECT trim(kind || ' ' || name || ' ' || version) FROM layer ORDER BY 1"
_GOLD = "SELECT name FROM layer WHERE kind = 'gold' ORDER BY 1"
_SNAPSHOTS = "SELECT name FROM snapshot ORDER BY id DESC"
_SPEAKERS = "SELECT name FROM speaker WHERE merged_into IS NULL AND deleted = 0 ORDER BY name"

# The command (none: all), what is to be completed there, and what it takes: words, or a query.
_TAKES: dict[tuple[str, str], Sequence[str] | str] = {
    ("", "--as"): _PEOPLE,
    ("", "--annotator"): _PEOPLE,
    ("adjudicate", "--of"): _PEOPLE,
    ("assign reassign", "--from"): _PEOPLE,
    ("assign reassign", "--to"): _PEOPLE,
    ("serve", "--invite"): _PEOPLE,
    ("serve", "--password"): _PEOPLE,
    ("serve", "--revoke"): _PEOPLE,
    ("bundle", "name"): _PEOPLE,
    ("annotators retire", "name"): _PEOPLE,
    ("annotators grant", "name"): _PEOPLE,
    ("annotators revoke", "name"): _PEOPLE,
    ("export", "--layer"): _LAYERS,
    ("export", "--gold"): _GOLD,
    ("agreement", "--gold"): _LAYERS,
    ("evaluate", "--gold"): _LAYERS,
    ("evaluate", "--against"): _LAYERS,
    ("learn", "--layer"): _PEOPLE,
    ("export", "--snapshot"): _SNAPSHOTS,
    ("snapshot", "name"): _SNAPSHOTS,
    ("diff", "old"): _SNAPSHOTS,
    ("diff", "new"): _SNAPSHOTS,
    ("speakers rename", "speaker"): _SPEAKERS,
    ("speakers part", "speaker"): _SPEAKERS,
    ("speakers split", "speaker"): _SPEAKERS,
    ("speakers quotes", "speaker"): _SPEAKERS,
    ("speakers merge", "a"): _SPEAKERS,
    ("speakers merge", "b"): _SPEAKERS,
    ("speakers apart", "a"): _SPEAKERS,
    ("speakers apart", "b"): _SPEAKERS,
    ("export", "--format"): FORMATS,
    ("export", "--task"): TASKS,
    ("export", "--split"): SPLITS,
    ("suggest", "name"): SUGGESTERS,
}
_CHOICE = re.compile(r"[a-z-]+(\|[a-z-]+)+")  # a metavar that says all that may stand there


def offered(command: str, place: str, metavar: str, project: str | None, db: str | None) -> list[str]:
    """What may stand in a place: of the option `--place`, or of an argument by its name in the code."""
    if _CHOICE.fullmatch(metavar or ""):
        return metavar.split("|")
    takes = _TAKES.get((command, place), _TAKES.get(("", place), ()))
    return list(_names(takes, project, db)) if isinstance(takes, str) else list(takes)


def _names(query: str, project: str | None, db: str | None) -> Iterator[str]:
    import sqlite3  # most that is completed needs none

    from annotator.cli.glance import glance
    from annotator.config import load

    with suppress(UsageError, sqlite3.Error, OSError):
        file = load(project, db, os.environ).file
        if file is None or not file.is_file():
            return
        with glance(file, PATIENCE_S) as database:
            for (name,) in database.execute(f"{query} LIMIT {MOST}").fetchall():
                if is_plain(name):
                    yield name


_PLAIN = re.compile(r"\w(?:[\w .,@+/&()’-]*[\w.)])?")


def is_plain(name: str) -> bool:
    """Whether no shell sees anything in `name` but itself: what is completed goes through an eval."""
    return bool(_PLAIN.fullmatch(name))
