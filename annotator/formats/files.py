"""Names of files for documents, in a folder that a format is written as."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path, PurePosixPath


def file_name(name: str, suffix: str) -> str:
    """A document's name as that of a file in a folder: never outside of it, and ending in `suffix`."""
    parts = [part for part in PurePosixPath(name).parts if part.strip("/.")] or ["text"]
    path = PurePosixPath(*parts)
    return str(path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}"))


def free(path: Path, beside: Iterable[str] = ()) -> Path:
    """`path`, or with a number behind its name where it, or it with a suffix of `beside`, is there."""
    every = chain([path], (path.with_stem(f"{path.stem}~{n}") for n in range(2, 1_000_000)))
    suffixes = tuple(beside)
    return next(x for x in every if not (x.exists() or any(x.with_suffix(s).exists() for s in suffixes)))
