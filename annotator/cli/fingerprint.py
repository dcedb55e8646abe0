"""Whether a folder is as it was: its files' names, sizes and times, without reading any of them."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def fingerprint(path: Path) -> str:
    """The state of a file, or of all that is in a folder, as one short text; "" where there is none."""
    state = hashlib.sha256()
    for name, size, time in _files(path):
        state.update(f"{name}\0{size}\0{time}\n".encode("utf-8", "surrogateescape"))
    return state.hexdigest() if path.exists() else ""


def _files(path: Path) -> Iterator[tuple[str, int, int]]:
    if path.is_file():
        found = path.stat()
        yield path.name, found.st_size, found.st_mtime_ns
    for folder, folders, files in os.walk(path, followlinks=True):
        folders.sort()
        for file in sorted(files):
            try:
                found = os.stat(os.path.join(folder, file))
            except OSError:  # a link to nothing, or gone meanwhile; reading will complain of it
                continue
            yield os.path.relpath(os.path.join(folder, file), path), found.st_size, found.st_mtime_ns
