"""The memory of commands that go through all of a project, at two sizes: what streams must not notice.

Each works on a copy of the project, in a process of its own; what it needs is made before, and not measured.
"""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from scripts.benches.alone import Cost, cost
from scripts.benches.figures import Figure, Sizes, table
from scripts.benches.project import WHO
from scripts.benches.scale_data import made

FLAT = 1.1  # the goal: the same memory at ten times the size
_AT = "2026-03-02T10:15:30.125Z"
# Rows that no event made are what a bundle began with: without this all of them would be complained of.
_HANDED_OUT = f"INSERT INTO actor (name, kind, added) VALUES ('bundle', 'program', '{_AT}')"
_GOLD = "(SELECT id FROM layer WHERE kind = 'gold')"
_NOT_ADJUDICATED = (
    f"UPDATE quote SET deleted = 1 WHERE layer IN {_GOLD}",
    *(f"DELETE FROM {table} WHERE layer IN {_GOLD}" for table in ("review", "progress", "reading")),
)


class Command(NamedTuple):
    """The words of `annotator` that are measured, {} being the project's folder.

    `before`: those of a command that goes before, `sql` what changes the database before that. `whole`: it
    has all in memory by its nature, and no goal.
    """

    words: str
    before: str = ""
    sql: Sequence[str] = ()
    whole: bool = False


def _export(name: str, whole: bool = False) -> Command:
    return Command(f"export {{}}/out --format {name} --layer human:ana", whole=whole)


def _import(name: str, whole: bool = False) -> Command:
    words = f"import {{}}/out --format {name} --layer other --kind human"
    return Command(words, _export(name).words, whole=whole)


_TASKS = "detection", "detection-article", "attribution", "stance", "topic"
_FILE = "export {}/ben.jsonl --layer human:ben"
COMMANDS = {
    "diff": Command("diff one", "snapshot one"),
    "evaluate": Command("evaluate --gold gold:adjudicated --against human:ana"),
    "evaluate, FILE.jsonl": Command("evaluate --gold human:ana --against {}/ben.jsonl", _FILE),
    "snapshot": Command("snapshot one"),
    "export OUT.jsonl": Command("export {}/out.jsonl"),
    **{f"export --task {x}": Command(f"export {{}}/out --split none --task {x}") for x in _TASKS},
    **{
        f"export --format {x}": _export(x)
        for x in (
            "jsonl", "brat", "label-studio", "prodigy", "doccano", "citron", "conll", "pdnc", "webanno",
            "cas-json", "lewidi", "web-annotation",
        )
    },
    "export --format spacy": _export("spacy", whole=True),
    **{f"import --format {x}": _import(x) for x in ("jsonl", "brat", "citron", "conll", "webanno")},
    **{f"import --format {x}": _import(x, whole=True) for x in ("label-studio", "doccano")},
    "gold --by majority": Command("gold --by majority", sql=_NOT_ADJUDICATED),
    "gold --by dawid-skene": Command("gold --by dawid-skene", sql=_NOT_ADJUDICATED, whole=True),
    "check --database": Command("check --database", sql=(_HANDED_OUT,)),
    "migrate-db": Command("migrate-db {}/other.db"),
    "backup": Command("backup {}/copy.db"),
    "restore": Command("restore {}/copy.db", "backup {}/copy.db"),
    "suggest": Command("suggest rules --again"),
    "articles": Command(f"articles --as {WHO}"),
    # Statements that are made for each article stay until Python looks for circles: some 20 MB, at any size.
    "adjudicate --trail": Command("adjudicate --trail {}/trail.jsonl", whole=True),
    "adjudicate --list": Command("adjudicate --list", whole=True),
    "progress": Command("progress --once", whole=True),
    "flags": Command("flags", whole=True),
}  # fmt: skip


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goal: what streams has no more memory at ten times the size. It takes a quarter of an hour."""
    with tempfile.TemporaryDirectory() as name:
        small, large = (made(Path(name) / str(n), n).folder for n in sizes.memory)
        for what, command in list(COMMANDS.items())[: sizes.commands]:
            if "spacy" in what and find_spec("spacy") is None:
                print(f"  {what} is left out: it needs the extra spacy", file=sys.stderr)
                continue
            beside, ours = (_cost(command, folder) for folder in (small, large))
            found = Figure(
                "memory", f"{what}: {sizes.memory[1]:,} sentences", ours.memory, beside.memory,
                f"{sizes.memory[0]:,}", "MB", most=None if command.whole else FLAT,
            )  # fmt: skip
            print(" ", *list(table([found]))[2:], file=sys.stderr, flush=True)
            yield found


def _cost(command: Command, project: Path) -> Cost:
    """What a command costs on a copy of the project."""
    with tempfile.TemporaryDirectory(dir=project.parent) as name:
        folder = shutil.copytree(project, Path(name) / "copy")
        with closing(sqlite3.connect(folder / "annotator.db")) as connection, connection:
            for statement in command.sql:
                connection.execute(statement)
        if command.before:
            cost(_words(command.before, folder))
        return cost(_words(command.words, folder))


def _words(said: str, folder: Path) -> list[str]:
    """The words after `annotator`; a layer is written with a colon, which becomes a blank."""
    return ["--project", str(folder), *(word.replace(":", " ").format(folder) for word in said.split())]
