"""Which entry of the registry is which speaker of the gold.

An entry is somebody's where it has one of his names, or two words of one. Gold calls those without a name so
as no text does (“crane driver, Lindhaven”): an entry is theirs, too, that was proposed and is called by the
words of the text for them, where nobody else has that name. Whoever has an entry has no other, and no entry
is two speakers. What is typed by hand is always the name that the gold has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from annotator.model import Quote, Speaker, SpeakerKind
from annotator.text.folding import folded
from annotator.work.registry import Registry
from scripts.benches.keying.wanted import Person, Story, Wanted

_NAMELESS = {SpeakerKind.ANONYMOUS, SpeakerKind.ROLE, SpeakerKind.GROUP}
_ARTICLES = ("the ", "a ", "an ")


class Cast:
    """The speakers of the gold, and the entries that were given to them so far."""

    def __init__(self, stories: Iterable[Story], texts: Mapping[str, str]) -> None:
        self._named: dict[str, str] = {}  # folded name -> the person of that name
        self._called: defaultdict[str, set[str]] = defaultdict(set)  # person -> what the text calls him
        self._entry: dict[str, str] = {}  # person -> entry
        self._person: dict[str, str] = {}  # entry -> person
        for story in stories:
            for quote in story.quotes:
                self._learn(quote, texts[story.path])

    def _learn(self, quote: Wanted, text: str) -> None:
        people = [person for person in quote.speakers if person is not None]
        for person in (*people, *(person for person, _ in quote.via)):
            self._named |= dict.fromkeys(map(folded, (person.name, *person.aliases)), person.name)
        if len(people) == 1:
            self._called[people[0].name] |= {_plain(span.of(text)) for span in quote.source}

    def is_(self, person: Person, entry: Speaker) -> bool:
        """Whether an entry is this person, or may be."""
        return self._entry.get(person.name, entry.id) == entry.id and self._fits(
            person, entry.names(), self._person.get(entry.id)
        )

    def may_be(self, person: Person, name: str, kind: str, *, typed: bool) -> bool:
        """Whether an entry that is made under this name, typed or proposed, may be this person."""
        if person.name in self._entry:
            return False
        exact = (name, kind) == (person.name, person.kind)
        return exact or (not typed and self._fits(person, (name,), None))

    def _fits(self, person: Person, names: Sequence[str], given: str | None) -> bool:
        if given is not None:
            return given == person.name
        owners = {self._named.get(folded(name)) for name in names} - {None}
        if owners:
            return owners == {person.name}
        called = [_plain(name) for name in (person.name, *person.aliases)]
        if any(" " in _plain(name) and _holds(own, name) for name in names for own in called):
            return True
        of_text = self._called[person.name] if SpeakerKind(person.kind) in _NAMELESS else ()
        return any(_holds(words, name) for name in names for words in of_text)

    def names(self, person: Person, registry: Registry) -> tuple[str, ...]:
        """By what one may look for somebody: his own names, and those of the entry that he was given."""
        entry = registry.get(self._entry[person.name]) if person.name in self._entry else None
        return (person.name, *person.aliases, *(entry.names() if entry else ()))

    def same(self, people: Sequence[Person | None], keys: Sequence[str | None], registry: Registry) -> bool:
        """Whether the entries with these keys are these people, in this order; None is somebody unknown."""
        entries = [registry.get(key) if key else None for key in keys]
        return len(people) == len(entries) and all(
            entry is None if person is None else entry is not None and self.is_(person, entry)
            for person, entry in zip(people, entries, strict=True)
        )

    def missing(self, wanted: Wanted, quote: Quote, registry: Registry) -> list[str]:
        """The fields in which a quote on the screen is not yet what the gold says."""
        voices = [voice.speaker for voice in quote.speakers]
        agencies = [person for person, _ in wanted.via], [voice.speaker for voice in quote.via]
        places = [span for _, span in wanted.via] == [voice.span for voice in quote.via]
        left = wanted.missing(quote)
        left += [] if self.same(wanted.speakers, voices, registry) else ["speaker"]
        return left + ([] if places and self.same(*agencies, registry) else ["via"])

    def give(self, wanted: Wanted, quote: Quote) -> None:
        """From now on the entries that `quote` names are those people."""
        said = [*zip(wanted.speakers, quote.speakers, strict=True)]
        through = [(person, voice) for (person, _), voice in zip(wanted.via, quote.via, strict=True)]
        for person, voice in (*said, *through):
            if person is not None and voice.speaker is not None:
                self._entry[person.name] = voice.speaker
                self._person[voice.speaker] = person.name


def _plain(words: str) -> str:
    plain = " ".join(folded(words).replace(",", " ").split())
    return next((plain.removeprefix(a) for a in _ARTICLES if plain.startswith(a)), plain)


def _holds(words: str, name: str) -> bool:
    return f" {_plain(name)} " in f" {words} "
