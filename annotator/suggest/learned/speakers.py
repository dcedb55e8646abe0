"""Which person of an article speaks: learned from whom people chose."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from annotator.model import Quote
from annotator.suggest.joining import plain
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.linear import Features, Linear
from annotator.suggest.learned.view import distance
from annotator.text.attribution import Attribution
from annotator.text.names_given import gender_by_name
from annotator.text.people import Person
from annotator.text.words import Words

YES, NO = "1", "0"
SURE = 0.5  # another person than the rules' is taken only where this likely
_HE, _SHE, _THEY = frozenset({"he", "him", "his"}), frozenset({"she", "her"}), frozenset({"they", "their"})


class Choice:
    """The persons of an article, and what speaks for each of them as the speaker of an attribution.

    `spoken` are the places of those whom the rules hold for the speakers, an attribution each.
    """

    def __init__(
        self,
        words: Words,
        attributions: Sequence[Attribution],
        persons: Sequence[Person],
        spoken: Sequence[Sequence[int]],
    ) -> None:
        self.words, self.attributions, self.persons, self.spoken = words, attributions, persons, spoken
        self._starts = [[mention.start for mention in person.mentions] for person in persons]
        self._gender = [gender_by_name(person.name.split()[0].lower()) for person in persons]

    def features(self, number: int) -> list[Features]:
        """Of attribution `number`: for each person what speaks for it."""
        return [self._features(number, place) for place in range(len(self.persons))]

    def best(self, model: Linear, number: int) -> Sequence[int]:
        """Who speaks. The rules hold for several speakers, and where the model is not sure."""
        by_rule = self.spoken[number]
        if len(by_rule) > 1 or not self.persons:
            return by_rule
        chances = [model.chances(f)[YES] for f in self.features(number)]
        best = max(range(len(chances)), key=lambda place: (chances[place], -place))
        return (best,) if chances[best] >= SURE else by_rule

    def _features(self, number: int, place: int) -> Features:
        one, person = self.attributions[number], self.persons[place]
        kind = self._source(one)
        ruled = place in self.spoken[number]
        at = (one.source or one.cue or one.content)[0].start
        starts = self._starts[place]
        before = bisect_left(starts, at)
        back = self._sentences(starts[before - 1], at) if before else 99
        last = number > 0 and place in self.spoken[number - 1]
        inside = any(c.start <= s < c.end for c in one.content for s in starts)
        named = any(m.overlaps(s) for m in person.mentions for s in one.source)
        said = [
            f"ruled={ruled}", f"ruled={ruled} {kind}", f"kind={person.kind} {kind}", f"named={named} {kind}",
            f"back={distance(back)} {kind}", f"last={last} {kind}", f"inside={inside} {named}",
            f"mentions={min(before, 6)}", f"nobody={not self.spoken[number]} {last}",
            f"gender={self._agrees(kind, place)}",
        ]  # fmt: skip
        return dict.fromkeys(said, 1.0)

    def _sentences(self, start: int, end: int) -> int:
        words = self.words
        last = len(words) - 1
        return words.sentence(min(words.at(end), last)) - words.sentence(min(words.at(start), last))

    def _source(self, one: Attribution) -> str:
        """What the mention of the speaker is: none, a pronoun, a name, or other words."""
        if not one.source:
            return "none"
        text = self.words.text[one.source[0].start : one.source[-1].end]
        word = text.lower()
        for name, pronouns in (("he", _HE), ("she", _SHE), ("they", _THEY)):
            if word in pronouns:
                return name
        return "name" if any(part[:1].isupper() for part in text.split()[1:] or [text]) else "words"

    def _agrees(self, kind: str, place: int) -> str:
        wanted = {"he": "m", "she": "f"}.get(kind, "")
        gender = self._gender[place]
        return "open" if not wanted or not gender else str(wanted == gender)


def as_attribution(quote: Quote) -> Attribution:
    """What people marked, as the rules for people read it."""
    return Attribution(quote.content, quote.cue, quote.source)


def right(person: Person, quote: Quote, names: Mapping[str, Sequence[str]]) -> bool:
    """Whether a person bears a name of a speaker of `quote`."""
    wanted = {plain(n) for voice in quote.speakers for n in names.get(voice.speaker or "", ())}
    return any(plain(name) in wanted for name in (person.name, *person.aliases))


def known(example: Example) -> Iterator[tuple[int, Quote]]:
    """The quotes whose speaker people know, with their place."""
    for place, quote in enumerate(example.quotes):
        if any(voice.speaker in example.speakers for voice in quote.speakers):
            yield place, quote
