"""Statements that are put together once, for what a key at the screen does.

To build a statement and to find it among those that were compiled costs SQLAlchemy four times what it
costs to run the same one again with other values. The values that choose rows are named `of_COLUMN`.
"""

from functools import cache

from sqlalchemy import ColumnElement, Delete, Insert, Table, Update, and_, bindparam


def of(table: Table, *names: str) -> ColumnElement[bool]:
    """The rows of which these columns are as the values `of_NAME` say."""
    return and_(*(table.c[name] == bindparam(f"of_{name}") for name in names))


def chosen(**values: object) -> dict[str, object]:
    """`values` under the names that `of` gives them."""
    return {f"of_{name}": value for name, value in values.items()}


@cache
def inserting(table: Table) -> Insert:
    """New rows of whatever columns the values name."""
    return table.insert()


@cache
def inserting_key(table: Table) -> Insert:
    """One new row; its key comes back."""
    return table.insert().returning(table.c.id)


@cache
def updating(table: Table, *names: str) -> Update:
    """Whatever columns the values name, in the rows of which `names` are `of_NAME`."""
    return table.update().where(of(table, *names))


@cache
def updating_key(table: Table, name: str) -> Update:
    """`updating`; the keys of the rows come back."""
    return updating(table, name).returning(table.c.id)


@cache
def deleting(table: Table, *names: str) -> Delete:
    """The rows of which `names` are `of_NAME`."""
    return table.delete().where(of(table, *names))
