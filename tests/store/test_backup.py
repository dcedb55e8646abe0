"""Backups: each can be trusted, few are kept, and one is put back where nobody is at work."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import StoreError
from annotator.store import Store, backup
from annotator.store.backup import StoppedError, back_up, backups, copy_to, folder_of, is_due
from annotator.store.backup_keeping import LAST, Why, kept
from annotator.store.backup_restoring import Restored, chosen, restore
from tests.store.world import State, do, filled, quote, state

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file with one quote, that others of the group may write."""
    file = tmp_path / "a.db"
    with filled(f"sqlite:///{file}") as store:
        do(store, "ana", (None, quote(1)))
    file.chmod(0o660)
    return file


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{database}") as opened:
        yield opened


def seen(file: Path) -> State:
    with Store(f"sqlite:///{file}") as opened:
        return state(opened)


def rights(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def made(database: Path, why: Why = Why.ASKED, now: datetime = NOW) -> Path:
    one = back_up(database, why, now)
    assert one is not None
    return one.file


def left(database: Path) -> set[str]:
    return {file.name for file in database.parent.rglob("*") if file.name != ".lock"}


def test_a_backup_is_whole_while_people_work(database: Path, store: Store) -> None:
    do(store, "ana", (None, quote(2)))  # it lies in the log only
    before = state(store)
    file = made(database)
    do(store, "ana", (None, quote(3)))
    assert file.name == "2026-03-02T120000Z-asked.db"
    assert seen(file) == before
    assert (rights(file), rights(file.parent)) == (0o660, 0o770)
    assert [one.file for one in backups(database)] == [file]


def test_once_a_day_is_enough(database: Path) -> None:
    assert is_due(database, NOW)
    made(database, Why.DAILY)
    assert not is_due(database, NOW)
    assert back_up(database, Why.DAILY, NOW + timedelta(hours=11)) is None
    tomorrow = NOW + timedelta(hours=12)
    assert is_due(database, tomorrow)
    made(database, Why.DAILY, tomorrow)
    assert is_due(database, NOW - timedelta(days=3))  # a clock that was set back
    assert len(backups(database)) == 2


def test_of_many_who_start_one_makes_it(database: Path) -> None:
    done: list[object] = []
    threads = [Thread(target=lambda: done.append(back_up(database, Why.DAILY, NOW))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len([one for one in done if one])) == (6, 1)


def test_what_is_given_up_or_fails_leaves_nothing(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(database)
    before = left(database)
    with pytest.raises(StoppedError):
        back_up(database, Why.ASKED, NOW, stop=lambda: True)
    monkeypatch.setattr(backup, "_STEPS", 1)
    answers = iter([False])
    with pytest.raises(StoppedError):  # while it is checked
        back_up(database, Why.ASKED, NOW, stop=lambda: next(answers, True))
    damaged = bytearray(database.read_bytes())
    damaged[4096 * 3 : 4096 * 3 + 2000] = bytes(2000)
    database.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        made(database)
    assert left(database) == before
    (folder_of(database) / ".x.part").write_text("of a program that was killed")
    database.unlink()
    filled(f"sqlite:///{database}").close()
    made(database)
    assert ".x.part" not in left(database)


def test_a_file_that_is_there_is_not_touched(database: Path, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("mine")
    (tmp_path / "c.db").symlink_to(tmp_path / "nowhere")
    for name in ("b.db", "c.db"):
        with pytest.raises(StoreError, match="is there already"):
            copy_to(database, tmp_path / name)
    with pytest.raises(StoreError, match="make it first"):
        copy_to(database, tmp_path / "no" / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


times = st.integers(0, 900 * 24).map(lambda hours: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@settings(max_examples=60)
@given(st.lists(st.tuples(times, st.sampled_from(Why)), max_size=120))
def test_which_ones_stay(some: list[tuple[datetime, Why]]) -> None:
    some.sort(reverse=True)
    stay = kept(some)
    others = [n for n in range(len(some)) if some[n][1] is not Why.BEFORE_RESTORE]
    assert stay >= set(range(len(some))) - set(others)
    assert stay >= set(others[:LAST])
    assert len(stay & set(others)) <= LAST + 7 + 5 + 12
    days = list(dict.fromkeys(some[n][0].date() for n in others))
    assert {some[n][0].date() for n in stay & set(others)} >= set(days[:7])
    months = list(dict.fromkeys(some[n][0].strftime("%Y-%m") for n in others))
    assert {some[n][0].strftime("%Y-%m") for n in stay} >= set(months[:12])
    again = [some[n] for n in sorted(stay)]
    assert len(kept(again)) == len(again)  # what stays, stays where nothing comes


def test_old_ones_go_and_other_files_stay(database: Path) -> None:
    for n in range(9):
        last = made(database, now=NOW + timedelta(minutes=n))
    (folder_of(database) / "mine.db").write_text("mine")
    (folder_of(database) / "2026-13-02T120000Z-asked.db").write_text("mine")
    back = made(database, now=NOW)  # the clock was set back
    assert [one.file for one in backups(database)][:1] == [last]
    assert {one.file for one in backups(database)} >= {back}
    assert len(backups(database)) == LAST + 1
    assert {"mine.db", "2026-13-02T120000Z-asked.db"} <= left(database)


# Putting back


def test_a_backup_is_put_back_and_what_was_there_is_kept(database: Path) -> None:
    old = seen(database)
    file = made(database)
    with Store(f"sqlite:///{database}") as store:
        do(store, "ana", (None, quote(2, 20)))
        do(store, "ana", (None, quote(3, 30)))
        new = state(store)
    done = restore(database, chosen(database, "latest"), NOW)
    assert done.before is not None
    assert done == Restored(file, done.before, False, 2)
    assert (seen(database), seen(done.before)) == (old, new)
    assert (rights(database), rights(done.before)) == (0o660, 0o660)
    with Store(f"sqlite:///{database}") as store:
        assert store.merge(done.before).merged.events == 2
        assert (state(store), store.complaints()) == (new, [])


def test_not_while_somebody_has_it_open(database: Path, store: Store) -> None:
    file = made(database)
    before = state(store)
    with pytest.raises(StoreError, match=r"somebody has .* open; ask everybody to leave"):
        restore(database, file, NOW)
    do(store, "ana", (None, quote(2, 20)))
    assert len(state(store)) == len(before) + 1


@pytest.mark.parametrize("harm", ["no database", "a header of nothing", "a page of zeros", "gone"])
def test_a_damaged_database_is_set_aside(database: Path, harm: str) -> None:
    old, file = seen(database), made(database)
    data = bytearray(database.read_bytes())
    if harm == "no database":
        data = bytearray(b"this is a letter\n" * 400)
    elif harm == "a header of nothing":
        data[:100] = bytes(100)
    else:
        data[4096 * 3 : 4096 * 4] = bytes(4096)
    database.write_bytes(data)
    database.with_name("a.db-wal").write_bytes(b"left behind")
    if harm == "gone":
        database.unlink()
    done = restore(database, file, NOW)
    assert seen(database) == old
    assert not database.with_name("a.db-wal").exists() or seen(database) == old
    assert done.damaged
    if harm != "gone":
        assert done.before == database.with_name("a.db.damaged-1")
        assert rights(database) == 0o660


def test_what_is_no_backup_is_refused(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    (tmp_path / "letter").write_text("no database" * 100)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE t (x)")
    newer = made(database)
    with closing(sqlite3.connect(newer)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    for name, why in (
        ("letter", "not a database"), ("other.db", "not a database of this program"),
        (str(newer), "newer version"), (str(database), "is the database itself"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=why):
            restore(database, tmp_path / name, NOW)
    with pytest.raises(StoreError, match="there is no backup 2031"):
        chosen(database, "2031")
    made(database, now=NOW + timedelta(seconds=1))
    with pytest.raises(StoreError, match="more than one backup begins with 2026"):
        chosen(database, "2026")
    assert database.read_bytes() == before


def test_a_restore_that_is_killed_has_not_begun(database: Path) -> None:
    """SQLite's journal takes back what a killed program had written of it."""
    file = made(database)
    with Store(f"sqlite:///{database}") as store:
        do(store, "ana", (None, quote(2, 20)))
        new = state(store)
    child = os.fork()
    if child == 0:  # pragma: no cover
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(database)) as target:
            target.execute("PRAGMA journal_mode=DELETE")
            source.backup(target, pages=20, progress=lambda *_: os._exit(9))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert seen(database) == new
