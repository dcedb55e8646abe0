"""From what somebody calls a database to an address that the store opens."""

import re
from pathlib import Path

from annotator.errors import UsageError

_SQLITE = re.compile(r"(?P<head>sqlite(?:\+\w+)?:///)(?P<path>[^?]+)(?P<query>\?.*)?")
# In an address a % begins an escape, and a ? the settings.
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in "%?"}


def address(word: str, base: Path) -> tuple[str, Path | None]:
    """(address for the store, SQLite file) of a file name or an address, file names read from `base`."""
    found = _SQLITE.fullmatch(word)
    if "://" in word and (found is None or found["path"] == ":memory:"):
        return word, None
    file = base / Path(found["path"] if found else word).expanduser()
    if "\0" in str(file):
        raise UsageError(f"the name of the database {file} has a NUL character in it; choose another name")
    head, query = (found["head"], found["query"] or "") if found else ("sqlite:///", "")
    return f"{head}{str(file).translate(_ESCAPES)}{query}", file
