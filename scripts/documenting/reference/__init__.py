"""docs/reference/, made from the code: what a page says of the program, the program says."""

from collections.abc import Callable
from pathlib import Path

from scripts.documenting.pages import REFERENCE
from scripts.documenting.reference import codes, commands, formats, schemas, scheme, settings

WRITERS: dict[str, Callable[[], str]] = {
    "cli.md": commands.text,
    "exit-codes.md": codes.text,
    "formats.md": formats.text,
    "schemas.md": schemas.text,
    "scheme.md": scheme.text,
    "settings.md": settings.text,
}


def texts() -> dict[Path, str]:
    """Every page of docs/reference/, and what is to stand in it."""
    return {REFERENCE / name: text() for name, text in WRITERS.items()}


def outdated() -> dict[Path, str]:
    """The pages that do not say what the code says, with what is to stand there."""
    return {
        path: text for path, text in texts().items() if not path.is_file() or path.read_text("utf-8") != text
    }
