"""What is counted as it changes, beside the same counted now. The database adds up: nothing is in memory."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, case, func, select

from annotator.model import ReviewStatus
from annotator.store import tables as t
from annotator.store.read import in_body

_a, _s, _r, _p, _la, _c = (x.c for x in (t.article, t.sentence, t.review, t.progress, t.layer, t.corpus))


def wrong_counts(connection: Connection) -> Iterator[str]:
    """Sentences on what does not add up."""
    if wrong := _number(connection, select(func.count()).where(_a.body != _body())):
        yield f"the sentences of {_articles(wrong)} are counted wrongly"
    there = connection.execute(select(_c.articles, _c.body)).one_or_none() or (0, 0)
    bodies = select(func.count()).select_from(t.sentence).where(in_body(_s))
    if tuple(there) != (_number(connection, _all_articles()), _number(connection, bodies)):
        yield "the articles and sentences of the corpus are counted wrongly"
    if wrong := sum(_number(connection, query) for query in _wrong_progress()):
        yield f"what is reviewed in {_articles(wrong)} is counted wrongly"
    if _number(connection, _wrong_layers()):
        yield "what a layer has reviewed in all is counted wrongly"
    # Each number is there once: they follow each other if they go from one to as many as there are.
    ends = connection.execute(select(func.min(_a.number), func.max(_a.number), func.count(_a.number))).one()
    if tuple(ends) not in ((None, None, 0), (1, ends[2], ends[2])):
        yield "the articles are not numbered one after the other"


def _articles(n: int) -> str:
    return f"{n:,} article{'' if n == 1 else 's'}"


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.scalar(query) or 0)


def recount_all(connection: Connection) -> None:
    """Count all of it anew."""
    connection.execute(t.article.update().where(_a.body != _body()).values(body=_body()))
    bodies = select(func.coalesce(func.sum(_a.body), 0)).scalar_subquery()
    connection.execute(t.corpus.update().values(articles=_all_articles().scalar_subquery(), body=bodies))
    connection.execute(t.progress.delete())
    names = ("layer", "article", "reviewed", "skipped")
    connection.execute(t.progress.insert().from_select(names, _reviews()))
    every = select(func.coalesce(func.sum(_p.reviewed), 0)).where(_p.layer == _la.id).scalar_subquery()
    connection.execute(t.layer.update().values(reviewed=every))


def _all_articles() -> Select[Any]:
    return select(func.count()).select_from(t.article)


def _body() -> ScalarSelect[Any]:
    """Of an article: its sentences that are neither boilerplate nor headline."""
    return select(func.count()).where(_s.article == _a.id, in_body(_s)).correlate(t.article).scalar_subquery()


def _reviews() -> Select[Any]:
    """layer, article, reviewed, skipped, where there are any."""
    skipped = func.sum(case((_r.status == ReviewStatus.SKIPPED, 1), else_=0))
    columns = (_r.layer, _r.article, (func.count() - skipped).label("done"), skipped.label("skipped"))
    return select(*columns).where(in_body(_r)).group_by(_r.layer, _r.article)


def _wrong_progress() -> Iterator[Select[Any]]:
    """How many rows count otherwise, and how many count what is not there."""
    counted = _reviews().subquery()
    same = (_p.layer == counted.c.layer) & (_p.article == counted.c.article)
    is_other = (func.coalesce(_p.reviewed, 0) != counted.c.done) | (
        func.coalesce(_p.skipped, 0) != counted.c.skipped
    )
    yield select(func.count()).select_from(counted.outerjoin(t.progress, same)).where(is_other)
    is_none = counted.c.layer.is_(None) & ((_p.reviewed != 0) | (_p.skipped != 0))
    yield select(func.count()).select_from(t.progress.outerjoin(counted, same)).where(is_none)


def _wrong_layers() -> Select[Any]:
    counted = _reviews().subquery()
    sums = (
        select(counted.c.layer, func.sum(counted.c.done).label("done")).group_by(counted.c.layer).subquery()
    )
    tree = t.layer.outerjoin(sums, sums.c.layer == _la.id)
    return select(func.count()).select_from(tree).where(_la.reviewed != func.coalesce(sums.c.done, 0))
