"""One article as the rules see it: its words, its sentences, and which words stand in quotation marks."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from annotator.text.grammar import (
    ADVERBS,
    AUXILIARIES,
    DAYS,
    JOINERS,
    LINKS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
)
from annotator.text.marks import Quotation
from annotator.text.verbs import CLAIMS, forms
from annotator.text.words import Words

_CLOSED = AUXILIARIES | JOINERS | PREPOSITIONS | SUBORDINATORS | ADVERBS | RELATIVES
_NO_NOUN = _CLOSED - DAYS


@cache
def heeded() -> frozenset[str]:
    """The words at which a rule may begin: forms of verbs, nouns such as "claim", "according"."""
    return frozenset(forms()) | CLAIMS | {"according"}


class Page:
    """Words and what can be told of each by its place.

    `quoted[i]` is the place, in `quotations`, of the outermost quotation around word i, or -1; `marked` has
    (first word, word behind the last) of each outermost quotation by its place. `places` are of all
    words at which a rule may begin.
    """

    __slots__ = ("lower", "marked", "places", "quotations", "quoted", "words")

    def __init__(self, words: Words, quotations: Sequence[Quotation]) -> None:
        self.words = words
        self.lower = words.lower
        self.quotations = quotations
        self.places = words.among(heeded())
        self.quoted = [-1] * len(words)
        self.marked: dict[int, tuple[int, int]] = {}
        for place, quotation in enumerate(quotations):
            if quotation.parent is None:
                first, behind = words.places(quotation.span)
                self.quoted[first:behind] = [place] * (behind - first)
                self.marked[place] = first, behind

    def heeded(self, low: int, behind: int) -> list[int]:
        """The places, from `low` to before `behind`, at which a rule may begin."""
        return self.places[bisect_left(self.places, low) : bisect_left(self.places, behind)]

    def capital(self, place: int) -> bool:
        """Whether the word at `place` begins with a capital letter."""
        return self.words.text[self.words.starts[place]].isupper()

    def noun(self, place: int) -> bool:
        """Whether the word at `place` may belong to a noun phrase: a word, and of no closed class."""
        first = self.words.text[self.words.starts[place]]
        if not first.isalnum():
            return first == "%"
        if self.lower[place] not in _NO_NOUN or (first.isupper() and self.lower[place] not in _CLOSED):
            return True
        # Will Doyle, May Orin: a name, since another part of it follows
        return (
            self.lower[place] in ("will", "may")
            and place + 1 < len(self.lower)
            and first.isupper()
            and self.capital(place + 1)
        )

    def same_line(self, place: int) -> bool:
        """Whether no line break stands before the word at `place`."""
        return "\n" not in self.words.text[self.words.ends[place - 1] : self.words.starts[place]]

    def links(self, place: int) -> bool:
        """Whether the word at `place` ties two noun phrases."""
        return self.lower[place] in LINKS
