"""What stands behind a cue: where the content begins, and by which frame of the verb (see `verbs`)."""

from annotator.text import mentions
from annotator.text.adverbials import past_adverbials
from annotator.text.clauses import is_clause
from annotator.text.cues import Cue
from annotator.text.grammar import DAYS, DETERMINERS, OBJECTS, PERSONAL, PREPOSITIONS, WH
from annotator.text.page import Page
from annotator.text.wordlist import words

Found = tuple[str, int]  # the frame's name, the first word of the content

_NO_PHRASE = frozenset((".", "?", "!", "…", ";", ",", ":", ")"))
# "declined to comment": silence has no content.
_SILENCE = words("comment answer respond reply say discuss speak elaborate talk be provide give")
_NO_VERB = DETERMINERS | OBJECTS | WH
_SAYS = frozenset("qs")
_THAT = frozenset("st")
# The prepositions that tie a feeling to what it is about.
_ABOUT = words("about over for at in of on with")


def forward(page: Page, cue: Cue, behind: int) -> Found | None:
    """How the content begins behind `cue`, before the word at `behind`; None where none does.

    A preposition or noun that belongs to the cue there ("warned of") becomes a part of it.
    """
    at = past_adverbials(page, cue.last + 1, behind)
    if at >= behind:
        return None
    return (
        _opening(page, cue, at, behind)
        or _behind_hearer(page, cue, at, behind)
        or _behind_insertion(page, cue, at, behind)
        or _phrase(page, cue, behind)
    )


def opens(page: Page, at: int) -> bool:
    """Whether a quotation begins with the word at `at`."""
    return page.quoted[at] >= 0 and (at == 0 or page.quoted[at - 1] != page.quoted[at])


def _opening(page: Page, cue: Cue, at: int, behind: int) -> Found | None:
    """A frame that one word tells: marks, a colon, that, whether, to; else a clause without any."""
    frames, word = cue.verb.frames, page.lower[at]
    if _SAYS & frames:
        marks = at + 1 if word in (":", ",") and at + 1 < behind else at
        if opens(page, marks):
            return "quote", marks
    if word == "," and at + 1 < behind and page.quoted[at + 1] < 0:
        return None
    if word == ":" and "q" in frames and at + 1 < behind:
        return "colon", at + 1
    if word == "that" and _THAT & frames:
        return "that", at
    if word in WH and "w" in frames:
        return "wh", at
    if word == "to" and "i" in frames and at + 1 < behind:
        silent = cue.verb.lemma in ("decline", "refuse") and page.lower[at + 1] in _SILENCE
        return ("to", at) if _infinitive(page, at) and not silent else None
    if "s" in frames and "o" not in frames and is_clause(page, at, behind):
        return "bare", at
    return None


def _infinitive(page: Page, at: int) -> bool:
    """Whether "to" at `at` goes on with a verb rather than a noun phrase."""
    after = at + 1
    return after < len(page.lower) and not page.capital(after) and page.lower[after] not in _NO_VERB


def _behind_hearer(page: Page, cue: Cue, at: int, behind: int) -> Found | None:
    """ "told the crew that ...", "urged the crew to ..."."""
    frames = cue.verb.frames
    hears, urged = "o" in frames, "y" in frames
    last = at if page.lower[at] in OBJECTS else mentions.head(page, at, behind)
    if last is None or not (hears or urged):
        return None
    first = past_adverbials(page, last + 1, behind)
    if first < behind:
        if urged and page.lower[first] == "to" and _infinitive(page, first):
            return "to", first
        if hears and (found := _told(page, cue, first, behind)):
            return found
    return _farther(page, cue, at, last, behind) if hears and "s" in frames else None


def _told(page: Page, cue: Cue, first: int, behind: int) -> Found | None:
    """The content behind a hearer and what belongs to him: "told a rally in Brennick she"."""
    found = _opening(page, cue, first, behind)
    if found is None and page.lower[first] in PREPOSITIONS:
        inner = mentions.head(page, first + 1, behind)
        if inner is not None and first < inner < behind - 1:
            first = inner + 1
            found = _opening(page, cue, first, behind)
    if found is None and is_clause(page, first, behind):
        found = "bare", first
    return found


