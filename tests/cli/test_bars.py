"""The bar of long work: what it says, when it is drawn, and that it is out of the way of everything else."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import say as saying
from annotator.cli.intake import expected
from annotator.cli.progress import EVERY, _Bar, followed_by, progress, stepping
from tests.cli.conftest import Call
from tests.conftest import ROOT
from tests.terminal import Pty


class Screen(io.StringIO):
    """A terminal in memory."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Clock:
    """A time that goes on when it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("annotator.cli.progress._columns", lambda _: 80)
    return made


def test_what_it_says(screen: Screen, clock: Clock) -> None:
    bar = _Bar(screen, "reading\x1b", 2000, clock)
    clock.now += 10
    bar.step(500)
    assert bar.line(clock.now) == "reading␛  ━━━━━━──────────────────   25 %  500 of 2,000  0:30 left"
    clock.now += 4000
    bar.step(1)
    assert "  1 h" not in bar.line(clock.now)
    assert bar.line(clock.now).endswith("left")
    bar.step(9999)  # more than was thought
    assert "100 %  10,500 of 2,000  0:00 left" in bar.line(clock.now)
    bar.begin("and then")
    clock.now += 61
    bar.step()
    assert bar.line(clock.now) == "and then  1  1:01"
    bar.at(3, 4)
    assert " 75 %  3 of 4" in bar.line(clock.now)
    bar.begin("漢" * 60, 10)
    assert bar.line(clock.now).startswith("漢" * 19 + "…  ─")
    bar.begin("reading", 10)
    screen.encoding = "ascii"
    assert bar.line(clock.now).isascii()


def test_the_pace_is_that_of_late(screen: Screen, clock: Clock) -> None:
    bar = _Bar(screen, "w", 10_000, clock)
    for _ in range(200):  # one a second, then a hundred: 3:51 by the pace of all
        clock.now += 1
        bar.step(1)
    for _ in range(50):
        clock.now += 1
        bar.step(100)
    assert bar.line(clock.now).endswith("2:20 left")


def test_it_is_drawn_seldom_and_never_wider_than_the_terminal(
    screen: Screen, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.cli.progress._columns", lambda _: 20)
    bar = _Bar(screen, "words", 1000, clock)
    for _ in range(1000):
        clock.now += EVERY / 10
        bar.step()
    drawn = screen.getvalue().split("\r\x1b[K")[1:]
    assert 90 <= len(drawn) <= 110
    assert max(map(len, drawn)) == 19


def test_narration_stands_above_it_and_nothing_is_left(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", screen)  # in the test: pytest sets its own between fixtures and test
    before = saying.above
    with progress("reading", lambda: 10) as bar:
        assert list(stepping("ab", bar)) == ["a", "b"]
        bar.say("one")
        saying.say("two")
        assert screen.getvalue().endswith("\r\x1b[Kone\n\r\x1b[Ktwo\n")
        follow = followed_by(bar, "checking")
        follow(1, 2)
        follow(2, 2)
    written = screen.getvalue()
    assert "checking …" in written
    assert written.endswith("\r\x1b[K")
    assert saying.above is before
    with pytest.raises(ZeroDivisionError), progress("reading", lambda: 10):
        raise ZeroDivisionError
    assert saying.above is before


def test_a_terminal_that_has_gone_ends_no_work(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> int:
        raise OSError("it has gone")

    monkeypatch.setattr(sys, "stderr", screen)
    with progress("reading", lambda: 10) as bar:
        assert screen.getvalue()
        monkeypatch.setattr(screen, "write", gone)
        bar.begin("more", 5)
        bar.step()


@pytest.mark.parametrize("how", ["no terminal", "dumb", "not shown", "closed"])
def test_where_there_is_none_nothing_is_counted(
    how: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", screen)
    if how == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if how in ("no terminal", "closed"):
        monkeypatch.setattr(sys, "stderr", io.StringIO() if how == "no terminal" else None)

    def total() -> int:
        raise AssertionError("nobody needs it")

    with progress("reading", total, shown=how != "not shown") as bar:
        bar.step()
        bar.at(1, 2)
        bar.begin("more")
    assert screen.getvalue() == ""


def test_long_commands_show_one(filled: Path, call: Call, pty: Callable[..., Pty]) -> None:
    """Of all that have a bar, those that read a whole database do in a terminal what they do without one."""
    assert call("backup", "copy.db").code == 0
    program = [sys.executable, "-m", "annotator", "backup", "other.db"]
    terminal = pty(program, env={"PYTHONPATH": str(ROOT)}, cwd=filled)
    assert terminal.wait_end() == 0
    assert b"copying" in terminal.raw
    assert b"checking the copy" in terminal.raw
    assert "a verified copy" in terminal.screen()
    assert "copying" not in terminal.screen()
    assert b"\r\x1b[K" in terminal.raw


def test_how_many_articles_are_to_come(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n")
    (tmp_path / "b.jsonl").write_text('{"text": "Two."}\n\n{"text": "Three."}')
    (tmp_path / "gold.jsonl").write_text('{"schema": "annotator/quote/1"}\n' * 9)
    assert expected([str(tmp_path)]) == 3
    assert expected([str(tmp_path / "a.txt"), "-"]) is None
