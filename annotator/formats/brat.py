"""brat standoff: a text in NAME.txt and what was marked in it in NAME.ann, a line each.

Read are the generic way of marking quotations (text-bound Quote, Speaker, Says; an event `Says:T3
Content:T1 Source:T2` or a relation `said_by Arg1:T1 Arg2:T2`; attributes as labels; references; notes) and
PolNeAR's: text-bound Content, Cue, Source, events of type Attribution whose trigger means nothing, and roles
that are numbered where they repeat (Content2). Offsets are code points into the text as it is in the file.

What the format LOSES of a quote: its registry entry but for a name and a Wikidata id, what it came through
(via), the quotes around, about and before it (parent, about, derived_from), targets of labels, how a value
came to be (origin), layer, scheme, rule, score and times; and of its article all but the text. A note is
kept as one line, its line ends as spaces. Format: https://brat.nlplab.org/standoff.html
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from annotator.model import Label, Span, merged

_CONTENT = frozenset(("content", "quote"))
_SOURCE = frozenset(("source", "speaker"))
_CUE = frozenset(("cue", "says"))
_KNOWN = _CONTENT | _SOURCE | _CUE
_TRIGGER = "attribution"  # how the labels begin of triggers that stand for the event and for no words
_SAID_BY = "said_by"
_YES = "yes"  # the value of an attribute that has none
_SHOWN = 40  # characters of a file's that a sentence repeats

_ID = re.compile(r"([TERAMN]\d+|#\d*|\*)\t")
_PLACES = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_NUMBER = re.compile(r"\d+\Z")


@dataclass(frozen=True, slots=True)
class BratQuote:
    """One quote as the format can hold it. `references` are (id in its resource, name) of who speaks."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    labels: tuple[Label, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standoff:
    """What was read: the quotes by place, and a sentence (with file and line) for each thing that was not."""

    quotes: tuple[BratQuote, ...]
    complaints: tuple[str, ...]


def read(text: str, standoff: str, name: str) -> Standoff:
    """The quotes that `standoff`, the content of the file `name`, marks in `text`. Never raises.

    A line whose words are not what stands in the text at its offsets is left out, and said; so are lines that
    nothing can be made of, and events without content.
    """
    return _Reader(text, name).read(standoff)


@dataclass(slots=True)
class _Line:
    """`id` is T1, E1, #1, ...; `rest` what follows its tab; `more` the lines behind it without an id."""

    number: int
    id: str
    rest: str
    more: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Bound:
    """What a T line points at."""

    label: str
    spans: list[Span]


@dataclass(slots=True)
class _Making:
    """A quote on its way."""

    content: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)  # the lines that it was made of


