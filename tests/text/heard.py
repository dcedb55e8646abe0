"""Sentences with their sources marked, and who is heard in them."""

from annotator.model import Span
from annotator.text.attribution import Attribution
from annotator.text.marks import quotations
from annotator.text.people import Person, people
from annotator.text.sentences import sentences
from annotator.text.words import Words


def marked(text: str) -> tuple[str, list[Attribution]]:
    """`text` without its marks, and its attributions: each [source], and each <agency> for all of them.

    The content of all is the last character of the text: no source stands in it.
    """
    plain: list[str] = []
    opened = 0
    sources: list[Span] = []
    agencies: list[Span] = []
    for sign in text:
        if sign in "[<":
            opened = len(plain)
        elif sign in "]>":
            (sources if sign == "]" else agencies).append(Span(opened, len(plain)))
        else:
            plain.append(sign)
    content = (Span(len(plain) - 1, len(plain)),)
    return "".join(plain), [Attribution(content, source=(s,), via=tuple(agencies)) for s in sources]


def read(text: str) -> tuple[str, tuple[Person, ...], list[list[Person]]]:
    """The plain text, its persons, and for each attribution those who speak."""
    plain, attributions = marked(text)
    persons, spoken = people(Words(plain, sentences(plain)), attributions, quotations(plain))
    return plain, persons, [[persons[place] for place in who] for who in spoken]


def heard(text: str) -> list[str]:
    """Who speaks in each attribution, "and" between several, "?" where nobody knows."""
    return [" and ".join(p.name for p in who) or "?" for who in read(text)[2]]


def nested(text: str, *said: tuple[str, str]) -> list[str]:
    """Who speaks, where `said` has (source, content) of each attribution; each stands once in `text`."""
    found = [
        Attribution((_where(text, content),), source=(_where(text, source),)) for source, content in said
    ]
    persons, spoken = people(Words(text, sentences(text)), found, quotations(text))
    return [" and ".join(persons[place].name for place in who) or "?" for who in spoken]


def _where(text: str, words: str) -> Span:
    assert text.count(words) == 1, words
    return Span(text.index(words), text.index(words) + len(words))
