"""What is counted as it changes, beside the same counted now."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, case, func, select

from annotator.model import ReviewStatus
from annotator.store import tables as t
from annotator.store.read import in_body
from annotator.store.rows import insert

Row = Mapping[str, object]
_a, _s, _r, _p, _la, _c = (x.c for x in (t.article, t.sentence, t.review, t.progress, t.layer, t.corpus))


def wrong_counts(connection: Connection) -> Iterator[str]:
    """Sentences on what does not add up."""
    bodies = _bodies(connection)
    kept = dict(connection.execute(select(_a.id, _a.body)).all())
    if wrong := [key for key, n in kept.items() if bodies.get(key, 0) != n]:
        yield f"the sentences of {_articles(len(wrong))} are counted wrongly"
    there = connection.execute(select(_c.articles, _c.body)).one_or_none() or (0, 0)
    if tuple(there) != (len(kept), sum(bodies.values())):
        yield "the articles and sentences of the corpus are counted wrongly"
    rows = {(x.layer, x.article): (x.reviewed, x.skipped) for x in connection.execute(select(t.progress))}
    counted = _reviews(connection)
    keys = rows.keys() | counted.keys()
    if wrong_rows := [key for key in keys if rows.get(key, (0, 0)) != counted.get(key, (0, 0))]:
        yield f"what is reviewed in {_articles(len(wrong_rows))} is counted wrongly"
    sums = dict(connection.execute(select(_la.id, _la.reviewed)).all())
    if any(n != _of_layer(counted, key) for key, n in sums.items()):
        yield "what a layer has reviewed in all is counted wrongly"
    numbers = sorted(connection.scalars(select(_a.number)))
    if numbers != list(range(1, len(numbers) + 1)):
        yield "the articles are not numbered one after the other"


def _articles(n: int) -> str:
    return f"{n:,} article{'' if n == 1 else 's'}"


def recount_all(connection: Connection) -> None:
    """Count all of it anew."""
    for key, n in _bodies(connection).items():
        connection.execute(t.article.update().where(_a.id == key, _a.body != n).values(body=n))
    many, body = connection.execute(select(func.count(), func.coalesce(func.sum(_a.body), 0))).one()
    connection.execute(t.corpus.update().values(articles=many, body=body))
    connection.execute(t.progress.delete())
    counted = _reviews(connection)
    rows = [
        {"layer": layer, "article": article, "reviewed": done, "skipped": skipped}
        for (layer, article), (done, skipped) in sorted(counted.items())
    ]
    insert(connection, t.progress, rows)
    for key in connection.scalars(select(_la.id)).all():
        connection.execute(t.layer.update().where(_la.id == key).values(reviewed=_of_layer(counted, key)))


def _bodies(connection: Connection) -> dict[int, int]:
    """article -> its sentences that are neither boilerplate nor headline."""
    query = select(_s.article, func.count()).where(in_body(_s)).group_by(_s.article)
    return dict(connection.execute(query).all())


def _reviews(connection: Connection) -> dict[tuple[int, int], tuple[int, int]]:
    """(layer, article) -> (reviewed, skipped), where there are any."""
    skipped = func.sum(case((_r.status == ReviewStatus.SKIPPED, 1), else_=0))
    query = select(_r.layer, _r.article, func.count() - skipped, skipped).where(in_body(_r))
    rows = connection.execute(query.group_by(_r.layer, _r.article))
    return {(layer, article): (int(done), int(n)) for layer, article, done, n in rows}


def _of_layer(counted: dict[tuple[int, int], tuple[int, int]], layer: int) -> int:
    return sum(done for (key, _), (done, _) in counted.items() if key == layer)
