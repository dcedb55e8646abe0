"""Signs of life: a lock that the system drops with the program that holds it, however that ends.

Beside an SQLite file it is a lock on a small file of its own, on PostgreSQL an advisory lock of a connection.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, Engine


class Sign(Protocol):
    """A session lives as long as this is there."""

    def end(self) -> None:
        """The session is over."""


def give(engine: Engine, actor: int, uid: str) -> Sign | None:
    """A sign that session `uid` lives; None where the system has none to give: it is taken for dead then."""
    if engine.dialect.name == "postgresql":
        return _ServerLock(engine, uid)
    try:
        return _FileLock(found[0], uid, actor) if (found := list(_files(engine))) else None
    except OSError:  # a folder that cannot be written, a file system without locks
        return None


def lives(connection: Connection, actor: int, uid: str) -> bool:
    """Whether session `uid` still lives."""
    if connection.dialect.name == "postgresql":
        free = connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_number(uid)})").scalar_one()
        return not free
    return any(_is_held(_beside(file, actor, uid)) for file in _files(connection.engine))


class _FileLock:
    def __init__(self, database: Path, uid: str, actor: int) -> None:
        for left in database.parent.glob(_beside(database, actor, "*").name):
            _is_held(left)  # what killed sessions left behind is removed
        self._file = _beside(database, actor, uid)
        self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def end(self) -> None:
        with suppress(OSError):
            self._file.unlink()
        os.close(self._handle)


class _ServerLock:
    def __init__(self, engine: Engine, uid: str) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection.exec_driver_sql(f"SELECT pg_advisory_lock({_number(uid)})")

    def end(self) -> None:
        self._connection.invalidate()  # closed for good: in the pool it would keep the lock
        self._connection.close()


def _files(engine: Engine) -> Iterator[Path]:
    """The database's file; a database in memory has none."""
    name = engine.url.database
    if name and name != ":memory:":
        yield Path(name)


def _beside(database: Path, actor: int, uid: str) -> Path:
    return database.with_name(f"{database.name}-at-work-{actor}-{uid}")


def _is_held(file: Path) -> bool:
    """Whether a program holds this file; one that nobody holds is removed."""
    try:
        handle = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(OSError):
            file.unlink()
        return False
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    finally:
        os.close(handle)


def _number(uid: str) -> int:
    """A number for an advisory lock, which takes 64 bits with a sign."""
    return int.from_bytes(UUID(uid).bytes[:8], "big", signed=True)
