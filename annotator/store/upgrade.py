"""Make a new database, bring an older one up to date, refuse a newer one.

A new database is made straight from the tables, so that a first start does not pay for Alembic;
Alembic is imported only when an older database is opened.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import DBAPIError

from annotator.errors import StoreError
from annotator.store import dataset_tables, team_tables, web_tables  # noqa: F401  so that metadata knows them
from annotator.store.backup import copied
from annotator.store.columns import metadata
from annotator.store.engine import OURS, first_line, in_words, reading, where, writing
from annotator.store.security.making import lifted, renew
from annotator.store.tables import append_only, version

MIGRATIONS = Path(__file__).with_name("migrations")

Tell = Callable[[str], None]


def head(migrations: Path = MIGRATIONS) -> str:
    """The newest version that there is a step to: the number that its file's name begins with."""
    return max(step.name.split("_")[0] for step in (migrations / "versions").glob("[0-9]*.py"))


def ready(engine: Engine, tell: Tell = lambda _: None, migrations: Path = MIGRATIONS) -> None:
    """Leave `engine` with the tables of this program's version. Many processes may race here."""
    newest = head(migrations)
    with reading(engine) as connection:
        found = _version(connection)
    if found is None:
        with writing(engine) as connection:
            found = _create(connection, newest)
    if found != newest:
        _refuse_newer(engine, found, newest)
        if engine.dialect.name != "sqlite":
            raise StoreError(
                f"the database {where(engine)} is of an older version; its owner must run: annotator upgrade"
            )
        upgrade(engine, tell, migrations)


def _version(connection: Connection) -> str | None:
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    found: str | None = connection.scalar(select(version.c.version_num)) if tables >= OURS else None
    if found is None:
        raise StoreError(
            f"the database {where(connection.engine)} holds something else; name another with --db"
        )
    return found


def _refuse_newer(engine: Engine, found: str, newest: str) -> None:
    if found > newest:
        raise StoreError(
            f"the database {where(engine)} was made by a newer version of this program; install that version"
        )


def _create(connection: Connection, newest: str) -> str:
    found = _version(connection)  # another process may have been first
    if found is not None:
        return found
    if connection.dialect.name == "postgresql":
        _check_encoding(connection)
    metadata.create_all(connection, checkfirst=False)
    connection.execute(version.insert().values(version_num=newest))
    return newest


def make_empty(connection: Connection) -> None:
    """Make the tables of this version where there are none. Raises StoreError where others are there."""
    newest = head()
    if (found := _create(connection, newest)) != newest:
        _refuse_newer(connection.engine, found, newest)
        raise StoreError(f"the database {where(connection.engine)} is of an older version: annotator upgrade")


def _check_encoding(connection: Connection) -> None:
    # Any other loses characters, or measures texts in bytes.
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreError(
            f"the database {where(connection.engine)} keeps text as {encoding}; "
            "make it again with: createdb --template=template0 --encoding=UTF8"
        )


def upgrade(engine: Engine, tell: Tell = lambda _: None, migrations: Path = MIGRATIONS) -> bool:
    """Run every step that is missing, in one transaction, on SQLite after a verified copy.

    Of many processes one does it; the others wait and find nothing left to do (False).
    """
    newest = head(migrations)
    with (
        in_words(engine),
        engine.execution_options(writes=True).connect() as connection,
        _no_foreign_keys(connection),
        connection.begin(),
    ):
        found = _version(connection) or _create(connection, newest)
        _refuse_newer(engine, found, newest)
        if found == newest:
            renew(connection)
            return False
        with copied(engine, f"before-upgrade-{found}") as copy, lifted(connection):
            _run(connection, migrations)
    kept = f"; a copy of it as it was is {copy}" if copy else ""
    tell(f"the database {where(engine)} was brought from version {found} to {newest}{kept}")
    return True


@contextmanager
def _no_foreign_keys(connection: Connection) -> Iterator[None]:
    """On SQLite; can be said outside a transaction only. Batch mode drops tables that others point at."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _run(connection: Connection, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except DBAPIError as problem:
        raise StoreError(
            f"the upgrade of {where(connection.engine)} failed and was undone ({first_line(problem)}); "
            "the database is as it was: go on with the version you had, and report this"
        ) from problem
    for statement in append_only(connection.dialect.name):
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "sqlite":
        _check_references(connection)


def _check_references(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise StoreError(
            f"the upgrade of {where(connection.engine)} was undone: it would break {len(broken)} references; "
            "go on with the version you had, and report this"
        )
