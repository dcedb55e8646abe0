"""From values to rows: how one entity is looked up and kept. Always inside a writing transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, and_, func, or_, select

from annotator.model import (
    ArticleLabels,
    Change,
    Entity,
    Label,
    Note,
    Quote,
    Region,
    Review,
    Speaker,
    Verdict,
)
from annotator.store import read
from annotator.store import tables as t
from annotator.store.keys import Keys, speaker_key

T = TypeVar("T")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is written beside a change: its time and the digests in force."""

    at: str
    scheme: str
    guideline: str


def current(connection: Connection, keys: Keys, like: Entity) -> Entity | None:
    """The entity that `like` is a state of, as it stands now."""
    if isinstance(like, Quote):
        kept = _first(read.quotes(connection, t.quote.c.uid == like.id))
        return kept.quote if kept else None
    if isinstance(like, Speaker):
        return _first(read.speakers(connection, t.speaker.c.uid == like.id))
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
        v = t.verdict.c
        return _first(read.verdicts(connection, and_(v.layer == layer, v.proposal == like.proposal)))
    if isinstance(like, Review):
        return _first(read.reviews(*where, like.span))
    return _first(read.notes(*where, like.id))


def _first(found: Sequence[T]) -> T | None:
    return found[0] if found else None


def apply(connection: Connection, keys: Keys, change: Change, stamp: Stamp) -> None:
    """Bring one entity from `change.before`, which must be how it stands, to `change.after`."""
    some = change.after or change.before
    _WRITERS[type(some)](connection, keys, change, stamp)


def _put_quote(connection: Connection, keys: Keys, change: Change, stamp: Stamp) -> None:
    q: Any = change.after or change.before
    c = t.quote.c
    article, layer = keys.article(connection, q.article), keys.made_layer(connection, q.layer)
    row = quote_row(q, article, layer, stamp) | {"deleted": int(change.after is None)}
    key = connection.scalar(t.quote.update().where(c.uid == q.id).values(row).returning(c.id))
    was_there = key is not None
    if key is None:
        row |= {"uid": q.id, "created": stamp.at}
        key = connection.execute(t.quote.insert().returning(c.id), row).scalar_one()
    for table, rows_of in PARTS:
        before, after = rows_of(change.before), rows_of(change.after)
        if before != after:
            # A superseded proposal has parts, too, and nothing stood before.
            _put_part(connection, table, key, was_there, after)


def quote_row(q: Quote, article: int, layer: int, stamp: Stamp) -> dict[str, Any]:
    """A quote's own row, without its uid."""
    return {
        "article": article, "layer": layer, "start": q.start,
        "parent": q.parent, "about": q.about, "derived_from": q.derived_from,
        "updated": stamp.at, "scheme": stamp.scheme, "guideline": stamp.guideline,
        "rule": q.rule or None, "score": q.score,
    }  # fmt: skip


def _put_part(connection: Connection, table: Table, key: int, was_there: bool, after: Rows) -> None:
    if was_there:
        connection.execute(table.delete().where(table.c.quote == key))
    for row in after:
        row["quote"] = key
        if row.get("speaker"):
            row["speaker"] = speaker_key(connection, row["speaker"])
    if after:
        connection.execute(table.insert(), after)


def _span_rows(q: Any) -> Rows:
    return [
        {"role": role, "n": n, "start": span.start, "stop": span.end}
        for role in ("content", "cue", "source")
        for n, span in enumerate(getattr(q, role, ()))
    ]


def _voice_rows(q: Any) -> Rows:
    return [
        {
            "role": role, "n": n, "speaker": v.speaker, "origin": v.origin,
            "start": v.span.start if v.span else None, "stop": v.span.end if v.span else None,
        }
        for role, name in (("speaker", "speakers"), ("via", "via"))
        for n, v in enumerate(getattr(q, name, ()))
    ]  # fmt: skip


def _label_rows(of: Any) -> Rows:
    labels: tuple[Label, ...] = getattr(of, "labels", ())
    return [
        {"field": x.field, "n": n, "value": x.value, "target": x.target, "origin": x.origin}
        for n, x in enumerate(labels)
    ]


# What a quote has in tables of its own: the table, and its rows for a quote (None: for none).
PARTS: tuple[tuple[Table, Callable[[Any], Rows]], ...] = (
    (t.quote_span, _span_rows),
    (t.quote_voice, _voice_rows),
    (t.quote_label, _label_rows),
)


