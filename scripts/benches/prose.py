"""Invented prose with quotes, as much as wanted: the same seed gives the same text.

Each sentence says one thing that somebody said: a third of them directly, a third in part in quotation
marks, a third without any. Nobody in it exists, nor do the places.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.model import Span


def _list(words: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in words.split("/"))


_FIRST = _list("Ana/Bero/Celia/Dorin/Elva/Farid/Greta/Hanno/Ilse/Jonas/Kaja/Lorenz")
_LAST = _list("Aldane/Brekke/Corvin/Dastan/Eklund/Farrow/Galen/Hessel/Ivarsen/Jarosz")
_ROLES = _list("minister/mayor/spokeswoman/harbour master/union leader/engineer/captain/envoy")
_SUBJECTS = _list("""
    the council / the ferry company / this government / the northern ports / every family on the coast
    / the new barrier / the agreement on fishing / the works at Lindhaven / the commission
""")
_VERBS = _list("""
    will need / cannot afford / never refused / should accept / must answer for / might still discuss
    / long promised / would gladly support / failed to deliver
""")
_OBJECTS = _list("""
    a fair share of the catch / another winter of delays / the cost of the repairs / an honest count
    / talks without conditions / a second inspection / lower tolls in the strait / the closure of the yard
""")
_TAILS = _list("""
    before the autumn / whatever the neighbours say / as long as the money lasts / after the vote in March
    / in spite of the storms / with or without the others / for the sake of the islands
""")
_CUES = _list("said/warned/insisted/added")
_PLACES = _list("in Lindhaven/on Tuesday/at the harbour/after the meeting/in a statement/on the radio")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: where it stands without the space behind it, and the one quote in it."""

    span: Span
    content: tuple[Span, ...]
    cue: Span
    source: Span
    speaker: str

    @property
    def is_direct(self) -> bool:
        """Whether the sentence begins with the content, which is all in quotation marks."""
        return self.content[0].start == self.span.start


@dataclass(frozen=True, slots=True)
class Prose:
    """An article's text and its sentences, one quote each."""

    text: str
    sentences: tuple[Said, ...]


def corpus(sentences: int, each: int = 20, seed: int = 0) -> Iterator[Prose]:
    """Articles of `each` sentences, `sentences` in all; made as they are asked for."""
    for n in range(-(-sentences // each)):
        yield article(min(each, sentences - n * each), seed * 1_000_003 + n)


def article(sentences: int, seed: int = 0) -> Prose:
    """An article of `sentences` sentences in paragraphs of one to four."""
    chance = random.Random(seed)
    pieces: list[str] = []
    found: list[Said] = []
    at = left = 0  # left: sentences to come in this paragraph
    for n in range(sentences):
        sentence, said = _FORMS[n % len(_FORMS)](chance, at)
        left, gap = (left - 1, " ") if left else (chance.randrange(4), "\n\n")
        pieces += (sentence, gap)
        found.append(said)
        at += len(sentence) + len(gap)
    return Prose("".join(pieces).rstrip() + "\n", tuple(found))


def _clause(chance: random.Random) -> str:
    return " ".join(map(chance.choice, (_SUBJECTS, _VERBS, _OBJECTS, _TAILS)))


def _who(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def _direct(chance: random.Random, at: int) -> tuple[str, Said]:
    one, two, who, cue = _clause(chance), _clause(chance), _who(chance), chance.choice(_CUES)
    content = f"“{one[0].upper()}{one[1:]}, and {two},”"
    return _built(at, who, content=content, cue=f" {cue}", source=f" {_titled(chance, who)}", rest=".")


def _mixed(chance: random.Random, at: int) -> tuple[str, Said]:
    who, words = _who(chance), " ".join(map(chance.choice, (_VERBS, _OBJECTS)))
    content = f" that {chance.choice(_SUBJECTS)} “{words}” and that {_clause(chance)}"
    return _built(at, who, source=who, cue=f" {chance.choice(_CUES)}", content=content, rest=".")


def _indirect(chance: random.Random, at: int) -> tuple[str, Said]:
    who, content = _titled(chance, _who(chance)), f" that {_clause(chance)}"
    name, cue = who.split(",")[0], f" {chance.choice(_CUES)}"
    return _built(
        at, name, source=who, cue=cue, content=content, rest=f", speaking {chance.choice(_PLACES)}."
    )


def _titled(chance: random.Random, who: str) -> str:
    return f"{who}, the {chance.choice(_ROLES)}" if chance.random() < 0.4 else who


def _built(at: int, who: str, *, rest: str, **parts: str) -> tuple[str, Said]:
    """The parts in their order, with the spans that they have from offset `at` on, spaces aside."""
    spans: dict[str, Span] = {}
    sentence = ""
    for name, words in parts.items():
        start = at + len(sentence) + len(words) - len(words.lstrip())
        sentence += words
        spans[name] = Span(start, at + len(sentence))
    sentence += rest
    whole = Span(at, at + len(sentence))
    return sentence, Said(whole, (spans["content"],), spans["cue"], spans["source"], who)


_FORMS = (_direct, _mixed, _indirect)
