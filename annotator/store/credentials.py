"""What people sign in with where the screen is on a web page: given, looked up, taken back.

The store gets secrets only as what tells a right one from a wrong one; how that is made: web/secrets.py.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from annotator.store import acting
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.web_tables import credential

Kind = Literal["link", "password"]


class Credential(NamedTuple):
    """One that holds now. `key` is its number in this database, `name` whose it is."""

    key: int
    name: str
    kind: Kind
    hashed: str
    expires: str | None


class Credentials(Database):
    """A database that knows who may sign in."""

    def add_credential(self, name: str, kind: Kind, hashed: str, days: int | None = None) -> None:
        """Give `name` this one, for so many days; an earlier one of the kind holds no longer.

        Raises StoreError where nobody is called so.
        """
        now = self._now()
        with self._writing() as connection:
            actor = acting.actor_key(connection, name)
            _revoke(connection, now, and_(credential.c.actor == actor, credential.c.kind == kind))
            row = {"actor": actor, "kind": kind, "hashed": hashed, "created": now}
            connection.execute(credential.insert(), row | {"expires": _later(now, days)})

    def revoke_credentials(self, name: str) -> int:
        """Take back all that `name` has; how many held. Raises StoreError where nobody is called so."""
        with self._writing() as connection:
            actor = acting.actor_key(connection, name)
            return _revoke(connection, self._now(), credential.c.actor == actor)

    def credentials(self, name: str | None = None, hashed: str | None = None) -> list[Credential]:
        """Those that hold now: all, those of a person, the one that is told by `hashed`."""
        c = credential.c
        wanted = [c.revoked.is_(None), or_(c.expires.is_(None), c.expires > self._now())]
        wanted += [] if name is None else [t.actor.c.name == name]
        wanted += [] if hashed is None else [c.hashed == hashed]
        columns: Sequence[Any] = (c.id, t.actor.c.name, c.kind, c.hashed, c.expires)
        query = select(*columns).select_from(credential.join(t.actor)).where(*wanted).order_by(c.id)
        with reading(self._engine) as connection:
            return [Credential(*row) for row in connection.execute(query)]


def _revoke(connection: Connection, now: str, which: ColumnElement[bool]) -> int:
    c = credential.c
    holds = and_(c.revoked.is_(None), or_(c.expires.is_(None), c.expires > now))
    return connection.execute(credential.update().where(which, holds).values(revoked=now)).rowcount


def _later(now: str, days: int | None) -> str | None:
    """A time in the form of `now`, in which they sort as they follow."""
    if days is None:
        return None
    then = datetime.fromisoformat(now) + timedelta(days=days)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")
