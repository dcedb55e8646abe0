"""Turns of a printed conversation, "RUIZ: We left at six.", and headlines of that form."""

from annotator.text.draft import Draft
from annotator.text.grammar import DASHES
from annotator.text.page import Page

_LONGEST = 6  # words of a name before the colon
_OPENING = frozenset(("“", '"'))
_IN_NAMES = frozenset(("of", "the", ".", "&", "'s")) | DASHES


def turns(page: Page) -> list[Draft]:
    """A draft, without a cue, for each paragraph that begins with a name and a colon.

    "turn" where the name is in capitals: it reaches to the line's end, and over the paragraphs behind it that
    repeat its opening mark. "headline" in the article's first sentences.
    """
    found: list[Draft] = []
    first = page.words.first
    for number in range(len(first) - 1):
        low = first[number]
        if low + 2 < first[number + 1] and (low == 0 or not page.same_line(low)):
            draft = _turn(page, number, low)
            if draft is not None:
                found.append(draft)
    return found


def _turn(page: Page, number: int, low: int) -> Draft | None:
    start = low + (page.lower[low] in _OPENING)
    colon = _colon(page, start)
    if colon is None or page.quoted[colon] != page.quoted[colon + 1]:
        return None
    shouted = all(page.words.word(place).isupper() or not page.noun(place) for place in range(start, colon))
    if not shouted and number > 1:
        return None
    last = _turn_end(page, low, colon) if shouted else page.words.first[number + 1] - 1
    while last > colon and page.lower[last] == ".":
        last -= 1
    if last <= colon or (colon - start == 1 and len(page.lower[start]) < 3):  # "Q: ...": nobody is named
        return None
    return Draft("turn" if shouted else "headline", [(colon + 1, last)], None, (start, colon - 1), number)


def _colon(page: Page, start: int) -> int | None:
    """The colon behind a name that begins at `start`; None where there is neither."""
    for place in range(start, min(start + _LONGEST + 1, len(page.lower) - 1)):
        if page.lower[place] == ":":
            return place if place > start else None
        if not (page.capital(place) or page.lower[place] in _IN_NAMES):
            return None
    return None


def _turn_end(page: Page, low: int, colon: int) -> int:
    """The last word of a turn whose line begins at `low`."""
    last = _line_end(page, colon + 1)
    marked = page.lower[low] in _OPENING
    while marked and last + 2 < len(page.lower) and page.lower[last + 1] in _OPENING:
        if _colon(page, last + 2) is not None or page.quoted[last + 1] != page.quoted[low]:
            break
        last = _line_end(page, last + 1)
    return last


def _line_end(page: Page, place: int) -> int:
    """The last word of the line that the word at `place` stands in."""
    end = page.words.text.find("\n", page.words.starts[place])
    behind = len(page.lower) if end < 0 else page.words.at(end)
    return behind - 1
