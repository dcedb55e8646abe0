"""A server as the lead starts it: the command in a process of its own, on the screen itself."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from annotator.store import Store
from tests.conftest import ROOT
from tests.terminal import environment

TEXT = "Ida Brenn spoke on Monday.\n\n“We will rebuild the bridge,” Ida Brenn said.\n\nNobody asked why.\n"


class Server:
    """A running `annotator serve`."""

    def __init__(self, process: asyncio.subprocess.Process, origin: str) -> None:
        self.process, self.origin = process, origin


async def annotator(folder: Path, *words: str, stdin: str = "") -> tuple[int, str, str]:
    """Run a command to its end: its exit code, stdout, stderr."""
    process = await _start(folder, *words)
    out, err = await process.communicate(stdin.encode())
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def _start(folder: Path, *words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "annotator", *words),
        cwd=folder,
        env=environment({"PYTHONPATH": str(ROOT)}),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    )


async def project(folder: Path) -> None:
    """A project with one article, and with ana."""
    (folder / "a.txt").write_text(TEXT, "utf-8")
    assert (await annotator(folder, "ingest", "--no-suggest", "a.txt"))[0] == 0
    with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
        store.add_actor("ana")


async def link(folder: Path, origin: str = "http://127.0.0.1:8000") -> str:
    """A new personal link of ana's."""
    code, out, err = await annotator(folder, "serve", "--invite", "ana", "--origin", origin)
    assert code == 0, err
    return out.strip()


@asynccontextmanager
async def running(folder: Path, *words: str) -> AsyncIterator[Server]:
    """`annotator serve` on a free port, until the block ends."""
    process = await _start(folder, "serve", "--port", "0", *words)
    assert process.stderr is not None
    said = ""
    try:
        while "serving at" not in said:
            line = (await process.stderr.readline()).decode()
            assert line, said
            said += line
        found = re.search(r"serving at (\S+)", said)
        assert found is not None
        yield Server(process, found[1])
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()
