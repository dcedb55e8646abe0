"""What a pair of quotation marks is for: speech, a title, or words held at arm's length.

In news, one pair in fifteen holds no quotation: the name of a show, a nickname, a “so-called” thing. Each
pair is weighed by signs in its words and beside it; WEIGHTS has them all, with their reasons. Marks within
what somebody is reported to say count as speech too, for as a rule the words are that person's.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum

from annotator.text.marks import DEPTH, Quotation
from annotator.text.quoted_words import (
    GOING_ON,
    NAMED,
    PERSONS,
    PREPOSITIONS,
    SMALL,
    SPOKEN,
    WORKS,
    cues,
)
from annotator.text.words import Words


class Use(Enum):
    SPEECH = "speech"  # somebody's words, said or written
    SCARE = "scare"  # words that the writer keeps at a distance: so-called, nicknames, terms
    TITLE = "title"  # the name of a work, a show, a campaign, a slogan


# Tenths of the log odds that a sign is worth, by logistic regression over 9,000 pairs of marks in 840
# articles of seven outlets in which people had marked who says what. A sum above nothing is speech.
WEIGHTS = {
    # A whole sentence in marks is said by somebody, and so are many words; one word is often a term.
    "opens its sentence": 21,
    "nine words or more": 14,
    "four to eight words": 8,
    "one word": -6,
    # "I", "you", "don't": people talk so; names of things do not. Names are written with capitals throughout.
    "person inside": 10,
    "small letter": 5,
    "title case": -16,
    # Somebody says something in this sentence, the nearer the likelier these words; nobody does.
    "cue at once": 17,
    "cue near": 13,
    "cue far": 7,
    "no cue": -9,
    "comma and clause after": 5,  # “…,” said Marn
    "person before": 5,  # he, his, who: the sentence is about what somebody does
    "that in front": 7,  # said that the plan was “…”
    # What has a title, or names what follows: the show “…”, Velden TV's “…”, on “…”, the “…” programme.
    "work before": -6,
    "possessive before": -12,
    "preposition before": -7,
    "named thing after": -9,
    "noun after": -8,  # a “surplus” market
    # Explained or set off: “…,” a yearly meeting; “…” (Orla); the marks themselves stand in brackets.
    "aside after": -12,
    "dash before": -13,
}

_LOOK = 24  # words inside the marks that are looked at
_NEAR = 20  # words before them
_CLAUSE = 8  # words in which a reporting clause names its verb
_DASHES = frozenset("-–—―([/")
_NAMES = frozenset(("title case", "work before", "possessive before"))


def quoted(words: Words, found: Sequence[Quotation]) -> list[Use]:
    """What each quotation of `found` is for: all those of the article, as `quotations` gives them. Linear."""
    return [_use(signs) for signs in all_signs(words, found)]


def all_signs(words: Words, found: Sequence[Quotation]) -> list[frozenset[str]]:
    """The signs, keys of WEIGHTS, that stand for or against each quotation's being speech."""
    article = _Article(words, found)
    return [frozenset(article.signs(place)) for place in range(len(found))]


def _use(signs: frozenset[str]) -> Use:
    if sum(map(WEIGHTS.__getitem__, signs)) > 0:
        return Use.SPEECH
    return Use.SCARE if _NAMES.isdisjoint(signs) else Use.TITLE


