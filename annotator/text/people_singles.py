"""Names of one word that nobody bears in full: whether they are states, towns, or no names at all."""

from collections import Counter
from collections.abc import Sequence

from annotator.text.names import Name, Shape
from annotator.text.names_states import ADJECTIVES, NAMES
from annotator.text.names_words import plural
from annotator.text.wordlist import words as listed
from annotator.text.words import Words

_IN = listed("in from near between across outside inside towards toward")
_ENDINGS = ("n", "an", "ian", "ean", "ish", "ese", "i")  # of adjectives made from a state's name
_STATE_HAS = listed("minister ministers government parliament ambassador army navy president capital border")
_MANY = ("ers", "ors", "ists", "ants", "ents", "ics", "ians", "ats", "ees", "men")
_MENTIONS = 20  # of one name that are looked at


class Singles:
    """What the text says of a single name; worked out when first asked for."""

    def __init__(self, words: Words, names: Sequence[Name]) -> None:
        self.words, self.names = words, names
        self._singles: dict[str, list[Name]] | None = None
        self._counts: Counter[str] | None = None
        self._places: dict[str, int] = {}

    def _seen(self) -> dict[str, list[Name]]:
        """The single names of the article by their word, and the adjectives among all its capitals."""
        if self._singles is None:
            singles: dict[str, list[Name]] = {}
            for name in self.names:
                if name.shape is Shape.SINGLE:
                    singles.setdefault(name.parts[-1], []).append(name)
                elif name.parts:
                    singles.setdefault(name.parts[0], [])
            self._singles = singles
        return self._singles

    def small(self, place: int) -> bool:
        """Whether the first word of a sentence would elsewhere be written small, as far as one can tell."""
        word, shown = self.words.lower[place], self.words.word(place)
        if word in NAMES or word in ADJECTIVES or not shown[1:].islower():
            return False
        following = self.words.word(place + 1) if place + 1 < len(self.words) else ""
        return not following[:1].isupper() and all(name.initial for name in self._seen().get(word, ()))

    def common(self, word: str) -> bool:
        """Whether a word with the capital of its sentence is a plural that means many: "Shoppers said"."""
        if self._counts is None:
            self._counts = Counter(self.words.lower)
        capitals = len(self._seen().get(word, ()))
        return (capitals < 2 and word.endswith(_MANY)) or (plural(word) and self._counts[word] > capitals)

    def place_name(self, word: str) -> int:
        """Whether a single name is that of a place: 0 no, 1 perhaps a town, 2 a state.

        A state has an adjective ("Velmoran"), or ministers and an army; a place is what something is in.
        """
        known = self._places.get(word)
        if known is None:
            known = self._places[word] = self._judge_place(word)
        return known

    def _judge_place(self, word: str) -> int:
        seen, lower = self._seen(), self.words.lower
        stems = (word, word[:-1]) if len(word) > 3 else ()
        if any(stem + ending in seen for stem in stems for ending in _ENDINGS if stem + ending != word):
            return 2
        here = 0
        for name in seen.get(word, ())[:_MENTIONS]:
            behind = name.last + 1
            owned = lower[behind + 1 : behind + 4] if lower[behind : behind + 1] == ["'s"] else ()
            if not _STATE_HAS.isdisjoint(owned):
                return 2
            if name.start and lower[name.start - 1] in _IN:
                here = 1
        return here
