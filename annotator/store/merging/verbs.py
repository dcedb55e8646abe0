"""The verbs of databases that come together: take another in, hand a part out, say it all in one number."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from annotator.errors import StoreError
from annotator.store import digest
from annotator.store import tables as t
from annotator.store.backup import Watch, copied, unwatched
from annotator.store.bundle_table import Marker, marker
from annotator.store.database import Database
from annotator.store.digest import Digest
from annotator.store.engine import reading
from annotator.store.merging.another import another
from annotator.store.merging.bundling import Bundled, bundle
from annotator.store.merging.merge import Merging
from annotator.store.merging.values import Merged


class _Enough(Exception):
    """What was tried is undone."""

    def __init__(self, merged: Merged) -> None:
        self.merged = merged


class Done(NamedTuple):
    """What one file brought, and the copy of the database as it was before, where one was kept."""

    merged: Merged
    copy: Path | None


class Together(Database):
    """A database that gives work away and takes it back in."""

    def digest(self) -> Digest:
        """The digest of all that is here: equal for two databases that say the same."""
        with reading(self._engine) as connection:
            return digest.digest(connection)

    def merge(
        self, file: Path, *, dry_run: bool = False, keep_copy: bool = True, watch: Watch = unwatched
    ) -> Done:
        """Take in the database in `file`, all of it or nothing; `dry_run`: say what it would come to.

        The order of files, and how often each is taken in, make no difference. `keep_copy`: a verified copy
        of an SQLite database is kept beside it where anything changes. `watch` is told of new events
        that were read. Raises StoreError.
        """
        with another(file) as engine, reading(engine) as theirs:
            about = marker(theirs)
            try:
                with self._writing() as ours, copied(self._engine, "before-merge") as copy:
                    merged = Merging(ours, self._keys, theirs, file.name, about, self._now(), watch).run()
                    if dry_run:
                        raise _Enough(merged)
                    return Done(merged, _kept(copy, merged, keep_copy))
            except _Enough as tried:
                return Done(tried.merged, None)
            except (ValueError, KeyError) as problem:
                raise StoreError(f"{file.name} is damaged ({problem}); nothing of it was merged") from problem

    def bundle(self, owner: str, file: Path, articles: Sequence[str] | None = None) -> Bundled:
        """Make `file`, a database of its own, for one person: these articles, else what they have to do.

        It holds nothing that others say. Raises StoreError where nobody is called so, or the file is there.
        """
        with reading(self._engine) as connection:
            at = self._now()
            begin = Marker(owner, Path(self.name).name, at, "", self._scheme, self._guideline)
            return bundle(connection, self._keys, begin, file, articles)

    def handed_out(self) -> tuple[Marker, str, str] | None:
        """Of a bundle, what it says of itself, and the texts of its scheme and guideline; else None."""
        with reading(self._engine) as connection:
            found = marker(connection)
            if found is None:
                return None
            texts = (
                connection.scalar(select(table.c.text).where(table.c.digest == digest))
                for table, digest in ((t.scheme, found.scheme), (t.guideline, found.guideline))
            )
            scheme, guideline = (text or "" for text in texts)
            return found, scheme, guideline


def _kept(copy: Path | None, merged: Merged, wanted: bool) -> Path | None:
    """Where nothing was new there is nothing to go back from."""
    if copy is not None and not (wanted and replace(merged, known=0) != _nothing(merged)):
        copy.unlink()
        return None
    return copy


def _nothing(merged: Merged) -> Merged:
    return Merged(merged.file, merged.owner)
