"""A program on a terminal: how it is asked to leave, and what happens where it does not."""

import signal
import sys
from pathlib import Path

import pytest

from annotator.web.process import Process, Size
from tests.web import program
from tests.web.world import until


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("a", 0),  # it leaves when it is asked
        ("~", -signal.SIGHUP),  # it is deaf: its terminal is taken away
        ("h", -signal.SIGKILL),  # it ignores that, too
    ],
)
async def test_a_program_leaves_by_its_key_else_with_its_terminal_else_by_force(key: str, code: int) -> None:
    written = bytearray()

    async def sink(data: bytes) -> None:
        written.extend(data)

    command = [sys.executable, str(Path(program.__file__)), "ana"]
    process = await Process.start(command, Size(60, 10), {})
    await process.show(sink, Size(60, 10))
    await process.write(b"b" + key.encode())
    await until(lambda: b"typed=b" in written, lambda: bytes(written))
    assert await process.leave(0.5) == code
    assert await process.leave(0.5) == code  # once more does no harm
