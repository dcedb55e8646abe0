"""Rows that refer to rows which come later: in a new SQLite file all is checked once, in the end.

Deferred constraints would do, but while one of them is open SQLite looks, for each row that comes, through
all that may refer to it, and not all of that has an index: ten times the rows take a hundred times as long.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event

from annotator.errors import StoreError


def unchecked(engine: Engine) -> Engine:
    """`engine`, not yet connected, which lets rows refer to what is not there (SQLite only)."""
    event.listen(engine, "connect", _lets_all)
    return engine


def _lets_all(dbapi: Any, _record: Any) -> None:
    dbapi.execute("PRAGMA foreign_keys=OFF")


def check_references(connection: Connection) -> None:
    """Raises StoreError where a row refers to one that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StoreError(
            f"a row of table {broken[0]} refers to one of table {broken[2]} that is not there, so nothing "
            "was written; look with annotator check --database"
        )
