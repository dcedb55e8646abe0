"""A second session of the same person is asked; the first one hears of it at its next key."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.store import Store
from tests.conftest import Annotator
from tests.terminal import Pty
from tests.tui.launch import ANNOTATE, PLAIN

Start = Callable[..., Pty]


@pytest.fixture
def start(pty: Callable[..., Pty], annotator: Annotator, tmp_path: Path) -> Start:
    """Open the program as ana in a terminal of its own, on an article of two sentences."""
    (tmp_path / "a.txt").write_text("“Yes,” she said.\n\nNobody asked why.\n", "utf-8")
    assert annotator("ingest", "--no-suggest", "a.txt").returncode == 0
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        store.add_actor("ana")
    return lambda *words: pty([*ANNOTATE, "--as", "ana", *words], env=PLAIN, cwd=tmp_path)


ASKED = "(q)?"


def test_the_second_is_asked_and_the_first_is_told(start: Start) -> None:
    first = start()
    first.wait("sentence 1/2")
    second = start()
    screen = " ".join(second.wait(ASKED).split())
    assert "you are at work here since " in screen
    assert "in another terminal (pts/" in screen
    second.type("what?\n")
    second.wait(lambda screen: screen.count("(q)?") == 2)
    second.type("q\n")
    assert second.wait_end() == Exit.OK

    first.press("q")
    first.wait("marked")
    third = start()
    third.wait(ASKED)
    third.type("t\n")
    third.wait("sentence 1/2")
    first.press("w", "?")
    first.wait("you went on in another terminal (pts/")
    first.press("j")
    first.wait(lambda screen: "nothing is kept from here any more" in " ".join(screen.split()))
    first.press("Q")
    assert first.wait_end() == Exit.OK
    third.press("u")
    third.wait("taken back: mark a quote")
    third.press("Q")
    assert third.wait_end() == Exit.OK


def test_after_a_kill_the_next_start_simply_works(start: Start, tmp_path: Path) -> None:
    first = start()
    first.wait("sentence 1/2")
    first.kill()
    assert first.wait_end() == -signal.SIGKILL
    again = start()
    again.wait("sentence 1/2")
    assert len(list(tmp_path.glob("*-at-work-*"))) == 1
    again.press("ctrl+q")
    assert again.wait_end() == Exit.OK
    assert not list(tmp_path.glob("*-at-work-*"))


def test_a_script_is_refused_or_takes_over_unasked(start: Start, annotator: Annotator) -> None:
    first = start("--plain")
    first.wait("\n>")
    done = annotator("annotate", "--plain", "--as", "ana", stdin="n\n")
    assert done.returncode == Exit.USAGE
    assert done.stderr.startswith("annotator: you are at work here since ")
    assert done.stderr.endswith("leave it there, or add --take-over\n")
    done = annotator("annotate", "--plain", "--as", "ana", "--take-over", stdin=": 2\nn\n")
    assert done.returncode == Exit.OK
    first.type("n\n")
    first.wait("You went on in another terminal (a script on ")
    first.type("Q\n")
    assert first.wait_end() == Exit.OK
