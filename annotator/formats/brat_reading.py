"""One .ann file of brat standoff, read: lines that point at the text, and lines that say what they make."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from annotator.formats.document import Named, Said
from annotator.formats.mapping import Mapping
from annotator.formats.placing import Misplaced, placed
from annotator.model import Label, Layer, LayerKind, Span, merged

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # what ends a line for brat
INSIDE, ABOUT = "inside", "about"
YES = "yes"  # the value of an attribute that has none
LAYER, TEXT = "Layer", "text"  # type and target of the note that says who marked it
REGISTRY, WIKIDATA, NAME = "Registry", "Wikidata", "Name"  # what a reference is into

_TRIGGER = "attribution"  # how the labels begin of triggers that stand for the event and for no words
_SHOWN = 40  # characters of a file's that a sentence repeats
_ID = re.compile(r"([TERAMN]\d+|#\d*|\*)\t")
_PLACES = re.compile(r"(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)")
_NUMBER = re.compile(r"\d+\Z")


@dataclass(frozen=True, slots=True)
class Standoff:
    """What was read: the quotes by place, and a sentence (with file and line) for each thing that was not.

    `layer`: who marked it, if the file says so. `repaired`: spans that were moved to where their words are.
    """

    quotes: tuple[Said, ...]
    complaints: tuple[str, ...]
    layer: Layer | None = None
    repaired: int = 0


def read(text: str, standoff: str, name: str, mapping: Mapping | None = None) -> Standoff:
    """The quotes that `standoff`, the content of the file `name`, marks in `text`. Never raises.

    A line whose words stand neither at its offsets nor just once near them is left out, and said; so are
    lines that nothing can be made of, and events without content.
    """
    return _Reader(text, name, mapping or Mapping()).read(standoff)


@dataclass(slots=True)
class _Line:
    """`id` is T1, E1, #1, ...; `rest` what follows its tab; `more` the lines behind it without an id."""

    number: int
    id: str
    rest: str
    more: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Bound:
    """What a T line points at. `role`: content, cue, source, or _TRIGGER."""

    role: str
    spans: list[Span]


@dataclass(slots=True)
class _Making:
    """A quote on its way."""

    content: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)  # the lines that it was made of
    inside: str | None = None  # the ids of others
    about: str | None = None

    def spans(self, role: str) -> list[Span]:
        return {"content": self.content, "cue": self.cue, "source": self.source}[role]


