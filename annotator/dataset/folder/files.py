"""Data files of a folder: rows in, and how many there were, how many bytes, and their sha256 out.

The same rows make the same bytes, compressed or not: no clock, no name and no thread leaves a trace.
"""

import gzip
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Protocol

import orjson

from annotator.dataset.record import Record
from annotator.dataset.schema.shapes import Shape, arrow, undated
from annotator.errors import UsageError

_CHUNK = 1 << 18  # bytes that are kept together before they are written
_GROUP = 10_000  # rows of a group in Parquet
_LEVELS = {"zst": 10, "gz": 6}


@dataclass(frozen=True, slots=True)
class Written:
    """A file as the manifest has it. `rows` is None where it has none."""

    path: str  # from the folder, with /
    sha256: str
    bytes: int
    rows: int | None = None


class Sink(Protocol):
    """A file that rows go into."""

    def write(self, rows: Sequence[Record]) -> None: ...

    def close(self) -> Written: ...

    def abandon(self) -> None:
        """Let go of a file that nobody will read; of one that is closed, nothing."""


class Hashing:
    """A file that knows its digest. What is written to it goes there and nowhere else."""

    def __init__(self, folder: Path, path: str) -> None:
        self.path = path
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = file.open("wb")
        self._digest = hashlib.sha256()
        self._size = 0
        self.closed = False

    def write(self, data: Any) -> int:
        self._digest.update(data)
        self._file.write(data)
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        self._file.flush()

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        """All of it is on disk then."""
        if not self.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self.closed = True

    def written(self, rows: int | None = None) -> Written:
        """Close it and tell."""
        self.close()
        return Written(self.path, self._digest.hexdigest(), self._size, rows)


def write_bytes(folder: Path, path: str, data: bytes) -> Written:
    """A file with nothing but `data`."""
    file = Hashing(folder, path)
    file.write(data)
    return file.written()


def sink(folder: Path, path: str, shape: dict[str, Shape], compress: str | None) -> Sink:
    """The file at `path`, in the format that its ending names. Raises UsageError where a package lacks."""
    if path.endswith(".parquet"):
        return _Parquet(Hashing(folder, path), shape, compress)
    return _Lines(Hashing(folder, path), compress)


class _Lines:
    """JSON Lines, compressed or not."""

    def __init__(self, file: Hashing, compress: str | None) -> None:
        self._file = file
        self._rows = self._size = 0
        self._waiting: list[bytes] = []
        self._through: Any = None if compress is None else _COMPRESSORS[compress](file)

    def write(self, rows: Sequence[Record]) -> None:
        lines = [orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows]
        self._waiting += lines
        self._rows += len(lines)
        self._size += sum(map(len, lines))
        if self._size >= _CHUNK:
            self._empty()

    def _empty(self) -> None:
        (self._through or self._file).write(b"".join(self._waiting))
        self._waiting.clear()
        self._size = 0

    def close(self) -> Written:
        self._empty()
        if self._through is not None:
            self._through.close()
        return self._file.written(self._rows)

    def abandon(self) -> None:
        self._file.close()


class _Parquet:
    def __init__(self, file: Hashing, shape: dict[str, Shape], compress: str | None) -> None:
        needed("pyarrow")
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._file, self._schema, self._table = file, arrow(shape), pa.Table
        self._said = arrow({key: undated(value) for key, value in shape.items()})
        codec = {"zst": "zstd", "gz": "gzip", None: "snappy"}[compress]
        self._writer = pq.ParquetWriter(pa.PythonFile(file, mode="w"), self._schema, compression=codec)
        self._rows = 0
        self._waiting: list[Record] = []

    def write(self, rows: Sequence[Record]) -> None:
        self._waiting += rows
        self._rows += len(rows)
        while len(self._waiting) >= _GROUP:
            self._empty()

    def _empty(self) -> None:
        """A group is written: as many rows however many came at a time."""
        if self._waiting:
            said = self._table.from_pylist(self._waiting[:_GROUP], schema=self._said)
            self._writer.write_table(said.cast(self._schema))
            del self._waiting[:_GROUP]

    def close(self) -> Written:
        self._empty()
        self._writer.close()
        return self._file.written(self._rows)

    def abandon(self) -> None:
        self._writer.close()
        self._file.close()


def _zst(file: Hashing) -> Any:
    zstandard = needed("zstandard")
    return zstandard.ZstdCompressor(level=_LEVELS["zst"], threads=0).stream_writer(file, closefd=False)


def _gz(file: Hashing) -> Any:
    return gzip.GzipFile("", "wb", _LEVELS["gz"], file, mtime=0)


_COMPRESSORS: dict[str, Callable[[Hashing], Any]] = {"zst": _zst, "gz": _gz}


def needed(name: str) -> ModuleType:
    """A package of the extra `dataset`. Raises UsageError where it is not installed."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise UsageError(
            f"this needs the package {name}: pip install 'quotation-annotator[dataset]'"
        ) from None
