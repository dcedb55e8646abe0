"""Documents to a foreign format's file or folder, whole or not at all, and what of them it could not hold."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.disk import beside, sync
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
        with beside(to.absolute()) as folder:
            made = folder / f"made{format.suffix}"
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


def _put(made: Path, to: Path) -> None:
    for path in [made, *made.rglob("*")] if made.is_dir() else [made]:
        sync(path)
    if made.is_dir() and to.is_dir():
        to.rmdir()
    os.replace(made, os.path.realpath(to))