def _put_review(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    r: Any = change.after or change.before
    owner = {"layer": keys.made_layer(connection, r.layer), "article": keys.article(connection, r.article)}
    row = owner | {"start": r.span.start, "stop": r.span.end}
    _replace(connection, t.review, row, change, {"status": r.status, "origin": r.origin})


def _put_verdict(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    v: Any = change.after or change.before
    row = {"layer": keys.made_layer(connection, v.layer), "proposal": v.proposal}
    article = keys.article(connection, v.article)
    _replace(connection, t.verdict, row, change, {"article": article, "kind": v.kind})


def _put_region(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    r: Any = change.after or change.before
    article = keys.article(connection, r.article)
    row = {"article": article, "start": r.span.start, "stop": r.span.end}
    _replace(connection, t.region, row, change, {"kind": r.kind, "origin": r.origin})
    connection.execute(t.article.update().where(t.article.c.id == article).values(body=body_count(article)))


def body_count(article: int) -> Any:
    """The number of an article's sentences that are neither boilerplate nor headline, as a subquery."""
    s = t.sentence.c
    return select(func.count()).where(s.article == article, read.in_body(s)).scalar_subquery()


def _replace(
    connection: Connection, table: Table, key: dict[str, Any], change: Change, values: dict[str, Any]
) -> None:
    if change.before is not None:
        connection.execute(table.delete().where(and_(*(table.c[k] == v for k, v in key.items()))))
    if change.after is not None:
        connection.execute(table.insert(), key | values)


def _put_note(connection: Connection, keys: Keys, change: Change, _stamp: Stamp) -> None:
    n: Any = change.after or change.before
    row = {
        "article": keys.article(connection, n.article), "layer": keys.made_layer(connection, n.layer),
        "start": n.span.start, "stop": n.span.end, "text": n.text, "quote": n.quote,
        "deleted": int(change.after is None),
    }  # fmt: skip
    if not connection.execute(t.note.update().where(t.note.c.uid == n.id).values(row)).rowcount:
        connection.execute(t.note.insert(), {"uid": n.id, **row})


def _put_speaker(connection: Connection, _keys: Keys, change: Change, _stamp: Stamp) -> None:
    s: Any = change.after or change.before
    c = t.speaker.c
    row = speaker_row(s) | {"deleted": int(change.after is None)}
    key = connection.scalar(t.speaker.update().where(c.uid == s.id).values(row).returning(c.id))
    if key is None:
        key = connection.execute(t.speaker.insert().returning(c.id), {"uid": s.id, **row}).scalar_one()
    connection.execute(t.alias.delete().where(t.alias.c.speaker == key))
    if change.after is not None and s.aliases:
        rows = [{"speaker": key, "n": n, "alias": alias} for n, alias in enumerate(s.aliases)]
        connection.execute(t.alias.insert(), rows)


def speaker_row(s: Speaker) -> dict[str, Any]:
    """A live entry's own row, without its uid."""
    return {
        "name": s.name, "kind": s.kind, "wikidata": s.wikidata, "merged_into": s.merged_into, "deleted": 0,
    }  # fmt: skip


def is_named(connection: Connection, uid: str) -> bool:
    """Whether a live quote, a label, or an entry that was merged names this speaker."""
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
            names |= _names(entity)
    disown(connection, names)


def disown(connection: Connection, names: Iterable[str]) -> None:
    """Forget which proposals brought these entries of the registry."""
    c = t.speaker.c
    for some in chunks(sorted(names)):
        mine = c.uid.in_(some), c.brought_by.is_not(None)
        connection.execute(t.speaker.update().where(*mine).values(brought_by=None))


def _names(entity: Entity | None) -> set[str]:
    """The ids of the registry that an entity holds; what else a label says is the id of nothing there."""
    found: set[str | None] = set()
    if isinstance(entity, Speaker):
        found = {entity.id, entity.merged_into}
    elif isinstance(entity, Quote):
        found = {voice.speaker for voice in (*entity.speakers, *entity.via)}
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
    c = t.article_label.c
    connection.execute(
        t.article_label.delete().where(c.article == owner["article"], c.layer == owner["layer"])
    )
    if rows := _label_rows(change.after):
        connection.execute(t.article_label.insert(), [owner | row for row in rows])


_WRITERS: dict[type, Callable[[Connection, Keys, Change, Stamp], None]] = {
    Quote: _put_quote,
    Review: _put_review,
    Verdict: _put_verdict,
    Region: _put_region,
    Note: _put_note,
    Speaker: _put_speaker,
    ArticleLabels: _put_article_labels,
}
