"""The one verb of this room: paths in, articles ready for the store and sentences about the others out."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.errors import InputError
from annotator.ingest.incoming import LIMIT, Draft, Incoming, incoming, refused
from annotator.ingest.lines import begins_ours
from annotator.ingest.readers import READERS, text
from annotator.ingest.walk import files, unreadable

STDIN = "-"

# In a folder these are about the articles, unless front matter says that they are articles.
_ABOUT = ("readme", "license", "licence", "notice", "changelog", "contributing", "copying", "authors")


def read(
    paths: Iterable[str | Path], stdin: BinaryIO | None = None, *, limit: int = LIMIT
) -> Iterator[Incoming | InputError]:
    """Every article of `paths`, one after another: files, folders (by name, recursively), "-" for `stdin`.

    What cannot be taken in comes as the error that says why, in its place, and does not stop the rest. A
    file that is named twice is read once. `limit` is the largest article, in bytes.
    """
    seen: set[str] = set()
    for path in paths:
        if str(path) == STDIN:
            yield from map(_worked_out, _standard_input(stdin, limit))
            continue
        named = Path(path)
        for file in files(named):
            if isinstance(file, InputError):
                yield file
            elif (real := os.path.realpath(file)) not in seen:
                yield from map(_worked_out, _drafts(file, real, limit, seen, in_folder=file is not named))


def _worked_out(draft: Draft | InputError) -> Incoming | InputError:
    return draft if isinstance(draft, InputError) else incoming(draft)


def _standard_input(stdin: BinaryIO | None, limit: int) -> Iterator[Draft | InputError]:
    if stdin is None:
        yield refused(STDIN, "there is no standard input", "name a file")
        return
    try:
        yield from text(STDIN, stdin, limit)
    except OSError as problem:
        yield unreadable(Path(STDIN), problem)


def _drafts(
    file: Path, real: str, limit: int, seen: set[str], *, in_folder: bool
) -> Iterator[Draft | InputError]:
    try:
        with _opened(file) as stream:
            if in_folder and _no_article(file, stream):
                return
            seen.add(real)
            yield from READERS[file.suffix.lower()](file.as_posix(), stream, limit)
    except OSError as problem:
        yield unreadable(file, problem)


def _opened(file: Path) -> BinaryIO:
    """The file open for reading; a pipe or device that took its place since does not make us wait."""
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    stream = os.fdopen(handle, "rb")
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        stream.close()
        raise OSError(0, "it is not a regular file")
    return stream


def _no_article(file: Path, stream: BinaryIO) -> bool:
    """Whether a file in a folder is about the articles, or our own records of them; the stream is rewound."""
    kind, name = file.suffix.lower(), file.stem.lower()
    if kind == ".jsonl":
        first = stream.readline(1 << 16)
        stream.seek(0)
        return begins_ours(first)
    start = stream.read(16).removeprefix(b"\xef\xbb\xbf")
    stream.seek(0)
    return name.startswith(_ABOUT) and not start.startswith(b"---")
