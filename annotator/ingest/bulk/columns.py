"""Parquet: a row an article, read a few rows at a time."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from annotator.ingest.bulk.raw import OBJECT, Raw, too_large, wrong

_AT_ONCE = 64  # rows
LARGEST = 2**30  # bytes of a row group, unpacked: some of it is in memory at a time


def parquet(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    """A JSON object a row, numbered from 1. Raises errors of pyarrow's where the file is broken."""
    file = import_module("pyarrow.parquet").ParquetFile(stream, pre_buffer=False)
    number = 0
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        if about.total_byte_size > LARGEST:
            reason = f"row group {group} unpacks to {about.total_byte_size / LARGEST:.1f} GB"
            yield wrong(number + 1, reason, "write the file with smaller row groups")
            number += about.num_rows
            continue
        for batch in file.iter_batches(_AT_ONCE, row_groups=[group], use_threads=False):
            for row in range(batch.num_rows):
                number += 1
                yield _row(number, batch, row, limit)


def _row(number: int, batch: Any, row: int, limit: int) -> Raw:
    try:
        said = {name: column[row].as_py() for name, column in zip(batch.schema.names, batch, strict=True)}
        body = orjson.dumps(said, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except (UnicodeError, TypeError, ValueError):
        return wrong(number, "a cell is no text in UTF-8", "write its column as strings in UTF-8")
    return too_large(number, limit) if len(body) > limit else Raw(number, OBJECT, body)


def _plain(value: Any) -> str:
    """A value that JSON does not know, as text; bytes are text in files that do not say so."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
