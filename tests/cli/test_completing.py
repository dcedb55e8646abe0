"""What a shell is told when somebody presses Tab."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import offering
from annotator.cli.completing import Typed, split
from annotator.cli.main import MODULES
from annotator.dataset.exchange import formats as exchange
from annotator.dataset.splitting.policy import By
from annotator.dataset.views.tasks import TASKS
from annotator.suggest.plugins import BUILT_IN
from tests.cli.conftest import Call
from tests.cli.test_help import within
from tests.conftest import ROOT, UNDER_CI

HOSTILE = ("$(id)", "`id`", "a'b", 'a"b', "a\\$(id)", "a;id", "a\nb", "\x1b[31m", "-rf", "a!b", " a")

Tab = Callable[..., list[str]]


@pytest.fixture
def tab(call: Call, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """`tab("export", "x", "--fo")`: what bash completes the last word to."""

    def one(*words: str) -> list[str]:
        monkeypatch.setenv("_ANNOTATOR_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "\n".join(["annotator", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        done = call()
        assert (done.code, done.err) == (0, "")
        return done.out.splitlines()

    return one


def test_bash_completes_commands_options_and_values(tab: Tab, filled: Path) -> None:
    assert tab("st") == ["status"]
    assert set(tab("")) == set(MODULES)
    assert tab("export", "--lo") == ["--losses"]
    assert tab("--project", ".", "export", "--lo") == ["--losses"]
    assert tab("assign", "rea") == ["reassign"]
    assert tab("assign", "reorder", "") == ["random", "given", "list"]
    assert tab("export", "x", "--format", "=", "ci") == ["citron"]
    assert set(tab("export", "x", "--task", "=")) == set(TASKS)
    assert tab("gold", "--by", "u") == ["unanimous"]
    assert tab("ingest", "") == tab("--db", "") == []  # bash names files
    assert "human\\ ana" in tab("export", "x", "--layer", "")
    assert tab("export", "x", "--layer", "human\\ an") == ["human\\ ana"]
    assert tab("export", "x", "--layer", "'human an") == ["human ana"]
    assert "ana" in tab("annotate", "--as", "")
    assert "ana" in tab("bundle", "", "--project", str(filled))[:1] + tab("bundle", "a")


def test_where_nothing_can_be_read_nothing_is_said(
    tab: Tab, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tab("annotate", "--as", "") == []
    (tmp_path / "annotator.db").write_text("no database " * 100)
    assert tab("annotate", "--as", "") == []
    assert tab("annotate", "--db", "postgresql://nobody@nowhere/x", "--as", "") == []
    (tmp_path / "annotator.toml").write_text("[nonsense")
    assert tab("annotate", "--as", "") == []
    assert tab("annotate", "--project", "nowhere", "--as", "") == []
    monkeypatch.setenv("_ANNOTATOR_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_CWORD", "nonsense")
    assert call() == (0, "", "")


def test_a_name_that_a_shell_would_obey_is_not_offered(tab: Tab, filled: Path) -> None:
    with closing(sqlite3.connect(filled / "annotator.db")) as database:
        for name in (*HOSTILE, "Zoë B. (2)"):
            database.execute("INSERT INTO actor (name, kind, added) VALUES (?, 'human', '')", [name])
        database.commit()
    found = tab("annotate", "--as", "")
    assert "Zoë\\ B.\\ \\(2\\)" in found
    assert not any(offering.is_plain(name) for name in HOSTILE)
    assert all(set(name) <= set("Zoë B.2()\\") or name.isalnum() for name in found)


def test_zsh_and_fish(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ANNOTATOR_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "annotator sta")
    assert call() == (0, """_arguments '*: :(("status":"how much there is"))'""", "")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "annotator ingest x")
    assert call().out == "_files"
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "annotator learn --k")
    assert call().out.startswith("""_arguments '*: :(("--keep":"With --queue\\\\: make""")
    monkeypatch.setenv("_ANNOTATOR_COMPLETE", "complete_fish")
    assert call().out.startswith("--keep\tWith --queue: ")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "is-args")
    assert call().code == 0
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "annotator ingest ")
    assert call().code == 1


@given(st.lists(st.text("ab '\"\\é", min_size=1, max_size=4), max_size=3), st.text("ab '\"\\", max_size=4))
def test_any_line_can_be_split(words: list[str], rest: str) -> None:
    typed = split(" ".join([*words, rest]))
    assert isinstance(typed, Typed)
    assert split("a 'b c' d") == (["a", "b c"], "d", False)
    assert split("a 'b c") == (["a"], "b c", True)
    assert split("a b ") == (["a", "b"], "", False)


def test_what_is_offered_is_what_there_is(filled: Path) -> None:
    assert list(exchange.MODULES) == list(offering.FORMATS)
    assert list(TASKS) == list(offering.TASKS)
    assert [*(x.value for x in By if x is not By.FILE), "none"] == list(offering.SPLITS)
    assert list(BUILT_IN) == list(offering.SUGGESTERS)
    places = {
        (words, place)
        for name in MODULES
        for words, command, _ in within(name)
        for param in command.params
        for place in param.opts
    }
    assert {key for key in offering._TAKES if key[0]} <= places
    assert {key[1] for key in offering._TAKES if not key[0]} <= {place for _, place in places}
    with closing(sqlite3.connect(filled / "annotator.db")) as database:
        for query in {takes for takes in offering._TAKES.values() if isinstance(takes, str)}:
            database.execute(query)  # the tables are as it thinks


def test_the_script_works_in_a_real_bash(tmp_path: Path) -> None:
    if not (bash := shutil.which("bash")) and not UNDER_CI:
        pytest.skip("needs bash")
    asks = (
        'eval "$(annotator --show-completion bash)";'
        " COMP_WORDS=(annotator ex); COMP_CWORD=1; _annotator_completion annotator; echo ${COMPREPLY[@]}"
    )
    program = tmp_path / "annotator"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m annotator "$@"\n')
    program.chmod(0o755)
    env = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": f"{tmp_path}:/usr/bin:/bin"}
    env["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"  # else it would name the shell around the tests
    done = subprocess.run([bash or "bash", "-c", asks], capture_output=True, text=True, env=env, check=False)
    assert (done.stdout, done.stderr) == ("export\n", "")
