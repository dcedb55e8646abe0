"""Dumps cut into shards: small enough to be read by one process, in an order that never changes."""

from collections.abc import Container, Iterable, Iterator

from annotator.ingest.bulk.dumps import Dump, raws
from annotator.ingest.bulk.raw import Raw, written

RECORDS = 100  # of a shard, at most: as many as go into the database at once...
BYTES = 2**20  # ...unless they are so large before


def cut(
    dumps: Iterable[Dump], limit: int, only: Container[int] | None = None, skip: int = 0
) -> Iterator[tuple[int, bytes]]:
    """(number from 0, shard) for all records of `dumps`, or those whose place among all is in `only`.

    The first `skip` shards are not made, but counted. The same dumps give the same shards.
    """
    number, lines, count, length = 0, list[bytes](), 0, 0
    place = -1
    for dump in dumps:
        fresh = True
        for raw in raws(dump, limit):
            place += 1
            if only is not None and place not in only:
                continue
            lines += _lines(dump, raw, with_name=fresh or not count)
            fresh, count, length = False, count + 1, length + len(raw.body)
            if count == RECORDS or length >= BYTES:
                if number >= skip:
                    yield number, b"".join(lines)
                number, lines, count, length = number + 1, [], 0, 0
    if count and number >= skip:
        yield number, b"".join(lines)


def _lines(dump: Dump, raw: Raw, with_name: bool) -> list[bytes]:
    lines = list(written(dump.name, [raw]))
    return lines if with_name else lines[1:]
