"""What the lead rules: answers to flags, what is to be looked at again, and who is not who."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from annotator.model import Again, Apart, Change, Layer, Ruling, Span
from annotator.store import tables as t
from annotator.store.prepared import chosen, inserting, of, updating

_r, _a, _m = t.ruling.c, t.again.c, t.merge.c
_RULINGS = (
    select(_r.uid, t.actor.c.name, _r.section, _r.text, _r.note, _r.at)
    .select_from(t.ruling.join(t.actor))
    .where(_r.deleted == 0)
    .order_by(_r.at, _r.uid)
)


def ruling(connection: Connection, uid: str) -> Ruling | None:
    """The ruling of this id that stands."""
    row = connection.execute(_RULINGS.where(_r.uid == uid)).one_or_none()
    return Ruling(*row[:5]) if row is not None else None


def standing(connection: Connection) -> list[tuple[Ruling, str]]:
    """All rulings that stand, with their times, the oldest first."""
    return [(Ruling(*row[:5]), row[5]) for row in connection.execute(_RULINGS)]


def put(connection: Connection, change: Change, at: str) -> None:
    """Keep a ruling as it is after `change`, or take it back."""
    r: Any = change.after or change.before
    row = {
        "actor": _actor(connection, r.by), "note": r.note, "section": r.section, "text": r.text,
        "deleted": int(change.after is None),
    }  # fmt: skip
    if not connection.execute(updating(t.ruling, "uid"), row | chosen(uid=r.id)).rowcount:
        connection.execute(inserting(t.ruling), {"uid": r.id, "at": at, **row})


def _actor(connection: Connection, name: str) -> int | None:
    return connection.scalar(select(t.actor.c.id).where(t.actor.c.name == name))


def apart(connection: Connection, one: str, other: str) -> Apart | None:
    """What was decided of these two, whichever way round: that they are not one."""
    query = select(_m.kept, _m.other, t.actor.c.name)
    tree = t.merge.join(t.actor, t.actor.c.id == _m.settled_by)
    row = connection.execute(
        query.select_from(tree).where(_these(one, other), _m.state == "apart")
    ).one_or_none()
    return Apart(*row) if row is not None else None


def put_apart(connection: Connection, change: Change) -> None:
    """Say that two are not one, also where nobody proposed it; or leave it open again."""
    a: Any = change.after or change.before
    actor = _actor(connection, a.by)
    state = "open" if change.after is None else "apart"
    row = {"state": state, "settled_by": None if change.after is None else actor}
    if connection.execute(t.merge.update().where(_these(a.kept, a.other)).values(row)).rowcount:
        return
    new = {"kept": a.kept, "other": a.other, "score": 0.0, "reason": "told apart", "proposed_by": actor}
    connection.execute(t.merge.insert(), row | new)


def _these(one: str, other: str) -> Any:
    ways = ((one, other), (other, one))
    return or_(*(and_(_m.kept == kept, _m.other == o) for kept, o in ways))


def asked_again(
    connection: Connection, article: int, digest: str, layer: int, name: Layer, span: Span | None = None
) -> list[Again]:
    """What a layer is asked to look at again in an article (or over just `span` of it), in order."""
    values = {"article": article, "layer": layer}
    if span is not None:
        values |= {"start": span.start, "stop": span.end}
    rows = connection.execute(_again(*values), chosen(**values))
    return [Again(digest, name, Span(a, b), why, quote) for a, b, why, quote in rows]


@cache
def _again(*columns: str) -> Select[Any]:
    query = select(_a.start, _a.stop, _a.why, _a.quote).where(of(t.again, *columns))
    return query.order_by(_a.start, _a.stop)
