"""Articles: taken in whole or not at all, listed, and walked through in the order they came."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from annotator.model import Article, ArticleInfo, Layer, LayerKind, Region, RegionKind, Sentence, Source, Span
from annotator.store import indexing, tallying
from annotator.store import tables as t
from annotator.store.fill import Filling
from annotator.store.keys import Keys
from annotator.store.read import in_body
from annotator.store.rows import insert, insert_values
from annotator.store.write import chunks

_SOURCE = tuple(c for c in t.article_source.c if c.name not in ("id", "article"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article to take in, as it was cut; and, where a suggester has read it, what that says of it."""

    article: Article
    sentences: Sequence[Span]
    regions: Sequence[Region]
    segmenter: str
    filling: Filling | None = None


def add(
    connection: Connection, known_keys: Keys, arrivals: Sequence[Arrival], at: str
) -> list[tuple[bool, int]]:
    """For each, in order: (the text is new, how many of its sources are new).

    Raises ValueError where a digest is of another text, sentences leave a gap, a region lies beyond the end,
    or a source is missing.
    """
    keys = known(connection, [arrival.article.digest for arrival in arrivals])
    sources = sources_of(connection, list(keys.values()))
    new: dict[str, Arrival] = {}
    for arrival in arrivals:
        if arrival.article.digest not in keys and arrival.article.digest not in new:
            _check_whole(arrival.article, arrival.sentences, arrival.regions)
            new[arrival.article.digest] = arrival
    if new:
        keys |= _add_texts(connection, new, at)
        for digest, one in new.items():
            known_keys.remember(digest, keys[digest], len(one.article.text))
    added = [_new_sources(sources[keys[arrival.article.digest]], arrival.article) for arrival in arrivals]
    rows = [
        {"article": keys[arrival.article.digest], **_source_row(source)}
        for arrival, some in zip(arrivals, added, strict=True)
        for source in some
    ]
    insert(connection, t.article_source, rows)
    return [(new.get(x.article.digest) is x, len(some)) for x, some in zip(arrivals, added, strict=True)]


