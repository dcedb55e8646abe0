"""annotator practice: a real screen, no project touched, and the result for people and programs."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from annotator.cli.practice import _fitting
from annotator.errors import Exit
from tests.cli.conftest import Call
from tests.terminal import Pty
from tests.work.desks import scheme

PRACTICE = [sys.executable, "-m", "annotator", "practice"]


def test_without_a_terminal_nothing_happens_but_a_sentence(call: Call, tmp_path: Path) -> None:
    done = call("practice")
    assert done.code == Exit.TERMINAL
    assert "annotator practice needs a terminal" in done.sentence
    assert list(tmp_path.iterdir()) == []


def test_the_keys_of_a_project_count_unless_they_are_for_its_own_scheme(call: Call) -> None:
    assert _fitting(scheme(), {"finish": "f5"}) == {"finish": "f5"}
    assert _fitting(scheme(), {"stance.support": "f5"}) == {}


def test_it_runs_beside_a_project_and_leaves_only_the_result(pty: Callable[..., Pty], tmp_path: Path) -> None:
    (tmp_path / "annotator.toml").write_text('[keys]\n"finish" = "f1"\n')
    result = tmp_path / "me.json"
    words = ["sh", "-c", f'exec {" ".join(PRACTICE)} --json > "{result}"']
    screen = pty(words, size=(100, 30), cwd=tmp_path)
    assert "[f1] takes it and goes on" in screen.wait(" 1/").splitlines()[0]  # one's own keys are taught
    assert len(screen.screen().splitlines()[-1]) > 80  # the size is that of the terminal
    screen.press("f1")
    screen.wait("right, with 1 key")
    screen.press("Q")
    assert screen.wait_end() == Exit.OK
    said = json.loads(result.read_text())
    assert said["finished"] == 1 < said["lessons"]
    assert said["accuracy"]["content"] == {"right": 1, "of": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["annotator.toml", "me.json"]


def test_the_result_is_said_to_people_when_they_leave(pty: Callable[..., Pty], tmp_path: Path) -> None:
    screen = pty(PRACTICE, cwd=tmp_path)
    screen.wait(" 1/")
    screen.press("space")
    screen.wait("right, with 1 key")
    screen.press("Q")
    assert screen.wait_end() == Exit.OK
    assert re.search(rb"1 of \d+ lessons in", screen.raw)
    assert b"keys a quote (median): 1" in screen.raw
    assert list(tmp_path.iterdir()) == []
