"""Many rows into a table at once, at a third of the cost of SQLAlchemy's own way.

That takes some 6 microseconds a row to look up each value by name and to find what to do with it; here a
row is a tuple from the start, and only texts are looked at.
"""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, UniqueConstraint

from annotator.store.types import Text, UnstorableError, storable

# Rows of one statement: a CHECK's list of words is made once for them. But SQLite copies each page that such
# a statement changes, to take it back: no gain where an index puts the rows all over the place.
_TOGETHER = 50

Row = tuple[Any, ...]


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write `rows`, which all name the same two or more columns; none is written where there are none.

    Raises UnstorableError where a text is none that a database keeps.
    """
    if rows:
        names = tuple(rows[0])
        insert_values(connection, table, names, list(map(itemgetter(*names), rows)))


def insert_values(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """`insert` of the values of the columns `names`, a row after the other."""
    for place, name in enumerate(names):
        if isinstance(table.c[name].type, Text):
            _check([row[place] for row in rows])
    size = _TOGETHER if _grows_at_its_end(table) else 1
    whole = len(rows) - len(rows) % size
    for n, some in ((size, rows[:whole]), (1, rows[whole:])):
        if some:
            groups = (some[at : at + n] for at in range(0, len(some), n))
            values = list(some) if n == 1 else [tuple(chain.from_iterable(group)) for group in groups]
            connection.exec_driver_sql(_statement(connection.dialect, table, names, n), values)


def _check(texts: Sequence[str | None]) -> None:
    """Raises UnstorableError for the first of `texts` that no database keeps; most often one look tells."""
    try:
        storable("".join(filter(None, texts)))
    except UnstorableError:
        for text in texts:
            storable(text)
        raise


@cache
def _grows_at_its_end(table: Table) -> bool:
    """Whether the key is the only index: new rows have new keys, in order."""
    return not table.indexes and not any(isinstance(c, UniqueConstraint) for c in table.constraints)


def _statement(dialect: Dialect, table: Table, names: Sequence[str], n: int) -> str:
    mark = {"qmark": "?", "pyformat": "%s"}[dialect.paramstyle]
    quote = dialect.identifier_preparer
    columns = ", ".join(map(quote.quote, names))
    row = f"({', '.join(mark for _ in names)})"
    return f"INSERT INTO {quote.format_table(table)} ({columns}) VALUES {', '.join([row] * n)}"
