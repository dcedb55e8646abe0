"""What events say in the canonical order, in a few lines of Python: to compare databases with."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from annotator.model import ArticleLabels, Entity, LayerKind, Quote, Speaker, identity
from annotator.store.merging.events import Seen
from annotator.store.write import label_words, naming
from tests.store.world import State

FIELDS = ("name", "kind", "wikidata", "merged_into")


def told(events: Iterable[Seen]) -> State:
    """The state that these events give, whatever order they come in."""
    order = sorted(events, key=lambda seen: seen.raw.uid)
    last: dict[tuple[object, ...], tuple[int, Any]] = {}
    people: dict[str, Speaker] = {}
    gone: dict[str, int] = {}  # speaker -> which event took them away
    for n, seen in enumerate(order):
        for change in seen.changes:
            some: Any = change.after or change.before
            if isinstance(some, Speaker):
                _speaker(people, gone, n, change.before, change.after)
            else:
                last[identity(some)] = n, change.after
        for change in seen.changes:
            if isinstance(change.after, Speaker) and _is_circle(people, change.after.id):
                people[change.after.id] = replace(people[change.after.id], merged_into=None)
    found = {key: after for key, (n, after) in last.items() if _stands(order, n, after)}
    there = {uid: one for uid, one in people.items() if uid not in gone}
    while back := [
        uid for uid, n in gone.items() if uid not in there and _is_kept(order, n, uid, found, there)
    ]:
        there |= {uid: people[uid] for uid in back}
    return found | {identity(one): one for one in there.values()}


def _is_kept(order: list[Seen], n: int, uid: str, found: State, there: dict[str, Speaker]) -> bool:
    named = (uid in _names(entity) for entity in (*found.values(), *there.values()))
    return _was_named(order, n, uid) or any(named)


def _speaker(people: dict[str, Speaker], gone: dict[str, int], n: int, before: Any, after: Any) -> None:
    some = after or before
    if after is None:
        people.setdefault(some.id, some)
        gone[some.id] = n
        return
    now = people.get(some.id) if some.id not in gone else before
    gone.pop(some.id, None)
    if now in (None, before):
        people[some.id] = after
        return
    assert now is not None
    fields: Any = {
        x: getattr(after, x) for x in FIELDS if before is None or getattr(after, x) != getattr(before, x)
    }
    old = before.aliases if before else ()
    kept = [x for x in now.aliases if x in after.aliases or x not in old]
    more = [x for x in after.aliases if x not in old and x not in kept]
    people[some.id] = replace(now, **fields, aliases=(*kept, *more))


def _differ(before: Any, after: Any, name: str) -> bool:
    return before is None or getattr(after, name) != getattr(before, name)


def _is_circle(people: dict[str, Speaker], uid: str) -> bool:
    at, steps = people[uid].merged_into, 0
    while at is not None and at != uid and steps < len(people):
        at, steps = people[at].merged_into if at in people else None, steps + 1
    return at == uid


def _stands(order: list[Seen], n: int, after: Entity | None) -> bool:
    if after is None or (isinstance(after, ArticleLabels) and not after.labels):
        return False
    if not isinstance(after, Quote) or after.layer.kind is not LayerKind.MODEL:
        return True
    later = (change.after for seen in order[n + 1 :] for change in seen.changes)
    return not any(
        isinstance(x, Quote) and x.article == after.article and x.layer.name == after.layer.name
        and x.layer.kind is LayerKind.MODEL and x.layer.version != after.layer.version
        for x in later
    )  # fmt: skip


def _was_named(order: list[Seen], n: int, uid: str) -> bool:
    """Whether somebody named them since, or a person ever did whom only a program took away."""
    for k, seen in enumerate(order):
        for change in seen.changes:
            both = naming(change.before) | naming(change.after)
            if uid in both and (k > n or (seen.raw.by_person and not order[n].raw.by_person)):
                return True
            words = label_words(change.after.labels) if isinstance(change.after, Quote) else set()
            if uid in words and not order[n].raw.by_person:
                return True
    return False


def _names(entity: Entity) -> set[str]:
    if isinstance(entity, Speaker):
        return {entity.merged_into} if entity.merged_into else set()
    return naming(entity)