class _Reader:
    """Reads one file. What refers to something else is read after all that can be referred to."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.bound: dict[str, _Bound] = {}
        self.dropped: set[str] = set()  # T lines that were complained of: what names them says it once
        self.made: list[_Making] = []
        self.complaints: list[tuple[int, str]] = []
        self.strange: defaultdict[str, list[int]] = defaultdict(list)  # label that means nothing -> lines

    def read(self, standoff: str) -> Standoff:
        lines = list(self._lines(standoff))
        for sign, take in (("T", self._bound), ("E", self._event), ("R", self._relation)):
            for line in lines:
                if line.id[0] == sign:
                    take(line)
        self._lone()
        quotes = sorted(self._quotes(lines), key=lambda q: (q.content, q.cue, q.source))
        for line in lines:
            for n, words in enumerate(line.more, start=1):
                if words.strip():
                    self._say(line.number + n, "this is no line of brat standoff, it was left out")
        for label, numbers in self.strange.items():
            more = f" (and {len(numbers) - 1:,} more such lines)" if len(numbers) > 1 else ""
            self._say(numbers[0], f"“{_short(label)}” means nothing here, it was left out{more}")
        said = (f"{self.name}:{number}: {words}" for number, words in sorted(self.complaints, key=_number))
        return Standoff(tuple(quotes), tuple(said))

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
        label = match[1].lower()
        if label not in _KNOWN and not label.startswith(_TRIGGER):
            self.strange[match[1]].append(line.number)
            self.dropped.add(line.id)
            return
        pairs = [(int(start), int(end)) for start, end in (x.split(" ") for x in match[2].split(";"))]
        if not all(0 <= start < end <= len(self.text) for start, end in pairs):
            reason = (
                f"{match[2]} does not lie within the text, which ends at {len(self.text)}; it was left out"
            )
            self._drop(line, reason)
            return
        there = " ".join(self.text[start:end] for start, end in pairs)
        if not _stands(line, words, there.split()):
            reason = (
                f"the text has “{_short(there)}” at {match[2]} and not “{_short(words)}”; it was left out"
            )
            self._drop(line, reason)
            return
        self.bound[line.id] = _Bound(label, [Span(start, end) for start, end in pairs])

    def _drop(self, line: _Line, reason: str) -> None:
        self.dropped.add(line.id)
        self._say(line.number, reason)

    def _event(self, line: _Line) -> None:
        making = _Making(ids=[line.id])
        parts = [part.partition(":") for part in line.rest.split()]
        for role, _, what in parts[1:]:
            self._add(making, line.number, _NUMBER.sub("", role).lower(), what)
        trigger = parts[0][2] if parts else ""
        if not making.cue and trigger in self.bound and self.bound[trigger].label in _CUE:
            self._add(making, line.number, "cue", trigger)
        elif trigger in self.bound:
            making.ids.append(trigger)
        if making.content:
            self.made.append(making)
        else:
            self._say(line.number, f"{line.id} has no content that could be read; it was left out")

    def _add(self, making: _Making, number: int, role: str, what: str) -> None:
        parts = ((_CONTENT, making.content), (_CUE, making.cue), (_SOURCE, making.source))
        part = next((spans for names, spans in parts if role in names), None)
        if part is None:
            self.strange[role].append(number)
        elif what in self.bound:
            part.extend(self.bound[what].spans)
            making.ids.append(what)
        elif what not in self.dropped:
            self._say(number, f"there is no {what or 'line'} to be a {role}; it was left out")

    def _relation(self, line: _Line) -> None:
        kind, *ends = line.rest.split() or [""]
        at = {role.lower(): what for role, _, what in (end.partition(":") for end in ends)}
        quote, speaker = at.get("arg1", ""), at.get("arg2", "")
        if kind.lower() != _SAID_BY:
            self.strange[kind].append(line.number)
        elif quote not in self.bound or self.bound[quote].label not in _CONTENT:
            if quote not in self.dropped:
                self._say(line.number, f"Arg1 of {line.id} names no quote; it was left out")
        else:
            making = next((m for m in self.made if quote in m.ids), None)
            if making is None:
                making = _Making(list(self.bound[quote].spans), ids=[quote])
                self.made.append(making)
            self._add(making, line.number, "source", speaker)
            making.ids.append(line.id)

    def _lone(self) -> None:
        """A quote that nothing refers to is one all the same."""
        used = {id_ for making in self.made for id_ in making.ids}
        for id_, bound in self.bound.items():
            if bound.label in _CONTENT and id_ not in used:
                self.made.append(_Making(list(bound.spans), ids=[id_]))

    def _quotes(self, lines: Iterable[_Line]) -> Iterator[BratQuote]:
        labels, references, notes = self._about(lines)
        for making in self.made:
            ids = list(dict.fromkeys(making.ids))
            yield BratQuote(
                _apart(making.content),
                _apart(making.cue),
                _apart(making.source),
                tuple(x for id_ in ids for x in labels.get(id_, ())),
                tuple(x for id_ in ids for x in references.get(id_, ())),
                tuple(x for id_ in ids for x in notes.get(id_, ())),
            )

    def _about(
        self, lines: Iterable[_Line]
    ) -> tuple[dict[str, list[Label]], dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
        """What attributes, references and notes say, by the id of the line that they are about."""
        labels: defaultdict[str, list[Label]] = defaultdict(list)
        references: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        notes: defaultdict[str, list[str]] = defaultdict(list)
        used = {id_ for making in self.made for id_ in making.ids}
        for line in lines:
            if line.id[0] not in "AMN#*":
                continue
            head, _, words = line.rest.partition("\t")
            kind, about, value = (*head.split(" ", 2), "", "", "")[:3]
            if line.id == "*":
                self.strange[kind].append(line.number)
            elif about not in used:
                if about not in self.dropped:
                    self._say(
                        line.number,
                        f"{line.id} is about {about or 'nothing'}, no part of a quote; it was left out",
                    )
            elif line.id[0] == "N":
                references[about].append((value, words))
            elif line.id[0] == "#":
                notes[about].append(words)
            else:
                labels[about].append(Label(kind.lower(), value or _YES))
        return labels, references, notes


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


def _short(words: str) -> str:
    line = " ".join(words.split())
    return f"{line[:_SHOWN]}…" if len(line) > _SHOWN else line


def write(text: str, quotes: Iterable[BratQuote]) -> str:
    """The content of the .ann file for `quotes` of `text`: `read` gives the same quotes back.

    A quote with a cue is an event, one with a source alone a relation, else its text-bound line is all.
    """
    return "".join(_Writer(text).lines(quotes))


class _Writer:
    """Numbers lines by their kind."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last: defaultdict[str, int] = defaultdict(int)

    def lines(self, quotes: Iterable[BratQuote]) -> Iterator[str]:
        for quote in quotes:
            content, line = self._bound("Quote", quote.content)
            yield line
            source = cue = ""
            if quote.source:
                source, line = self._bound("Speaker", quote.source)
                yield line
            if quote.cue:
                cue, line = self._bound("Says", quote.cue)
                yield line
                who = f" Source:{source}" if source else ""
                yield f"{self._id('E')}\tSays:{cue} Content:{content}{who}\n"
            elif source:
                yield f"{self._id('R')}\tsaid_by Arg1:{content} Arg2:{source}\n"
            yield from self._said(quote, content, source or content)

    def _bound(self, label: str, spans: Sequence[Span]) -> tuple[str, str]:
        id_ = self._id("T")
        places = ";".join(f"{span.start} {span.end}" for span in spans)
        words = " ".join(span.of(self.text) for span in spans)
        return id_, f"{id_}\t{label} {places}\t{_flat(words)}\n"

    def _said(self, quote: BratQuote, content: str, source: str) -> Iterator[str]:
        for label in quote.labels:
            name = "_".join(label.field.split()).capitalize()
            yield f"{self._id('A')}\t{name} {content} {_flat(label.value)}\n"
        for id_, name in quote.references:
            yield f"{self._id('N')}\tReference {source} {_flat(id_)}\t{_flat(name)}\n"
        for note in quote.notes:
            yield f"{self._id('#')}\tAnnotatorNotes {content}\t{_flat(note)}\n"

    def _id(self, sign: str) -> str:
        self.last[sign] += 1
        return f"{sign}{self.last[sign]}"


def _flat(words: str) -> str:
    """`words` on one line, without a tab."""
    return re.sub(r"[\t\r\n]", " ", words)


def annotations(texts: Iterable[Path], folder: Path) -> dict[Path, list[Path]]:
    """For each text its files in `folder`, by name: NAME.ann, or NAME_WHO.ann where several people did it.

    A file belongs to the text with the longest name that fits.
    """
    stems = {text.stem: text for text in texts}
    found: dict[Path, list[Path]] = {text: [] for text in stems.values()}
    for file in sorted(folder.glob("*.ann")):
        name = file.stem
        while name and name not in stems:
            name = name.rpartition("_")[0]
        if name:
            found[stems[name]].append(file)
    return found


def annotator(text: Path, file: Path) -> str:
    """Who made an annotation file, as far as its name says: the part behind the text's name, or ""."""
    return file.stem[len(text.stem) :].removeprefix("_")
