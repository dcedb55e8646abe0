"""What annotator doctor looks at: the database, its rights, and what is in it.

All is read by sqlite3 alone and changes nothing; a server is only asked whether it answers.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.cli.examining import Finding, look, ok, wrong
from annotator.cli.examining_disk import folder
from annotator.cli.glance import glance

LOOKS_S = 3.0  # how long it may look for damage; annotator check --database looks at everything
ANSWERS_S = 5  # how long a server may take
AHEAD = timedelta(minutes=5)  # clocks differ
_STEPS = 100_000  # of SQLite's machine between two looks at the time


def database(file: Path) -> Iterator[Finding]:
    """An SQLite database, and the folder in which it is or would be."""
    yield from folder(file.parent)
    if not file.exists():
        yield look("database", f"there is none at {file} yet", "annotator ingest PATH makes it")
        return
    yield from rights(file)
    if os.access(file, os.R_OK):
        yield from contents(file)


def rights(file: Path) -> Iterator[Finding]:
    """Who may read and write the file."""
    mode = file.stat().st_mode & 0o777
    if not os.access(file, os.R_OK | os.W_OK):
        yield wrong(
            "rights",
            f"{file} has mode {mode:o}: you cannot write it",
            f"chmod u+rw {file}, or ask whose it is",
        )
    elif mode & 0o007:
        yield look(
            "rights",
            f"{file} has mode {mode:o}: everybody on this computer may read it",
            f"chmod o-rwx {file}",
        )
    else:
        yield ok("rights", f"{file} has mode {mode:o}")


def contents(file: Path) -> Iterator[Finding]:
    """Whether the file is sound and of this version."""
    try:
        with glance(file, ANSWERS_S) as connection:
            yield schema(connection, newest())
            yield damage(connection, LOOKS_S)
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            if mode != "wal":
                yield look(
                    "journal",
                    f"it is {mode}: who writes keeps others waiting",
                    "annotator status sets it right",
                )
            yield from ahead(connection, datetime.now(UTC))
    except sqlite3.Error as problem:
        yield wrong(
            "database", f"{file} cannot be read ({problem})", "annotator backup --list, annotator restore"
        )


def newest() -> str:
    """The version of this program's tables."""
    import annotator

    steps = Path(annotator.__file__).with_name("store") / "migrations" / "versions"
    return max(step.name.partition("_")[0] for step in steps.glob("[0-9]*.py"))


def schema(connection: sqlite3.Connection, wanted: str) -> Finding:
    """Whether the tables are those of this version. Raises sqlite3.Error."""
    try:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.OperationalError, TypeError) as problem:
        if isinstance(problem, sqlite3.OperationalError) and "no such table" not in str(problem):
            raise
        return wrong("database", "it is of another program", "name another file with --db")
    if found > wanted:
        return wrong(
            "database", f"version {found} is newer than this program's {wanted}", "install the newer program"
        )
    if found < wanted:
        return look("database", f"version {found} is older than this program's {wanted}", "annotator upgrade")
    return ok("database", f"version {found}")


def damage(connection: sqlite3.Connection, seconds: float) -> Finding:
    """Whether the file is sound, as far as a few seconds tell. Raises sqlite3.Error."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as problem:
        if "interrupted" not in str(problem):
            raise
        return ok(
            "integrity", f"nothing found in {seconds:g} s; annotator check --database looks at everything"
        )
    finally:
        connection.set_progress_handler(None, 0)
    if found != "ok":
        words = " ".join(str(found).split())
        return wrong(
            "integrity", f"the file is damaged ({words})", "annotator backup --list, annotator restore"
        )
    return ok("integrity", "nothing found; annotator check --database looks deeper")


def ahead(connection: sqlite3.Connection, now: datetime) -> Iterator[Finding]:
    """Whether something was done at a time that is still to come. Raises sqlite3.Error."""
    newest = "SELECT max(at) FROM (SELECT at FROM event ORDER BY id DESC LIMIT 100)"
    (found,) = connection.execute(newest).fetchone()
    if found and datetime.fromisoformat(found).astimezone(UTC) > now + AHEAD:
        mend = "set the clock of this computer, or of the one where that was done"
        yield look("clock", f"something was done at {found[:16]}, which is still to come", mend)


def server(url: str) -> Finding:
    """Whether a PostgreSQL server answers."""
    from urllib.parse import urlsplit

    try:
        import psycopg
    except ImportError:
        return wrong("database", "psycopg is missing", "pip install 'quotation-annotator[postgres]'")
    try:
        where = urlsplit(url)
        name = f"{where.hostname or ''}{where.path}"  # never the password
    except ValueError:  # half an IPv6 address
        name = "the server"
    try:
        address = url.replace("postgresql+psycopg://", "postgresql://", 1)
        with psycopg.connect(address, connect_timeout=ANSWERS_S) as connection:
            found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
            version = connection.info.server_version // 10_000
            if found and found[0] is None:
                return look(
                    "database",
                    f"PostgreSQL {version} at {name} has no project yet",
                    "annotator ingest PATH makes it",
                )
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (psycopg.Error, ValueError) as problem:  # ValueError: no address at all
        return wrong(
            "database",
            f"{name} does not let you in ({type(problem).__name__})",
            "check its address, your name and password",
        )
    if row is None or row[0] != newest():
        return wrong(
            "database",
            f"version {row and row[0]} at {name}, and this program's is {newest()}",
            "ask its owner: annotator upgrade",
        )
    return ok("database", f"PostgreSQL {version} at {name} answers, version {newest()}")
