"""annotator init: a folder that works at once, and nothing that was there before is touched."""

from pathlib import Path

import pytest

from annotator.errors import Exit
from tests.cli.conftest import Call
from tests.conftest import ROOT


def test_a_new_project_has_what_one_needs(call: Call, tmp_path: Path) -> None:
    done = call("init", "a/b")
    assert (done.code, done.out) == (0, "")
    assert "annotator ingest corpus" in done.err
    home = tmp_path / "a" / "b"
    assert sorted(x.name for x in home.iterdir()) == ["annotator.toml", "corpus", "guidelines"]
    assert list((home / "corpus").iterdir()) == []
    scheme = ROOT / "guidelines" / "scheme.toml"
    assert (home / "guidelines" / "scheme.toml").read_bytes() == scheme.read_bytes()
    assert call("check", "--project", "a/b").code == 0


def test_with_the_sample_it_can_be_worked_in(call: Call, tmp_path: Path) -> None:
    call("init", "p", "--sample")
    done = call("ingest", "--project", "p", "p/corpus")
    assert (done.code, done.out, done.err.startswith("16 new articles taken in, ")) == (0, "", True)
    assert call("status", "--project", "p", "--json").json()["database"] == str(
        tmp_path / "p" / "annotator.db"
    )


def test_the_settings_that_come_with_it_say_what_holds(call: Call, tmp_path: Path) -> None:
    call("init", "p")
    file = tmp_path / "p" / "annotator.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    settings = [line.removeprefix("# ") for line in lines if "=" in line]
    assert len(settings) == 5
    plain = call("keys", "--project", "p").out
    file.write_text("[project]\n{}\n[screen]\n{}\n{}\n[suggest]\n{}\n[keys]\n{}\n".format(*settings), "utf-8")
    assert call("check", "--project", "p").code == 0
    assert call("keys", "--project", "p").out == plain
    assert (
        f"there is no database {tmp_path / 'p' / 'annotator.db'}" in call("status", "--project", "p").sentence
    )


def test_an_empty_folder_will_do(call: Call, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    assert call("init", "p").code == 0


@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("annotator.toml", "holds a project already"),
        ("annotator.db", "holds a project already"),
        ("x", "not empty"),
    ],
)
def test_what_is_there_is_left_alone(call: Call, tmp_path: Path, there: str, says: str) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / there).write_text("mine")
    done = call("init", "p", "--sample")
    assert done.code == Exit.USAGE
    assert says in done.sentence
    assert [(x.name, x.read_text()) for x in (tmp_path / "p").iterdir()] == [(there, "mine")]


def test_a_file_is_no_folder(call: Call, tmp_path: Path) -> None:
    (tmp_path / "p").write_text("mine")
    assert "is a file" in call("init", "p").sentence
    done = call("init", "p/q")
    assert (done.code, "could not be made" in done.sentence) == (Exit.PROBLEM, True)
    assert (tmp_path / "p").read_text() == "mine"
