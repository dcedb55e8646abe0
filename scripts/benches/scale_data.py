"""Projects that differ in their size alone: gold, three people's labels, and one article under way."""

import sqlite3
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path

from annotator.cli.main import run
from annotator.store import Store
from scripts.benches.export_data import EACH, LAYERS, QUOTED, filled
from scripts.benches.project import WHO, Project, project

SHORT = 20  # sentences of the article under way
MINE = 20  # articles that are assigned to its annotator
_REVIEWING = "SELECT DISTINCT layer FROM review"
# What the program counts as it goes, for rows that it did not write. The headline is no sentence of the body.
_COUNTED = (
    "INSERT INTO corpus (id, articles, body, indexed) SELECT 1, count(*), sum(body), 0 FROM article",
    "INSERT INTO progress (layer, article, reviewed, skipped) SELECT l.id, a.id, a.body, 0 "
    f"FROM article a, layer l WHERE l.id IN ({_REVIEWING})",
    f"UPDATE layer SET reviewed = (SELECT sum(body) FROM article) WHERE id IN ({_REVIEWING})",
    "ANALYZE",
)


def made(folder: Path, sentences: int) -> Project:
    """A project in `folder`, which is not there yet, with about so many sentences."""
    folder.mkdir()
    database = folder / "annotator.db"
    articles = max(1, sentences // (EACH + 1))
    filled(database, articles * QUOTED * (len(LAYERS) - 1))
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in _COUNTED:
            connection.execute(statement)
    found = project(folder, SHORT)
    with Store(f"sqlite:///{database}") as store:
        store.search("despatch")  # the first search makes the index
    words = ["assign", "--overlap", "1", "--order", "given", "--annotator", WHO, "--quota", str(MINE)]
    with redirect_stdout(StringIO()):
        status = run(["--project", str(folder), *words])
    if status:
        raise RuntimeError("annotator assign failed")
    return found
