"""A folder that takes the place of another one whole, or not at all."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.disk import beginning, beside, remove_left, rights, sync
from annotator.errors import AnnotatorError

_OLD = ".old"
_AT_FDCWD, _EXCHANGE = -100, 2  # Linux: renameat2
_SWAP = 2  # macOS: renamex_np


@contextmanager
def replacing_folder(target: Path, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """A new folder that takes the place of `target` when the block ends well, and is gone when it does not.

    Until then `target` stays as it is. What an export that was killed left beside it is removed. Raises
    AnnotatorError where `target` is there and is neither empty nor one of ours.
    """
    target = Path(os.path.realpath(target))
    if not target.parent.is_dir():
        raise AnnotatorError(f"there is no folder {target.parent}; make it first")
    _bring_back(target)
    _refuse_strange(target, is_ours)
    with beside(target) as folder:
        made = folder / "made"
        made.mkdir()
        yield made
        os.chmod(made, rights(target, 0o777))
        _sync_all(made)
        _refuse_strange(target, is_ours)  # it may have come meanwhile
        _put(made, target)


def _refuse_strange(target: Path, is_ours: Callable[[Path], bool]) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise AnnotatorError(f"{target} is there and is no folder; name another one")
    if any(target.iterdir()) and not is_ours(target):
        raise AnnotatorError(
            f"{target} is there and is no dataset of ours; name another folder, or remove it first"
        )


def _put(made: Path, target: Path) -> None:
    if not os.path.lexists(target):
        os.rename(made, target)
    elif _exchanged(made, target):
        shutil.rmtree(made)
    else:
        aside = made.parent.with_suffix(_OLD)
        os.rename(target, aside)  # whoever is killed behind this line finds it there at the next export
        os.rename(made, target)
        shutil.rmtree(aside)
    sync(target.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where the system has no such thing."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*names, _SWAP)
        else:
            failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    except AttributeError:
        return False
    if failed and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


def _bring_back(target: Path) -> None:
    """What an export that was killed put aside: it comes back, or goes where a new one is there."""
    for left in sorted(target.parent.iterdir()):
        if left.name.startswith(beginning(target)) and left.name.endswith(_OLD):
            if left.is_dir() and not left.is_symlink() and not os.path.lexists(target):
                os.rename(left, target)
            else:
                remove_left(left)


def _sync_all(folder: Path) -> None:
    """The files are on disk already; now their names."""
    for at, _, _ in os.walk(folder, topdown=False):
        sync(Path(at))
