"""What is kept of an error that nobody foresaw."""

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from annotator import __version__
from annotator.config import DATABASE, FILE, project_folder
from annotator.errors import UsageError

LOG = "annotator-error.log"
_PASSWORD = re.compile(r"(://[^:@/\s]*:)\S*(?=@)|([?&]password=)[^&\s'\"]*", re.IGNORECASE)


def kept(problem: BaseException, words: Sequence[str]) -> str:
    """Write the traceback of `problem` to a file; the end of a sentence that says where it is.

    `words` is the command line. The file is the project's log where there is a project, else a new one in
    the system's folder for such things. Passwords in addresses are left out.
    """
    version = ".".join(map(str, sys.version_info[:3]))
    head = f"{datetime.now(UTC).isoformat()} annotator {__version__}, Python {version}, {sys.platform}"
    text = f"{head}\nannotator {' '.join(words)}\n{''.join(traceback.format_exception(problem))}\n"
    file = _written(_PASSWORD.sub(r"\1\2...", text), _project(words))
    return f"please report it with the file {file}" if file else "its details could not be kept in any file"


def _project(words: Sequence[str]) -> str | None:
    joined = next((word.partition("=")[2] for word in words if word.startswith("--project=")), None)
    return words[words.index("--project") + 1] if "--project" in words[:-1] else joined


def _private(name: str, flags: int) -> int:
    """A message may quote an article."""
    return os.open(name, flags, 0o600)


def _written(text: str, project: str | None) -> Path | None:
    data = text.encode("utf-8", "backslashreplace")
    try:
        folder = project_folder(project, os.environ)
        if (folder / FILE).exists() or (folder / DATABASE).exists():
            with open(folder / LOG, "ab", opener=_private) as log:
                log.write(data)
            return folder / LOG
    except (OSError, UsageError):
        pass  # then the system's folder has to do
    try:
        handle, name = tempfile.mkstemp(prefix="annotator-", suffix=".log")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        return None
    return Path(name)
