"""Names of files for documents, in a folder that a format is written as."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import chain
from pathlib import Path, PurePosixPath

from annotator.text.visible import visible

LONGEST = 120  # bytes of a part of a name; file systems take 255, and what follows it needs room
_DEEPEST = 10  # folders


def file_name(name: str, suffix: str) -> str:
    """A document's name as that of a file in a folder: never outside of it, and ending in `suffix`.

    A name that came from elsewhere may be of any length, and hold what a terminal would obey.
    """
    path = PurePosixPath(name)
    end = path.suffix if path.suffix.lower() == suffix else suffix
    parts = [part for part in path.parts if part.strip("/.")] or ["text"]
    last = parts[-1].removesuffix(end)
    folders = (short(part) for part in parts[:-1][-_DEEPEST:])
    return str(PurePosixPath(*folders, f"{short(last)}{visible(end)}"))


def short(part: str) -> str:
    """A part of a file's name that any file system takes, and that can be listed."""
    return cut(visible(part)) or "_"


def cut(part: str) -> str:
    """`part` where it is short enough, else its beginning and a word that tells it from others."""
    data = part.encode("utf-8", "replace")
    if len(data) <= LONGEST:
        return part
    return f"{data[: LONGEST - 9].decode('utf-8', 'ignore')}~{sha256(data).hexdigest()[:8]}"


def free(path: Path, beside: Iterable[str] = ()) -> Path:
    """`path`, or with a number behind its name where it, or it with a suffix of `beside`, is there."""
    every = chain([path], (path.with_stem(f"{path.stem}~{n}") for n in range(2, 1_000_000)))
    suffixes = tuple(beside)
    return next(x for x in every if not (x.exists() or any(x.with_suffix(s).exists() for s in suffixes)))
