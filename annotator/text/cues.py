"""Cues: the verb groups of a sentence that may hand over what somebody says."""

from collections.abc import Iterable, Iterator

from annotator.text.grammar import ADVERBS, AUXILIARIES, NEGATIONS
from annotator.text.page import Page
from annotator.text.verbs import Form, Verb, forms
from annotator.text.wordlist import words

_BE = words("is are was were be been being am 's 're get gets got")


_ANY = Verb("any", "sqtwion", ("of", "about", "on", "for", "against", "to"), ())


class Cue:
    """A verb in its group. Places of words: `group` the group's first, `first` to `last` the cue's own.

    `kind` is the form (base, s, past, part, ing); `passive` "was told"; `infinitive` "to say".
    """

    __slots__ = ("first", "group", "infinitive", "kind", "last", "negated", "passive", "verb")

    def __init__(self, first: int, last: int, verb: Verb, kind: str) -> None:
        self.first, self.last, self.verb, self.kind = first, last, verb, kind
        self.group = first
        self.passive = self.infinitive = self.negated = False

    @property
    def bare(self) -> bool:
        """Whether nothing stands in the verb group but the cue."""
        return self.group == self.first

    @property
    def participle(self) -> bool:
        """ "saying", without "is" or "has been" before it."""
        return self.kind == "ing" and self.group == self.first

    def copy(self) -> "Cue":
        """To try a frame on: a preposition that the frame finds becomes part of the cue."""
        other = Cue(self.first, self.last, self.verb, self.kind)
        other.group = self.group
        return other


def cues(page: Page, heeded: Iterable[int], first: int, behind: int) -> Iterator[Cue]:
    """The cues among the words from `first` to before `behind`, in their order; `heeded` is of these."""
    known, last = forms(), first - 1
    for place in heeded:
        form = known.get(page.lower[place])
        cue = _cue(page, place, form, first, behind) if form is not None and place > last else None
        if cue is not None:
            yield cue
            last = cue.last


def cue_at(page: Page, place: int, low: int, behind: int) -> Cue:
    """The cue that somebody points at: the verb of the lexicon, else one that may hand over anything."""
    form = forms().get(page.lower[place])
    known = _cue(page, place, form, low, behind) if form is not None else None
    if known is not None:
        return known
    word = page.lower[place]
    kind = "ing" if word.endswith("ing") else "s" if word.endswith("s") else "past"
    cue = Cue(place, place, _ANY, kind)
    _group(page, cue, low)
    return cue


def _cue(page: Page, place: int, form: Form, low: int, behind: int) -> Cue | None:
    for verb in form.verbs:
        last = _tail(page, place, verb, behind)
        if last is not None:
            cue = Cue(place, last, verb, form.kind)
            _group(page, cue, low)
            return cue
    return None


def _tail(page: Page, place: int, verb: Verb, behind: int) -> int | None:
    """The place of the last word of a phrase such as "made it clear"; None where it is not here."""
    at = place
    for word in verb.tail:
        at += 1
        if at < behind and page.lower[at] == "abundantly":
            at += 1
        if at >= behind or page.lower[at] != word:
            return None
    return at


def _group(page: Page, cue: Cue, low: int) -> None:
    """Walk left over adverbs and auxiliaries; note what they say of the verb."""
    lower, at = page.lower, cue.first - 1
    while at >= low:
        word = lower[at]
        if word in AUXILIARIES:
            if cue.kind != "ing" and at == _skipped(page, cue.first - 1, low) and word in _BE:
                cue.passive = True
        elif word == "to":
            cue.infinitive = True
            cue.group = at
            return
        elif not (word in ADVERBS or (word.endswith("ly") and not page.capital(at))):
            break
        cue.negated = cue.negated or word in NEGATIONS
        at -= 1
    cue.group = at + 1


def _skipped(page: Page, at: int, low: int) -> int:
    """The place before `at` or at it that is no adverb."""
    while at > low and (page.lower[at] in ADVERBS or page.lower[at].endswith("ly")):
        at -= 1
    return at
