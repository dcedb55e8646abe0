"""Taking in another database: its events join ours, and the state is what all of them give.

Only what new events touch is worked out anew, from the events since the first of them: what is older has no
say in it. The registry, where each field is for itself, is worked out from all events that speak of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from annotator.errors import StoreError
from annotator.model import (
    Again,
    Change,
    Entity,
    LayerKind,
    Merge,
    Note,
    Quote,
    Region,
    Review,
    Speaker,
)
from annotator.store import acting, merges, read, tallying
from annotator.store import tables as t
from annotator.store.backup import Watch, unwatched
from annotator.store.bulk import remove_quotes
from annotator.store.bundle_table import Marker
from annotator.store.keys import Keys
from annotator.store.merging import bases, events, intake, readings, rows
from annotator.store.merging.events import Seen
from annotator.store.merging.folding import Entry, Fold, conflict_of, is_proposed
from annotator.store.merging.layers import layers
from annotator.store.merging.registry import Entry as Kept
from annotator.store.merging.registry import Registry
from annotator.store.merging.values import Conflict, Merged, Namesakes
from annotator.store.ordering import Place, place
from annotator.store.write import Stamp, apply, chunks, current, disown, is_named, naming
from annotator.text.folding import folded

ACTOR = "merge"  # the program that proposes namesakes to be one
_s, _q = t.speaker.c, t.quote.c


@dataclass
class Merging:
    """One file taken into one database; `name` is what to call the file."""

    ours: Connection
    keys: Keys
    theirs: Connection
    name: str
    marker: Marker | None
    now: str
    watch: Watch = unwatched  # of new events
    _fold: Fold = field(default_factory=Fold)
    _registry: Registry | None = None
    _changes: list[Change] = field(default_factory=list)
    _conflicts: list[Conflict] = field(default_factory=list)
    _ahead: int = 0

    def run(self) -> Merged:
        """Do it all; what it came to. Raises StoreError, and then the transaction must be undone."""
        there = events.places(self.theirs)
        known = events.known(self.ours, [one.uid for one in there])
        new = [one for one in there if one.uid not in known]
        taken = intake.take_in(self.ours, self.keys, self.theirs, self.now)
        rows.add_people(self.ours, self.theirs)
        people = self._read(new)
        rows.add_events(self.ours, self.keys, self.theirs, new)
        before = self._live()
        self._write()
        readings.add_readings(self.ours, self.keys, self.theirs)
        namesakes = self._propose(before)
        return Merged(
            self.name,
            self.marker.owner if self.marker else None,
            len(new),
            len(known),
            tuple(sorted(people.items())),
            taken.articles,
            len(self._changes),
            tuple(self._conflicts),
            tuple(namesakes),
            self._ahead,
            tuple(taken.remarks),
        )

    # What the events say

    def _read(self, new: list[Place]) -> Counter[str]:
        """Take in the events since the first new one; who did how many of the new."""
        people: Counter[str] = Counter()
        if not new:
            return people
        lowest = min(new[0], place(self.marker.uid, "", "", 0)) if self.marker else new[0]
        our = events.since(self.ours, lowest)
        for seen in events.together(self.ours, our, self.theirs, new, self.name):
            if seen.is_new:
                people[seen.raw.actor] += 1
                self.watch(people.total(), len(new))
                self._ahead += seen.raw.at > self.now
                self._check(seen)
            self._fold.take(seen)
        if self._fold.speakers or self._deleted_here(self._fold.fresh):
            self._registry = self._read_registry(new)
            self._conflicts += self._registry.conflicts
        return people

    def _check(self, seen: Seen) -> None:
        """Raises StoreError where an action marks what no article has."""
        for change in seen.changes:
            for entity in (change.before, change.after):
                if isinstance(entity, Quote):
                    self._check_reach(seen, entity.article, max(span.end for span in entity.spans()))
                elif isinstance(entity, Review | Region | Note | Again):
                    self._check_reach(seen, entity.article, entity.span.end)

    def _check_reach(self, seen: Seen, article: str, end: int) -> None:
        if end > self.keys.length(self.ours, article):
            raise StoreError(
                f"{self.name} is damaged: its action “{seen.raw.says[:40]}” of {seen.raw.at[:40]} lies "
                f"beyond the end of article {article[:12]}; nothing of it was merged"
            )

    def _read_registry(self, new: list[Place]) -> Registry:
        fresh = {one.uid for one in new}
        some = [events.seen(raw, False, self.name) for raw in events.speaking_of(self.ours, "speaker")]
        more = events.speaking_of(self.theirs, "speaker")
        some += [events.seen(raw, True, self.name) for raw in more if raw.uid in fresh]
        spoken = {_id(c) for seen in some for c in seen.changes if isinstance(c.after or c.before, Speaker)}
        merged = select(_s.uid, _s.merged_into).where(_s.merged_into.is_not(None))
        bases_ = dict(self.theirs.execute(merged).all()) | dict(self.ours.execute(merged).all())
        registry = Registry({uid: into for uid, into in bases_.items() if uid not in spoken})
        for seen in sorted(some, key=lambda seen: seen.where):
            registry.take(seen)
        return registry

    def _deleted_here(self, uids: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for some in chunks(sorted(uids)):
            found.update(self.ours.scalars(select(_s.uid).where(_s.uid.in_(some), _s.deleted == 1)))
        return found

    # What they change

    def _write(self) -> None:
        speakers = rows.add_speakers(self.ours, self.keys, self.theirs)
        quotes = rows.add_quotes(self.ours, self.keys, self.theirs)
        self._write_entries(speakers)
        self._write_quotes(quotes)
        self._write_others()
        self._settle_entries(speakers)
        disown(self.ours, self._fold.adopted)
        tallying.follow(self.ours, self.keys, self._changes)

    def _write_entries(self, new: set[str]) -> None:
        """The registry, those that are taken away left for later: whether they go depends on who is named."""
        there = {s.id: s for s in read.speakers(self.theirs)}
        for uid in sorted(new):
            one = there.get(uid)
            if one is not None and one.merged_into and not self._speaks_of(uid):
                self._put(read.speaker(self.ours, uid), one, _NO)
        for uid, kept in self._entries():
            if kept.value is not None:
                self._put(read.speaker(self.ours, uid), kept.value, _NO)

    def _speaks_of(self, uid: str) -> bool:
        return self._registry is not None and uid in self._registry.entries

    def _entries(self) -> Iterator[tuple[str, Kept]]:
        """Those that new events touch, and those that are merged otherwise now."""
        if self._registry is None:
            return
        merged = dict(self.ours.execute(select(_s.uid, _s.merged_into)).all())
        for uid, kept in self._registry.entries.items():
            if kept.is_new or (uid in merged and merged[uid] != kept.last.merged_into):
                yield uid, kept

    def _settle_entries(self, new: set[str]) -> None:
        """Those that somebody took away stay where they are named, or were since; the others go."""
        waiting = {uid: kept for uid, kept in self._candidates(new) if kept.value is None}
        stay: dict[str, Kept] = {}
        going = True
        while going:
            going = False
            for uid, kept in list(waiting.items()):
                if self._is_needed(uid, kept):
                    self._put(read.speaker(self.ours, uid), kept.last, _NO)
                    stay[uid] = waiting.pop(uid)
                    going = True
        for uid in waiting:
            here = read.speaker(self.ours, uid)
            if here is not None:
                self._put(here, None, _NO)

    def _candidates(self, new: set[str]) -> Iterator[tuple[str, Kept]]:
        if self._registry is None:
            return
        named = self._fold.fresh.union(*(naming(change.before) for change in self._changes))
        for uid, kept in self._registry.entries.items():
            if kept.is_new or uid in named or uid in new:
                yield uid, kept

    def _is_needed(self, uid: str, kept: Kept) -> bool:
        assert kept.removed is not None
        if events.is_named_after(self.ours, uid, kept.removed.where, self.name):
            return True
        if not kept.removed.raw.by_person and self._is_adopted(uid):
            return True
        return is_named(self.ours, uid)

    def _is_adopted(self, uid: str) -> bool:
        if uid in self._fold.adopted:
            return True
        return self.ours.scalar(select(_s.id).where(_s.uid == uid, _s.brought_by.is_(None))) is not None

    def _write_quotes(self, new: set[str]) -> None:
        entries = [one for one in self._fold.entries.values() if isinstance(one.last, Quote)]
        touched = {one.last.id: one for one in entries if isinstance(one.last, Quote) and one.is_new}
        begun = [x for x in rows.quotes_there(self.theirs, new) if x[0].id not in touched]
        for quote, _, _ in begun:
            self._check_quote(quote)
        writes = list(begun)
        self._changes += [Change(None, quote) for quote, _, gone in begun if not gone]
        ended, removed = [], []
        for uid, one in touched.items():
            here = read.quote(self.ours, uid)
            value = one.value if isinstance(one.value, Quote) and not self._is_ended(one) else None
            self._note_unseen(one, here, value)
            if value is not None or _is_made_by_program(one.last):
                writes.append((value or _quote(one.last), one.stamp, value is None))
            elif here is not None:
                removed.append(here)
            if here != value:
                self._changes.append(Change(here, value))
        ended = [quote for quote in self._superseded() if quote.id not in touched]
        self._changes += [Change(quote, None) for quote in ended]
        rows.write_quotes(self.ours, self.keys, writes)
        stamp = Stamp(self.now, "", "")
        remove_quotes(self.ours, [quote.id for quote in ended], stamp)
        for quote in removed:  # of what a person removed nothing is kept but that it was there
            apply(self.ours, self.keys, Change(quote, None), self._fold.entries[(Quote, quote.id)].stamp)
        rows.first_made(self.ours, ((uid, one.since) for uid, one in touched.items()))

    def _check_quote(self, quote: Quote) -> None:
        if max(span.end for span in quote.spans()) > self.keys.length(self.ours, quote.article):
            raise StoreError(
                f"{self.name} is damaged: its quote {quote.id} lies beyond the end of article "
                f"{quote.article[:12]}; nothing of it was merged"
            )

    def _is_ended(self, one: Entry) -> bool:
        quote = one.last
        assert isinstance(quote, Quote)
        return is_proposed(quote) and self._fold.is_ended(quote.layer, quote.article, one.by.where)

    def _superseded(self) -> Iterator[Quote]:
        """The proposals here that a newer run of another version ends."""
        la = t.layer.c
        for (article, model), _ in self._fold.puts.items():
            here = _q.article == self.keys.article(self.ours, article)
            family = select(la.id).where(la.kind == LayerKind.MODEL, la.name == model)
            for kept in read.quotes(self.ours, here & _q.layer.in_(family)):
                one = self._fold.entries.get((Quote, kept.quote.id))
                if self._fold.is_ended(kept.quote.layer, article, one.by.where if one else None):
                    yield kept.quote

    def _write_others(self) -> None:
        for one in self._fold.entries.values():
            if not one.is_new or isinstance(one.last, Quote):
                continue
            here = current(self.ours, self.keys, one.last)
            self._note_unseen(one, here, one.value)
            self._put(here, one.value, one.stamp)
        self._write_beginnings()
        for some, won, overruled in self._fold.conflicts:
            self._conflicts.append(conflict_of(some, won, overruled, self._words(some)))

    def _write_beginnings(self) -> None:
        digests, every = list(self.theirs.scalars(select(t.article.c.digest))), layers(self.theirs)
        ours, theirs = (bases.said(c, every, digests) for c in (self.ours, self.theirs))
        found = bases.lacking(ours, theirs, lambda key: key in self._fold.entries)
        for connection in (self.theirs, self.ours):
            spoken = bases.spoken_of(connection, set(found))
            found = {key: one for key, one in found.items() if key not in spoken}
        for key, (entity, stamp) in found.items():
            here = ours[key][0] if key in ours else None
            if here is None or bases.greater(entity, here):
                self._put(here, entity, stamp)

    def _put(self, here: Entity | None, wanted: Entity | None, stamp: Stamp) -> None:
        if here != wanted:
            change = Change(here, wanted)
            apply(self.ours, self.keys, change, stamp)
            self._changes.append(change)

    def _note_unseen(self, one: Entry, here: Entity | None, value: Entity | None) -> None:
        """What stood here from before, and the first new event knew nothing of."""
        unseen = not one.is_ours and here is not None and here not in (one.first, value)
        if unseen and not is_proposed(one.last):
            self._conflicts.append(conflict_of(one.last, one.by, None, self._words(one.last)))

    def _words(self, some: Any) -> str:
        """A thing of an article in words: those that it marks."""
        span = getattr(some, "span", None) or (some.content[0] if isinstance(some, Quote) else None)
        digest = getattr(some, "article", None)
        if span is None or digest is None:
            return str(getattr(some, "text", "") or type(some).__name__.lower())[:60]
        a = t.article.c
        text = self.ours.execute(select(a.text).where(a.digest == digest)).scalar_one()
        return " ".join(str(span.of(text)).split())[:60]

    # Entries that may be one

    def _live(self) -> set[str]:
        return set(self.ours.scalars(select(_s.uid).where(_s.deleted == 0, _s.merged_into.is_(None))))

    def _propose(self, before: set[str]) -> list[Namesakes]:
        """Propose that entries of one name are one, where that is new; and what was proposed there."""
        key, _ = acting.made_actor(self.ours, ACTOR, "program", self.now)
        merges.propose(self.ours, key, merges.waiting(self.theirs))
        live = [s for s in read.speakers(self.ours) if s.merged_into is None]
        called: dict[str, list[Speaker]] = {}
        for speaker in live:
            called.setdefault(folded(speaker.name), []).append(speaker)
        found = []
        for same in called.values():
            first, *rest = sorted(same, key=lambda s: (s.id not in before, s.id))
            for other in rest:
                if (
                    other.id not in before
                    or first.id not in before
                    or self._was_renamed({first.id, other.id})
                ):
                    merge = Merge(first.id, other.id, 1.0, "the same name, in two databases")
                    if merges.propose(self.ours, key, [merge]):
                        found.append(Namesakes(first.name, first.id, other.id))
        return found

    def _was_renamed(self, uids: set[str]) -> bool:
        changed = {change.after.id for change in self._changes if isinstance(change.after, Speaker)}
        return bool(changed & uids)


_NO = Stamp("", "", "")


def _id(change: Change) -> str:
    some: Any = change.after or change.before
    return str(some.id)


def _quote(entity: Entity) -> Quote:
    assert isinstance(entity, Quote)
    return entity


def _is_made_by_program(entity: Entity) -> bool:
    """Whether what is taken away of it can still be read."""
    return isinstance(entity, Quote) and entity.layer.kind is not LayerKind.HUMAN
