"""The command line within the test's own process: quick, and as a person meets it in an empty folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.cli.main import run
from tests.dataset import building


class Done(NamedTuple):
    """What a call left behind."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one complaint on stderr; nothing stands on stdout."""
        assert self.out == ""
        assert self.err.startswith("annotator: ")
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("annotator: ").rstrip("\n")

    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Done]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and a login that is nobody's real one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANNOTATOR_NAME", raising=False)
    monkeypatch.setenv("LOGNAME", "zoe")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """`call("export", "out.jsonl")`: the exit code and what was written."""

    def one(*words: str) -> Done:
        code = run(list(words))
        return Done(code, *capsys.readouterr())

    return one


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The folder with a database in it that holds every shape of a quote."""
    building.filled(f"sqlite:///{tmp_path / 'annotator.db'}").close()
    return tmp_path
