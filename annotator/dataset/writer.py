"""Records to a file that is there whole or not at all, or to a stream as they come."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import jsonlines
import orjson

from annotator.disk import replacing
from annotator.errors import AnnotatorError


def write_file(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    """Write `rows`, one JSON object a line, in place of what `path` holds; how many they were.

    Until the last row is on disk `path` stays as it was. What is no plain file (a pipe, /dev/null) is
    written to as it is. Raises AnnotatorError where that cannot be done; what `rows` raises passes through.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                return write_stream(stream, rows)
        with replacing(path) as stream:
            return write_stream(stream, rows)
    except IsADirectoryError:
        raise AnnotatorError(f"{path} is a folder; name a file in it") from None
    except FileNotFoundError:
        raise AnnotatorError(f"there is no folder {path.parent}; make it first") from None
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise AnnotatorError(
            f"{path} could not be written ({problem.strerror}); mend that and export again"
        ) from problem


def write_stream(stream: BinaryIO, rows: Iterable[dict[str, Any]], plain: bool = False) -> int:
    """Write `rows`, one JSON object a line; how many they were. `plain`: in ASCII, fit for a terminal."""
    writer = jsonlines.Writer(stream, dumps=_ascii if plain else orjson.dumps)
    count = 0
    with uncollected():
        for row in rows:
            writer.write(row)
            count += 1
    return count


def _ascii(row: Any) -> str:
    import json

    # Escapes beyond ASCII carry the same text, and no byte that a terminal could obey.
    return json.dumps(row, separators=(",", ":")).replace("\x7f", "\\u007f")


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for objects that refer to each other in a circle.

    There are none among rows that come and go, and looking for them takes a fifth of an export.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
