"""Real terminals for the tests: a pty whose screen pyte keeps, and a private tmux server.

Both wait on facts with a deadline, never on time alone. Keys have Textual's names ("enter", "ctrl+x",
"pageup"); any other string of one character is itself.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte

SIZE = (80, 24)  # columns, rows: the smallest that the screen promises to work at
PATIENCE = 20.0  # seconds for a fact to come true; only a failing test waits as long

# What a terminal sends, and what tmux calls it.
KEYS = {
    "enter": ("\r", "Enter"),
    "tab": ("\t", "Tab"),
    "shift+tab": ("\x1b[Z", "BTab"),
    "escape": ("\x1b", "Escape"),
    "space": (" ", "Space"),
    "backspace": ("\x7f", "BSpace"),
    "delete": ("\x1b[3~", "DC"),
    "up": ("\x1b[A", "Up"),
    "down": ("\x1b[B", "Down"),
    "right": ("\x1b[C", "Right"),
    "left": ("\x1b[D", "Left"),
    "home": ("\x1b[H", "Home"),
    "end": ("\x1b[F", "End"),
    "pageup": ("\x1b[5~", "PageUp"),
    "pagedown": ("\x1b[6~", "PageDown"),
    "f1": ("\x1bOP", "F1"),
    "f2": ("\x1bOQ", "F2"),
} | {f"ctrl+{c}": (chr(ord(c) - 96), f"C-{c}") for c in "abcdefghijklmnopqrstuvwxyz"}

# These would change what a program draws, or say that it runs in another terminal.
UNWANTED = (
    "CI", "COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "TERM_PROGRAM", "TMUX", "TMUX_PANE",
)  # fmt: skip


def wait_for(fact: Callable[[], bool], seconds: float, tell: Callable[[], str], every: float = 0.02) -> None:
    """Return as soon as `fact` holds; AssertionError with what `tell` says after `seconds`."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, f"not so within {seconds:g} s:\n{tell()}"
        time.sleep(every)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a program in a plain terminal sees, whatever the tests themselves run in."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"} | dict(extra or {})


class Terminal(ABC):
    """What the two have in common."""

    @abstractmethod
    def screen(self) -> str:
        """The screen as it stands, a line a row."""

    def wait(self, fact: str | Callable[[str], bool], seconds: float = PATIENCE) -> str:
        """The screen, once it shows the words `fact` (or satisfies it)."""
        holds = fact if callable(fact) else lambda screen: fact in screen
        wait_for(lambda: holds(self.screen()), seconds, lambda: f"{fact!r} on this screen:\n{self.screen()}")
        return self.screen()


class Pty(Terminal):
    """A program in a pseudo terminal. `raw` is every byte it wrote, `status` its exit code once it ended."""

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = SIZE,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        columns, rows = size
        self.raw = bytearray()
        self.status: int | None = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0], list(command[1:]), None, cwd=cwd, env=environment(env), dimensions=(rows, columns)
        )
        self._child.delaybeforesend = None
        assert self._child.pid
        self.pid: int = self._child.pid

    def pump(self, seconds: float = 0.02) -> bool:
        """Take in what was written, waiting at most `seconds` for the first of it; False at its end."""
        try:
            while True:
                data = self._child.read_nonblocking(65536, seconds)
                self.raw += data
                self._stream.feed(data)
                seconds = 0
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False

    def screen(self) -> str:
        self.pump()
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, counted from 0."""
        return self._screen.cursor.x, self._screen.cursor.y

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._child.send("".join(KEYS[key][0] if key in KEYS else key for key in keys).encode())

    def type(self, text: str) -> None:
        """Type `text` as it stands."""
        self._child.send(text.encode())

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send the program a signal, by default the one that it cannot handle."""
        self._child.kill(number)

    def hang_up(self) -> int:
        """Close the terminal, and wait until its program has ended: as `wait_end`."""
        os.close(self._child.child_fd)
        self._child.child_fd = -1
        self._child.closed = True
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._child.terminated = True
        return self.status

    def wait_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended; its exit code, or minus the signal that ended it."""
        wait_for(lambda: not self.pump(), seconds, lambda: f"it still runs:\n{self.screen()}")
        self._child.wait()
        signalled = self._child.signalstatus
        self.status = -signalled if signalled is not None else self._child.exitstatus
        assert self.status is not None
        return self.status

    def close(self) -> None:
        if self._child.closed:
            return
        if self._child.isalive():
            self.kill()  # pexpect would try three kinder signals first, and wait for each
        self._child.close(force=True)


# tmux's own #{pane_dead_status} stays empty now and then (6 of 20 runs on a busy machine): a shell notes it.
NOTE_STATUS = '"$@"; echo $? >"$0.new"; mv "$0.new" "$0"'


class Tmux(Terminal):
    """A program in a private tmux server, as annotators have it over SSH."""

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = SIZE,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tmux-", dir="/tmp"))  # a socket's path must be short
        self._env = environment(env)
        columns, rows = size
        self(
            "-f", "/dev/null",
            "set-option", "-g", "remain-on-exit", "on", ";",
            "set-option", "-s", "escape-time", "0", ";",
            "new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", str(cwd or Path.cwd()),
            "/bin/sh", "-c", NOTE_STATUS, str(self._folder / "status"), *command,
        )  # fmt: skip

    def __call__(self, *words: str) -> str:
        """Run one tmux command; its output."""
        done = subprocess.run(
            ["tmux", "-S", self._folder / "socket", "-u", *words],
            capture_output=True, text=True, env=self._env, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"tmux {' '.join(words)}: {done.stderr}"
        return done.stdout

    def screen(self) -> str:
        return self("capture-pane", "-p").rstrip("\n")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            if key in KEYS:
                self("send-keys", KEYS[key][1])
            else:
                self.type(key)

    def type(self, text: str) -> None:
        """Type `text` as it stands."""
        self("send-keys", "-l", "--", text)

    def resize(self, columns: int, rows: int) -> None:
        self("resize-window", "-x", str(columns), "-y", str(rows))

    def wait_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended; its exit code, or minus the signal that ended it."""
        status = self._folder / "status"
        wait_for(status.exists, seconds, lambda: f"it still runs:\n{self.screen()}")
        code = int(status.read_text())
        return code if code < 128 else 128 - code

    def close(self) -> None:
        kill = ["tmux", "-S", str(self._folder / "socket"), "kill-server"]
        subprocess.run(kill, capture_output=True, check=False)
        shutil.rmtree(self._folder, ignore_errors=True)
