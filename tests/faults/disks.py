"""Disks that are small, full or read-only, for real. What needs a mount is skipped where none is allowed."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTE = 1 << 20


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A new folder on a disk of so many megabytes. The test is skipped where nothing may be mounted."""
    folder.mkdir()
    with _mounted("-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)):
        yield folder


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nobody can write: root heeds no rights, so for root it is mounted so."""
    if os.geteuid() != 0:
        modes = {path: path.stat().st_mode for path in (folder, *folder.iterdir()) if not path.is_symlink()}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        try:
            yield
        finally:
            for path, mode in modes.items():
                path.chmod(mode)
        return
    with _mounted("--bind", str(folder), str(folder)):
        _run("mount", "-o", "remount,bind,ro", str(folder))
        yield


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left on the disk of `folder`."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            while _wrote(file.fileno(), size):
                pass
    yield
    filler.unlink()


def _wrote(handle: int, size: int) -> bool:
    try:
        return os.write(handle, b"\0" * size) > 0
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        return False


@contextmanager
def _mounted(*words: str) -> Iterator[None]:
    if problem := _run("mount", *words):
        pytest.skip(f"nothing can be mounted here: {problem}")
    try:
        yield
    finally:
        _run("umount", "--lazy", words[-1])


def _run(*words: str) -> str:
    """What a command complains of; nothing where it succeeds."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError as problem:
        return str(problem)
    return done.stderr.strip() or "refused" if done.returncode else ""
