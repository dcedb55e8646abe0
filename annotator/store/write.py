"""From values to rows: how one entity is looked up and kept. Always inside a writing transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, Update, bindparam, func, or_, select

from annotator.model import (
    Again,
    Apart,
    ArticleLabels,
    Change,
    Entity,
    Label,
    Note,
    Quote,
    Region,
    Review,
    Ruling,
    Speaker,
    Verdict,
)
from annotator.store import read, rulings
from annotator.store import tables as t
from annotator.store.keys import Keys, speaker_key
from annotator.store.prepared import chosen, deleting, inserting, inserting_key, updating, updating_key
from annotator.store.security.who import is_limited

T = TypeVar("T")
Row = tuple[Any, ...]
Rows = list[dict[str, Any]]


class Stamp(NamedTuple):
    """What is written beside a change: its time and the digests in force."""

    at: str
    scheme: str
    guideline: str


def current(connection: Connection, keys: Keys, like: Entity) -> Entity | None:
    """The entity that `like` is a state of, as it stands now."""
    if isinstance(like, Quote):
        return read.quote(connection, like.id)
    if isinstance(like, Speaker):
        return read.speaker(connection, like.id)
    if isinstance(like, Ruling):
        return rulings.ruling(connection, like.id)
    if isinstance(like, Apart):
        return rulings.apart(connection, like.kept, like.other)
    article = keys.article(connection, like.article)
    if isinstance(like, Region):
        return _first(read.regions(connection, article, like.article, like.span))
    layer = keys.layer(connection, like.layer)
    if layer is None:
        return None
    where = connection, article, like.article, layer, like.layer
    if isinstance(like, ArticleLabels):
        found = read.article_labels(*where)
        return found if found.labels else None
    if isinstance(like, Verdict):
        return read.verdict(connection, layer, like.proposal)
    if isinstance(like, Review):
        return _first(read.reviews(*where, like.span))
    if isinstance(like, Again):
        return _first(rulings.asked_again(*where, like.span))
    return _first(read.notes(*where, like.id))


def _first(found: Sequence[T]) -> T | None:
    return found[0] if found else None


def apply(connection: Connection, keys: Keys, change: Change, stamp: Stamp) -> None:
    """Bring one entity from `change.before`, which must be how it stands, to `change.after`."""
    some = change.after or change.before
    _WRITERS[type(some)](connection, keys, change, stamp)


def _put_quote(connection: Connection, keys: Keys, change: Change, stamp: Stamp) -> None:
    q: Any = change.after or change.before
    article, layer = keys.article(connection, q.article), keys.made_layer(connection, q.layer)
    row = quote_row(q, article, layer, stamp) | {"deleted": int(change.after is None)}
    key = connection.scalar(updating_key(t.quote, "uid"), row | chosen(uid=q.id))
    was_there = key is not None
    if key is None:
        row |= {"uid": q.id, "created": stamp.at}
        key = connection.execute(inserting_key(t.quote), row).scalar_one()
    for part in PARTS:
        before, after = part.rows(change.before, key), part.rows(change.after, key)
        if before != after:
            # A superseded proposal has parts, too, and nothing stood before.
            if was_there:
                connection.execute(deleting(part.table, "quote"), chosen(quote=key))
            _put_part(connection, part, after)


def quote_row(q: Quote, article: int, layer: int, stamp: Stamp) -> dict[str, Any]:
    """A quote's own row, without its uid."""
    return {
        "article": article, "layer": layer, "start": q.start,
        "parent": q.parent, "about": q.about, "derived_from": q.derived_from,
        "updated": stamp.at, "scheme": stamp.scheme, "guideline": stamp.guideline,
        "rule": q.rule or None, "score": q.score,
    }  # fmt: skip


class Part(NamedTuple):
    """What a quote has in a table of its own: the values of `columns` are `rows(quote, key)`."""

    table: Table
    columns: tuple[str, ...]
    rows: Callable[[Any, int], list[Row]]


def _put_part(connection: Connection, part: Part, after: Sequence[Row]) -> None:
    rows: Rows = [dict(zip(part.columns, row, strict=True)) for row in after]
    for row in rows:
        if row.get("speaker"):
            row["speaker"] = speaker_key(connection, row["speaker"])
    if rows:
        connection.execute(inserting(part.table), rows)


