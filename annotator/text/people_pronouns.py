"""Whom a pronoun means: who spoke last, who the sentence before is about, and what gender that one has."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from annotator.model import SpeakerKind
from annotator.text.marks import Quotation
from annotator.text.names import Name, Shape
from annotator.text.people_being import Being
from annotator.text.people_cast import Cast
from annotator.text.wordlist import words as listed
from annotator.text.words import Words

HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
IT = frozenset(("it", "its", "itself"))
THEY = frozenset(("they", "them", "their", "themselves", "both"))
# Who these are the text does not say, or only who speaks them would know.
NOBODY = listed(
    """
    i we me us my our you your one nobody no-one anybody anyone everybody everyone somebody someone many some
    others most this that these those none neither there what
    """
)
RELATIVE = frozenset(("who", "whom", "which", "that"))
PRONOUNS = HE | SHE | IT | THEY | NOBODY | RELATIVE

_BACK = 12  # earlier speakers that are looked at
_REACH = 40  # words behind a name in which a pronoun tells its gender
_MALE_OR_FEMALE = dict.fromkeys(HE, "m") | dict.fromkeys(SHE, "f")
_SENTENCES = 5  # sentences that are looked at, those in quotation marks included
_INTRODUCTION = 12  # words before the subject of a sentence: "On Tuesday, ", "In a long statement, "


class Recency:
    """Who was heard, in the order of the text, and whom a pronoun at some place therefore means."""

    def __init__(self, words: Words, cast: Cast, found: Sequence[Quotation]) -> None:
        self.words, self.cast = words, cast
        outer = [q.span for q in found if q.parent is None]
        self._opens = [span.start for span in outer]
        self._closes = [span.end for span in outer]
        self._places: list[int] = []
        self._heard: list[tuple[Being, ...]] = []
        self._asked: set[int] = set()

    def spoke(self, place: int, who: tuple[Being, ...]) -> None:
        """Those of `who` speak, by a mention at `place`; places are given in their order."""
        self._places.append(place)
        self._heard.append(who)

    def quoted(self, place: int) -> int:
        """The number of the outermost quotation around the word at `place`, -1 where there is none."""
        start = self.words.starts[place]
        n = bisect_right(self._opens, start) - 1
        return n if n >= 0 and start < self._closes[n] else -1

    def meant(self, place: int, outer: tuple[Being, ...] = ()) -> tuple[Being, ...]:
        """Whom the pronoun at `place` means; `outer` speaks the content that it stands in."""
        word = self.words.lower[place]
        if word in HE or word in SHE:
            gender = "m" if word in HE else "f"
            return self._person(place, gender, outer)
        if word in IT:
            return self._body(place)
        if word in THEY:
            return self._several(place)
        return ()

    def _person(self, place: int, gender: str, outer: tuple[Being, ...]) -> tuple[Being, ...]:
        inside = self.quoted(place)
        barred = outer if inside >= 0 else ()
        if outer and inside < 0 and len(outer) == 1 and self._fits(outer[0], gender):
            return outer
        subject = self._subject(place, inside)
        heard_at = self._last_heard(place)
        best: Being | None = None
        if subject is not None and subject[0] > heard_at and self._fits(subject[1], gender):
            best = subject[1]
        if best is None or best in barred:
            best = self._heard_person(place, gender, barred)
        if best is None:
            best = self._named_person(place, gender, barred)
        if best is None:
            return ()
        best.gender = best.gender or gender
        return (best,)

    def _fits(self, being: Being, gender: str) -> bool:
        """Whether the being may be he, or she: by what is known, else by the pronouns behind its mentions."""
        if not being.personal:
            return False
        if not being.gender and id(being) not in self._asked:
            self._asked.add(id(being))
            being.gender = self._by_pronouns(being)
        return being.gender in ("", gender)

    def _by_pronouns(self, being: Being) -> str:
        """The gender of the pronouns that follow the being's first mentions before anybody else is named."""
        lower, starts = self.words.lower, self.cast.starts
        for first, last in being.mentions[:3]:
            n = bisect_right(starts, last)
            end = last + _REACH
            for name, owner in zip(self.cast.names[n : n + 6], self.cast.owners[n : n + 6], strict=True):
                if owner is not being and (
                    name.shape is Shape.FULL or (owner is not None and owner.personal)
                ):
                    end = min(end, name.start)
                    break
            for place in range(last + 1, min(end, len(lower))):
                if lower[place] in _MALE_OR_FEMALE and self.quoted(place) == self.quoted(first):
                    return _MALE_OR_FEMALE[lower[place]]
        return ""

    def _last_heard(self, place: int) -> int:
        n = bisect_left(self._places, place) - 1
        return self._places[n] if n >= 0 else -1

    def _heard_person(self, place: int, gender: str, barred: tuple[Being, ...]) -> Being | None:
        n = bisect_left(self._places, place) - 1
        for m in range(n, max(-1, n - _BACK), -1):
            who = self._heard[m]
            if len(who) == 1 and who[0] not in barred and self._fits(who[0], gender):
                return who[0]
        return None

    def _named_person(self, place: int, gender: str, barred: tuple[Being, ...]) -> Being | None:
        """The person named last before `place` who is surely of this gender, else who may be."""
        maybe: Being | None = None
        n = bisect_left(self.cast.starts, place) - 1
        for m in range(n, max(-1, n - 4 * _BACK), -1):
            owner = self.cast.owners[m]
            if owner is None or owner in barred or not owner.personal or not self._fits(owner, gender):
                continue
            if owner.gender:
                return owner
            maybe = maybe or owner
        return maybe

    def _subject(self, place: int, inside: int) -> tuple[int, Being] | None:
        """(place, who) of the name that the sentence of `place`, or the one before it, is about."""
        sentence, looked = self.words.sentence(place), 0
        for s in range(sentence, max(-1, sentence - _SENTENCES), -1):
            first, end = self.words.first[s], min(self.words.first[s + 1], place)
            found = self._subject_in(first, end, inside)
            if found is not None:
                return found
            if first >= end or self.quoted(first) == inside:
                looked += 1
            if looked == 2:
                break
        return None

    def _subject_in(self, first: int, end: int, inside: int) -> tuple[int, Being] | None:
        lower = self.words.lower
        for n in range(bisect_left(self.cast.starts, first), len(self.cast.starts)):
            name = self.cast.names[n]
            if name.start >= end or name.start - first > _INTRODUCTION:
                return None
            if self.quoted(name.start) != inside:
                continue
            if not (name.start - first < 2 or lower[name.start - 1] in (",", "the")):
                continue
            behind = name.last + 1
            if behind < len(lower) and lower[behind] in ("'s", "'"):
                continue
            owner = self._owner(n, name)
            if owner is not None:
                return name.start, owner
        return None

    def _owner(self, n: int, name: Name) -> Being | None:
        owner = self.cast.owners[n]
        if owner is None and name.shape in (Shape.BODY, Shape.STATE):
            return self.cast.owner(n)
        return owner

    def _body(self, place: int) -> tuple[Being, ...]:
        """What "it" means: the body or state that the sentence is about or that was heard last."""
        subject = self._subject(place, self.quoted(place))
        heard_at = self._last_heard(place)
        if subject is not None and subject[0] > heard_at and not subject[1].personal:
            return (subject[1],)
        heard = self.last_body(place)
        return (heard,) if heard is not None else ()

    def last_two(self, place: int) -> tuple[Being, ...]:
        """The two who were last heard together before `place`."""
        n = bisect_left(self._places, place) - 1
        return next((who for who in self._heard[max(0, n - _BACK) : n + 1][::-1] if len(who) == 2), ())

    def last_body(self, place: int) -> Being | None:
        """The body or state that was heard last before `place`."""
        n = bisect_left(self._places, place) - 1
        for m in range(n, max(-1, n - 4), -1):
            who = self._heard[m]
            if len(who) == 1 and who[0].kind in (SpeakerKind.ORGANISATION, SpeakerKind.STATE):
                return who[0]
        return None

    def _several(self, place: int) -> tuple[Being, ...]:
        """Whom "they" means: the last who were heard and are many, or one body."""
        n = bisect_left(self._places, place) - 1
        for m in range(n, max(-1, n - 6), -1):
            who = self._heard[m]
            if len(who) > 1 or (
                len(who) == 1 and who[0].kind in (SpeakerKind.GROUP, SpeakerKind.ORGANISATION)
            ):
                return who
        return ()
