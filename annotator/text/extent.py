"""How far a content reaches: to the end of its clause, or through the quotation that is open there."""

from annotator.text.clauses import is_clause
from annotator.text.grammar import DAYS, JOINERS, OCCASIONS, SUBORDINATORS
from annotator.text.mentions import MARKS, head
from annotator.text.page import Page
from annotator.text.wordlist import words

_PHRASES = frozenset(("np", "to", "as", "called"))
# What a noun phrase goes on with behind a comma.
_GOES_ON = words("who whose which whom including such")
_LOOSE = frozenset((",", ";", ":", ".", "-", "–", "—"))
_CONTRAST = words("while although though whereas")


def end(page: Page, frame: str, first: int, behind: int, cuts: list[int]) -> int:
    """The last word of a content of `frame` that begins at `first`.

    `behind` is the sentence's end, `cuts` are words at which other clauses begin. A quotation that goes on
    behind the sentence is followed by `through`.
    """
    stop = min((cut for cut in cuts if first < cut), default=behind)
    cut = stop < behind
    if frame in _PHRASES:
        stop = _phrase_end(page, frame, first, min(stop, behind))
        cut = stop < behind
    last = min(stop, behind) - 1
    inside = page.quoted[first]
    reported = inside >= 0 and opening(page, first) < first  # by the one whose marks these are
    while last > first and page.quoted[last] in (-1, inside):
        if not (_loose(page.lower[last], cut) or (reported and page.lower[last] in MARKS)):
            break
        last -= 1
    return last


def _loose(word: str, cut: bool) -> bool:
    """Whether a word at the end belongs to what follows, or to the reporter's sentence."""
    return word in _LOOSE or (cut and (word in JOINERS or word in ("as", "while", "even", "though")))


def through(page: Page, first: int, last: int) -> int:
    """`last`, or where the quotation ends that is open there and began behind `first`."""
    inside = page.quoted[last]
    if inside < 0 or (first > 0 and page.quoted[first] == inside == page.quoted[first - 1]):
        return last
    return closing(page, last)


def closing(page: Page, at: int) -> int:
    """The last word of the quotation that the word at `at` stands in."""
    return page.marked[page.quoted[at]][1] - 1


def opening(page: Page, at: int) -> int:
    """The first word of the quotation that the word at `at` stands in."""
    return page.marked[page.quoted[at]][0]


def last_inside(page: Page, at: int) -> str:
    """The last word before the closing marks at `at`: a comma in “odd,”."""
    while at > 0 and page.lower[at] in MARKS:
        at -= 1
    return page.lower[at]


def _phrase_end(page: Page, frame: str, first: int, stop: int) -> int:
    """Where a noun phrase or infinitive is over: at a comma, or where the occasion is told."""
    lower = page.lower
    for place in range(first + 1, stop):
        if page.quoted[place] >= 0:
            if page.quoted[place + 1 : place + 2] == [-1] and last_inside(page, place) == ",":
                return place + 1  # “a mistake,” he added
            continue
        word = lower[place]
        if word == "that" and frame == "np" and page.noun(place - 1) and is_clause(page, place + 1, stop):
            return stop  # "dismissed claims that ...": what a clause holds is all of it
        if word == "," and place + 1 < stop:
            marked = page.quoted[place + 1] >= 0 and frame in ("as", "called")
            if marked or lower[place + 1] in _GOES_ON:
                continue
        if word in (",", ";", ":", "—", "–") or word in _CONTRAST:
            return place
        if frame == "np" and word in ("during", "when", "after", "before"):
            return place
        if word in ("in", "on", "during", "at") and _tells_occasion(page, place, stop):
            return place
    return stop


def _tells_occasion(page: Page, at: int, stop: int) -> bool:
    last = head(page, at + 1, min(stop, at + 8))
    if last is None or page.lower[at + 1] in SUBORDINATORS:
        return False
    return any(word in OCCASIONS or word in DAYS for word in page.lower[at + 1 : last + 1])