def _span_rows(q: Quote | None, key: int) -> list[Row]:
    roles = (("content", q.content), ("cue", q.cue), ("source", q.source)) if q else ()
    return [(key, role, n, span.start, span.end) for role, spans in roles for n, span in enumerate(spans)]


def _voice_rows(q: Quote | None, key: int) -> list[Row]:
    return [
        (key, v.speaker, role, n, v.origin, v.score, *((v.span.start, v.span.end) if v.span else _NOWHERE))
        for role, voices in ((("speaker", q.speakers), ("via", q.via)) if q else ())
        for n, v in enumerate(voices)
    ]


def _label_rows(q: Quote | None, key: int) -> list[Row]:
    labels = q.labels if q else ()
    return [(key, x.field, n, x.value, x.target, x.origin, x.score) for n, x in enumerate(labels)]


_NOWHERE = (None, None)
SPANS = Part(t.quote_span, ("quote", "role", "n", "start", "stop"), _span_rows)
# `speaker` is an id or None, for which the table has the key.
VOICES = Part(
    t.quote_voice, ("quote", "speaker", "role", "n", "origin", "score", "start", "stop"), _voice_rows
)
LABELS = Part(t.quote_label, ("quote", "field", "n", "value", "target", "origin", "score"), _label_rows)
PARTS = (SPANS, VOICES, LABELS)


