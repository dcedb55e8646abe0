"""Events: what was done, and which action an undo or a redo would take back."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select

from annotator.model import Event, EventKind
from annotator.store import tables as t
from annotator.store.codec import dump_changes, load_changes
from annotator.store.rows import insert
from annotator.store.security.who import is_limited

_FEW = 8  # events that are looked at first; most often the last one is the one
_NEVER = 2**31 - 1  # no running number is as high
_e = t.events.c
_COLUMNS = (
    _e.uid, t.actor.c.name, _e.seq, _e.at, _e.kind, _e.says, _e.changes, t.article.c.digest, _e.place,
    _e.grp, _e.undoes, _e.active_ms, _e.scheme, _e.guideline,
)  # fmt: skip


class Mark(NamedTuple):
    """What finding an action to take back needs to know of an event."""

    uid: str
    kind: str
    group: str | None
    undoes: str | None


def append(connection: Connection, actor: int, events: Sequence[tuple[Event, int | None]]) -> None:
    """Write an actor's events, each with the key of its article.

    The pair (actor, seq) is unique: a second session of the same person fails here.
    """
    rows = [
        {
            "uid": event.id, "actor": actor, "seq": event.seq, "at": event.at, "kind": event.kind,
            "says": event.says, "article": article, "place": event.offset, "grp": event.group,
            "undoes": event.undoes, "changes": dump_changes(event.changes), "active_ms": event.active_ms,
            "scheme": event.scheme, "guideline": event.guideline,
        }
        for event, article in events
    ]  # fmt: skip
    insert(connection, t.events, rows)


def newest_first(connection: Connection, actor: int, last: int) -> list[Event]:
    """An actor's `last` events, from the last one back."""
    query = _events().where(_e.actor == actor).limit(last)
    return [_event(row) for row in connection.execute(query)]


def _events() -> Select[Any]:
    """Whole events, the newest of an actor first."""
    tree = t.events.join(t.actor).outerjoin(t.article, t.article.c.id == _e.article)
    return select(*_COLUMNS).select_from(tree).order_by(_e.seq.desc())


def _event(row: Sequence[Any]) -> Event:
    fields: tuple[Any, ...] = tuple(row)
    uid, actor, seq, at, kind, says, changes, article, place, *rest = fields
    group, undoes, active, scheme, guideline = rest
    return Event(
        uid, actor, seq, at, EventKind(kind), says, load_changes(changes), article, place,
        group, undoes, active, scheme, guideline,
    )  # fmt: skip


def to_undo(connection: Connection, actor: int) -> list[Event]:
    """The last action that still stands, newest event first; with its whole group. Empty: none."""
    done = (mark for mark in _standing(connection, actor) if mark.kind == EventKind.DO)
    return _whole(connection, _with_group(done))


def to_redo(connection: Connection, actor: int) -> list[Event]:
    """The last undo that nothing was done after, newest event first. Empty: none."""
    since = takewhile(lambda mark: mark.kind != EventKind.DO, _standing(connection, actor))
    return _whole(connection, _with_group(mark for mark in since if mark.kind == EventKind.UNDO))


def _standing(connection: Connection, actor: int) -> Iterator[Mark]:
    """Newest first, the events that no later one took back."""
    taken_back = set()
    for mark in _marks(connection, actor):
        if mark.uid in taken_back:
            continue
        if mark.undoes:
            taken_back.add(mark.undoes)
        yield mark


def _marks(connection: Connection, actor: int) -> Iterator[Mark]:
    """Newest first, an actor's events without their contents, in batches that grow."""
    below, many = _NEVER, _FEW
    while below:
        rows = connection.execute(_before(), {"actor": actor, "below": below, "many": many}).all()
        yield from (Mark(*row[1:]) for row in rows)
        below, many = (rows[-1].seq, 4 * many) if len(rows) == many else (0, 0)


@cache
def _before() -> Select[Any]:
    query = select(_e.seq, _e.uid, _e.kind, _e.grp, _e.undoes).order_by(_e.seq.desc())
    mine = _e.actor == bindparam("actor"), _e.seq < bindparam("below")
    return query.where(*mine).limit(bindparam("many"))


def _with_group(marks: Iterator[Mark]) -> list[Mark]:
    first = next(marks, None)
    if first is None or first.group is None:
        return [first] if first else []
    return [first, *takewhile(lambda mark: mark.group == first.group, marks)]


def _whole(connection: Connection, marks: Sequence[Mark]) -> list[Event]:
    uids = [mark.uid for mark in marks]
    return [_event(row) for row in connection.execute(_these(), {"uids": uids})] if uids else []


@cache
def _these() -> Select[Any]:
    return _events().where(_e.uid.in_(bindparam("uids", expanding=True)))


def others_mention(connection: Connection, event: Event, uid: str) -> bool:
    """Whether someone else's later events speak of the entity `uid`."""
    if is_limited(connection):
        return bool(connection.scalar(select(func.annotator_mentioned(event.id, uid))))
    this = select(_e.id, _e.actor).where(_e.uid == event.id).subquery()
    query = select(_e.id).where(_e.id > this.c.id, _e.actor != this.c.actor, _e.changes.contains(uid))
    return connection.scalar(query.limit(1)) is not None
