"""The manual page: what the commands say, in a form that man can show."""

import os
import shutil
import subprocess

import pytest

from annotator.cli.main import MODULES
from annotator.errors import Exit
from scripts.manual_page import PAGE, text

WRITTEN = text()


def test_the_page_is_what_the_commands_say() -> None:
    assert PAGE.read_text("utf-8") == WRITTEN, "scripts/manual writes it anew"


def test_it_names_every_command_and_exit_code() -> None:
    lines = WRITTEN.splitlines()
    for name in MODULES:
        assert any(line.startswith(f".SS annotator {name} ") for line in lines), name
    for code in Exit:
        assert f".B {code.value}" in lines
    assert ".SS annotator assign show [OPTIONS]" in lines
    assert "annotator export dataset" in lines
    requests = {line.split()[0] for line in lines if line.startswith((".", "'"))}
    assert requests == {
        '.\\"',
        ".TH",
        ".SH",
        ".SS",
        ".PP",
        ".TP",
        ".B",
        ".I",
        ".RI",
        ".RS",
        ".RE",
        ".nf",
        ".fi",
    }


SHOWERS = (("mandoc", "-Tlint"), ("groff", "-man", "-Tutf8", "-ww"))


@pytest.mark.parametrize("words", SHOWERS, ids=lambda x: x[0])
def test_who_shows_it_has_nothing_to_complain_of(words: tuple[str, ...]) -> None:
    if not (shutil.which(words[0]) or os.environ.get("CI")):
        pytest.skip(f"{words[0]} is not installed; CI has it")
    done = subprocess.run([*words, PAGE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert words[0] != "mandoc" or done.stdout == ""
