"""What several layers say of the same articles, an article at a time: to make one layer of them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, Select, and_, func, select, union

from annotator.model import Article, Label, Layer, Origin, Quote, ReviewStatus, Sentence, Span
from annotator.store import articles, read
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading


class Versions(NamedTuple):
    """An article as several layers have it.

    `body`: its sentences but headlines and boilerplate. `reviewed`: for each layer the numbers of the
    sentences that it reviewed, all of the body where a program filled it in as a whole.
    """

    article: Article
    body: tuple[Sentence, ...]
    reviewed: dict[Layer, frozenset[int]]
    quotes: dict[Layer, tuple[Quote, ...]]
    labels: dict[Layer, tuple[Label, ...]]  # of the article as a whole


class Several(Database):
    """A database of which somebody asks what several layers say of the same."""

    def versions(self, layers: Sequence[Layer], besides: Layer, batch: int = 200) -> Iterator[Versions]:
        """Every article that two of `layers` looked into and `besides` said nothing of, by digest.

        All from one consistent look. `batch` articles are in memory at a time.
        """
        with reading(self._engine) as connection:
            keys = {key: x for x in layers if (key := self._keys.layer(connection, x)) is not None}
            none = self._keys.layer(connection, besides) or 0
            a, last = t.article.c, ""
            while True:
                here = and_(a.id.in_(_seen_by_two(list(keys))), a.id.not_in(_said(none)), a.digest > last)
                page = select(a.digest, a.id).where(here).order_by(a.digest).limit(batch)
                found = {digest: int(key) for digest, key in connection.execute(page)}
                if not found:
                    return
                yield from _versions(connection, keys, found)
                last = max(found)

    def said_of(self, layer: Layer) -> set[str]:
        """The digests of the articles of which `layer` says something, be it that it reviewed them."""
        with reading(self._engine) as connection:
            key = self._keys.layer(connection, layer) or 0
            query = select(t.article.c.digest).where(t.article.c.id.in_(_said(key)))
            return set(connection.scalars(query))


def _seen_by_two(layers: list[int]) -> Select[Any]:
    p, r = t.progress.c, t.reading.c
    looked = union(
        select(p.layer, p.article).where(p.layer.in_(layers), p.reviewed > 0),
        select(r.layer, r.article).where(r.layer.in_(layers)),
    ).subquery()
    return select(looked.c.article).group_by(looked.c.article).having(func.count() >= 2)


def _said(layer: int) -> CompoundSelect[Any]:
    q, r = t.quote.c, t.review.c
    return union(
        select(q.article).where(q.layer == layer, q.deleted == 0),
        select(r.article).where(r.layer == layer),
    )


def _versions(connection: Connection, layers: dict[int, Layer], found: dict[str, int]) -> Iterator[Versions]:
    keys = list(found.values())
    texts, body = articles.several(connection, keys), bodies(connection, keys)
    reviewed, labels = reviewed_sentences(connection, keys, layers, body), _labels(connection, keys, layers)
    live = and_(t.quote.c.article.in_(keys), t.quote.c.layer.in_(layers))
    quotes: dict[str, dict[Layer, list[Quote]]] = {digest: {} for digest in found}
    for kept in read.quotes(connection, live):
        quotes[kept.quote.article].setdefault(kept.quote.layer, []).append(kept.quote)
    for digest, key in found.items():
        said = {layer: tuple(some) for layer, some in quotes[digest].items()}
        yield Versions(texts[key], tuple(body[key]), reviewed[key], said, labels[key])


def bodies(connection: Connection, keys: Sequence[int]) -> dict[int, list[Sentence]]:
    """key -> the sentences of an article that are neither headline nor boilerplate."""
    s = t.sentence.c
    query = select(s.article, s.n, s.start, s.stop).where(s.article.in_(keys), read.in_body(s))
    found: dict[int, list[Sentence]] = {key: [] for key in keys}
    for key, n, start, stop in connection.execute(query.order_by(s.article, s.n)):
        found[key].append(Sentence(n, Span(start, stop)))
    return found


def reviewed_sentences(
    connection: Connection, keys: Sequence[int], layers: dict[int, Layer], body: dict[int, list[Sentence]]
) -> dict[int, dict[Layer, frozenset[int]]]:
    """key -> for each layer that looked into the article the numbers of the sentences that it reviewed."""
    r, x = t.review.c, t.reading.c
    starts: dict[tuple[int, int], set[int]] = {}
    reviews = select(r.article, r.layer, r.start, r.status)
    for key, layer, start, status in connection.execute(
        reviews.where(r.article.in_(keys), r.layer.in_(layers))
    ):
        mine = starts.setdefault((key, layer), set())
        if status != ReviewStatus.SKIPPED:
            mine.add(start)
    filled = select(x.article, x.layer).where(x.article.in_(keys), x.layer.in_(layers))
    for key, layer in connection.execute(filled):
        starts.setdefault((key, layer), {sentence.span.start for sentence in body[key]})
    found: dict[int, dict[Layer, frozenset[int]]] = {key: {} for key in keys}
    for (key, layer), some in starts.items():
        found[key][layers[layer]] = frozenset(s.n for s in body[key] if s.span.start in some)
    return found


def _labels(
    connection: Connection, keys: Sequence[int], layers: dict[int, Layer]
) -> dict[int, dict[Layer, tuple[Label, ...]]]:
    x = t.article_label.c
    query = (
        select(x.article, x.layer, x.field, x.value, x.target, x.origin)
        .where(x.article.in_(keys), x.layer.in_(layers))
        .order_by(x.article, x.layer, x.n)
    )
    found: dict[int, dict[Layer, tuple[Label, ...]]] = {key: {} for key in keys}
    for key, layer, field, value, target, origin in connection.execute(query):
        mine = found[key].get(layers[layer], ())
        found[key][layers[layer]] = (*mine, Label(field, value, target, Origin(origin)))
    return found
