"""From the persons of an article to the entries of the registry: known ones, new ones, and doubts.

What is certain is joined: the same name or alias, or a spelling of the same name ("Dmitri Peskow"). What is
likely becomes a new entry and a proposal to merge, which a person settles. No entry that exists is changed.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from annotator.model import Merge, Speaker, SpeakerKind
from annotator.suggest.registry import Registry
from annotator.suggest.suggester import name_based
from annotator.text.folding import folded
from annotator.text.names_given import gender_by_name
from annotator.text.names_spelling import given_alike, likeness, skeleton
from annotator.text.people import Person

_Key = TypeVar("_Key", str, tuple[str, str])

_ENTRIES = uuid.UUID("0d9f5c1c-93a1-5c55-8b0f-6a4f5be0a1d7").bytes  # any, the same for ever
_CLEAR = 4  # letters a surname needs for its spelling to be told from another's
_LIKELY_GIVEN, _LIKELY_SURNAME = 0.8, 0.85  # likeness at which two names may be one person's
_LOOKED_AT = 20  # entries of one surname that are compared
_LONGEST = 90  # code points of a description that is fit for a list of speakers


@dataclass(frozen=True, slots=True)
class Joined:
    """For each person the id of an entry, or None for unknown; the entries that are new; what may be one."""

    ids: tuple[str | None, ...]
    speakers: tuple[Speaker, ...] = ()
    merges: tuple[Merge, ...] = ()


class Joiner:
    """The registry by names and spellings. It is read once; of a registry that grows, only what is new."""

    def __init__(self) -> None:
        self._forget()

    def join(self, persons: Sequence[Person], registry: Sequence[Speaker]) -> Joined:
        """The entries of `persons`. Costs as much as there are persons, and entries since the last call."""
        self._read(registry)
        new: dict[str, Speaker] = {}
        merges: dict[tuple[str, str], Merge] = {}
        ids = tuple(self._entry(person, registry, new, merges) for person in persons)
        return Joined(ids, tuple(new.values()), tuple(merges.values()))

    def _forget(self) -> None:
        self._registry: Sequence[Speaker] | None = None
        self._count = 0
        self._by_id: dict[str, Speaker] = {}
        self._names: dict[str, list[str]] = {}
        self._spelt: dict[tuple[str, str], list[str]] = {}  # (first name, surname) by skeleton
        self._surnames: dict[str, list[str]] = {}  # by skeleton
        self._near: dict[tuple[str, str], list[str]] = {}  # (first name, initial of the surname)

    def _read(self, registry: Sequence[Speaker]) -> None:
        if registry is not self._registry or len(registry) < self._count:
            self._forget()
            self._registry = registry
        for speaker in islice(registry, self._count, None) if not self._count else registry[self._count :]:
            self._learn(speaker)
        self._count = len(registry)

    def _learn(self, speaker: Speaker) -> None:
        if speaker.id in self._by_id or speaker.merged_into:
            return
        self._by_id[speaker.id] = speaker
        surname = _surname(speaker.name) if len(_parts(speaker.name)) > 1 else ""
        for name in speaker.names():
            parts = _parts(name)
            if speaker.kind is not SpeakerKind.PERSON or plain(name) != surname:
                _note(self._names, plain(name), speaker.id)
            if speaker.kind is not SpeakerKind.PERSON or len(parts) < 2:
                continue
            first, last = skeleton(parts[0]), skeleton(parts[-1])
            _note(self._spelt, (first, last), speaker.id)
            _note(self._surnames, last, speaker.id)
            _note(self._near, (first, last[:1]), speaker.id)

    def _entry(
        self,
        person: Person,
        registry: Sequence[Speaker],
        new: dict[str, Speaker],
        merges: dict[tuple[str, str], Merge],
    ) -> str | None:
        known = self._known(person, registry)
        if known is not None:
            return known
        if not fit(person) or (_single(person) and self._namesakes(person.name)):
            return None
        made = entry(person)
        if made.id in self._by_id:  # it was renamed since
            return made.id
        if made.id not in new:
            new[made.id] = made
            for other, score, reason in self._doubts(person):
                self._propose(made, self._by_id[other], score, reason, merges)
        return made.id

    def _known(self, person: Person, registry: Sequence[Speaker]) -> str | None:
        """The entry that surely is this person."""
        found = self._exact(person.name, person.kind, registry)
        if found is None:
            others = (self._exact(alias, person.kind, registry) for alias in _telling(person))
            found = next(filter(None, others), None)
        if found is None and person.kind is SpeakerKind.PERSON:
            found = self._by_spelling(person)
        return found

    def _exact(self, name: str, kind: SpeakerKind, registry: Sequence[Speaker]) -> str | None:
        found = self._names.get(plain(name), ())
        alike = [id for id in found if self._by_id[id].kind is kind]
        if alike or found:
            return (alike or list(found))[0]
        if isinstance(registry, Registry):  # it also knows what those were called that were merged
            entry = registry.exact(name)
            if entry is not None and plain(name) not in map(plain, entry.names()):
                return entry.id
        return None

    def _by_spelling(self, person: Person) -> str | None:
        parts = _parts(person.name)
        if not parts:
            return None
        last = skeleton(parts[-1])
        if len(parts) == 1:
            found = self._namesakes(person.name)
            return found[0] if len(found) == 1 else None
        if len(last) < _CLEAR:
            return None
        found = self._spelt.get((skeleton(parts[0]), last), ())
        return found[0] if len(found) == 1 else None

    def _namesakes(self, surname: str) -> Sequence[str]:
        """The persons whom a surname alone may mean: those who write it just so, else who spell it so."""
        parts = _parts(surname)
        if len(parts) != 1:
            return ()
        same = self._surnames.get(skeleton(surname), ())
        just_so = [id for id in same if plain(surname) in map(_surname, self._by_id[id].names())]
        return just_so or (same if len(skeleton(surname)) >= _CLEAR else ())

    def _doubts(self, person: Person) -> Iterable[tuple[str, float, str]]:
        """(entry, score, reason): who may be this new person, too."""
        parts = _parts(person.name)
        if person.kind is not SpeakerKind.PERSON or len(parts) < 2:
            return
        first, last = skeleton(parts[0]), skeleton(parts[-1])
        near = (
            *self._surnames.get(last, ())[:_LOOKED_AT],
            *self._near.get((first, last[:1]), ())[:_LOOKED_AT],
        )
        for other in dict.fromkeys(near):
            score = max(_alike(parts, _parts(name)) for name in self._by_id[other].names())
            if score:
                yield other, score, "their names are written much alike"
        for other in self._names.get(plain(parts[-1]), ())[:_LOOKED_AT]:
            if len(_parts(self._by_id[other].name)) == 1 and self._by_id[other].kind is SpeakerKind.PERSON:
                yield other, 0.7, "one has only the surname of the other"

    def _propose(
        self, made: Speaker, other: Speaker, score: float, reason: str,
        merges: dict[tuple[str, str], Merge],
    ) -> None:  # fmt: skip
        kept, gone = (made, other) if len(_parts(other.name)) == 1 else (other, made)
        merges.setdefault((kept.id, gone.id), Merge(kept.id, gone.id, round(score, 3), reason))


def fit(person: Person) -> bool:
    """Whether a person is worth an entry: whether the name means the same in other articles.

    "A senior official" and "officials" do not: they are somebody else each time. "EU foreign ministers"
    and "captain of the Sea Lark" do, for a name stands in them.
    """
    if person.kind is SpeakerKind.ANONYMOUS or len(person.name) > _LONGEST:
        return False
    if person.kind in (SpeakerKind.PERSON, SpeakerKind.STATE):
        return bool(_parts(person.name))
    return any(part[0].isupper() for part in _parts(person.name))


def entry(person: Person) -> Speaker:
    """A new entry. Its id follows from kind and name, so that two machines make the same."""
    id = name_based(_ENTRIES, f"{person.kind} {plain(person.name)}")
    surname = (_surname(person.name),) if person.kind is SpeakerKind.PERSON else ()
    aliases = [alias for alias in person.aliases if alias in _telling(person) or plain(alias) in surname]
    return Speaker(id, person.name, person.kind, tuple(aliases))


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A name for comparing: without case, accents, stops and "the"."""
    return folded(name).replace(".", "").replace("’", "'").removeprefix("the ")


