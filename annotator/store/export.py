"""All quotes of some layers, an article at a time, streamed in an order that depends on content alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, select

from annotator.model import Article, Label, Layer, LayerKind, Origin, Sentence, Span, Verdict
from annotator.store import articles, read
from annotator.store import tables as t
from annotator.store.read import Kept


class Exported(NamedTuple):
    """An article with its quotes and what is said around them."""

    article: Article
    sentences: tuple[Sentence, ...]
    quotes: tuple[Kept, ...]
    labels: dict[Layer, tuple[Label, ...]]  # of the article as a whole
    notes: dict[str, tuple[str, ...]]  # quote id -> texts
    verdicts: dict[str, tuple[Verdict, ...]]  # quote id -> what any layer did with it, as a proposal


def stream(connection: Connection, layers: Sequence[int], batch: int) -> Iterator[Exported]:
    """Every article with live quotes in `layers`, by digest; `batch` articles are in memory at a time."""
    a, q = t.article.c, t.quote.c
    last = ""
    while True:
        has = select(q.id).where(q.article == a.id, q.layer.in_(layers), q.deleted == 0).exists()
        page = select(a.id, a.digest).where(a.digest > last, has).order_by(a.digest).limit(batch)
        keys = {digest: key for key, digest in connection.execute(page)}
        if not keys:
            return
        yield from _batch(connection, layers, keys)
        last = max(keys)


def _batch(connection: Connection, layers: Sequence[int], keys: dict[str, int]) -> Iterator[Exported]:
    some = list(keys.values())
    sentences = _sentences(connection, some)
    labels = _labels(connection, layers, some)
    notes = _notes(connection, layers, some)
    verdicts = _verdicts(connection, some)
    texts = articles.several(connection, some)
    kept = read.quotes(connection, and_(t.quote.c.article.in_(some), t.quote.c.layer.in_(layers)))
    for digest, mine in groupby(kept, key=lambda k: k.quote.article):
        key = keys[digest]
        yield Exported(texts[key], tuple(sentences[key]), tuple(mine), labels[key], notes, verdicts)


def _sentences(connection: Connection, some: list[int]) -> defaultdict[int, list[Sentence]]:
    c = t.sentence.c
    query = select(c.article, c.n, c.start, c.stop).where(c.article.in_(some)).order_by(c.article, c.n)
    found: defaultdict[int, list[Sentence]] = defaultdict(list)
    for key, n, start, stop in connection.execute(query):
        found[key].append(Sentence(n, Span(start, stop)))
    return found


def _labels(
    connection: Connection, layers: Sequence[int], some: list[int]
) -> defaultdict[int, dict[Layer, tuple[Label, ...]]]:
    x, la = t.article_label.c, t.layer.c
    query: Select[Any] = (
        select(x.article, la.kind, la.name, la.version, x.field, x.value, x.target, x.origin)
        .select_from(t.article_label.join(t.layer))
        .where(x.article.in_(some), x.layer.in_(layers))
        .order_by(x.article, la.kind, la.name, la.version, x.n)
    )
    found: defaultdict[int, dict[Layer, tuple[Label, ...]]] = defaultdict(dict)
    for key, kind, name, version, field, value, target, origin in connection.execute(query):
        layer = Layer(LayerKind(kind), name, version)
        label = Label(field, value, target, Origin(origin))
        found[key][layer] = (*found[key].get(layer, ()), label)
    return found


def _notes(connection: Connection, layers: Sequence[int], some: list[int]) -> dict[str, tuple[str, ...]]:
    n = t.note.c
    query = (
        select(n.quote, n.text)
        .where(n.article.in_(some), n.layer.in_(layers), n.deleted == 0, n.quote.is_not(None))
        .order_by(n.quote, n.uid)
    )
    found: dict[str, tuple[str, ...]] = {}
    for quote, text in connection.execute(query):
        found[quote] = (*found.get(quote, ()), text)
    return found


def _verdicts(connection: Connection, some: list[int]) -> dict[str, tuple[Verdict, ...]]:
    found: dict[str, tuple[Verdict, ...]] = {}
    for verdict in read.verdicts(connection, t.verdict.c.article.in_(some)):
        found[verdict.proposal] = (*found.get(verdict.proposal, ()), verdict)
    return found


def count(connection: Connection, layers: Sequence[int]) -> int:
    """How many live quotes `stream` will yield."""
    c = t.quote.c
    query = select(func.count()).select_from(t.quote).where(c.layer.in_(layers), c.deleted == 0)
    return connection.scalar(query) or 0
