"""The attributions of one sentence: for each cue, where its content stands and how far it reaches."""

from annotator.text.according import according, claims
from annotator.text.clauses import has_finite
from annotator.text.content_before import as_saying, before_cue
from annotator.text.cues import Cue, cue_at
from annotator.text.draft import Draft, Places
from annotator.text.extent import closing, end, last_inside, through
from annotator.text.frames import Found, forward
from annotator.text.grammar import DETERMINERS, PERSONAL
from annotator.text.page import Page
from annotator.text.scene import Scene
from annotator.text.verbs import forms
from annotator.text.wordlist import words

# Verbs whose forms are nouns as often: "the attacks", "the report".
_NOUNLIKE = words(
    """
    attack claim report plan post comment note demand offer call promise hope fear support back favor favour
    show detail challenge quote tweet remark estimate question request charge answer read view state address
    blame order propose debate force need doubt object vow pledge forecast worry matter cast press push rule
    fault champion
    """
)
# What is marked inside somebody's quotation marks: only what is surely a report.
_NESTED = frozenset(("that", "bare", "wh", "direct.before", "direct.after", "ing.that"))
_CLAUSES = frozenset(("that", "bare", "wh"))
# The letter of a verb's frame by the name of what it finds.
_LETTER = {"that": "s", "bare": "s", "wh": "w", "to": "i", "np": "n", "as": "a", "called": "x"}
# Whoever shouts or puts up words says no more than them.
_LOUD = words("shout yell scream cry chant read")
_GOES_ON = frozenset((",", "and", "or"))
# Words of a sentence that are read together. Real ones are shorter; the bound keeps any text linear.
LONGEST = 300
_BEFORE_PARTICIPLE = frozenset((",", "while", "by", "after", "before", "in", "—", "–", "-", "", "as"))


def attributed(page: Page, number: int, low: int, behind: int) -> list[Draft]:
    """All attributions whose cue is one of the words from `low` to before `behind`, of sentence `number`."""
    scene = Scene(page, number, low, behind)
    cuts = _cuts(scene)
    for cue in scene.usable:
        nested = page.quoted[cue.first] >= 0
        found = _of_cue(scene, cue, cuts)
        if found is not None and (not nested or found.rule in _NESTED):
            found.nested = nested
            if cue.first in scene.carried:
                found.via.append(scene.carried[cue.first])
            scene.drafts.append(found)
    scene.drafts.extend(according(scene, cuts))
    scene.drafts.extend(claims(scene))
    return scene.drafts


