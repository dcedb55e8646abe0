"""Attributions without a verb: "according to S", and nouns that hand over a clause, "the claim that"."""

from collections.abc import Iterator

from annotator.text import mentions
from annotator.text.clauses import has_finite, is_clause
from annotator.text.content_before import start_before
from annotator.text.cues import Cue
from annotator.text.draft import Draft, Places
from annotator.text.extent import end, opening, through
from annotator.text.grammar import POSSESSIVES
from annotator.text.scene import Scene
from annotator.text.verbs import CLAIMS, forms

_DASHES = frozenset((",", "—", "–", "-"))
_LONGEST = 25  # words of a source in front of its comma


def according(scene: Scene, cuts: list[int]) -> Iterator[Draft]:
    """ "According to S, C" and "C, according to S"."""
    page = scene.page
    for place in scene.according:
        if place + 2 < scene.behind:
            source = mentions.after(page, place + 1, scene.behind)
            first = place - scene.low <= 1
            if source is not None:
                found = _in_front(scene, place, source, cuts) if first else _at_the_end(scene, place, source)
                if found is not None:
                    yield found


def _cue(first: int, last: int) -> Cue:
    return Cue(first, last, forms()["say"].verb, "base")


def _in_front(scene: Scene, place: int, source: Places, cuts: list[int]) -> Draft | None:
    page, at = scene.page, source[1] + 1
    if page.lower[source[1]] == ",":
        first = at
    else:
        until = min(scene.behind, at + _LONGEST)
        comma = next((p for p in range(at, until) if page.lower[p] == "," or page.quoted[p] >= 0), until)
        first = comma + (comma < scene.behind and page.lower[comma] == ",")
    if first >= scene.behind:
        return None
    last = end(page, "bare", first, scene.behind, [cut for cut in cuts if cut > first])
    content = [(first, through(page, first, last))]
    return Draft("according.before", content, _cue(place, place + 1), source, scene.number)


def _at_the_end(scene: Scene, place: int, source: Places) -> Draft | None:
    page, first, last = scene.page, start_before(scene, place), place - 1
    while last > first and page.lower[last] in _DASHES:
        last -= 1
    if page.quoted[last] >= 0 and page.quoted[first] == page.quoted[last]:
        first = opening(page, last)
    if last <= first or not has_finite(page, first, last + 1):
        return None
    told = [d for d in scene.drafts if d.cue and first <= d.cue.last <= last and not d.nested]
    if told and (told[-1].content[0][0] < first or scene.outlet(source)):
        told[-1].via.append(source)  # “…,” Hask said, according to the agency
        return None
    return Draft("according.after", [(first, last)], _cue(place, place + 1), source, scene.number)


def claims(scene: Scene) -> Iterator[Draft]:
    """ "The minister's claim that C", "his fear that C", "dismissed claims that C"."""
    page = scene.page
    for place in scene.heeded:
        if page.lower[place] not in CLAIMS or not scene.low < place < scene.behind - 2:
            continue
        if page.lower[place + 1] != "that" or page.quoted[place] >= 0:
            continue
        if place in scene.subjects or not is_clause(page, place + 2, scene.behind):
            continue
        source = _owner(scene, place)
        judged = any(cue.last == place - 1 for cue in scene.cues)  # "dismissed claims that": nobody's
        if source is not None or judged:
            last = through(page, place + 1, end(page, "that", place + 1, scene.behind, []))
            yield Draft("noun", [(place + 1, last)], _cue(place, place), source, scene.number)


def _owner(scene: Scene, place: int) -> Places | None:
    """Whose claim it is: "the minister's claim", "his claim"."""
    page, at = scene.page, place - 1
    while at > scene.low and page.noun(at) and not page.capital(at) and place - at < 3:
        at -= 1
    if page.lower[at] in POSSESSIVES:
        return at, at
    return mentions.before(page, at, scene.low) if page.lower[at] == "'s" and at > scene.low else None
