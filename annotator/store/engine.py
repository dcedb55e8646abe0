"""A database opened so that what is committed is on disk, and what is half done is not there."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from annotator.errors import StoreError
from annotator.store.same_file import SameFile

MODE = 0o660  # of a new SQLite file, less what the umask takes away: never anything for everybody
BUSY_MS = 30_000  # how long a writer waits for its turn before it says so
_ROOM = 1 << 16  # bytes that SQLite needs beside a file to open it
CONNECT_S = 10  # how long a server may take to answer
OURS = frozenset({"alembic_version", "article", "event", "quote"})  # tables that every version has

_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_LOCK = 7_105_377  # any number, the same in every process, for PostgreSQL's advisory lock


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql+psycopg://...`; nothing is read or written yet."""
    where = _parsed(url)
    if where.drivername == "sqlite":
        engine = create_engine(where)
        event.listen(engine, "do_connect", _on_opening)
        event.listen(engine, "connect", _on_connect)
        if where.database not in (None, "", ":memory:"):
            _watch(engine, SameFile(str(where.database)))
        event.listen(engine, "begin", _on_begin_sqlite)
        return engine
    patience = {} if "connect_timeout" in where.query else {"connect_timeout": CONNECT_S}
    try:
        engine = create_engine(
            where, isolation_level="READ COMMITTED", pool_pre_ping=True, connect_args=patience
        )
    except ImportError:
        raise StoreError(
            "psycopg is missing; for PostgreSQL run: pip install 'quotation-annotator[postgres]'"
        ) from None
    event.listen(engine, "connect", _on_connect_postgresql)
    event.listen(engine, "begin", _on_begin_postgresql)
    return engine


def _watch(engine: Engine, file: SameFile) -> None:
    def before_writing(connection: Connection) -> None:
        if _writes(connection):
            file.check()

    event.listen(engine, "connect", lambda _dbapi, _record: file.opened())
    event.listen(engine, "begin", before_writing)


