"""WARC, what crawlers keep: the web pages that were answered, and texts that others took out of pages."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from annotator.ingest.bulk.raw import OBJECT, PAGE, Raw, too_large, wrong

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


def warc(stream: BinaryIO, limit: int) -> Iterator[Raw]:
    """The HTML pages with status 200, and the records of plain text (WET), numbered among all records.

    What else is in the archive (requests, pictures, redirects) is passed over without a word. Raises errors
    of warcio's where the file is broken.
    """
    archive = import_module("warcio.archiveiterator").ArchiveIterator(stream)
    for number, record in enumerate(archive, 1):
        kind = _kind(record)
        if kind is None:
            continue
        body = record.content_stream().read(limit + 1)
        yield too_large(number, limit) if len(body) > limit else _raw(number, record, kind, body)


def _kind(record: Any) -> bytes | None:
    """What to make of a record; None: nothing."""
    http = record.http_headers
    if record.rec_type == "conversion":
        return OBJECT if _type(record.rec_headers.get_header("Content-Type")) == "text/plain" else None
    if record.rec_type == "response" and http is not None and http.get_statuscode() == "200":
        return PAGE if _type(http.get_header("Content-Type")) in _PAGES else None
    return None


def _type(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _raw(number: int, record: Any, kind: bytes, body: bytes) -> Raw:
    about = {
        "url": record.rec_headers.get_header("WARC-Target-URI"),
        "crawled": record.rec_headers.get_header("WARC-Date"),
    }
    try:
        if kind == OBJECT:
            return Raw(number, OBJECT, orjson.dumps({"text": body.decode("utf-8"), **about}))
        found = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
        about["charset"] = found[1].lower() if found else None
        return Raw(number, PAGE, orjson.dumps({"page": body.decode("latin-1"), **about}))
    except (UnicodeError, TypeError):
        return wrong(number, "the record is no text in UTF-8", "take in the pages themselves")
