"""The Pythons of this machine that the program promises to run on."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

SERVED = ((3, 11), (3, 12), (3, 13), (3, 14))
Version = tuple[int, ...]
_PLACES = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
_PROBE = "import ensurepip, sqlite3, ssl, sys, venv; print(*sys.version_info[:3])"  # one may be built without


def pythons(more: Iterable[str] = ()) -> dict[Version, Path]:
    """(3, 11, 7) -> its command, the oldest first; of two of one minor version the first that is found.

    Looked at are `more`, PATH, the usual places, and what pyenv and uv have installed.
    """
    found: dict[Version, tuple[Version, Path]] = {}
    for command in (*map(Path, more), *_candidates()):
        version = _asked(command)
        if version is not None and version[:2] in SERVED:
            found.setdefault(version[:2], (version, command))
    return dict(sorted(found.values()))


def _candidates() -> Iterator[Path]:
    path = os.pathsep.join((os.environ.get("PATH", ""), *_PLACES))
    names = [f"python{major}.{minor}" for major, minor in SERVED]
    for name in names:
        if command := shutil.which(name, path=path):
            yield Path(command)
    yield from sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"))
    if uv := shutil.which("uv"):
        for name in names:
            asked = [uv, "python", "find", "--no-project", "--no-python-downloads", name]
            done = subprocess.run(asked, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                yield Path(done.stdout.strip())


def _asked(command: Path) -> Version | None:
    """The version of a Python that has what the program needs, else None."""
    if not command.is_file():
        return None
    done = subprocess.run(
        [command, "-I", "-c", _PROBE], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else None
