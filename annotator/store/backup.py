"""Copies of an SQLite database that can be trusted: each is of one moment, and was checked when it was made.

Those that `annotator backup` makes lie in a folder of their own beside the database, as
`2026-11-22T161300Z-daily.db`; which of them stay: backup_keeping.py. Copies have the database's rights.
"""

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from annotator.disk import sync
from annotator.errors import StoreError
from annotator.store.backup_keeping import Why, kept

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)-(asked|daily|before-restore)(?:-\d+)?\.db")
_TIME = "%Y-%m-%dT%H%M%SZ"
_PAGES = 1000  # copied at a time; between two of these a copy can be given up
_STEPS = 100_000  # of SQLite's machine, likewise, while it checks
_ROOM = 0o111  # a folder is entered by whom a file can be read

Stop = Callable[[], bool]
Watch = Callable[[int, int], None]  # told of so many that are done (pages, events), of so many in all


def unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


class Backup(NamedTuple):
    """A copy in the folder of backups; `at` is UTC."""

    file: Path
    at: datetime
    why: Why
    size: int  # bytes


class StoppedError(StoreError):
    """A copy was given up, and nothing of it is left."""


def folder_of(database: Path) -> Path:
    """Where the backups of a database lie."""
    return database.with_name(f"{database.name}-backups")


def backups(database: Path) -> list[Backup]:
    """What is in the folder of backups, the newest first; any other file there is none of ours."""
    found = []
    with suppress(FileNotFoundError):
        for file in folder_of(database).iterdir():
            if (name := _NAME.fullmatch(file.name)) and (at := _time(name[1])):
                found.append(Backup(file, at, Why(name[2]), file.stat().st_size))
    return sorted(found, key=lambda one: (one.at, one.file.name), reverse=True)


def _time(word: str) -> datetime | None:
    try:
        return datetime.strptime(word, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_due(database: Path, now: datetime) -> bool:
    """Whether no backup was made on this day (UTC)."""
    return all(one.at.date() != now.date() for one in backups(database))


def back_up(
    database: Path, why: Why, now: datetime, stop: Stop = lambda: False, watch: Watch = unwatched
) -> Backup | None:
    """Add a verified copy to the folder of backups and remove those that are not kept any longer.

    None: it was to be the daily one, and somebody else has made it or is making it. People may be at work
    meanwhile. Raises StoreError; StoppedError where `stop` said so.
    """
    with _in_words(database), _alone(database, wait=why is not Why.DAILY) as may:
        if not may or (why is Why.DAILY and not is_due(database, now)):
            return None
        file = free_name(folder_of(database), now, why)
        copy_to(database, file, stop, watch)
        _remove_superfluous(database, file)
        return Backup(file, now.replace(microsecond=0), why, file.stat().st_size)


def copy_to(database: Path, file: Path, stop: Stop = lambda: False, watch: Watch = unwatched) -> None:
    """Make `file`, a verified copy of an SQLite database: there whole, or not at all. Raises StoreError."""
    if os.path.lexists(file):
        raise StoreError(f"{file} is there already; name another file, or remove that one first")
    if not file.parent.is_dir():
        raise StoreError(f"the folder {file.parent} does not exist; make it first")
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)  # of one that was killed
        verified_copy(database, part, stop, watch)
        part.rename(file)
        sync(file.parent)
    except OSError as problem:
        raise StoreError(
            f"{file} could not be written ({problem.strerror}); name a file elsewhere"
        ) from problem
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def copied(engine: Engine, why: str) -> Iterator[Path | None]:
    """Keep a verified copy of an SQLite database beside it; not where what follows fails, and is undone.

    Call within the transaction that writes: nobody else changes anything between the copy and that.
    """
    if engine.dialect.name != "sqlite":
        yield None
        return
    original = Path(str(engine.url.database))
    names = (original.with_name(f"{original.name}.{why}-{n}") for n in count(1))
    copy = next(name for name in names if not name.exists())
    with ExitStack() as undone:  # where nothing was changed, no copy is owed
        undone.callback(copy.unlink, missing_ok=True)
        verified_copy(original, copy)
        yield copy
        undone.pop_all()


