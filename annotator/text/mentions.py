"""Mentions of speakers: the one before a verb group, and the one behind it, with what is put beside them."""

from annotator.text.grammar import (
    ADVERBS,
    AUXILIARIES,
    COMMON_VERBS,
    DASHES,
    DAYS,
    JOINERS,
    PREPOSITIONS,
    RELATIVES,
)
from annotator.text.page import Page
from annotator.text.phrases import Place, back, find_back, plain, whole
from annotator.text.verbs import forms

MARKS = frozenset("“”\"„«»‘’'")
# A mention longer than this is no mention; the bound keeps the walk linear.
_LONGEST = 28
_APPOSED = frozenset(["the", "a", "an", "his", "her", "its", "their"])
_BEFORE_WHO = DASHES | {","}
_WHO = frozenset(("who", "whose"))

head = plain


def before(page: Page, verb: int, low: int) -> Place | None:
    """The mention whose last word stands before the verb group that begins at `verb`; None: there is none."""
    at = verb - 1
    low = max(low, verb - _LONGEST)
    if at < low or page.quoted[at] != page.quoted[verb]:
        return None
    word = page.lower[at]
    if word == ",":
        return _before_insertion(page, at, low)
    if word in DASHES:
        return _before_dashes(page, at, low)
    if word == ")":
        opening = find_back(page, at, low, "(")
        found = back(page, opening - 1, low) if opening is not None and opening > low else None
        return (found[0], at) if found else None
    if word in RELATIVES:
        at -= 2 if at > low and page.lower[at - 1] in _BEFORE_WHO else 1
        return back(page, at, low) if at >= low else None
    found = back(page, at, low)
    return _outside_relative(page, found, low) if found is not None else None


def after(page: Page, verb: int, behind: int) -> Place | None:
    """The mention that begins behind the word at `verb`, before `behind`; with what apposition it has."""
    first = verb + 1
    behind = min(behind, first + _LONGEST)
    last = whole(page, first, behind) if first < behind else None
    return (first, _with_apposition(page, last, behind)) if last is not None else None


def _before_insertion(page: Page, comma: int, low: int) -> Place | None:
    """The mention before ", the minister of ports,": with apposition or relative clause, nothing else."""
    opening = find_back(page, comma, low, ",")
    while opening is not None and opening > low and page.lower[opening + 1] in JOINERS:
        opening = find_back(page, opening, low, ",")  # ", and a former judge,"
    if opening is None or opening <= low or opening + 1 >= comma:
        return None
    found = back(page, opening - 1, low)
    if found is None:
        return None
    first = page.lower[opening + 1]
    if page.capital(opening + 1) and not page.capital(found[1]) and _governed(page, found[0], low):
        return opening + 1, comma - 1  # "After a win in the race, Ana Ruiz (50), said"
    found = _named_before(page, found, low)
    if first in _WHO:
        return found[0], comma
    if not page.capital(found[1]) and not page.capital(opening + 1):
        return found
    inserted = first in RELATIVES or first in PREPOSITIONS or first in DAYS or first in ADVERBS
    return found if inserted or first.endswith("ing") else (found[0], comma)


def _governed(page: Page, first: int, low: int) -> bool:
    """Whether a preposition stands before a mention: then it is no subject."""
    return first > low and page.lower[first - 1] in PREPOSITIONS


def _named_before(page: Page, found: Place, low: int) -> Place:
    """With the name that a lower-case mention is put beside: "Ana Ruiz, the minister of ports"."""
    first, last = found
    if first - 2 < low or page.lower[first - 1] != "," or page.capital(first):
        return found
    named = back(page, first - 2, low)
    if named is None or not (page.capital(named[0]) and page.capital(named[1])):
        return found
    return found if _governed(page, named[0], low) else (named[0], last)


def _before_dashes(page: Page, at: int, low: int) -> Place | None:
    """The mention before "- who had been there -"; a dash may be two signs."""
    sign = page.lower[at]
    while at > low and page.lower[at - 1] == sign:
        at -= 1
    opening = find_back(page, at, low, sign)
    while opening is not None and opening > low and page.lower[opening - 1] == sign:
        opening -= 1
    return back(page, opening - 1, low) if opening is not None and opening > low else None


def _outside_relative(page: Page, found: Place, low: int) -> Place:
    """ "Officials who have read the plan" for "the plan": the mention that the relative clause is about."""
    for place in range(found[0] - 1, max(low, found[0] - 12) - 1, -1):
        word = page.lower[place]
        if page.quoted[place] >= 0 or word in (",", ";", ":", "and", "but", "that"):
            break
        if word == "who":
            outer = back(page, place - 1, low) if place > low else None
            return outer if outer is not None else found
    return found


def _with_apposition(page: Page, last: int, behind: int) -> int:
    """The last word with "(50)", ", the minister of ports," or ", who runs it," behind the mention."""
    lower = page.lower
    at = last + 1
    if at + 1 < behind and lower[at] == "(":
        closing = next((place for place in range(at, min(behind, at + 8)) if lower[place] == ")"), None)
        last, at = (closing, closing + 1) if closing is not None else (last, at)
    if at + 1 >= behind or lower[at] != "," or page.quoted[at + 1] >= 0:
        return last
    first = lower[at + 1]
    if first in _WHO:
        end: int | None = _clause_end(page, at + 1, behind)
    elif (first in _APPOSED or page.noun(at + 1)) and not first.endswith("ing") and first not in DAYS:
        end = whole(page, at + 1, behind)
    else:
        return last
    if end is None or (end + 1 < behind and _is_verb(lower[end + 1])):
        return last
    return end + 1 if end + 1 < behind and lower[end + 1] == "," else end


def _clause_end(page: Page, at: int, behind: int) -> int | None:
    """The last word before the comma or stop that ends a relative clause; None where marks come first."""
    for place in range(at, behind):
        if page.quoted[place] >= 0:
            return None
        if page.lower[place] in (",", ";", ":", "."):
            return place - 1
    return None


def _is_verb(word: str) -> bool:
    return word in AUXILIARIES or word in forms() or word in COMMON_VERBS or word.endswith("ed")
