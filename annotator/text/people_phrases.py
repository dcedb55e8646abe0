"""Noun phrases of sources: where the head is, what is said beside it, and where another is joined."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from annotator.text.names import Name, Shape
from annotator.text.names_offices import modifiers
from annotator.text.names_words import BODIES
from annotator.text.wordlist import words as listed
from annotator.text.words import Words

POSSESSIVES = listed("his her its their my our your")
DEFINITE = listed("the this that these those")
SELVES = listed("himself herself itself themselves alone")
_BREAKS = listed(
    """
    , ; : ( ) — – - of in for at from on with by to about near who whom which whose that when where while
    including such speaking close familiar not based whether and or & as is was has had
    """
)
_NUMBERS = listed("two three four five six seven eight nine ten both several some many most few")
_STOPS = listed("who which whose whom that when where including speaking while")
_LISTED = (Shape.FULL, Shape.SINGLE, Shape.STATE)
_LONGEST = 24  # words of a description that are looked at


class Head(NamedTuple):
    """The head of a noun phrase: the place of its last word, and the name there, or None."""

    place: int
    name: int | None
    behind: int  # the place behind the head
    first: int  # where the phrase begins


class Phrases:
    """The noun phrases of one article; `starts` are the places where its `names` start."""

    def __init__(self, words: Words, names: Sequence[Name], starts: Sequence[int]) -> None:
        self.words, self.names, self.starts = words, names, starts

    def head(self, first: int, behind: int) -> Head | None:
        """The head of the noun phrase that begins at `first`."""
        lower, names, starts = self.words.lower, self.names, self.starts
        n = bisect_left(starts, first)
        if n and names[n - 1].last >= first:
            n -= 1
        at, head, name = first, -1, None
        while at < behind:
            if n < len(names) and names[n].start <= at:
                if names[n].last < behind and at <= names[n].first:
                    head, name, at = names[n].last, n, names[n].last + 1
                    n += 1
                    continue
                n += 1
            word = lower[at]
            if word in ("'s", "'", "’") and at + 1 < behind:
                at += 1
                continue
            if head >= 0 and (word in _BREAKS or word in SELVES):
                break
            if word[0].isalnum() or word[0] == "@":
                if word.endswith("ing") and head >= 0 and word not in BODIES:
                    break
                head, name = at, None
            at += 1
        return Head(head, name, head + 1, first) if head >= 0 else None

    def joined(self, head: Head, behind: int) -> int | None:
        """Where the next of several sources begins, if "and" or a comma of a list follows the head."""
        lower, starts = self.words.lower, self.starts
        at = head.behind
        if at < behind and lower[at] in ("of", "for", "from") and head.name is not None:
            n = bisect_left(starts, at)
            if n >= len(starts) or starts[n] - at > 2:
                return None
            at = self.names[n].last + 1
        if at + 1 >= behind:
            return None
        if lower[at] in ("and", "&"):
            return at + 1
        if lower[at] == "," and head.name is not None:
            if lower[at + 1] == "and":
                return at + 2 if at + 2 < behind else None
            return at + 1 if self._listed(at + 1, behind) else None
        return None

    def _listed(self, first: int, behind: int) -> bool:
        """Whether a name begins at `first` and the list goes on behind it: ", Pal Oster and ..."."""
        n = bisect_left(self.starts, first)
        if n >= len(self.names) or self.starts[n] != first:
            return False
        after = self.names[n].last + 1
        if after >= behind or self.words.lower[after] not in (",", "and"):
            return False
        return self.names[n].shape in _LISTED and "and" in self.words.lower[after:behind]

    def more(self, head: Head) -> frozenset[str]:
        """What a phrase says beside its head, states by their names."""
        first, lower = head.first, self.words.lower
        while first < head.place and (lower[first] in DEFINITE or lower[first] in ("a", "an", "former")):
            first += 1
        said = modifiers(lower, first, head.place - 1) if first < head.place else ()
        return frozenset(said) - POSSESSIVES - _NUMBERS - {"'s"}

    def end(self, head: Head, behind: int) -> int:
        """The last word of the description: with "of ...", without clauses."""
        lower = self.words.lower
        at = head.behind
        limit = min(behind, head.first + _LONGEST)
        while at < limit and lower[at] not in _STOPS and lower[at] not in SELVES:
            if lower[at] in (",", ";", ":", "(", ")", "—", "–"):
                nxt = at + 1
                capital = nxt < limit and self.words.text[self.words.starts[nxt]].isupper()
                listed = nxt < limit and lower[nxt] == "the"
                if lower[at] != "," or not (capital or listed) or "of" not in lower[head.behind : at]:
                    break
            at += 1
        return at - 1
