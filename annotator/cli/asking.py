"""Questions to the terminal itself, by where its cursor stands afterwards. Nobody waits for a silent one."""

import os
import re
import select
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager

SILENT_S = 1.0  # after which a terminal is taken not to answer; over a slow line an answer takes half of that
_CURSOR = re.compile(rb"\x1b\[(\d+);(\d+)R")
_MODE = re.compile(rb"\x1b\[\?1006;(\d)\$y")
_ASK_CURSOR = b"\x1b[6n"
_ASK_MOUSE = b"\x1b[?1006$p"  # DECRQM: whether it knows the mouse's coordinates as SGR


class Asked:
    """A terminal whose input goes to us. Made by `asked`."""

    def __init__(self, reads: int, writes: int, patience: float) -> None:
        self._reads, self._writes, self._patience = reads, writes, patience

    def width(self, text: str) -> int | None:
        """The columns that `text` takes at the beginning of a line; None: it does not answer."""
        said = self._answer(b"\r" + text.encode("utf-8") + _ASK_CURSOR)
        os.write(self._writes, b"\r\x1b[K")
        found = _CURSOR.search(said)
        return int(found[2]) - 1 if found else None

    def mouse(self) -> bool | None:
        """Whether it reports the mouse; None: it does not say."""
        found = _MODE.search(self._answer(_ASK_MOUSE + _ASK_CURSOR))
        return found[1] != b"0" if found else None

    def _answer(self, question: bytes) -> bytes:
        """What comes until the cursor is known: the last question, which every terminal answers."""
        os.write(self._writes, question)
        said, end = b"", time.monotonic() + self._patience
        while not _CURSOR.search(said):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._reads], [], [], left)[0]:
                break
            if not (more := os.read(self._reads, 1000)):
                break
            said += more
        return said


@contextmanager
def asked(reads: int, writes: int, patience: float = SILENT_S) -> Iterator[Asked]:
    """A terminal that does not show what it answers; afterwards it is as it was.

    Raises OSError, termios.error.
    """
    before = termios.tcgetattr(reads)
    tty.setcbreak(reads, termios.TCSANOW)
    try:
        yield Asked(reads, writes, patience)
    finally:
        termios.tcsetattr(reads, termios.TCSAFLUSH, before)  # what comes too late is not typed into the shell
