"""The speakers of the project in memory, found by any of their names while one types."""

from collections.abc import Iterable, Sequence

from annotator.model import Event, Speaker
from annotator.text.folding import folded

_CLOSE = 72  # of 100, by rapidfuzz's WRatio: "Peskow" finds "Dmitry Peskov", "Lavrov" does not


class Registry:
    """All live speakers, and those named last first."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._all = {s.id: s for s in speakers}
        self._recent: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._all

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
        rest = sorted((s for s in self._all.values() if not s.merged_into), key=lambda s: folded(s.name))
        recent = {key: n for n, key in enumerate(reversed(self._recent))}
        return sorted(rest, key=lambda s: recent.get(s.id, len(recent)))

    def used(self, key: str) -> None:
        """Put a speaker first among the recent ones."""
        if key in self._recent:
            self._recent.remove(key)
        self._recent.append(key)

    def exact(self, name: str) -> Speaker | None:
        """The entry with just this name or alias, whatever its case and accents."""
        wanted = folded(name)
        return next((s for s in self.live() if wanted in map(folded, s.names())), None)

    def find(self, typed: str, limit: int = 9) -> list[Speaker]:
        """The entries that fit what was typed, best first: by beginning of a word, then by likeness."""
        wanted = folded(typed)
        live = self.live()
        if not wanted:
            return live[:limit]
        ranked = sorted(
            ((rank, n, s) for n, s in enumerate(live) if (rank := _rank(wanted, s.names())) < 3),
            key=lambda found: found[:2],
        )
        found = [s for _rank, _n, s in ranked][:limit]
        return found if len(found) >= limit else found + self._like(wanted, live, found, limit - len(found))

    def begins(self, speaker: Speaker, typed: str) -> bool:
        """Whether words of a name of `speaker` begin with the words typed."""
        return _rank(folded(typed), speaker.names()) < 2

    def _like(
        self, wanted: str, live: Sequence[Speaker], found: Sequence[Speaker], limit: int
    ) -> list[Speaker]:
        from rapidfuzz import fuzz, process

        rest = [s for s in live if s not in found]
        names = {(s.id, n): folded(name) for s in rest for n, name in enumerate(s.names())}
        close = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=_CLOSE, limit=limit * 3)
        keys = dict.fromkeys(key for _name, _score, (key, _n) in close)
        return [self._all[key] for key in keys][:limit]

    def follow(self, event: Event) -> None:
        """Take over what an event did to the registry, and who was named in it."""
        for change in event.changes:
            if isinstance(change.after, Speaker):
                self._all[change.after.id] = change.after
            elif isinstance(change.before, Speaker):
                self._all.pop(change.before.id, None)


def _rank(wanted: str, names: Sequence[str]) -> int:
    """0: a name is this; 1: words of a name begin with the words typed; 2: it stands within; 3: neither."""
    best = 3
    for name in map(folded, names):
        if name == wanted:
            return 0
        words = name.split()
        if name.startswith(wanted) or all(any(w.startswith(x) for w in words) for x in wanted.split()):
            best = min(best, 1)
        elif wanted in name:
            best = min(best, 2)
    return best
