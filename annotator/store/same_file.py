"""That a database is still the file that has its name: what is written to another one is lost with it."""

import os
from dataclasses import dataclass

from annotator.errors import StoreError


@dataclass
class SameFile:
    """The file of an SQLite database, as it was when it was opened first. A look costs two microseconds."""

    name: str
    _opened: tuple[int, int] | None = None  # device and inode

    def opened(self) -> None:
        """A connection was made."""
        if self._opened is None:
            self._opened = self._now()

    def check(self) -> None:
        """Raises StoreError where the name belongs to no file now, or to another: SQLite would not notice."""
        now = self._now()
        if now == self._opened:
            return
        if now is None:
            raise StoreError(
                f"the database {self.name} was removed or renamed while it was open: nothing can be saved; "
                "put it back, or leave and restore a backup"
            )
        raise StoreError(
            f"the database {self.name} was replaced by another file while it was open; leave and start again"
        )

    def _now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.name)
        except OSError:
            return None
        return found.st_dev, found.st_ino
