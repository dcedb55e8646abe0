"""Offices: the words before a name, or instead of one, that say what somebody is."""

from annotator.text.names_given import gender_by_name
from annotator.text.names_states import ADJECTIVES, NAMES
from annotator.text.names_words import BODIES, CONNECTORS, MODIFIERS, NO_NAMES, PORTFOLIO, ROLES, TITLES
from annotator.text.words import Words

_BESIDE = MODIFIERS | PORTFOLIO | ROLES | frozenset(ADJECTIVES) | BODIES  # small words before a head


def split(lower: list[str], start: int, last: int) -> tuple[int, str, tuple[int, int] | None]:
    """Where the name in a run begins (behind it where there is none), its title, and its office.

    The run reaches from `start` to `last`; the office is given by its places, first and last.
    """
    first, title = start, ""
    office: tuple[int, int] | None = None
    given = gender_by_name(lower[start])
    at = start
    while at <= last:
        word = lower[at]
        if word in TITLES and at < last:
            title, first, at = word, at + 1, at + 1
            if lower[at] == ".":
                first, at = at + 1, at + 1
        elif word in ROLES and not (given and at == last and first == start):
            end = _office_end(lower, at, last)
            office = (office[0] if office else start, end)
            first = at = end + 1
        elif at == first and word == ".":
            first = at = at + 1
        else:
            at += 1
    return first, title, office


def _office_end(lower: list[str], at: int, last: int) -> int:
    """The last word of the office whose head stands at `at`: "Secretary of State" in "... Marco Rubio"."""
    if at + 1 > last or lower[at + 1] not in CONNECTORS:
        return at
    before = end = at + 2 if lower[at + 2] == "the" else at + 1
    while end < last and (lower[end + 1] in PORTFOLIO or lower[end + 1] in NAMES or lower[end + 1] in BODIES):
        end += 1
    return end if end > before else min(before + 1, last)


def head_of(lower: list[str], first: int, last: int) -> str:
    """The head of the office: the last word of it that is one, "of ..." aside."""
    for place in range(first, last + 1):
        if lower[place] in ROLES and (place == last or lower[place + 1] not in ROLES):
            return lower[place]
    return lower[last]


def modifiers(lower: list[str], first: int, last: int) -> tuple[str, ...]:
    """What the words of an office say beside its head; states by their name."""
    said = []
    for place in range(first, last + 1):
        word = lower[place]
        state = NAMES.get(word) or ADJECTIVES.get(word)
        if state:
            said.append(state)
        elif (
            word not in ROLES
            and word[0].isalpha()
            and word not in CONNECTORS
            and word not in ("the", "former")
        ):
            said.append(word)
    return tuple(said)


def office_start(words: Words, head: int) -> int:
    """Where the office begins whose head stands at `head`: leftwards over what may modify it."""
    text, lower, starts = words.text, words.lower, words.starts
    at = head
    while at and head - at < 6:
        word = lower[at - 1]
        capital = text[starts[at - 1]].isupper() and word not in NO_NAMES
        if (capital or word in _BESIDE) and _near(words, at - 1):
            at -= 1
        elif word == "." and at > 1 and lower[at - 2] in NAMES:
            at -= 2
        else:
            break
    return at


def _near(words: Words, place: int) -> bool:
    return "\n" not in words.text[words.ends[place] : words.starts[place + 1]]
