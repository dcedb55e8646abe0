"""The TOML of a scheme -> Scheme, or all complaints about it, each with its line."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from annotator.errors import SchemeError
from annotator.scheme.fields import read_fields
from annotator.scheme.lines import find_lines, line_of
from annotator.scheme.tables import Reader, Table
from annotator.scheme.values import Complaint, Scheme, Target, content_digest

TOP_KEYS = ("name", "version", "description", "targets", "field")
TARGET_KEYS = ("code", "name", "key", "description")
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_scheme(text: str, path: str) -> Scheme:
    """The scheme that `text` declares; `path` is for messages only. Raises SchemeError."""
    scheme, found = _read(text)
    if scheme is None or found:
        first, more = found[0], len(found) - 1
        rest = f" ({more} more: `annotator check` lists them all)" if more else ""
        raise SchemeError(f"{path}, line {first.line}: {first.sentence}{rest}")
    return scheme


def complaints(text: str) -> list[Complaint]:
    """Everything that is wrong with the scheme in `text`, in the order of its lines."""
    return _read(text)[1]


def _read(text: str) -> tuple[Scheme | None, list[Complaint]]:
    body = text.removeprefix("\ufeff")
    try:
        document = _document(body)
    except _TomlError as problem:
        return None, [problem.complaint]
    reader = Reader()
    scheme = _scheme(reader, document, text)
    if not reader.found:
        return scheme, []
    lines = find_lines(body)
    found = [Complaint(line_of(lines, path), sentence) for path, sentence in reader.found]
    return None, sorted(found, key=lambda complaint: complaint.line)


class _TomlError(Exception):
    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint


def _document(text: str) -> dict[str, Any]:
    if (bad := _SURROGATE.search(text)) is not None:
        line = text.count("\n", 0, bad.start()) + 1
        raise _TomlError(Complaint(line, "This line holds half a character: save the file as UTF-8."))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _TomlError(_syntax(text, str(error))) from None
    except (ValueError, RecursionError):  # a number of 5,000 digits; brackets nested by the hundred
        sentence = "This is TOML that cannot be read: a number is too long or brackets are nested too deeply."
        raise _TomlError(Complaint(1, sentence)) from None


def _syntax(text: str, message: str) -> Complaint:
    place = _PLACE.search(message)
    says = _PLACE.sub("", message)
    if place is None or place["line"] is None:
        return Complaint(text.rstrip().count("\n") + 1, f"The TOML ends too early: {says}.")
    return Complaint(int(place["line"]), f"This is not TOML, at column {place['column']}: {says}.")


def _scheme(reader: Reader, document: dict[str, Any], text: str) -> Scheme:
    top = Table(reader, document, ())
    top.known(TOP_KEYS)
    if isinstance(document.get("version"), (int, float)):
        reader.say(("version",), "The version is a text: put it in quotation marks.")
    else:
        top.text("version", needed='The scheme has no version: add version = "1", another with each change.')
    name = top.text("name", needed='The scheme has no name: add name = "...".')
    targets = _targets(reader, top.tables("targets"))
    fields = read_fields(reader, top.tables("field"), bool(targets))
    if not document.get("field"):
        reader.say((), "The scheme has no fields: add a [[field]].")
    version = document.get("version")
    return Scheme(name, str(version), content_digest(text), text, targets, fields, top.text("description"))


def _targets(reader: Reader, tables: Sequence[Table]) -> tuple[Target, ...]:
    for table in tables:
        table.known(TARGET_KEYS)
    targets = tuple(Target(t.code(), t.named(), t.key_needed(), t.text("description")) for t in tables)
    pairs = list(zip(targets, tables, strict=True))
    reader.unique([(target.code, (*t.path, "code")) for target, t in pairs], "code", "targets")
    reader.unique([(target.key, (*t.path, "key")) for target, t in pairs], "key", "targets")
    return targets
