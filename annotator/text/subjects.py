"""Whose deed a verb tells that has no subject of its own: "She left early, saying", "He smiled and said"."""

from annotator.text import mentions
from annotator.text.draft import Places
from annotator.text.grammar import (
    ADVERBS,
    AUXILIARIES,
    COMMON_VERBS,
    DAYS,
    DETERMINERS,
    JOINERS,
    OBJECTS,
    SUBORDINATORS,
    TIMES,
)
from annotator.text.mentions import MARKS
from annotator.text.page import Page
from annotator.text.phrases import back
from annotator.text.verbs import forms
from annotator.text.wordlist import words

# What may stand before the subject of a clause.
_LEADS = JOINERS | ADVERBS | SUBORDINATORS | MARKS | words("with (")
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "its", "their"))
_PAUSES = frozenset((",", ";", ":", "—", "–", "-"))
_BEHIND_VERBS = DETERMINERS | OBJECTS
# What somebody says or writes: behind "Ana Ruiz's".
_WORDS = words("answer response reply reaction word words post message statement tweet comment retort advice")
_FARTHEST = 60  # words before the verb that are looked at


def nearest(page: Page, at: int, low: int) -> Places | None:
    """The subject of the nearest clause before the word at `at`, none of whose words stands before `low`.

    A clause is what stands between commas, and begins with a mention and its verb.
    """
    low = max(low, at - _FARTHEST)
    end = at
    while end > low:
        if page.quoted[end - 1] >= 0:
            end = page.marked[page.quoted[end - 1]][0]
            continue
        start = end - 1
        while start > low and page.lower[start - 1] not in _PAUSES and page.quoted[start - 1] < 0:
            start -= 1
        found = opening(page, start, end) or _of_verb(page, start, end, low)
        if found is not None:
            return found
        end = start - 1 if page.quoted[start - 1] < 0 else start
    return None


def _of_verb(page: Page, start: int, end: int, low: int) -> Places | None:
    """The subject of the verb that begins these words: ", Ana Ruiz, the mayor, left", "…,” said Ana Ruiz"."""
    verb = start
    while verb < end and (page.lower[verb] in ADVERBS or page.lower[verb].endswith("ly")):
        verb += 1
    if verb >= end or not _verb(page, verb):
        return None
    found = mentions.before(page, start, low) if start > low else None
    return found or (mentions.after(page, verb, end) if _told(page.lower[verb]) else None)


def opening(page: Page, start: int, end: int) -> Places | None:
    """The mention that begins the words from `start` to before `end`, if its verb stands behind it."""
    lower = page.lower
    absolute = False
    while start < end and (lower[start] in _LEADS or (lower[start] in TIMES and lower[start + 1] in DAYS)):
        absolute = absolute or lower[start] == "with"
        start += 1
    if start >= end or page.quoted[start] >= 0 or _verb(page, start) or lower[start].endswith(("ly", "ing")):
        return None
    found = mentions.after(page, start - 1, end)
    if found is None:
        return None
    short = shortened(page, found)
    if short[1] < found[1]:
        return short
    if found[0] < found[1] < end - 1 and lower[found[1] + 1] in _ARTICLES and not page.capital(found[1]):
        return found[0], found[1] - 1  # "Ana Ruiz struck a note of caution"
    behind = found[1] + 1
    while behind < end and (lower[behind] in ADVERBS or lower[behind].endswith("ly")):
        behind += 1
    if behind >= end:
        return None
    return found if _verb(page, behind) or (absolute and lower[behind].endswith("ing")) else None


def shortened(page: Page, found: Places) -> Places:
    """A mention without the verb that it was taken on with: "Ana Ruiz heckles the crew"."""
    for place in range(found[0] + 1, found[1] + 1):
        if page.lower[place - 1] in DETERMINERS or not page.noun(place):
            continue
        last = place == found[1]
        if page.capital(place):  # a headline
            verb = not last and _told(page.lower[place])
        else:
            verb = _verb(page, place) or (
                not last and page.capital(place - 1) and page.lower[place][-1:] == "s"
            )
        if verb and (last or page.capital(place + 1) or page.lower[place + 1] in _BEHIND_VERBS):
            return found[0], place - 1
    return found


def owner(page: Page, at: int, low: int) -> Places | None:
    """Whose words stand behind the colon at `at`: "Ana Ruiz's answer:", "from the mayor's post:"."""
    at -= 1
    if at > low and page.lower[at] in ("was", "is"):
        at -= 1
    if page.lower[at] not in _WORDS:
        return None
    while at > low and page.noun(at):
        at -= 1
    return back(page, at - 1, low) if page.lower[at] in ("'s", "'") and at > low else None


def _verb(page: Page, at: int) -> bool:
    """Whether a word is sooner a finite verb than anything else."""
    word = page.lower[at]
    if page.capital(at) or word in ("be", "being", "been"):
        return False
    return word in AUXILIARIES or word in COMMON_VERBS or word.endswith("ed") or _told(word)


def _told(word: str) -> bool:
    form = forms().get(word)
    return form is not None and form.kind in ("past", "s")
