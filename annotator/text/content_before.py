"""A content that stands before its cue: "Q," S said. "Q," said S. C, S said, C."""

from annotator.text import mentions
from annotator.text.adverbials import past_adverbials
from annotator.text.clauses import has_finite, is_clause
from annotator.text.cues import Cue
from annotator.text.draft import Draft, Places
from annotator.text.extent import closing, end, last_inside, opening, through
from annotator.text.frames import opens
from annotator.text.grammar import JOINERS, PREPOSITIONS, WH
from annotator.text.scene import Scene
from annotator.text.verbs import forms
from annotator.text.wordlist import words

_SAYS = frozenset("qs")
_HEARD = frozenset("qso")
_ENDS = frozenset((".", ",", "?", "!", ";", ":", ")", "…", "—", "–", "-"))
# What a reporting clause may go on with.
_AFTERTHOUGHTS = words("as when while after and in during with at on before about")
_PAUSES = frozenset((",", "—", "–", "-"))
_SPOKEN_ENDS = frozenset((",", "?", "!", "-", "—", "–", "…", "."))
_RELATED = words("who which whose as while in at on during after when with")
# What stands between the names of a list.
_LISTED = frozenset((",", "and", "the", "of"))
_FARTHEST = 32  # words between marks and cue


def before_cue(scene: Scene, cue: Cue) -> Draft | None:
    """What stands before `cue` and is handed over by it."""
    if cue.participle:
        return None
    if found := _marked(scene, cue):
        return found
    if not _SAYS & cue.verb.frames:
        return None
    low, behind = scene.bounds(cue.first)
    lower, start = scene.page.lower, cue.group
    if cue.bare and cue.kind in ("past", "s") and start > low and lower[start - 1] == ",":
        inverted = mentions.after(scene.page, cue.last, behind)
        if inverted is not None and (
            _is_over(scene, inverted[1] + 1, behind) or not is_clause(scene.page, cue.last + 1, behind)
        ):
            return _unmarked(scene, cue, inverted, start - 1, inverted[1] + 1)
    subject = scene.subject(cue)
    if subject is None or not low < subject[0] <= subject[1] < start or subject[1] < start - 3:
        return None
    return _unmarked(scene, cue, subject, subject[0] - 1, cue.last + 1)


def as_saying(scene: Scene, cue: Cue, subject: Places | None) -> Draft | None:
    """ "Q," the agency quoted S as saying."""
    if subject is None or not cue.participle or scene.page.lower[cue.first - 1] != "as":
        return None
    for other in scene.cues:
        if other.first < cue.first and other.verb.lemma in ("quote", "cite"):
            close = _close_before(scene, other)
            if close is not None and close not in scene.claimed:
                scene.claimed.add(close)
                return _ending_in_marks(scene, cue, subject, close, cue.last + 1)
    return None


# Marks before the cue


def _marked(scene: Scene, cue: Cue) -> Draft | None:
    close = _close_before(scene, cue)
    if close is None or close in scene.claimed:
        return None
    found = _clause_between(scene, cue, close)
    if found is None:
        return None
    scene.claimed.add(close)
    return _ending_in_marks(scene, cue, found[0], close, found[1])


def _close_before(scene: Scene, cue: Cue) -> int | None:
    """The closing mark of the quotation before the cue, in its sentence or at the end of the one before."""
    page, (low, _) = scene.page, scene.bounds(cue.first)
    at = cue.group - 1
    # “Why?” Ana Ruiz said of it: the marks ended a sentence
    reach = (
        low - 1 if low > 0 and page.quoted[low - 1] >= 0 > page.quoted[low] and page.same_line(low) else low
    )
    floor = max(reach, at - _FARTHEST)
    while at >= floor and page.quoted[at] == page.quoted[cue.first]:
        at -= 1
    return at if at >= floor and page.quoted[at] >= 0 else None


def _clause_between(scene: Scene, cue: Cue, close: int) -> tuple[Places, int] | None:
    """(The subject between the marks and the cue, or behind the cue; the word behind the clause.)"""
    page, (_, behind) = scene.page, scene.bounds(cue.first)
    inner = last_inside(page, close)
    first = close + 2 if page.lower[close + 1] == "," else close + 1
    spoken = inner in _SPOKEN_ENDS or first == close + 2 or _whole(scene, close)
    if inner == "." and close < scene.low:
        at = past_adverbials(page, cue.last + 1, behind)
        if at < behind and page.lower[at] != ".":
            return None  # a sentence of its own
    if first == cue.group:
        return _inverted(scene, cue, spoken)
    if not spoken or first > cue.group or not _HEARD & cue.verb.frames:
        return None
    subject = mentions.after(page, first - 1, cue.group)
    if subject is None or (page.lower[first] in ("a", "an") and subject[1] == first):
        return None
    between = range(subject[1] + 1, cue.group)
    if between and close < scene.low:
        return None
    inserted = any(page.lower[place] in WH or page.lower[place] == "," for place in between)
    if not inserted and any(page.lower[place] in forms() and not page.capital(place) for place in between):
        return None
    listed = between and all(page.noun(place) or page.lower[place] in _LISTED for place in between)
    return (subject[0], cue.group - 1) if listed else subject, cue.last + 1


