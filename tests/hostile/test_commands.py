"""Every command, over a project that is one attack: in a real pty no byte commands the terminal."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.cli.main import MODULES, run
from annotator.errors import Exit
from annotator.text.visible import visible
from tests.conftest import ROOT
from tests.hostile import attacks, commands
from tests.hostile.world import filled
from tests.terminal import environment

# What a progress bar of ours writes, and nothing else.
BAR = re.compile(r"\r\x1b\[K")
MOST = 700  # MB that all of it may take


class Ran(NamedTuple):
    """The project, all bytes that were written to the terminal, each call with its code, MB at the most."""

    folder: Path
    raw: bytes
    codes: list[tuple[list[str], int]]
    memory: float


def in_pty(command: list[str], folder: Path) -> bytes:
    """All bytes that a program writes to its terminal; tests.terminal would draw them, at a high price."""
    ours, its = os.openpty()
    child = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, cwd=folder, env=environment({"PYTHONPATH": str(ROOT)})
    )
    os.close(its)
    found = bytearray()
    try:
        with suppress(OSError):  # Linux says so where the last program has closed a terminal
            while data := os.read(ours, 65536):
                found += data
        assert child.wait() == 0, bytes(found[-2000:]).decode("utf-8", "replace")
    finally:
        child.kill()
        child.wait()
        os.close(ours)
    return bytes(found)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("hostile") / "p"
    run(["init", str(folder)])
    filled(folder / "annotator.db").close()
    attacks.files(folder / "in")
    commands.bad_project(folder / "bad")
    raw = in_pty([sys.executable, "-m", "tests.hostile.commands"], folder)
    said = json.loads((folder / commands.CODES).read_text("utf-8"))
    return Ran(folder, raw, said["codes"], said["memory"])


def test_every_command_is_run() -> None:
    """A new command has to meet the attacks, too: add it to COMMANDS."""
    assert {words[0] for words in commands.COMMANDS if words} == set(MODULES)


def test_no_byte_commands_the_terminal(ran: Ran) -> None:
    raw = BAR.sub("", ran.raw.decode())
    wrong = {c for c in set(raw) - {"\r", "\n"} if visible(c) != c}
    assert [raw[max(0, raw.index(c) - 80) : raw.index(c) + 20] for c in wrong] == []
    assert "␛]0;PWNED" in raw


def test_each_ends_with_a_code_and_no_traceback(ran: Ran) -> None:
    raw = ran.raw.decode()
    assert "Traceback" not in raw
    logs = "\n".join(log.read_text("utf-8")[-2000:] for log in ran.folder.rglob("annotator-error.log"))
    assert "this is a defect" not in raw, logs
    assert len(ran.codes) == len(list(commands.every()))
    assert {code for _, code in ran.codes} <= set(Exit)
    failed = {words[0] for words, code in ran.codes[: len(commands.COMMANDS)] if code and words}
    assert failed == commands.FAIL


def test_nothing_is_run_or_read_that_was_not_named(ran: Ran) -> None:
    assert list(ran.folder.parent.rglob("pwned")) == []
    database = (ran.folder / "annotator.db").read_bytes()
    for secret in (b"swordfish", b"root:", b"hunter2"):
        assert secret not in ran.raw
        assert secret not in database


def test_memory_is_bounded(ran: Ran) -> None:
    assert ran.memory < MOST


def test_names_of_files_can_be_listed(ran: Ran) -> None:
    made = [path.relative_to(ran.folder) for path in ran.folder.rglob("*")]
    ours = [path for path in made if path.parts[0] not in ("in", "new")]  # those that somebody named
    assert [path for path in ours if visible(str(path)) != str(path)] == []
    assert {"out", "brat", "pdnc", "conll.txt"} <= {path.name for path in ours}


class _Page(HTMLParser):
    """What a browser would load or run of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "base", "form"):
            self.found.append(tag)
        for name, value in attrs:
            loads = name in ("src", "href", "action") and not (value or "").startswith(("#", "data:,"))
            if loads or name.startswith("on"):
                self.found.append((tag, name, value))


def test_the_page_holds_nothing_that_runs(ran: Ran) -> None:
    page = (ran.folder / "out.html").read_text("utf-8")
    parser = _Page()
    parser.feed(page)
    parser.close()
    assert parser.found == []
    assert {c for c in page if visible(c) != c} <= {"\n"}
    assert "&lt;script&gt;" in page


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(one)


def test_what_is_exported_is_what_was_said(ran: Ran) -> None:
    """Data is data: a text is verbatim there, and each line is JSON for itself."""
    files = [*(ran.folder / "out").rglob("*.jsonl"), ran.folder / "a.jsonl"]
    lines = [json.loads(line) for file in files for line in file.read_bytes().split(b"\n")[:-1]]
    assert any(attacks.ATTACKS["title"] in word for line in lines for word in _words(line))
    for file in (ran.folder / "out").rglob("*.md"):
        assert {c for c in file.read_text("utf-8") if visible(c) != c} <= {"\n"}
