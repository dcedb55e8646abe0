"""An article as the models see it: what can be told of each word by itself, as parallel lists."""

from collections.abc import Mapping, Sequence

from annotator.model import Span
from annotator.text.marks import Quotation
from annotator.text.words import Words

Groups = Mapping[str, str]  # word -> the number of the group of words that are used alike

_ENDINGS = ("ies", "ied", "ing", "ed", "es", "s", "e")
INNER_STOP = "._"  # a full stop that does not end its sentence: "Mr."


class View:
    """Parallel to `words`: `word` (lower case), `stem`, `shape`, `group`, `depth` of quotation marks.

    `inner[i]` is the place of the innermost quotation around word i, or -1; `opens` and `closes` say where
    its marks stand; `extents` has the words (first, one behind the last) of each quotation.
    """

    def __init__(self, words: Words, quotations: Sequence[Quotation], groups: Groups) -> None:
        self.words, self.quotations = words, quotations
        self.word = _with_inner_stops(words)
        self.stem = [stem(w) for w in self.word]
        self.shape = [shape(words.text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]
        self.group = [groups.get(w, "?") for w in self.word]
        size = len(words)
        self.depth, self.inner = [0] * size, [-1] * size
        self.opens, self.closes = [False] * size, [False] * size
        self.extents = [words.places(q.span) for q in quotations]
        for place, (first, behind) in enumerate(self.extents):
            if first >= behind:
                continue
            self.opens[first] = True
            self.closes[behind - 1] |= quotations[place].closed
            for i in range(first, behind):
                self.depth[i] += 1
                self.inner[i] = place

    def sentences(self) -> list[tuple[int, int]]:
        """The places (first, one behind the last) of the words of each sentence; white space has none."""
        first = self.words.first
        return [(first[n], first[n + 1]) for n in range(len(first) - 1)]

    def sentence_of(self, place: int) -> tuple[int, int]:
        """The sentence of the word at `place`."""
        number, first = self.words.sentence(place), self.words.first
        return first[number], first[number + 1]

    def span(self, run: tuple[int, int]) -> Span:
        """The span of the words from run[0] to the one before run[1]."""
        return self.words.span(run[0], run[1] - 1)


def _with_inner_stops(words: Words) -> list[str]:
    found = list(words.lower)
    for number in range(len(words.first) - 1):
        first, at = words.first[number], words.first[number + 1] - 1
        while at >= first and not found[at][0].isalnum():
            at -= 1  # the stops behind the last word end the sentence
        for place in range(first, at):
            if found[place] == ".":
                found[place] = INNER_STOP
    return found


def stem(word: str) -> str:
    """A word without its commonest endings: "argued", "argues" and "arguing" are one. Rough on purpose."""
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            cut = word[: -len(ending)]
            if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "slf":
                cut = cut[:-1]
            return cut + "y" if ending in ("ies", "ied") else cut
    return word


def shape(word: str) -> str:
    """How a word is written: "a" small, "C" with a capital, "A" all capitals, "d" a number, or a sign."""
    first = word[0]
    if first.isalpha():
        if first.isupper():
            return "A" if len(word) > 1 and word.isupper() else "C"
        return "a"
    if first.isdigit():
        return "d"
    return word if len(word) == 1 else "x"


def distance(by: int) -> str:
    """How far something is, coarser with the distance: "+3", "-6" (6 to 9), "+26" (26 and more)."""
    far = abs(by)
    step = far if far < 4 else max(n for n in (4, 6, 10, 16, 26) if n <= far)
    return f"{'-' if by < 0 else '+'}{step}"
