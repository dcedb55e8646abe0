"""The one table that only a bundle has: whose it is, of which database, since when."""

from typing import NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, inspect, select

from annotator.store.columns import text_column
from annotator.store.types import Text

# In no version of the program's own tables, so that no other database has it.
bundle = Table(
    "bundle",
    MetaData(),
    Column("uid", Text, primary_key=True),  # of the event that begins it
    *(text_column(name) for name in ("owner", "origin", "at", "scheme", "guideline")),
    sqlite_strict=True,
)


class Marker(NamedTuple):
    """A bundle made for `owner` out of the database `origin` (its name for people), at `at` (UTC).

    `uid` is that of its first event, which comes after all that the database held then; `scheme` and
    `guideline` are the digests of those that the owner is to work under, empty where there is none.
    """

    owner: str
    origin: str
    at: str
    uid: str
    scheme: str
    guideline: str


def marker(connection: Connection) -> Marker | None:
    """What a database says of itself if it is a bundle."""
    if not inspect(connection).has_table(bundle.name):
        return None
    c = bundle.c
    row = connection.execute(select(c.owner, c.origin, c.at, c.uid, c.scheme, c.guideline)).first()
    return Marker(*row) if row is not None else None
