"""What is counted as it changes, in the transaction that changes it, so that no key has to count a corpus."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, Update, bindparam, func, select

from annotator.model import Change, Region, RegionKind, Review, ReviewStatus
from annotator.store import tables as t
from annotator.store.keys import Keys
from annotator.store.prepared import chosen, inserting, updating
from annotator.store.read import in_body
from annotator.store.security.who import is_limited
from annotator.store.write import body_count

_corpus, _p = t.corpus.c, t.progress.c
REVIEWED, SKIPPED = "reviewed", "skipped"


def arrived(connection: Connection, bodies: Sequence[int]) -> int:
    """Count articles that come, with so many sentences of the body each; the number of the first of them."""
    there = connection.scalar(select(_corpus.articles))
    if there is None:
        connection.execute(t.corpus.insert().values(id=1, articles=0, body=0, indexed=0))
    more = {"articles": _corpus.articles + len(bodies), "body": _corpus.body + sum(bodies)}
    connection.execute(t.corpus.update().values(more))
    return (there or 0) + 1


def follow(connection: Connection, keys: Keys, changes: Sequence[Change]) -> None:
    """Count what `changes`, which were just made, add and take away."""
    marked = {one.article for change in changes for one in _two(change) if isinstance(one, Region)}
    for digest in sorted(marked):
        recount(connection, keys.article(connection, digest))
    added: dict[tuple[int, int], Counter[str]] = {}
    for change in changes:
        for one, by in zip(_two(change), (-1, 1), strict=True):
            if isinstance(one, Review) and one.article not in marked:
                key = keys.made_layer(connection, one.layer), keys.article(connection, one.article)
                if not _is_marked(connection, key[1], one):
                    added.setdefault(key, Counter())[_column(one)] += by
    for (layer, article), counts in added.items():
        _add(connection, layer, article, counts)


def _two(change: Change) -> tuple[object, object]:
    return change.before, change.after


def _column(review: Review) -> str:
    return SKIPPED if review.status is ReviewStatus.SKIPPED else REVIEWED


def _is_marked(connection: Connection, article: int, review: Review) -> bool:
    """Whether it touches boilerplate or a headline: the same as `read.in_body`, of a value."""
    values = {"article": article, "first": review.span.start, "end": review.span.end}
    return connection.scalar(_marks(), values) is not None


@cache
def _marks() -> Select[Any]:
    r = t.region.c
    here = r.article == bindparam("article"), r.start < bindparam("end"), bindparam("first") < r.stop
    return select(r.article).where(*here, r.kind != RegionKind.BODY).limit(1)


def _add(connection: Connection, layer: int, article: int, counts: Counter[str]) -> None:
    more = {REVIEWED: counts[REVIEWED], SKIPPED: counts[SKIPPED]}
    if not any(more.values()):
        return
    mine = chosen(layer=layer, article=article)
    if not connection.execute(_progress(), {f"by_{name}": n for name, n in more.items()} | mine).rowcount:
        connection.execute(inserting(t.progress), {"layer": layer, "article": article} | more)
    if by := more[REVIEWED]:
        connection.execute(_reviewed(), {"by": by} | chosen(id=layer))


@cache
def _progress() -> Update:
    more = {name: _p[name] + bindparam(f"by_{name}", type_=Integer) for name in (REVIEWED, SKIPPED)}
    return updating(t.progress, "layer", "article").values(more)


@cache
def _reviewed() -> Update:
    return updating(t.layer, "id").values(reviewed=t.layer.c.reviewed + bindparam("by", type_=Integer))


def recount(connection: Connection, article: int) -> None:
    """Count an article anew: what is its body has changed, and with it which reviews are of it."""
    if is_limited(connection):
        connection.execute(select(func.annotator_recount(article)))
        return
    a, r = t.article.c, t.review.c
    before = connection.execute(select(a.body).where(a.id == article)).scalar_one()
    row = t.article.update().where(a.id == article).values(body=body_count(article))
    after = connection.execute(row.returning(a.body)).scalar_one()
    connection.execute(t.corpus.update().values(body=_corpus.body + after - before))
    counted: dict[int, Counter[str]] = {}
    had = select(_p.layer, _p.reviewed, _p.skipped).where(_p.article == article)
    for layer, reviewed, skipped in connection.execute(had):
        counted[layer] = Counter({REVIEWED: -reviewed, SKIPPED: -skipped})
    has = select(r.layer, r.status, func.count()).where(r.article == article, in_body(r))
    for layer, status, n in connection.execute(has.group_by(r.layer, r.status)):
        column = SKIPPED if status == ReviewStatus.SKIPPED else REVIEWED
        counted.setdefault(layer, Counter())[column] += n
    for layer, counts in counted.items():
        _add(connection, layer, article, counts)
