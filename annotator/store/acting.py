"""One action, and taking it back: state and event change in the same transaction."""

import uuid
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from annotator.errors import StoreError
from annotator.model import (
    Again,
    Change,
    Entity,
    Event,
    EventKind,
    Note,
    Quote,
    Region,
    Review,
    Speaker,
    Verdict,
    identity,
)
from annotator.store import history, merges, ordering, tallying
from annotator.store import tables as t
from annotator.store.keys import Keys
from annotator.store.prepared import chosen, inserting, of, updating
from annotator.store.security.who import is_limited
from annotator.store.write import Stamp, adopt, apply, current, is_named

# Raises where an event that was done under another scheme must not be reversed by these changes.
Allow = Callable[[Event, tuple[Change, ...]], None]


def anything(_event: Event, _changes: tuple[Change, ...]) -> None:
    """Allow everything."""


class Stale(StoreError):
    """Somebody else, or another session of the same person, changed this meanwhile."""


class Act(NamedTuple):
    """What is to be done: words for it, the changes, where it happened, how long it took."""

    says: str
    changes: tuple[Change, ...]
    article: str | None = None
    offset: int = 0
    group: str | None = None
    active_ms: int = 0


_ACTOR = select(
    t.actor.c.id,
    select(func.coalesce(func.max(t.events.c.seq), 0))
    .where(t.events.c.actor == t.actor.c.id)
    .scalar_subquery(),
    ordering.newest(),
).where(t.actor.c.name == bindparam("name"))
# The same for a role that does not see all events.
_ACTOR_LIMITED = select(
    t.actor.c.id,
    func.annotator_last(t.actor.c.id, type_=Integer),
    ordering.newest_of_all(),
).where(t.actor.c.name == bindparam("name"))


class _Actor(NamedTuple):
    key: int
    seq: int  # of their last event; 0 where there is none
    newest: str | None  # event of anybody's, as ordering has it


def actor_key(connection: Connection, name: str) -> int:
    """Raises StoreError where nobody of that name was added."""
    return _actor(connection, name).key


def _actor(connection: Connection, name: str) -> _Actor:
    asking = _ACTOR_LIMITED if is_limited(connection) else _ACTOR
    found = connection.execute(asking, {"name": name}).one_or_none()
    if found is None:
        raise StoreError(f"nobody is called {name} here; annotator annotate --as {name} asks to add the name")
    return _Actor(*found)


def made_actor(connection: Connection, name: str, kind: str, at: str) -> tuple[int, int]:
    """(key, running number of the last event) of an actor, who is added where nobody is called so.

    Raises StoreError where a person has the name of a program or a program that of a person: either could
    take back what the other did.
    """
    c = t.actor.c
    found = connection.scalar(select(c.kind).where(c.name == name))
    if found is None:
        connection.execute(t.actor.insert().values(name=name, kind=kind, added=at))
    elif found != kind:
        raise StoreError(f"{name} is the name of a {found} here; choose another")
    return _actor(connection, name)[:2]


def act(connection: Connection, keys: Keys, actor: str, what: Act, stamp: Stamp) -> Event:
    """Do `what` and write it down. Raises Stale where an entity is not what the action thinks it is."""
    _check_once(what.changes)
    for change in what.changes:
        _check_spans(connection, keys, change.after)
        _check_verdict(connection, keys, change.after)
        if _found(connection, keys, change) != change.before:
            raise Stale("this was changed meanwhile by another session; it is shown again as it stands now")
        if isinstance(change.before, Speaker) and change.after is None:
            _check_unnamed(connection, change.before)
    return _keep(connection, keys, actor, what, EventKind.DO, None, stamp)


def _check_unnamed(connection: Connection, speaker: Speaker) -> None:
    if is_named(connection, speaker.id):
        raise StoreError(
            f"“{speaker.name}” is named by labels and has to stay; merge the two entries instead"
        )


def _check_once(changes: tuple[Change, ...]) -> None:
    """Each change leads from one state of an entity to another, each entity has one: else undo would lie."""
    seen: set[tuple[object, ...]] = set()
    for change in changes:
        names = {identity(some) for some in (change.before, change.after) if some is not None}
        if len(names) != 1 or names & seen:
            raise ValueError(f"an action changes an entity once, and nothing else in its name: {change}")
        seen |= names


def undo(connection: Connection, keys: Keys, actor: str, stamp: Stamp, allow: Allow) -> list[Event]:
    """Take back the actor's last action (with its group); the new events, or none."""
    return _back(connection, keys, actor, EventKind.UNDO, stamp, allow)


def redo(connection: Connection, keys: Keys, actor: str, stamp: Stamp, allow: Allow) -> list[Event]:
    """Do again what the actor's last undo took back; the new events, or none."""
    return _back(connection, keys, actor, EventKind.REDO, stamp, allow)