def _telling(person: Person) -> list[str]:
    """The other names of a person that mean the same elsewhere: "NC", no first names and no "Council"."""
    if person.kind is SpeakerKind.STATE:
        return list(person.aliases)
    return [alias for alias in person.aliases if alias.isupper() or len(_parts(alias)) > 1]


def _surname(name: str) -> str:
    return plain(name).rpartition(" ")[2]


@lru_cache(maxsize=8192)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, without what is no letter and initials between first name and surname."""
    bare = (part.strip(".,'\"’“”") for part in name.split())
    parts = [part for part in bare if part and part[0].isalpha()]
    return tuple(p for n, p in enumerate(parts) if len(p) > 1 or n in (0, len(parts) - 1))


def _single(person: Person) -> bool:
    return person.kind is SpeakerKind.PERSON and len(_parts(person.name)) == 1


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How likely two full names are one person's, 0 to 1; 0 at once where it is not likely enough to ask."""
    if len(one) < 2 or len(other) < 2:
        return 0.0
    given, surname = given_alike(one, other), likeness(one[-1], other[-1])
    if given < _LIKELY_GIVEN or surname < _LIKELY_SURNAME:
        return 0.0
    genders = {gender_by_name(folded(one[0])), gender_by_name(folded(other[0]))}
    return 0.0 if genders == {"m", "f"} else given * surname


def _note(index: dict[_Key, list[str]], key: _Key, id: str) -> None:
    known = index.setdefault(key, [])
    if not known or known[-1] != id:
        known.append(id)
