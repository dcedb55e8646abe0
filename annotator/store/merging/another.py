"""The other database: a copy of its file is opened, so that no byte of the file itself is changed."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import Engine, inspect

from annotator.errors import StoreError
from annotator.store.backup import verified_copy
from annotator.store.engine import open_engine, reading
from annotator.store.upgrade import ready

_BEGINNING = b"SQLite format 3\0"


@contextmanager
def another(file: Path) -> Iterator[Engine]:
    """The database in `file`, brought to this version. Raises StoreError where it is none, or newer."""
    _check_kind(file)
    with TemporaryDirectory(prefix="annotator-merge-") as folder:
        copy = Path(folder) / file.name
        _copy(file, copy)
        engine = open_engine(f"sqlite:///{copy}")
        try:
            _make_ready(file, engine)
            yield engine
        except StoreError as problem:
            if str(copy) not in str(problem):
                raise
            sentence = str(problem).replace(str(copy), str(file))
            raise StoreError(sentence) from problem
        finally:
            engine.dispose()


def _check_kind(file: Path) -> None:
    try:
        with file.open("rb") as stream:
            beginning = stream.read(len(_BEGINNING))
    except OSError as problem:
        raise StoreError(f"{file} cannot be read ({problem.strerror}); nothing of it was merged") from problem
    if beginning != _BEGINNING:
        raise StoreError(f"{file} is not a database of this program; name a file that annotator bundle made")


def _copy(file: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True)) as source:
            source.execute("SELECT 1 FROM sqlite_master").fetchone()
        verified_copy(file, copy)
    except (sqlite3.Error, StoreError):
        _copy_as_it_lies(file, copy)


def _copy_as_it_lies(file: Path, copy: Path) -> None:
    # SQLite opens no file with a write-ahead log in a folder that cannot be written, such as one on a disc.
    raw = copy.with_name("raw")
    try:
        for end in ("", "-wal"):
            if (source := file.with_name(file.name + end)).exists():
                shutil.copyfile(source, raw.with_name(raw.name + end))
        copy.unlink(missing_ok=True)
        verified_copy(raw, copy)
    except (OSError, StoreError) as problem:
        raise StoreError(
            f"{file} is damaged; copy it again from where it was made; nothing of it was merged"
        ) from problem


def _make_ready(file: Path, engine: Engine) -> None:
    try:
        with reading(engine) as connection:
            if not inspect(connection).get_table_names():
                raise StoreError(f"{file} is empty; name a file that annotator bundle made")
        ready(engine)
        with reading(engine) as connection:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StoreError(f"{file} is damaged; copy it again from where it was made")
    except StoreError as problem:
        raise StoreError(f"{problem}; nothing of it was merged") from problem
