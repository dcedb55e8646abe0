"""Two entries of the registry that may be one: proposed by programs, settled by people."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from annotator.errors import StoreError
from annotator.model import Merge, Speaker
from annotator.store import read
from annotator.store import tables as t
from annotator.store.write import chunks

_m = t.merge.c
_GONE = "that these two may be one is proposed no longer; read the list again"


def propose(connection: Connection, actor: int, merges: Sequence[Merge]) -> int:
    """Keep what was never proposed, whichever way round; how many that were.

    Left out are those of entries that are not there, and of two that are one already.
    """
    registry = registry_of(connection, merges)
    known = _known(connection, registry)
    rows = []
    for merge in merges:
        pair = frozenset((merge.kept, merge.other))
        if pair not in known and roots(merge, registry):
            known.add(pair)
            rows.append(
                {
                    "kept": merge.kept, "other": merge.other, "score": merge.score,
                    "reason": merge.reason, "state": "open", "proposed_by": actor,
                }
            )  # fmt: skip
    if rows:
        connection.execute(t.merge.insert(), rows)
    return len(rows)


def waiting(connection: Connection) -> list[Merge]:
    """What nobody has settled, the most likely first; also where it was settled and then taken back."""
    rows = connection.execute(
        select(_m.kept, _m.other, _m.score, _m.reason)
        .where(_m.state != "apart")
        .order_by(_m.score.desc(), _m.kept, _m.other)
    ).all()
    found = [Merge(*row) for row in rows]
    registry = registry_of(connection, found)
    return [merge for merge in found if roots(merge, registry)]


def settle(connection: Connection, actor: int, merge: Merge) -> None:
    """Note that they are one. Raises StoreError where nobody proposed that."""
    row = t.merge.update().where(_these(merge)).values(state="same", settled_by=actor)
    if not connection.execute(row).rowcount:
        raise StoreError(_GONE)


def check(connection: Connection, merge: Merge) -> None:
    """Raises StoreError where nobody proposed that these are one."""
    if connection.scalar(select(_m.kept).where(_these(merge))) is None:
        raise StoreError(_GONE)


def is_circular(connection: Connection, uid: str) -> bool:
    """Whether an entry became, in some steps, one that became it."""
    c, seen, at = t.speaker.c, {uid}, uid
    while after := connection.scalar(select(c.merged_into).where(c.uid == at)):
        if after in seen:
            return bool(after == uid)
        seen.add(after)
        at = after
    return False


def told_apart(connection: Connection) -> set[frozenset[str]]:
    """The pairs that somebody decided are not one."""
    rows = connection.execute(select(_m.kept, _m.other).where(_m.state == "apart"))
    return {frozenset(row) for row in rows}


def _these(merge: Merge) -> ColumnElement[bool]:
    ways = ((merge.kept, merge.other), (merge.other, merge.kept))
    return or_(*(and_(_m.kept == kept, _m.other == other) for kept, other in ways))


def registry_of(connection: Connection, merges: Sequence[Merge]) -> dict[str, Speaker]:
    """The entries that these speak of, and those that such were merged into; by id."""
    found: dict[str, Speaker] = {}
    asked = {uid for merge in merges for uid in (merge.kept, merge.other)}
    while asked:
        some = [
            s for part in chunks(sorted(asked)) for s in read.speakers(connection, t.speaker.c.uid.in_(part))
        ]
        found |= {speaker.id: speaker for speaker in some}
        asked = {speaker.merged_into for speaker in some if speaker.merged_into} - found.keys()
    return found


def _known(connection: Connection, uids: Iterable[str]) -> set[frozenset[str]]:
    """The pairs that were proposed with one of these."""
    found: set[frozenset[str]] = set()
    for some in chunks(sorted(uids)):
        pairs = select(_m.kept, _m.other).where(or_(_m.kept.in_(some), _m.other.in_(some)))
        found |= {frozenset(row) for row in connection.execute(pairs)}
    return found


def roots(merge: Merge, registry: dict[str, Speaker]) -> tuple[Speaker, Speaker] | None:
    """The entries that stand for the two; None where they are one already, or one is gone."""
    kept, other = _root(merge.kept, registry), _root(merge.other, registry)
    return (kept, other) if kept and other and kept.id != other.id else None


def _root(uid: str | None, registry: dict[str, Speaker]) -> Speaker | None:
    found = None
    seen: set[str] = set()
    while uid is not None and uid not in seen:
        seen.add(uid)
        found = registry.get(uid)
        uid = found.merged_into if found else None
    return found
