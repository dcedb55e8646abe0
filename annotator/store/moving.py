"""A project moved whole from one database into another, of either kind: every row as it is, or nothing.

Rows are read and written in the order of their keys, some thousand at a time, and hashed on the way; what
the other database then holds is read back and has to have the same hashes. The index of words is made anew.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Engine, ForeignKeyConstraint, Table, func, select
from sqlalchemy import text as sql
from sqlalchemy.schema import AddConstraint, DropConstraint

from annotator.disk import beside
from annotator.errors import StoreError
from annotator.store import indexing
from annotator.store import tables as t
from annotator.store.bundle_table import marker
from annotator.store.columns import metadata
from annotator.store.database import Database
from annotator.store.digest import Digest, digest
from annotator.store.engine import open_engine, reading, where, writing
from annotator.store.references import check_references, unchecked
from annotator.store.rows import insert_values
from annotator.store.security.making import check_owner
from annotator.store.upgrade import make_empty

_BATCH = 2000  # rows in memory at a time
_INDEXED = t.corpus.c.indexed  # belongs to the index of words, not to the project

Watch = Callable[[int], None]


class Moved(NamedTuple):
    """What was moved: where to (its name for people), rows by table, and what both databases say now."""

    target: str
    rows: dict[str, int]
    digest: Digest


class Moving(Database):
    """A database that can be left for another."""

    def count_rows(self) -> int:
        """How many rows there are to move."""
        with reading(self._engine) as connection:
            return sum(_count(connection, table) for table in _tables())

    def move_to(self, url: str, watch: Watch = lambda _rows: None) -> Moved:
        """Move all there is into the empty database at `url`; this one stays as it is.

        `watch` is told of every batch how many rows it has. Raises StoreError where the other holds anything,
        or does not say the same afterwards: then nothing is left in it.
        """
        with reading(self._engine) as source:
            _check_whole(source)
            with _empty(url) as target:
                rows = _move(source, target, watch)
                said = digest(target)
                if digest(source) != said:
                    raise StoreError(_differs("what is said"))
            return Moved(where(open_engine(url)), rows, said)


def _check_whole(source: Connection) -> None:
    """Raises StoreError where this is not all of a project, or not all of it may be seen."""
    if source.dialect.name == "postgresql":
        check_owner(source)
    elif marker(source) is not None:
        raise StoreError("this is a bundle, a part of a project; annotator merge takes it back in there")


# The other database


@contextmanager
def _empty(url: str) -> Iterator[Connection]:
    """A transaction over new tables; the database is there whole when it ends, or as it was."""
    engine = open_engine(url)
    opening = _new_file if engine.dialect.name == "sqlite" else _closed
    with opening(engine) as made, writing(made) as connection:
        make_empty(connection)
        if any(_count(connection, table) for table in _tables()):
            raise StoreError(f"the database {where(made)} is not empty; name another, or a new one")
        yield connection


@contextmanager
def _closed(engine: Engine) -> Iterator[Engine]:
    """`engine`, closed in the end."""
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _new_file(engine: Engine) -> Iterator[Engine]:
    """A new SQLite file, under another name until it is whole."""
    engine.dispose()
    file = Path(str(engine.url.database))
    if str(file) == ":memory:" or file.exists():
        raise StoreError(f"{file} is there already; name a file that is not, or remove that one first")
    with beside(file.absolute()) as folder:
        half = folder / "made"
        with _closed(unchecked(open_engine(f"sqlite:///{half}"))) as made:
            yield made
        with closing(sqlite3.connect(half)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")  # one file
        os.link(half, file)  # fails where somebody else was quicker; a rename would replace theirs


# Rows


def _move(source: Connection, target: Connection, watch: Watch) -> dict[str, int]:
    """table -> its rows. Raises StoreError where the target has others afterwards."""
    found = {}
    with _free_of_circles(target):
        for table in _tables():
            sent = _Hash()
            for rows in _batches(source, table):
                sent.add(rows)
                names, more = (["indexed"], (0,)) if table is t.corpus else ([], ())
                columns = [*(c.name for c in _columns(table)), *names]
                insert_values(target, table, columns, [(*row, *more) for row in rows])
                watch(len(rows))
            found[table.name] = sent.rows
            _check(target, table, sent)
    indexing.index(target)
    _go_on_counting(target)
    return found


class _Hash:
    """Of rows, one after the other: sha256, and how many."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = sha256()

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows += len(rows)
        for row in rows:
            self._hash.update(repr(row).encode())

    def value(self) -> tuple[int, bytes]:
        return self.rows, self._hash.digest()


def _check(target: Connection, table: Table, sent: _Hash) -> None:
    came = _Hash()
    for rows in _batches(target, table):
        came.add(rows)
    if came.value() != sent.value():
        raise StoreError(_differs(f"table {table.name}"))


def _differs(what: str) -> str:
    return f"{what} was not the same in the other database; nothing was moved: report this"


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """All rows by key."""
    query = select(*_columns(table)).order_by(*table.primary_key.columns)
    result = connection.execute(query, execution_options={"yield_per": _BATCH})
    for rows in result.partitions():
        yield [tuple(row) for row in rows]


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column is not _INDEXED]


def _tables() -> list[Table]:
    """All but the version's, each behind those that it refers to."""
    return [table for table in metadata.sorted_tables if table is not t.version]


def _count(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


@contextmanager
def _free_of_circles(target: Connection) -> Iterator[None]:
    """Let rows refer to rows of their own table that come later."""
    if target.dialect.name == "sqlite":
        yield
        check_references(target)
        return
    circles = [x for table in _tables() for x in table.foreign_key_constraints if _is_circle(x)]
    for constraint in circles:
        target.execute(DropConstraint(constraint))
    yield
    for constraint in circles:
        target.execute(AddConstraint(constraint, isolate_from_table=False))


def _is_circle(constraint: ForeignKeyConstraint) -> bool:
    return constraint.referred_table is constraint.table


def _go_on_counting(target: Connection) -> None:
    """Let PostgreSQL number new rows behind those that came; SQLite looks at the last one itself."""
    if target.dialect.name == "sqlite":
        return
    for table in _tables():
        if (column := table.autoincrement_column) is not None:
            last = select(func.max(column)).scalar_subquery()
            counts = func.pg_get_serial_sequence(sql(f"'\"{table.name}\"'"), column.name)
            target.execute(select(func.setval(counts, last)))
