"""Who speaks: the persons of an article, and which of them each attribution means."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model import Span, SpeakerKind
from annotator.text.attribution import Attribution
from annotator.text.marks import Quotation
from annotator.text.people_being import Being
from annotator.text.people_cast import Cast
from annotator.text.people_pronouns import Recency
from annotator.text.people_sources import Sources
from annotator.text.words import Words


@dataclass(frozen=True, slots=True)
class Person:
    """One who speaks in an article, or an agency that words came through.

    `name` is the fullest name that the article gives, without title and office; of one who has none, what the
    article calls him ("harbour official"). `aliases` are other forms of the name, `mentions` all places
    where the article means this one, in their order. `role` and `organisation` are as the article has them.
    """

    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    role: str = ""
    organisation: str = ""


Spoken = tuple[tuple[int, ...], ...]


def people(
    words: Words, attributions: Sequence[Attribution], found: Sequence[Quotation]
) -> tuple[tuple[Person, ...], Spoken]:
    """The persons who speak, and for each attribution the places of those who do; () where nobody knows.

    Agencies of `via` are among the persons (their mention tells which), and speak only where they are a
    source. The cost is linear in the length of the article.
    """
    if not attributions:
        return (), ()
    heard = _Hearing(words, attributions, found)
    speaking = heard.all()
    places: dict[int, int] = {}
    beings: list[Being] = []
    spoken = tuple(tuple(_place(being, places, beings) for being in who) for who in speaking)
    for being in heard.agencies():
        _place(being, places, beings)
    return tuple(_person(words, being, heard.cast) for being in beings), spoken


def mentioned(persons: Sequence[Person], span: Span) -> int | None:
    """The place of the person whom the article means at `span` (an agency of `via`, say)."""
    for place, person in enumerate(persons):
        if any(mention.overlaps(span) for mention in person.mentions):
            return place
    return None


def _place(being: Being, places: dict[int, int], beings: list[Being]) -> int:
    place = places.get(id(being))
    if place is None:
        place = places[id(being)] = len(beings)
        beings.append(being)
    return place


def _person(words: Words, being: Being, cast: Cast) -> Person:
    spans = tuple(words.span(first, last) for first, last in sorted(set(being.mentions)))
    forms = [*being.forms, *(cast.form(n) for n in being.named)]
    aliases = tuple(form for form in dict.fromkeys(forms) if form != being.name)
    return Person(being.name, being.kind, aliases, spans, being.role, being.organisation)


class _Hearing:
    """One article being heard: each attribution's source is read in the order in which sources stand."""

    def __init__(self, words: Words, attributions: Sequence[Attribution], found: Sequence[Quotation]) -> None:
        self.words, self.attributions = words, attributions
        self.cast = Cast(words)
        self.recency = Recency(words, self.cast, found)
        self.sources = Sources(words, self.cast, self.recency)
        self.speaking: list[tuple[Being, ...]] = [()] * len(attributions)

    def all(self) -> list[tuple[Being, ...]]:
        """Who speaks each attribution."""
        within = _Contents(self.attributions)
        nested = []
        for n in sorted(range(len(self.attributions)), key=self._start):
            source = self.attributions[n].source
            if source and (around := within.around(n, source[0].start)) is not None:
                nested.append((n, around))
            elif source:
                self._hear(n, None)
        for n, around in nested:
            self._hear(n, around)
        return self.speaking

    def _start(self, n: int) -> int:
        source = self.attributions[n].source
        return source[0].start if source else -1

    def _hear(self, n: int, around: int | None) -> None:
        """Read the source of attribution `n`, which stands within what `around` says."""
        for span in self.attributions[n].source:
            first, behind = self.words.places(span)
            if first >= behind:
                continue
            outer = self.speaking[around] if around is not None else ()
            who = self.sources.read(first, behind, outer)
            if who:
                self.speaking[n] = tuple(dict.fromkeys(who))
                if around is None:
                    self.recency.spoke(first, self.speaking[n])
                return

    def agencies(self) -> list[Being]:
        """Those whom the attributions came through."""
        found: list[Being] = []
        for attribution in self.attributions:
            for span in attribution.via:
                first, behind = self.words.places(span)
                if first < behind:
                    found.extend(self.sources.read(first, behind, (), SpeakerKind.ORGANISATION))
        return found


class _Contents:
    """The contents of all attributions: which holds a place of the text."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        spans = sorted((s.start, s.end, n) for n, a in enumerate(attributions) for s in a.content)
        self._starts = [start for start, _, _ in spans]
        self._spans = spans

    def around(self, n: int, offset: int) -> int | None:
        """The attribution, other than `n`, whose content holds `offset`; the innermost of those near."""
        at = bisect_right(self._starts, offset) - 1
        for place in range(at, max(-1, at - 6), -1):
            _start, end, other = self._spans[place]
            if other != n and end > offset:
                return other
        return None
