"""How the program of one person is started: the ordinary command, with a name that the server gives."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# What would tell a program about the terminal in which the server was started, or whose work it is.
_NOT_THEIRS = (
    "ANNOTATOR_NAME", "COLUMNS", "LINES", "NO_COLOR", "STY", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Programs:
    """The project in which everybody works. The database may be an address with a password, so it goes
    by the environment: a command line can be read by all of a machine."""

    folder: Path
    database: str
    environment: Mapping[str, str] = field(repr=False)

    def command(self, name: str) -> list[str]:
        """What `name` runs. Another session of the same person is taken over: nobody is there to be asked."""
        words = ["--project", str(self.folder), "annotate", f"--as={name}", "--take-over"]
        return [sys.executable, "-m", "annotator", *words]

    def variables(self) -> dict[str, str]:
        """The environment of a program on a page: a terminal of all colours."""
        kept = {name: value for name, value in self.environment.items() if name not in _NOT_THEIRS}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "ANNOTATOR_DB": self.database}
        return kept | terminal
