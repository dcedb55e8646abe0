"""What events say of all but the registry: of each thing, what the last event in the canonical order left.

Proposals follow one more rule, as where a suggester runs: what a version of a model puts into an article ends
what its other versions proposed there before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from annotator.model import ArticleLabels, Change, Entity, Layer, LayerKind, Quote, Speaker, identity
from annotator.store.merging.events import Seen
from annotator.store.merging.registry import did
from annotator.store.merging.values import Conflict
from annotator.store.ordering import Place
from annotator.store.write import Stamp, label_words, naming

Family = tuple[str, str]  # an article, the name of a model
Now = Callable[[Entity], Entity | None]


@dataclass(slots=True)
class Entry:
    """A thing: as it is now (None: not there), as it last was, and the event that left it so."""

    value: Entity | None
    last: Entity
    by: Seen
    first: Entity | None  # as the first of the events found it
    since: str  # when that was (UTC)
    is_new: bool = False  # whether an event that was not here before has changed it
    is_ours: bool = False  # whether one that was here has

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.by.raw.at, self.by.raw.scheme, self.by.raw.guideline)


@dataclass
class Fold:
    """All that events, taken in the canonical order, change."""

    entries: dict[tuple[object, ...], Entry] = field(default_factory=dict)
    conflicts: list[tuple[Entity, Seen, Seen | None]] = field(
        default_factory=list
    )  # what, who won, who did not
    fresh: set[str] = field(default_factory=set)  # entries of the registry that new events name
    adopted: set[str] = field(default_factory=set)  # those that no program takes away any more
    puts: dict[Family, dict[str, Place]] = field(
        default_factory=dict
    )  # version -> where it last put something
    speakers: bool = False  # whether the registry is changed

    def take(self, seen: Seen) -> None:
        """The next event. Of what it says as a whole nothing is kept but whose it is, and where it stands."""
        kept = seen._replace(raw=seen.raw._replace(changes=""), changes=())
        for change in seen.changes:
            some = change.after or change.before
            if some is None:
                continue
            self._mention(seen, change)
            if isinstance(some, Speaker):
                self.speakers = True
            else:
                self._change(kept, change, some)

    def _change(self, seen: Seen, change: Change, some: Entity) -> None:
        key = identity(some)
        one = self.entries.get(key)
        if one is None:
            one = self.entries[key] = Entry(change.before, some, seen, change.before, seen.raw.at)
        elif one.value not in (change.before, _empty(change.after)) and not is_proposed(some):
            self.conflicts += [(some, seen, one.by)] if seen.is_new or one.by.is_new else []
        one.value, one.last, one.by = _empty(change.after), some, seen
        one.is_new |= seen.is_new
        one.is_ours |= not seen.is_new
        if isinstance(change.after, Quote) and change.after.layer.kind is LayerKind.MODEL:
            family = change.after.article, change.after.layer.name
            self.puts.setdefault(family, {})[change.after.layer.version] = seen.where

    def _mention(self, seen: Seen, change: Change) -> None:
        found = naming(change.before) | naming(change.after)
        if seen.is_new:
            self.fresh |= found
        if seen.raw.by_person:
            self.adopted |= found
        elif isinstance(change.after, Quote):
            self.adopted |= {word for word in label_words(change.after.labels) if word}

    def is_ended(self, layer: Layer, article: str, since: Place | None) -> bool:
        """Whether another version has put something there after what this one did; None: that is long ago."""
        some = self.puts.get((article, layer.name), {})
        return any(since is None or at > since for version, at in some.items() if version != layer.version)


def _empty(entity: Any) -> Any:
    """Labels of an article that hold none are none."""
    return None if isinstance(entity, ArticleLabels) and not entity.labels else entity


def is_proposed(some: Entity) -> bool:
    """Whether a program says it, which says it anew when it runs anew."""
    return isinstance(some, Quote) and some.layer.kind is LayerKind.MODEL


def conflict_of(some: Entity, won: Seen, overruled: Seen | None, what: str) -> Conflict:
    """A row of the report."""
    any_: Any = some
    return Conflict(
        type(some).__name__.lower(), what, getattr(any_, "id", None), getattr(any_, "article", None), (),
        did(won), did(overruled) if overruled is not None else None,
    )  # fmt: skip
