"""Texts alone: of some articles, or of all in the order they came."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select

from annotator.model import Source
from annotator.store import tables as t
from annotator.store.articles import sources_of
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.write import chunks


class Text(NamedTuple):
    """An article, and from where it came."""

    digest: str
    text: str
    sources: list[Source]


class Texting(Database):
    """A database that is asked for texts."""

    def texts_of(self, digests: Sequence[str]) -> dict[str, str]:
        """digest -> text, of those that are there."""
        c = t.article.c
        found: dict[str, str] = {}
        with reading(self._engine) as connection:
            for some in chunks(digests):
                rows = connection.execute(select(c.digest, c.text).where(c.digest.in_(some)))
                found.update((digest, text) for digest, text in rows)
        return found

    def all_texts(self, batch: int = 100) -> Iterator[Text]:
        """Every article in the order they came; `batch` of them are in memory at a time."""
        c = t.article.c
        last = 0
        while True:
            query = select(c.id, c.digest, c.text).where(c.id > last).order_by(c.id).limit(batch)
            with reading(self._engine) as connection:
                rows = connection.execute(query).all()
                sources = sources_of(connection, [row.id for row in rows])
            if not rows:
                return
            for key, digest, text in rows:
                yield Text(digest, text, sources[key])
            last = rows[-1].id
