"""What the tests of reading share."""

from pathlib import Path

from annotator.errors import InputError
from annotator.ingest.incoming import LIMIT, Incoming
from annotator.ingest.read import read


def all_of(*paths: Path | str, limit: int = LIMIT) -> list[Incoming | InputError]:
    """Everything that reading `paths` gives."""
    return list(read(paths, limit=limit))


def one(path: Path | str, limit: int = LIMIT) -> Incoming:
    """The only article of `path`."""
    (found,) = all_of(path, limit=limit)
    assert isinstance(found, Incoming), found
    return found


def refusal(path: Path | str, limit: int = LIMIT) -> str:
    """Why nothing of `path` can be used."""
    (found,) = all_of(path, limit=limit)
    assert isinstance(found, InputError), found
    return str(found)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content, byte for byte."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
