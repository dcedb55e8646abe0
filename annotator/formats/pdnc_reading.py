"""PDNC read: folders of texts with tables of their quotations."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.flat import unflattened
from annotator.formats.holding import UNNAMED
from annotator.formats.joining import apart
from annotator.formats.json_files import Bad
from annotator.formats.json_parts import Places
from annotator.formats.pdnc_table import (
    CHARACTERS,
    COLUMNS,
    INDEX,
    NOBODY,
    OURS,
    QUOTATIONS,
    TEXT,
    Row,
    literal,
    rows,
)
from annotator.formats.placing import shown
from annotator.formats.registry import Reading
from annotator.model import Layer, LayerKind, Source, Span

_NOTHING = ("", "nan")
_SAYING = COLUMNS[5:]  # columns that we read only if the mapping names a field for them
_META = ("Novel Title", "outlet", "date", "author", "Source", "story", "encoding")


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of folders, each beside its table."""
    for path in paths:
        folders = sorted(_folders(path))
        if not folders:
            yield Complaint(f"{path}: there is no {QUOTATIONS} in it; it was left out")
        for folder in folders:
            yield from _Folder(folder, reading).read()


def _folders(path: Path) -> set[Path]:
    if not path.is_dir():
        return {path.parent} if path.is_file() else set()
    return {file.parent for name in (QUOTATIONS, TEXT) for file in path.rglob(name)}


class _Folder:
    """One text with its table."""

    def __init__(self, folder: Path, reading: Reading) -> None:
        self._folder, self._mapping = folder, reading.mapping
        self._table = folder / QUOTATIONS
        self._left = Counter[str]()  # column that was not read -> cells that say something

    def read(self) -> Iterator[Document | Complaint]:
        try:
            text = (self._folder / TEXT).read_bytes().decode()
        except OSError as problem:
            yield Complaint(
                f"{self._folder / TEXT}: it cannot be read ({problem.strerror}); the table was left out"
            )
            return
        except UnicodeDecodeError:
            yield Complaint(f"{self._folder / TEXT}: it is not UTF-8; it was left out")
            return
        complaints: list[Complaint] = []
        source, layer = self._indexed(complaints)
        places = Places(text)
        quotes: list[Said] = []
        if self._table.exists():
            quotes = list(self._quotes(places, self._aliases(complaints), complaints))
        yield from complaints
        answers = (Answer(layer, tuple(quotes), str(self._table)),) if self._table.exists() else ()
        yield Document(text, source, answers, repaired=places.repaired)

    def _indexed(self, complaints: list[Complaint]) -> tuple[Source, Layer]:
        """What the index says of this text, and who annotated it."""
        name = unquote(self._folder.name)
        for above in self._folder.parents[:2]:
            if (above / INDEX).is_file():
                for row in self._rows(above / INDEX, complaints):
                    if row.values.get("Folder Name") == self._folder.name:
                        return _source(row.values, name), _layer(row.values)
        return Source(name), UNNAMED

    def _aliases(self, complaints: list[Complaint]) -> dict[str, tuple[str, ...]]:
        """The aliases of each character, by the main name."""
        found: dict[str, tuple[str, ...]] = {}
        if (self._folder / CHARACTERS).is_file():
            for row in self._rows(self._folder / CHARACTERS, complaints):
                name = row.values.get("Main Name", "")
                try:
                    aliases = literal(row, "Aliases")
                except Bad as problem:
                    complaints.append(self._complaint(self._folder / CHARACTERS, row, problem, False))
                    continue
                found[name] = tuple(sorted({x for x in aliases if isinstance(x, str)} - {name}))
        return found

    def _rows(self, path: Path, complaints: list[Complaint]) -> Iterator[Row]:
        try:
            yield from rows(path)
        except Bad as problem:
            complaints.append(Complaint(f"{path}: {problem}; it was left out"))

    def _complaint(self, path: Path, row: Row, problem: object, whole: bool = True) -> Complaint:
        return Complaint(f"{path}:{row.number}: {problem}; it was left out", whole)

    def _quotes(
        self, places: Places, aliases: Mapping[str, tuple[str, ...]], complaints: list[Complaint]
    ) -> Iterator[Said]:
        for row in self._rows(self._table, complaints):
            try:
                yield self._quote(row, places, aliases)
            except Bad as problem:
                complaints.append(self._complaint(self._table, row, problem))
        for name, count in self._left.items():
            times = f"{count:,} cells of it were" if count > 1 else "it was"
            complaints.append(
                Complaint(
                    f"{self._table}: {name} has no field here, {times} left out; --map can say more", False
                )
            )

    def _quote(self, row: Row, places: Places, aliases: Mapping[str, tuple[str, ...]]) -> Said:
        own = "id" in row.values
        values = self._own(row) if own else self._foreign(row)
        content = _spans(row, "quoteByteSpans", "subQuotationList", places)
        if not content:
            raise Bad("there are no quoteByteSpans")
        said = unflattened(values, places, self._mapping)
        speaker = row.values.get("speaker", "")
        speakers = said.speakers if own else tuple(_speaker(speaker, aliases))
        return Said(
            said.id or row.values.get("quoteID") or None,
            content,
            _spans(row, "cueSpans", "cueTexts", places),
            _spans(row, "sourceSpans", "sourceTexts", places),
            speakers, said.via, said.labels, said.parent, said.about, said.derived_from,
            said.rule, said.score, said.notes,
        )  # fmt: skip

    def _own(self, row: Row) -> dict[str, str]:
        """The values of a line that this program wrote."""
        taken = (*COLUMNS, *OURS[1:])
        values = {name: x for name, x in row.values.items() if name not in taken}
        speaker = row.values.get("speaker", "")
        return values if speaker == NOBODY else {**values, "speaker": speaker}

    def _foreign(self, row: Row) -> dict[str, str]:
        """The cells for which the mapping names a field; others are counted."""
        values = {}
        for name, cell in row.values.items():
            if name.lower() in self._mapping.fields:
                values[name] = "" if cell in _NOTHING else cell
            elif name in _SAYING and cell not in _NOTHING and cell.strip("[], "):
                self._left[name] += 1
        return values


