"""Quotations that the cues have left over: they go on with what was said, or find their own speaker."""

from collections import defaultdict

from annotator.text.draft import Draft
from annotator.text.page import Page
from annotator.text.unclaimed import SHORTEST, alone, sentence, unclaimed

_AFTER = 20  # words behind a quotation in its sentence that are looked at


def left_over(page: Page, drafts: list[Draft], speech: list[bool]) -> list[Draft]:
    """Give each quotation left over by `drafts` to somebody: the drafts that this adds.

    `speech` tells of each quotation whether it is one. A quotation that goes on with what was said before
    becomes a part of that draft's content; one that stands alone has a source if the sentence before tells.
    """
    owners, told = _owners(page, drafts), _told(drafts)
    added: list[Draft] = []
    # the last word of the last quotation or of its frame, and its draft
    before: tuple[int, Draft] | None = None
    for place, quotation in enumerate(page.quotations):
        if quotation.parent is not None:
            continue
        first, behind = page.words.places(quotation.span)
        owner = owners.get(place)
        if owner is not None and quotation.reopened and before is not None:
            _part(page, *before, owner, first, page.words.at(quotation.reopened[0]))
        if owner is None and before is not None and _second_half(page, *before, first):
            before[1].content.append((first, behind - 1))
            before[1].rule = "direct.after.split"
            before = behind - 1, before[1]
        elif owner is None and first < behind and (speech[place] or _announced(page, first, behind)):
            owner = unclaimed(page, first, behind)
            if owner is not None:
                added.append(owner)
            elif before is not None and _goes_on(page, *before, first, behind):
                before[1].content.append((first, behind - 1))
                before = behind - 1, before[1]
            elif _whole(page, first, behind):
                owner = alone(page, first, behind, told)
                added.append(owner)
        if owner is not None and not owner.nested and not (before and _beside_it(page, *before, owner)):
            before = _reach(owner), owner
    return added


def _part(page: Page, reach: int, draft: Draft, other: Draft, first: int, cut: int) -> None:
    """Q1, S said. "Q2 (to the paragraph's end) "Q3," he went on: the second goes with the first."""
    run = other.content[0]
    if not (other.rule.startswith("direct.after") and run[0] == first < cut <= run[1]):
        return
    if page.same_line(first) and _marked(draft) and sentence(page, reach)[1] == first:
        draft.content.append((first, cut - 1))
        other.content[0] = cut, run[1]


def _second_half(page: Page, reach: int, draft: Draft, first: int) -> bool:
    """Whether a quotation is the rest of "Q1," S said of the offer, "Q2", behind a comma in that sentence."""
    if draft.rule not in ("direct.after", "direct.after.split") or draft.cue is None or first <= reach:
        return False
    same = page.words.sentence(draft.cue.first) == page.words.sentence(first)
    return same and (page.lower[first - 1] == "," or first - 1 == reach)


def _beside_it(page: Page, reach: int, draft: Draft, other: Draft) -> bool:
    """Whether `other` has but a few marked words in the sentence that says who spoke `draft`."""
    return (
        not _marked(other)
        and _marked(draft)
        and page.words.sentence(reach) == page.words.sentence(_reach(other))
    )


def _marked(draft: Draft) -> bool:
    """Whether what a draft holds stands in marks."""
    return any(part in draft.rule for part in ("direct", "split", "mixed", "quote"))


def _announced(page: Page, first: int, behind: int) -> bool:
    """Whether a colon stands before a quotation that is longer than a name."""
    return first > 0 and page.lower[first - 1] == ":" and behind - first >= SHORTEST


def _owners(page: Page, drafts: list[Draft]) -> dict[int, Draft]:
    """The draft that holds each quotation, by the quotation's place."""
    owners: dict[int, Draft] = {}
    for draft in drafts:
        for first, last in draft.content if not draft.nested else ():
            for inside in set(page.quoted[first : last + 1]) - {-1}:
                owners.setdefault(inside, draft)
    return owners


def _told(drafts: list[Draft]) -> dict[int, list[Draft]]:
    """What is reported, outside marks and of somebody, by the number of the sentence."""
    found: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.source is not None and not draft.nested:
            found[draft.sentence].append(draft)
    return found


def _reach(draft: Draft) -> int:
    """The last word of a draft's content or of the clause that reports it."""
    ends = [last for _, last in draft.content]
    ends += [draft.cue.last] if draft.cue else []
    ends += [draft.source[1]] if draft.source else []
    return max(ends)


def _goes_on(page: Page, reach: int, draft: Draft, first: int, behind: int) -> bool:
    """Whether a quotation is a sentence of its own, and follows at once on one of the same speech."""
    low, _ = sentence(page, first)
    if not _whole(page, first, behind):
        return False
    return _marked(draft) and sentence(page, reach)[1] == low


def _whole(page: Page, first: int, behind: int) -> bool:
    """Whether a quotation is one sentence or several, with no word beside it."""
    low, _ = sentence(page, first)
    _, end = sentence(page, behind - 1)
    if first != low or end - behind > _AFTER:
        return False
    return not any(page.quoted[place] < 0 and page.lower[place].isalnum() for place in range(behind, end))
