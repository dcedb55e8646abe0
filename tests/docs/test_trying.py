"""scripts/try_docs runs blocks as they stand: one after the other, in a terminal where they show a screen."""

import os
import sys
from pathlib import Path

import pytest

from scripts.documenting.pages import Block, page, pages
from scripts.trying import running
from scripts.trying.needs import lacking
from scripts.trying.running import Runner

# As a program with a screen does: it takes keys once it has drawn.
SCREEN = r"""
import os, sys, termios, tty
before = termios.tcgetattr(0)
tty.setraw(0)
os.write(1, b"\x1b[?1049hready")
typed = b""
while not typed.endswith(b"Q"):
    typed += os.read(0, 9)
termios.tcsetattr(0, termios.TCSADRAIN, before)
os.write(1, b"\x1b[?1049l\r\n")
print("typed", typed)
"""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path, tmp_path / "state", dict(os.environ))


def test_what_a_block_leaves_is_there_for_the_next(runner: Runner, tmp_path: Path) -> None:
    first = Block("sh", "export WHO=ana\nmkdir work\ncd work\n", 1)
    assert runner.run(first) == (0, "")
    assert runner.run(Block("sh", 'echo "$WHO"; pwd', 2)) == (0, f"ana\n{tmp_path}/work\n")
    assert runner.run(Block("python", "a = 1", 3, (("before", "import os"),))) == (0, "")
    assert runner.run(Block("python", "print(a, os.path.basename(os.getcwd()))", 4)) == (0, "1 work\n")


def test_a_block_ends_where_a_command_fails(runner: Runner) -> None:
    status, said = runner.run(Block("sh", "echo one\nfalse | cat\necho two\n", 1))
    assert (status, said) == (1, "one\n")
    assert runner.run(Block("sh", "cat", 2)) == (0, "")  # nobody types anything


def test_keys_are_pressed_on_each_screen(
    runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_QUIET", 0.05)
    (tmp_path / "screen.py").write_text(SCREEN, "utf-8")
    block = Block("sh", "python screen.py\npython screen.py\n", 1, (("screen", "a ab enter Q | down Q"),))
    status, said = runner.run(block)
    assert status == 0
    assert [line for line in said.splitlines() if "typed" in line] == [
        r"typed b'aab\rQ'",
        r"typed b'\x1b[BQ'",
    ]


def test_a_comment_above_a_block_says_how_it_is_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    first = "<!--\nscreen: Q\nneeds: x\nneeds: y\n-->\n```sh\na\n```\n"
    path.write_text(f"{first}\n<!-- status: 1 -->\n\nb\n\n```sh\nc\n```\n", "utf-8")
    one, two = page(path).blocks
    assert (one.one("screen"), one.all("needs"), one.line) == ("Q", ["x", "y"], 6)
    assert two.said == ()  # a paragraph stands between


def test_what_is_not_run_has_a_reason() -> None:
    left_out = [why for one in pages() for block in one.blocks for why in block.all("not run")]
    assert all(len(why.split()) > 3 for why in left_out)
    assert len(left_out) < 20


def test_what_is_needed_is_looked_for() -> None:
    bin_ = Path(sys.executable).parent
    assert lacking(["sh", "pytest", "postgres"], bin_) is None
    assert lacking(["sh", "no_such_package", "no-such-command"], bin_) == (
        "needs no_such_package, no-such-command, which is not here"
    )