class _Reader:
    """Reads one file. What refers to something else is read after all that can be referred to."""

    def __init__(self, text: str, name: str, mapping: Mapping) -> None:
        self.text, self.name, self.mapping = text, name, mapping
        self.bound: dict[str, _Bound] = {}
        self.dropped: set[str] = set()  # T lines that were complained of: what names them says it once
        self.named: set[str] = set()  # T lines that events and relations name
        self.made: list[_Making] = []
        self.by_id: dict[str, _Making] = {}  # by each line: the first quote that was made of it
        self.complaints: list[tuple[int, str]] = []
        self.strange: defaultdict[str, list[int]] = defaultdict(list)  # label that means nothing -> lines
        self.layer: Layer | None = None
        self.repaired = 0

    def read(self, standoff: str) -> Standoff:
        lines = list(self._lines(standoff))
        for sign, take in (("T", self._bound), ("E", self._event), ("R", self._relation)):
            for line in lines:
                if line.id[0] == sign:
                    take(line)
        self._lone(lines)
        for line in lines:
            if line.id[0] == "R":
                self._refer(line)
        quotes = sorted(self._quotes(lines), key=lambda q: (q.content, q.cue, q.source))
        for line in lines:
            for n, words in enumerate(line.more, start=1):
                if words.strip():
                    self._say(line.number + n, "this is no line of brat standoff, it was left out")
        for label, numbers in self.strange.items():
            more = f" (and {len(numbers) - 1:,} more such lines)" if len(numbers) > 1 else ""
            self._say(numbers[0], f"“{_short(label)}” means nothing here, it was left out{more}")
        said = (f"{self.name}:{number}: {words}" for number, words in sorted(self.complaints, key=_number))
        return Standoff(tuple(quotes), tuple(said), self.layer, self.repaired)

    def _lines(self, standoff: str) -> Iterator[_Line]:
        last: _Line | None = None
        for number, words in enumerate(standoff.split("\n"), start=1):
            words = words.removesuffix("\r")
            if match := _ID.match(words):
                if last is not None:
                    yield last
                last = _Line(number, match[1], words[match.end() :])
            elif last is not None:
                last.more.append(words)
            elif words.strip():
                self._say(number, "this is no line of brat standoff, it was left out")
        if last is not None:
            yield last

    def _say(self, number: int, words: str) -> None:
        self.complaints.append((number, words))

    def _bound(self, line: _Line) -> None:
        places, _, words = line.rest.partition("\t")
        match = _PLACES.fullmatch(places)
        if match is None:
            self._drop(
                line, f"{line.id} has no label and offsets, as “Quote 0 14” behind a tab; it was left out"
            )
            return
        role = self.mapping.role(match[1])
        if role is None and match[1].lower().startswith(_TRIGGER):
            role = _TRIGGER
        if not role:
            self.dropped.add(line.id)
            if role is None:
                self.strange[match[1]].append(line.number)
            return
        pairs = [(int(start), int(end)) for start, end in (x.split(" ") for x in match[2].split(";"))]
        within = all(0 <= start < end <= len(self.text) for start, end in pairs)
        if within and _stands(line, words, " ".join(self.text[a:b] for a, b in pairs).split()):
            spans = [Span(start, end) for start, end in pairs]
            self.bound[line.id] = _Bound(role, list(joined(self.text, spans)))
        elif span := self._moved(pairs, words):
            self.bound[line.id] = _Bound(role, [span])
        else:
            there = " ".join(self.text[start:end] for start, end in pairs)
            why = (
                f"the text has “{_short(there)}” at {match[2]} and not “{_short(words)}”"
                if within
                else f"{match[2]} does not lie within the text, which ends at {len(self.text)}"
            )
            self._drop(line, f"{why}; it was left out")

    def _moved(self, pairs: Sequence[tuple[int, int]], words: str) -> Span | None:
        """Where near by the words of one span stand, if only there."""
        if len(pairs) > 1 or not words.strip():
            return None
        try:
            span, moved = placed(self.text, *pairs[0], words)
        except Misplaced:
            return None
        self.repaired += moved
        return span

    def _drop(self, line: _Line, reason: str) -> None:
        self.dropped.add(line.id)
        self._say(line.number, reason)

    def _event(self, line: _Line) -> None:
        making = _Making(ids=[line.id])
        parts = [part.partition(":") for part in line.rest.split()]
        for role, _, what in parts[1:]:
            self._add(making, line.number, _NUMBER.sub("", role), what)
        trigger = parts[0][2] if parts else ""
        self.named.add(trigger)
        if not making.cue and trigger in self.bound and self.bound[trigger].role == "cue":
            self._add(making, line.number, "cue", trigger)
        elif trigger in self.bound:
            making.ids.append(trigger)
        if making.content:
            self._keep(making)
        else:
            self._say(line.number, f"{line.id} has no content that could be read; it was left out")

    def _add(self, making: _Making, number: int, word: str, what: str) -> None:
        self.named.add(what)
        role = self.mapping.role(word)
        if not role:
            if role is None:
                self.strange[word].append(number)
        elif what in self.bound:
            making.spans(role).extend(self.bound[what].spans)
            making.ids.append(what)
        elif what not in self.dropped:
            self._say(number, f"there is no {what or 'line'} to be a {word.lower()}; it was left out")

    def _relation(self, line: _Line) -> None:
        kind, one, other = _ends(line)
        role = self.mapping.role(kind)
        if kind.lower() in (INSIDE, ABOUT) and role is None:
            return
        self.named.add(other)
        if role not in ("cue", "source"):
            if role != "":
                self.strange[kind].append(line.number)
        elif one not in self.bound or self.bound[one].role != "content":
            if one not in self.dropped:
                self._say(line.number, f"Arg1 of {line.id} names no quote; it was left out")
        else:
            making = self.by_id.get(one)
            if making is None:
                making = _Making(list(self.bound[one].spans), ids=[one])
                self._keep(making)
            self._add(making, line.number, role, other)
            making.ids.append(line.id)
            self._index(making)

    def _keep(self, making: _Making) -> None:
        self.made.append(making)
        self._index(making)

    def _index(self, making: _Making) -> None:
        for id_ in making.ids:
            self.by_id.setdefault(id_, making)

    def _refer(self, line: _Line) -> None:
        """What stands inside another quote, or is about it."""
        kind, *ends = _ends(line)
        if kind.lower() not in (INSIDE, ABOUT) or self.mapping.role(kind) is not None:
            return
        one, other = map(self.by_id.get, ends)
        if one is None or other is None or one is other:
            if not self.dropped.intersection(ends):
                self._say(line.number, f"{line.id} does not name two quotes; it was left out")
        elif kind.lower() == INSIDE:
            one.inside = other.ids[0]
        else:
            one.about = other.ids[0]

    def _lone(self, lines: Iterable[_Line]) -> None:
        """A quote that nothing refers to is one all the same; cues and sources are nothing by themselves."""
        used = {id_ for making in self.made for id_ in making.ids}
        for line in lines:
            bound = self.bound.get(line.id)
            if bound is None:
                continue
            if bound.role == "content":
                if line.id not in used:
                    self._keep(_Making(list(bound.spans), ids=[line.id]))
            elif bound.role != _TRIGGER and line.id not in self.named:
                self._say(line.number, f"{line.id} belongs to no quote; it was left out")

    def _quotes(self, lines: Iterable[_Line]) -> Iterator[Said]:
        labels, speakers, notes = self._about(lines)
        for making in self.made:
            ids = list(dict.fromkeys(making.ids))
            yield Said(
                ids[0],
                _apart(making.content),
                _apart(making.cue),
                _apart(making.source),
                tuple(x for id_ in ids for x in speakers.get(id_, ())),
                labels=tuple(x for id_ in ids for x in labels.get(id_, ())),
                parent=making.inside,
                about=making.about,
                notes=tuple(x for id_ in ids for x in notes.get(id_, ())),
            )

    def _about(
        self, lines: Iterable[_Line]
    ) -> tuple[dict[str, list[Label]], dict[str, list[Named]], dict[str, list[str]]]:
        """What attributes, references and notes say, by the id of the line that they are about."""
        labels: defaultdict[str, list[Label]] = defaultdict(list)
        speakers: defaultdict[str, list[Named]] = defaultdict(list)
        notes: defaultdict[str, list[str]] = defaultdict(list)
        used = {id_ for making in self.made for id_ in making.ids}
        for line in lines:
            if line.id[0] not in "AMN#*":
                continue
            head, _, words = line.rest.partition("\t")
            kind, about, value = (*head.split(" ", 2), "", "", "")[:3]
            if line.id == "*":
                self.strange[kind].append(line.number)
            elif (line.id[0], kind, about) == ("#", LAYER, TEXT):
                self.layer = _layer(words)
            elif about not in used:
                if about not in self.dropped:
                    self._say(
                        line.number,
                        f"{line.id} is about {about or 'nothing'}, no part of a quote; it was left out",
                    )
            elif line.id[0] == "N":
                self._speaker(line, speakers[about], value, words)
            elif line.id[0] == "#":
                notes[about].append(words)
            elif label := self.mapping.label(kind.lower(), value or YES):
                labels[about].append(label)
        return labels, speakers, notes

    def _speaker(self, line: _Line, found: list[Named], value: str, words: str) -> None:
        """One more speaker, or one more id of the last one if it is called the same."""
        resource, _, id_ = value.partition(":")
        name = words or None
        last = found[-1] if found else None
        if resource == REGISTRY:
            found.append(Named(id_, name))
        elif (
            resource.lower() == WIKIDATA.lower()
            and last
            and last.id
            and (last.name, last.wikidata) == (name, None)
        ):
            found[-1] = replace(last, wikidata=id_)
        elif resource.lower() == WIKIDATA.lower():
            found.append(Named(None, name, wikidata=id_))
        elif name or resource == NAME:
            found.append(Named(None, name))
        else:
            self._say(line.number, f"{line.id} gives no name; it was left out")


