"""annotator upgrade: what there is to do, and what is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.errors import Exit
from tests.cli.conftest import Call


def test_a_database_of_this_version_is_left_alone(call: Call, filled: Path) -> None:
    before = (filled / "annotator.db").read_bytes()
    assert call("upgrade") == (0, "", "the database is up to date already\n")
    assert (filled / "annotator.db").read_bytes() == before


def test_a_newer_database_is_refused(call: Call, filled: Path) -> None:
    with closing(sqlite3.connect(filled / "annotator.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in ("upgrade", "status"):
        done = call(command)
        assert done.code == Exit.STORE
        assert "newer version" in done.sentence


def test_without_a_database_there_is_nothing_to_upgrade(call: Call, tmp_path: Path) -> None:
    assert call("upgrade").code == Exit.STORE
    assert list(tmp_path.iterdir()) == []


def test_postgresql_is_asked_the_same(call: Call, empty_postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nobody spoke.\n")
    assert call("ingest", "a.txt", "--db", empty_postgres_url).code == 0
    assert call("upgrade", "--db", empty_postgres_url).err == "the database is up to date already\n"
    assert call("status", "--json", "--db", empty_postgres_url).json()["articles"] == 1
