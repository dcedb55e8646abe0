"""A backup put back in the place of a database that nobody has open; what was there is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from glob import escape
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from annotator.errors import StoreError
from annotator.store.backup import (
    Backup,
    backups,
    damage,
    fill,
    found_by,
    free_name,
    made_folder,
    verified_copy,
)
from annotator.store.backup_keeping import Why
from annotator.store.engine import OURS
from annotator.store.upgrade import head

_WAIT_MS = 2000  # for a program that is just leaving
_ENDS = ("", "-wal", "-journal", "-shm")  # what belongs to a database, and would spoil another in its place


class Restored(NamedTuple):
    """The backup that is in place now, where the database as it was lies, and how much more was in that."""

    file: Path
    before: Path | None  # None: there was no database
    damaged: bool  # whether that is the file as it lay on disk, of which no copy can be made
    actions: int  # that it has and the backup has not; they can be merged


def chosen(database: Path, word: str) -> Path:
    """The backup that `word` names: a file, `latest`, or the beginning of a time. Raises StoreError."""
    every = backups(database)
    found = every[:1] if word == "latest" else [x for x in every if _name(x).startswith(word)]
    if len(found) == 1:
        return found[0].file
    if found:
        raise StoreError(f"more than one backup begins with {word}; write more of its time")
    if (file := Path(word)).is_file():
        return file
    raise StoreError(f"there is no backup {word}; annotator backup --list lists what there is")


def _name(one: Backup) -> str:
    return one.file.name


def restore(database: Path, backup: Path, now: datetime) -> Restored:
    """Make the database what the backup is, whole or not at all. Raises StoreError; then nothing changed."""
    _check(backup)
    if not database.exists():
        return Restored(backup, _swap(backup, database), True, 0)
    if database.samefile(backup):
        raise StoreError(f"{backup} is the database itself; name a backup of it")
    before = free_name(made_folder(database), now, Why.BEFORE_RESTORE)
    try:
        with _held(database) as target:
            if found := found_by(target):
                raise sqlite3.DatabaseError(found)
            fill(target, before, database.stat().st_mode)
            more = _events_of(before) - _events_of(backup)
            with closing(_reading(backup)) as source:
                source.backup(target)
    except sqlite3.DatabaseError as problem:
        if _is_busy(problem):
            raise StoreError(
                f"somebody has {database} open; ask everybody to leave, end annotator serve, then try again"
            ) from problem
        if isinstance(problem, sqlite3.OperationalError):
            raise StoreError(f"{database} could not be written ({problem}); nothing was changed") from problem
        return Restored(backup, _swap(backup, database), True, 0)
    return Restored(backup, before, False, len(more))


def _check(backup: Path) -> None:
    """Raises StoreError where this is no sound database of this program."""
    try:
        with closing(_reading(backup)) as source:
            tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master")}
            ours = tables >= OURS
            version = source.execute("SELECT version_num FROM alembic_version").fetchone() if ours else None
        found = damage(backup)
    except sqlite3.Error as problem:
        raise StoreError(f"{backup} cannot be used ({problem}); name another backup") from problem
    if found:
        raise StoreError(f"{backup} is damaged ({found}); name another backup")
    if version is None:
        raise StoreError(f"{backup} is not a database of this program; name another backup")
    if version[0] > head():
        raise StoreError(f"{backup} was made by a newer version of this program; install that version")


@contextmanager
def _held(database: Path) -> Iterator[sqlite3.Connection]:
    """The database, which nobody else can read or write, nor has open. Raises sqlite3.Error."""
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
        raw.execute("PRAGMA journal_mode=DELETE").fetchone()  # refused where another has the file open
        raw.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
        raw.execute("BEGIN EXCLUSIVE").execute("COMMIT")
        yield raw


def _is_busy(problem: sqlite3.Error) -> bool:
    return "locked" in str(problem)


def _events_of(file: Path) -> set[str]:
    with closing(_reading(file)) as raw:
        return {uid for (uid,) in raw.execute("SELECT uid FROM event")}


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True)


def _swap(backup: Path, database: Path) -> Path | None:
    """Put the backup in the place of a file that SQLite cannot read; where that lies now, if it was there."""
    part = database.with_name(f".{database.name}.part")
    try:
        part.unlink(missing_ok=True)
        verified_copy(backup, part)
        if database.exists():
            part.chmod(database.stat().st_mode & 0o777)
        names = (f"{database.name}.damaged-{n}" for n in count(1))
        aside = next(name for name in names if not list(database.parent.glob(f"{escape(name)}*")))
        moved = [end for end in _ENDS if _move(database, end, aside)]
        part.rename(database)
    finally:
        part.unlink(missing_ok=True)
    return database.with_name(aside + moved[0]) if moved else None


def _move(database: Path, end: str, aside: str) -> bool:
    try:
        database.with_name(database.name + end).rename(database.with_name(aside + end))
    except FileNotFoundError:
        return False
    return True