def _put_review(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    r: Any = change.after or change.before
    owner = {"layer": keys.made_layer(connection, r.layer), "article": keys.article(connection, r.article)}
    row = owner | {"start": r.span.start, "stop": r.span.end}
    _replace(connection, t.review, row, change, {"status": r.status, "origin": r.origin})


def _put_verdict(connection: Connection, keys: Keys, change: Change, stamp: Stamp) -> None:
    v: Any = change.after or change.before
    row = {"layer": keys.made_layer(connection, v.layer), "proposal": v.proposal}
    article = keys.article(connection, v.article)
    _replace(connection, t.verdict, row, change, {"article": article, "kind": v.kind, "at": stamp.at})


def _put_region(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    r: Any = change.after or change.before
    article = keys.article(connection, r.article)
    row = {"article": article, "start": r.span.start, "stop": r.span.end}
    _replace(connection, t.region, row, change, {"kind": r.kind, "origin": r.origin})


def body_count(article: int) -> Any:
    """The number of an article's sentences that are neither boilerplate nor headline, as a subquery."""
    s = t.sentence.c
    return select(func.count()).where(s.article == article, read.in_body(s)).scalar_subquery()


def _replace(
    connection: Connection, table: Table, key: dict[str, Any], change: Change, values: dict[str, Any]
) -> None:
    if change.before is not None:
        connection.execute(deleting(table, *key), chosen(**key))
    if change.after is not None:
        connection.execute(inserting(table), key | values)


def _put_note(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    n: Any = change.after or change.before
    row = {
        "article": keys.article(connection, n.article), "layer": keys.made_layer(connection, n.layer),
        "start": n.span.start, "stop": n.span.end, "text": n.text, "quote": n.quote,
        "deleted": int(change.after is None),
    }  # fmt: skip
    if not connection.execute(updating(t.note, "uid"), row | chosen(uid=n.id)).rowcount:
        connection.execute(inserting(t.note), {"uid": n.id, **row})


def _put_ruling(connection: Connection, _keys: Keys, change: Change, stamp: Stamp) -> None:
    rulings.put(connection, change, stamp.at)


def _put_apart(connection: Connection, _keys: Keys, change: Change, _stamp: Stamp) -> None:
    rulings.put_apart(connection, change)


def _put_again(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    a: Any = change.after or change.before
    owner = {"layer": keys.made_layer(connection, a.layer), "article": keys.article(connection, a.article)}
    row = owner | {"start": a.span.start, "stop": a.span.end}
    _replace(connection, t.again, row, change, {"why": a.why, "quote": a.quote})


def _put_speaker(connection: Connection, _keys: Keys, change: Change, _stamp: Stamp) -> None:
    s: Any = change.after or change.before
    row = speaker_row(s) | {"deleted": int(change.after is None)}
    key = connection.scalar(updating_key(t.speaker, "uid"), row | chosen(uid=s.id))
    if key is None:
        key = connection.execute(inserting_key(t.speaker), {"uid": s.id, **row}).scalar_one()
    connection.execute(deleting(t.alias, "speaker"), chosen(speaker=key))
    if change.after is not None and s.aliases:
        rows = [{"speaker": key, "n": n, "alias": alias} for n, alias in enumerate(s.aliases)]
        connection.execute(inserting(t.alias), rows)


def speaker_row(s: Speaker) -> dict[str, Any]:
    """A live entry's own row, without its uid."""
    return {
        "name": s.name, "kind": s.kind, "wikidata": s.wikidata, "merged_into": s.merged_into, "deleted": 0,
    }  # fmt: skip


def is_named(connection: Connection, uid: str) -> bool:
    """Whether a live quote, a label, or an entry that was merged names this speaker."""
    if is_limited(connection):
        return bool(connection.scalar(select(func.annotator_named(uid))))
    v, q, s = t.quote_voice.c, t.quote.c, t.speaker.c
    x, a = t.quote_label.c, t.article_label.c
    tree = t.quote_voice.join(t.quote, q.id == v.quote).join(t.speaker, s.id == v.speaker)
    labels = t.quote_label.join(t.quote, q.id == x.quote)
    uses = (
        select(v.quote).select_from(tree).where(s.uid == uid, q.deleted == 0),
        select(x.n).select_from(labels).where(or_(x.target == uid, x.value == uid), q.deleted == 0),
        select(a.n).where(or_(a.target == uid, a.value == uid)),
        select(s.id).where(s.merged_into == uid, s.deleted == 0),
    )
    return any(connection.scalar(use.limit(1)) is not None for use in uses)


def adopt(connection: Connection, changes: Iterable[Change]) -> None:
    """What an action names or touches in the registry is a person's now: it never goes away by itself.

    Not even where the action is taken back, for then it may be done again.
    """
    names: set[str] = set()
    for change in changes:
        for entity in (change.before, change.after):
            names |= naming(entity)
    disown(connection, names)


def disown(connection: Connection, names: Iterable[str]) -> None:
    """Forget which proposals brought these entries of the registry."""
    for some in chunks(sorted(names)):
        connection.execute(_disowning(), {"uids": some})


@cache
def _disowning() -> Update:
    c = t.speaker.c
    mine = c.uid.in_(bindparam("uids", expanding=True)), c.brought_by.is_not(None)
    return t.speaker.update().where(*mine).values(brought_by=None)


def naming(entity: Entity | None) -> set[str]:
    """The ids of the registry that an entity holds; what else a label says is the id of nothing there."""
    found: set[str | None] = set()
    if isinstance(entity, Speaker):
        found = {entity.id, entity.merged_into}
    elif isinstance(entity, Quote):
        found = {voice.speaker for voice in (*entity.speakers, *entity.via)}
    elif isinstance(entity, Apart):
        found = {entity.kept, entity.other}
    if isinstance(entity, Quote | ArticleLabels):
        found |= label_words(entity.labels)
    return {name for name in found if name}


def label_words(labels: Iterable[Label]) -> set[str | None]:
    """What labels say that may be the id of a speaker."""
    return {word for label in labels for word in (label.target, label.value)}


def chunks(some: Sequence[T], size: int = 5000) -> Iterator[Sequence[T]]:
    """`some` in parts that one statement can ask for: a database takes some 30,000 values at a time."""
    for start in range(0, len(some), size):
        yield some[start : start + size]


def _put_article_labels(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    a: Any = change.after or change.before
    owner = {"article": keys.article(connection, a.article), "layer": keys.made_layer(connection, a.layer)}
    connection.execute(deleting(t.article_label, *owner), chosen(**owner))
    rows: Rows = [
        owner | {"field": x.field, "n": n, "value": x.value, "target": x.target, "origin": x.origin}
        for n, x in enumerate(change.after.labels if isinstance(change.after, ArticleLabels) else ())
    ]
    if rows:
        connection.execute(inserting(t.article_label), rows)


_WRITERS: dict[type, Callable[[Connection, Keys, Change, Stamp], None]] = {
    Quote: _put_quote,
    Review: _put_review,
    Verdict: _put_verdict,
    Region: _put_region,
    Note: _put_note,
    Speaker: _put_speaker,
    Ruling: _put_ruling,
    Again: _put_again,
    Apart: _put_apart,
    ArticleLabels: _put_article_labels,
}
