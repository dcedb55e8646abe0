"""What some layers judged, as columns of numbers: a few statements for a block of articles.

Keys are the database's own small integers. Text is fetched apart (`texts`), for only some need it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select, true, union

from annotator.model import EventKind, Layer, LayerKind
from annotator.store import tables as t
from annotator.store.counting import sums
from annotator.store.database import Database, schemes
from annotator.store.engine import reading
from annotator.store.read import in_body

Texts: TypeAlias = Callable[[Sequence[int]], Iterable[tuple[int, str]]]
Ints: TypeAlias = "array[int]"  # no numpy: the screen opens a store, too, and must not wait for it
_BATCH = 5_000  # rows at a time: of more a report is not quicker
_TEXTS = 100  # texts at a time
_NONE = -1  # what stands in a column of numbers where the table has NULL


class Words(NamedTuple):
    """A column of words: `codes[row]` is a place in `words`, or -1 for NULL."""

    codes: Ints
    words: tuple[str, ...]


@dataclass(frozen=True)
class Fetched:
    """What was said in some articles: parallel columns by table, each table in the order of its key.

    `articles`: article, length · `sentences`: article, start, stop (of the body) · `reviews`: layer,
    article, start, stop, status · `readings`: layer, article (filled as a whole) · `quotes`: quote, article,
    layer, uid (its `hash`: a tenth of the memory), parent (a quote), derived, verdict, updated, scheme ·
    `spans`: quote, role, start, stop · `voices`: quote, speaker · `labels`: quote, field, value, target ·
    `article_labels`: layer, article, field, value, target · `verdicts`: layer, article · `events`: actor,
    article, at, scheme (the last of a person in an article). Times are milliseconds since 1970.
    """

    layers: dict[int, Layer]
    digests: dict[int, str]  # article -> its digest
    names: dict[int, tuple[str, str, str]]  # speaker -> (uid, name, uid of the entry it stands for)
    schemes: dict[str, tuple[str, str]]  # digest -> (name, version)
    columns: dict[str, dict[str, Any]]
    all_articles: int  # those of the other blocks, too
    texts: Texts  # of these articles, from the same look: not after another block was asked for


class Judging(Database):
    """A database of which somebody asks what several people judged."""

    def judging(self, layers: Sequence[Layer]) -> Fetched:
        """All that `layers` said in articles where they said anything, from one consistent look."""
        with closing(self.judging_in_blocks(layers)) as blocks:
            return next(blocks)

    def judging_in_blocks(self, layers: Sequence[Layer], most: int | None = None) -> Generator[Fetched]:
        """The same for some articles after the others, by key; one block where there are none.

        A block has `most` sentences (None: all there are), or one article that has more.
        """
        with reading(self._engine) as connection:
            keys = {key: x for x in layers if (key := self._keys.layer(connection, x)) is not None}
            articles, asked = _digests(connection, list(keys)), _asked(list(keys))
            names, known, events = _names(connection), schemes(connection), _Events(connection, keys)
            for some in _cut(articles, most):
                ends = {"first": some[0].id, "last": some[-1].id} if some else {"first": 0, "last": -1}
                columns = {name: _columns(connection, *one, ends) for name, one in asked.items()}
                columns["events"] = events.between(**ends)
                digests = {one.id: one.digest for one in some}
                texts = partial(_texts, connection)
                yield Fetched(keys, digests, names, known, columns, len(articles), texts)

    def texts(self, articles: Sequence[int]) -> Iterator[tuple[int, str]]:
        """(key, text) of articles, by key."""
        with reading(self._engine) as connection:
            yield from _texts(connection, articles)

    def seconds_on(self, layers: Sequence[Layer]) -> Iterator[tuple[str, float]]:
        """(id of a quote, active seconds) of each action of these people that was about one."""
        e, a = t.events.c, t.actor.c
        people = [layer.name for layer in layers if layer.kind is LayerKind.HUMAN]
        query = (
            select(e.active_ms, e.changes).select_from(t.events.join(t.actor))
            .where(a.kind == "human", a.name.in_(people), e.active_ms > 0, e.article.is_not(None))
        )  # fmt: skip
        with reading(self._engine) as connection:
            for active, changes in connection.execution_options(yield_per=_BATCH).execute(query):
                quote = sums(changes).quote
                if quote is not None:
                    yield quote, active / 1000


def _texts(connection: Connection, articles: Sequence[int]) -> Iterator[tuple[int, str]]:
    c = t.article.c
    for low in range(0, len(articles), _TEXTS):
        some = list(articles[low : low + _TEXTS])
        query = select(c.id, c.text).where(c.id.in_(some)).order_by(c.id)
        yield from ((key, text) for key, text in connection.execute(query))


def _cut(articles: list[Any], most: int | None) -> Iterator[list[Any]]:
    some: list[Any] = []
    sentences = 0
    for one in articles:
        if some and most is not None and sentences + one.body > most:
            yield some
            some, sentences = [], 0
        some.append(one)
        sentences += one.body
    yield some


class _Events:
    """The last action of each person in each article: they are few, and to find them takes all actions."""

    def __init__(self, connection: Connection, keys: dict[int, Layer]) -> None:
        people = [layer.name for layer in keys.values() if layer.kind is LayerKind.HUMAN]
        self._columns = _columns(connection, _last_events(people), "witw", {})

    def between(self, first: int, last: int) -> dict[str, Any]:
        """Those in the articles from one to another."""
        articles = self._columns["article"]
        here = slice(bisect_left(articles, first), bisect_right(articles, last))
        return {name: _part(column, here) for name, column in self._columns.items()}


def _part(column: Any, here: slice) -> Any:
    return Words(column.codes[here], column.words) if isinstance(column, Words) else column[here]


def _asked(mine: list[int]) -> dict[str, tuple[Select[Any], str]]:
    """name -> (statement, kinds of its columns: i a number, w words, h their hash, t a time).

    Of the articles from `first` to `last`, which are parameters.
    """
    q, s, r, x, a = t.quote.c, t.sentence.c, t.review.c, t.article_label.c, t.article.c
    here = _articles(mine, _here)
    live = and_(q.layer.in_(mine), q.deleted == 0, _here(q.article))
    v = t.verdict.c
    around = t.quote.alias("around")
    passed = and_(v.layer == q.layer, v.proposal == q.derived_from)
    quotes = (
        select(
            q.id.label("quote"), q.article, q.layer, q.uid, around.c.id.label("parent"),
            case((q.derived_from.is_(None), 0), else_=1).label("derived"),
            v.kind.label("verdict"), q.updated, q.scheme,
        )
        .select_from(t.quote.outerjoin(t.verdict, passed).outerjoin(around, around.c.uid == q.parent))
        .where(live).order_by(q.id)
    )  # fmt: skip
    return {
        "articles": (
            select(a.id.label("article"), func.length(a.text).label("length"))
            .where(a.id.in_(here), _here(a.id)).order_by(a.id), "ii",
        ),
        "sentences": (
            select(s.article, s.start, s.stop).where(s.article.in_(here), in_body(s))
            .order_by(s.article, s.n), "iii",
        ),
        "reviews": (
            select(r.layer, r.article, r.start, r.stop, r.status)
            .where(r.layer.in_(mine), _here(r.article)).order_by(r.layer, r.article, r.start), "iiiiw",
        ),
        "readings": (_of_layers(t.reading, mine), "ii"),
        "quotes": (quotes, "iiihiiwtw"),
        "spans": (_of_quotes(t.quote_span, live, "role", "start", "stop"), "iwii"),
        "voices": (
            _of_quotes(t.quote_voice, and_(live, t.quote_voice.c.role == "speaker"), "speaker"), "ii",
        ),
        "labels": (_of_quotes(t.quote_label, live, "field", "value", "target"), "iwww"),
        "article_labels": (
            select(x.layer, x.article, x.field, x.value, x.target)
            .where(x.layer.in_(mine), _here(x.article)).order_by(x.layer, x.article, x.n), "iiwww",
        ),
        "verdicts": (
            select(v.layer, v.article).where(v.layer.in_(mine), _here(v.article)).distinct()
            .order_by(v.layer, v.article), "ii",
        ),
    }  # fmt: skip


def _here(article: Any) -> Any:
    return article.between(bindparam("first"), bindparam("last"))


def _articles(mine: list[int], where: Callable[[Any], Any] = lambda _: true()) -> Any:
    """The articles in which one of these layers said anything."""
    said = (t.review.c, t.reading.c, t.quote.c)
    return union(*(select(c.article).where(c.layer.in_(mine), where(c.article)) for c in said))


def _of_layers(table: Any, mine: list[int]) -> Select[Any]:
    c = table.c
    return select(c.layer, c.article).where(c.layer.in_(mine), _here(c.article)).order_by(c.layer, c.article)


def _of_quotes(table: Any, where: Any, *names: str) -> Select[Any]:
    c = table.c
    order = [c.quote, *((c.role,) if "role" in c else ()), c.n]
    columns = (c[name] for name in names)
    query = select(c.quote, *columns).select_from(table.join(t.quote, t.quote.c.id == c.quote))
    return query.where(where).order_by(*order)


def _last_events(people: list[str]) -> Select[Any]:
    """The last action of each person in each article."""
    e, a = t.events.c, t.actor.c
    last = (
        select(e.actor, func.max(e.seq).label("seq"))
        .select_from(t.events.join(t.actor))
        .where(a.kind == "human", a.name.in_(people), e.article.is_not(None), e.kind != EventKind.UNDO)
        .group_by(e.actor, e.article)
        .subquery()
    )
    return (
        select(a.name.label("actor"), e.article, e.at, e.scheme)
        .select_from(
            t.events.join(last, and_(last.c.actor == e.actor, last.c.seq == e.seq)).join(
                t.actor, a.id == e.actor
            )
        )
        .order_by(e.article, e.actor)
    )


def _columns(
    connection: Connection, query: Select[Any], kinds: str, values: Mapping[str, int]
) -> dict[str, Any]:
    """The columns of a statement with these parameters, by name."""
    result = connection.execute(query, dict(values), execution_options={"yield_per": _BATCH})
    names = list(result.keys())
    parts = [array("q") for _ in names]
    known: list[dict[str | None, int]] = [{None: _NONE} for _ in names]
    for rows in result.partitions():
        for kind, column, part, words in zip(kinds, zip(*rows, strict=True), parts, known, strict=True):
            part.extend(_coded(column, words) if kind == "w" else _AS_NUMBERS[kind](column))
    return {
        name: Words(part, tuple(x for x in words if x is not None)) if kind == "w" else part
        for name, kind, part, words in zip(names, kinds, parts, known, strict=True)
    }


def _numbers(column: Sequence[int | None]) -> Iterator[int]:
    return (_NONE if x is None else x for x in column)


def _times(column: Sequence[str]) -> Iterator[int]:
    return (round(datetime.fromisoformat(x).timestamp() * 1000) for x in column)


_AS_NUMBERS: dict[str, Callable[[Any], Iterator[int]]] = {
    "i": _numbers,
    "h": lambda column: map(hash, column),
    "t": _times,
}


def _coded(column: Sequence[str | None], words: dict[str | None, int]) -> Iterator[int]:
    # Words are numbered from 0 in the order in which they come; None, which came first, is -1.
    return (words.setdefault(x, len(words) - 1) for x in column)


def _digests(connection: Connection, mine: list[int]) -> list[Any]:
    """(id, digest, body) of the articles in which something was said, by id."""
    c = t.article.c
    query = select(c.id, c.digest, c.body).where(c.id.in_(_articles(mine))).order_by(c.id)
    return list(connection.execute(query).all())


def _names(connection: Connection) -> dict[int, tuple[str, str, str]]:
    s = t.speaker.c
    rows = connection.execute(select(s.id, s.uid, s.name, s.merged_into)).all()
    into = {uid: merged for _, uid, _, merged in rows if merged}
    return {key: (uid, name, _root(uid, into)) for key, uid, name, _ in rows}


def _root(uid: str, into: dict[str, str]) -> str:
    seen = {uid}
    while (after := into.get(uid)) is not None and after not in seen:
        seen.add(after)
        uid = after
    return uid
