"""What annotator doctor looks at: the disk under the database."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from annotator.cli.examining import Finding, look, ok, wrong

LITTLE, MUCH_TOO_LITTLE = 500_000_000, 20_000_000  # bytes of free space
_DISTANT = frozenset(  # as Linux names them
    [
        "9p",
        "afs",
        "ceph",
        "cifs",
        "drvfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    ]
)
_ON_THIS_MACHINE = "move the project to a disk of this machine, or take PostgreSQL: docs/postgresql.md"

# Another process asks for the same lock: within one, SQLite's kind of lock is always free.
_ASKS = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def folder(where: Path) -> Iterator[Finding]:
    """Whether a database can be kept there: rights, room, locks, write-ahead logs."""
    if not os.access(where, os.W_OK | os.X_OK):
        yield wrong("folder", f"{where} cannot be written", f"chmod u+rwx {where}, or ask whose it is")
        return
    kind = file_system(where)
    if kind in _DISTANT or kind.startswith("fuse"):
        yield look("file system", f"{kind}: write-ahead logs and locks may not hold there", _ON_THIS_MACHINE)
    yield room(where, shutil.disk_usage(where).free)
    try:
        with tempfile.TemporaryDirectory(prefix=".annotator-doctor-", dir=where) as trial:
            yield locks(Path(trial))
            yield write_ahead(Path(trial))
    except OSError as problem:
        yield wrong("folder", f"{where} takes no files ({problem.strerror})", _ON_THIS_MACHINE)


def room(where: Path, free: int) -> Finding:
    """Whether there is space left."""
    words, mend = f"{free / 1e9:,.1f} GB are free in {where}", "make room: each action must be written"
    if free < MUCH_TOO_LITTLE:
        return wrong("space", words, mend)
    return (
        look("space", words, "make room: a backup takes as much as the database")
        if free < LITTLE
        else ok("space", words)
    )


def file_system(where: Path, table: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system that a folder is on, as Linux names it; elsewhere empty."""
    try:
        lines = table.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        words, _, rest = line.partition(" - ")
        mounted = words.split()[4].replace("\\040", " ")
        if len(mounted) >= best and where.resolve().is_relative_to(mounted):
            best, kind = len(mounted), rest.split()[0]
    return kind


def locks(trial: Path) -> Finding:
    """Whether who holds a lock holds it against others."""
    import fcntl

    file = trial / "lock"
    with file.open("w+b") as held:
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            return wrong("locks", f"there are none ({problem.strerror})", _ON_THIS_MACHINE)
        done = subprocess.run([sys.executable, "-SEc", _ASKS, file], capture_output=True, check=False)
    if done.returncode == 0:
        return wrong("locks", "two programs hold the same one at once", _ON_THIS_MACHINE)
    return ok("locks", "hold")


def write_ahead(trial: Path) -> Finding:
    """Whether SQLite can keep a write-ahead log there."""
    try:
        with closing(sqlite3.connect(trial / "trial.db")) as connection:
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            connection.execute("CREATE TABLE trial (n)")
    except sqlite3.Error as problem:
        return wrong("write-ahead", f"logs cannot be kept ({problem})", _ON_THIS_MACHINE)
    if mode != "wal":
        return wrong("write-ahead", "logs cannot be kept: there is no shared memory", _ON_THIS_MACHINE)
    return ok("write-ahead", "logs can be kept")
