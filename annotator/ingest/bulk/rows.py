"""Rows with separators (CSV, TSV): a header that names the columns, a row an article."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from annotator.ingest.bulk.raw import LATIN, OBJECT, Raw, too_large, wrong

_SEPARATORS = ",;\t|"


class _TooLarge(Exception):
    """A record goes on beyond the limit. Never leaves this module."""


def separated(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    """A JSON object a row, numbered by the line in which the row begins; empty cells are left out.

    The separator is the one of , ; tab | that the header has most of. A row in which a quotation mark is not
    closed within `limit` bytes stays out, and so does one of another length than the header.
    """
    if csv.field_size_limit() < limit:
        csv.field_size_limit(limit)
    with io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="") as text:
        yield from _records(_Lines(text, limit), limit)


def _records(lines: "_Lines", limit: int) -> Iterator[Raw]:
    try:
        first = next(lines, "")
    except _TooLarge:
        first = ""
    if not first.strip():
        yield wrong(1, "there is no header in its first line", "name the columns there: text,title,date")
        return
    separator = max(_SEPARATORS, key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=separator))]
    while not lines.ended:
        yield from _rows(lines, header, separator, limit)


def _rows(lines: "_Lines", header: list[str], separator: str, limit: int) -> Iterator[Raw]:
    """Rows up to the end, or to one that cannot be read: the next line may begin another."""
    reader = csv.reader(lines, delimiter=separator)
    while True:
        begun = lines.number + 1
        lines.used = 0
        try:
            row = next(reader, None)
        except _TooLarge:
            yield too_large(begun, limit)
            return
        except csv.Error as problem:
            yield wrong(begun, f"the row cannot be read ({problem})", "write it as RFC 4180 has it")
            return
        if row is None:
            return
        if row:
            yield _row(begun, header, row)


def _row(number: int, header: list[str], row: list[str]) -> Raw:
    if len(row) != len(header):
        reason = f"the row has {len(row)} cells and the header {len(header)}"
        return wrong(number, reason, "put cells with separators or newlines into quotation marks")
    said = {name: cell for name, cell in zip(header, row, strict=True) if cell}
    try:
        return Raw(number, OBJECT, orjson.dumps(said))
    except (TypeError, ValueError):  # bytes that are no UTF-8 are in it as surrogates
        return _latin(number, said)


def _latin(number: int, said: dict[str, str]) -> Raw:
    try:
        read = {name: cell.encode("utf-8", "surrogateescape").decode("cp1252") for name, cell in said.items()}
    except UnicodeError:
        return wrong(number, "no character set fits its bytes", "save it as UTF-8")
    return Raw(number, LATIN, orjson.dumps(read))


class _Lines:
    """The lines of a file as text; bytes that are no UTF-8 become surrogates. Raises _TooLarge.

    `number`: of the last line; `used`: characters since somebody set it to 0.
    """

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text, self._limit = text, limit
        self.number = self.used = 0
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 2)
        self.ended = not line
        if self.ended:
            raise StopIteration
        self.number += 1
        self.used += len(line)
        if self.used > self._limit:
            while line and not line.endswith("\n"):
                line = self._text.readline(1 << 20)
            raise _TooLarge
        return line