def _farther(page: Page, cue: Cue, at: int, last: int, behind: int) -> Found | None:
    """A "that" or marks behind a long hearer, or a clause where no word tells: "told MSNBC he ..."."""
    for place in range(last + 1, min(behind, last + 12)):
        marked = page.lower[place] in (",", ":") and place + 1 < behind and opens(page, place + 1)
        if marked or page.lower[place] == "that":
            return _opening(page, cue, place, behind)
        if page.lower[place] == "," or page.quoted[place] >= 0:
            break
    for place in range(at + 1, min(behind, at + 7)):
        if page.lower[place] in PERSONAL or page.lower[place] in ("the", "there"):
            return ("bare", place) if is_clause(page, place, behind) else None
        if page.quoted[place] >= 0 or page.lower[place] in (",", "to", "of"):
            return None
    return None


def _behind_insertion(page: Page, cue: Cue, at: int, behind: int) -> Found | None:
    """ "said, on his way out, that"."""
    if page.lower[at] != "," or not _THAT & cue.verb.frames:
        return None
    for place in range(at + 1, min(behind - 1, at + 14)):
        if page.quoted[place] >= 0:
            return None
        if page.lower[place] == ",":
            return ("that", place + 1) if page.lower[place + 1] == "that" else None
    return None


def _phrase(page: Page, cue: Cue, behind: int) -> Found | None:
    """A noun phrase as content, behind a preposition of the cue or at once."""
    at = cue.last + 1
    if page.lower[at] in cue.verb.after and at + 1 < behind:
        return _behind_preposition(page, cue, at, behind)
    if page.lower[at] in _NO_PHRASE or page.lower[at] in DAYS:
        return None
    if cue.verb.lemma in ("express", "voice"):
        return _feeling(page, cue, at, behind)
    if cue.verb.lemma in ("quote", "cite") and _has(page, ["as", "saying"], at, behind):
        return None
    if not (page.noun(at) or page.lower[at] in DETERMINERS or page.lower[at] in OBJECTS or opens(page, at)):
        return None
    frames = cue.verb.frames
    if "a" in frames and _has(page, ["as"], at, behind):
        return "as", at
    if "x" in frames and _names(page, at, behind):
        return "called", at
    return ("np", at) if "n" in frames else None


def _behind_preposition(page: Page, cue: Cue, at: int, behind: int) -> Found:
    """ "warned of a strike"; "called on the crew to ..."."""
    cue.last = at
    if "y" in cue.verb.frames and page.lower[at] in ("on", "for"):
        last = mentions.head(page, at + 1, behind)
        if last is not None and last + 1 < behind and page.lower[last + 1] == "to":
            return "to", last + 1
    return "np", at + 1


def _feeling(page: Page, cue: Cue, at: int, behind: int) -> Found | None:
    """ "expressed confidence that ...", "voiced concern over ...": the noun belongs to the cue."""
    last = mentions.head(page, at, behind)
    if last is None or last + 2 >= behind:
        return None
    word = page.lower[last + 1]
    if word == "that" or (word == "to" and _infinitive(page, last + 1)):
        cue.last = last
        return word, last + 1
    if word in _ABOUT:
        cue.last = last + 1
        return "np", last + 2
    return None


def _has(page: Page, wanted: list[str], at: int, behind: int) -> bool:
    """Whether these words follow in the same clause, outside marks."""
    for place in range(at, min(behind, at + 20)):
        if page.quoted[place] < 0 and page.lower[place : place + len(wanted)] == wanted:
            return True
        if page.lower[place] in (",", ";"):
            return False
    return False


def _names(page: Page, at: int, behind: int) -> bool:
    """Whether an object and what it is called follow: in marks, or a second "a ..."."""
    last = at if page.lower[at] in OBJECTS else mentions.head(page, at, behind)
    for place in range(at if last is None else last + 1, min(behind, at + 16)):
        if page.quoted[place] >= 0 or (last is not None and page.lower[place] in ("a", "an")):
            return True
        if page.lower[place] in (",", ";", ":", ".", "and", "to"):
            return False
    return False
