"""A disk that fails, is full or may only be read, under the real screen: one sentence, nothing is lost."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.store import Store
from scripts.benches import crash_life
from tests.cli.conftest import Call
from tests.faults.disks import filled, read_only, small_disk
from tests.store.world import replayed, state
from tests.terminal import Pty
from tests.tui.launch import ANNOTATE, PLAIN

Start = Callable[[Path], Pty]


@pytest.fixture
def start(pty: Callable[..., Pty]) -> Start:
    return lambda folder: pty([*ANNOTATE, "--as", crash_life.WHO], env=PLAIN, cwd=folder)


@contextmanager
def failing(program: Pty) -> Iterator[None]:
    """The system refuses each write of the program to a file, as that of a failing disk."""
    limits = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    yield
    with suppress(ProcessLookupError):  # it has left
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("full", [False, True], ids=["failing", "full"])
def test_a_disk_that_takes_nothing_for_a_while(start: Start, call: Call, tmp_path: Path, full: bool) -> None:
    said = "its disk failed; check the disk" if not full else "because the disk is full; free some space"
    with small_disk(tmp_path / "disk", 2) if full else nullcontext(tmp_path) as folder:
        crash_life.fill(f"sqlite:///{folder / 'annotator.db'}", folder)
        program = start(folder)
        program.wait("? keys")
        program.press("q")
        program.wait("marked")
        with filled(folder) if full else failing(program):
            program.press("space")
            program.wait(said.split(";")[0])
            assert "done 0/" in program.screen(), "what was not kept is not shown"
        program.press("space")
        program.wait("done 1/")
        with filled(folder) if full else failing(program):
            program.press("q")
            program.wait(said.split(";")[0])
            program.press("Q")
            assert program.wait_end() == Exit.OK, "nobody is held"
        if full:
            with filled(folder):
                for words in (("status",), ("annotators", "add", "bob"), ("export", "out.jsonl")):
                    done = call("--project", str(folder), *words)
                    assert done.code == Exit.STORE
                    assert said in done.sentence
                done = call("init", str(folder / "new"))
                assert (done.code, done.sentence.count(str(folder))) == (Exit.PROBLEM, 1)
        with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
            assert [event.says for event in store.history(crash_life.WHO, 9)][::-1] == [
                "mark a quote",
                "finish a sentence",
            ]
            assert state(store) == replayed(store)


def test_a_project_that_may_only_be_read(start: Start, tmp_path: Path) -> None:
    crash_life.fill(f"sqlite:///{tmp_path / 'annotator.db'}", tmp_path)
    before = (tmp_path / "annotator.db").read_bytes()
    with read_only(tmp_path):
        program = start(tmp_path)
        assert program.wait_end() == Exit.STORE
        (said,) = bytes(program.raw).decode().splitlines()
        assert said.startswith(f"annotator: the database {tmp_path / 'annotator.db'} cannot be ")
        assert "permissions" in said
    assert (tmp_path / "annotator.db").read_bytes() == before
