"""Who is named in an article: its names, grouped into beings."""

from bisect import insort

from annotator.model import SpeakerKind
from annotator.text.names import Name, Shape, names
from annotator.text.names_spelling import given_alike, likeness, skeleton
from annotator.text.people_being import Being, Place
from annotator.text.people_offices import Offices
from annotator.text.words import Words

_SAME_GIVEN, _SAME_SURNAME = 0.85, 0.86
_SPELT_ALIKE = 0.9
_NEAR = 50  # surnames of one initial, or of one spelling, that are compared


class Cast:
    """The beings that an article names; `owners[i]` is whom `names[i]` means, None where that is open."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.names = names(words)
        self.starts = [name.start for name in self.names]
        self.owners: list[Being | None] = [None] * len(self.names)
        self._by_name: dict[tuple[str, ...], Being] = {}
        self._surnames: dict[str, list[Being]] = {}
        self._spellings: dict[str, list[Being]] = {}
        self._given: dict[str, list[Being]] = {}
        self._acronyms: dict[str, Being] = {}
        self.offices = Offices(words, self.starts, self.owners)
        self._initials: dict[str, list[str]] | None = None
        self._open_words: dict[str, list[int]] | None = None
        self.bodies: list[int] = []  # places in `names` of bodies and states
        for n, name in enumerate(self.names):
            if name.shape is Shape.FULL:
                self.owners[n] = self._full(name)
            elif name.shape is Shape.BODY or name.shape is Shape.STATE:
                self.bodies.append(n)
        for n, name in enumerate(self.names):
            owner = self.owners[n]
            if owner is None and name.shape is Shape.SINGLE:
                owner = self.by_word(name)
                if owner is None and (name.role or name.titled):
                    owner = self._only_surname(name)
            if owner is not None:
                self._mention(n, owner)

    def by_word(self, name: Name) -> Being | None:
        """Whom a single word means: a surname, a first name that only one has."""
        word = name.parts[-1]
        found = self._surnames.get(word)
        if found is None:
            found = self._given.get(word)
            if found is not None and len(found) > 1:
                return None
        if found is None:
            return None
        if len(found) > 1 and name.gender:
            fitting = [being for being in found if being.gender in ("", name.gender)]
            return fitting[0] if fitting else None
        if name.gender and found[0].gender and name.gender != found[0].gender:
            return None
        return found[0]

    def surname(self, word: str) -> Being | None:
        """The one person of this surname."""
        found = self._surnames.get(word, ())
        return found[0] if len(found) == 1 else None

    def _only_surname(self, name: Name) -> Being:
        """A person of whom the article gives no first name: "Mayor Vorn"."""
        being = self._named(name, SpeakerKind.PERSON)
        surname = name.parts[-1]
        self._surnames.setdefault(surname, []).append(being)
        self._spellings.setdefault(skeleton(surname), []).append(being)
        return being

    def by_spelling(self, word: str) -> Being | None:
        """Whose surname is written nearly so."""
        same = self._spellings.get(skeleton(word))
        if same:
            return same[0]
        if len(word) < 5:
            return None
        if self._initials is None:
            self._initials = {}
            for surname, beings in self._surnames.items():
                if len(beings) == 1:
                    self._initials.setdefault(surname[0], []).append(surname)
        near = [s for s in self._initials.get(word[0], ())[:_NEAR] if likeness(s, word) > _SPELT_ALIKE]
        return self._surnames[near[0]][0] if len(near) == 1 else None

    def owner(self, n: int) -> Being:
        """Whom name `n` means; made where nobody is known."""
        known = self.owners[n]
        if known is None:
            known = self._open(n)
            self._mention(n, known)
        return known

    def take(self, n: int, being: Being) -> None:
        """Name `n`, open until now, and all other open ones of the same word mean `being`."""
        if self._open_words is None:
            self._open_words = {}
            for m, name in enumerate(self.names):
                if self.owners[m] is None and name.shape is Shape.SINGLE:
                    self._open_words.setdefault(name.parts[-1], []).append(m)
        for m in self._open_words.pop(self.names[n].parts[-1], ()):
            self._mention(m, being)

    def describe(self, being: Being, mention: Place) -> None:
        """Note one who has no name."""
        insort(being.at, mention[0])
        being.mentions.append(mention)

    def make(self, kind: SpeakerKind, name: str, parts: list[str]) -> Being:
        """A being by its name, the known one if there is one."""
        key = tuple(parts)
        found = self._by_name.get(key)
        if found is None:
            found = self._by_name[key] = Being(kind, name, parts)
        return found

    def _open(self, n: int) -> Being:
        name = self.names[n]
        if name.shape is Shape.STATE:
            return self.make(SpeakerKind.STATE, name.state, [name.state.lower()])
        if name.shape is Shape.BODY or name.shape is Shape.THING:
            return self._body(name)
        return self._named(name, SpeakerKind.PERSON)

    def _body(self, name: Name) -> Being:
        if len(name.parts) == 1:
            known = self._acronym(name.parts[0])
            if known is not None:
                return known
        return self._named(name, SpeakerKind.ORGANISATION)

    def _acronym(self, word: str) -> Being | None:
        """The body that a single word means: "NC" or "Council" for the Northern Council."""
        if not self._acronyms:
            for n in self.bodies:
                parts = self.names[n].parts
                if len(parts) > 1:
                    letters = "".join(part[0] for part in parts if part not in ("of", "the", "for", "and"))
                    if letters not in self._acronyms:
                        self._acronyms[letters] = self._named(self.names[n], SpeakerKind.ORGANISATION)
                    self._acronyms.setdefault(parts[-1], self._acronyms[letters])
            self._acronyms.setdefault("", Being(SpeakerKind.ORGANISATION, "", []))
        return self._acronyms.get(word)

    def _named(self, name: Name, kind: SpeakerKind) -> Being:
        return self.make(kind, self._shown(name), name.parts)

    def _full(self, name: Name) -> Being:
        """The person of a full name: the same, or one whose name is written much like it."""
        parts = name.parts
        given, surname = parts[0], parts[-1]
        known = self._by_name.get((given, surname))
        if known is None:
            known = self._by_name.get(tuple(parts))
        if known is not None:
            return known
        root = skeleton(surname)
        for other in self._spellings.get(root, ())[:_NEAR]:
            if _one_person(name, other):
                if len(other.parts) < len(parts):
                    other.parts = parts
                    other.name = self._shown(name)
                self._by_name[(given, surname)] = other
                return other
        made = self._named(name, SpeakerKind.PERSON)
        self._by_name[(given, surname)] = made
        self._surnames.setdefault(surname, []).append(made)
        self._spellings.setdefault(root, []).append(made)
        self._given.setdefault(given, []).append(made)
        return made

    def form(self, n: int) -> str:
        """Name `n` as it is written, without office; the capitals of an interview's names become small."""
        return self._shown(self.names[n])

    def _shown(self, name: Name) -> str:
        shown = self._text(name.first, name.last)
        if shown.isupper() and name.shape in (Shape.FULL, Shape.SINGLE) and len(shown) > 2:
            return shown.title()
        return shown

    def _mention(self, n: int, being: Being) -> None:
        name = self.names[n]
        self.owners[n] = being
        being.named.append(n)
        insort(being.at, name.start)
        being.mentions.append((name.start, name.last))
        if name.gender and not being.gender:
            being.gender = name.gender
        self.offices.note(being, name)

    def _text(self, first: int, last: int) -> str:
        words = self.words
        return " ".join(words.text[words.starts[first] : words.ends[last]].split())


def _one_person(name: Name, other: Being) -> bool:
    """Whether a full name whose surname is spelt like that of `other` is the same person's."""
    if name.gender and other.gender and name.gender != other.gender:
        return False
    if len(other.parts) == 1 or other.parts[-len(name.parts) :] == name.parts:
        return True
    return (
        given_alike(name.parts, other.parts) >= _SAME_GIVEN
        and likeness(name.parts[-1], other.parts[-1]) >= _SAME_SURNAME
    )
