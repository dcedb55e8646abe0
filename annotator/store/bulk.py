"""Quotes written many at a time: one statement a table, whatever their number."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from annotator.model import Quote
from annotator.store import tables as t
from annotator.store.rows import insert, insert_values
from annotator.store.write import PARTS, VOICES, Stamp, chunks, quote_row

_c = t.quote.c
_AGAIN = t.quote.update().where(_c.id == bindparam("key"))
_REFER = (
    t.quote.update().where(_c.id == bindparam("key")).values(parent=bindparam("in_"), about=bindparam("of"))
)
_LAST = select(func.coalesce(func.max(_c.id), 0))
_SINCE = select(_c.uid, _c.id).where(_c.id > bindparam("last"))

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
    if there:
        rows = {one[0].id: _row(*one, stamp) for one in quotes if one[0].id in there}
        connection.execute(_AGAIN, [rows[uid] | {"key": key} for uid, key in there.items()])
        _remove_parts(connection, list(there.values()))
    keys = there | _added(connection, [one for one in quotes if one[0].id not in there], stamp)
    _refer(connection, [(quote, keys[quote.id]) for quote, _, _ in quotes])
    for part in PARTS:
        parts = [row for quote, _, _ in quotes for row in part.rows(quote, keys[quote.id])]
        if part is VOICES:
            parts = [(key, speakers[uid] if uid else None, *rest) for key, uid, *rest in parts]
        insert_values(connection, part.table, part.columns, parts)


def _added(connection: Connection, quotes: Sequence[Placed], stamp: Stamp) -> dict[str, int]:
    """Write new quotes; uid -> key. Nobody else writes meanwhile: what is new behind the last is these."""
    last = connection.scalar(_LAST)
    rows = [_row(*one, stamp) | {"uid": one[0].id, "created": stamp.at} for one in quotes]
    insert(connection, t.quote, rows)
    return dict(connection.execute(_SINCE, {"last": last}).all())


def _row(quote: Quote, article: int, layer: int, stamp: Stamp) -> dict[str, Any]:
    """Without what it refers to among the others: that may not be there yet."""
    return {**quote_row(quote, article, layer, stamp), "parent": None, "about": None, "deleted": 0}


def _keys(connection: Connection, uids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(uids):
        rows = connection.execute(select(_c.uid, _c.id).where(_c.uid.in_(some)))
        found.update((uid, key) for uid, key in rows)
    return found


def _remove_parts(connection: Connection, keys: Sequence[int]) -> None:
    for some in chunks(keys):
        for part in PARTS:
            connection.execute(part.table.delete().where(part.table.c.quote.in_(some)))


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
