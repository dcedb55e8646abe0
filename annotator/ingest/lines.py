"""JSON Lines: an object a line, its `text` the article, all else what the file says of it."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from annotator.errors import InputError
from annotator.ingest import metadata
from annotator.ingest.incoming import Draft, refused, size

_BOM = b"\xef\xbb\xbf"
_FEW = 3  # complaints that a file without any article may have, one by one
_GIVE_UP = 1_000
_OURS = "annotator/"  # how the `schema` of our own exports begins


def drafts(name: str, stream: BinaryIO, limit: int) -> Iterator[Draft | InputError]:
    """A draft for each line, or a sentence that names the line's number; an empty line is passed over.

    A line may have `limit` bytes. A file of our own records, or one in which no line is an article, is
    refused in one sentence.
    """
    waiting: list[InputError] = []  # what is wrong before the first article
    hopeful = False
    for one in _each(name, stream, limit):
        if isinstance(one, Draft) and not hopeful:
            yield from waiting
            hopeful = True
        if hopeful:
            yield one
        elif isinstance(one, InputError):
            waiting.append(one)
            if len(waiting) == _GIVE_UP:
                break
    if hopeful:
        return
    if len(waiting) <= _FEW:
        yield from waiting
        return
    reason = f"none of its first {len(waiting):,} lines is an object with the article's text"
    yield refused(name, reason, 'write {"text": "...", "title": "..."} on each line')


def _each(name: str, stream: BinaryIO, limit: int) -> Iterator[Draft | InputError]:
    for number, line in numbered(stream, limit):
        at = f"{name}:{number}"
        if line is None:
            yield refused(at, f"it is larger than {size(limit)}", "split the article, or raise the limit")
        elif line.strip():
            record = parsed(at, line)
            if ours(record):
                reason = "its lines are records of this program, not articles"
                yield refused(name, reason, "take in the articles themselves")
                return
            yield record if isinstance(record, InputError) else draft(at, record)


def draft(at: str, record: Mapping[str, Any], encoding: str = "utf-8") -> Draft | InputError:
    """The article of the record that stands at `at`."""
    if not isinstance(record.get("text"), str):
        return refused(at, 'the object has no string "text"', 'give it the article\'s text under "text"')
    said = {key: value for key, value in record.items() if key != "text"}
    return Draft(record["text"], metadata.source(at, said, encoding))


def ours(record: object) -> bool:
    """Whether a record is one that this program wrote."""
    schema = record.get("schema") if isinstance(record, dict) else None
    return isinstance(schema, str) and schema.startswith(_OURS)


def begins_ours(line: bytes) -> bool:
    """Whether a file's first line is a record that this program wrote."""
    record = parsed("", line) if line.strip() else {}
    return not isinstance(record, InputError) and ours(record)


def numbered(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, from 1, without keeping more than one; None for a line beyond `limit`."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line.rstrip(b"\r\n")) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield number, None


def parsed(at: str, line: bytes) -> Mapping[str, Any] | InputError:
    """The object on the line that stands at `at`."""
    import orjson

    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        if not _utf8(line):
            return refused(at, "the line is not UTF-8", "save the file as UTF-8")
        reason = f"the line is not JSON at column {problem.colno}"
        return refused(at, reason, "write one object a line")
    if not isinstance(record, dict):
        return refused(at, "the line is not a JSON object", 'write {"text": "...", "title": "..."}')
    return record


def _utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
