"""Which events tell of which article, so that a history of any length is gone through article by article."""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from annotator.store import tables as t
from annotator.store.merging import events
from annotator.store.merging.events import Raw, Seen
from annotator.store.ordering import Place
from annotator.store.write import chunks

_BATCH = 500
_ARTICLES = 50  # of which all that stands is in memory
_EVENTS = 1_000  # of a batch of articles, which are in memory; an article with more is a batch of its own
_WIDE = 40  # bits of an event's key; those above are its article's
_NAME = "the database"
_a, _e = t.article.c, t.events.c

# What an event changes is JSON of ours, no blanks in it: a digest is a text, a kind the first in a list.
_DIGEST = re.compile(r'"([0-9a-f]{64})"')
_OF_NONE = re.compile(r'\["(?:speaker|ruling|apart)",')


class Telling:
    """Of each event which articles it may change; 8 bytes an event, and 50 while they are sorted.

    `lowest`: what was done before is left out. Reads every event once.
    """

    def __init__(self, connection: Connection, lowest: Place | None = None) -> None:
        self._connection, self._lowest = connection, lowest
        self._elsewhere: defaultdict[str, list[int]] = defaultdict(list)  # digest -> events of other articles
        self._of_none: list[int] = []
        own = array("Q")
        query = select(_e.id, _e.article, _a.digest, _e.changes).select_from(t.events.outerjoin(t.article))
        for event, article, digest, changes in connection.execute(query.execution_options(yield_per=_BATCH)):
            others = set(_DIGEST.findall(changes)) - {digest}
            for other in others:
                self._elsewhere[other].append(event)
            if article is not None:
                own.append(article << _WIDE | event)
            if _OF_NONE.search(changes) or (article is None and not others):
                self._of_none.append(event)
        self._own = array("Q", sorted(own))

    def of_none(self) -> Iterator[Seen]:
        """The events that change what belongs to no article, in the canonical order. Raises StoreError."""
        places: list[Place] = []
        for some in chunks(self._of_none, _BATCH):
            places += events.places(self._connection, _e.id.in_(some))
        places = [one for one in places if self._is_told(one)]
        yield from events.together(self._connection, places, self._connection, [], _NAME)

    def batches(self) -> Iterator[dict[str, int]]:
        """All articles, some at a time, by digest: digest -> key."""
        batch: dict[str, int] = {}
        many = 0
        for digest, key in self._articles():
            low, high = self._range(key)
            if batch and (many + high - low > _EVENTS or len(batch) == _ARTICLES):
                yield batch
                batch, many = {}, 0
            batch[digest] = key
            many += high - low
        if batch:
            yield batch

    def of(self, articles: Mapping[str, int]) -> Iterator[Seen]:
        """The events that change these articles, in the canonical order, with those changes alone.

        Raises StoreError for one that cannot be read.
        """
        keys = {event for digest in articles for event in self._elsewhere.get(digest, ())}
        for key in articles.values():
            keys.update(x & (1 << _WIDE) - 1 for x in self._own[slice(*self._range(key))])
        found: list[Raw] = []
        for some in chunks(sorted(keys), _BATCH):
            found += events.raws(self._connection, _e.id.in_(some)).values()
        for raw in sorted(found, key=Raw.where):
            if self._is_told(raw.where()):
                seen = events.seen(raw, False, _NAME)
                here = (x for x in seen.changes if getattr(x.after or x.before, "article", None) in articles)
                yield seen._replace(raw=raw._replace(changes=""), changes=tuple(here))

    def _articles(self) -> Iterator[tuple[str, int]]:
        last = ""
        query = select(_a.digest, _a.id).order_by(_a.digest).limit(_ARTICLES)
        while rows := self._connection.execute(query.where(_a.digest > last)).all():
            yield from ((digest, key) for digest, key in rows)
            last = rows[-1][0]

    def _range(self, article: int) -> tuple[int, int]:
        """Where the events of an article stand among all."""
        return bisect_left(self._own, article << _WIDE), bisect_left(self._own, article + 1 << _WIDE)

    def _is_told(self, where: Place) -> bool:
        return self._lowest is None or where >= self._lowest
