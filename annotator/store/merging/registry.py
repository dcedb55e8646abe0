"""The registry as all events give it: an entry's fields each for themselves, and nobody one with themselves.

An action changes those fields of an entry that differ between its before and its after. In the canonical
order the last one to change a field says what it is; aliases are added and taken away one by one, so that two
who each add one both keep theirs. A merge that would close a circle, at its place, does not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model import Speaker
from annotator.store.merging.events import Seen
from annotator.store.merging.values import Conflict, Did

FIELDS = ("name", "kind", "wikidata", "merged_into")


@dataclass(slots=True)
class Entry:
    """An entry of the registry: as it is now (None: taken away), as it last was, and who did what to it."""

    value: Speaker | None
    last: Speaker
    removed: Seen | None = None
    is_new: bool = False  # whether an event that was not here before has changed it
    by: dict[str, Seen] = field(default_factory=dict)  # field -> who changed it last

    def overruled(self, fields: tuple[str, ...]) -> Seen | None:
        """The last of those who changed these fields, or any, where it is taken away whole."""
        names = [name for name in fields if name in self.by] or (list(self.by) if fields else [])
        return max((self.by[name] for name in names), key=lambda seen: seen.where, default=None)


class Registry:
    """What events, taken in the canonical order, make of the entries."""

    def __init__(self, merged: Mapping[str, str]) -> None:
        """`merged`: which entries were merged into which, of those that no event speaks of."""
        self.entries: dict[str, Entry] = {}
        self.conflicts: list[Conflict] = []
        self._merged = merged

    def take(self, seen: Seen) -> None:
        """The next event."""
        changed = []
        for change in seen.changes:
            some = change.after or change.before
            if isinstance(some, Speaker):
                self._change(seen, change.before, change.after, some)
                changed.append(some.id)
        for uid in changed:
            if self._is_circular(uid):
                self._void(seen, self.entries[uid])

    def _change(self, seen: Seen, before: Any, after: Any, some: Speaker) -> None:
        one = self.entries.setdefault(some.id, Entry(before, before or some))
        one.is_new |= seen.is_new
        fields: tuple[str, ...] = ()
        value = after
        if after is None:
            fields = ("taken away",) if one.value not in (None, before) else ()
        elif one.value is not None and one.value != before:
            fields = tuple(n for n in _changed(before, after) if _at_odds(n, one.value, before, after))
            value = _with(one.value, before, after)
        overruled = one.overruled(fields)
        if after is None:
            one.value, one.removed = None, seen
        else:
            one.by |= dict.fromkeys(_changed(before, after), seen)
            one.value, one.last, one.removed = value, value, None
        if overruled is not None and (seen.is_new or overruled.is_new):
            self.conflicts.append(_conflict(one, fields, seen, overruled))

    def _is_circular(self, uid: str) -> bool:
        seen, at = {uid}, uid
        while after := self._into(at):
            if after in seen:
                return after == uid
            seen.add(after)
            at = after
        return False

    def _into(self, uid: str) -> str | None:
        one = self.entries.get(uid)
        return one.last.merged_into if one is not None else self._merged.get(uid)

    def _void(self, seen: Seen, one: Entry) -> None:
        other = self.entries.get(one.last.merged_into or "")
        won = other.by.get("merged_into", seen) if other is not None else seen
        if seen.is_new or won.is_new:
            self.conflicts.append(_conflict(one, ("merged_into",), won, seen))
        one.last = replace(one.last, merged_into=None)
        one.value = one.last if one.value is not None else None


def _changed(before: Speaker | None, after: Speaker) -> list[str]:
    if before is None:
        return list(FIELDS)
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]


def _at_odds(name: str, value: Speaker, before: Speaker | None, after: Speaker) -> bool:
    """Whether somebody else has changed the field, too, and to something else."""
    now = getattr(value, name)
    return now != getattr(after, name) and (before is None or now != getattr(before, name))


def _with(value: Speaker, before: Speaker | None, after: Speaker) -> Speaker:
    old = set(before.aliases) if before is not None else set()
    gone = old - set(after.aliases)
    kept = [alias for alias in value.aliases if alias not in gone]
    more = [alias for alias in after.aliases if alias not in old and alias not in kept]
    changes: Any = {name: getattr(after, name) for name in _changed(before, after)}
    return replace(value, **changes, aliases=(*kept, *more))


def _conflict(one: Entry, fields: tuple[str, ...], won: Seen, overruled: Seen) -> Conflict:
    return Conflict("speaker", one.last.name, one.last.id, None, fields, did(won), did(overruled))


def did(seen: Seen) -> Did:
    return Did(seen.raw.actor, seen.raw.at, seen.raw.says)
