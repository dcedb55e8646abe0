"""A sentence as a scene: which of its verbs are cues, and who is the subject of each."""

from annotator.text import mentions
from annotator.text.cues import Cue, cues
from annotator.text.draft import Draft, Places
from annotator.text.grammar import ADVERBS, DETERMINERS, JOINERS, OUTLETS, PREPOSITIONS
from annotator.text.mentions import MARKS
from annotator.text.page import Page
from annotator.text.subjects import nearest
from annotator.text.wordlist import words

# Plural subjects without a plural ending: "those say", "ten percent say".
_PLURAL = words("i we they you who percent some many others both all these those most people police")
_MANY = words(
    "those these many most some few several two three four five six seven eight nine ten both all dozens"
)
# A noun of the same form stands behind these, unless they stand for a noun themselves.
_PRONOMINAL = words("this that some many others both all most these those")
_OPENERS = JOINERS | ADVERBS | {","}
_QUOTING = words("quoted quotes quoting cited cites citing")
_REACH = 16  # words between "quoted" and "as saying"


class Scene:
    """One sentence: the places of its first word and behind its last, its cues, what was found so far.

    `subjects` has the subject of each finite cue by the cue's place. `carried` has the outlet that quotes
    somebody, by the place of the cue "saying". `claimed` are closing marks of which a cue was found.
    """

    def __init__(self, page: Page, number: int, low: int, behind: int) -> None:
        self.page, self.number, self.low, self.behind = page, number, low, behind
        self.heeded = page.heeded(low, behind)
        self.cues = list(cues(page, self.heeded, low, behind))
        self.according = [place for place in self.heeded if _is_according(page, place, behind)]
        self.subjects: dict[int, Places | None] = {}
        self.drafts: list[Draft] = []
        self.carried: dict[int, Places] = {}
        self.claimed: set[int] = set()
        self.usable = [cue for cue in self.cues if self._is_usable(cue)]

    def bounds(self, place: int) -> Places:
        """(first word, word behind the last) that an attribution at `place` may reach: within its marks."""
        inside = self.page.quoted[place]
        if inside < 0:
            return self.low, self.behind
        first, behind = self.page.marked[inside]
        return max(first, self.low), min(behind, self.behind)

    def subject(self, cue: Cue) -> Places | None:
        """Who does what the cue says."""
        if cue.participle:
            return self._main(cue)
        if cue.kind == "ing":
            return self._found(cue)
        return self.subjects.get(cue.first)

    def regard(self, cue: Cue) -> None:
        """Take a verb for a cue, whatever the rules think of it."""
        found = None if cue.passive else self._found(cue)
        if found is None and cue.infinitive:  # "Hask refused to say ..."
            found = self._earlier(cue) or self._main(cue)
        self.subjects[cue.first] = found

    def outlet(self, source: Places) -> bool:
        """Whether a mention names an agency, a paper or a station: as a rule it carried what others said."""
        return any(self.page.lower[place] in OUTLETS for place in range(source[0], source[1] + 1))

    def _is_usable(self, cue: Cue) -> bool:
        page = self.page
        low, _ = self.bounds(cue.first)
        before = page.lower[cue.first - 1] if cue.first > low else ""
        if cue.infinitive or cue.passive or (cue.kind == "part" and cue.bare):
            return False
        if page.capital(cue.first) and before and cue.kind != "ing" and before not in MARKS:
            return False  # a name, or a headline
        if cue.kind == "ing":
            return True
        if cue.bare and cue.kind in ("base", "s") and _before_noun(before):
            return before in _PRONOMINAL
        self.subjects[cue.first] = subject = self._found(cue)
        if cue.bare and cue.kind == "base":
            return subject is not None and self._plural(subject)
        return bool(before) or cue.kind in ("past", "s")

    def _plural(self, subject: Places) -> bool:
        lower, (first, last) = self.page.lower, subject
        if lower[first] in _MANY or lower[last] in _PLURAL or "and" in lower[first:last]:
            return True
        return lower[last].endswith("s") and not lower[last].endswith("ss")

    def _found(self, cue: Cue) -> Places | None:
        """The subject before the cue, or that of an earlier verb where the two are joined."""
        low, _ = self.bounds(cue.first)
        found = mentions.before(self.page, cue.group, low)
        at = cue.group - 1
        if found is not None or at < low or self.page.lower[at] not in ("and", "but", ",", "or", "then"):
            return found
        outside = self.page.lower[at] != "," and self.page.quoted[cue.first] < 0
        near = nearest(self.page, at, low) if outside else None
        return near or self._earlier(cue) or (self._main(cue) if outside else None)

    def _earlier(self, cue: Cue) -> Places | None:
        """The subject of the cue before this one: "He praised the crew and said ..."."""
        for other in reversed(self.cues):
            if other.first < cue.first and self.subjects.get(other.first):
                return self.subjects[other.first]
        return None

    def _main(self, cue: Cue) -> Places | None:
        """The subject of the sentence, for a participle: "He left early, saying that ..."."""
        lower = self.page.lower
        if cue.first - 1 > self.low and lower[cue.first - 1] == "as":
            return self._quoted(cue.first - 1)
        near = nearest(self.page, cue.first, self.low) if self.page.quoted[cue.first] < 0 else None
        if near is not None:
            return near
        first = self.low
        while first < cue.first and (lower[first] in _OPENERS or lower[first] in MARKS):
            first += 1
        if lower[first] in PREPOSITIONS or lower[first] == "according" or lower[first].endswith("ing"):
            comma = next((place for place in range(first, cue.first) if lower[place] == ","), first - 1)
            first = comma + 1
        if first >= cue.first or self.page.quoted[first] >= 0:
            return self._earlier(cue)
        return mentions.after(self.page, first - 1, cue.first) or self._earlier(cue)

    def _quoted(self, at: int) -> Places | None:
        """Who is quoted as saying something; the word at `at` is the "as"."""
        for place in range(at - 1, max(self.low, at - _REACH) - 1, -1):
            if self.page.lower[place] not in _QUOTING:
                continue
            if place + 1 < at:
                carrier = mentions.before(self.page, place, self.low)
                if carrier is not None and self.outlet(carrier):
                    self.carried[at + 1] = carrier
                return mentions.after(self.page, place, at)
            group = next((other.group for other in self.cues if other.first == place), place)
            return mentions.before(self.page, group, self.low)
        return None


def _is_according(page: Page, place: int, behind: int) -> bool:
    """ "according to", outside marks."""
    if page.lower[place] != "according" or place + 1 >= behind:
        return False
    return page.lower[place + 1] == "to" and page.quoted[place] < 0


def _before_noun(before: str) -> bool:
    return before in DETERMINERS or before in PREPOSITIONS or before == "'s"
