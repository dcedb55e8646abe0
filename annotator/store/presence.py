"""Of all sessions of a person one may save: the last that started. A row says which; a save looks at it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, select

from annotator.errors import StoreError
from annotator.store import acting
from annotator.store import tables as t
from annotator.store.alive import Sign, give, lives
from annotator.store.database import Database
from annotator.store.engine import in_words, reading


class Presence(NamedTuple):
    """A session at work: since when (UTC, ISO 8601), and in which terminal."""

    since: str
    terminal: str

    def clock(self) -> str:
        """Since when, by the clock on the wall; with the date, if that is not today's."""
        then = datetime.fromisoformat(self.since).astimezone()
        today = then.date() == datetime.now().astimezone().date()
        return then.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


class TakenOver(StoreError):
    """Another session of the same person has begun to save; this one no longer may."""


class _Mine(NamedTuple):
    actor: str
    uid: str
    sign: Sign | None


class Present(Database):
    """The verbs of being at work. Who never began may save, too: programs, and what a command line does."""

    _mine: _Mine | None = None
    was_taken_over = False  # as far as this session heard

    def elsewhere(self, actor: str) -> Presence | None:
        """The session that saves for `actor` now, if it is another and lives."""
        with reading(self._engine) as connection:
            row = connection.execute(_session(), {"name": actor}).one_or_none()
            if row is None or self._is_mine(actor, row.uid) or not lives(connection, row.actor, row.uid):
                return None
            return Presence(row.since, row.terminal)

    def begin_work(self, actor: str, terminal: str) -> None:
        """From now on this session saves for `actor`, and no other."""
        self._end_work()
        uid = str(uuid.uuid4())
        with self._writing() as connection:
            key = acting.actor_key(connection, actor)
            row = {"uid": uid, "since": self._now(), "terminal": terminal}
            if not connection.execute(t.session.update().where(t.session.c.actor == key), row).rowcount:
                connection.execute(t.session.insert(), {"actor": key, **row})
            sign = give(self._engine, key, uid)
        self._mine, self.was_taken_over = _Mine(actor, uid, sign), False

    def still_here(self) -> None:
        """Raises TakenOver where another session saves for the one who began here."""
        if self._mine is not None:
            with reading(self._engine) as connection:
                self._check(connection, self._mine.actor)

    def close(self) -> None:
        self._end_work()
        super().close()

    def _end_work(self) -> None:
        mine, self._mine = self._mine, None
        if mine is not None and mine.sign is not None:
            with in_words(self._engine):
                mine.sign.end()

    @contextmanager
    def _saving(self, actor: str) -> Iterator[Connection]:
        """A transaction that writes for `actor`. Raises TakenOver."""
        with self._writing() as connection:
            self._check(connection, actor)
            yield connection

    def _taken_over(self, connection: Connection, actor: str) -> Presence | None:
        """The session that saves for `actor` in place of this one."""
        if self._mine is None or self._mine.actor != actor:
            return None
        row = connection.execute(_session(), {"name": actor}).one()
        return None if self._is_mine(actor, row.uid) else Presence(row.since, row.terminal)

    def _check(self, connection: Connection, actor: str) -> None:
        if there := self._taken_over(connection, actor):
            self.was_taken_over = True
            raise TakenOver(
                f"you went on in another terminal ({there.terminal}) at {there.clock()}; "
                "nothing is kept from here any more: leave this one"
            )

    def _is_mine(self, actor: str, uid: str) -> bool:
        return self._mine is not None and (self._mine.actor, self._mine.uid) == (actor, uid)


@cache
def _session() -> Select[Any]:
    s = t.session.c
    joined = t.session.join(t.actor, t.actor.c.id == s.actor)
    who = t.actor.c.name == bindparam("name")
    return select(s.actor, s.uid, s.since, s.terminal).select_from(joined).where(who)