def _inverted(scene: Scene, cue: Cue, spoken: bool) -> tuple[Places, int] | None:
    """ "Q," said S."""
    if cue.kind not in ("past", "s", "base") or not _SAYS & cue.verb.frames:
        return None
    _, behind = scene.bounds(cue.first)
    found = mentions.after(scene.page, cue.last, behind)
    if found is None or not (spoken or _is_over(scene, found[1] + 1, behind)):
        return None
    return found, found[1] + 1


def _whole(scene: Scene, close: int) -> bool:
    """Whether the quotation that closes here begins a sentence, and is long enough to be one."""
    page, first = scene.page, opening(scene.page, close)
    return close - first > 4 and first in (scene.low, page.words.first[page.words.sentence(first)])


def _ending_in_marks(scene: Scene, cue: Cue, subject: Places, close: int, after: int) -> Draft:
    """The quotation that closes at `close`, with the words before it where they lead into it."""
    first, rule = opening(scene.page, close), "direct.after"
    if first > scene.low:
        start = start_before(scene, first)
        leads = scene.page.lower[first - 1] not in (":", ",", ".", "?", "!", "(", "-", "—", "–")
        if leads and first - start > 1:
            first, rule = start, "mixed.after"
    draft = Draft(rule, [(first, close)], cue, subject, scene.number)
    _goes_on(scene, draft, after)
    return draft


# No marks before the cue


def _unmarked(scene: Scene, cue: Cue, subject: Places, at: int, after: int) -> Draft | None:
    """ "C, S said." and "C, S said, C"; the word at `at` is the comma."""
    page, (low, behind) = scene.page, scene.bounds(cue.first)
    if page.lower[at] == "as" and at > low:
        at -= 1
    if page.lower[at] not in _PAUSES or not _is_over(scene, past_adverbials(page, after, behind), behind):
        return None
    first = start_before(scene, at, low)
    if first >= at:
        return None
    draft = Draft("after", [(first, at - 1)], cue, subject, scene.number)
    _goes_on(scene, draft, after)
    whole, split = _is_whole(scene, first, at, after, behind), len(draft.content) > 1
    if split and not whole and past_adverbials(page, first, at) >= at:
        draft.content.pop(0)  # "Still, he said, ...", "On Monday, he said, ..."
    return draft if whole or split else None


def _is_whole(scene: Scene, first: int, at: int, after: int, behind: int) -> bool:
    """Whether the words before the comma are a clause; at a sentence's end few others stand so."""
    page = scene.page
    if has_finite(page, first, at):
        return True
    closes = after >= behind or page.lower[after] == "."
    return closes and past_adverbials(page, first, at) < at and page.lower[first] not in PREPOSITIONS


def start_before(scene: Scene, at: int, low: int | None = None) -> int:
    """The first word of what ends before the word at `at`: behind what was attributed before it."""
    lower = scene.page.lower
    first = floor = scene.low if low is None else low
    for draft in scene.drafts:
        last = draft.content[-1][1]
        parted = last + 2 < at and (lower[last + 1] == ";" or lower[last + 2] in ("and", "but", "while"))
        if parted and last >= first:
            first = last + 1
    while first < at and (
        lower[first] in (",", ";", ".", "-", "–", "—") or (first > floor and lower[first] in JOINERS)
    ):
        first += 1
    return first


def _is_over(scene: Scene, at: int, behind: int) -> bool:
    """Whether a reporting clause is over at `at`."""
    if at >= behind:
        return True
    word = scene.page.lower[at]
    return word in _ENDS or word in _AFTERTHOUGHTS or scene.page.quoted[at] >= 0


# What goes on behind the clause in the middle


def _goes_on(scene: Scene, draft: Draft, after: int) -> None:
    """Take in the second half of "Q1," S said, "Q2", and of "C1, S said, C2"."""
    page, (_, behind) = scene.page, scene.bounds(after - 1)
    at = past_adverbials(page, after, behind)
    if at + 1 >= behind or page.lower[at] not in _PAUSES | {":", ";"}:
        return
    first = at + 1
    marked = draft.rule != "after"
    if marked and page.lower[first] in ("and", "but") and first + 1 < behind:
        first += opens(page, first + 1)
    if opens(page, first):
        _take(scene, draft, first, behind)
    elif not marked and not _another(scene, first, behind):
        last = end(page, "bare", first, behind, [])
        if last > first:
            draft.content.append((first, last))
            draft.rule = "after.split"


def _another(scene: Scene, first: int, behind: int) -> bool:
    """Whether these words begin something else: a participle, a relative clause, what another one says."""
    lower = scene.page.lower
    word = lower[first]
    if word in forms() or word.endswith("ing") or word in _RELATED:
        return True
    if word not in JOINERS or first + 1 >= behind:
        return False
    if any(subject and subject[0] == first + 1 for subject in scene.subjects.values()):
        return True
    return lower[first + 1] in forms() or lower[first + 1].endswith("ing")


def _take(scene: Scene, draft: Draft, first: int, behind: int) -> None:
    """Add the quotation that opens at `first`, with what of the clause goes on behind it."""
    page = scene.page
    last = end(page, "bare", first, behind, [])
    close = min(closing(page, first), last)
    if close < last and page.lower[close + 1] in (",", ".") and draft.rule.startswith("direct"):
        last = close
    draft.content.append((first, through(page, first, last)))
    draft.rule += ".split"
