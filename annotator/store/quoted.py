"""The quotes of some layers with their articles, in rows as the driver gives them.

An export of a million quotes is little else: so each table is asked once for a batch of articles, and no
value of annotator.model is made of a row where the record that is made of it needs none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    exists,
    func,
    select,
)

from annotator.model import Article, Layer, LayerKind
from annotator.store import articles
from annotator.store import tables as t

Row: TypeAlias = tuple[Any, ...]
Where: TypeAlias = ColumnElement[bool]


class Head(NamedTuple):
    """A row of table quote, with the spans of it as one text: "role n start stop" of each, commas between.

    What several layers mark alike mostly is the same text, which is taken apart once; rows of their own would
    be three times as many as quotes. In no order: each says its place. "" where there is none.
    """

    id: int
    uid: str
    article: int
    layer: int
    parent: str | None
    about: str | None
    derived_from: str | None
    rule: str | None
    score: float | None
    scheme: str
    guideline: str
    created: str
    updated: str
    spans: str


class Parts(NamedTuple):
    """The parts of many quotes: key of the quote -> rows that begin with it, in their order."""

    voices: Mapping[int, list[Row]]  # (quote, role, id of the speaker, start, stop, origin, score)
    labels: Mapping[int, list[Row]]  # (quote, field, value, target, origin, score)


class Quoted(NamedTuple):
    """An article with its quotes by first offset and id, and what their records need beside them.

    `parts`, `notes` and `suggesters` are those of the whole batch.
    """

    article: Article
    sentences: Sequence[tuple[int, int]]  # (start, stop)
    quotes: Sequence[Head]
    parts: Parts
    labels: Mapping[int, list[Row]]  # key of a layer -> (article, layer, field, value, target) of the whole
    notes: Mapping[str, list[str]]  # quote id -> texts
    suggesters: Mapping[str, Layer]  # id of a proposal -> the model that made it
    layers: Mapping[int, Layer]


def stream(connection: Connection, layers: Sequence[int], batch: int) -> Iterator[Quoted]:
    """Every article with live quotes of `layers`, by digest; `batch` articles are in memory at a time."""
    names = layer_names(connection)
    for keys in pages(connection, _has_quotes(), layers, batch):
        yield from of_articles(connection, keys, layers, names)


def pages(connection: Connection, has: Where, layers: Sequence[int], batch: int) -> Iterator[list[int]]:
    """The keys of the articles for which `has` holds (over table article), by digest, `batch` at a time.

    `has` may ask for `LAYERS`. No cursor stays open between two pages, on neither database.
    """
    a, last = t.article.c, ""
    page = select(a.id, a.digest).where(a.digest > bindparam("last"), has).order_by(a.digest).limit(batch)
    while found := fetched(connection, page, layers=layers, last=last):
        yield [key for key, _ in found]
        last = found[-1][1]


def of_articles(
    connection: Connection, keys: Sequence[int], layers: Sequence[int], names: Mapping[int, Layer]
) -> Iterator[Quoted]:
    """What `layers` say in some articles, in the order of `keys`."""
    heads, parts = quotes(connection, _live(), articles=keys, layers=layers)
    texts = articles.several(connection, keys)
    spans = grouped(fetched(connection, _sentences(), articles=keys))
    labels = grouped(fetched(connection, _labels(), articles=keys, layers=layers))
    notes = _texts(fetched(connection, _notes(), articles=keys, layers=layers))
    suggesters = _suggesters(connection, keys, heads, names)
    mine: defaultdict[int, list[Head]] = defaultdict(list)
    for head in heads:
        mine[head.article].append(head)
    for key in keys:
        cut = [(start, stop) for _, start, stop in spans[key]]
        by_layer = grouped(labels.get(key, ()), 1)
        yield Quoted(texts[key], cut, mine.get(key, ()), parts, by_layer, notes, suggesters, names)


def quotes(connection: Connection, where: Where, **values: Any) -> tuple[list[Head], Parts]:
    """The quotes for which `where` (over table quote) holds, by article, first offset and id, with parts.

    `values` are those of its parameters.
    """
    heads, *parts = (fetched(connection, query, **values) for query in _asking(where))
    return list(map(Head._make, heads)), Parts(*map(grouped, parts))


def count(connection: Connection, layers: Sequence[int]) -> int:
    """How many live quotes `stream` will yield."""
    c = t.quote.c
    query = select(func.count()).select_from(t.quote).where(c.layer.in_(layers), c.deleted == 0)
    return connection.scalar(query) or 0


def layer_names(connection: Connection) -> dict[int, Layer]:
    """Every layer by its key."""
    c = t.layer.c
    rows = connection.execute(select(c.id, c.kind, c.name, c.version))
    return {key: Layer(LayerKind(kind), name, version) for key, kind, name, version in rows}


def fetched(connection: Connection, query: Select[Any], **values: Any) -> Sequence[Row]:
    """All rows of a query, as the driver gives them: that takes half the time of SQLAlchemy's own rows.

    No column of our tables needs more than the driver does.
    """
    with connection.execute(query, values) as result:
        rows: Sequence[Row] = result.cursor.fetchall()
        return rows


def grouped(rows: Iterable[Row], by: int = 0) -> dict[int, list[Row]]:
    """Rows by the value in column `by`, in their order."""
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


# The statements. ARTICLES and LAYERS stand for keys; each is put together once.

ARTICLES: BindParameter[Any] = bindparam("articles", expanding=True)
LAYERS: BindParameter[Any] = bindparam("layers", expanding=True)
_q = t.quote.c


@cache
def _live() -> Where:
    return _q.article.in_(ARTICLES) & _q.layer.in_(LAYERS) & (_q.deleted == 0)


@cache
def _has_quotes() -> Where:
    return exists().where(_q.article == t.article.c.id, _q.layer.in_(LAYERS), _q.deleted == 0)


@cache
def _asking(where: Where) -> tuple[Select[Any], ...]:
    """For heads, voices, labels."""
    v, x = t.quote_voice.c, t.quote_label.c
    heads = select(*(_q[name] for name in Head._fields[:-1]), _spans()).order_by(_q.article, _q.start, _q.uid)
    voices = _of(t.quote_voice, v.role, t.speaker.c.uid, v.start, v.stop, v.origin, v.score)
    voices = voices.outerjoin(t.speaker).order_by(v.quote, v.role, v.n)
    labels = _of(t.quote_label, x.field, x.value, x.target, x.origin, x.score).order_by(x.quote, x.n)
    return tuple(query.where(where) for query in (heads, voices, labels))


def _spans() -> ColumnElement[str]:
    s = t.quote_span.c
    words = [s.role, *(cast(number, Text) for number in (s.n, s.start, s.stop))]
    all_of = func.aggregate_strings(reduce(lambda one, other: one + " " + other, words), ",")
    return func.coalesce(select(all_of).where(s.quote == _q.id).scalar_subquery(), "")


def _of(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    return select(table.c.quote, *columns).join_from(table, t.quote, _q.id == table.c.quote)


@cache
def _sentences() -> Select[Any]:
    c = t.sentence.c
    return select(c.article, c.start, c.stop).where(c.article.in_(ARTICLES)).order_by(c.article, c.n)


@cache
def _labels() -> Select[Any]:
    x = t.article_label.c
    query = select(x.article, x.layer, x.field, x.value, x.target)
    return query.where(x.article.in_(ARTICLES), x.layer.in_(LAYERS)).order_by(x.article, x.layer, x.n)


@cache
def _notes() -> Select[Any]:
    n = t.note.c
    here = (n.article.in_(ARTICLES), n.layer.in_(LAYERS), n.deleted == 0, n.quote.is_not(None))
    return select(n.quote, n.text).where(*here).order_by(n.quote, n.uid)


def _texts(rows: Iterable[Row]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for quote, text in rows:
        found[quote].append(text)
    return found


def _suggesters(
    connection: Connection, keys: Sequence[int], heads: Iterable[Head], names: Mapping[int, Layer]
) -> dict[str, Layer]:
    """Each proposal of a model in these articles, with the model; none where no quote came from any."""
    if all(head.derived_from is None for head in heads):
        return {}
    models = [key for key, layer in names.items() if layer.kind is LayerKind.MODEL]
    return {uid: names[key] for uid, key in fetched(connection, _proposals(), articles=keys, layers=models)}


@cache
def _proposals() -> Select[Any]:
    return select(_q.uid, _q.layer).where(_q.article.in_(ARTICLES), _q.layer.in_(LAYERS))
