"""A program in a pseudo terminal, and when it answered a key.

The terminal is plain: 80x24, xterm-256color, and like many it answers no query, so that no program is told
of synchronised output. What a key costs is counted from the write of the key to the last byte that came
before QUIET seconds of silence; the silence itself is not counted. Bytes that come later than that are
kept: `late` says how often, and a figure with many of them is not to be trusted.
"""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

COLUMNS, ROWS = 80, 24
QUIET = 0.08  # seconds; a screen that paints at 60 Hz is silent no longer than .017 between two paints
PATIENCE = 30.0  # seconds for a first byte
POLL = 0.001  # seconds between two looks at what a key does elsewhere

# What this terminal is not, and settings of the person who measures. Without byte code (which
# PYTHONDONTWRITEBYTECODE may forbid) each start would compile everything anew.
_UNWANTED = ("CI", "COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "TERM_PROGRAM", "TMUX")
_PREFIXES = ("ANNOTATOR_", "PYTHON")
_MOVES = re.compile(rb"\x1b\[(\d+);\d+H")


class NoAnswerError(Exception):
    """A program wrote nothing, or not what it should have."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a key: seconds to the last byte, and until `seen` held; CPU seconds, where it is told."""

    seconds: float
    raw: bytes
    seen: float | None
    cpu: float | None

    @property
    def rows(self) -> set[int]:
        """The rows of the screen that were painted, counted from 1."""
        return {int(row) for row in _MOVES.findall(self.raw)}


class Terminal:
    """One running program. Use it as a context."""

    def __init__(self, command: Sequence[str]) -> None:
        self._fd, inside = os.openpty()
        self._size(COLUMNS)
        self.late = 0  # keys after which bytes came later than QUIET
        self._last = b""
        self.started = perf_counter()
        self._process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment(), start_new_session=True
        )
        os.close(inside)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._fd)

    def until(self, words: bytes) -> float:
        """Seconds from exec until `words` were written. Raises NoAnswerError."""
        raw = b""
        while words not in raw:
            data = self._read(PATIENCE)
            if not data:
                raise NoAnswerError(f"it did not write {words!r}; its last: {self._last!r}")
            raw += data
        return perf_counter() - self.started

    def settle(self, quiet: float = 0.5) -> bytes:
        """Wait until nothing was written for `quiet` seconds; what was."""
        raw = b""
        while data := self._read(quiet):
            raw += data
        return raw

    def repainted(self) -> bytes:
        """What the program writes where the terminal was a column narrower for a moment: the whole screen."""
        for columns in (COLUMNS - 1, COLUMNS):
            self._size(columns)
            self._process.send_signal(signal.SIGWINCH)  # it is not the shell of this terminal
            written = self.settle()
        return written

    def _size(self, columns: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))

    def type(self, keys: str) -> None:
        """Send keys without waiting for what comes of them; what was written so far is read away."""
        os.write(self._fd, keys.encode())
        while self._read(0.01):
            pass

    def end(self) -> None:
        """Wait until the program has left. Raises NoAnswerError where it does not, or not well."""
        with suppress(NoAnswerError):
            while self._read(PATIENCE):
                pass
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise NoAnswerError(f"it did not end; its last: {self._last!r}") from None
        if status:
            raise NoAnswerError(f"it ended with {status}; its last: {self._last!r}")

    def press(self, key: str, seen: Callable[[], bool] | None = None) -> Reply:
        """Press a key. `seen` is asked every POLL seconds until it holds. Raises NoAnswerError."""
        if self._read(0):
            self.late += 1
            self.settle(QUIET)
        used = self._cpu()
        begun = perf_counter()
        os.write(self._fd, key.encode())
        raw, last, when = b"", None, None
        while True:
            patience = QUIET - (perf_counter() - last) if last else PATIENCE - (perf_counter() - begun)
            if patience <= 0:
                break
            data = self._read(patience if seen is None or when else min(patience, POLL))
            if data:
                raw, last = raw + data, perf_counter()
            if seen is not None and when is None and seen():
                when = perf_counter() - begun
        if last is None:
            raise NoAnswerError(f"it wrote nothing after the key {key!r}; its last: {self._last!r}")
        now = self._cpu()
        return Reply(last - begun, raw, when, None if used is None or now is None else now - used)

    def _cpu(self) -> float | None:
        """CPU seconds that the program has used so far; None where the system does not tell."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        try:
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9
        except OSError:
            return None

    def _read(self, patience: float) -> bytes:
        """The next bytes; none where nothing came within `patience` seconds. Raises NoAnswerError."""
        if not select.select([self._fd], [], [], patience)[0]:
            return b""
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # so Linux says that the program has ended; others read nothing
            data = b""
        if not data:
            raise NoAnswerError(f"it has ended; its last: {self._last!r}")
        self._last = (self._last + data)[-600:]
        return data


def environment() -> dict[str, str]:
    """What a program in a plain terminal sees, whatever the benchmark itself runs in."""
    kept = {k: v for k, v in os.environ.items() if k not in _UNWANTED and not k.startswith(_PREFIXES)}
    return kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def annotator() -> list[str]:
    """The command as people start it, else (in an environment without it) as a module."""
    command = Path(sys.executable).with_name("annotator")
    return [str(command)] if command.exists() else [sys.executable, "-m", "annotator"]


def minimal(*words: str) -> list[str]:
    """The command of the minimal Textual app that ours is measured beside."""
    return [sys.executable, "-P", str(Path(__file__).with_name("minimal.py")), *words]
