"""The program behind a page, on a terminal (a pty) of which we hold the other side."""

import asyncio
import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple, Self

from annotator.web import launch
from annotator.web.modes import Modes

LEAVE = b"\x11"  # Ctrl-Q, which leaves from wherever one is and cannot be given to another command
DRAWN = 2.0  # seconds that a program has to draw itself anew
_PIECE = 64 * 1024

Sink = Callable[[bytes], Coroutine[None, None, None]]


class Size(NamedTuple):
    """Of a terminal, in cells."""

    columns: int
    rows: int


class Process:
    """A running program. All that it writes goes to the sink, or nowhere while there is none."""

    def __init__(self, terminal: int, child: asyncio.subprocess.Process) -> None:
        self._terminal: int | None = terminal
        self._child = child
        self._modes = Modes()
        self._sink: Sink | None = None
        self._giving: asyncio.Future[None] | None = None  # to the sink, as long as it has not taken it
        self._shown = False
        self._awaited = b""  # what the program writes once it has drawn itself in another size
        self._drawn = asyncio.Event()
        self._typing = asyncio.Lock()
        self._waiting: set[asyncio.Future[None]] = set()
        self.ended = asyncio.ensure_future(self._run())  # its exit code

    @classmethod
    async def start(cls, command: Sequence[str], size: Size, env: Mapping[str, str]) -> Self:
        """Start `command` (no shell is involved) on a terminal of its own."""
        ours, its = os.openpty()
        with ExitStack() as failed, ExitStack() as started:
            failed.callback(os.close, ours)
            started.callback(os.close, its)
            _quiet(its)
            _resize(ours, size)
            os.set_blocking(ours, False)
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(Path(launch.__file__)), *command),
                stdin=its,
                stdout=its,
                stderr=its,
                start_new_session=True,
                env=env,
            )
            failed.pop_all()
        return cls(ours, child)

    @property
    def pid(self) -> int:
        return self._child.pid

    async def show(self, sink: Sink, size: Size) -> None:
        """From now on write to `sink`, which may know nothing of what was written before."""
        if not self._shown:
            self._shown = True
            self._turn_to(sink)
            self.resize(size)
            return
        await self._draw(size)
        with suppress(ConnectionError):
            await sink(self._modes.again())
        self._turn_to(sink)
        self.resize(size)  # at last all is drawn once more, in this size

    async def _draw(self, size: Size) -> None:
        """Have it drawn a row higher, seen by nobody: the size it has already would be nothing new to it."""
        self._turn_to(None)
        self._drawn.clear()
        self._awaited = b"\x1b[%d;1H" % (size.rows + 1)
        self.resize(Size(size.columns, size.rows + 1))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._drawn.wait(), DRAWN)
        self._awaited = b""

    def hide(self) -> None:
        """Write to nobody."""
        self._turn_to(None)

    def _turn_to(self, sink: Sink | None) -> None:
        """Whom to write to from now on. What another has not taken yet is given up: it may never take it."""
        self._sink = sink
        if self._giving is not None:
            self._giving.cancel()

    def resize(self, size: Size) -> None:
        if self._terminal is not None:
            _resize(self._terminal, size)

    async def write(self, data: bytes) -> None:
        """Type `data`; returns when all of it was taken, or the program is over."""
        async with self._typing:
            while data and self._terminal is not None:
                try:
                    data = data[os.write(self._terminal, data) :]
                except BlockingIOError:
                    await self._ready(self._terminal, write=True)
                except OSError:  # it is over
                    return

    async def leave(self, polite: float) -> int:
        """Have it end: by its own key, else by taking its terminal away, else by force. Its exit code."""
        self._turn_to(None)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.write(LEAVE), polite)
        if not await self._is_over(polite):
            self._hang_up()
            if not await self._is_over(polite):
                with suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)
        return await self.ended

    async def _is_over(self, seconds: float) -> bool:
        done, _ = await asyncio.wait([self.ended], timeout=seconds)
        return bool(done)

    async def _run(self) -> int:
        while data := await self._read():
            self._modes.feed(data)
            if self._awaited and self._awaited in data:
                self._drawn.set()
            if self._sink is not None:
                await self._give(self._sink, data)
        code = await self._child.wait()
        self._hang_up()
        return code

    async def _give(self, sink: Sink, data: bytes) -> None:
        giving = self._giving = asyncio.ensure_future(sink(data))
        await asyncio.wait([giving])
        self._giving = None
        if giving.cancelled() or (problem := giving.exception()) is None:
            return
        if not isinstance(problem, ConnectionError):
            raise problem
        self._sink = None if self._sink is sink else self._sink  # the page has gone; another may have come

    async def _read(self) -> bytes:
        """What the program has written; empty when it is over."""
        while self._terminal is not None:
            try:
                return os.read(self._terminal, _PIECE)
            except BlockingIOError:
                await self._ready(self._terminal, write=False)
            except OSError:  # EIO: the other side is closed
                return b""
        return b""

    async def _ready(self, terminal: int, *, write: bool) -> None:
        """Returns when the terminal can be read or written, or was closed."""
        loop = asyncio.get_running_loop()
        add, remove = (
            (loop.add_writer, loop.remove_writer) if write else (loop.add_reader, loop.remove_reader)
        )
        ready = loop.create_future()
        self._waiting.add(ready)
        add(terminal, _done, ready)
        try:
            await ready
        finally:
            self._waiting.discard(ready)
            if self._terminal is not None:  # a closed one's number may be another file's already
                remove(terminal)

    def _hang_up(self) -> None:
        """Close the terminal: the system ends the program whose own it is."""
        if self._terminal is None:
            return
        terminal, self._terminal = self._terminal, None
        loop = asyncio.get_running_loop()
        loop.remove_reader(terminal)
        loop.remove_writer(terminal)
        os.close(terminal)
        for ready in self._waiting:
            _done(ready)


def _done(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


def _quiet(terminal: int) -> None:
    """What is typed before the program listens waits for it as it is: no echo, no signal, no Ctrl-Q lost."""
    modes = termios.tcgetattr(terminal)
    modes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    modes[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def _resize(terminal: int, size: Size) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.columns, 0, 0))
