"""Quotations that no known cue has claimed: behind a colon, signed, or going on with what was said before."""

from annotator.text import mentions
from annotator.text.cues import Cue, cues
from annotator.text.draft import Draft, Places
from annotator.text.extent import last_inside
from annotator.text.grammar import COMMON_VERBS, DASHES, JOINERS, PREPOSITIONS
from annotator.text.page import Page
from annotator.text.phrases import back
from annotator.text.verbs import forms

_SAYS = frozenset("qs")
_LEADING = DASHES | {"from"}
_REACH = 60  # words before a colon that are looked at
_AFTER = 20  # words behind a quotation in its sentence that are looked at
_SHORTEST = 6  # words, marks included, of what is surely no name


def left_over(page: Page, drafts: list[Draft], speech: list[bool]) -> list[Draft]:
    """Give each quotation left over by `drafts` to somebody: the drafts that this adds.

    `speech` tells of each quotation whether it is one. A quotation that goes on with what was said before
    becomes a part of that draft's content; one that stands alone gets no source.
    """
    owners = _owners(page, drafts)
    added: list[Draft] = []
    before: tuple[int, Draft] | None = (
        None  # the last quotation's draft, and the last word of it or its frame
    )
    for place, quotation in enumerate(page.quotations):
        if quotation.parent is not None:
            continue
        first, behind = page.words.places(quotation.span)
        owner = owners.get(place)
        if owner is None and first < behind and (speech[place] or _announced(page, first, behind)):
            owner = _new(page, first, behind)
            if owner is not None:
                added.append(owner)
            elif before is not None and _goes_on(page, *before, first, behind):
                before[1].content.append((first, behind - 1))
                before = behind - 1, before[1]
            elif _whole(page, first, behind):
                owner = Draft("direct.alone", [(first, behind - 1)], None, None, page.words.sentence(first))
                added.append(owner)
        if owner is not None and not owner.nested:
            before = _reach(owner), owner
    return added


def _announced(page: Page, first: int, behind: int) -> bool:
    """Whether a colon stands before a quotation that is longer than a name."""
    return first > 0 and page.lower[first - 1] == ":" and behind - first >= _SHORTEST


def _owners(page: Page, drafts: list[Draft]) -> dict[int, Draft]:
    """The draft that holds each quotation, by the quotation's place."""
    owners: dict[int, Draft] = {}
    for draft in drafts:
        for first, last in draft.content if not draft.nested else ():
            for inside in set(page.quoted[first : last + 1]) - {-1}:
                owners.setdefault(inside, draft)
    return owners


def _reach(draft: Draft) -> int:
    """The last word of a draft's content or of the clause that reports it."""
    ends = [last for _, last in draft.content]
    ends += [draft.cue.last] if draft.cue else []
    ends += [draft.source[1]] if draft.source else []
    return max(ends)


def _new(page: Page, first: int, behind: int) -> Draft | None:
    return (
        _behind_colon(page, first, behind)
        or _before_any_verb(page, first, behind)
        or _behind_any_verb(page, first, behind)
        or _signed(page, first, behind)
    )


def _sentence(page: Page, place: int) -> Places:
    """(first word, word behind the last) of the sentence that the word at `place` stands in."""
    number = page.words.sentence(place)
    return page.words.first[number], page.words.first[number + 1]


def _behind_colon(page: Page, first: int, behind: int) -> Draft | None:
    """ "Ana Ruiz was not amused: “Q”", on the same line or the next."""
    colon = first - 1
    if first == 0 or page.lower[colon] != ":" or page.quoted[colon] >= 0:
        return None
    low = max(_sentence(page, colon)[0], colon - _REACH)
    cue = next(reversed(list(cues(page, page.heeded(low, colon), low, colon))), None)
    subject = _beside(page, low, colon)
    if subject is None and cue is not None and not cue.participle:
        subject = mentions.before(page, cue.group, low)
    subject = subject or _subject(page, low, colon)
    says = cue if cue is not None and cue.verb.frames & _SAYS else None
    return Draft("direct.colon", [(first, behind - 1)], says, subject, page.words.sentence(colon))


