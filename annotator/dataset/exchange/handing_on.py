"""Documents to a foreign format's file or folder, whole or not at all, and what of them it could not hold."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.disk import sync
from annotator.errors import AnnotatorError, UsageError
from annotator.formats.document import Document
from annotator.formats.holding import Losses
from annotator.formats.registry import Format


def hand_on(format: Format, documents: Iterable[Document], to: Path, named: int | None = None) -> Losses:
    """Write what `format` holds of `documents` at `to`; what it does not hold, `named` of each kind by id.

    A file of that name is replaced once all of the new one is on disk; a folder has to be new or empty.
    Raises UsageError and AnnotatorError, and then `to` is as it was.
    """
    losses = Losses(named)
    _check(format, to)
    try:
        with _beside(to, format.suffix) as made:
            format.write(_held(format, documents, losses), made)
            _put(made, to)
    except OSError as problem:
        raise AnnotatorError(
            f"{to} could not be written ({problem.strerror}); mend that and export again"
        ) from problem
    return losses


def _held(format: Format, documents: Iterable[Document], losses: Losses) -> Iterator[Document]:
    for document in documents:
        held = format.held(document)
        losses.compare(document, held)
        yield held


def _check(format: Format, to: Path) -> None:
    if not to.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {to.absolute().parent}; make it first")
    if format.folder and to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError(f"{to} is there and not empty, and {format.name} writes a folder; name a new one")
    if not format.folder and to.is_dir():
        raise UsageError(f"{to} is a folder, and {format.name} writes one file; name a file in it")


@contextmanager
def _beside(to: Path, suffix: str) -> Iterator[Path]:
    """A path on the same disk that nothing is at; what is put there goes when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix=f".{to.name[:80]}.", suffix=".part", dir=to.absolute().parent))
    try:
        yield folder / f"made{suffix}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(made: Path, to: Path) -> None:
    for path in [made, *made.rglob("*")] if made.is_dir() else [made]:
        sync(path)
    if made.is_dir() and to.is_dir():
        to.rmdir()
    os.replace(made, os.path.realpath(to))
