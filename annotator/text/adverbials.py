"""What may stand between a cue and its content: "said on Monday, in a statement, ... that"."""

from annotator.text import mentions
from annotator.text.grammar import ADVERBS, DAYS, DETERMINERS, OCCASIONS, PREPOSITIONS, TIMES
from annotator.text.page import Page

# Adverbs that begin a reported clause as often as they end the reporting one.
_UNSURE = frozenset(("more", "most", "about", "here", "there", "not"))
_LONGEST = 10  # words of a phrase of time, place or occasion


def past_adverbials(page: Page, at: int, behind: int) -> int:
    """The first word at or behind `at` that is no adverb, time, place or occasion of the speaking."""
    inside = page.quoted[at - 1]
    while at < behind and page.quoted[at] == inside:
        after = _adverb(page, at, behind)
        if after is None and page.lower[at] in PREPOSITIONS:
            after = _occasion(page, at, behind)
        if after is None:
            break
        at = after
    return at


def _adverb(page: Page, at: int, behind: int) -> int | None:
    """The word behind an adverb or a time: "again", "Monday", "late last month"."""
    word = page.lower[at]
    following = page.lower[at + 1] if at + 1 < behind else ""
    if word in DAYS or (word in ADVERBS and word not in _UNSURE):
        return at + 1
    if word.endswith("ly") and not page.capital(at):
        return at + 1
    if word in TIMES and following in DAYS:
        return at + 2
    return at + 1 if word in ("late", "early") and following in ("last", "this") else None


def _occasion(page: Page, at: int, behind: int) -> int | None:
    """The word behind "in a statement", "to reporters", "on Monday"; None for any other phrase."""
    last = mentions.head(page, at + 1, min(behind, at + _LONGEST))
    if last is None or last <= at:
        return None
    if any(word in OCCASIONS or word in DAYS for word in page.lower[at + 1 : last + 1]):
        return last + 1
    named = page.lower[at] in ("to", "on") and page.capital(at + 1) and page.capital(last)  # "to CNN"
    closed = last + 1 < behind and page.lower[last + 1] in (".", ",", ":", "that")
    # "to the crew.", but not "to shut the gates."
    closed = closed and (page.lower[at] != "to" or page.lower[at + 1] in DETERMINERS)
    return last + 1 if named or closed else None