def _source(values: Mapping[str, str], name: str) -> Source:
    title, outlet, date, author, url, story, encoding = (values.get(key) or None for key in _META)
    return Source(values.get("path") or name, title, outlet, date, author, url, story, encoding)


def _layer(values: Mapping[str, str]) -> Layer:
    who, kind = values.get("Annotators", ""), values.get("layerKind", "")
    known = LayerKind(kind) if kind in list(LayerKind) else LayerKind.HUMAN
    return Layer(known, who, values.get("layerVersion", "")) if who else UNNAMED


def _speaker(name: str, aliases: Mapping[str, tuple[str, ...]]) -> Iterator[Named]:
    if name.casefold() in (NOBODY, NOBODY[1:]):
        yield Named()
    elif name not in _NOTHING:
        yield Named(name=name, aliases=aliases.get(name, ()))


def _spans(row: Row, column: str, texts: str, places: Places) -> tuple[Span, ...]:
    """The spans that a cell lists, each with its words in another. Raises Bad."""
    found, words = literal(row, column), literal(row, texts)
    if not isinstance(found, list) or not isinstance(words, list):
        raise Bad(f"{column} and {texts} have to be lists")
    if len(words) != len(found):
        words = [None] * len(found)
    return apart(_span(pair, text, column, places) for pair, text in zip(found, words, strict=True))


def _span(pair: object, text: object, column: str, places: Places) -> Span:
    if not isinstance(pair, list) or [type(x) for x in pair] != [int, int]:
        raise Bad(f"{column} has to be pairs of whole numbers, and has {shown(str(pair))} in it")
    start, end = pair
    if not isinstance(text, str) or (
        0 <= start < end <= len(places.text) and places.text[start:end].split() == text.split()
    ):
        return places.span(start, end)
    return places.span(start, end, text)
