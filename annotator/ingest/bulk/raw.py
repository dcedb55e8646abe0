"""A record of a dump as it lies in a shard: nothing is made of it yet but bytes on a line."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

import orjson

from annotator.errors import InputError
from annotator.ingest.incoming import refused, size

OBJECT = b"o"  # a JSON object, as a line of .jsonl holds it
LATIN = b"w"  # the same, of a row that was Windows-1252
PAGE = b"p"  # a web page: its bytes as Latin-1 under "page", with "url", "charset" and "crawled"
WRONG = b"!"  # [reason, how to mend it]: this record stays out
_FILE = b"f"  # not a record: the name of the file that the following ones are of


class Raw(NamedTuple):
    """`number`: the line, row or record in its file, from 1; 0 is the whole file. `body` has no newline."""

    number: int
    kind: bytes
    body: bytes


def wrong(number: int, reason: str, mend: str) -> Raw:
    """A record that stays out, and why."""
    return Raw(number, WRONG, orjson.dumps([reason, mend]))


def too_large(number: int, limit: int) -> Raw:
    """A record of more than `limit` bytes."""
    return wrong(number, f"it is larger than {size(limit)}", "split the article")


def written(name: str, records: Iterable[Raw]) -> Iterator[bytes]:
    """The lines of a shard for records of the file `name`."""
    yield b"0 f " + orjson.dumps(name) + b"\n"
    for number, kind, body in records:
        yield b"%d %b %b\n" % (number, kind, body)


def records(shard: BinaryIO) -> Iterator[tuple[str, Raw]]:
    """(place in its file, the record) of each line of a shard: ("dump.csv:12", ...)."""
    name = ""
    for line in shard:
        number, kind, body = line[:-1].split(b" ", 2)
        if kind == _FILE:
            name = orjson.loads(body)
            continue
        at = f"{name}:{number.decode()}" if number != b"0" else name
        yield at, Raw(int(number), kind, body)


def complaint(at: str, raw: Raw) -> InputError:
    """The sentence for a record of the kind WRONG."""
    reason, mend = orjson.loads(raw.body)
    return refused(at, reason, mend)
