"""annotator backup, restore and check --database; and the backup that is made once a day by itself."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import enumerate as threads

from annotator.cli.backup import daily
from annotator.errors import Exit
from annotator.store.backup import backups, folder_of
from tests.cli.conftest import Call


def test_a_backup_and_back(call: Call, filled: Path) -> None:
    database = filled / "annotator.db"
    assert call("backup", "--list") == (0, "", "there is no backup yet\n")
    assert call("backup", "--list", "--json").json() == []
    done = call("backup")
    (one,) = backups(database)
    assert done == (0, "", f"a verified copy of {database} is {one.file}\n")
    assert call("backup", "--list").out.splitlines()[1].split()[-1] == one.file.name
    before = call("status", "--digest").out
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE quote SET deleted = 1")
    assert call("status", "--digest").out != before
    done = call("restore", "latest")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(f"{database} is what {one.file} was\nwhat was there before is ")
    assert call("status", "--digest").out == before
    assert call("backup", "--list", "--json").json()[1]["why"] == "asked"


def test_into_a_file(call: Call, filled: Path) -> None:
    assert call("backup", "out.db", "--json").json()["file"] == "out.db"
    assert "is there already" in call("backup", "out.db").sentence
    assert "leave FILE out" in call("backup", "out.db", "--list").sentence
    assert call("restore", "out.db").code == 0
    assert call("status", "--json", "--db", "out.db").json()["articles"] > 0


def test_what_cannot_be_backed_up(call: Call, tmp_path: Path, postgres_url: str) -> None:
    done = call("backup")
    assert (done.code, "there is no database" in done.sentence) == (Exit.STORE, True)
    for words in (("backup",), ("restore", "latest")):
        done = call(*words, "--db", postgres_url)
        assert (done.code, "pg_dump and pg_restore" in done.sentence) == (Exit.STORE, True)
    assert "there is no backup latest" in call("restore", "latest").sentence
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "annotator.db").write_bytes(b"a letter" * 1000)
    assert call("backup").code == Exit.STORE
    assert [one.name for one in folder_of(tmp_path / "annotator.db").iterdir()] == [".lock"]


def test_the_check_of_a_database(call: Call, filled: Path) -> None:
    name = str(filled / "annotator.db")
    assert call("check", "--database") == (0, "", f"nothing to complain about in {name}\n")
    with closing(sqlite3.connect(name)) as raw, raw:
        assert raw.execute("UPDATE quote_span SET stop = stop - 1 WHERE role = 'cue'").rowcount
    done = call("check", "--database")
    assert done.code == Exit.STORE
    assert all(line.startswith("state: quote ") for line in done.out.splitlines())
    assert "annotator check --database --rebuild" in done.err
    found = call("check", "--database", "--json").json()
    assert {one["about"] for one in found["complaints"]} == {"state"}
    done = call("check", "--database", "--rebuild")
    assert (done.code, done.out) == (0, "")
    assert "a copy of it as it was is" in done.err
    assert (filled / "annotator.db.before-rebuild-1").exists()
    assert call("check", "--database").code == 0
    assert call("check", "--rebuild").sentence == "--rebuild goes with --database"


def test_the_check_of_a_damaged_file(call: Call, filled: Path) -> None:
    call("backup")
    file = filled / "annotator.db"
    with closing(sqlite3.connect(file)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'quote_span'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 100] = bytes(100)
    file.write_bytes(data)
    done = call("check", "--database")
    assert done.code == Exit.STORE
    assert "restore" in done.err
    assert call("restore", "latest").code == 0
    assert call("check", "--database").code == 0


# By itself


def wait_for(database: Path) -> None:
    while not backups(database) or any(one.name == "backup" for one in threads()):
        time.sleep(0.01)


def test_once_a_day_by_itself(filled: Path) -> None:
    database = filled / "annotator.db"
    with daily(database, after=0) as begin:
        assert backups(database) == []
        begin()
        begin()
        wait_for(database)
    with daily(database, after=0) as begin:
        begin()
    assert [one.why for one in backups(database)] == ["daily"]


def test_who_leaves_at_once_waits_for_nothing(filled: Path) -> None:
    database = filled / "annotator.db"
    with daily(database) as begin:
        begin()
    with daily(None, after=0) as begin:
        begin()
    assert not folder_of(database).exists()
    assert not any(one.name == "backup" for one in threads())


def test_that_there_is_no_backup_is_said(call: Call, filled: Path) -> None:
    from tests.terminal import wait_for as wait

    database = filled / "annotator.db"
    folder_of(database).write_text("in the way")
    with daily(database, after=0) as begin:
        begin()
        wait(lambda: not any(one.name == "backup" for one in threads()), 20, lambda: "it runs on")
    assert "today's backup was not made: " in call("keys").err
