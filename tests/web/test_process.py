"""A program on a terminal: how it is asked to leave, and what happens where it does not."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from annotator.web.process import Process, Size
from tests.web import program
from tests.web.world import until


@pytest.mark.parametrize(
    ("key", "code", "polite"),
    [
        ("a", 0, 20.0),  # it leaves when it is asked
        ("~", -signal.SIGHUP, 2.0),  # it is deaf: its terminal is taken away
        ("h", -signal.SIGKILL, 0.5),  # it ignores that, too
    ],
)
async def test_a_program_leaves_by_its_key_else_with_its_terminal_else_by_force(
    key: str, code: int, polite: float
) -> None:
    written = bytearray()

    async def sink(data: bytes) -> None:
        written.extend(data)

    command = [sys.executable, str(Path(program.__file__)), "ana"]
    process = await Process.start(command, Size(60, 10), {})
    await process.show(sink, Size(60, 10))
    await process.write(b"b" + key.encode())
    await until(lambda: b"typed=b" in written, lambda: bytes(written))
    assert await process.leave(polite) == code
    assert await process.leave(polite) == code  # once more does no harm


@pytest.mark.parametrize("another_comes", [True, False])
async def test_a_page_that_never_takes_what_is_written_holds_nobody_up(another_comes: bool) -> None:
    written, held = bytearray(), asyncio.Event()

    async def stuck(_data: bytes) -> None:
        held.set()
        await asyncio.get_running_loop().create_future()

    async def sink(data: bytes) -> None:
        written.extend(data)

    process = await Process.start([sys.executable, str(Path(program.__file__)), "ana"], Size(60, 10), {})
    await process.show(stuck, Size(60, 10))
    await held.wait()
    if another_comes:
        await process.show(sink, Size(60, 10))
        await until(lambda: b"name=ana" in written, lambda: bytes(written))
    assert await process.leave(20.0) == 0