class _Article:
    """The quotations of an article by the places of their words.

    `level[i]` is how many quotations stand around word i; `cues[n]` are the places of cues at level n.
    """

    def __init__(self, words: Words, found: Sequence[Quotation]) -> None:
        self.words, self.lower, self.found = words, words.lower, found
        self.places = [words.places(q.span) for q in found]
        self.level = bytearray(len(words))
        for first, behind in self.places:
            self.level[first:behind] = bytes([self.level[first] + 1]) * (behind - first)
        self.cues: list[list[int]] = [[] for _ in range(DEPTH + 1)]
        for place in words.among(cues()) if found else ():
            self.cues[self.level[place]].append(place)

    def signs(self, number: int) -> Iterator[str]:
        """The signs of a quotation by its place in `found`."""
        quotation = self.found[number]
        mark, behind = self.places[number]
        first, last = self.words.places(quotation.inner or quotation.span)
        low, high = self._sentence(number, mark, max(first, last - 1))
        yield from self._inside(first, last)
        if self._named(first, last) and not self._written_so(mark, behind, low, high):
            yield "title case"
        yield from self._before(mark, low)
        yield from self._after(last, behind, high)
        yield from self._around(quotation.depth, mark, behind, low, high)

    def _sentence(self, number: int, mark: int, last: int) -> tuple[int, int]:
        """The first word of the sentences that the quotation touches, and the one behind their last.

        Nothing outside the quotation's parent belongs to them.
        """
        starts = self.words.first
        low, high = starts[self.words.sentence(mark)], starts[self.words.sentence(last) + 1]
        parent = self.found[number].parent
        if parent is not None:
            low, high = max(low, self.places[parent][0] + 1), min(high, self.places[parent][1])
        return min(low, mark), max(high, last + 1)

    def _inside(self, first: int, last: int) -> Iterator[str]:
        inner = self.lower[first : min(last, first + _LOOK)]
        spoken = [first + place for place, word in enumerate(inner) if word[0].isalnum()]
        if len(spoken) < 2:
            yield "one word"
        elif len(spoken) > 3:
            yield "nine words or more" if len(spoken) > 8 else "four to eight words"
        if not SPOKEN.isdisjoint(inner):
            yield "person inside"
        if spoken and inner[spoken[0] - first][0].isalpha() and not self._capital(spoken[0]):
            yield "small letter"

    def _named(self, first: int, last: int) -> bool:
        """Whether these words, two to nine, are written like a name."""
        if last - first > _LOOK:
            return False
        spoken = [place for place in range(first, last) if self.lower[place][0].isalnum()]
        return 1 < len(spoken) < 10 and self._capital(spoken[0]) and self._capitals(spoken) > 0

    def _written_so(self, mark: int, behind: int, low: int, high: int) -> bool:
        """Whether all of the sentence is written like a name, as headlines are, or nothing else is in it."""
        around = [*range(max(low, mark - _LOOK), mark), *range(behind, min(high, behind + _LOOK))]
        return not around or self._capitals(around) > 2

    def _capitals(self, places: Sequence[int]) -> int:
        """How many of these words begin with a capital; 0 where one that might do so does not."""
        words = [place for place in places if self._may_be_a_name(place)]
        return len(words) if all(map(self._capital, words)) else 0

    def _may_be_a_name(self, place: int) -> bool:
        word = self.lower[place]
        return word[0].isalpha() and word not in SMALL

    def _before(self, mark: int, low: int) -> Iterator[str]:
        if mark <= low:
            yield "opens its sentence"
            return
        before = self.lower[mark - 1]
        two = self.lower[mark - 2] if mark - 2 >= low else ""
        if before == "'s":
            yield "possessive before"
        elif before in PREPOSITIONS:
            yield "preposition before"
        elif before in _DASHES:
            yield "dash before"
        if before in WORKS or (two in WORKS and before in (",", "called")):
            yield "work before"

    def _after(self, last: int, behind: int, high: int) -> Iterator[str]:
        after = self.lower[behind] if behind < high else "."
        if after in ("which", "who", "where", ",", "("):
            yield "aside after"
        elif after in NAMED:
            yield "named thing after"
        elif after.isalpha() and after not in GOING_ON and not self._capital(behind):
            yield "noun after"
        if self.lower[last - 1] in (",", "?", "!") and self._clause(behind, high):
            yield "comma and clause after"

    def _clause(self, behind: int, high: int) -> bool:
        """Whether a cue follows soon."""
        known = cues()
        for word in self.lower[behind : min(behind + _CLAUSE, high)]:
            if word in known:
                return True
            if word in (".", ";"):
                return False
        return False

    def _around(self, depth: int, mark: int, behind: int, low: int, high: int) -> Iterator[str]:
        places = self.cues[depth]
        work = mark > low and self.lower[mark - 1] in WORKS  # "the show", which shows nothing
        at = bisect_left(places, mark - work) - 1
        near = mark - places[at] if at >= 0 and places[at] >= low else 0
        if near:
            yield "cue at once" if near <= 3 else "cue near" if near <= 8 else "cue far"
        else:
            at = bisect_left(places, behind)
            if at == len(places) or places[at] >= high:
                yield "no cue"
        outside = [place for place in range(max(low, mark - _NEAR), mark) if self.level[place] == depth]
        if any(self.lower[place] in PERSONS for place in outside):
            yield "person before"
        if any(self.lower[place] == "that" for place in outside):
            yield "that in front"

    def _capital(self, place: int) -> bool:
        return self.words.text[self.words.starts[place]].isupper()