def _beside(page: Page, low: int, colon: int) -> Places | None:
    """The mention that stands alone before a colon: "Ana Ruiz:", "- Ana Ruiz:", "From the report:"."""
    found = back(page, colon - 1, low) if colon > low else None
    if found is None or not (found[0] == low or page.lower[found[0] - 1] in _LEADING):
        return None
    return found


def _subject(page: Page, low: int, colon: int) -> Places | None:
    """The first mention of a sentence, behind what leads into it."""
    start = low
    while start < colon and page.lower[start] in JOINERS:
        start += 1
    if page.lower[start] in PREPOSITIONS:
        start = next((place + 1 for place in range(start, colon) if page.lower[place] == ","), start)
    return mentions.after(page, start - 1, colon) if start < colon else None


def _before_any_verb(page: Page, first: int, behind: int) -> Draft | None:
    """ "Q," Ana Ruiz mocked: a verb that no list knows, behind marks that close with a comma."""
    if last_inside(page, behind - 1) not in (",", "?", "!"):
        return None
    if behind + 1 >= len(page.lower) or not page.same_line(behind):
        return None
    _, end = _sentence(page, behind)
    found = mentions.after(page, behind, end) if page.lower[behind].endswith("ed") else None
    if found is not None:  # “…!” beamed Ana Ruiz
        return _draft(page, "direct.any", (first, behind - 1), behind, found)
    found = mentions.after(page, behind - 1, end)
    if found is None or page.lower[found[0]] in PREPOSITIONS or not _verb(page, found[1] + 1, end):
        return None
    return _draft(page, "direct.any", (first, behind - 1), found[1] + 1, found)


def _behind_any_verb(page: Page, first: int, behind: int) -> Draft | None:
    """Ana Ruiz cracked, "Q": the same before the marks."""
    comma, verb = first - 1, first - 2
    if verb < 1 or page.lower[comma] != "," or page.quoted[comma] >= 0 or behind - first < _SHORTEST:
        return None
    low, _ = _sentence(page, comma)
    if verb <= low or page.quoted[verb] >= 0 or not _verb(page, verb, comma):
        return None
    found = mentions.before(page, verb, low)
    if found is None or page.lower[first + 1][:1].isdigit():
        return None
    return _draft(page, "direct.any", (first, behind - 1), verb, found)


def _draft(page: Page, rule: str, content: Places, verb: int, source: Places) -> Draft:
    cue = Cue(verb, verb, forms()["say"].verb, "past")
    return Draft(rule, [content], cue, source, page.words.sentence(verb))


def _signed(page: Page, first: int, behind: int) -> Draft | None:
    """ "Q" and behind it "- Ana Ruiz", to the line's end."""
    if behind + 1 >= len(page.lower) or page.lower[behind] not in DASHES:
        return None
    found = mentions.after(page, behind, _sentence(page, behind)[1])
    if found is None or not page.capital(found[0]):
        return None
    after = found[1] + 1
    if after < len(page.lower) and page.same_line(after) and page.lower[after] not in (",", "."):
        return None
    return Draft("direct.signed", [(first, behind - 1)], None, found, page.words.sentence(behind))


def _verb(page: Page, place: int, end: int) -> bool:
    """Whether a word looks like a finite verb that no rule knows: beamed, sings, sang."""
    if place >= end:
        return False
    word = page.lower[place]
    looks = word.endswith(("ed", "s")) or word in COMMON_VERBS
    return looks and len(word) > 3 and not page.capital(place) and word not in forms()


def _goes_on(page: Page, reach: int, draft: Draft, first: int, behind: int) -> bool:
    """Whether a quotation is a sentence of its own, and follows at once on one of the same speech."""
    low, _ = _sentence(page, first)
    if not _whole(page, first, behind):
        return False
    marked = any(part in draft.rule for part in ("direct", "split", "mixed", "quote"))
    return marked and _sentence(page, reach)[1] == low


def _whole(page: Page, first: int, behind: int) -> bool:
    """Whether a quotation is one sentence or several, with no word beside it."""
    low, _ = _sentence(page, first)
    _, end = _sentence(page, behind - 1)
    if first != low or end - behind > _AFTER:
        return False
    return not any(page.quoted[place] < 0 and page.lower[place].isalnum() for place in range(behind, end))
