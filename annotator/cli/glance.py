"""A database's file opened by sqlite3 alone: for what has to be quick, or where the file may be no good."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def glance(file: Path, patience: float) -> Iterator[sqlite3.Connection]:
    """The file, to read from; others may write meanwhile. `patience`: seconds. Raises sqlite3.Error.

    Opened as if to write, and kept from writing: who opens a file to read alone leaves its two companions
    behind, which may then be of a user whom others cannot follow.
    """
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=patience)) as connection:
        connection.execute("PRAGMA query_only=ON")
        yield connection
