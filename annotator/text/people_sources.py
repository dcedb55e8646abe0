"""Whom the mention of a source means: a name, an office, a body, a group, several, or a pronoun."""

from bisect import bisect_left

from annotator.model import SpeakerKind
from annotator.text.names import Name, Shape, group_word
from annotator.text.names_states import SEATS
from annotator.text.names_words import ANY_BODY, BODIES, ROLES, SECRETIVE, SHARES, gender_of, plural, singular
from annotator.text.people_being import Being
from annotator.text.people_cast import Cast
from annotator.text.people_offices import holds
from annotator.text.people_phrases import DEFINITE, POSSESSIVES, Head, Phrases
from annotator.text.people_pronouns import NOBODY, PRONOUNS, RELATIVE, Recency
from annotator.text.people_singles import Singles
from annotator.text.words import Words

_DETERMINERS = DEFINITE | POSSESSIVES | {"a", "an"}
_TWO = frozenset(("two", "both"))
_STATES = frozenset(("government", "country", "side", "capital", "state", "nation"))
_BODIES = 40  # bodies before and behind "the council" that are looked at
_NAMES = 30  # names around "the two ministers" that are looked at


class Sources:
    """Reads the mentions of sources of one article."""

    def __init__(self, words: Words, cast: Cast, recency: Recency) -> None:
        self.words, self.cast, self.recency = words, cast, recency
        self.phrases = Phrases(words, cast.names, cast.starts)
        self.singles = Singles(words, cast.names)
        self._firsts = set(words.first)

    def read(
        self, first: int, behind: int, outer: tuple[Being, ...] = (), kind: SpeakerKind | None = None
    ) -> list[Being]:
        """Those whom the words from `first` to before `behind` mean; `outer` speaks what stands around them.

        `kind` is what a single name is that the text does not explain.
        """
        lower = self.words.lower
        while first < behind - 1 and (
            not lower[first][0].isalnum() or (lower[first] == "both" and lower[first + 1] in _DETERMINERS)
        ):
            first += 1
        if behind - first == 1 and lower[first] in PRONOUNS:
            return self._pronoun(first, outer)
        found: list[Being] = []
        at = first
        for _ in range(8):  # "Ana Ruiz, Pal Oster and the ministry": one head after another
            head = self.phrases.head(at, behind)
            if head is None:
                break
            who = self._who(head, behind, outer, kind)
            found.extend(being for being in who if being not in found)
            following = self.phrases.joined(head, behind)
            if following is None:
                break
            at = following
        for being in found:
            if len(found) == 1:
                self._point(being, first, behind)
        return found

    def _point(self, being: Being, first: int, behind: int) -> None:
        """Note a mention by office or description, unless a name in it is one already."""
        for start, last in being.mentions[-3:]:
            if start < behind and last >= first:
                return
        n = bisect_left(being.at, first)
        if n < len(being.at) and being.at[n] < behind:
            return
        being.mentions.append((first, behind - 1))

    def _pronoun(self, place: int, outer: tuple[Being, ...]) -> list[Being]:
        word = self.words.lower[place]
        if word in RELATIVE:
            n = bisect_left(self.cast.starts, place) - 1
            near = n >= 0 and place - self.cast.names[n].last <= 2
            owner = self.cast.owners[n] if near else None
            return [owner] if owner is not None else []
        if word in NOBODY:
            return []
        found = list(self.recency.meant(place, outer))
        if len(found) == 1:
            found[0].mentions.append((place, place))
        return found

    def _who(
        self, head: Head, behind: int, outer: tuple[Being, ...], kind: SpeakerKind | None
    ) -> list[Being]:
        if head.name is not None:
            name = self.cast.names[head.name]
            if name.shape is not Shape.OFFICE:
                return self._named(head, behind, head.name, kind)
        apposed = self._apposed(head, behind)
        if apposed is not None:
            return [apposed]
        word = self.words.lower[head.place]
        if head.name is None and (known := self.cast.surname(word)) is not None:
            return [known]  # in a headline, where every word has a capital
        if word in PRONOUNS:
            return self._pronoun(head.place, outer) if head.first == head.place else []
        if word in SHARES or (plural(word) and not (word in BODIES and word not in ROLES)):
            return self._many(head, behind, word)
        return self._one(head, behind, word)

    def _named(self, head: Head, behind: int, n: int, kind: SpeakerKind | None) -> list[Being]:
        name = self.cast.names[n]
        known = self.cast.owners[n]
        if known is not None:
            return [known]
        if name.shape is not Shape.SINGLE:
            being = self.cast.owner(n)
            if name.shape is Shape.THING:
                being.kind = SpeakerKind.ORGANISATION
            return [being]
        word = name.parts[-1]
        known = self.cast.by_word(name) or self.cast.by_spelling(word)
        if known is None:
            known = self._judged(head, behind, name, kind)
        self.cast.take(n, known)
        return [known]

    def _judged(self, head: Head, behind: int, name: Name, kind: SpeakerKind | None) -> Being:
        """A single name that nothing else explains: a state, a body, a group or a person."""
        words, word = self.words, name.parts[-1]
        before = words.lower[name.start - 1] if name.start else ""
        shown = words.word(name.last)
        if before == "the" and not group_word(word):
            return self.cast.make(SpeakerKind.ORGANISATION, shown, [word])
        if state := SEATS.get(word):
            being = self.cast.make(SpeakerKind.STATE, state, [state.lower()])
            being.forms.append(shown)
            return being
        if group_word(word) or (name.initial and self.singles.common(word)):
            return self._described(name.start, self.phrases.end(head, behind), SpeakerKind.GROUP)
        if kind is not None:
            return self.cast.make(kind, shown, [word])
        if "." in word[1:-2] and len(word) > 5:  # "Varrnews.com"
            return self.cast.make(SpeakerKind.ORGANISATION, shown, [word])
        if self.singles.place_name(word):
            return self.cast.make(SpeakerKind.STATE, shown, [word])
        if name.initial and word in ROLES:
            return self._described(name.start, self.phrases.end(head, behind), SpeakerKind.ANONYMOUS)
        return self.cast.make(SpeakerKind.PERSON, shown.title() if shown.isupper() else shown, [word])

    def _apposed(self, head: Head, behind: int) -> Being | None:
        """The person whose name follows an office and a comma: "Her foreign minister, Teodor Hask,"."""
        names, starts, lower = self.cast.names, self.cast.starts, self.words.lower
        if plural(lower[head.place]):
            return None
        n = bisect_left(starts, head.behind)
        while n < len(names) and names[n].start < behind:
            before = lower[names[n].start - 1]
            if before == "," and names[n].shape in (Shape.FULL, Shape.SINGLE):
                owner = self.cast.owners[n]
                if owner is None and names[n].shape is Shape.FULL:
                    owner = self.cast.owner(n)
                if owner is not None and owner.personal:
                    self.cast.offices.title(owner, lower[head.place], self.phrases.more(head))
                    return owner
            if before in ("who", "which"):
                return None
            n += 1
        return None

    def _one(self, head: Head, behind: int, word: str) -> list[Being]:
        """One who is not named: known by office or as a body, else described."""
        lower = self.words.lower
        determiner = lower[head.first] if head.first < head.place else ""
        more = self.phrases.more(head)
        owned = "'s" in lower[head.first : head.place]
        if not determiner or owned or determiner in DEFINITE or determiner in POSSESSIVES:
            known = self.cast.offices.holder(head.first, word, more)
            if known is not None:
                return [known]
            if word in BODIES and (known := self._body(head, behind, word, more)) is not None:
                return [known]
        if determiner in ("my", "our", "your") or word == "someone":
            return []
        kind = SpeakerKind.ANONYMOUS
        if word in BODIES and word not in ROLES:
            kind = SpeakerKind.ORGANISATION
        elif word in ROLES and (owned or determiner in DEFINITE):
            kind = SpeakerKind.ROLE
        being = self._described(head.first, self.phrases.end(head, behind), kind)
        self.cast.offices.title(being, word, more)
        being.gender = being.gender or gender_of(word)
        return [being]

    def _body(self, head: Head, behind: int, word: str, more: frozenset[str]) -> Being | None:
        """The body that is meant by its last word ("the council") or by no more than that it is one."""
        names, lower = self.cast.names, self.words.lower
        if more or (head.behind < behind and lower[head.behind] in ("of", "in", "for")):
            return None
        fallback: int | None = None
        at = bisect_left(self.cast.bodies, bisect_left(self.cast.starts, head.first))
        behind_at = min(len(self.cast.bodies), at + _BODIES)
        for m in (*range(at - 1, max(-1, at - _BODIES), -1), *range(at, behind_at)):
            n = self.cast.bodies[m]
            parts = names[n].parts
            if len(parts) > 1 and word in parts:
                return self.cast.owner(n)
            if fallback is None and names[n].shape is Shape.BODY and word in ANY_BODY and m < at:
                fallback = n
        if word in ANY_BODY:
            heard = self.recency.last_body(head.first)
            if heard is not None:
                return heard
        return self.cast.owner(fallback) if fallback is not None else None

    def _many(self, head: Head, behind: int, word: str) -> list[Being]:
        """Several who are not named; "the two ministers" may be known."""
        lower = self.words.lower
        before = lower[head.first : head.place]
        if any(w in _TWO for w in before):
            two = self._two(head, singular(word))
            if two:
                return two
        own = head.behind < behind and lower[head.behind] == "of"
        if not own and (lower[head.first] in DEFINITE or word in SECRETIVE):
            known = self.cast.offices.group(word, self.phrases.more(head))
            if known is not None:
                return [known]
        kind = SpeakerKind.ANONYMOUS if word in SECRETIVE else SpeakerKind.GROUP
        being = self._described(head.first, self.phrases.end(head, behind), kind)
        self.cast.offices.title(being, word, self.phrases.more(head))
        return [being]

    def _two(self, head: Head, word: str) -> list[Being]:
        """The last two persons of an office, or the last two states, before the mention."""
        found: list[Being] = []
        n = bisect_left(self.cast.starts, head.first)
        end = min(len(self.cast.starts), n + _NAMES)
        for m in (*range(n - 1, max(-1, n - 2 * _NAMES), -1), *range(n, end)):
            name, owner = self.cast.names[m], self.cast.owners[m]
            if word in _STATES:
                owner = self._state(m, name, owner)
                if owner is None:
                    continue
            elif owner is None or not holds(owner, word):
                continue
            if owner not in found:
                found.append(owner)
                if len(found) == 2:
                    return found[::-1]
        return list(self.recency.last_two(head.first)) if word not in _STATES else []

    def _state(self, n: int, name: Name, owner: Being | None) -> Being | None:
        """The state that name `n` is, by what the text says of it."""
        if name.shape is Shape.STATE:
            return self.cast.owner(n)
        if owner is None and name.shape is Shape.SINGLE and self.singles.place_name(name.parts[-1]) > 1:
            owner = self.cast.make(SpeakerKind.STATE, self.words.word(name.last), name.parts)
            self.cast.take(n, owner)
        return owner if owner is not None and owner.kind is SpeakerKind.STATE else None

    def _described(self, first: int, last: int, kind: SpeakerKind) -> Being:
        """One without a name, called by the words from `first` to `last`, articles aside."""
        lower, words = self.words.lower, self.words
        while first < last and lower[first] in _DETERMINERS:
            first += 1
        while last > first and not lower[last][0].isalnum():
            last -= 1
        shown = " ".join(words.text[words.starts[first] : words.ends[last]].split())
        if first in self._firsts and self.singles.small(first):
            shown = shown[0].lower() + shown[1:]
        being = self.cast.make(kind, shown, lower[first : last + 1])
        self.cast.describe(being, (first, last))
        return being
