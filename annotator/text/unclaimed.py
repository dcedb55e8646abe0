"""A quotation that no known cue has claimed: behind a colon or a comma, beside a verb of no list, signed."""

from collections.abc import Mapping, Sequence

from annotator.text import mentions
from annotator.text.cues import Cue, cues
from annotator.text.draft import Draft, Places
from annotator.text.extent import last_inside
from annotator.text.grammar import COMMON_VERBS, DASHES, JOINERS, PREPOSITIONS
from annotator.text.page import Page
from annotator.text.phrases import back
from annotator.text.subjects import nearest, opening, owner, shortened
from annotator.text.verbs import forms

_SAYS = frozenset("qs")
_LEADING = DASHES | {"from"}
_PERSONS = frozenset(("he", "she", "they"))
_STOPS = frozenset((".", ":", "?", "!", "…", ")"))
_REACH = 60  # words before a colon that are looked at
SHORTEST = 6  # words, marks included, of what is surely no name


def unclaimed(page: Page, first: int, behind: int) -> Draft | None:
    """Who speaks the quotation from word `first` to before `behind`, by what stands beside it."""
    return (
        _before_any_verb(page, first, behind)
        or _behind_colon(page, first, behind)
        or _behind_comma(page, first, behind)
        or _behind_any_verb(page, first, behind)
        or _signed(page, first, behind)
    )


def sentence(page: Page, place: int) -> Places:
    """(first word, word behind the last) of the sentence that the word at `place` stands in."""
    number = page.words.sentence(place)
    return page.words.first[number], page.words.first[number + 1]


def _behind_colon(page: Page, first: int, behind: int) -> Draft | None:
    """ "Ana Ruiz was not amused: “Q”", on the same line or the next."""
    colon = first - 1
    if first == 0 or page.lower[colon] != ":" or page.quoted[colon] >= 0:
        return None
    low = max(sentence(page, colon)[0], colon - _REACH)
    alone = _beside(page, low, colon)
    if alone is not None and alone[0] > low:
        return Draft("direct.colon", [(first, behind - 1)], None, alone, page.words.sentence(colon))
    known = [one for one in cues(page, page.heeded(low, colon), low, colon) if _says(page, one)]
    cue = known[-1] if known else None
    subject = None
    if cue is not None:
        subject = nearest(page, cue.first, low) if cue.participle else mentions.before(page, cue.group, low)
    if subject is None:
        alone = alone and shortened(page, alone)
        subject = alone or owner(page, colon, low) or nearest(page, colon, low) or _subject(page, low, colon)
    return Draft("direct.colon", [(first, behind - 1)], cue, subject, page.words.sentence(colon))


def _says(page: Page, cue: Cue) -> bool:
    """Whether a cue is a verb of saying, and surely a verb."""
    if page.capital(cue.first):
        return False
    return bool(cue.verb.frames & _SAYS) and cue.kind != "base" and not cue.infinitive and not cue.passive


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
    if behind + 1 >= len(page.lower) or not page.same_line(behind) or _introduced(page, first):
        return None
    _, end = sentence(page, behind)
    found = mentions.after(page, behind, end) if page.lower[behind].endswith("ed") else None
    if found is not None:  # “…!” beamed Ana Ruiz
        return _draft(page, "direct.any", (first, behind - 1), behind, found)
    found = mentions.after(page, behind - 1, end)
    if found is None or page.lower[found[0]] in PREPOSITIONS or not _verb(page, found[1] + 1, end):
        return None
    return _draft(page, "direct.any", (first, behind - 1), found[1] + 1, found)


def _introduced(page: Page, first: int) -> bool:
    """Whether words stand before a quotation in its sentence, without a stop between."""
    return first > sentence(page, first)[0] and page.lower[first - 1] not in _STOPS


def _behind_any_verb(page: Page, first: int, behind: int) -> Draft | None:
    """Ana Ruiz cracked, "Q": the same before the marks."""
    comma, verb = first - 1, first - 2
    if verb < 1 or page.lower[comma] != "," or page.quoted[comma] >= 0 or behind - first < SHORTEST:
        return None
    low, _ = sentence(page, comma)
    if verb <= low or page.quoted[verb] >= 0 or not _verb(page, verb, comma):
        return None
    found = mentions.before(page, verb, low)
    if found is None or page.lower[first + 1][:1].isdigit():
        return None
    return _draft(page, "direct.any", (first, behind - 1), verb, found)


def _behind_comma(page: Page, first: int, behind: int) -> Draft | None:
    """Ana Ruiz said in Marn, with a look at the crew, "Q.": a sentence behind the comma of another."""
    comma = first - 1
    if comma < 1 or page.lower[comma] != "," or page.quoted[comma] >= 0 or behind - first < SHORTEST:
        return None
    if last_inside(page, behind - 1) not in (".", "?", "!") or not page.capital(first + 1):
        return None
    low = max(sentence(page, comma)[0], comma - _REACH)
    known = [one for one in cues(page, page.heeded(low, comma), low, comma) if _SAYS & one.verb.frames]
    cue = known[-1] if known else None
    if cue is not None and cue.first == low:  # "Said Ana Ruiz, "Q.""
        subject = mentions.after(page, cue.last, comma)
    elif cue is not None and cue.passive:
        subject = mentions.after(page, cue.last + 1, comma) if page.lower[cue.last + 1] == "by" else None
    else:
        subject = mentions.before(page, cue.group, low) if cue is not None and not cue.participle else None
        subject = subject or nearest(page, cue.first if cue is not None else comma, low)
    if subject is None:
        return None
    return Draft("direct.comma", [(first, behind - 1)], cue, subject, page.words.sentence(comma))


def alone(page: Page, first: int, behind: int, told: Mapping[int, Sequence[Draft]]) -> Draft:
    """A quotation with no word beside it: of whoever the sentence before it is about, if it says so.

    `told` has what is reported by the number of the sentence.
    """
    number = page.words.sentence(first)
    source = _before_it(page, number - 1, told.get(number - 1, ())) if number else None
    rule = "direct.alone" if source is None else "direct.next"
    return Draft(rule, [(first, behind - 1)], None, source, number)


def _before_it(page: Page, number: int, told: Sequence[Draft]) -> Places | None:
    """Who says what that sentence reports, else whom it is about, if that is surely a person."""
    if told:  # whoever is named behind what he said is the reporter's own subject
        return next((one for one in told if "after" in one.rule), told[0]).source
    low, behind = page.words.first[number], page.words.first[number + 1]
    found = opening(page, low, behind) if page.same_line(behind) else None
    if found is None:
        return None
    named = page.capital(found[1]) and found[1] > low
    return found if named or page.lower[found[1]] in _PERSONS else None


def _draft(page: Page, rule: str, content: Places, verb: int, source: Places) -> Draft:
    cue = Cue(verb, verb, forms()["say"].verb, "past")
    return Draft(rule, [content], cue, source, page.words.sentence(verb))


def _signed(page: Page, first: int, behind: int) -> Draft | None:
    """ "Q" and behind it "- Ana Ruiz", to the line's end."""
    if behind + 1 >= len(page.lower) or page.lower[behind] not in DASHES:
        return None
    found = mentions.after(page, behind, sentence(page, behind)[1])
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
    known = forms().get(word)
    told = known is not None and any(_SAYS & verb.frames for verb in known.verbs)
    return looks and len(word) > 3 and not page.capital(place) and not told
