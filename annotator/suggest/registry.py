"""The registry as a suggester sees it: the live entries, and those that it has proposed itself."""

from collections.abc import Iterable, Sequence
from typing import overload

from annotator.model import Speaker
from annotator.text.folding import folded


class Registry(Sequence[Speaker]):
    """All live entries in the order of their names, then the new ones; found by id and by name."""

    def __init__(self, speakers: Iterable[Speaker] = ()) -> None:
        every = {speaker.id: speaker for speaker in speakers}
        self._merged = {s.id: s.merged_into for s in every.values() if s.merged_into}
        self._live: list[Speaker] = []
        self._by_id: dict[str, Speaker] = {}
        self._by_name: dict[str, Speaker] = {}
        self._by_alias: dict[str, Speaker] = {}
        for speaker in every.values():
            if not speaker.merged_into:
                self.add(speaker)
        for speaker in every.values():
            if speaker.merged_into and (kept := self.get(speaker.id)):
                self._call(speaker, kept)

    def __len__(self) -> int:
        return len(self._live)

    @overload
    def __getitem__(self, place: int) -> Speaker: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Speaker]: ...
    def __getitem__(self, place: int | slice) -> Speaker | Sequence[Speaker]:
        return self._live[place]

    def get(self, id: str) -> Speaker | None:
        """The entry of this id, or the one that it was merged into."""
        seen: set[str] = set()
        while id in self._merged and id not in seen:
            seen.add(id)
            id = self._merged[id]
        return self._by_id.get(id)

    def exact(self, name: str) -> Speaker | None:
        """The entry with just this name or alias, whatever its case and accents."""
        wanted = folded(name)
        return self._by_name.get(wanted) or self._by_alias.get(wanted)

    def add(self, speaker: Speaker) -> None:
        """One more entry, at the end."""
        self._live.append(speaker)
        self._by_id[speaker.id] = speaker
        self._call(speaker, speaker)

    def _call(self, named: Speaker, kept: Speaker) -> None:
        """`kept` is found by the names of `named`; where two are called so, the first one is."""
        self._by_name.setdefault(folded(named.name), kept)
        for alias in named.aliases:
            self._by_alias.setdefault(folded(alias), kept)
