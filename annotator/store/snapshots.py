"""Snapshots: what was said of each article at one moment, kept for ever."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from annotator.errors import StoreError
from annotator.store.database import Database
from annotator.store.dataset_tables import frozen, snapshot, snapshot_part
from annotator.store.engine import reading
from annotator.store.rows import insert

BATCH = 100  # articles that one transaction writes, and that are in memory at a time


class Piece(NamedTuple):
    """What was said of an article: `body` as it is to be kept, known by `digest`."""

    digest: str
    body: bytes


class SnapshotInfo(NamedTuple):
    """One line of the list of snapshots. `facts`: the JSON that was given with it."""

    name: str
    at: str
    articles: int
    facts: str


class Snapshots(Database):
    """A database that keeps what was said at one moment."""

    def add_snapshot(self, name: str, facts: str, pieces: Iterable[Piece]) -> int:
        """Keep `pieces`, in their order, under `name`; how many they are.

        The pieces go in some at a time, so that nobody else has to wait, and the name at the end: until then
        there is no such snapshot. A piece that another snapshot has is kept once. Raises StoreError where the
        name is taken.
        """
        self._refuse_taken(name)
        digests: list[str] = []
        waiting = iter(pieces)
        while some := list(islice(waiting, BATCH)):
            with self._writing() as connection:
                _put(connection, some)
            digests += (piece.digest for piece in some)
        with self._writing() as connection:
            if _key(connection, name) is not None:
                raise _taken(name)
            made = snapshot.insert().values(name=name, at=self._now(), facts=facts).returning(snapshot.c.id)
            key = connection.execute(made).scalar_one()
            insert(
                connection,
                snapshot_part,
                [{"snapshot": key, "n": n, "frozen": digest} for n, digest in enumerate(digests)],
            )
        return len(digests)

    def snapshots(self) -> list[SnapshotInfo]:
        """All of them, the oldest first."""
        c, p = snapshot.c, snapshot_part.c
        count = select(func.count()).where(p.snapshot == c.id).scalar_subquery()
        query = select(c.name, c.at, count, c.facts).order_by(c.id)
        with reading(self._engine) as connection:
            return [SnapshotInfo(*row) for row in connection.execute(query)]

    def snapshot(self, name: str) -> SnapshotInfo:
        """The one of this name. Raises StoreError where there is none."""
        found = self.snapshots()
        for one in found:
            if one.name == name:
                return one
        there = ", ".join(one.name for one in found) or "none yet; annotator snapshot NAME makes one"
        raise StoreError(f"there is no snapshot “{name}”; there are {there}")

    def snapshot_digests(self, name: str) -> list[str]:
        """The digests of the pieces of a snapshot, in their order. Raises StoreError where there is none."""
        self.snapshot(name)
        p = snapshot_part.c
        query = (
            select(p.frozen).join(snapshot, snapshot.c.id == p.snapshot)
            .where(snapshot.c.name == name).order_by(p.n)
        )  # fmt: skip
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def frozen(self, digests: Sequence[str], batch: int = BATCH) -> Iterator[bytes]:
        """The bodies of pieces, in the order of `digests`; `batch` are in memory at a time."""
        with reading(self._engine) as connection:
            for start in range(0, len(digests), batch):
                some = digests[start : start + batch]
                query = select(frozen.c.digest, frozen.c.body).where(frozen.c.digest.in_(some))
                bodies = {row.digest: row.body for row in connection.execute(query)}
                yield from (bodies[digest] for digest in some)

    def remove_snapshot(self, name: str) -> None:
        """Forget a snapshot, and the pieces that no other has. Raises StoreError where there is none."""
        self.snapshot(name)
        p = snapshot_part.c
        with self._writing() as connection:
            key = _key(connection, name)
            connection.execute(snapshot_part.delete().where(p.snapshot == key))
            connection.execute(snapshot.delete().where(snapshot.c.id == key))
            held = select(p.frozen).where(p.frozen == frozen.c.digest).exists()
            connection.execute(frozen.delete().where(~held))

    def _refuse_taken(self, name: str) -> None:
        with reading(self._engine) as connection:
            if _key(connection, name) is not None:
                raise _taken(name)


def _key(connection: Connection, name: str) -> int | None:
    key: int | None = connection.scalar(select(snapshot.c.id).where(snapshot.c.name == name))
    return key


def _taken(name: str) -> StoreError:
    return StoreError(f"there is a snapshot “{name}” already, and it never changes; choose another name")


def _put(connection: Connection, some: Sequence[Piece]) -> None:
    query = select(frozen.c.digest).where(frozen.c.digest.in_([piece.digest for piece in some]))
    there = set(connection.scalars(query))
    new = {piece.digest: piece.body for piece in some if piece.digest not in there}
    insert(connection, frozen, [{"digest": digest, "body": body} for digest, body in new.items()])
