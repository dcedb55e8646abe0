"""Whether words make a clause: a subject and soon a finite verb. Without a tagger, by closed classes."""

from annotator.text.grammar import (
    AUXILIARIES,
    COMMON_VERBS,
    DETERMINERS,
    OBJECTS,
    PERSONAL,
    PREPOSITIONS,
    SUBJECTS,
    WH,
)
from annotator.text.page import Page
from annotator.text.verbs import forms
from annotator.text.wordlist import words

_REACH = 20  # words within which a reported clause shows its verb
_NEVER_FIRST = words("as than of and or but with from by into when while after before")
_FIRST_PREPOSITIONS = words("in on at under if like")
_ENDS = frozenset((";", "?", "!", ":"))


def is_clause(page: Page, at: int, behind: int) -> bool:
    """Whether a clause begins with the word at `at`."""
    lower, word = page.lower, page.lower[at]
    if word in _NEVER_FIRST or not page.words.text[page.words.starts[at]].isalnum():
        return False
    if "'" in word and word.split("'")[0] in PERSONAL:
        return True
    if word in ("there", "here") and at + 1 < behind and lower[at + 1] in AUXILIARIES:
        return True
    if word in AUXILIARIES or (word in PREPOSITIONS and word not in _FIRST_PREPOSITIONS):
        return False
    if (word in WH and word not in ("if", "what", "when", "who")) or (
        word in OBJECTS and word not in SUBJECTS
    ):
        return False
    return _finite(page, at + 1, min(behind, at + _REACH))


def _finite(page: Page, at: int, behind: int) -> bool:
    """Whether one of these words is sooner a finite verb than anything else."""
    lower = page.lower
    for place in range(at, behind):
        word = lower[place]
        if (
            page.capital(place)
            or word in ("'s", "be", "being")
            or (word == "will" and lower[place + 1 : place + 2] == ["to"])
        ):
            continue
        if word in AUXILIARIES or word in COMMON_VERBS:
            return True
        if lower[place - 1] not in DETERMINERS and (word.endswith("ed") or _inflected(word)):
            return True
        if word in _ENDS or (word in ("who", "which", "that") and place > at):
            return False
    return False


def _inflected(word: str) -> bool:
    form = forms().get(word)
    return form is not None and form.kind in ("past", "s")


def has_finite(page: Page, at: int, behind: int) -> bool:
    """Whether a finite verb or a quotation stands among these words: then they may be what is said."""
    for place in range(at, behind):
        word = page.lower[place]
        if page.quoted[place] >= 0 or word in AUXILIARIES or word in COMMON_VERBS or word.endswith("ed"):
            return True
        form = forms().get(word)
        if form is not None and form.kind == "past":
            return True
    return False
