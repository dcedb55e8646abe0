"""One export, or the floor beside it, in a process of its own: what it costs is printed at its end.

What the floor does not need is imported by nobody at the top: its costs would count as the floor's.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from scripts.benches.peak_memory import most_memory

# The join that a dataset is read with by hand: a row for each combination of the parts of a quote.
JOIN = """
SELECT q.uid, q.parent, q.derived_from, q.created, q.updated, a.digest, s.role, s.start, s.stop,
       v.role, p.uid, v.origin, l.field, l.value, l.target, l.origin
FROM quote q JOIN article a ON a.id = q.article JOIN quote_span s ON s.quote = q.id
LEFT JOIN quote_voice v ON v.quote = q.id LEFT JOIN speaker p ON p.id = v.speaker
LEFT JOIN quote_label l ON l.quote = q.id
WHERE q.deleted = 0 AND q.layer IN (1, 2, 3, 4)
"""


def _export_file(database: Path) -> None:
    _annotator(database, "export", str(database.with_suffix(".jsonl")))


def _export_folder(database: Path) -> None:
    _annotator(database, "export", str(database.with_suffix("")))


def _annotator(database: Path, *words: str) -> None:
    from annotator.cli.main import run

    if run(["--project", str(database.parent), "--db", str(database), *words]):
        raise RuntimeError(f"annotator {' '.join(words)} failed")


def _make_bundles(database: Path) -> None:
    """What a dataset folder is made of, and nothing made of it."""
    from annotator.dataset.bundle import bundles
    from annotator.dataset.record import Registry
    from annotator.store import Store
    from scripts.benches.export_data import LAYERS

    with Store(f"sqlite:///{database}") as store, store.look(LAYERS[:-1]) as found:
        for _ in bundles(found.articles, Registry(found.speakers, found.schemes)):
            pass


def _recording(work: Callable[[Path], None], database: Path, statements: Path) -> None:
    """Do `work`, and write down what it asks the database: none of it stays in memory, which is measured."""
    from sqlalchemy import Engine, event

    with statements.open("w", encoding="utf-8") as stream:

        def note(_c: object, _d: object, statement: str, values: Any, _x: object, _many: bool) -> None:
            if statement.startswith("SELECT"):
                stream.write(json.dumps((statement, values)) + "\n")

        event.listen(Engine, "before_cursor_execute", note)
        work(database)


def _fetch(database: Path, statements: Path) -> None:
    connection = sqlite3.connect(database)
    with statements.open(encoding="utf-8") as stream:
        for line in stream:
            connection.execute(*json.loads(line)).fetchall()
    connection.close()


def _join(database: Path, _statements: Path) -> None:
    connection = sqlite3.connect(database)
    for _ in connection.execute(JOIN):
        pass
    connection.close()


class Export(NamedTuple):
    """Something that is made of a database."""

    words: str
    make: Callable[[Path], None]


EXPORTS = {
    "file": Export("annotator export OUT.jsonl", _export_file),
    "folder": Export("annotator export DIR", _export_folder),
    "bundles": Export("bundles in memory", _make_bundles),
}


def _alone(what: str, database: Path, statements: Path) -> None:
    begun = perf_counter()
    if what in EXPORTS:
        _recording(EXPORTS[what].make, database, statements)
    else:
        {"floor": _fetch, "join": _join}[what](database, statements)
    print(process_time(), perf_counter() - begun, most_memory(), flush=True)
    os._exit(0)  # to tear a process down is not what is measured


if __name__ == "__main__":
    _alone(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
