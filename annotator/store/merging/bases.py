"""What the other database says without an event that says so: what it began with, as a bundle does.

Such a thing is taken in where no event, here or there, speaks of it. Where both databases begin with it, and
not as the same, the one whose JSON sorts last holds: a rule as good as any, and the same in every order.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Table, select

from annotator.model import (
    Again,
    Apart,
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Ruling,
    Span,
    Verdict,
    VerdictKind,
    identity,
)
from annotator.store import tables as t
from annotator.store.codec import dump_changes, load_changes
from annotator.store.write import Stamp, chunks

Key = tuple[object, ...]
Said = dict[Key, tuple[Entity, Stamp]]
_a, _la = t.article.c, t.layer.c
_LAYER = _la.kind, _la.name, _la.version


def said(connection: Connection, layers: Iterable[Layer], articles: Iterable[str]) -> Said:
    """All but quotes and speakers that these layers say, and what is shared, of these articles."""
    keys, digests = _layer_keys(connection, layers), list(articles)
    found: Said = {}
    for make in _KINDS:
        for entity, stamp in make(connection, keys, digests):
            found[identity(entity)] = entity, stamp
    return found


def lacking(ours: Said, theirs: Said, settled: Callable[[Key], bool]) -> Said:
    """Those of theirs that are not so here, and that no event of the ones looked at settles."""
    return {
        key: one
        for key, one in theirs.items()
        if not settled(key) and (key not in ours or ours[key][0] != one[0])
    }


def spoken_of(connection: Connection, keys: set[Key]) -> set[Key]:
    """Those of these things that an event speaks of."""
    if not keys:
        return set()
    found: set[Key] = set()
    rows = connection.execution_options(yield_per=500).execute(select(t.events.c.changes))
    for (changes,) in rows:
        for change in load_changes(changes):
            some = change.after or change.before
            if some is not None and (key := identity(some)) in keys:
                found.add(key)
    return found


def greater(one: Entity, other: Entity) -> bool:
    """Whether of two beginnings of one thing the first holds."""
    return _sorted(one) > _sorted(other)


def _sorted(entity: Entity) -> bytes:
    return orjson.dumps(orjson.loads(dump_changes((Change(None, entity),))), option=orjson.OPT_SORT_KEYS)


def _layer_keys(connection: Connection, layers: Iterable[Layer]) -> list[int]:
    wanted = set(layers)
    rows = connection.execute(select(_la.id, *_LAYER))
    return [key for key, kind, name, version in rows if Layer(LayerKind(kind), name, version) in wanted]


_NO = Stamp("", "", "")
_Made = Iterator[tuple[Entity, Stamp]]


def _rows(connection: Connection, query: Select[Any], digests: list[str]) -> Iterator[Any]:
    for some in chunks(digests):
        yield from connection.execute(query.where(_a.digest.in_(some))).all()


def _of_layers(
    connection: Connection, table: Table, columns: Iterable[str], layers: list[int], digests: list[str]
) -> Iterator[tuple[Any, ...]]:
    """(article's digest, layer, these columns) of each row."""
    wanted = [table.c[name] for name in columns]
    query = select(_a.digest, *_LAYER, *wanted).select_from(table.join(t.article).join(t.layer))
    for digest, kind, name, version, *values in _rows(
        connection, query.where(table.c.layer.in_(layers)), digests
    ):
        yield digest, Layer(LayerKind(kind), name, version), *values


def _reviews(connection: Connection, layers: list[int], digests: list[str]) -> _Made:
    columns = "start", "stop", "status", "origin"
    for digest, layer, start, stop, status, origin in _of_layers(
        connection, t.review, columns, layers, digests
    ):
        yield Review(digest, layer, Span(start, stop), ReviewStatus(status), Origin(origin)), _NO


def _verdicts(connection: Connection, layers: list[int], digests: list[str]) -> _Made:
    columns = "proposal", "kind", "at"
    for digest, layer, proposal, kind, at in _of_layers(connection, t.verdict, columns, layers, digests):
        yield Verdict(digest, layer, proposal, VerdictKind(kind)), Stamp(at, "", "")


def _agains(connection: Connection, layers: list[int], digests: list[str]) -> _Made:
    columns = "start", "stop", "why", "quote"
    for digest, layer, start, stop, why, quote in _of_layers(connection, t.again, columns, layers, digests):
        yield Again(digest, layer, Span(start, stop), why, quote), _NO


def _notes(connection: Connection, layers: list[int], digests: list[str]) -> _Made:
    columns = "uid", "start", "stop", "text", "quote", "deleted"
    for digest, layer, uid, start, stop, text, quote, gone in _of_layers(
        connection, t.note, columns, layers, digests
    ):
        if not gone:
            yield Note(uid, digest, layer, Span(start, stop), text, quote), _NO


def _labels(connection: Connection, layers: list[int], digests: list[str]) -> _Made:
    columns = "n", "field", "value", "target", "origin"
    found: dict[tuple[str, Layer], dict[int, Label]] = {}
    for digest, layer, n, field, value, target, origin in _of_layers(
        connection, t.article_label, columns, layers, digests
    ):
        found.setdefault((digest, layer), {})[n] = Label(field, value, target, Origin(origin))
    for (digest, layer), some in found.items():
        yield ArticleLabels(digest, layer, tuple(some[n] for n in sorted(some))), _NO


def _regions(connection: Connection, _layers: list[int], digests: list[str]) -> _Made:
    r = t.region.c
    query = select(_a.digest, r.start, r.stop, r.kind, r.origin).select_from(t.region.join(t.article))
    for digest, start, stop, kind, origin in _rows(connection, query, digests):
        yield Region(digest, Span(start, stop), RegionKind(kind), Origin(origin)), _NO


def _rulings(connection: Connection, _layers: list[int], _digests: list[str]) -> _Made:
    r = t.ruling.c
    query = select(r.uid, t.actor.c.name, r.section, r.text, r.note, r.at).select_from(t.ruling.join(t.actor))
    for uid, by, section, text, note, at in connection.execute(query.where(r.deleted == 0)).all():
        yield Ruling(uid, by, section, text, note), Stamp(at, "", "")


def _aparts(connection: Connection, _layers: list[int], _digests: list[str]) -> _Made:
    m = t.merge.c
    query = select(m.kept, m.other, t.actor.c.name).select_from(
        t.merge.join(t.actor, t.actor.c.id == m.settled_by)
    )
    for kept, other, by in connection.execute(query.where(m.state == "apart")).all():
        yield Apart(kept, other, by), _NO


# Notes come before the rulings that answer them.
_KINDS: tuple[Callable[[Connection, list[int], list[str]], _Made], ...] = (
    _regions, _reviews, _verdicts, _notes, _agains, _labels, _rulings, _aparts,
)  # fmt: skip
