"""WebAnno TSV 3 read: the lines of a file, the marks in them, and relations between these."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotator.formats.document import Complaint, Said
from annotator.formats.json_files import Bad
from annotator.formats.json_parts import Places
from annotator.formats.placing import shown
from annotator.formats.registry import Reading
from annotator.formats.uima import (
    LINGUISTIC,
    Annotation,
    Found,
    Quotes,
    Relation,
    kind_of,
)
from annotator.formats.webanno_signs import HEADER, TEXT, in_form, in_value, plain
from annotator.model import Span

_GAP = 100_000  # blanks between two sentences, at most
_VALUE = re.compile(r"((?:\\.|[^\\])*?)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?", re.DOTALL)
_ROW = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d{1,12})-(\d{1,12})\t(.*)", re.DOTALL)


class _Column(NamedTuple):
    """A column. `kind`: span, slot, target; of relations link (a feature) and base (the start); chain."""

    kind: str
    layer: str
    name: str = ""


class _Row(NamedTuple):
    """A line of the body that has marks. Offsets count UTF-16 units."""

    number: int
    id: str
    start: int
    end: int
    form: str
    cells: list[str]


class _Value(NamedTuple):
    """What one mark has in a cell: None where it says nothing; the ids behind it, 0 where there is none."""

    said: str | None
    id: int = 0
    other: int = 0


class _End(NamedTuple):
    """What a relation points at: the mark of this id, or else the first of the layer in a line."""

    line: str
    layer: str
    id: int


def read_file(path: Path, reading: Reading) -> Iterator[Found | Complaint]:
    """What one file says."""
    try:
        lines = re.split(r"\r\n|\n|\r", path.read_bytes().decode().removeprefix("\ufeff"))
    except OSError as problem:
        yield Complaint(f"{path}: it cannot be read ({problem.strerror}); it was left out")
        return
    except UnicodeDecodeError:
        yield Complaint(f"{path}: it is not UTF-8; it was left out")
        return
    body = _Body(path)
    try:
        body.read(lines)
    except Bad as problem:
        yield Complaint(f"{path}: {problem}; it was left out")
        return
    places = Places(body.text, units=True)
    marks = _Marks(body.columns, Quotes(path, places, reading.mapping), places)
    quotes = marks.quotes(body.rows)
    yield from body.complaints
    yield from marks.found.complaints()
    yield Found(body.text, None, quotes, places.repaired)


class _Body:
    """The parts of a file: its columns, its text, its marked lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.columns: list[_Column] = []
        self.rows: list[_Row] = []
        self.complaints: list[Complaint] = []
        self._pieces: list[str] = []
        self._length = 0  # of the pieces, in UTF-16 units
        self._open: list[str] = []  # lines of a sentence of which no token was read yet

    @property
    def text(self) -> str:
        return "".join(self._pieces).removesuffix("\n")

    def read(self, lines: Sequence[str]) -> None:
        """Take all lines of the file. Raises Bad where no text can be had."""
        if not lines[0].startswith(f"{HEADER}3."):
            raise Bad("its first line does not say that it is WebAnno TSV 3; export it as that")
        for number, line in enumerate(lines[1:], start=2):
            if line.startswith("#T_"):
                self.columns += _columns(line)
            elif line.startswith(TEXT):
                self._open.append(plain(line.removeprefix(TEXT)) + "\n")
            elif line and not line.startswith("#"):
                self._line(number, line)
            elif not line:
                self._sentence(None)
        self._sentence(None)
        if not self.text:
            raise Bad("there is no text in it")

    def _line(self, number: int, line: str) -> None:
        match = _ROW.fullmatch(line)
        if match is None:
            self._say(number, "this is no line of WebAnno TSV; it was left out")
            return
        self._sentence(int(match[2]), number)
        form, *cells = match[4].split("\t")
        if len(cells) < len(self.columns):
            self._say(number, f"{len(self.columns)} columns should follow the token; its marks were left out")
        elif any(cell != "_" for cell in cells[: len(self.columns)]):
            self.rows.append(_Row(number, match[1], int(match[2]), int(match[3]), form, cells))

    def _sentence(self, start: int | None, number: int = 0) -> None:
        """Add the sentence whose lines were read. Its start says how much is between it and the last."""
        if not self._open:
            return
        if start is not None:
            if self._length == start + 1:  # the line end that is written behind each sentence
                self._pieces[-1] = self._pieces[-1][:-1]
                self._length -= 1
            if not 0 <= start - self._length <= _GAP:
                raise Bad(
                    f"the sentence of line {number} cannot start at {start}: the text before it is "
                    f"{self._length} long, in UTF-16 units"
                )
            self._pieces.append(" " * (start - self._length))
            self._length = start
        for piece in self._open:
            self._pieces.append(piece)
            self._length += len(piece) + sum(sign > "\uffff" for sign in piece)
        self._open = []

    def _say(self, number: int, reason: str) -> None:
        self.complaints.append(Complaint(f"{self._path}:{number}: {reason}", False))


def _columns(line: str) -> Iterator[_Column]:
    """The columns that a line of the header declares."""
    kind, _, rest = line.partition("=")
    layer, *names = [name for name in rest.split("|") if name] or [""]
    for name in names or [""]:
        if kind == "#T_CH":
            yield _Column("chain", layer, name)
        elif kind == "#T_RL":
            base = name.startswith("BT_")
            yield _Column("base" if base else "link", layer, name.removeprefix("BT_") if base else name)
        elif name.startswith("ROLE_"):
            yield _Column("slot", layer, name)
        else:
            yield _Column("target" if "." in name else "span", layer, name)


@dataclass(slots=True)
class _Making:
    """A mark, line by line."""

    layer: str
    span: Span
    values: dict[str, str]


