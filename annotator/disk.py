"""Files that are there whole or not at all, and are still there when the power fails."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_BUFFER = 1 << 18  # bytes


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when the block ends well, and is gone when it does not.

    Until then `path` stays as it was; two that write it at once do not disturb each other. Raises OSError.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    if target.is_dir():
        raise IsADirectoryError(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb", _BUFFER) as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), rights(target, 0o666))
            os.fsync(stream.fileno())
        os.replace(name, target)
    finally:
        with suppress(FileNotFoundError):  # it has its place
            os.unlink(name)
    sync(target.parent)


def rights(target: Path, new: int) -> int:
    """The mode of what is there, else what something `new` of this user's has: less what the umask takes."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return new & ~mask


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on disk: a new name may be lost without that."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
