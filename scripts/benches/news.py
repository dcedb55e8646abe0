"""Invented news as varied as real ones, and articles made to be slow; the same seed gives the same text.

prose.py knows where its quotes are and has few words. Here nobody needs to know, and words are as many as in
real text: a splitter that remembers what it saw must not win by that.
"""

import random
from collections.abc import Callable
from itertools import accumulate

LETTERS = 110  # of a sentence, on average, as in news
_STARTS = (*"bcdfghjklmnprstvw", "bl", "cr", "dr", "fl", "gr", "pr", "qu", "st", "tr")
_MIDDLES = (*"aeiou", "ai", "ea", "ou")
_ENDS = (*"bdglmnprstx", "ck", "ft", "ll", "nd", "nt", "rd", "rt", "st")
# How many of a hundred sentences are so. Three of five quote nobody, as in news.
_FORMS = (
    (34, "The {n} of the {n} {v} the {a} {n} near {N} on Tuesday, and the {n} {v} after {d} {n}s."),
    (14, "In {N}, where {d} {n}s {v} last year, the {n} {v} a {n} from the U.S. {n} and its {a} {n}."),
    (8, "Mr. {L} {v} the {a} {n} and the {n} at {d}.{d} percent, but no {n} of the {n} {v} it."),
    (7, "“We {v} the {a} {n}, and the {n} of {N} {v} it,” said {P}, the {r} of the {n} in {N}."),
    (4, "“The {n} is {a},” {L} said. “No {n} of {N} {v} that {n}, and no {n} ever {v} the {n}.”"),
    (7, "{P}, a {r} of the {n}, said that the {n} {v} the {n} and that its {n} {v} “a {a} {n}”."),
    (12, "The {r} said on Monday that the {n} of {N} {v} its {a} {n} before the {n} with {d} {n}s."),
    (5, "According to {L}, the {n} {v} the {n} of the {a} {n}, while {d} {n}s {v} the {n} in {N}."),
    (5, "She told {L} that the {n} {v} the {a} {n}s, which {v} more than {d} {n}s and a {n}."),
    (4, "He also denied that {N}'s {n} {v} any {n} of the {n}, and insisted the {a} {n} {v} it."),
)
_ROLES = ("minister", "mayor", "spokeswoman", "company", "police", "union", "lawyer", "government")
_TURNS = list(accumulate(share for share, _ in _FORMS))


class _Words:
    """Words that nobody has seen, few of them frequent, most rare; and the people and places of an article.

    For str.format_map: n(oun), v(erb), a(djective), d (a number), r(ole), P(erson), L(ast name), N (a place).
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._stems = [self._stem() for _ in range(20_000)]
        self.turn_page()

    def _stem(self) -> str:
        pick = self.chance.choice
        parts = (*(_STARTS, _MIDDLES) * pick((1, 1, 2)), _ENDS)
        return "".join(pick(part) for part in parts)

    def turn_page(self) -> None:
        """Other people and places from now on: some of them in many articles, most in few."""
        self._people = [(self._name(), self._name()) for _ in range(4)]
        self._places = [self._name() for _ in range(4)]

    def _word(self) -> str:
        return self._stems[int(self.chance.random() ** 4 * len(self._stems))]

    def _name(self) -> str:
        return self._word().capitalize()

    def __getitem__(self, kind: str) -> str:
        match kind:
            case "d":
                return str(self.chance.randrange(1, 400))
            case "r":
                return self.chance.choice(_ROLES)
            case "N":
                return self.chance.choice(self._places)
            case "P" | "L":
                first, last = self.chance.choice(self._people)
                return f"{first} {last}" if kind == "P" else last
            case _:
                return self._word() + {"n": "", "v": "ed", "a": "ish"}[kind]

    def sentence(self) -> str:
        _, form = self.chance.choices(_FORMS, cum_weights=_TURNS)[0]
        return form.format_map(self)


def articles(number: int, sentences: int, seed: int) -> list[str]:
    """So many articles of so many sentences, with a headline and paragraphs of one to four."""
    words = _Words(seed)
    return [_article(words, sentences) for _ in range(number)]


def _article(words: _Words, sentences: int) -> str:
    words.turn_page()
    pieces = [f"{words['N']} {words['v']} the {words['n']} of {words['N']}\n\n"]
    left = 0
    for _ in range(sentences):
        left, gap = (left - 1, " ") if left else (words.chance.randrange(4), "\n\n")
        pieces += (words.sentence(), gap)
    return "".join(pieces).rstrip() + "\n"


# Articles made to be slow, of about so many letters


def _news(letters: int) -> str:
    return articles(1, max(1, letters // LETTERS), letters)[0]


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda letters: piece * max(1, letters // len(piece))


def _nested(letters: int) -> str:
    half = "“a ‘b " * (letters // 12)
    return half + "c’ d” " * (letters // 12)


SLOW: dict[str, Callable[[int], str]] = {
    "news": _news,
    "news in one paragraph": lambda letters: " ".join(_news(letters).split()),
    "nothing but marks": _repeated("“” \"' ‘’«» „“ "),
    "marks that only open": _repeated("“a "),
    "marks within marks": _nested,
    "names and cues in turn": _repeated("Ana Brekke said Bero Corvin told Celia Dastan "),
    "no end of a sentence": _repeated("the council will need a share of the catch and "),
    "one long name": _repeated("Aldane Brekke Corvin "),
    "nothing but “said”": _repeated("said "),
    "said that she said that": _repeated("she said that "),
    "quotes, and nobody speaks": _repeated("“No share of it.” "),
    "pronouns and quotes": _repeated("“No,” he said. She said that they said so. "),
}
