"""What a dataset says of where it came from: people's numbers, scheme, guideline, who settled gold."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from sys import intern
from typing import NamedTuple

from sqlalchemy import func, select

from annotator.model import Layer, LayerKind
from annotator.store import export
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.dataset_tables import pseudonym
from annotator.store.engine import reading


class SchemeText(NamedTuple):
    """A scheme as it was used."""

    name: str
    version: str
    digest: str
    text: str


class Describing(Database):
    """A database that is asked what an export has to say beside its quotes."""

    def pseudonyms(self) -> dict[str, int]:
        """The number that each person with labels goes by, for good.

        Who has none yet gets the next one, in the order of the sha256 of their names: it tells nothing.
        """
        la, p = t.layer.c, pseudonym.c
        query = (
            select(la.id, la.name, p.n)
            .select_from(t.layer.outerjoin(pseudonym, p.layer == la.id))
            .where(la.kind == LayerKind.HUMAN)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        if any(n is None for _, _, n in rows):
            with self._writing() as connection:
                rows = connection.execute(query).all()
                last = connection.scalar(select(func.max(p.n))) or 0
                new = sorted((name, key) for key, name, n in rows if n is None)
                new.sort(key=lambda one: sha256(one[0].encode()).digest())
                made = [{"layer": key, "n": n} for n, (_, key) in enumerate(new, start=last + 1)]
                if made:
                    connection.execute(pseudonym.insert(), made)
                rows = connection.execute(query).all()
        found: dict[str, int] = {}
        for _, name, n in rows:  # who has several layers goes by the first one's number
            found[name] = min(n, found.get(name, n))
        return found

    def looked_into(self, layers: Sequence[Layer]) -> list[str]:
        """The digests of the articles of which `layers` say anything, be it that nothing is there."""
        with reading(self._engine) as connection:
            keys = [key for layer in layers if (key := self._keys.layer(connection, layer)) is not None]
            found = export.digests(connection, keys)
            return list(map(intern, found))  # many hands hold them

    def last_scheme(self) -> SchemeText | None:
        """The scheme that came last into use here."""
        c = t.scheme.c
        query = select(c.name, c.version, c.digest, c.text).order_by(c.added.desc(), c.digest).limit(1)
        with reading(self._engine) as connection:
            found = connection.execute(query).one_or_none()
            return None if found is None else SchemeText(*found)

    def last_guideline(self) -> str | None:
        """The digest of the guideline that came last into use here."""
        c = t.guideline.c
        query = select(c.digest).order_by(c.added.desc(), c.digest).limit(1)
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(query)
            return found

    def who_made(self, layer: Layer) -> list[str]:
        """The people who ever did something in the name of `layer`, by name; for gold, who settled it."""
        e, a = t.events.c, t.actor.c
        with reading(self._engine) as connection:
            if self._keys.layer(connection, layer) is None:
                return []
            told = f'"{layer.name}"'
            query = (
                select(a.name)
                .distinct()
                .select_from(t.events.join(t.actor))
                .where(a.kind == LayerKind.HUMAN, e.changes.contains(told, autoescape=True))
            )
            found: Iterable[str] = connection.scalars(query)
            return sorted(found)
