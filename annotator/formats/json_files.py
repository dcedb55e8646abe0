"""Files of JSON as other programs write them: read value by value, each complaint with its place.

Nothing that stands in a file raises out of `objects`: what is no object is a Complaint. The getters raise
Bad, a sentence without its place, for whoever reads one object to make a Complaint of.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import orjson

from annotator.formats.document import Complaint
from annotator.formats.placing import shown

T = TypeVar("T")
Json = dict[str, Any]
_BOM = b"\xef\xbb\xbf"


class Bad(ValueError):
    """What is wrong with a value, as a sentence without its place."""


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a file. `place` is the file and the line, or the file and the record's number."""

    place: str
    value: Json

    def complain(self, reason: object, whole: bool = True) -> Complaint:
        """A complaint about this object: `reason` is what is wrong and what was left out."""
        return Complaint(f"{self.place}: {reason}", whole)


def objects(path: Path) -> Iterator[Record | Complaint]:
    """The objects of a file of JSON lines, or of one JSON value: an array of objects, or an object.

    Of JSON lines one is in memory at a time, of any other file all.
    """
    try:
        with path.open("rb") as stream:
            yield from _objects(path, stream)
    except OSError as problem:
        yield Complaint(f"{path}: it cannot be read ({problem.strerror}); it was left out")


def _objects(path: Path, stream: BinaryIO) -> Iterator[Record | Complaint]:
    lines = _numbered(stream)
    first = list(islice(lines, 2))
    if not first:
        yield Complaint(f"{path}: the file is empty; it was left out")
    elif _is_lines([line for _, line in first]):
        for number, line in chain(first, lines):
            yield _record(f"{path}:{number}", line)
    else:
        stream.seek(0)
        yield from _whole(path, stream.read().removeprefix(_BOM))


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that hold anything, with their numbers."""
    for number, line in enumerate(stream, start=1):
        said = line.removeprefix(_BOM) if number == 1 else line
        if said.strip():
            yield number, said.removesuffix(b"\n")


def _is_lines(first: Sequence[bytes]) -> bool:
    """Whether these are the first two of JSON lines: no array, and no object that goes on behind its line."""
    line, *rest = (one.lstrip() for one in first)
    if line.startswith(b"["):
        return False
    try:
        parsed(line)
    except Bad:
        goes_on = line.rstrip().endswith((b"{", b"[", b",", b":"))
        return not rest or (not goes_on and rest[0].startswith(b"{"))
    return True


def _record(place: str, line: bytes) -> Record | Complaint:
    try:
        return _object(place, parsed(line))
    except Bad as problem:
        return Complaint(f"{place}: {problem}; it was left out")


def _whole(path: Path, data: bytes) -> Iterator[Record | Complaint]:
    try:
        value = parsed(data)
    except Bad as problem:
        yield Complaint(f"{path}: {problem}; it was left out")
        return
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield _object(f"{path}, record {number}", item)
    else:
        yield _object(str(path), value)


def _object(place: str, value: Any) -> Record | Complaint:
    if isinstance(value, dict):
        return Record(place, value)
    return Complaint(f"{place}: this has to be an object, and is {words(value)}; it was left out")


def parsed(data: bytes) -> Any:
    """The value that JSON says. Raises Bad."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as problem:
        reason = f"this is not JSON ({problem.msg})" if _is_utf8(data) else "this is not UTF-8"
        raise Bad(reason) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def text(record: Json, key: str) -> str | None:
    """A text; None where it is missing or null. Raises Bad, as the others do."""
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Bad(f"{key} has to be a text, and is {words(value)}")


def whole(record: Json, key: str) -> int | None:
    """A whole number."""
    value = record.get(key)
    if value is None or type(value) is int:
        return value
    raise Bad(f"{key} has to be a whole number, and is {words(value)}")


def share(record: Json, key: str) -> float | None:
    """A number from 0 to 1."""
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Bad(f"{key} has to be a number from 0 to 1, and is {words(value)}")
    return float(value)


def items(record: Json, key: str) -> list[Any]:
    """A list; an empty one where it is missing or null."""
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Bad(f"{key} has to be a list, and is {words(value)}")
    return value


def texts(record: Json, key: str) -> list[str]:
    """A list of texts."""
    for value in (found := items(record, key)):
        if not isinstance(value, str):
            raise Bad(f"{key} has to be a list of texts, and has {words(value)} in it")
    return found


def table(record: Json, key: str) -> Json:
    """An object; an empty one where it is missing or null."""
    value = record.get(key)
    return {} if value is None else entry(value, key)


def entries(record: Json, key: str) -> list[Json]:
    """A list of objects."""
    return [entry(value, key) for value in items(record, key)]


def entry(value: Any, key: str) -> Json:
    """`value` itself, which has to be an object: an entry of `key`."""
    if not isinstance(value, dict):
        raise Bad(f"{key} has to be an object, and is {words(value)}")
    return value


def needed(value: T | None, key: str) -> T:
    """`value`, which has to be there."""
    if value is None:
        raise Bad(f"it has no {key}")
    return value


def words(value: Any) -> str:
    """A value of a file's, short, in quotation marks."""
    return shown(value if isinstance(value, str) else dumped(value).decode())


def dumped(value: Any) -> bytes:
    """JSON on one line; keys in the order that they were put in."""
    return orjson.dumps(value)


def write_lines(values: Iterable[Json], to: Path) -> None:
    """One line a value, in a file that does not exist yet."""
    with to.open("xb") as file:
        for value in values:
            file.write(dumped(value) + b"\n")


def write_array(values: Iterable[Json], to: Path) -> None:
    """An array, one value a line, in a file that does not exist yet."""
    with to.open("xb") as file:
        file.write(b"[")
        for n, value in enumerate(values):
            file.write((b",\n" if n else b"\n") + dumped(value))
        file.write(b"\n]\n")