def verified_copy(original: Path, copy: Path, stop: Stop = lambda: False, watch: Watch = unwatched) -> None:
    """Copy an SQLite database. Raises StoreError where that fails, or the copy is damaged."""
    try:
        with closing(sqlite3.connect(original)) as source:
            fill(source, copy, original.stat().st_mode, stop, watch)
            found = damage(copy, stop)
    except (sqlite3.Error, OSError) as problem:
        _check_not_stopped(stop)
        raise StoreError(f"no copy of {original} could be made ({problem}); nothing was changed") from problem
    if found:
        raise StoreError(
            f"the database {original} is damaged ({found}); restore a backup; nothing was changed"
        )


def fill(
    source: sqlite3.Connection, copy: Path, mode: int, stop: Stop = lambda: False, watch: Watch = unwatched
) -> None:
    """Copy what `source` has into a file, new and with the rights `mode`. Raises sqlite3.Error, OSError."""
    # Before anything is in it: nobody may open a copy who may not open the database.
    handle = os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.fchmod(handle, mode & 0o777)
    finally:
        os.close(handle)

    def on_pages(_status: int, left: int, total: int) -> None:
        watch(total - left, total)
        _check_not_stopped(stop)

    # SQLite's own way sees one moment of the file and what still lies in its log; cp does not.
    source.execute("BEGIN").execute("SELECT 1 FROM sqlite_master").fetchone()  # else a save begins it anew
    try:
        with closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=_PAGES, progress=on_pages)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, that may lie on a disc
    finally:
        source.rollback()


def _check_not_stopped(stop: Stop) -> None:
    if stop():
        raise StoppedError("the backup was given up; nothing of it is left")


def damage(file: Path, stop: Stop = lambda: False) -> str:
    """What is wrong with an SQLite file, in a few words; empty where nothing is. Raises sqlite3.Error."""
    with closing(sqlite3.connect(file)) as database:
        database.set_progress_handler(stop, _STEPS)
        return found_by(database)


def found_by(database: sqlite3.Connection) -> str:
    """`damage` of a database that is open."""
    found = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0]).splitlines()[-1]
    return "" if found == "ok" else found


def free_name(folder: Path, now: datetime, why: Why) -> Path:
    """The name of a backup that is made now."""
    begin = f"{now.strftime(_TIME)}-{why}"
    names = (folder / f"{begin}{f'-{n}' if n > 1 else ''}.db" for n in count(1))
    return next(name for name in names if not name.exists())


def _remove_superfluous(database: Path, new: Path) -> None:
    every = backups(database)
    stay = kept([(one.at, one.why) for one in every])
    for n, one in enumerate(every):
        if n not in stay and one.file != new:  # it is not the newest where the clock was set back
            one.file.unlink(missing_ok=True)
    for left in folder_of(database).glob(".*.part"):
        left.unlink(missing_ok=True)  # of programs that were killed: only one makes backups at a time


def made_folder(database: Path) -> Path:
    """The folder of backups, made where it is not there: open to whom the database is."""
    folder = folder_of(database)
    with suppress(FileExistsError):
        folder.mkdir(0o700)
        mode = database.stat().st_mode & 0o777
        folder.chmod(mode | mode >> 2 & _ROOM)
    return folder


@contextmanager
def _alone(database: Path, *, wait: bool) -> Iterator[bool]:
    """Nobody else makes backups of this database meanwhile; False where somebody does, unless `wait`."""
    folder, mode = made_folder(database), database.stat().st_mode & 0o777
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, mode)
    try:
        with suppress(OSError):  # the owner's to say
            os.fchmod(handle, mode)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


@contextmanager
def _in_words(database: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise StoreError(
            f"no backup of {database} could be made in {folder_of(database)} ({problem.strerror}); "
            "mend that, or name a file elsewhere: annotator backup FILE"
        ) from problem
