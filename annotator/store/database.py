"""A database that is open: how it is opened, how its verbs write, and the scheme they write under."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, select

from annotator.errors import SchemeError
from annotator.store import tables as t
from annotator.store.engine import open_engine, reading, where, writing
from annotator.store.keys import Keys
from annotator.store.security.who import who
from annotator.store.upgrade import MIGRATIONS, Tell, ready
from annotator.store.write import Stamp


def utc_now() -> str:
    """Now, in the one form of time that the project writes."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Database:
    """One database, and what all verbs share. The verbs are in Proposing and in Store."""

    def __init__(
        self,
        url: str,
        *,
        now: Callable[[], str] = utc_now,
        tell: Tell = lambda _sentence: None,
        migrations: Path = MIGRATIONS,
    ) -> None:
        self._engine = open_engine(url)
        self._keys = Keys()
        self._now = now
        self._scheme = self._guideline = ""
        with ExitStack() as failed:  # a failed opening leaves no connection behind
            failed.callback(self._engine.dispose)
            ready(self._engine, tell, migrations)
            self._who = who(self._engine)
            failed.pop_all()

    def close(self) -> None:
        self._engine.dispose()

    @property
    def name(self) -> str:
        """The database's name for people: never with a password."""
        return where(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with ExitStack() as undone:  # with the transaction; a key found in it may be of no row
            undone.callback(self._keys.forget)
            with writing(self._engine) as connection:
                yield connection
            undone.pop_all()

    def _stamp(self) -> Stamp:
        return Stamp(self._now(), self._scheme, self._guideline)

    # The scheme that actions are done under

    def use_scheme(self, name: str, version: str, digest: str, text: str) -> None:
        """Do what follows under this scheme; it is kept whole. Changed content needs a new version."""
        c = t.scheme.c
        with reading(self._engine) as connection:
            known = connection.scalar(select(c.digest).where(c.digest == digest))
        if known is None:
            with self._writing() as connection:
                self._add_scheme(connection, name, version, digest, text)
        self._scheme = digest

    def _add_scheme(self, connection: Connection, name: str, version: str, digest: str, text: str) -> None:
        c = t.scheme.c
        known = connection.scalar(select(c.digest).where(c.name == name, c.version == version))
        if known is None:
            row = {"digest": digest, "name": name, "version": version, "text": text, "added": self._now()}
            connection.execute(t.scheme.insert(), row)
        elif known != digest:
            raise SchemeError(
                f"the scheme {name} was changed but still says version {version}; give it a new version"
            )

    def use_guideline(self, digest: str, text: str) -> None:
        """Do what follows under this guideline; it is kept whole."""
        here = select(t.guideline.c.digest).where(t.guideline.c.digest == digest)
        with reading(self._engine) as connection:
            known = connection.scalar(here)
        if known is None:
            with self._writing() as connection:
                if connection.scalar(here) is None:
                    row = {"digest": digest, "text": text, "added": self._now()}
                    connection.execute(t.guideline.insert(), row)
        self._guideline = digest

    def schemes(self) -> dict[str, tuple[str, str]]:
        """digest -> (name, version) of every scheme that was ever used here."""
        with reading(self._engine) as connection:
            return schemes(connection)


def schemes(connection: Connection) -> dict[str, tuple[str, str]]:
    """digest -> (name, version)."""
    c = t.scheme.c
    rows = connection.execute(select(c.digest, c.name, c.version))
    return {digest: (name, version) for digest, name, version in rows}
