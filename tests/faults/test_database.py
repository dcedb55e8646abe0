"""What befalls a database is said in one sentence, with an exit code; what was saved stays."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest

from annotator.errors import Exit, StoreError
from annotator.store import Store, engine
from tests.cli.conftest import Call
from tests.store.world import ANA, MAIN, do, quote, replayed, state
from tests.store.world import filled as world

# One that reads, one that writes, and one that does both after another.
COMMANDS = (("export", "out.jsonl"), ("annotators", "add", "bob"), ("annotate", "--plain", "--as", "ana"))
HELD = "is held by another program for too long; close that program and try again"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The database of the folder that one is in; ana marked one quote."""
    file = tmp_path / "annotator.db"
    with world(f"sqlite:///{file}") as store:
        do(store, "ana", (None, quote(1)))
    return file


def quotes(file: Path) -> set[str]:
    """The ids of what ana marked."""
    with Store(f"sqlite:///{file}") as store:
        return {one.id for one in store.open_article(MAIN.digest, ANA).quotes}


@pytest.mark.parametrize("words", COMMANDS)
def test_a_file_that_is_no_database(call: Call, saved: Path, words: tuple[str, ...]) -> None:
    saved.write_bytes(content := b"Dear diary, nothing happened today.\n" * 200)
    done = call(*words)
    assert done.code == Exit.STORE
    assert (
        done.sentence
        == f"the database {saved} is not a database of this program; name another file with --db"
    )
    assert saved.read_bytes() == content


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_of_a_newer_program(call: Call, saved: Path, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(saved)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    done = call(*words)
    assert done.code == Exit.STORE
    assert done.sentence.endswith("was made by a newer version of this program; install that version")
    with closing(sqlite3.connect(saved)) as raw:
        assert raw.execute("SELECT count(*) FROM quote").fetchone() == (1,)


def test_a_corrupt_page(call: Call, saved: Path) -> None:
    """Whichever page it is, a command does what it can, or says so: never anything else."""
    whole, page = saved.read_bytes(), 4096
    said = set()
    for start in range(0, len(whole), 3 * page):
        saved.write_bytes(whole[:start] + b"\xa5" * page + whole[start + page :])
        done = call("annotators", "add", "bob")
        assert done.code in (Exit.OK, Exit.STORE)
        if done.code:
            said.add(done.sentence.partition("annotator.db ")[2])
    assert said == {
        "is not a database of this program; name another file with --db",
        "is damaged; copy it away and restore a backup",
    }
    saved.write_bytes(whole)
    assert len(quotes(saved)) == 1


@pytest.mark.parametrize("nonsense", [b'["qu\xff\xfe\xff', b'["qu\x01\x01\x01'], ids=["bytes", "signs"])
def test_text_that_is_none_any_more(call: Call, saved: Path, nonsense: bytes) -> None:
    """SQLite takes a flipped bit of a text for text: who reads it finds out."""
    whole = saved.read_bytes()
    saved.write_bytes(whole.replace(b'["quote"', nonsense))
    done = call("pace", "--as", "ana")
    assert done.code == Exit.STORE
    assert done.sentence.endswith("is damaged; copy it away and restore a backup")
    saved.write_bytes(whole)
    assert call("pace", "--as", "ana").code == Exit.OK


@pytest.mark.parametrize("words", COMMANDS[1:])
def test_a_writer_who_is_held_up_for_too_long(
    call: Call, saved: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with closing(sqlite3.connect(saved, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = call(*words)
        assert done.code == Exit.STORE
        assert done.sentence.endswith(
            "is held by another program for too long; close that program and try again"
        )
        assert call("articles").code == Exit.OK, "it keeps nobody from reading"
    assert call("annotators", "add", "bob").code == Exit.OK


def test_a_server_that_is_held_up_for_too_long(
    call: Call, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world(postgres_url).close()
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE actor IN ACCESS EXCLUSIVE MODE")
        done = call("--db", postgres_url, "annotators", "add", "bob")
        assert done.code == Exit.STORE
        assert done.sentence.endswith(HELD)
    assert call("--db", postgres_url, "annotators", "add", "bob").code == Exit.OK


# While it is open


def test_a_file_that_is_removed_and_put_back(saved: Path) -> None:
    away = saved.with_suffix(".away")
    with Store(f"sqlite:///{saved}") as store:
        saved.rename(away)
        with pytest.raises(
            StoreError, match="was removed or renamed while it was open: nothing can be saved; put"
        ):
            do(store, "ana", (None, quote(2)))
        assert not saved.exists(), "nothing is made in its place"
        away.rename(saved)
        do(store, "ana", (None, quote(2)))
    assert len(quotes(saved)) == 2


def test_a_file_that_is_replaced(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(saved, other)
    with Store(f"sqlite:///{saved}") as store:
        do(store, "ana", (None, quote(2)))
        os.replace(other, saved)
        with pytest.raises(
            StoreError, match="was replaced by another file while it was open; leave and start again"
        ):
            do(store, "ana", (None, quote(3)))


def test_a_log_that_a_killed_program_left(saved: Path, tmp_path: Path) -> None:
    """The file with its log has all that was saved; alone it has a state that was whole."""
    both, alone, odd = (tmp_path / name / "annotator.db" for name in ("both", "alone", "odd"))
    for there in (both, alone, odd):
        there.parent.mkdir()
    before = quotes(saved)
    shutil.copy(saved, odd)
    with Store(f"sqlite:///{saved}") as store:
        do(store, "ana", (None, quote(2)))
        for there in (both, alone):
            shutil.copy(saved, there)
        log = saved.with_name("annotator.db-wal")
        for there in (both, odd):
            shutil.copy(log, there.with_name(log.name))
    assert quotes(both) == quotes(saved) > before
    assert quotes(alone) == before
    assert quotes(odd) in (before, quotes(saved))
    for there in (both, alone, odd):
        with Store(f"sqlite:///{there}") as store:
            assert state(store).keys() == replayed(store).keys()


@pytest.fixture
def falling() -> Callable[[], str]:
    """A clock that somebody sets back by an hour each time one looks."""
    start, hours = datetime(2026, 5, 1, 12, tzinfo=UTC), count()
    return lambda: f"{start - timedelta(hours=next(hours)):%Y-%m-%dT%H:%M:%S.000Z}"


def test_a_clock_that_is_set_back(db_url: str, falling: Callable[[], str]) -> None:
    world(db_url).close()
    with Store(db_url, now=falling) as store:
        store.begin_work("ana", "here")
        done = [do(store, "ana", (None, quote(n))) for n in range(1, 5)]
        assert [event.seq for event in done] == [1, 2, 3, 4]
        assert [event.id for event in done] == sorted(event.id for event in done)
        assert [event.at for event in done] == sorted((event.at for event in done), reverse=True)
        (taken_back,) = store.undo("ana")
        assert taken_back.undoes == done[-1].id
        assert [event.seq for event in store.history("ana", 9)] == [5, 4, 3, 2, 1]
        assert state(store) == replayed(store)
        assert len(store.open_article(MAIN.digest, ANA).quotes) == 3
