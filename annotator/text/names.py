"""The names of an article: runs of words with capitals, taken apart into office, state and name."""

from enum import Enum, auto

from annotator.text.names_given import gender_by_name
from annotator.text.names_offices import head_of, modifiers, office_start, split
from annotator.text.names_states import ADJECTIVES, NAMES
from annotator.text.names_words import (
    BODIES,
    CONNECTORS,
    GROUPS,
    NO_NAMES,
    PARTICLES,
    ROLES,
    SUFFIXES,
    TITLES,
    gender_of,
    singular,
)
from annotator.text.words import Words


class Shape(Enum):
    """What a run of capitalised words looks like by itself."""

    FULL = auto()  # first name and surname
    SINGLE = auto()  # one word: a surname, a place, anything
    BODY = auto()  # "Northern Council", "NATO"
    STATE = auto()
    OFFICE = auto()  # "Defense Minister", with no name
    THING = auto()  # "the Sea Lark": several words behind an article


class Name:
    """One run. Places of words, all included: the run is `start` to `last`, the name in it `first` to `last`.

    `parts` are the words of the name in lower case without stops and suffixes. `office` holds the places
    (first, last) of the office that stands before the name, `modifiers` are lower-case words that say more
    of it ("foreign", a state by its name).
    """

    __slots__ = (
        "first", "gender", "initial", "last", "modifiers", "office", "parts", "role", "shape", "start",
        "state", "titled",
    )  # fmt: skip

    def __init__(self, start: int, first: int, last: int, parts: list[str], shape: Shape) -> None:
        self.start, self.first, self.last = start, first, last
        self.parts = parts
        self.shape = shape
        self.role = ""  # the last word of the office, in lower case
        self.office: tuple[int, int] | None = None
        self.modifiers: tuple[str, ...] = ()
        self.state = ""
        self.gender = ""
        self.titled = False
        self.initial = False  # it stands where any word has a capital


_SURNAMES = frozenset(("king", "bishop", "judge", "pope", "major", "marshal", "baker", "parent"))
# A run of more words is a headline or a heading.
_LONGEST = 9
_OPENERS = frozenset("“‘„\"'«‹»[(—–-:•*")
_SIGNS = frozenset((".", "'", "’"))
_ABBREVIATED = TITLES | frozenset(("st", "mt", "ft", "jr", "sr"))


def names(words: Words) -> list[Name]:
    """The runs of capitalised words of an article, in their order. Linear."""
    lower = words.lower
    places = [place for place in words.capitals() if lower[place] not in NO_NAMES]
    firsts = set(words.first)
    found: list[Name] = []
    n, count = 0, len(places)
    while n < count:
        start = last = places[n]
        n += 1
        while n < count and last - start < _LONGEST and _linked(words, firsts, last, places[n]):
            last = places[n]
            n += 1
        name = _parsed(words, start, last)
        before = start - 1
        name.initial = start in firsts or (before >= 0 and lower[before] in _OPENERS)
        _widen(words, name)
        at = len(found)
        while at and found[at - 1].start > name.start:  # "former Kremlin spokesman Dmitry Peskov"
            at -= 1
        found.insert(at, name)
    return found


def _linked(words: Words, firsts: set[int], last: int, following: int) -> bool:
    """Whether the capitalised words at `last` and `following` belong to one run."""
    gap = following - last
    if gap == 1:
        between = words.text[words.ends[last] : words.starts[following]]
        return between == " " or (between != "" and "\n" not in between and len(between) < 3)
    if gap > 4:
        return False
    lower = words.lower
    middle = lower[last + 1]
    if gap == 2 and middle == ".":
        word = lower[last]
        if len(word) > 1 and word not in _ABBREVIATED and ("." not in word or following in firsts):
            return False
    elif gap == 2 and middle in ("'", "’"):  # "the Islands’ Fishing Board"
        if lower[last][-1] != "s" or words.starts[last + 1] != words.ends[last]:
            return False
    elif middle in CONNECTORS:
        head = lower[last]
        if head not in ROLES and head not in BODIES:
            return False
        if gap == 3 and lower[last + 2] != "the":
            return False
    elif not all(lower[i] in PARTICLES for i in range(last + 1, following)):
        return False
    return "\n" not in words.text[words.ends[last] : words.starts[following]]


