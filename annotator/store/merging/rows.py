"""Rows that others point at, which are there before what they hold is written: people, speakers, quotes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from annotator.errors import StoreError
from annotator.model import Layer, LayerKind, Quote
from annotator.store import acting, read
from annotator.store import tables as t
from annotator.store.bulk import put_quotes
from annotator.store.keys import Keys
from annotator.store.merging.events import Raw, raws
from annotator.store.ordering import Place
from annotator.store.rows import insert
from annotator.store.write import Stamp, chunks

_BATCH = 500
_q, _s = t.quote.c, t.speaker.c


def add_people(ours: Connection, theirs: Connection) -> None:
    """Everybody who is there. Raises StoreError where a person there is a program here, or the reverse."""
    a = t.actor.c
    for name, kind, added in theirs.execute(select(a.name, a.kind, a.added).order_by(a.id)).all():
        acting.made_actor(ours, name, kind, added)


def add_events(ours: Connection, keys: Keys, theirs: Connection, new: Sequence[Place]) -> None:
    """Write the events at these places, in their order, as each actor's next ones."""
    last: dict[str, tuple[int, int]] = {}
    for some in chunks(sorted(new), _BATCH):
        found = raws(theirs, t.events.c.uid.in_([one.uid for one in some]))
        rows = []
        for one in some:
            raw = found[one.uid]
            if raw.actor not in last:
                a, e = t.actor.c, t.events.c
                key = ours.execute(select(a.id).where(a.name == raw.actor)).scalar_one()
                last[raw.actor] = key, ours.scalar(select(func.max(e.seq)).where(e.actor == key)) or 0
            key, seq = last[raw.actor] = last[raw.actor][0], last[raw.actor][1] + 1
            rows.append(_event(ours, keys, raw, key, seq))
        insert(ours, t.events, rows)


def _event(ours: Connection, keys: Keys, raw: Raw, actor: int, seq: int) -> dict[str, Any]:
    article = keys.article(ours, raw.article) if raw.article is not None else None
    values = raw._asdict()
    del values["by_person"]
    return values | {"actor": actor, "seq": seq, "article": article}


def add_speakers(ours: Connection, keys: Keys, theirs: Connection) -> set[str]:
    """The entries that are not here, as they are there, merged into none; their ids."""
    every = list(theirs.scalars(select(_s.uid).order_by(_s.id)))
    there = speaker_keys(ours, every)
    new = [uid for uid in every if uid not in there]
    brought = dict(_brought_by(theirs))
    rows = []
    for some in chunks(new):
        for row in theirs.execute(select(t.speaker).where(_s.uid.in_(some)).order_by(_s.id)).all():
            layer = keys.made_layer(ours, brought[row.uid]) if row.uid in brought else None
            rows.append(
                {
                    "uid": row.uid, "name": row.name, "kind": row.kind, "wikidata": row.wikidata,
                    "deleted": row.deleted, "brought_by": layer,
                }
            )  # fmt: skip
    insert(ours, t.speaker, rows)
    made = speaker_keys(ours, new)
    a = t.alias.c
    for some in chunks(new):
        query = select(_s.uid, a.n, a.alias).select_from(t.alias.join(t.speaker)).where(_s.uid.in_(some))
        aliases = [{"speaker": made[uid], "n": n, "alias": alias} for uid, n, alias in theirs.execute(query)]
        insert(ours, t.alias, aliases)
    return set(new)


def _brought_by(connection: Connection) -> Iterator[tuple[str, Layer]]:
    la = t.layer.c
    query = select(_s.uid, la.kind, la.name, la.version).select_from(
        t.speaker.join(t.layer, la.id == _s.brought_by)
    )
    for uid, kind, name, version in connection.execute(query):
        yield uid, Layer(LayerKind(kind), name, version)


def speaker_keys(connection: Connection, uids: Iterable[str]) -> dict[str, int]:
    """uid -> key, of those that are there, also as tombstones."""
    found: dict[str, int] = {}
    for some in chunks(sorted(set(uids))):
        found.update(connection.execute(select(_s.uid, _s.id).where(_s.uid.in_(some))).all())
    return found


def add_quotes(ours: Connection, keys: Keys, theirs: Connection) -> set[str]:
    """Tombstones, without anything, of the quotes that are there and not here; their ids."""
    la = t.layer.c
    every = list(theirs.scalars(select(_q.uid).order_by(_q.id)))
    there: set[str] = set()
    for some in chunks(every):
        there.update(ours.scalars(select(_q.uid).where(_q.uid.in_(some))))
    new = [uid for uid in every if uid not in there]
    query = select(t.quote, t.article.c.digest, la.kind.label("of"), la.name, la.version).select_from(
        t.quote.join(t.article).join(t.layer)
    )
    for some in chunks(new):
        rows = [
            {
                "uid": x.uid, "article": keys.article(ours, x.digest),
                "layer": keys.made_layer(ours, Layer(LayerKind(x.of), x.name, x.version)), "start": x.start,
                "created": x.created, "updated": x.updated, "scheme": x.scheme, "guideline": x.guideline,
                "deleted": 1,
            }
            for x in theirs.execute(query.where(_q.uid.in_(some)).order_by(_q.id)).all()
        ]  # fmt: skip
        insert(ours, t.quote, rows)
    return set(new)


def quotes_there(theirs: Connection, uids: Iterable[str]) -> Iterator[tuple[Quote, Stamp, bool]]:
    """Quotes as they are in the other database, and whether they are gone; not those that left nothing."""
    for some in chunks(sorted(uids)):
        gone = set(theirs.scalars(select(_q.uid).where(_q.uid.in_(some), _q.deleted == 1)))
        for kept in read.quotes(theirs, _q.uid.in_(some), superseded=True):
            yield kept.quote, Stamp(kept.updated, kept.scheme, kept.guideline), kept.quote.id in gone


def write_quotes(ours: Connection, keys: Keys, quotes: Sequence[tuple[Quote, Stamp, bool]]) -> None:
    """Bring quotes whose rows are there to these values; `gone`: as tombstones that can still be read."""
    if not quotes:
        return
    voices = [voice.speaker for quote, _, _ in quotes for voice in (*quote.speakers, *quote.via)]
    named = speaker_keys(ours, [uid for uid in voices if uid is not None])
    if lost := set(filter(None, voices)) - named.keys():
        raise StoreError(f"the registry has no speaker {min(lost)}; nothing of it was merged")
    for some in chunks(quotes, 1000):
        placed = [(q, keys.article(ours, q.article), keys.made_layer(ours, q.layer)) for q, _, _ in some]
        put_quotes(ours, placed, [q.id for q, _, _ in some], named, some[0][1])
        rows = [
            {"of": q.id, "at": s.at, "sch": s.scheme, "gui": s.guideline, "gone": int(gone)}
            for q, s, gone in some
        ]
        ours.execute(_STAMPED, rows)


_STAMPED = (
    t.quote.update()
    .where(_q.uid == bindparam("of"))
    .values(
        updated=bindparam("at"),
        scheme=bindparam("sch"),
        guideline=bindparam("gui"),
        deleted=bindparam("gone"),
    )
)


def first_made(ours: Connection, times: Iterable[tuple[str, str]]) -> None:
    """Quotes were made no later than this (id, UTC)."""
    rows = [{"of": uid, "at": at} for uid, at in times]
    if rows:
        earlier = t.quote.update().where(_q.uid == bindparam("of"), _q.created > bindparam("at"))
        ours.execute(earlier.values(created=bindparam("at")), rows)