def pointed(page: Page, number: int, place: int) -> Draft | None:
    """What the word at `place`, in the sentence `number`, hands over if somebody says that it is a cue."""
    if page.lower[place] in DETERMINERS or not (page.noun(place) or page.lower[place] in forms()):
        return None
    low, behind = page.words.first[number], page.words.first[number + 1]
    scene = Scene(page, number, max(low, place - LONGEST // 2), min(behind, place + LONGEST // 2))
    cue = next((one for one in scene.cues if one.first <= place <= one.last), None)
    cue = cue or cue_at(page, place, scene.low, scene.behind)
    scene.regard(cue)
    cuts = [cut for cut in _cuts(scene) if cut >= cue.last]
    draft = _of_cue(scene, cue, cuts)
    if draft is None and (found := forward(page, cue, scene.bounds(cue.first)[1])):
        draft = _after_cue(scene, cue, found, scene.subject(cue), cuts)
    if draft is not None:
        draft.nested = page.quoted[cue.first] >= 0
    return draft


def _of_cue(scene: Scene, cue: Cue, cuts: list[int]) -> Draft | None:
    subject = scene.subject(cue)
    before = before_cue(scene, cue)
    if before is not None and before.rule.startswith("direct"):
        return before
    found = forward(scene.page, cue, scene.bounds(cue.first)[1])
    if found is not None and _fits(scene, cue, found[0], subject):
        return _after_cue(scene, cue, found, subject, cuts)
    return before or as_saying(scene, cue, subject)


def _fits(scene: Scene, cue: Cue, frame: str, subject: Places | None) -> bool:
    """Whether the cue is one, in this frame and with this subject."""
    lower = scene.page.lower
    if frame == "quote":
        return True
    if subject is None or (frame == "wh" and _denied(scene, cue, subject)):
        return False
    if cue.participle:
        before = lower[cue.first - 1] if cue.first > scene.low else ""
        return before in _BEFORE_PARTICIPLE or frame == "that"
    if cue.bare and cue.kind in ("s", "base") and frame in ("np", "bare") and cue.verb.lemma in _NOUNLIKE:
        if frame == "np":
            return lower[subject[1]] in PERSONAL or lower[cue.last + 1] in DETERMINERS
        return lower[subject[1]] in PERSONAL or (scene.page.capital(subject[1]) and subject[1] > scene.low)
    return not (cue.negated and frame == "np" and cue.verb.lemma in ("mention", "discuss", "address"))


def _denied(scene: Scene, cue: Cue, subject: Places) -> bool:
    """ "would not say whether", "neither would say why": silence."""
    return cue.negated or scene.page.lower[subject[0]] in ("neither", "nobody", "none", "no")


def _after_cue(scene: Scene, cue: Cue, found: Found, subject: Places | None, cuts: list[int]) -> Draft:
    page, (frame, first) = scene.page, found
    behind = scene.bounds(cue.first)[1]
    here = [cut for cut in cuts if cut > first and _cuts_off(page, frame, first, cut)]
    last = end(page, frame, first, behind, here)
    close = closing(page, first) if frame == "quote" else last
    over = frame == "quote" and close < last and _is_over(page, cue, close)
    if frame == "quote":
        scene.claimed.add(close)
    last = close if over else through(page, first, last)
    return Draft(_rule(page, cue, frame, subject, (first, last)), [(first, last)], cue, subject, scene.number)


def _is_over(page: Page, cue: Cue, close: int) -> bool:
    """Whether what is said ends with the marks: called it “odd,” and left; chanted “Out!” as he left."""
    inner, behind = last_inside(page, close), page.lower[close + 1]
    if inner == ",":
        return True
    return (inner in ("!", "?") or cue.verb.lemma in _LOUD) and behind not in _GOES_ON


def _cuts_off(page: Page, frame: str, first: int, cut: int) -> bool:
    if frame == "as" and page.lower[cut] == "as":
        return False  # "described the offer as a joke told twice"
    return frame not in _CLAUSES or has_finite(page, first, cut)


def _rule(page: Page, cue: Cue, frame: str, subject: Places | None, content: Places) -> str:
    kind = "ing." if cue.participle else ""
    marked = page.quoted[content[0]] >= 0 and page.quoted[content[0]] == page.quoted[content[1]]
    rule = f"direct.{kind}before" if frame == "quote" and marked else f"{kind}{frame}"
    weak = _LETTER.get(frame, "") in cue.verb.weak or (subject is not None and _writer(page, subject))
    return f"{rule}.weak" if weak else rule


def _writer(page: Page, subject: Places) -> bool:
    """Whether the subject is the writer, or whoever is written to: "I think", "do you think"."""
    return subject[0] == subject[1] and page.lower[subject[0]].split("'")[0] in ("i", "you", "we")


def _cuts(scene: Scene) -> list[int]:
    """Words at which another attribution begins, so that what is reported before it ends there."""
    lower, quoted, found = scene.page.lower, scene.page.quoted, []
    for cue in scene.usable:
        subject = scene.subjects.get(cue.first)
        near = subject is not None and cue.group - 3 <= subject[1] < cue.group
        start = subject[0] if subject is not None and near else cue.group
        if quoted[cue.first] < 0 and start > scene.low and _begins(scene, cue, lower[start - 1], start):
            found.append(start - 1)
    found.extend(place for place in scene.according if place > scene.low)
    return sorted(found)


def _begins(scene: Scene, cue: Cue, before: str, start: int) -> bool:
    """Whether a clause of its own begins behind the word `before`, rather than one that is reported."""
    if cue.kind == "ing":
        return before in (",", "while", "by", "before", "after", "and", "but")
    if before == "and" and start == cue.group:
        found = forward(scene.page, cue.copy(), scene.behind)
        return found is not None and (found[0] in ("that", "quote") or cue.kind == "past")
    return before in (",", ";", "while", "but", "as", "though", "although", "whereas", "and")
