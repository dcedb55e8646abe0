"""The verbs of going through what a filter leaves: nothing is read but what one goes to."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select, true, tuple_

from annotator.model import Layer
from annotator.store import articles
from annotator.store import tables as t
from annotator.store.assigning import is_mine, order_of
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.filtering import Filter, Kind, may_have, places
from annotator.store.looking import Spot, called
from annotator.store.rows import insert
from annotator.store.team_tables import planned

MOST = 10_000  # places: to count more would read much of a large corpus
_Row = tuple[int, int, str, str | None]  # article, start, tie, quote


class Place(NamedTuple):
    """Where a filter leads. `quote`: the id of the one that is meant, if one is; `text`: of the sentence."""

    spot: Spot
    tie: str
    quote: str | None
    text: str


class Count(NamedTuple):
    """How many places a filter leaves, in how many articles. `more`: at least so many."""

    places: int
    articles: int
    more: bool = False


class Walking(Database):
    """A database that somebody goes through."""

    def next_place(
        self, found: Filter, layer: Layer, digest: str, offset: int, tie: str = "", *, article: bool = False
    ) -> Place | None:
        """The first place behind this one, round the end; `article`: of a later article, no way round."""
        with reading(self._engine) as connection:
            walk, here = self._walk(connection, found, layer, digest)
            if not article and (rest := walk.rest(here, offset, tie, 1)):
                return _places(connection, rest)[0]
            after = walk.articles(walk.number > here.number, 1)
            keys = after or ([] if article else walk.articles(walk.number <= here.number, 1))
            return _places(connection, walk.first(keys[0], 1))[0] if keys else None

    def previous_place(self, found: Filter, layer: Layer, digest: str) -> Place | None:
        """The first place of the nearest article before this one that has any."""
        with reading(self._engine) as connection:
            walk, here = self._walk(connection, found, layer, digest)
            keys = walk.articles(walk.number < here.number, 1, back=True)
            return _places(connection, walk.first(keys[0], 1))[0] if keys else None

    def places(
        self, found: Filter, layer: Layer, digest: str, offset: int, tie: str = "", limit: int = 50
    ) -> list[Place]:
        """Those behind this one, in order, at most `limit`; not round the end."""
        with reading(self._engine) as connection:
            walk, here = self._walk(connection, found, layer, digest)
            rows = walk.rest(here, offset, tie, limit)
            for key in walk.articles(walk.number > here.number, limit - len(rows)):
                if len(rows) < limit:
                    rows += walk.first(key, limit - len(rows))
            return _places(connection, rows)

    def count_places(self, found: Filter, layer: Layer) -> Count:
        """How many places a filter leaves; what is counted anyway is exact, the rest up to MOST."""
        with reading(self._engine) as connection:
            key = self._keys.layer(connection, layer) or 0
            if found.kind in (Kind.TO_DO, Kind.SKIPPED, Kind.LEAD):
                return _tallied(connection, found, key)
            some = places(connection, found, key, t.article.c.id).add_columns(t.article.c.id)
            some = some.where(_is_walked(found))
            limited = some.limit(MOST + 1).subquery()
            query = select(func.count(), func.count(limited.c.id.distinct())).select_from(limited)
            number, in_articles = connection.execute(query).one()
            return Count(min(number, MOST), in_articles, number > MOST)

    def set_queue(self, digests: Sequence[str]) -> None:
        """The order in which the lead wants articles labelled, instead of the one before; empty: none."""
        with self._writing() as connection:
            keys = [self._keys.article(connection, digest) for digest in dict.fromkeys(digests)]
            connection.execute(t.queue.delete())
            insert(connection, t.queue, [{"n": n, "article": key} for n, key in enumerate(keys, start=1)])

    def has_queue(self) -> bool:
        """Whether the lead gave an order."""
        with reading(self._engine) as connection:
            return connection.scalar(select(t.queue.c.n).limit(1)) is not None

    def _walk(
        self, connection: Connection, found: Filter, layer: Layer, digest: str
    ) -> "tuple[_Walk, _Here]":
        """The walk, and where the article of this digest stands in its order."""
        key = self._keys.article(connection, digest)
        walk = _Walk(connection, found, self._keys.layer(connection, layer) or 0)
        joined = () if walk.order is None else (walk.order,)
        number = select(walk.number).where(t.article.c.id == key, *joined)
        return walk, _Here(key, connection.scalar(number) or 0)


class _Here(NamedTuple):
    """An article: its key, and its number in the order of a walk; 0 where it has none."""

    key: int
    number: int


class _Walk:
    """Through the articles that have a place, and through their places."""

    def __init__(self, connection: Connection, found: Filter, layer: int) -> None:
        self._connection, self._filter, self._layer = connection, found, layer
        self.number: Any = t.article.c.number
        self.order: ColumnElement[bool] | None = (
            None  # how rows that have the number go with those of article
        )
        if found.kind is Kind.LEAD:
            self.number, self.order = t.queue.c.n, t.queue.c.article == t.article.c.id
        elif found.task is not None:
            self.number, self.order = planned.c.n, order_of(found.task)

    def articles(self, where: ColumnElement[bool], limit: int, *, back: bool = False) -> list[int]:
        """The keys of those with a place, in order; `back`: the last first."""
        a = t.article.c
        some = places(self._connection, self._filter, self._layer, a.id)
        query = select(a.id).where(where, may_have(self._filter, self._layer), some.exists())
        query = query.where(_is_walked(self._filter))
        if self.order is not None:
            query = query.where(self.order)
        query = query.order_by(self.number.desc() if back else self.number).limit(limit)
        return list(self._connection.scalars(query))

    def first(self, article: int, limit: int) -> list[_Row]:
        """The first places of an article."""
        return self._rows(article, places(self._connection, self._filter, self._layer, article), limit)

    def rest(self, here: _Here, start: int, tie: str, limit: int) -> list[_Row]:
        """The places of an article behind one; none where the article is no part of the walk."""
        if not here.number:
            return []
        some = places(self._connection, self._filter, self._layer, here.key).subquery()
        behind = tuple_(some.c.start, some.c.tie) > tuple_(start, tie)
        return self._rows(here.key, select(some).where(behind), limit)

    def _rows(self, article: int, query: Select[Any], limit: int) -> list[_Row]:
        rows = self._connection.execute(query.order_by("start", "tie").limit(limit))
        return [(article, start, tie, quote) for start, tie, quote in rows]


def _places(connection: Connection, rows: Sequence[_Row]) -> list[Place]:
    a, s = t.article.c, t.sentence.c
    names = called(connection, (article for article, *_ in rows))
    found = []
    for article, start, tie, quote in rows:
        sentence = (
            select(a.digest, s.n, func.substr(a.text, s.start + 1, s.stop - s.start))
            .where(a.id == article, s.article == a.id, s.start <= start)
            .order_by(s.n.desc())
            .limit(1)
        )
        digest, n, text = connection.execute(sentence).one()
        found.append(Place(Spot(digest, names[article], n, start), tie, quote, text))
    return found


def _is_walked(found: Filter) -> ColumnElement[bool]:
    """Whether the walk comes by a row of table article."""
    return is_mine(found.task, t.article.c.id) if found.task is not None else true()


def _tallied(connection: Connection, found: Filter, layer: int) -> Count:
    """What the counters say, without looking at a sentence."""
    a, p = t.article.c, t.progress.c
    if found.kind is Kind.SKIPPED:
        some = select(func.coalesce(func.sum(p.skipped), 0), func.count()).where(
            p.layer == layer, p.skipped > 0
        )
        if found.task is not None:
            some = some.where(is_mine(found.task, p.article))
        number, in_articles = connection.execute(some).one()
        return Count(int(number), in_articles)
    done = select(p.reviewed + p.skipped).where(p.layer == layer, p.article == a.id)
    left = func.sum(a.body - func.coalesce(done.correlate(t.article).scalar_subquery(), 0))
    query = select(func.coalesce(left, 0), func.count()).where(articles.is_unfinished(layer), a.number > 0)
    query = query.where(_is_walked(found))
    if found.kind is Kind.LEAD:
        query = query.where(t.queue.c.article == a.id)
    number, in_articles = connection.execute(query).one()
    return Count(int(number), in_articles)
