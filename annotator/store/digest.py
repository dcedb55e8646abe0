"""What a database says, as one number: equal for two that say the same, whatever their rows, order and kind.

Said are articles with their sources, sentences and regions; the registry; of each layer its quotes, reviews,
labels, notes, verdicts, what is asked again; rulings, entries told apart, which articles were imported whole.
Not said: what this database alone remembers, as where people are, and proposals to merge entries.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from annotator.model import Change, Entity, LayerKind, Quote
from annotator.store import articles, read
from annotator.store import tables as t
from annotator.store.codec import dump_changes
from annotator.store.merging import bases
from annotator.store.merging.layers import layers
from annotator.store.write import chunks

_BATCH = 200
_a, _e = t.article.c, t.events.c


class Digest(NamedTuple):
    """sha256 of the state, and of the events that led there, without the numbers each database gives them."""

    state: str
    events: str


def digest(connection: Connection) -> Digest:
    """The digest of all that is there, an article after the other."""
    return Digest(_hashed(_state(connection)), _hashed(_events(connection)))


def _hashed(lines: Iterable[Any]) -> str:
    found = sha256()
    for line in lines:
        found.update(orjson.dumps(line))
        found.update(b"\n")
    return found.hexdigest()


def _state(connection: Connection) -> Iterator[Any]:
    for table in (t.scheme, t.guideline):
        yield sorted(connection.scalars(select(table.c.digest)))
    yield from (_dumped(speaker) for speaker in sorted(read.speakers(connection), key=lambda s: s.id))
    yield from _sorted(connection, [])
    every = connection.execute(select(_a.digest, _a.id).order_by(_a.digest)).all()
    for some in chunks(every, _BATCH):
        yield from _articles(connection, dict(some))


def _articles(connection: Connection, some: dict[str, int]) -> Iterator[Any]:
    texts = articles.several(connection, list(some.values()))
    for digest, key in some.items():
        sources = sorted(orjson.dumps(source).decode() for source in texts[key].sources)
        spans = [[s.span.start, s.span.end] for s in articles.sentences(connection, key)]
        segmenter = connection.scalar(select(_a.segmenter).where(_a.id == key))
        yield [digest, sha256(texts[key].text.encode()).hexdigest(), sources, segmenter, spans]
    yield from _sorted(connection, list(some))
    yield from _readings(connection, list(some))
    for kept in read.quotes(connection, t.quote.c.article.in_(some.values())):
        yield [_dumped(kept.quote), kept.updated, kept.scheme, kept.guideline]


def _sorted(connection: Connection, digests: list[str]) -> Iterator[Any]:
    """All but quotes and speakers, of these articles; what is of none, where there are no articles."""
    found = bases.said(connection, layers(connection), digests)
    shared = ("ruling", "apart")
    lines = [[_dumped(entity), stamp.at] for entity, stamp in found.values()]
    yield from sorted((x for x in lines if (x[0][0] in shared) == (not digests)), key=orjson.dumps)


def _readings(connection: Connection, digests: list[str]) -> Iterator[Any]:
    r, la = t.reading.c, t.layer.c
    query = (
        select(_a.digest, la.kind, la.name, la.version)
        .select_from(t.reading.join(t.article).join(t.layer, la.id == r.layer))
        .where(_a.digest.in_(digests), la.kind != LayerKind.MODEL)
    )
    yield sorted(list(row) for row in connection.execute(query).all())


def _events(connection: Connection) -> Iterator[Any]:
    query = (
        select(
            _e.uid, t.actor.c.name, _e.at, _e.kind, _e.says, _a.digest, _e.place, _e.grp, _e.undoes,
            _e.changes, _e.active_ms, _e.scheme, _e.guideline,
        )
        .select_from(t.events.join(t.actor).outerjoin(t.article, _a.id == _e.article))
        .order_by(_e.uid)
    )  # fmt: skip
    for row in connection.execution_options(yield_per=1000).execute(query):
        yield list(row)


def _dumped(entity: Entity) -> Any:
    """[kind, value] as the history has it; several quotes are never one entry there."""
    (row,) = orjson.loads(dump_changes((Change(None, entity),)))
    assert isinstance(entity, Quote) or row[0] != "quotes"
    return [row[0], row[2]]