class _Marks:
    """Makes annotations and relations of lines."""

    def __init__(self, columns: Sequence[_Column], found: Quotes, places: Places) -> None:
        self._columns, self.found, self._places = columns, found, places
        self._made: dict[str, _Making] = {}
        self._at: dict[tuple[str, str], str] = {}  # (line, layer) -> the first mark there
        self._dropped: set[str] = set()
        self._links: list[tuple[int, str, str, _End, _End]] = []  # line, layer, name, from, to

    def quotes(self, rows: Iterable[_Row]) -> tuple[Said, ...]:
        """The quotes of all lines."""
        for row in rows:
            self._row(row)
        made = {key: x for key, x in self._made.items() if key not in self._dropped}
        known = [key for key, x in made.items() if self.found.knows(x.layer, x.values)]
        for key in made.keys() - known:
            self.found.drop(key)
        spans = [Annotation(key, made[key].layer, made[key].span, made[key].values) for key in known]
        return self.found.made(spans, list(self._relations()))

    def _row(self, row: _Row) -> None:
        span: Span | None = None
        try:
            span = self._span(row)
        except Bad as problem:
            self.found.say(f"{problem}; what is marked there was left out", row.number)
        cells: defaultdict[str, list[tuple[_Column, str]]] = defaultdict(list)
        for column, cell in zip(self._columns, row.cells, strict=False):
            if cell != "_":
                cells[column.layer].append((column, cell))
        for layer, some in cells.items():
            kind = some[0][0].kind
            if kind in ("link", "base"):
                self._link(row, layer, some)
            elif kind == "chain":
                self.found.unknown(layer.rpartition(".")[2])
            else:
                keys = list(self._keys(row, layer, some, span))
                self._slots(row, layer, some, keys)

    def _span(self, row: _Row) -> Span:
        """Where a line's words are. Line ends and tabs may be escaped in them."""
        words = row.form
        with suppress(Bad):
            there = self._places.span(row.start, row.end).of(self._places.text)
            if row.form in (there, in_form(there), in_value(there)):
                words = there
        return self._places.span(row.start, row.end, words)

    def _keys(
        self, row: _Row, layer: str, cells: Sequence[tuple[_Column, str]], span: Span | None
    ) -> Iterator[str]:
        """The marks of a layer in a line: new ones, or ones that go on."""
        stacks = {column: _stack(cell) for column, cell in cells if column.kind != "target"}
        for n in range(max(map(len, stacks.values()), default=0)):
            values = {column: stack[n] for column, stack in stacks.items() if n < len(stack)}
            id_ = next((value.id for value in values.values() if value.id), 0)
            key = f"#{id_}" if id_ else f"{row.id} {layer} {n}"
            self._at.setdefault((row.id, layer), key)
            yield key
            if span is None:
                self._dropped.add(key)
                self.found.drop(key)
                continue
            making = self._made.setdefault(key, _Making(layer, span, {}))
            making.span = Span(min(making.span.start, span.start), max(making.span.end, span.end))
            for column, value in values.items():
                if column.kind == "span" and value.said:
                    making.values.setdefault(column.name, value.said)

    def _slots(
        self, row: _Row, layer: str, cells: Sequence[tuple[_Column, str]], keys: Sequence[str]
    ) -> None:
        """The links that a feature holds: roles in one column, what they lead to in the next."""
        for (column, roles), (target, lines) in pairwise(cells):
            if (column.kind, target.kind) != ("slot", "target"):
                continue
            for key, names, ends in zip(keys, _parts(roles, "|"), _parts(lines, "|"), strict=False):
                self._at[row.id, key] = key
                for name, end in zip(_parts(names, ";"), _parts(ends, ";"), strict=False):
                    to, role = _value(end), _value(name).said or ""
                    start = _End(row.id, key, 0)
                    self._links.append(
                        (row.number, layer, role, start, _End(to.said or "", target.name, to.id))
                    )

    def _link(self, row: _Row, layer: str, cells: Sequence[tuple[_Column, str]]) -> None:
        stacks = {column.name: _stack(cell) for column, cell in cells if column.kind == "link"}
        for column, cell in cells:
            if column.kind == "base":
                for n, value in enumerate(_stack(cell)):
                    said = {key: stack[n].said or "" for key, stack in stacks.items() if n < len(stack)}
                    name = kind_of(said)
                    ends = (
                        _End(value.said or "", column.name, value.id),
                        _End(row.id, column.name, value.other),
                    )
                    self._links.append((row.number, layer, name, *ends))

    def _relations(self) -> Iterator[Relation]:
        for number, layer, name, start, end in self._links:
            one, other = self._key(start), self._key(end)
            if one and other:
                yield Relation(layer, one, other, name)
            elif not start.layer.startswith(LINGUISTIC):
                self.found.say(f"the relation {shown(name)} leads to no mark; it was left out", number)

    def _key(self, end: _End) -> str | None:
        key = f"#{end.id}"
        return key if end.id and key in self._made else self._at.get((end.line, end.layer))


def _parts(cell: str, sign: str) -> list[str]:
    """What stands between those of the signs that are not escaped; never nothing."""
    if "\\" not in cell:
        return cell.split(sign)
    found = [""]
    for part in re.findall(r"\\.|[^\\]|\\\Z", cell, re.DOTALL):
        if part == sign:
            found.append("")
        else:
            found[-1] += part
    return found


def _stack(cell: str) -> list[_Value]:
    """What each mark has in a cell."""
    return [_value(part) for part in _parts(cell, "|")]


def _value(part: str) -> _Value:
    match = _VALUE.fullmatch(part)
    if match is None:
        return _Value(plain(part))
    said = None if match[1] == "*" else plain(match[1])
    return _Value(said, int(match[2] or 0), int(match[3] or 0))
