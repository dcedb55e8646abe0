"""The offices of those who are named, by what stands beside their names."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from annotator.model import SpeakerKind
from annotator.text.names import Name, Shape
from annotator.text.names_offices import modifiers, office_start
from annotator.text.names_states import NAMES
from annotator.text.names_words import BODIES, MODIFIERS, NO_NAMES, PORTFOLIO, ROLES, family, gender_of
from annotator.text.people_being import Being
from annotator.text.words import Words

_BEHIND_HEAD = frozenset(("of", "for", "at", "in", "to", "on", "with", "from"))
_BEHIND = _BEHIND_HEAD | frozenset(
    (",", ".", ";", ")", "who", "and", "when", "which", "whose", "since", "—", "–")
)
_ENDS = frozenset((",", ".", ";", ")", "—", "–", ":"))
_DETERMINERS = frozenset(("the", "a", "an", "its", "his", "her", "their", "our", "my", "another", "one"))
_LEADING = {
    "leads": "leader",
    "heads": "head",
    "runs": "head",
    "chairs": "chairman",
    "commands": "commander",
    "represents": "representative",
}
_PAST = frozenset(("former", "then", "outgoing", "acting", "ex"))
_BESIDE = frozenset(("counterpart", "colleague"))  # what they are depends on another


_HOLDERS = 60  # holders of one office that are looked at
_STATES = frozenset(NAMES.values())
_LEADERS = frozenset(("president", "minister", "chancellor", "king", "queen", "leader", "secretary"))


class Offices:
    """Who holds which office in an article. `starts` and `owners` are those of the cast (see Cast)."""

    def __init__(self, words: Words, starts: Sequence[int], owners: Sequence[Being | None]) -> None:
        self.words, self.starts, self.owners = words, starts, owners
        self._holders: dict[str, list[Being]] = {}

    def title(self, being: Being, head: str, more: Iterable[str]) -> None:
        """It holds an office."""
        title = (family(head), frozenset(more))
        if title not in being.titles:
            if all(title[0] != held for held, _ in being.titles):
                self._holders.setdefault(title[0], []).append(being)
            being.titles.append(title)

    def holder(self, place: int, word: str, more: frozenset[str]) -> Being | None:
        """Who holds an office: of those that fit best, the one mentioned last before `place`."""
        head = family(word)
        best, best_rank = None, (-1, False, -1)
        for being in self.holders(head):
            fit = max((_fit(held, more) for title, held in being.titles if title == head), default=-1)
            if fit < 0:
                continue
            n = bisect_left(being.at, place)
            rank = (fit, n > 0, being.at[n - 1] if n else -1)
            if rank > best_rank:
                best, best_rank = being, rank
        return best

    def group(self, word: str, more: frozenset[str]) -> Being | None:
        """The group that was called so before."""
        head = family(word)
        for being in self.holders(head):
            if being.kind is SpeakerKind.GROUP and any(
                t == head and _fit(h, more) >= 0 for t, h in being.titles
            ):
                return being
        return None

    def holders(self, head: str) -> list[Being]:
        """Those noted last of all who hold the office `head`."""
        return self._holders.get(head, [])[-_HOLDERS:]

    def note(self, being: Being, name: Name) -> None:
        """Note the office that stands before a name, or beside it with a comma between."""
        if name.office is not None:
            self._office(being, *name.office, name.role, name.modifiers)
        elif name.shape is Shape.FULL:
            self._apposition(being, name)

    def _office(self, being: Being, first: int, last: int, head: str, more: tuple[str, ...]) -> None:
        """Note the office that stands from `first` to `last`, and whose it is."""
        lower = self.words.lower
        owner = ""
        before = first - 1
        if before > 0 and lower[before] == "'s":
            owner, said = self._possessor(before - 1)
            more = (*more, *said)
        elif before >= 0 and lower[before] in ("its", "his", "her", "their") and head in _BESIDE:
            head = self._same_office(first) or head
        self.title(being, head, more)
        if head in _BESIDE or lower[last] in _BESIDE:
            return
        while first < last and lower[first] in _PAST:
            first += 1
        own = first
        while own < last and _owning(lower[own]):
            own += 1
        if not being.role:
            being.role = self._text(own, last)
            being.gender = being.gender or gender_of(head)
        if not being.organisation:
            being.organisation = self._text(first, own - 1) if own > first else owner

    def _same_office(self, place: int) -> str:
        """The office of the person named last before `place`: his counterpart holds the same."""
        for n in range(bisect_left(self.starts, place) - 1, -1, -1):
            owner = self.owners[n]
            if owner is not None and owner.titles:
                return owner.titles[0][0]
        return ""

    def _possessor(self, last: int) -> tuple[str, tuple[str, ...]]:
        """The words before a possessive 's: as written, and as modifiers of what is possessed."""
        words = self.words
        first = last
        while first and last - first < 4 and words.text[words.starts[first - 1]].isupper():
            if words.lower[first - 1] in NO_NAMES:
                break
            first -= 1
        if first == last:
            first = office_start(words, last)
        return self._text(first, last), modifiers(words.lower, first, last)

    def _apposition(self, being: Being, name: Name) -> None:
        """Note the office that stands beside a name, with a comma between."""
        lower = self.words.lower
        after = name.last + 1
        if after < len(lower) and lower[after] == "," and self._behind(being, after + 1):
            return
        if name.start > 1 and lower[name.start - 1] == "," and (after >= len(lower) or lower[after] in _ENDS):
            self._before(being, name.start - 2)

    def _behind(self, being: Being, first: int) -> bool:
        """Whether the words from `first` on are an office, as in ", the minister of ports,"; it is noted."""
        lower = self.words.lower
        end = min(len(lower) - 1, first + 8)
        if first < end and lower[first] == "who":
            head = _LEADING.get(lower[first + 1], "")
            if head:
                self.title(being, head, ())
            elif lower[first + 1 : first + 3] == ["speaks", "for"]:
                self.title(being, "spokesman", modifiers(lower, first + 3, min(end, first + 5)))
            return True
        for place in range(first, end):
            word = lower[place]
            if word in ROLES and lower[place + 1] in _BEHIND:
                if "\n" in self._raw(first - 1, place + 1):
                    return False
                start = office_start(self.words, place)
                self._office(
                    being, max(first, start), place, word, modifiers(lower, max(first, start), place)
                )
                self._owned_by(being, place)
                return True
            if word in _ENDS or word == "who" or word == "said":
                return False
        return False

    def _before(self, being: Being, last: int) -> None:
        """Note "The leader of the Harbour Party, Runa Castell": an office that ends at `last`."""
        lower = self.words.lower
        head = -1
        for place in range(last, max(-1, last - 12), -1):
            word = lower[place]
            if word in ROLES and (place == last or lower[place + 1] in _BEHIND_HEAD):
                head = place
                if place == last:
                    break
            elif word in _ENDS or word in ("“", "”", '"'):
                break
        if head < 0:
            return
        start = office_start(self.words, head)
        self._office(being, start, head, lower[head], modifiers(lower, start, head))
        self._owned_by(being, head)

    def _owned_by(self, being: Being, head: int) -> None:
        """Note "of the Harbour Party" behind the office whose head stands at `head`."""
        lower = self.words.lower
        if head + 2 >= len(lower) or lower[head + 1] not in ("of", "for", "at", "in"):
            return
        first = last = head + 2
        while (
            last < len(lower)
            and last - first < 8
            and lower[last] not in _BEHIND
            and lower[last] not in ("which", "that")
        ):
            last += 1
        if last < len(lower) and lower[last] == "of":
            last += 1
            while last < len(lower) and last - first < 10 and lower[last] not in _BEHIND:
                last += 1
        last -= 1
        if first <= last and lower[first] in _DETERMINERS:
            first += 1
        words = self.words
        named = next((p for p in range(first, last + 1) if words.text[words.starts[p]].isupper()), None)
        if named is not None and all(w not in _BEHIND_HEAD for w in lower[first:named]):
            first = named
        if first <= last:
            self.title(being, being.titles[-1][0], {*being.titles[-1][1], *modifiers(lower, first, last)})
            if not being.organisation:
                being.organisation = self._text(first, last)

    def _raw(self, first: int, last: int) -> str:
        return self.words.text[self.words.starts[first] : self.words.ends[last]]

    def _text(self, first: int, last: int) -> str:
        words = self.words
        return " ".join(words.text[words.starts[first] : words.ends[last]].split())


def _owning(word: str) -> bool:
    """Whether a word before an office says whose it is: "Kremlin spokesman", "court spokesman"."""
    if word in PORTFOLIO or word in ROLES:
        return False
    return word in BODIES or word not in MODIFIERS


def holds(being: Being, word: str) -> bool:
    """Whether the being is one of "the two presidents", "the two men", "the two leaders"."""
    if not being.personal:
        return False
    if word in ("man", "woman"):
        return being.gender in ("", "m" if word == "man" else "f")
    if word in ("side", "politician", "rival", "candidate", "official"):
        return True
    held = {head for head, _ in being.titles}
    if word == "leader":
        return not held or not held.isdisjoint(_LEADERS)
    return family(word) in held


def _fit(held: frozenset[str], more: frozenset[str]) -> int:
    """How well what is said beside an office fits: -1 not at all, else the number of words they share."""
    extra, shared = more - held, held & more
    if extra & _STATES:
        return -1 if held & _STATES else len(shared)
    return -1 if extra and held - more and not shared else len(shared)
