"""The speakers of the project in memory, found by any of their names while one types."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import islice

from annotator.model import Event, EventKind, Quote, Speaker
from annotator.work.names import Names, plain


class Registry:
    """All live speakers, those named last first; and who spoke the last quote that was given speakers."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._all = {s.id: s for s in speakers}
        self._recent: dict[str, None] = {}  # ids, the last one last
        self.last: tuple[str | None, ...] = ()  # of the last quote that was given speakers
        self.last_in: str | None = None  # and the article it stands in

    def __contains__(self, key: str) -> bool:
        return key in self._all

    def refill(self, speakers: Iterable[Speaker]) -> None:
        """Hold these speakers; who was named last is remembered."""
        self._all = {s.id: s for s in speakers}
        for name in ("_order", "_places", "_names"):
            self.__dict__.pop(name, None)

    def get(self, key: str) -> Speaker | None:
        """The entry, or the one it was merged into."""
        found = self._all.get(key)
        seen = set()
        while found is not None and found.merged_into and found.id not in seen:
            seen.add(found.id)
            found = self._all.get(found.merged_into)
        return found

    def name(self, key: str | None) -> str:
        """What to call a speaker on the screen."""
        if key is None:
            return "unknown"
        found = self.get(key)
        return found.name if found else "(not in the registry)"

    def live(self) -> list[Speaker]:
        """All entries that were not merged into others, the last used first, then by name."""
        return self._listed(len(self._all))

    def recent(self, limit: int = 9) -> list[Speaker]:
        """Those named last, the last one first."""
        found = (self.get(key) for key in reversed(self._recent))
        return list(dict.fromkeys(s for s in found if s is not None))[:limit]

    def used(self, key: str) -> None:
        """Put a speaker first among the recent ones."""
        self._recent.pop(key, None)
        self._recent[key] = None

    # Finding

    def exact(self, name: str) -> Speaker | None:
        """The entry with just this name or alias, whatever its case and accents."""
        return next(iter(self._first(self._exact(plain(name)), 1)), None)

    def find(self, typed: str, limit: int = 9) -> list[Speaker]:
        """The entries that fit what was typed, best first: by beginning of a word, then by likeness."""
        wanted = plain(typed)
        if not wanted:
            return self._listed(limit)
        found: dict[Speaker, None] = {}
        for fitting in (self._exact, self._names.begin, self._names.within):
            found |= dict.fromkeys(self._first(fitting(wanted), limit))
            if len(found) >= limit:
                return list(found)[:limit]
        likest = (self._order[place] for place in self._names.like(wanted))
        return list(found | dict.fromkeys(self._all[key] for key in likest))[:limit]

    def begins(self, speaker: Speaker, typed: str) -> bool:
        """Whether words of a name of `speaker` begin with the words typed."""
        return begins(speaker, typed)

    def ready(self) -> None:
        """Index the names now, rather than when the first one is looked for."""
        _ = self._names

    def _listed(self, limit: int) -> list[Speaker]:
        """Those named last, then by name."""
        found = dict.fromkeys(self.recent(limit))
        every = (self._all.get(key) for key in self._order)
        rest = (s for s in every if s is not None and not s.merged_into and s not in found)
        return [*found, *islice(rest, limit - len(found))]

    def _exact(self, wanted: str) -> set[int]:
        some = ((place, self._all[self._order[place]]) for place in self._names.whole(wanted))
        return {place for place, speaker in some if wanted in map(plain, speaker.names())}

    def _first(self, places: Iterable[int], limit: int) -> list[Speaker]:
        """Of those at `places` the ones named last, then by name."""
        some = set(places)
        named = [key for key in reversed(self._recent) if self._places.get(key, -1) in some][:limit]
        rest = nsmallest(limit, some.difference(self._places[key] for key in named))
        return [self._all[key] for key in (*named, *(self._order[place] for place in rest))][:limit]

    @cached_property
    def _order(self) -> list[str]:
        """Ids by name; those that came later follow in the order in which they came, and none ever goes."""
        live = (s for s in self._all.values() if not s.merged_into)
        return [s.id for s in sorted(live, key=lambda s: plain(s.name))]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._order)}

    @cached_property
    def _names(self) -> Names:
        return Names((place, self._all[key]) for key, place in self._places.items())

    # Following

    def follow(self, event: Event) -> None:
        """Take over what an event did to the registry, and who was named in it."""
        for change in event.changes:
            some = change.after or change.before
            if isinstance(some, Speaker):
                self._put(some.id, change.after if isinstance(change.after, Speaker) else None)
            elif isinstance(change.after, Quote) and event.kind is not EventKind.UNDO:
                self._heard(change.before, change.after)

    def _heard(self, before: object, after: Quote) -> None:
        old = before.speakers if isinstance(before, Quote) else ()
        if after.speakers and after.speakers != old:
            self.last, self.last_in = tuple(voice.speaker for voice in after.speakers), after.article
            for voice in after.speakers:
                if voice.speaker is not None:
                    self.used(voice.speaker)

    def _put(self, key: str, new: Speaker | None) -> None:
        old = self._all.pop(key, None)
        if new is not None:
            self._all[key] = new
        if "_names" not in self.__dict__:
            for name in ("_order", "_places"):  # not indexed yet: made anew when needed
                self.__dict__.pop(name, None)
            return
        if key not in self._places:
            self._places[key] = len(self._order)
            self._order.append(key)
        if old is not None and not old.merged_into:
            self._names.remove(self._places[key], old)
        if new is not None and not new.merged_into:
            self._names.add(self._places[key], new)


def begins(speaker: Speaker, typed: str) -> bool:
    """Whether words of a name of `speaker` begin with the words typed."""
    words = plain(typed).split()
    names: Sequence[list[str]] = [plain(name).split() for name in speaker.names()]
    return any(all(any(w.startswith(x) for w in name) for x in words) for name in names)
