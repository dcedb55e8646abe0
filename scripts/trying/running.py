"""Running one block: a script in a shell of its own, in a terminal where its commands show a screen.

From block to block of a page the variables, the current folder and the Python that was run before are kept.
"""

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.documenting.pages import Block
from tests.terminal import KEYS, Pty

PATIENCE = 300.0  # seconds that a block may take
UNTIL = "until:"  # a program without a screen is known by a word
_QUIET = 0.4  # seconds without a new byte: the program waits for a key
_SCREEN = b"\x1b[?1049h"
_SHELL = """
set -eo pipefail
[ ! -f "$STATE/env" ] || . "$STATE/env"
[ ! -f "$STATE/pwd" ] || cd "$(cat "$STATE/pwd")"
trap 'declare -px >"$STATE/env"; pwd >"$STATE/pwd"' EXIT
"""


class Ran(NamedTuple):
    """How a block ended, and what it said."""

    status: int
    said: str


class Runner:
    """Runs the blocks of one page in `place`. What it keeps between them lies in `state`."""

    def __init__(self, place: Path, state: Path, env: dict[str, str]) -> None:
        self.place, self.state = place, state
        self.env = env | {"STATE": str(state)}
        self._python: list[str] = []
        state.mkdir(parents=True, exist_ok=True)

    def run(self, block: Block) -> Ran:
        """Run a block, what is to come before it first."""
        lines = [*block.all("before"), block.text]
        if block.language == "python":
            self._python += lines  # what earlier blocks of the page made is there
            (self.state / "block.py").write_text("\n".join(self._python), "utf-8")
            lines = ['python "$STATE/block.py"']
        script = self.state / "block.sh"
        script.write_text("\n".join((_SHELL, *lines)), "utf-8")
        keys = block.one("screen")
        command = ("bash", str(script))
        return self._plainly(command) if keys is None else self._at_screen(command, keys)

    def _plainly(self, command: Sequence[str]) -> Ran:
        try:
            done = subprocess.run(
                command, cwd=self.place, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            return Ran(124, f"{(late.stdout or b'').decode()}\nnot ended within {PATIENCE:g} s")
        return Ran(done.returncode, done.stdout.decode(errors="replace"))

    def _at_screen(self, command: Sequence[str], keys: str) -> Ran:
        """In a terminal, pressing the keys of each screen once it waits for them."""
        terminal = Pty(command, (100, 30), self.env, self.place)
        deadline = time.monotonic() + PATIENCE
        try:
            groups = [group.split() for group in keys.split("|")]
            for n, group in enumerate(_endless(groups), 1):
                if group[0].startswith(UNTIL):
                    if n > len(groups):  # what it says once does not say that it waits again
                        break
                elif not _reached(terminal, n, deadline):
                    break
                for key in group:
                    _press(terminal, key)
            status = terminal.wait_end(max(1.0, deadline - time.monotonic()))
            return Ran(status, terminal.screen())
        except AssertionError as late:
            return Ran(124, str(late))
        finally:
            terminal.close()


def _endless(groups: Sequence[list[str]]) -> Iterator[list[str]]:
    """The keys of each screen; the last ones are for all that follow."""
    yield from groups
    while True:
        yield groups[-1]


def _reached(terminal: Pty, n: int, deadline: float) -> bool:
    """Wait for the `n`th screen; False where the block ended before it."""
    while terminal.raw.count(_SCREEN) < n:
        if not terminal.pump(0.1):
            return False
        if time.monotonic() > deadline:
            raise AssertionError(f"no screen within {PATIENCE:g} s:\n{terminal.screen()}")
    return True


def _press(terminal: Pty, key: str) -> None:
    """Press a key, type a word, or (until:WORD) wait for a word."""
    if key.startswith(UNTIL):
        terminal.wait(key.removeprefix(UNTIL), 60.0)
        return
    _settle(terminal)
    if len(key) > 1 and key not in KEYS:
        terminal.type(key)
    else:
        terminal.press(key)


def _settle(terminal: Pty) -> None:
    """Wait until the program has drawn what it had to."""
    seen = -1
    while seen != len(terminal.raw):
        seen = len(terminal.raw)
        time.sleep(_QUIET)
        terminal.pump(0)
