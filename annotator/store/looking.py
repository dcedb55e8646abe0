"""Lists of what somebody did and flagged, a page at a time, and what their work adds up to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, tuple_

from annotator.model import EventKind, Layer, Source
from annotator.store import acting
from annotator.store import tables as t
from annotator.store.articles import leading
from annotator.store.counting import sums
from annotator.store.database import Database
from annotator.store.engine import reading

PAGE = 50  # rows at a time
_BATCH = 2000


class Spot(NamedTuple):
    """A place in an article: its digest, what to call it, the number of the sentence, the offset."""

    article: str
    title: str
    sentence: int
    offset: int


class Flagged(NamedTuple):
    """A flag with its comment, on a quote or on a sentence. `mark` is where the next page goes on."""

    spot: Spot
    text: str
    quote: str | None
    mark: tuple[int, int, str]


class Action(NamedTuple):
    """An event without its contents; `at` is UTC, `active_ms` milliseconds."""

    id: str
    seq: int
    at: str
    kind: EventKind
    says: str
    group: str | None
    undoes: str | None
    active_ms: int
    spot: Spot | None


class Worked(NamedTuple):
    """What one event adds up to: see `counting.Sums`; `at` is UTC, `active_ms` milliseconds."""

    actor: str
    at: str
    active_ms: int
    quote: str | None
    made: tuple[tuple[str, int], ...]
    sentences: int


class Looking(Database):
    """A database of which somebody asks what was done in it."""

    def flags(
        self, layer: Layer, besides: str | None = None, after: Flagged | None = None, limit: int = PAGE
    ) -> list[Flagged]:
        """The flags of `layer` in the order of articles and text, those behind `after`, at most `limit`.

        `besides`: the digest of an article that is left out.
        """
        n = t.note.c
        with reading(self._engine) as connection:
            here = self._keys.article(connection, besides) if besides else 0
            query = (
                select(n.article, t.article.c.digest, _sentence(n), n.start, n.text, n.quote, n.uid)
                .select_from(t.note.join(t.article))
                .where(
                    n.layer == (self._keys.layer(connection, layer) or 0), n.deleted == 0, n.article != here
                )
                .order_by(n.article, n.start, n.uid)
                .limit(limit)
            )
            if after is not None:
                query = query.where(tuple_(n.article, n.start, n.uid) > tuple_(*after.mark))
            rows = connection.execute(query).all()
            titles = called(connection, (row[0] for row in rows))
        return [
            Flagged(Spot(digest, titles[key], sentence, start), text, quote, (key, start, uid))
            for key, digest, sentence, start, text, quote, uid in rows
        ]

    def count_flags(self, layer: Layer) -> int:
        """How many flags `layer` has in all articles."""
        n = t.note.c
        with reading(self._engine) as connection:
            mine = self._keys.layer(connection, layer) or 0
            query = select(func.count()).select_from(t.note).where(n.layer == mine, n.deleted == 0)
            return connection.scalar(query) or 0

    def actions(self, actor: str, before: int | None = None, limit: int = PAGE) -> list[Action]:
        """An actor's events, newest first, those with a running number below `before`, at most `limit`."""
        e = t.events.c
        with reading(self._engine) as connection:
            query = (
                select(
                    e.uid, e.seq, e.at, e.kind, e.says, e.grp, e.undoes, e.active_ms,
                    e.article, t.article.c.digest, _sentence(e), e.place,
                )
                .select_from(t.events.outerjoin(t.article, t.article.c.id == e.article))
                .where(e.actor == acting.actor_key(connection, actor))
                .order_by(e.seq.desc())
                .limit(limit)
            )  # fmt: skip
            if before is not None:
                query = query.where(e.seq < before)
            rows = connection.execute(query).all()
            titles = called(connection, (row.article for row in rows if row.article))
        return [_action(row, titles) for row in rows]

    def worked(self, actor: str | None = None) -> Iterator[Worked]:
        """What each event of a person (or of all people) adds up to, in the order in which they did them."""
        e, a = t.events.c, t.actor.c
        query = select(a.name, e.at, e.active_ms, e.changes).select_from(t.events.join(t.actor))
        query = query.where(a.kind == "human").order_by(e.actor, e.seq)
        with reading(self._engine) as connection:
            if actor is not None:
                query = query.where(e.actor == acting.actor_key(connection, actor))
            rows = connection.execution_options(yield_per=_BATCH).execute(query)
            for name, at, active, changes in rows:
                yield Worked(name, at, active, *sums(changes))


def _sentence(c: Any) -> Any:
    """The number of the sentence in which a row (columns article and start, or place) begins."""
    s = t.sentence.c
    start = c.start if "start" in c else c.place
    found = select(func.max(s.n)).where(s.article == c.article, s.start <= start)
    return found.correlate(c.article.table).scalar_subquery()


def called(connection: Connection, articles: Iterable[int]) -> dict[int, str]:
    """article key -> what to call it."""
    s = t.article_source.c
    keys = set(articles)
    query = select(s.article, s.path, s.title, s.outlet).where(s.article.in_(keys)).order_by(s.id)
    found: dict[int, list[Source]] = {}
    for key, path, title, outlet in connection.execute(query) if keys else ():
        found.setdefault(key, []).append(Source(path, title, outlet))
    return {key: _title(sources) for key, sources in found.items()}


def _title(sources: Sequence[Source]) -> str:
    first = leading(sources)
    return first.title or first.outlet or first.path


def _action(row: Any, titles: dict[int, str]) -> Action:
    uid, seq, at, kind, says, group, undoes, active, article, digest, sentence, place = row
    spot = Spot(digest, titles[article], sentence, place) if article is not None else None
    return Action(uid, seq, at, EventKind(kind), says, group, undoes, active, spot)
