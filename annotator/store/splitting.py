"""Which part of a dataset each article went to, kept for ever: a corpus that grows moves none of them."""

from collections.abc import Mapping, Sequence
from sys import intern
from typing import NamedTuple

from sqlalchemy import exists, or_, select

from annotator.errors import StoreError
from annotator.model import Layer
from annotator.store import tables as t
from annotator.store.articles import known
from annotator.store.database import Database
from annotator.store.dataset_tables import split
from annotator.store.engine import reading
from annotator.store.rows import insert


class Decision(NamedTuple):
    """The part that an article went to, and its group: the digest of the first article of it."""

    part: str
    cluster: str


class Splitting(Database):
    """A database that remembers how datasets were split."""

    def split_plans(self) -> list[str]:
        """The names of all plans by which a dataset was ever split, in their order."""
        with reading(self._engine) as connection:
            return sorted(connection.scalars(select(split.c.plan).distinct()))

    def split_parts(self, plan: str) -> dict[str, Decision]:
        """digest -> what `plan` decided of that article. Equal words are one object."""
        query = (
            select(t.article.c.digest, split.c.part, split.c.cluster)
            .select_from(split.join(t.article))
            .where(split.c.plan == plan)
        )
        with reading(self._engine) as connection:
            return {
                intern(digest): Decision(intern(part), intern(cluster))
                for digest, part, cluster in connection.execute(query)
            }

    def keep_split(self, plan: str, decisions: Mapping[str, Decision]) -> None:
        """Keep what was decided of articles, by digest: all of it, or nothing.

        Raises StoreError where another export has decided otherwise meanwhile, or an article is not there.
        """
        with self._writing() as connection:
            keys = known(connection, list(decisions))
            for digest in decisions:
                if digest not in keys:
                    raise StoreError(f"article {digest[:12]} is not in the database; take it in again")
            rows = select(split.c.article, split.c.part, split.c.cluster).where(split.c.plan == plan)
            there = {key: Decision(part, cluster) for key, part, cluster in connection.execute(rows)}
            if any(there.get(keys[digest], one) != one for digest, one in decisions.items()):
                raise StoreError("another export has split these articles meanwhile; export again")
            new = [
                {"plan": plan, "article": keys[digest], "part": one.part, "cluster": one.cluster}
                for digest, one in decisions.items()
                if keys[digest] not in there
            ]
            insert(connection, split, new)

    def digests(self, layers: Sequence[Layer]) -> list[str]:
        """The articles of which `layers` say something, be it that they found nothing; in order."""
        a = t.article.c
        with reading(self._engine) as connection:
            keys = [key for x in layers if (key := self._keys.layer(connection, x)) is not None]
            said = (
                exists().where(x.c.article == a.id, x.c.layer.in_(keys), *alive)
                for x, alive in ((t.quote, [t.quote.c.deleted == 0]), (t.review, []), (t.reading, []))
            )
            return sorted(connection.scalars(select(a.digest).where(or_(*said))))