def _parsed(words: Words, start: int, last: int) -> Name:
    """The run from `start` to `last`: its office and state taken off, the rest judged."""
    lower = words.lower
    if start == last:
        return _single(words, start)
    first, title, office = split(lower, start, last)
    if first > last:
        name = Name(start, start, last, lower[start : last + 1], Shape.OFFICE)
        name.role = lower[last]
        name.modifiers = modifiers(lower, start, last)
        return name
    parts = [w for w in lower[first : last + 1] if w not in _SIGNS]
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        parts.pop()
    name = Name(start, first, last, parts, Shape.SINGLE)
    if office is not None:
        name.office = office
        name.role = head_of(lower, *office)
        name.modifiers = modifiers(lower, *office)
    if title:
        name.titled = True
        name.gender = gender_of(title)
    if name.role and not name.gender:
        name.gender = gender_of(name.role)
    name.shape = _shape(words, name)
    return name


def _single(words: Words, place: int) -> Name:
    word = words.lower[place]
    name = Name(place, place, place, [word], Shape.SINGLE)
    if word in NAMES:
        name.shape = Shape.STATE
        name.state = NAMES[word]
    elif word in ROLES and word not in _SURNAMES:
        name.shape = Shape.OFFICE
        name.role = word
    elif word in BODIES or _acronym(words, place):
        name.shape = Shape.BODY
    return name


def _acronym(words: Words, place: int) -> bool:
    """Whether the word is all capitals and no surname of an interview's transcript ("PENCE:")."""
    word = words.text[words.starts[place] : words.ends[place]]
    if not word.isupper() or not 2 <= len(word) <= 6:
        return False
    return place + 1 >= len(words) or words.lower[place + 1] != ":"


def _shape(words: Words, name: Name) -> Shape:
    if len(name.parts) > 1 and (state := NAMES.get(" ".join(name.parts))):
        name.state = state
        return Shape.STATE
    if not name.titled and not _without_state(words.lower, name):
        return Shape.BODY
    parts, introduced = name.parts, bool(name.role or name.titled)
    if _body(parts, introduced):
        return Shape.BODY
    if len(parts) == 1:
        return Shape.SINGLE if introduced else _single(words, name.last).shape
    before = words.lower[name.start - 1] if name.start else ""
    if len(parts) > 5 or (before == "the" and not introduced) or (before == "by" and _line(words, name)):
        return Shape.THING
    if words.text[words.starts[name.first] : words.ends[name.last]].isupper() and len(parts) == 2:
        return Shape.FULL if gender_by_name(parts[0]) else Shape.THING
    return Shape.FULL


def _without_state(lower: list[str], name: Name) -> bool:
    """Take the state off "Russian Vladimir Putin" and "... in the U.S. Ana Ruiz said".

    False where the state is part of the name of a body: "Ukrainian Parliament".
    """
    while len(name.parts) > 1:
        word, stop = lower[name.first], lower[name.first + 1] == "."
        state = ADJECTIVES.get(word) or (NAMES.get(word) if stop else None)
        if not state:
            return True
        if name.parts[-1] in BODIES or name.parts[1] in BODIES:
            return False
        name.modifiers = (*name.modifiers, state)
        name.first += 1 + stop
        name.parts = name.parts[1:]
        if name.office is None:
            name.start = name.first
    return True


def _body(parts: list[str], introduced: bool) -> bool:
    if parts[-1] not in BODIES and (introduced or BODIES.isdisjoint(parts)):
        return False
    return len(parts) == 1 or not gender_by_name(parts[0])


def _line(words: Words, name: Name) -> bool:
    """Whether the word before the name begins a line: "By Ana Ruiz" says who wrote the article."""
    start = words.starts[name.start - 1]
    return start == 0 or words.text[start - 1] == "\n"


def _widen(words: Words, name: Name) -> None:
    """Add the office in small letters right before the name: "Kremlin spokesman Dmitry Peskov"."""
    if name.office is None and name.start and name.shape in (Shape.FULL, Shape.SINGLE):
        before = name.start - 1
        head = words.lower[before]
        if head in ROLES and not _possessive_next(words, before):
            first = office_start(words, before)
            name.office = (first, before)
            name.role = head
            name.modifiers = (*modifiers(words.lower, first, before), *name.modifiers)
            name.gender = name.gender or gender_of(head)
            name.start = first
    if not name.gender and name.shape is Shape.FULL:
        name.gender = gender_by_name(name.parts[0])


def _possessive_next(words: Words, place: int) -> bool:
    return words.lower[place + 1] in ("'s", ",")


def group_word(word: str) -> bool:
    """Whether a capitalised word, in lower case, means many people: "Russians", "Democrats"."""
    one = singular(word)
    return one != word and (one in ADJECTIVES or one in ROLES or one in GROUPS)
