"""A real program on a real terminal, killed, hung up on, told to end, stopped, squeezed: nothing is lost."""

import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.store import Store
from scripts.benches import crash_life
from scripts.benches.crash import killed
from scripts.benches.crash_life import Lives, Seen, shown, steps_from
from tests.terminal import Pty, wait_for
from tests.tui.launch import ANNOTATE, COMMAND, PLAIN


@pytest.fixture(autouse=True)
def _of_this_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash_life, "annotator", lambda: COMMAND)


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 15), ("postgresql", 10)])
def test_twenty_five_kills_lose_nothing(kind: str, kills: int, request: pytest.FixtureRequest) -> None:
    urls = [request.getfixturevalue("postgres_url")] if kind == "postgresql" else None
    harm = killed(urls, kills)
    assert (harm.lives, harm.lost, harm.half, harm.astray) == (kills, 0, 0, 0)
    assert harm.resumed > 0
    assert harm.actions > 0


def test_the_harness_notices_what_is_lost_and_what_is_half_there(tmp_path: Path) -> None:
    file, older = tmp_path / "annotator.db", tmp_path / "older.db"
    crash_life.fill(f"sqlite:///{file}", tmp_path)
    shutil.copy(file, older)
    lives = Lives(tmp_path, f"sqlite:///{file}", seed=3)
    while not lives.shown.quotes:
        lives.live()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("DELETE FROM quote_span")
    lives.check()
    assert lives.harm.half == 1
    lost = lives.harm.lost
    shutil.copy(older, file)
    lives.check()
    assert lives.harm.lost > lost


def test_what_a_screen_shows_is_read() -> None:
    name = crash_life.names()[4]
    assert shown(b"") == Seen()
    assert shown("▸  3 \x1b[0mdirect".encode()) == Seen(3)
    assert shown(f"▸  3 \x1b[0m said by {name}\x1b[0m".encode()) == Seen(3, 0, frozenset({name}))
    assert shown(b"sentence 9/60 \xc2\xb7 done 8/60 ") == Seen(0, 8)
    assert Seen(3, 2, frozenset({name})).missing(Seen(2, 2)) == 2
    assert list(islice(steps_from(4), 4)) == [":2\r", f"w{crash_life.names()[1]}\rp", " ", "q"]


# What ends or stops a program from outside


@pytest.fixture
def start(pty: Callable[..., Pty], tmp_path: Path) -> Callable[[], Pty]:
    """Open the program; its article has many sentences."""
    crash_life.fill(f"sqlite:///{tmp_path / 'annotator.db'}", tmp_path)

    def opened() -> Pty:
        program = pty([*ANNOTATE, "--as", crash_life.WHO], env=PLAIN, cwd=tmp_path)
        program.wait("? keys")
        return program

    return opened


def test_who_is_told_to_end_says_so_and_leaves_the_terminal_as_it_was(
    start: Callable[[], Pty], tmp_path: Path
) -> None:
    program = start()
    program.press("q")
    program.wait("marked")
    program.press("j", "j")
    program.wait("sentence 3/")
    program.kill(signal.SIGTERM)
    assert program.wait_end() == Exit.TERMINATED
    assert program.raw.endswith(
        b"annotator: ended from outside (SIGTERM); everything that the screen showed is saved\r\n"
    )
    assert b"\x1b[?1049l" in program.raw, "the screen that was there before"
    assert not list(tmp_path.glob("*-at-work-*"))
    again = start()
    again.wait("sentence 3/")
    again.press("u")
    again.wait("taken back: mark a quote")


def test_a_terminal_that_is_closed(start: Callable[[], Pty]) -> None:
    program = start()
    program.press("q")
    program.wait("marked")
    program.press("j")
    program.wait("sentence 2/")
    assert program.hang_up() == -signal.SIGHUP
    again = start()
    again.wait("sentence 2/")
    again.press("k")
    again.wait("▸  1 direct")


def test_a_program_that_is_stopped_and_goes_on_in_a_terminal_of_any_size(start: Callable[[], Pty]) -> None:
    program = start()
    program.kill(signal.SIGTSTP)
    wait_for(lambda: _state(program.pid) == "T", 20, lambda: f"it is {_state(program.pid)}")
    program.kill(signal.SIGCONT)
    program.press("q")
    program.wait("marked")
    for n, (columns, rows) in enumerate(((0, 0), (1, 1), (2, 1), (1, 3), (0, 9)), start=1):
        program._child.setwinsize(rows, columns)
        program.press("space")
        wait_for(lambda n=n: program.pump() and _events(program) == n + 1, 20, program.screen)  # type: ignore[misc]
    program.resize(80, 24)
    program.wait("done 5/")
    program.press("Q")
    assert program.wait_end() == Exit.OK


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def _events(program: Pty) -> int:
    folder = Path(f"/proc/{program.pid}/cwd").resolve()
    with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
        return len(store.history(crash_life.WHO, 99))


def test_a_database_that_goes_while_the_screen_is_open(start: Callable[[], Pty], tmp_path: Path) -> None:
    program = start()
    program.press("q")
    program.wait("marked")
    (tmp_path / "annotator.db").rename(tmp_path / "away")
    program.press("w", "?")
    program.wait("was removed or renamed while it was open")
    (tmp_path / "away").rename(tmp_path / "annotator.db")
    program.press("w", "?")
    program.wait("said by somebody unknown")
    program.press("Q")
    assert program.wait_end() == Exit.OK