def _ends(line: _Line) -> tuple[str, str, str]:
    """(name, Arg1, Arg2) of a relation; "" for what is missing."""
    kind, *ends = line.rest.split() or [""]
    at = {role.lower(): what for role, _, what in (end.partition(":") for end in ends)}
    return kind, at.get("arg1", ""), at.get("arg2", "")


def _layer(words: str) -> Layer | None:
    kind, name, version = (*words.split("\t"), "", "")[:3]
    return Layer(LayerKind(kind), name, version) if kind in set(LayerKind) else None


def _stands(line: _Line, words: str, there: Sequence[str]) -> bool:
    """Whether a T line's words stand `there`; what holds a line end goes on in the lines behind."""
    if words.split() == there:
        return True
    for n in range(1, len(line.more) + 1):
        if " ".join((words, *line.more[:n])).split() == there:
            del line.more[:n]
            return True
    return False


def _number(complaint: tuple[int, str]) -> int:
    return complaint[0]


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In order, and those that overlap made one; spans that only touch stay two."""
    ordered = tuple(sorted(set(spans)))
    return merged(ordered) if any(a.end > b.start for a, b in pairwise(ordered)) else ordered


def joined(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """`spans` with those made one that only line ends part: brat stores a part for each line."""
    last: Span | None = None
    for span in sorted(spans):
        gap = text[last.end : span.start] if last else ""
        if last and gap and not gap.strip(BREAKS):
            last = Span(last.start, span.end)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _short(words: str) -> str:
    line = " ".join(words.split())
    return f"{line[:_SHOWN]}…" if len(line) > _SHOWN else line