def known(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    """digest -> key, of those that are there."""
    c = t.article.c
    found: dict[str, int] = {}
    for some in chunks(digests):
        rows = connection.execute(select(c.digest, c.id).where(c.digest.in_(some)))
        found.update((digest, key) for digest, key in rows)
    return found


def _add_texts(connection: Connection, new: dict[str, Arrival], at: str) -> dict[str, int]:
    """Write the articles without their sources, their words into the index; digest -> key."""
    bodies = [_body(one.sentences, one.regions) for one in new.values()]
    first = tallying.arrived(connection, bodies)
    insert(
        connection,
        t.article,
        [
            {
                "digest": digest, "text": one.article.text, "segmenter": one.segmenter, "added": at,
                "body": body, "number": number,
            }
            for number, (body, (digest, one)) in enumerate(zip(bodies, new.items(), strict=True), first)
        ],
    )  # fmt: skip
    keys = known(connection, list(new))
    insert_values(
        connection,
        t.sentence,
        ("article", "n", "start", "stop"),
        [(keys[x], n, s.start, s.end) for x, one in new.items() for n, s in enumerate(one.sentences)],
    )
    regions = [_region_row(keys[digest], r) for digest, one in new.items() for r in one.regions]
    insert(connection, t.region, regions)
    indexing.index(connection)
    return keys


def _body(sentences: Sequence[Span], regions: Sequence[Region]) -> int:
    """How many sentences touch neither boilerplate nor headline: `write.body_count`, with no query."""
    marked: set[int] = set()
    starts = [s.start for s in sentences]
    for region in regions:
        if region.kind is not RegionKind.BODY:
            first = bisect_right(starts, region.span.start) - 1
            marked.update(range(first, bisect_left(starts, region.span.end)))
    return len(sentences) - len(marked)


def _region_row(key: int, r: Region) -> dict[str, Any]:
    return {"article": key, "start": r.span.start, "stop": r.span.end, "kind": r.kind, "origin": r.origin}


def _check_whole(article: Article, sentences: Sequence[Span], regions: Sequence[Region]) -> None:
    if sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.digest:
        raise ValueError(f"{article.digest[:12]} is not the sha256 of this text")
    edges = [0, *(s.end for s in sentences)]
    if not sentences or [s.start for s in sentences] != edges[:-1] or edges[-1] != len(article.text):
        raise ValueError("the sentences of an article must cover it without a gap")
    if any(r.span.end > len(article.text) for r in regions):
        raise ValueError(f"a region lies beyond the end of article {article.digest[:12]}")
    if not article.sources:
        raise ValueError("an article needs to come from somewhere: at least one source")


def _new_sources(there: list[Source], article: Article) -> list[Source]:
    """The article's sources that are not `there`; they are from now on."""
    new = [s for s in dict.fromkeys(article.sources) if s not in there]
    there += new
    return new


def _source_row(s: Source) -> dict[str, Any]:
    return {
        "path": s.path, "title": s.title, "outlet": s.outlet, "date": s.date, "author": s.author,
        "url": s.url, "story": s.story, "encoding": s.encoding,
        "extra": json.dumps(s.extra, ensure_ascii=False),
    }  # fmt: skip


def _source(row: Sequence[Any]) -> Source:
    path, title, outlet, date, author, url, story, encoding, extra = row
    pairs = tuple((k, v) for k, v in json.loads(extra))
    return Source(path, title, outlet, date, author, url, story, encoding, pairs)


def sources_of(connection: Connection, keys: Sequence[int]) -> defaultdict[int, list[Source]]:
    """article key -> its sources, the oldest first."""
    c = t.article_source.c
    found: defaultdict[int, list[Source]] = defaultdict(list)
    for row in connection.execute(select(c.article, *_SOURCE).where(c.article.in_(keys)).order_by(c.id)):
        found[row[0]].append(_source(row[1:]))
    return found


def several(connection: Connection, keys: Sequence[int]) -> dict[int, Article]:
    """key -> the article with its text and all its sources, the oldest first."""
    c = t.article.c
    sources = sources_of(connection, keys)
    rows = connection.execute(select(c.id, c.digest, c.text).where(c.id.in_(keys)))
    return {key: Article(digest, text, tuple(sources[key])) for key, digest, text in rows}


def leading(sources: Sequence[Source]) -> Source:
    """The source that speaks for an article: the oldest that names a title or outlet, else the oldest.

    One source and not the best of each, so that an outlet never gets another's headline.
    """
    return next((s for s in sources if s.title or s.outlet), sources[0])


def sentences(connection: Connection, key: int) -> list[Sentence]:
    """The sentences of an article, in order."""
    c = t.sentence.c
    rows = connection.execute(select(c.n, c.start, c.stop).where(c.article == key).order_by(c.n))
    return [Sentence(n, Span(start, stop)) for n, start, stop in rows]


def infos(connection: Connection, layer: int | None, batch: int = 500) -> Iterator[ArticleInfo]:
    """All articles in the order they came, with what `layer` has done in each."""
    last = 0
    while True:
        c = t.article.c
        rows = connection.execute(
            select(c.id, c.digest, c.body).where(c.id > last).order_by(c.id).limit(batch)
        ).all()
        if not rows:
            return
        keys = [row.id for row in rows]
        sources = sources_of(connection, keys)
        reviewed = _tally(connection, t.review, layer, keys)
        quotes = _tally(connection, t.quote, layer, keys)
        for row in rows:
            found = sources[row.id]
            done = min(row.body, reviewed.get(row.id, 0))
            yield ArticleInfo(row.digest, leading(found), len(found), row.body, done, quotes.get(row.id, 0))
        last = keys[-1]


def _tally(connection: Connection, table: Any, layer: int | None, keys: list[int]) -> dict[int, int]:
    if layer is None:
        return {}
    query = select(table.c.article, func.count()).where(table.c.layer == layer, table.c.article.in_(keys))
    if "deleted" in table.c:
        query = query.where(table.c.deleted == 0)
    else:
        query = query.where(table.c.status != "skipped", in_body(table.c))
    return dict(connection.execute(query.group_by(table.c.article)).all())


class Done(NamedTuple):
    """How many quotes a layer holds, and how many sentences of the body it has reviewed."""

    layer: Layer
    quotes: int
    reviewed: int


class Totals(NamedTuple):
    """The corpus in numbers; `body` sentences are neither boilerplate nor headline."""

    articles: int
    sources: int
    sentences: int
    body: int
    layers: tuple[Done, ...]


def totals(connection: Connection) -> Totals:
    """How much there is, and how far each layer is."""
    q, c, la = t.quote.c, t.article.c, t.layer.c
    live = select(q.layer, func.count()).where(q.deleted == 0).group_by(q.layer)
    quotes: dict[int, int] = dict(connection.execute(live).all())
    reviewed: dict[int, int] = dict(connection.execute(_reviewed()).all())
    layers = connection.execute(select(t.layer).order_by(la.kind, la.name, la.version)).all()
    return Totals(
        _count(connection, t.article),
        _count(connection, t.article_source),
        _count(connection, t.sentence),
        int(connection.scalar(select(func.coalesce(func.sum(c.body), 0))) or 0),
        tuple(
            Done(Layer(LayerKind(x.kind), x.name, x.version), quotes.get(x.id, 0), int(reviewed.get(x.id, 0)))
            for x in layers
        ),
    )


def _reviewed() -> Select[Any]:
    """layer -> sentences that it has reviewed, no more an article than that has in its body."""
    r, c = t.review.c, t.article.c
    per = (
        select(r.layer, r.article, func.count().label("n"))
        .where(r.status != "skipped", in_body(r))
        .group_by(r.layer, r.article)
        .subquery()
    )
    done = case((per.c.n < c.body, per.c.n), else_=c.body)
    joined = per.join(t.article, c.id == per.c.article)
    return select(per.c.layer, func.sum(done)).select_from(joined).group_by(per.c.layer)


def _count(connection: Connection, table: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def position(connection: Connection, key: int) -> tuple[int, int]:
    """(the article's number in the order they came, counted from 1; how many there are)."""
    number = connection.scalar(select(t.article.c.number).where(t.article.c.id == key))
    return number or 0, connection.scalar(select(t.corpus.c.articles)) or 0


def neighbour(connection: Connection, key: int | None, by: int) -> str | None:
    """The digest of the next (`by` > 0) or previous article; of the first one after None."""
    c = t.article.c
    query = select(c.digest)
    if key is not None:
        query = query.where(c.id > key if by > 0 else c.id < key)
    found: str | None = connection.scalar(query.order_by(c.id if by > 0 else c.id.desc()).limit(1))
    return found


def unfinished(connection: Connection, key: int, layer: int | None) -> str | None:
    """The digest of the next article after `key`, round the end, that `layer` has not reviewed whole."""
    c = t.article.c
    number, _ = position(connection, key)
    for rows in (c.number > number, c.number <= number):
        # In two steps: the first one reads an index alone, and none of the texts that it passes by.
        query = select(c.id).where(rows, is_unfinished(layer or 0)).order_by(c.number).limit(1)
        if found := connection.scalar(query):
            return str(connection.scalar(select(c.digest).where(c.id == found)))
    return None


def is_unfinished(layer: int) -> ColumnElement[bool]:
    """Whether some sentence of the body of a row of table article was not reviewed."""
    c, p = t.article.c, t.progress.c
    done = select(p.reviewed + p.skipped).where(p.layer == layer, p.article == c.id)
    return c.body > func.coalesce(done.correlate(t.article).scalar_subquery(), 0)


def tally(connection: Connection, layer: int) -> tuple[int, int]:
    """(sentences that `layer` has reviewed, sentences of the body) over all articles."""
    c = t.layer.c
    reviewed = connection.scalar(select(c.reviewed).where(c.id == layer))
    return reviewed or 0, connection.scalar(select(t.corpus.c.body)) or 0
