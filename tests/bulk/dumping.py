"""What the tests of dumps share: invented articles, and dumps of every kind that hold the same."""

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import orjson

from scripts.benches.news import articles
from tests.needs import needed

Row = dict[str, str]


def rows(number: int, seed: int = 1, sentences: int = 6) -> list[Row]:
    """So many articles of three outlets and four months."""
    return [
        {
            "text": text,
            "title": text.split("\n")[0],
            "outlet": ("Herald", "Courier", "Post")[n % 3],
            "date": f"2025-{n % 4 + 1:02}-{n % 27 + 1:02}",
        }
        for n, text in enumerate(articles(number, sentences, seed))
    ]


def jsonl(path: Path, some: Sequence[object]) -> Path:
    """JSON Lines, packed as the name says; what is bytes is written as it is."""
    data = b"".join((x if isinstance(x, bytes) else orjson.dumps(x)) + b"\n" for x in some)
    if path.suffix == ".gz":
        data = gzip.compress(data, 1, mtime=0)
    elif path.suffix == ".zst":
        data = needed("zstandard").ZstdCompressor().compress(data)
    path.write_bytes(data)
    return path


def separated(path: Path, some: Sequence[Row], separator: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(some[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(some)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def parquet(path: Path, some: Sequence[Row]) -> Path:
    arrow, writing = needed("pyarrow"), needed("pyarrow.parquet")
    writing.write_table(arrow.Table.from_pylist(list(some)), path, row_group_size=7)
    return path


def warc(path: Path, pages: Sequence[tuple[str, bytes, str]]) -> Path:
    """(address, page, content type) as responses, each with a request before it, as crawlers write them."""
    pack = gzip.compress if path.suffix == ".gz" else bytes
    with path.open("wb") as file:
        for address, page, kind in pages:
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + page
            for of, body in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", answer)):
                head = (
                    f"WARC/1.0\r\nWARC-Type: {of}\r\nWARC-Target-URI: {address}\r\n"
                    f"WARC-Date: 2025-03-01T10:00:00Z\r\nContent-Type: application/http; msgtype={of}\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n"
                )
                file.write(pack(head.encode() + body + b"\r\n\r\n"))
    return path
