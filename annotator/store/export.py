"""All that some layers say, an article at a time, streamed in an order that depends on content alone."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, case, cast, exists, func, or_, select

from annotator.model import RegionKind, ReviewStatus, VerdictKind
from annotator.store import quoted
from annotator.store import tables as t
from annotator.store.quoted import ARTICLES, LAYERS, Head, Quoted, Row, Where, fetched, grouped


class Exported(NamedTuple):
    """An article with its quotes, and with who else looked at what in it.

    Layers are keys of `quoted.layers`, sentences are numbers.
    """

    quoted: Quoted
    body: frozenset[int]  # the sentences that are neither headline nor boilerplate
    reviewed: Mapping[int, frozenset[int]]  # of those, for each layer that looked, the ones that it reviewed
    filled: frozenset[int]  # the layers that a program filled in here as a whole
    judges: frozenset[int]  # the layers that judged proposals here
    rejected: Quoted  # the proposals that one of the layers rejected, as they last were
    against: Mapping[str, list[int]]  # id of a rejected proposal -> the layers that rejected it


def stream(
    connection: Connection, layers: Sequence[int], batch: int, rejected: bool = True
) -> Iterator[Exported]:
    """Every article of which `layers` say something, by digest; `batch` articles are in memory at a time.

    To have looked at a sentence and marked nothing is saying something. `rejected`: whether proposals that
    were rejected are wanted.
    """
    names = quoted.layer_names(connection)
    for keys in quoted.pages(connection, _has_answers(), layers, batch):
        regions = grouped(fetched(connection, _regions(), articles=keys))
        reviews = grouped(fetched(connection, _reviews(), articles=keys, layers=layers))
        whole = grouped(fetched(connection, _readings(), articles=keys, layers=layers))
        judged = grouped(fetched(connection, _judged(), articles=keys, layers=layers))
        rejections: Mapping[int, list[Row]] = {}
        if rejected:
            rejections = grouped(fetched(connection, _rejections(), articles=keys, layers=layers))
        dropped, parts = _dropped(connection, keys, layers) if rejections else _NOTHING
        for key, one in zip(keys, quoted.of_articles(connection, keys, layers, names), strict=True):
            body = _body(one.sentences, regions.get(key, ()))
            yield Exported(
                one,
                body,
                _reviewed(one.sentences, body, reviews.get(key, ()), whole.get(key, ())),
                frozenset(layer for _, layer in whole.get(key, ())),
                frozenset(layer for _, layer in judged.get(key, ())),
                one._replace(quotes=dropped.get(key, ()), parts=parts),
                _against(rejections.get(key, ())),
            )


def digests(connection: Connection, layers: Sequence[int]) -> list[str]:
    """Those of the articles that `stream` will yield, in its order."""
    query = select(t.article.c.digest).where(_has_answers()).order_by(t.article.c.digest)
    return [digest for (digest,) in fetched(connection, query, layers=layers)]


def _body(sentences: Sequence[tuple[int, int]], regions: Iterable[Row]) -> frozenset[int]:
    """The sentences that touch none of `regions`: the same as `read.in_body`, of values."""
    numbers = set(range(len(sentences)))
    if regions:
        starts = [start for start, _ in sentences]
        for _, start, stop in regions:
            numbers.difference_update(range(bisect_right(starts, start) - 1, bisect_left(starts, stop)))
    return frozenset(numbers)


def _reviewed(
    sentences: Sequence[tuple[int, int]], body: frozenset[int], reviews: Iterable[Row], whole: Iterable[Row]
) -> dict[int, frozenset[int]]:
    """For each layer that looked the sentences that it reviewed; all, where a program read the article."""
    numbers = {str(sentences[n][0]): n for n in body}
    known: dict[str, frozenset[int]] = {"": frozenset()}  # layers mostly reviewed the same
    found: dict[int, frozenset[int]] = {}
    for _, layer, starts in reviews:
        seen = known.get(starts or "")
        if seen is None:
            seen = known[starts] = frozenset(numbers[x] for x in starts.split(",") if x in numbers)
        found[layer] = seen
    for _, layer in whole:
        found.setdefault(layer, body)
    return found


def _against(rejections: Iterable[Row]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for _, layer, proposal in rejections:
        found[proposal].append(layer)
    return found


_Dropped = tuple[Mapping[int, list[Head]], quoted.Parts]
_NOTHING: _Dropped = {}, quoted.Parts({}, {})


def _dropped(connection: Connection, keys: Sequence[int], layers: Sequence[int]) -> _Dropped:
    """Article -> proposals that were rejected there; what a person had made and removed has no parts."""
    found: defaultdict[int, list[Head]] = defaultdict(list)
    heads, parts = quoted.quotes(connection, _were_rejected(), articles=keys, layers=layers)
    for head in heads:
        if head.spans:
            found[head.article].append(head)
    return found, parts


@cache
def _has_answers() -> Where:
    a, q, r, x = t.article.c.id, t.quote.c, t.review.c, t.reading.c
    return or_(
        exists().where(q.article == a, q.layer.in_(LAYERS), q.deleted == 0),
        exists().where(r.article == a, r.layer.in_(LAYERS)),
        exists().where(x.article == a, x.layer.in_(LAYERS)),
    )


@cache
def _were_rejected() -> Where:
    c = t.verdict.c
    here = (c.article.in_(ARTICLES), c.layer.in_(LAYERS), c.kind == VerdictKind.REJECTED)
    return t.quote.c.uid.in_(select(c.proposal).where(*here))


@cache
def _regions() -> Select[Any]:
    c = t.region.c
    return select(c.article, c.start, c.stop).where(c.article.in_(ARTICLES), c.kind != RegionKind.BODY)


@cache
def _reviews() -> Select[Any]:
    """(article, layer, where what it did not skip starts, joined by commas; None where it skipped all).

    A row for each sentence would be three times as many as all that is said of quotes.
    """
    c = t.review.c
    start = case((c.status != ReviewStatus.SKIPPED, cast(c.start, Text)))
    query = select(c.article, c.layer, func.aggregate_strings(start, ","))
    return query.where(c.article.in_(ARTICLES), c.layer.in_(LAYERS)).group_by(c.article, c.layer)


@cache
def _readings() -> Select[Any]:
    c = t.reading.c
    return select(c.article, c.layer).where(c.article.in_(ARTICLES), c.layer.in_(LAYERS))


@cache
def _judged() -> Select[Any]:
    c = t.verdict.c
    return select(c.article, c.layer).distinct().where(c.article.in_(ARTICLES), c.layer.in_(LAYERS))


@cache
def _rejections() -> Select[Any]:
    c, x = t.verdict.c, t.layer.c
    query = select(c.article, c.layer, c.proposal).join_from(t.verdict, t.layer)
    here = (c.article.in_(ARTICLES), c.layer.in_(LAYERS), c.kind == VerdictKind.REJECTED)
    return query.where(*here).order_by(x.kind, x.name, x.version)
