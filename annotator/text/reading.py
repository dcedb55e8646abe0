"""Reading an article: who says what in it, by rule."""

import gc
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from annotator.model import Span, merged
from annotator.text.attributing import LONGEST, attributed, pointed
from annotator.text.attribution import Attribution
from annotator.text.direct import left_over
from annotator.text.draft import Draft, Places
from annotator.text.marks import Quotation, quotations
from annotator.text.page import Page
from annotator.text.people import Person, people
from annotator.text.quoted import Use, quoted
from annotator.text.scores import score
from annotator.text.sentences import sentences as split
from annotator.text.turns import turns
from annotator.text.words import Words

# From this score on a rule is taken to be right where another judgement rests on it.
SURE = 0.75


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: attributions in the order of their content, and the persons of the article.

    `spoken[i]` are the places, in `persons`, of those who speak in attribution i; none: nobody knows.
    `speech` tells of each quotation of the article whether it holds somebody's words, rather than a title.
    """

    attributions: tuple[Attribution, ...] = ()
    persons: tuple[Person, ...] = ()
    spoken: tuple[tuple[int, ...], ...] = ()
    speech: tuple[bool, ...] = ()


def read(
    text: str, sentences: Sequence[Span] | None = None, found: Sequence[Quotation] | None = None
) -> Reading:
    """Read `text`; its quotations and sentences are found unless they are given. Linear, and never raises."""
    with _no_collection():
        return _read(text, sentences, found)


@contextmanager
def _no_collection() -> Iterator[None]:
    """The search for cycles rests: reading makes none, and to walk through a long article's words again and
    again, while ever more of them are made, is a quarter of the time that it takes."""
    runs = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if runs:
            gc.enable()


def _read(text: str, sentences: Sequence[Span] | None, found: Sequence[Quotation] | None) -> Reading:
    found = quotations(text) if found is None else found
    words = Words(text, split(text, found) if sentences is None else sentences)
    speech = [use is Use.SPEECH for use in quoted(words, found)]
    attributions = _attributions(words, found, speech)
    reported = _reported(attributions, found)
    both = tuple(one or other for one, other in zip(speech, reported, strict=True))
    return Reading(attributions, *people(words, attributions, found), both)


def read_at(
    text: str, cue: Span, sentences: Sequence[Span] | None = None, found: Sequence[Quotation] | None = None
) -> Reading:
    """What the first word of `cue` hands over, by the same rules, if somebody points at it as a cue.

    At most one attribution; its speaker is told from all that is said in the article.
    """
    found = quotations(text) if found is None else found
    words = Words(text, split(text, found) if sentences is None else sentences)
    first, behind = words.places(cue)
    draft = pointed(Page(words, found), words.sentence(first), first) if first < behind else None
    if draft is None:
        return Reading()
    asked = _attribution(words, draft)
    others = [one for one in attribute(words, found) if one.content != asked.content]
    every = sorted((*others, asked), key=_order)
    persons, spoken = people(words, every, found)
    return Reading((asked,), persons, (spoken[every.index(asked)],))


def attribute(words: Words, found: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """The attributions of an article by where their content begins; of equal content the likelier one."""
    return _attributions(words, found, [use is Use.SPEECH for use in quoted(words, found)])


def _attributions(words: Words, found: Sequence[Quotation], speech: list[bool]) -> tuple[Attribution, ...]:
    page = Page(words, found)
    drafts = _drafts(page)
    _share(page, drafts)
    drafts.extend(left_over(page, drafts, speech))
    best: dict[tuple[Span, ...], Attribution] = {}
    for attribution in (_attribution(words, draft) for draft in drafts):
        known = best.get(attribution.content)
        if known is None or known.score < attribution.score:
            best[attribution.content] = attribution
    return tuple(sorted(best.values(), key=_order))


def _order(one: Attribution) -> tuple[int, int]:
    return one.content[0].start, -one.content[-1].end


def _reported(attributions: Sequence[Attribution], found: Sequence[Quotation]) -> list[bool]:
    """Of each quotation whether a sure rule has it in what somebody is reported to say: the words are his."""
    sure = merged(span for one in attributions if one.score >= SURE for span in one.content)
    starts = [span.start for span in sure]
    places = [bisect_right(starts, quotation.span.start) - 1 for quotation in found]
    return [at >= 0 and sure[at].contains(one.span) for at, one in zip(places, found, strict=True)]


def _drafts(page: Page) -> list[Draft]:
    found = turns(page)
    spoken = {number for draft in found if draft.rule == "turn" for number in _sentences(page, draft)}
    for number in range(len(page.words.first) - 1):
        first, behind = page.words.first[number], page.words.first[number + 1]
        for low in range(first, behind, LONGEST):
            if not page.heeded(low, min(low + LONGEST, behind)):
                continue
            here = attributed(page, number, low, min(low + LONGEST, behind))
            for draft in here if number in spoken else ():
                draft.nested = True
            found.extend(here)
    return found


def _sentences(page: Page, draft: Draft) -> range:
    first, last = draft.content[0]
    return range(page.words.sentence(first), page.words.sentence(last) + 1)


def _share(page: Page, drafts: list[Draft]) -> None:
    """One pair of marks around the end of a quote and the whole of the next: cut where the sentence ends."""
    ends = {page.quoted[draft.content[-1][1]]: draft for draft in drafts if _leads_into(page, draft)}
    for draft in drafts:
        first, last = draft.content[0]
        earlier = ends.get(page.quoted[first]) if draft.rule.startswith("direct.after") else None
        if earlier is None or earlier.sentence >= draft.sentence or earlier.content[-1][0] >= first:
            continue
        cut = page.words.first[earlier.sentence + 1]
        if first < cut <= last:
            earlier.content[-1] = (earlier.content[-1][0], cut - 1)
            draft.content[0] = (cut, last)


def _leads_into(page: Page, draft: Draft) -> bool:
    """Whether a content ends within marks that it did not begin with."""
    first, last = draft.content[-1]
    return not draft.nested and page.quoted[last] >= 0 and page.quoted[first] != page.quoted[last]


def _attribution(words: Words, draft: Draft) -> Attribution:
    rule = f"nested.{draft.rule}" if draft.nested else draft.rule
    return Attribution(
        _spans(words, _parted(draft.content)),
        _spans(words, [(draft.cue.first, draft.cue.last)] if draft.cue else []),
        _spans(words, [draft.source] if draft.source else []),
        rule,
        score(rule),
        _spans(words, draft.via),
    )


def _parted(runs: list[Places]) -> list[Places]:
    """Runs of words in order, with those that overlap made one."""
    if len(runs) == 1:
        return runs
    found: list[Places] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _spans(words: Words, places: Sequence[Places]) -> tuple[Span, ...]:
    return tuple([words.span(first, last) for first, last in places])