def _back(
    connection: Connection, keys: Keys, actor: str, kind: EventKind, stamp: Stamp, allow: Allow
) -> list[Event]:
    key = actor_key(connection, actor)
    find = history.to_undo if kind is EventKind.UNDO else history.to_redo
    found = find(connection, key)
    group = str(uuid.uuid4()) if len(found) > 1 else None
    return [_reversed(connection, keys, actor, event, kind, group, stamp, allow) for event in found]


def _reversed(
    connection: Connection,
    keys: Keys,
    actor: str,
    event: Event,
    kind: EventKind,
    group: str | None,
    stamp: Stamp,
    allow: Allow,
) -> Event:
    changes: list[Change] = []
    for change in reversed(event.changes):
        if _found(connection, keys, change) != change.after:
            # What others share and have changed since (a speaker's names, a region) stays as they left it.
            if not isinstance(change.after or change.before, Speaker | Region | Again):
                raise Stale(_why_stale(event, stamp))
        elif not _others_need(connection, event, change):
            changes.append(Change(change.after, change.before))
    if event.scheme != stamp.scheme:
        allow(event, tuple(changes))
    what = Act(event.says, tuple(changes), event.article, event.offset, group)
    return _keep(connection, keys, actor, what, kind, event.id, stamp)


def _why_stale(event: Event, stamp: Stamp) -> str:
    why = "it was changed meanwhile by another session"
    if event.scheme != stamp.scheme:
        why = "the scheme was changed since, and labels with it; change it by hand"
    return f"“{event.says}” cannot be taken back: {why}"


def _others_need(connection: Connection, event: Event, change: Change) -> bool:
    """Taking this back would remove a speaker whom others have named since; they may undo and redo that."""
    made = change.after if change.before is None else None
    return isinstance(made, Speaker) and history.others_mention(connection, event, made.id)


def _found(connection: Connection, keys: Keys, change: Change) -> Entity | None:
    some = change.after or change.before
    assert some is not None
    return current(connection, keys, some)


def _check_spans(connection: Connection, keys: Keys, entity: Entity | None) -> None:
    if isinstance(entity, Quote):
        spans = entity.spans()
    elif isinstance(entity, Review | Region | Note | Again):
        spans = (entity.span,)
    else:
        return
    if max(span.end for span in spans) > keys.length(connection, entity.article):
        raise ValueError(f"a span lies beyond the end of article {entity.article[:12]}")


def _check_verdict(connection: Connection, keys: Keys, entity: Entity | None) -> None:
    if not isinstance(entity, Verdict):
        return
    article = connection.scalar(_article_of(), chosen(uid=entity.proposal))
    if article != keys.article(connection, entity.article):
        raise StoreError(
            f"the article {entity.article[:12]} has no proposal {entity.proposal}; open the article again"
        )


@cache
def _article_of() -> Select[Any]:
    return select(t.quote.c.article).where(of(t.quote, "uid"))


def _keep(
    connection: Connection,
    keys: Keys,
    actor: str,
    what: Act,
    kind: EventKind,
    undoes: str | None,
    stamp: Stamp,
) -> Event:
    key, last, newest = _actor(connection, actor)
    for change in what.changes:
        apply(connection, keys, change, stamp)
    _check_circles(connection, what.changes)
    tallying.follow(connection, keys, what.changes)
    adopt(connection, what.changes)
    (uid,) = ordering.following(newest, stamp.at)
    event = Event(
        uid, actor, last + 1, stamp.at, kind, what.says,
        what.changes, what.article, what.offset, what.group, undoes, what.active_ms,
        stamp.scheme, stamp.guideline,
    )  # fmt: skip
    article = keys.article(connection, what.article) if what.article else None
    history.append(connection, key, [(event, article)])
    if article is not None:
        set_place(connection, key, article, what.offset)
    return event


def _check_circles(connection: Connection, changes: tuple[Change, ...]) -> None:
    for change in changes:
        one = change.after
        if isinstance(one, Speaker) and one.merged_into and merges.is_circular(connection, one.id):
            raise Stale(f"“{one.name}” would become one with itself: part the entries that became it first")


def place_of(connection: Connection, actor: int) -> tuple[int, int] | None:
    """(key of the article, offset) where an actor is."""
    p = t.place.c
    row = connection.execute(select(p.article, p.start).where(p.actor == actor)).one_or_none()
    return (row.article, row.start) if row is not None else None


def set_place(connection: Connection, actor: int, article: int, start: int) -> None:
    """Remember where an actor is."""
    row = {"article": article, "start": start}
    if not connection.execute(updating(t.place, "actor"), row | chosen(actor=actor)).rowcount:
        connection.execute(inserting(t.place), {"actor": actor, **row})
