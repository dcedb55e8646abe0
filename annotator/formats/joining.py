"""Quotes as marks with relations between them, as most programs hold them.

A quote is a mark on its content. Relations lead from it to further marks: `content` (a further part of a
broken quote), `cued_by` (its cue), `said_by` (its source), and to other quotes: `inside`, `about`. Others may
draw them the other way round, from the cue to content and source, or without a name: then the marks say what
is meant.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.mapping import Mapping
from annotator.formats.placing import shown
from annotator.model import Span, merged

LABELS = {"content": "Quote", "cue": "Cue", "source": "Source"}  # role -> what we call the mark
NAMES = {"content": "content", "cue": "cued_by", "source": "said_by"}  # role -> the relation to it
INSIDE, ABOUT = "inside", "about"


class Mark(NamedTuple):
    """A marked span, known by an id that no other mark of the answer has."""

    id: str
    role: str
    span: Span


class Link(NamedTuple):
    """A relation from one mark to another. A foreign one may have no name."""

    start: str
    end: str
    name: str


class Marked(NamedTuple):
    """A quote taken apart. The first mark stands for it, and has its id."""

    quote: Said
    marks: list[Mark]
    links: list[Link]


def sound(document: Document) -> Document:
    """`document` as marks can hold it: each quote has an id and content, and refers to one that is there."""
    return replace(document, answers=tuple(_sound(answer) for answer in document.answers))


def _sound(answer: Answer) -> Answer:
    taken = {quote.id for quote in answer.quotes}
    fresh = (f"q{n}" for n in range(1, 2 * len(answer.quotes) + 2) if f"q{n}" not in taken)
    quotes = [q if q.id else replace(q, id=next(fresh)) for q in answer.quotes if q.content]
    there = {quote.id for quote in quotes}
    return replace(answer, quotes=tuple(_rooted(quote, there - {quote.id}) for quote in quotes))


def _rooted(quote: Said, there: set[str | None]) -> Said:
    parent = quote.parent if quote.parent in there else None
    about = quote.about if quote.about in there else None
    return (
        quote
        if (parent, about) == (quote.parent, quote.about)
        else replace(quote, parent=parent, about=about)
    )


def marked(answer: Answer) -> Iterator[Marked]:
    """The quotes of an answer that is `sound`, each taken apart."""
    for quote in answer.quotes:
        id_ = quote.id or ""
        marks: list[Mark] = []
        for role, spans in (("content", quote.content), ("cue", quote.cue), ("source", quote.source)):
            marks += (Mark(f"{id_}/{role}{n}", role, span) for n, span in enumerate(spans, start=1))
        marks[0] = marks[0]._replace(id=id_)
        links = [Link(id_, mark.id, NAMES[mark.role]) for mark in marks[1:]]
        links += [Link(id_, to, name) for to, name in ((quote.parent, INSIDE), (quote.about, ABOUT)) if to]
        yield Marked(quote, marks, links)


class Found(NamedTuple):
    """A quote that was joined, and the ids of its marks, the one that stands for it first."""

    quote: Said
    marks: tuple[str, ...]


@dataclass(slots=True)
class Unknown:
    """Words that mean nothing here, counted: each is complained of once a file."""

    words: Counter[str] = field(default_factory=Counter)

    def complaints(self, file: object) -> Iterator[Complaint]:
        for word, count in sorted(self.words.items()):
            times = f"{count:,} of them were" if count > 1 else "it was"
            yield Complaint(
                f"{file}: {shown(word)} means nothing here, {times} left out; --map can say more", False
            )


@dataclass(slots=True)
class _Made:
    """A quote on its way: its marks by their ids, the one that stands for it first."""

    marks: dict[str, Mark]
    parent: str | None = None
    about: str | None = None

    def add(self, mark: Mark) -> None:
        self.marks.setdefault(mark.id, mark)

    def found(self) -> Found:
        content, cue, source = (self._spans(role) for role in LABELS)
        ids = tuple(self.marks)
        return Found(Said(ids[0], content, cue, source, parent=self.parent, about=self.about), ids)

    def _spans(self, role: str) -> tuple[Span, ...]:
        return apart(mark.span for mark in self.marks.values() if mark.role == role)


class Joining:
    """Makes quotes of one answer's marks and relations.

    `say` takes a sentence (without its place) for all that was left out, `unknown` counts names of relations
    that mean nothing. `dropped` are ids of marks that were complained of already.
    """

    def __init__(self, text: str, mapping: Mapping, unknown: Unknown, say: Callable[[str], None]) -> None:
        self._text, self._mapping, self._unknown, self._say = text, mapping, unknown, say
        self._marks: dict[str, Mark] = {}
        self._made: dict[str, _Made] = {}  # by the id of the mark that stands for the quote
        self._heads: dict[str, str] = {}  # further part of a broken quote -> what it is a part of
        self._pairs: list[tuple[Mark, Mark]] = []  # cue and source: a hub that leads to the content
        self.dropped: set[str] = set()

    def role(self, label: str) -> str:
        """What a mark of this label is; "" where it is to be left out."""
        role = self._mapping.role(label)
        if role is None:
            self._unknown.words[label] += 1
        return role or ""

    def quotes(self, marks: Iterable[Mark], links: Sequence[Link]) -> list[Found]:
        """The quotes, in the order of their first marks."""
        self._marks = {mark.id: mark for mark in marks}
        self._made = {m.id: _Made({m.id: m}) for m in self._marks.values() if m.role == "content"}
        known = [(link, role) for link in links if (role := self._role(link)) is not None]
        for link, role in known:
            self._part(link, role)
        for link, role in known:
            self._link(link, role)
        self._hubs()
        self._lone()
        return [made.found() for id_, made in self._made.items() if id_ not in self._heads]

    def _role(self, link: Link) -> str | None:
        """What a relation leads to: a role, inside, about, "" where it has no name; None to leave it out."""
        if not link.name:
            return ""
        role = self._mapping.role(link.name)
        if role is None and link.name.lower() in (INSIDE, ABOUT):
            return link.name.lower()
        if role is None:
            self._unknown.words[link.name] += 1
        return role or None

    def _ends(self, link: Link) -> list[Mark]:
        """The two marks of a relation, content first."""
        ends = [self._marks[x] for x in (link.start, link.end) if x in self._marks]
        return sorted(ends, key=lambda mark: mark.role != "content") if len(ends) == 2 else []

    def _part(self, link: Link, role: str) -> None:
        ends = self._ends(link)
        if role in ("", "content") and [mark.role for mark in ends] == ["content", "content"]:
            one, other = self._head(link.start), self._head(link.end)
            if one != other:
                self._heads[other] = one
                for mark in self._made[other].marks.values():
                    self._made[one].add(mark)

    def _head(self, id: str) -> str:
        while id in self._heads:
            id = self._heads[id]
        return id

    def _link(self, link: Link, role: str) -> None:
        ends = self._ends(link)
        roles = [mark.role for mark in ends]
        if not ends:
            if not self.dropped & {link.start, link.end}:
                self._say(
                    f"the relation {shown(link.name)} leads to a mark that is not there; it was left out"
                )
        elif roles == ["content", "content"]:
            self._between(link, role)
        elif roles[0] == "content" and role not in (INSIDE, ABOUT):
            self._made[self._head(ends[0].id)].add(ends[1])
        elif set(roles) == {"cue", "source"}:
            self._pairs.append((ends[0], ends[1]))
        else:
            self._say(
                f"the relation {shown(link.name)} cannot join a {roles[0]} and a {roles[1]}; it was left out"
            )

    def _between(self, link: Link, role: str) -> None:
        one, other = self._head(link.start), self._head(link.end)
        if role == INSIDE and one not in self._around(other):
            self._made[one].parent = other
        elif role == ABOUT and one != other:
            self._made[one].about = other
        elif role in (INSIDE, ABOUT):
            self._say(f"the relation {shown(link.name)} leads back to its own quote; it was left out")
        elif role not in ("", "content"):
            self._say(f"the relation {shown(link.name)} cannot join two quotes; it was left out")

    def _around(self, id: str) -> Iterator[str]:
        """A quote and those around it."""
        at: str | None = id
        while at is not None:
            yield at
            at = self._made[at].parent

    def _hubs(self) -> None:
        for one, other in self._pairs:
            for made in self._made.values():
                if one.id in made.marks or other.id in made.marks:
                    made.add(one)
                    made.add(other)

    def _lone(self) -> None:
        used = {id_ for made in self._made.values() for id_ in made.marks}
        for mark in self._marks.values():
            if mark.id not in used:
                what = shown(mark.span.of(self._text))
                self._say(f"the {mark.role} {what} belongs to no quote; it was left out")


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, and those that overlap made one; spans that only touch stay two."""
    ordered = tuple(sorted(set(spans)))
    return merged(ordered) if any(a.end > b.start for a, b in pairwise(ordered)) else ordered
