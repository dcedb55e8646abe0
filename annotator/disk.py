"""Files that are there whole or not at all, and are still there when the power fails."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_BUFFER = 1 << 18  # bytes
_PART = ".part"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when the block ends well, and is gone when it does not.

    Until then `path` stays as it was; two that write it at once do not disturb each other. Raises OSError.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    if target.is_dir():
        raise IsADirectoryError(target)
    with beside(target) as folder:
        made = folder / "made"
        with made.open("wb", _BUFFER) as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), rights(target, 0o666))
            os.fsync(stream.fileno())
        os.replace(made, target)
    sync(target.parent)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A hidden folder on the same disk as `target`, for what takes its place; it goes when the block ends.

    Those that killed programs left beside `target` go, too. Raises OSError.
    """
    _tidy(target)
    folder, lock = _hidden(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def beginning(target: Path) -> str:
    """How the names of all begin that are hidden beside `target`."""
    return f".{target.name[:80]}."


def _hidden(target: Path) -> tuple[Path, int]:
    """A new folder, and a handle of it that holds its lock, which goes with this process."""
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=beginning(target), suffix=_PART, dir=target.parent))
        except OSError as problem:  # what nobody asked for by name needs not be told of
            raise OSError(problem.errno, problem.strerror, str(target)) from None
        with suppress(FileNotFoundError):  # somebody took it for one that was left
            handle = os.open(folder, _FOLDER)
            try:
                mine = _locked(handle)
            except OSError:  # a file system without locks: nobody tidies there
                mine = True
            if mine and folder.exists():
                return folder, handle
            os.close(handle)


def _tidy(target: Path) -> None:
    with suppress(PermissionError):  # who may write there may not always look
        for left in sorted(target.parent.iterdir()):
            if left.name.startswith(beginning(target)) and left.name.endswith(_PART):
                remove_left(left)


def remove_left(folder: Path) -> None:
    """Remove a hidden folder, but not one that a program is still writing."""
    with suppress(OSError):  # no folder, or gone meanwhile, or nobody can tell
        handle = os.open(folder, _FOLDER)
        try:
            if _locked(handle):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


def _locked(handle: int) -> bool:
    """Whether this process has the lock now, and no other one. Raises OSError where there are none."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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
