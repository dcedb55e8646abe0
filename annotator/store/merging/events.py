"""Events of two databases as they were written, in the canonical order."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Select, select

from annotator.errors import StoreError
from annotator.model import Change, EventKind
from annotator.store import tables as t
from annotator.store.codec import load_changes
from annotator.store.ordering import Place, has_tick, is_placed, place
from annotator.store.write import chunks, naming

_BATCH = 500
_e, _w = t.events.c, t.actor.c
_PLACES = select(_e.uid, _e.at, _w.name, _e.seq).select_from(t.events.join(t.actor))


class Raw(NamedTuple):
    """An event as its row has it, with names instead of keys."""

    uid: str
    actor: str
    by_person: bool
    seq: int
    at: str
    kind: str
    says: str
    article: str | None
    place: int
    grp: str | None
    undoes: str | None
    changes: str
    active_ms: int
    scheme: str
    guideline: str

    def where(self) -> Place:
        return place(self.uid, self.at, self.actor, self.seq)


class Seen(NamedTuple):
    """An event with what it changed; `is_new`: it was not here before."""

    raw: Raw
    changes: tuple[Change, ...]
    is_new: bool
    where: Place


def places(connection: Connection, *where: Any) -> list[Place]:
    """The places of the events for which `where` holds, in order."""
    return sorted(place(*row) for row in connection.execute(_PLACES.where(*where)))


def known(connection: Connection, uids: Sequence[str]) -> set[str]:
    """Those of `uids` that are events here."""
    found: set[str] = set()
    for some in chunks(uids):
        found.update(connection.scalars(select(_e.uid).where(_e.uid.in_(some))))
    return found


def since(connection: Connection, lowest: Place) -> list[Place]:
    """The places of the events that come after `lowest`, or are that one."""
    if has_tick(lowest.uid):
        return places(connection, is_placed(), _e.uid >= lowest.uid)
    return [one for one in places(connection) if one >= lowest]


def together(
    ours: Connection, our: Sequence[Place], theirs: Connection, new: Sequence[Place], name: str
) -> Iterator[Seen]:
    """The events at these places, in order. Raises StoreError for one that is broken; `name`: of the file."""
    fresh = {one.uid for one in new}
    for some in chunks(sorted((*our, *new)), _BATCH):
        mine = [one.uid for one in some if one.uid not in fresh]
        rows = raws(ours, _e.uid.in_(mine)) | raws(
            theirs, _e.uid.in_([x.uid for x in some if x.uid in fresh])
        )
        for one in some:
            yield seen(rows[one.uid], one.uid in fresh, name)


def seen(raw: Raw, is_new: bool, name: str) -> Seen:
    """An event with its changes read."""
    try:
        EventKind(raw.kind)
        return Seen(raw, load_changes(raw.changes), is_new, raw.where())
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, orjson.JSONDecodeError) as problem:
        raise StoreError(
            f"{name} is damaged: its action “{raw.says[:40]}” of {raw.at[:40]} cannot be read; "
            "nothing of it was merged"
        ) from problem


def raws(connection: Connection, *where: Any) -> dict[str, Raw]:
    """uid -> the event, of those for which `where` holds."""
    return {
        row[0]: Raw(row[0], row[1], row[2] == "human", *row[3:])
        for row in connection.execute(_raws().where(*where))
    }


def speaking_of(connection: Connection, kind: str) -> Iterator[Raw]:
    """The events that change some of this kind, as the codec calls it."""
    yield from raws(connection, _e.changes.contains(f'["{kind}",', autoescape=True)).values()


def is_named_after(connection: Connection, uid: str, where: Place, name: str) -> bool:
    """Whether an event behind this place names an entry of the registry."""
    for raw in raws(connection, _e.changes.contains(uid, autoescape=True)).values():
        if raw.where() > where and any(
            uid in naming(entity)
            for change in seen(raw, False, name).changes
            for entity in (change.before, change.after)
        ):
            return True
    return False


def _raws() -> Select[Any]:
    return select(
        _e.uid, _w.name, _w.kind, _e.seq, _e.at, _e.kind, _e.says, t.article.c.digest, _e.place, _e.grp,
        _e.undoes, _e.changes, _e.active_ms, _e.scheme, _e.guideline,
    ).select_from(t.events.join(t.actor).outerjoin(t.article, t.article.c.id == _e.article))  # fmt: skip
