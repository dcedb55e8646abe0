"""One reader a kind of file: bytes in, drafts or the sentence that says why not out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from annotator.errors import InputError
from annotator.ingest import charset, front_matter, metadata
from annotator.ingest.incoming import Draft, refused, size
from annotator.model import Source

Found = Iterator[Draft | InputError]

_USUAL = 1 << 16  # bytes of a file, as a rule: for as many as it may have, room would be made each time
_HEADING = re.compile(r"\s*#[ \t]+([^\r\n]*[^\s#])")


def whole(name: str, stream: BinaryIO, limit: int) -> bytes | InputError:
    """All bytes of an article's file, if they can be text."""
    data = stream.read(min(limit + 1, _USUAL))
    if len(data) == _USUAL:
        data += stream.read(limit + 1 - _USUAL)
    if len(data) > limit:
        return refused(
            name, f"it is larger than {size(limit)}", "split it into its articles, or raise the limit"
        )
    if charset.binary(data):
        return refused(name, "it is binary, not text", "save the article as plain text in UTF-8")
    return data


def decoded(name: str, data: bytes, declared: str | None = None) -> tuple[str, str] | InputError:
    found = charset.decode(data, declared)
    if found is None:
        return refused(name, "no character set fits its bytes", "save it as UTF-8")
    return found


def text(name: str, stream: BinaryIO, limit: int) -> Found:
    """Plain text: the file as it is."""
    read = _read(name, stream, limit)
    yield read if isinstance(read, InputError) else Draft(read[0], Source(name, encoding=read[1]))


def markdown(name: str, stream: BinaryIO, limit: int) -> Found:
    """Markdown: what follows the front matter, as it is. Without a title there, a heading gives it."""
    read = _read(name, stream, limit)
    if isinstance(read, InputError):
        yield read
        return
    parts = front_matter.split(name, read[0])
    if isinstance(parts, InputError):
        yield parts
        return
    said, body = parts
    source = metadata.source(name, said, read[1])
    if source.title is None and (heading := _HEADING.match(body)):
        source = replace(source, title=heading[1].strip())
    yield Draft(body, source)


def html(name: str, stream: BinaryIO, limit: int) -> Found:
    """A web page: its article, as the extractor finds it."""
    from annotator.ingest import pages

    data = whole(name, stream, limit)
    if isinstance(data, InputError):
        yield data
        return
    read = decoded(name, data, charset.declared(data))
    yield read if isinstance(read, InputError) else pages.extracted(name, *read)


def jsonl(name: str, stream: BinaryIO, limit: int) -> Found:
    """One article a line."""
    from annotator.ingest import lines

    yield from lines.drafts(name, stream, limit)


def _read(name: str, stream: BinaryIO, limit: int) -> tuple[str, str] | InputError:
    data = whole(name, stream, limit)
    return data if isinstance(data, InputError) else decoded(name, data)


READERS: dict[str, Callable[[str, BinaryIO, int], Found]] = {
    ".txt": text,
    ".md": markdown,
    ".markdown": markdown,
    ".jsonl": jsonl,
    ".html": html,
    ".htm": html,
}
