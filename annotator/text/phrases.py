"""Noun phrases around a place, by closed classes of words: there is no tagger."""

from annotator.text.grammar import (
    ADVERBS,
    COMMON_VERBS,
    DASHES,
    DAYS,
    DETERMINERS,
    JOINERS,
    PERSONAL,
    PREPOSITIONS,
    SUBJECTS,
    TIMES,
)
from annotator.text.page import Page
from annotator.text.verbs import forms

Place = tuple[int, int]  # the first and the last word of a phrase

_ARTICLES = frozenset(("the", "a", "an"))
# What may stand inside a name without a blank: "Marn's", "J.", "R&D".
_TIGHT = frozenset(("'s", "'", ".", "&", "/")) | DASHES
_WHEN = frozenset(("on", "in", "last", "this", "later", "earlier", "late", "early"))
# A phrase begins with these, whatever stands before them.
_STARTERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "my", "our", "your"))
# Nouns that end as adverbs do.
_NO_ADVERBS = frozenset(("ally", "family", "assembly", "reply", "monopoly", "bully", "supply", "anomaly"))


def plain(page: Page, first: int, behind: int) -> int | None:
    """The last word of the plain phrase (no "of ...") that begins at `first`; None: none begins there."""
    lower, at = page.lower, first
    while at < behind and (lower[at] in DETERMINERS or lower[at] == "former"):
        at += 1
    start = at
    while at < behind and page.quoted[at] == page.quoted[first] and _goes_on(page, start, at, behind):
        at += 1
    if at > start:
        return at - 1
    return start - 1 if start > first and lower[start - 1] not in _ARTICLES else None  # "those", "another"


def whole(page: Page, first: int, behind: int) -> int | None:
    """The last word of the phrase that begins at `first`, with "of ...", and with "and ..." between names."""
    if page.lower[first] in PERSONAL:
        return first
    last = plain(page, first, behind)
    while last is not None and last + 2 < behind:
        at = last + 1
        names = page.capital(last) and page.capital(at + 1)
        joined = page.links(at) or (names and page.lower[at] in ("and", "&"))
        if not joined or page.lower[at + 1] in DAYS or page.lower[at + 1] in TIMES:
            break
        more = plain(page, at + 1, behind)
        if more is None:
            break
        last = more
    return last


def back(page: Page, last: int, low: int) -> Place | None:
    """The phrase that ends with the word at `last`, not before the word at `low`."""
    lower = page.lower
    if lower[last] in SUBJECTS or lower[last].split("'")[0] in PERSONAL:
        return last, last
    if lower[last] in DAYS and last > low:  # "Ana Ruiz on Tuesday said"
        last -= 2 if lower[last - 1] in _WHEN and last - 2 >= low else 1
    if verbal(page, last) and not (last > low and _owned(lower[last - 1])):
        return None
    if not (page.noun(last) or lower[last] in (")", ".")):
        return None
    at = last
    if lower[last] == ")":
        opening = find_back(page, last, low, "(")
        at = last if opening is None else opening
    while at > low:
        step = _step_back(page, at - 1, low)
        if step is None:
            break
        at = step
    return _trimmed(page, at, last)


def _owned(word: str) -> bool:
    """Whether a noun follows such a word: "the thinking", "his thinking", "Ruiz's thinking"."""
    return word in DETERMINERS or word == "'s"


def find_back(page: Page, at: int, low: int, sign: str) -> int | None:
    """The nearest word `sign` before the one at `at`."""
    return next((place for place in range(at - 1, low - 1, -1) if page.lower[place] == sign), None)


def verbal(page: Page, at: int) -> bool:
    """Whether a lower-case word is sooner a verb than a noun: it ends a mention."""
    form = None if page.capital(at) else forms().get(page.lower[at])
    return form is not None and form.kind in ("past", "ing", "part")


def _goes_on(page: Page, start: int, at: int, behind: int) -> bool:
    """Whether the plain phrase that begins at `start` still goes on with the word at `at`."""
    word = page.lower[at]
    if page.noun(at):
        if at == start or page.capital(at):
            return True
        if word in _STARTERS:
            return False
        named = page.capital(at - 1)
        if (word in DAYS and not named) or word in COMMON_VERBS or word.endswith("ed"):
            return False
        return not (named and page.lower[at - 1] != "'s" and (verbal(page, at) or _adverb(word)))
    if at == start or word not in _TIGHT or page.words.ends[at - 1] != page.words.starts[at]:
        return False
    return word != "." or (at + 1 < behind and len(page.lower[at - 1]) <= 4 and page.capital(at + 1))


def _adverb(word: str) -> bool:
    return word.endswith("ly") and word not in _NO_ADVERBS


def _step_back(page: Page, at: int, low: int) -> int | None:
    """Where the phrase begins if it goes on leftwards over the word at `at`; None where it does not."""
    lower = page.lower
    word = lower[at]
    if page.quoted[at] != page.quoted[at + 1]:
        return None
    if word in DETERMINERS:
        return at if word != "that" else None
    if page.noun(at):
        return None if verbal(page, at) or (lower[at + 1] in _STARTERS and at > low) else at
    if at <= low:
        return None
    before = at - 1
    if word in _TIGHT and page.words.ends[before] == page.words.starts[at] and page.noun(before):
        return at
    if word == ")":
        opening = find_back(page, at, low, "(")
        return opening if opening is not None and at - opening < 8 else None
    if word == ",":
        return before if _within_list(page, at) else None
    tied = page.links(at) or (word == "and" and page.capital(before) == page.capital(at + 1))
    return before if tied and page.noun(before) and not verbal(page, before) else None


def _within_list(page: Page, at: int) -> bool:
    """Whether a comma stands in "1,400" or in "Velden, Marn and Oster"."""
    lower = page.lower
    if lower[at - 1].isdigit() and lower[at + 1].isdigit():
        return True
    listed = at + 2 < len(lower) and lower[at + 2] in ("and", ",")
    return listed and page.capital(at + 1) and page.capital(at - 1)


def _trimmed(page: Page, first: int, last: int) -> Place | None:
    """The phrase without what stands before it: "But officials" is officials, "In a note Ruiz" is Ruiz."""
    lower = page.lower
    while first < last and _leads(lower[first]):
        first += 1
    if first > 0 and lower[first - 1] in PREPOSITIONS and lower[first - 1] != "than":
        first = _behind_lead(page, first, last)
    if first + 2 <= last and lower[first] in TIMES and lower[first + 1] in DAYS:
        first += 2
    if first < last and lower[first] in DAYS and page.capital(first + 1):
        first += 1  # "On Tuesday Ana Ruiz"
    return None if first == last and lower[last] in DAYS else (first, last)


def _leads(word: str) -> bool:
    return word in ADVERBS or word in JOINERS or word in ("'s", ".") or word in DASHES


def _behind_lead(page: Page, first: int, last: int) -> int:
    """Where the mention begins in a phrase that a preposition opens: "(In) a statement Ruiz"."""
    for place in range(last, first, -1):
        before = page.lower[place - 1]
        if page.capital(place) and not page.capital(place - 1) and before not in DETERMINERS:
            return first if page.links(place - 1) else place
        if page.lower[place] in DETERMINERS:
            return place
    return first
