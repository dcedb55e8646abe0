"""Every command, option and key that the documentation names is there. scripts/try_docs runs them, too."""

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest

from annotator.cli.main import run
from scripts.documenting.lines import OURS, calls, complaint, every_option, unknown
from scripts.documenting.pages import ROOT, pages

ELSEWHERE = {"--no-privileges", "--nthreads", "--roles-only", "--upgrade"}  # of pg_dump, dask and uv
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")


def test_every_command_in_a_block_is_one_that_the_program_takes() -> None:
    blocks = [(one.name, block) for one in pages() for block in one.blocks if block.language == "sh"]
    every = [(name, block.line, words) for name, block in blocks for words in calls(block.text)]
    assert len(every) > 150
    assert [(*where, words, why) for *where, words in every if (why := complaint(words))] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("annotator adjudicates", "No such command"),
        ("annotator export --splitt x out", "No such option"),
        ("annotator export # nowhere", "Missing argument"),
        ("annotator assign reassign --to", "requires an argument"),
        ("X=1 annotator assign --overlap two && ls", "not a valid"),
        ("cat a.jsonl | annotator --db | cat", "--db needs a value"),
    ],
)
def test_what_the_program_would_refuse_is_found(line: str, why: str) -> None:
    (words,) = calls(line)
    assert why in (complaint(words) or "")


def test_a_script_is_taken_apart_as_a_shell_does() -> None:
    script = "A=b  # one's own\nannotator \\\n  status --json >out.json -\nls annotator && A=b annotator keys"
    assert list(calls(script)) == [["status", "--json", "-"], ["keys"]]


def test_every_command_and_option_that_prose_names_is_there() -> None:
    spoken = [(one.name, line, code) for one in pages() for code, line in one.code]
    assert [(*where, wrong) for *where, code in spoken if (wrong := _wrong(code))] == []


def _wrong(code: str) -> list[str]:
    first = code.split()[0] if code.split() else ""
    if first in OURS:
        return unknown(code)
    if first.removeprefix("./").startswith("scripts/"):
        gone = [] if (ROOT / first).exists() else [first]
        return gone + [option for option in OPTION.findall(code) if option not in _in_scripts()]
    options = OPTION.findall(code) if first.startswith("--") else []
    return [option for option in options if option not in every_option() | _in_scripts() | ELSEWHERE]


@cache
def _in_scripts() -> frozenset[str]:
    """Every option that a script says something of."""
    files = (path for path in (ROOT / "scripts").rglob("*") if path.is_file() and path.suffix != ".pyc")
    return frozenset(option for path in files for option in OPTION.findall(path.read_text("utf-8")))


def test_every_key_that_a_table_of_keys_names_does_something(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "--json"]) == 0
    bound = {key for row in json.loads(capsys.readouterr().out) for key in row["keys"]}
    named = list(_keys_in_tables())
    assert len(named) > 20
    assert [(name, key) for name, key in named if key not in bound] == []


def _keys_in_tables() -> Iterator[tuple[str, str]]:
    for one in pages():
        head = ""
        for line in one.path.read_text("utf-8").splitlines():
            head = "" if not line.startswith("|") else head or line
            if re.match(r"\| key \| (page|what it does)", head):
                yield from ((one.name, key) for key in re.findall(r"`([^` ]+)`", line.split("|")[1]))
