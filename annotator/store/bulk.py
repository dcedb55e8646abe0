"""Quotes written many at a time: one statement a table, whatever their number."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from annotator.model import Quote
from annotator.store import tables as t
from annotator.store.rows import insert
from annotator.store.write import PARTS, Stamp, chunks, quote_row

_c = t.quote.c
_AGAIN = t.quote.update().where(_c.id == bindparam("key"))
_REFER = (
    t.quote.update().where(_c.id == bindparam("key")).values(parent=bindparam("in_"), about=bindparam("of"))
)

Placed = tuple[Quote, int, int]  # a quote, the keys of its article and its layer


def put_quotes(
    connection: Connection,
    quotes: Sequence[Placed],
    asked: Sequence[str],
    speakers: Mapping[str, int],
    stamp: Stamp,
) -> None:
    """Write quotes of which those with an id in `asked` may be there, also as tombstones.

    `speakers` are the keys of all that they name. They may refer to each other in any order and in circles.
    """
    there = _keys(connection, asked)
    new = [quote.id for quote, _, _ in quotes if quote.id not in there]
    rows = {quote.id: _row(quote, article, layer, stamp) for quote, article, layer in quotes}
    if there:
        connection.execute(_AGAIN, [rows[uid] | {"key": key} for uid, key in there.items()])
        _remove_parts(connection, list(there.values()))
    if new:
        insert(connection, t.quote, [rows[uid] | {"uid": uid, "created": stamp.at} for uid in new])
    keys = there | _keys(connection, new)
    _refer(connection, [(quote, keys[quote.id]) for quote, _, _ in quotes])
    for table, rows_of in PARTS:
        parts: list[dict[str, Any]] = []
        for quote, _, _ in quotes:
            key = keys[quote.id]
            for row in rows_of(quote):
                row["quote"] = key
                parts.append(row)
        if table is t.quote_voice:
            for row in parts:
                row["speaker"] = speakers[row["speaker"]] if row["speaker"] else None
        insert(connection, table, parts)


def _row(quote: Quote, article: int, layer: int, stamp: Stamp) -> dict[str, Any]:
    """Without what it refers to among the others: that may not be there yet."""
    return quote_row(quote, article, layer, stamp) | {"parent": None, "about": None, "deleted": 0}


def _keys(connection: Connection, uids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(uids):
        rows = connection.execute(select(_c.uid, _c.id).where(_c.uid.in_(some)))
        found.update((uid, key) for uid, key in rows)
    return found


def _remove_parts(connection: Connection, keys: Sequence[int]) -> None:
    for some in chunks(keys):
        for table, _ in PARTS:
            connection.execute(table.delete().where(table.c.quote.in_(some)))


def _refer(connection: Connection, quotes: Sequence[tuple[Quote, int]]) -> None:
    rows = [
        {"key": key, "in_": quote.parent, "of": quote.about}
        for quote, key in quotes
        if quote.parent or quote.about
    ]
    if rows:
        connection.execute(_REFER, rows)


def remove_quotes(connection: Connection, uids: Sequence[str], stamp: Stamp) -> None:
    """Make tombstones of quotes. Their parts stay: what was proposed once can be read for ever."""
    for some in chunks(uids):
        connection.execute(t.quote.update().where(_c.uid.in_(some)).values(deleted=1, updated=stamp.at))
