"""Clauses that report a quotation and follow it: “Why?” Ana Ruiz asked."""

import re

from annotator.text.wordlist import words

# Verbs that report speech, as they stand after a quotation. Kept apart from the rules: cues will need them.
VERBS = words(
    """
    accused acknowledged added admitted advised affirmed agreed alleged announced answered argued asked
    asks asserted begged boasted called cautioned charged claimed commented complained conceded
    concluded confessed confided confirmed contended continued countered cried declared demanded
    emphasized emphasised exclaimed explained expressed insisted inquired interjected joked lamented
    maintained mused muttered noted objected observed pleaded pledged posted predicted proclaimed
    promised protested queried questioned quipped recalled recounted remarked reminded repeated replied
    reported responded retorted revealed said says scoffed shouted shrugged sighed snapped stated
    stressed suggested summarized tells thundered told tweeted urged vowed warned went whispered
    wondered wrote writes yelled
    """
)
# Only these make a clause with nothing else: "Ana Ruiz agreed." may be a sentence of its own.
_BARE = words("said says added stated remarked wrote noted asked told")
_TOLD = words("told tells asked asks reminded warned urged")  # a person follows
# What a reporting clause goes on with; anything else would be what is reported.
_GOING_ON = words(
    """
    in on at during from to before after as when while with via through outside inside by of amid over
    upon reporters journalists lawmakers him her them me us today yesterday later earlier again aloud
    back last this monday tuesday wednesday thursday friday saturday sunday
    """
)
_NOT_A_CLAUSE = words("that whether if how why what nothing for there")
# Lower-case words that may stand in the mention of a speaker before the verb.
_BREAKS_SUBJECT = words(
    """
    has had have is was were will would did does do can could may might must should never not no that
    which who but because so
    """
)
_WORD = re.compile(r"\S+")
_PRONOUNS = words("he she they it i we one")
_BREAK = "!?;:”’»\"'"
_COMMAS = (", ", "” ", "’ ", "» ", '" ', "' ")  # what may stand before a clause that follows what it reports
_REACH = 160  # code points that are looked at
_SUBJECT = 8  # words


def reports(text: str, at: int, end: int, *, bare: bool) -> bool:
    """Whether a clause that reports what stands before begins at `at` and closes before `end`.

    `bare`: only a subject and a verb will do, as after a full stop (“We left.” Ana Ruiz said.).
    """
    spoken = _WORD.findall(text, at, min(end, at + _REACH))
    verb = _verb(spoken)
    if verb is None:
        return False
    word, rest = spoken[verb], spoken[verb + 1 :]
    if word[-1] in ".,;:!?":
        return not bare or (word[-1] == "." and _plain(word) in _BARE)
    if bare or not rest:
        return False
    first = _plain(rest[0])
    if _plain(word) in _TOLD and (first == "the" or rest[0][:1].isupper()):
        return _closes(rest)
    return (first in _GOING_ON or first.endswith("ly")) and _closes(rest)


def ends_reporting(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` ends with a short reporting clause: "…, he said." or "…” said Marn."."""
    tail = text[max(start, end - _REACH) : end].rstrip()
    cut = max(tail.rfind(comma) for comma in _COMMAS)
    spoken = tail[cut + 2 :].split() if cut >= 0 else []
    if not 2 <= len(spoken) <= _SUBJECT or not spoken[-1].endswith("."):
        return False
    plain = [_plain(word) for word in spoken]
    if plain[0] in _BARE:
        return all(word[:1].isupper() for word in spoken[1:])
    return plain[-1] in _BARE and (plain[0] in _PRONOUNS or spoken[0][:1].isupper())


def _verb(spoken: list[str]) -> int | None:
    """The place of the reporting verb after its subject; None where no clause begins."""
    for place, word in enumerate(spoken[: _SUBJECT + 1]):
        plain = _plain(word)
        if place and plain in VERBS and word[:1].islower():
            return place
        if plain in _BREAKS_SUBJECT or word[-1] in _BREAK or (word[-1] == "." and not _title(word)):
            return None
    return None


def _closes(spoken: list[str]) -> bool:
    """Whether the clause ends before anything is reported in it."""
    for word in spoken:
        if _plain(word) in _NOT_A_CLAUSE:
            return False
        if word[-1] in ".,;:!?":
            return True
    return False


def _title(word: str) -> bool:
    return len(word) <= 5 and word[:1].isupper()  # "Mr.", "J.", "Gen."


def _plain(word: str) -> str:
    return word.strip(".,;:!?()[]”“\"’'").lower()
