"""Paths into files: folders are walked in sorted order, and what cannot be opened is said."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import InputError
from annotator.ingest.incoming import refused
from annotator.ingest.readers import READERS

_KINDS = ", ".join(sorted(READERS))


def files(path: Path) -> Iterator[Path | InputError]:
    """The article files that `path` names: itself, or all below it whose kind is known."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as problem:
        yield unreadable(path, problem)
        return
    if stat.S_ISDIR(mode):
        yield from _below(path)
    elif not stat.S_ISREG(mode):
        yield refused(
            str(path), "it is not a regular file", "name a file or a folder, or - for the standard input"
        )
    elif path.suffix.lower() not in READERS:
        yield refused(str(path), "it is no kind of file that holds articles", f"use one of {_KINDS}")
    else:
        yield path


def unreadable(path: Path, problem: OSError | ValueError) -> InputError:
    """The sentence for a path that the system refuses."""
    match problem:
        case FileNotFoundError():
            return refused(str(path), "there is no such file", "check the name")
        case PermissionError():
            return refused(str(path), "you may not read it", "change its permissions or leave it out")
        case OSError():
            return refused(
                str(path), f"it cannot be read ({problem.strerror or problem})", "copy it elsewhere"
            )
        case _:
            return refused(str(path), "this cannot be a file's name", "check the name")


def _below(folder: Path) -> Iterator[Path | InputError]:
    """Known kinds of file below a folder, files and folders by name; hidden ones are left out."""
    root = os.path.realpath(folder)
    waiting: list[Path | InputError] = [folder]  # the next one last
    empty = True
    while waiting:
        path = waiting.pop()
        if isinstance(path, Path) and (path is folder or (os.path.isdir(path) and not os.path.islink(path))):
            try:
                entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
            except OSError as problem:
                waiting.append(unreadable(path, problem))
                continue
            waiting.extend(found for entry in entries if (found := _entry(path, entry, root)))
        else:
            empty = False
            yield path
    if empty:
        yield refused(str(folder), "the folder holds no article", f"put one of these into it: {_KINDS}")


def _entry(here: Path, entry: os.DirEntry[str], root: str) -> Path | InputError | None:
    """What to do with an entry of a folder: read or walk it, complain of it, or pass it over."""
    path = here / entry.name
    folder = os.path.isdir(path)
    if entry.name.startswith(".") or not (folder or path.suffix.lower() in READERS):
        return None
    if not entry.is_symlink():
        return path
    place = Path(os.path.realpath(path))
    if not place.is_relative_to(root):
        return refused(str(path), "it is a link to a place outside the folder", "name that place itself")
    return None if folder else path  # a folder inside is walked under its own name
