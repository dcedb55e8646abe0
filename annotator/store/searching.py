"""The verbs of going elsewhere: to an article by its number, and to where words stand in the corpus."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from annotator.errors import StoreError
from annotator.model import Span
from annotator.store import indexing
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.looking import Spot, called
from annotator.text.seeking import Folded, Phrase, phrases

_LOOK = 400  # articles that are read for one page: the words of a phrase may stand in many, never together
_SOME = 20  # of them at a time


class Hit(NamedTuple):
    """A sentence that holds all that was looked for: its `text`, and the `spans` of that in it."""

    spot: Spot
    text: str
    spans: tuple[Span, ...]


class Found(NamedTuple):
    """A page of hits, from `articles` articles that hold the words, and `after`: where the next page begins.

    `after` (an article's key, a sentence of it) is None behind the last page. A page may have few hits, or
    none, and still not be the last.
    """

    hits: tuple[Hit, ...]
    articles: int
    after: tuple[int, int] | None


class Searching(Database):
    """A database in which somebody looks for words."""

    def article_at(self, number: int) -> str | None:
        """The digest of the article of this number, in the order they came, counted from 1."""
        c = t.article.c
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(select(c.digest).where(c.number == number))
            return found

    def search(self, typed: str, after: tuple[int, int] = (0, 0), limit: int = 9) -> Found:
        """The sentences that hold the words of `typed`, in the order of the corpus, at most `limit` (or so).

        Words in quotation marks stand together; of the last word the beginning is enough. Case and accents do
        not matter. `after` is that of the page before. Raises StoreError where the database has no index.
        """
        wanted = phrases(typed)
        if not wanted:
            return Found((), 0, None)
        self._catch_up()
        with reading(self._engine) as connection:
            count = indexing.count(connection, wanted)
            return _page(connection, wanted, after, limit, count) if count else Found((), 0, None)

    def _catch_up(self) -> None:
        with reading(self._engine) as connection:
            if not t.has_search(connection):
                raise StoreError(
                    "this Python's SQLite has no FTS5, so the corpus has no index to search in; "
                    "/ finds words in one article, and another build of Python has it"
                )
            behind = indexing.is_behind(connection)
        if behind:
            with self._writing() as connection:
                indexing.index(connection)


def _page(
    connection: Connection, wanted: Sequence[Phrase], after: tuple[int, int], limit: int, count: int
) -> Found:
    hits: list[Hit] = []
    article, sentence = after
    last = article - 1
    for _ in range(0, _LOOK, _SOME):
        keys = indexing.articles(connection, wanted, last, _SOME)
        for key, found in _read(connection, keys, wanted):
            for hit in found:
                if key == article and hit.spot.sentence < sentence:
                    continue
                if len(hits) == limit:
                    return Found(tuple(hits), count, (key, hit.spot.sentence))
                hits.append(hit)
        if len(keys) < _SOME:
            return Found(tuple(hits), count, None)
        last = keys[-1]
        if len(hits) == limit:
            break
    return Found(tuple(hits), count, (last + 1, 0))


def _read(
    connection: Connection, keys: Sequence[int], wanted: Sequence[Phrase]
) -> Iterator[tuple[int, Iterator[Hit]]]:
    """The hits of each article."""
    if not keys:
        return
    names = called(connection, keys)
    a, s = t.article.c, t.sentence.c
    texts = connection.execute(select(a.id, a.digest, a.text).where(a.id.in_(keys)).order_by(a.id)).all()
    starts: dict[int, list[int]] = {}
    for key, start in connection.execute(
        select(s.article, s.start).where(s.article.in_(keys)).order_by(s.article, s.n)
    ):
        starts.setdefault(key, []).append(start)
    for key, digest, text in texts:
        yield key, _hits(Spot(digest, names[key], 0, 0), text, starts[key], wanted)


def _hits(article: Spot, text: str, starts: Sequence[int], wanted: Sequence[Phrase]) -> Iterator[Hit]:
    folded = Folded(text)
    by_phrase: list[dict[int, list[Span]]] = []
    for phrase in wanted:
        by_phrase.append({})
        for span in phrase.find(folded):
            by_phrase[-1].setdefault(bisect_right(starts, span.start) - 1, []).append(span)
    for n in sorted(set(by_phrase[0]).intersection(*by_phrase)):
        start, end = starts[n], starts[n + 1] if n + 1 < len(starts) else len(text)
        spans = sorted(span for found in by_phrase for span in found[n])
        inside = (Span(x.start - start, min(x.end, end) - start) for x in spans)
        yield Hit(Spot(article.article, article.title, n, spans[0].start), text[start:end], tuple(inside))
