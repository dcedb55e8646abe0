"""The kinds of dump: which reader opens which file, and what is said of one that breaks."""

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotator.errors import InputError
from annotator.ingest.bulk.raw import OBJECT, Raw, too_large, wrong
from annotator.ingest.incoming import refused
from annotator.ingest.lines import begins_ours, numbered
from annotator.ingest.walk import unreadable

_WINDOW = 2**27  # bytes of a zstd window, as the command zstd allows unasked; more could only be meant ill
EXTRA = "install it with pip install 'quotation-annotator[bulk]'"


class Dump(NamedTuple):
    """A file of many articles. `name` is how it was named, `kind` its suffix without that of its packing."""

    path: Path
    name: str
    kind: str
    packing: str  # ".gz", ".zst" or ""


def kind_of(path: Path) -> tuple[str, str] | None:
    """(kind, packing) of a dump's name; None for a file that is none."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    packing = suffixes.pop() if suffixes and suffixes[-1] in _OPENED else ""
    if suffixes and suffixes[-1] in KINDS and not (packing and suffixes[-1] == ".parquet"):
        return suffixes[-1], packing
    return None


def dumps(path: Path) -> Iterator[Dump | InputError]:
    """The dumps that `path` names: itself, or all below it, by name; hidden ones are left out."""
    if path.is_dir():
        found = list(_below(path))
        yield from found
        if not found:
            yield refused(str(path), "the folder holds no dump", f"put one of these into it: {NAMES}")
    elif not path.exists():
        yield unreadable(path, FileNotFoundError())
    elif not path.is_file():
        yield refused(str(path), "it is not a regular file", "name a file or a folder")
    elif (found_kind := kind_of(path)) is None:
        yield refused(str(path), "it is no kind of dump", f"use one of {NAMES}")
    else:
        yield Dump(path, path.as_posix(), *found_kind)


def _below(folder: Path) -> Iterator[Dump]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            kind = kind_of(path)
            if kind is not None and not name.startswith(".") and path.is_file():
                yield Dump(path, path.as_posix(), *kind)


def raws(dump: Dump, limit: int) -> Iterator[Raw]:
    """The records of a dump, one after another; where it breaks off, the last one says so.

    A record may have `limit` bytes; no more than one is in memory, whatever the file unpacks to.
    """
    number = 0
    try:
        with opened(dump) as stream:
            for raw in KINDS[dump.kind](stream, limit):
                number = raw.number
                yield raw
    except ImportError as problem:
        yield wrong(0, f"{dump.kind}{dump.packing} needs the package {problem.name}", EXTRA)
    except EOFError:
        yield wrong(number + 1, "the file ends in the middle of its packed data", "copy it whole")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        yield wrong(number + 1, f"it cannot be read on ({reason})", "copy it again from where it came")
    except Exception as problem:  # a packer's or a format's own family of errors
        if not _of_a_reader(problem):
            raise
        reason = " ".join(str(problem).split())[:200]
        yield wrong(number + 1, f"it cannot be read on ({reason})", "copy it again from where it came")


def _of_a_reader(problem: Exception) -> bool:
    """Whether an error is what a library says of a broken file."""
    families = ("zlib", "zstd", "zstandard", "pyarrow", "warcio")
    return isinstance(problem, zlib.error) or type(problem).__module__.partition(".")[0] in families


@contextmanager
def opened(dump: Dump) -> Iterator[BinaryIO]:
    """The bytes of a dump, unpacked as they are read. Raises OSError, ImportError."""
    with _OPENED[dump.packing](dump.path) as stream:
        yield stream


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _gzip(path: Path) -> BinaryIO:
    return gzip.open(path, "rb")  # type: ignore[return-value]  # it is one in all that readers use


def _zstd(path: Path) -> BinaryIO:
    zstandard = import_module("zstandard")
    packed = path.open("rb")
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    reader = unpacker.stream_reader(packed, read_across_frames=True, closefd=True)
    return io.BufferedReader(reader, 1 << 17)


_OPENED: dict[str, Callable[[Path], BinaryIO]] = {"": _plain, ".gz": _gzip, ".zst": _zstd}


def _jsonl(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    for number, line in numbered(stream, limit):
        if line is None:
            yield too_large(number, limit)
        elif number == 1 and begins_ours(line):
            reason = "its lines are records of this program, not articles"
            yield wrong(0, reason, "take in the articles themselves, or use annotator import")
            return
        elif body := line.strip():
            yield Raw(number, OBJECT, body)


def _rows(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    from annotator.ingest.bulk import rows

    yield from rows.separated(stream, limit)


def _parquet(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    from annotator.ingest.bulk import columns

    yield from columns.parquet(stream, limit)


def _archive(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    from annotator.ingest.bulk import archives

    yield from archives.warc(stream, limit)


KINDS: dict[str, Callable[[BinaryIO, int], Iterator[Raw]]] = {
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": _rows,
    ".tsv": _rows,
    ".parquet": _parquet,
    ".warc": _archive,
}
NAMES = ".jsonl, .csv, .tsv, .warc (each also with .gz or .zst behind it) and .parquet"
