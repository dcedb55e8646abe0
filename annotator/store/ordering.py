"""The one canonical order of events: those of any databases, in this order, give the state.

An event's uuid says where the event stands. It is of version 7 (RFC 9562), whose texts sort as their times
do: 48 bits of milliseconds and 12 bits of a count, together a tick, and 62 bits of chance. The store gives
each event a tick above that of every event it holds (a hybrid logical clock; Kulkarni and others, 2014):

- an event follows all that its database had seen when it was done, whatever the clocks said: nobody's own
  events change places because a clock was set back, and who saw what another did comes after it;
- of two that knew nothing of each other, the one with the later clock is the later one;
- the order is total, and depends on nothing but the events: every database has the same one.

Events that were made before this was so have uuids of version 4: they come first, by time, actor and number.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, ScalarSelect, func, select

from annotator.store import tables as t
from annotator.store.security.who import is_limited
from annotator.store.types import Text

_COUNT = 12  # bits of a tick below the millisecond
_e = t.events.c


class Place(NamedTuple):
    """Where an event stands; places compare as their events follow each other."""

    is_new: bool
    at: str
    actor: str
    seq: int
    uid: str


def place(uid: str, at: str, actor: str, seq: int) -> Place:
    """The place of an event. `seq` is looked at only where it is the one the actor's own database gave."""
    return Place(True, "", "", 0, uid) if has_tick(uid) else Place(False, at, actor, seq, uid)


def has_tick(uid: str) -> bool:
    """Whether a uuid is of version 7."""
    return uid[14:15] == "7"


def tick_of(uid: str) -> int:
    """The tick of a uuid of version 7."""
    value = UUID(uid).int
    return (value >> 80) << _COUNT | (value >> 64) & 0xFFF


def uid_at(tick: int) -> str:
    """A new uuid with this tick."""
    high = (tick >> _COUNT) << 16 | 0x7000 | tick & 0xFFF
    return str(UUID(int=high << 64 | 0b10 << 62 | secrets.randbits(62)))


def next_uids(connection: Connection, at: str, n: int = 1) -> Sequence[str]:
    """The uuids of `n` events that are done now, at `at` (UTC): later than every event there is.

    Call within the transaction that writes them.
    """
    last = newest_of_all() if is_limited(connection) else newest()
    return following(connection.scalar(select(last)), at, n)


def following(last: str | None, at: str, n: int = 1) -> Sequence[str]:
    """The same where it is known that `last` is the newest event, None that there is none of version 7."""
    now = round(datetime.fromisoformat(at).timestamp() * 1000) << _COUNT
    first = max(now, 0 if last is None else tick_of(last) + 1)
    return [uid_at(first + k) for k in range(n)]


def newest() -> ScalarSelect[Any]:
    """The last event of version 7: the index of uuids is read from its end.

    Below "1", the year 2527, few are of version 4.
    """
    return select(_e.uid).where(_e.uid < "1", is_placed()).order_by(_e.uid.desc()).limit(1).scalar_subquery()


def newest_of_all() -> Any:
    """The same for a role that does not see all events."""
    return func.annotator_newest(type_=Text)


def is_placed() -> Any:
    """Whether the uuid of a row of table event is of version 7."""
    return func.substr(_e.uid, 15, 1) == "7"