def _parsed(url: str) -> URL:
    try:
        where = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        where = URL.create("unknown")
    driver = _DRIVERS.get(where.drivername)
    if driver is None or (driver == "sqlite" and (where.host or where.query)):
        raise StoreError(
            "this is not a database address; write a file name, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        )
    if driver == "sqlite" and where.database not in (None, "", ":memory:"):
        folder = Path(str(where.database)).parent
        if not folder.is_dir():
            raise StoreError(f"the folder {folder} does not exist; make it, or name the database with --db")
    return where.set(drivername=driver)


def _on_opening(_dialect: Any, _record: Any, names: Sequence[Any], _more: Any) -> None:
    # SQLite would make the file one that everybody can read: labels, notes, and what tells passwords.
    if names[0] != ":memory:":
        with suppress(OSError):  # it is there, or SQLite says why it cannot be
            os.close(os.open(names[0], os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))


def _on_connect(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None  # we say BEGIN ourselves, in _on_begin_sqlite
    for pragma in (f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "synchronous=FULL", "fullfsync=ON"):
        dbapi.execute(f"PRAGMA {pragma}")
    _write_ahead(dbapi)


def _write_ahead(dbapi: Any) -> None:
    # WAL belongs to the file and is set once. SQLite does not wait for its turn to set it, so two
    # programs that open a new file together must: hence the retries, outside any transaction.
    for wait in (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, None):
        try:
            mode = dbapi.execute("PRAGMA journal_mode").fetchone()[0]
            if mode not in ("wal", "memory") and not _is_foreign(dbapi):
                dbapi.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            if wait is None or "locked" not in str(problem):
                raise
            time.sleep(wait)


def _is_foreign(dbapi: Any) -> bool:
    """The file belongs to another program: it is refused later, and no byte of it is changed now."""
    tables = {name for (name,) in dbapi.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return bool(tables) and not tables >= OURS


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))


def _on_begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn unless it took the
    # write lock at the start: deferred ones lost most saves of eight hammering processes.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _on_connect_postgresql(dbapi: Any, _record: Any) -> None:
    # Whoever reads waits for nobody but one who changes or locks a whole table: not for ever, either.
    dbapi.execute(f"SET lock_timeout = {BUSY_MS}")
    dbapi.commit()


def _on_begin_postgresql(connection: Connection) -> None:
    # One writer at a time, as on SQLite: what an action read before it wrote cannot have changed, and
    # an actor's running numbers cannot collide. Costs one round trip; a write takes milliseconds.
    if _writes(connection):
        connection.exec_driver_sql(
            f"SELECT set_config('lock_timeout', '{BUSY_MS}', true), pg_advisory_xact_lock({_LOCK})"
        )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look at the database."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":  # else each statement would see another moment
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with in_words(engine), engine.execution_options(**options).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One unit of work: all of it is kept and on disk when this ends, or none of it."""
    with in_words(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """What the database complains of becomes a StoreError, one sentence."""
    try:
        yield
    except DBAPIError as problem:
        raise StoreError(_sentence(problem.orig, where(engine))) from problem
    except (sqlite3.Error, JSONDecodeError) as problem:  # rows from the driver itself; what an event says
        raise StoreError(_sentence(problem, where(engine))) from problem


_DAMAGED = "is damaged; copy it away and restore a backup"
_SILENT = "does not answer; check the address and that the server runs"
_HELD = "is held by another program for too long; close that program and try again"
_FULL = "could not be written because the disk is full; free some space and try again"
_SENTENCES = (
    ("row-level security", "lets your role write no other work than your own; for the rest ask a lead"),
    ("permission denied", "does not let your role do this; its owner may: see docs/postgresql.md"),
    ("must be owner", "lets only its owner do this; ask them"),
    ("file is not a database", "is not a database of this program; name another file with --db"),
    ("malformed", _DAMAGED),
    ("Could not decode to UTF-8", _DAMAGED),
    ("locked", _HELD),
    ("lock timeout", _HELD),
    ("readonly", "cannot be written; change its permissions or name another with --db"),
    ("disk I/O error", "could not be read or written: its disk failed; check the disk, then try again"),
    ("unable to open", "cannot be opened; check the folder and its permissions"),
    ("disk is full", _FULL),
    ("No space left", _FULL),
    ("connection failed", _SILENT),
    ("connection is bad", _SILENT),
    ("connection attempts failed", _SILENT),
    ("connection timeout", _SILENT),
    ("failed to resolve host", _SILENT),
)


def _sentence(said: BaseException | None, name: str) -> str:
    if isinstance(said, JSONDecodeError):
        return f"the database {name} {_DAMAGED}"
    if "FATAL:" in str(said):  # the server answered
        reason = str(said).rsplit("FATAL:", 1)[1].strip().splitlines()[0]
        return f"the database {name} refuses ({reason}); check its address, your name and password"
    detail = _first(said)
    if "disk I/O error" in detail and _is_full(Path(name).parent):
        return f"the database {name} {_FULL}"
    for sign, sentence in _SENTENCES:
        if sign in detail:
            return f"the database {name} {sentence}"
    return f"the database {name} did not take this ({detail}); nothing of it was kept"


def _is_full(folder: Path) -> bool:
    """SQLite says of a disk without room for its shared memory that it failed."""
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


def first_line(problem: DBAPIError) -> str:
    """What the database itself said, without SQLAlchemy's statement and parameters."""
    return _first(problem.orig)


def _first(said: BaseException | None) -> str:
    return next(iter(str(said).strip().splitlines()), "unknown reason")


def where(engine: Engine) -> str:
    """The database's name for a message: never with a password, which may also stand in the query."""
    url = engine.url
    if engine.dialect.name == "sqlite":
        return str(url.database)
    shown = {key: value for key, value in url.query.items() if key in ("host", "port")}
    host = (url.host or "").rpartition("@")[2]  # before an @ that was not written %40 is more of the password
    return url.set(host=host, query=shown).render_as_string(hide_password=True)
