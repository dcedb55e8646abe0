"""annotator.toml, the environment and the flags: which holds, and what is refused with which words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.config import Config, line_of, load, read_settings
from annotator.errors import UsageError
from annotator.store import Store


def loaded(folder: Path, toml: str = "", db: str | None = None, **environ: str) -> Config:
    if toml:
        (folder / "annotator.toml").write_text(toml, encoding="utf-8")
    return load(str(folder), db, environ)


def refused(folder: Path, toml: str) -> str:
    with pytest.raises(UsageError) as caught:
        loaded(folder, toml)
    return str(caught.value)


def test_without_any_setting_the_database_lies_in_the_project(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    assert config == Config(tmp_path, f"sqlite:///{tmp_path}/annotator.db", tmp_path / "annotator.db")


def test_file_then_environment_then_flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = tmp_path / "away"
    home = tmp_path / "home"
    away.mkdir()
    home.mkdir()
    monkeypatch.chdir(away)
    toml = '[project]\ndb = "a.db"\n'
    assert loaded(home, toml).file == home / "a.db"  # what the project says is meant from its folder
    assert loaded(home, toml, ANNOTATOR_DB="b.db").file == away / "b.db"  # what a person says, from theirs
    assert loaded(home, toml, "c.db", ANNOTATOR_DB="b.db").file == away / "c.db"


def test_the_project_is_the_flag_then_the_environment_then_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("flag", "environment", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    environ = {"ANNOTATOR_PROJECT": str(tmp_path / "environment")}
    assert load(str(tmp_path / "flag"), None, environ).folder.name == "flag"
    assert load("../flag", None, environ).folder.is_dir()
    assert load(None, None, environ).folder.name == "environment"
    assert load(None, None, {"ANNOTATOR_PROJECT": ""}).folder.name == "here"


@pytest.mark.parametrize(
    ("word", "database", "file"),
    [
        ("postgresql+psycopg://me@host/corpus", "postgresql+psycopg://me@host/corpus", None),
        ("sqlite:///x.db", "sqlite:///{here}/x.db", "{here}/x.db"),
        ("sqlite:////data/x.db?timeout=5", "sqlite:////data/x.db?timeout=5", "/data/x.db"),
        ("/data/x y.db", "sqlite:////data/x y.db", "/data/x y.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:", None),
    ],
)
def test_a_database_is_a_file_or_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, database: str, file: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    config = loaded(tmp_path, db=word)
    assert config.database == database.format(here=tmp_path)
    assert config.file == (Path(file.format(here=tmp_path)) if file else None)


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="NUL"):
        loaded(tmp_path, db="a\0b.db")


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is empty"):
        loaded(tmp_path, db="")


def test_the_name_comes_from_the_environment(tmp_path: Path) -> None:
    assert loaded(tmp_path, ANNOTATOR_NAME="ana").name == "ana"
    assert loaded(tmp_path, ANNOTATOR_NAME="").name is None


def test_keys_may_be_written_with_and_without_quotation_marks(tmp_path: Path) -> None:
    toml = '\ufeff[keys]\nundo = "x"\n"quote.next" = "n"\nquote.previous = "p P"\n'
    assert loaded(tmp_path, toml).keys == {"undo": "x", "quote.next": "n", "quote.previous": "p P"}


@pytest.mark.parametrize(
    ("toml", "line", "says"),
    [
        ('[project]\n\ndbb = "a"\n', 3, "no setting “dbb” in [project]"),
        ("[project]\ndb = 3\n", 2, "db is the name"),
        ('[project]\ndb = " "\n', 2, "db is the name"),
        ("# words\n\n[projekt]\n", 3, "no setting “projekt”"),
        ('db = "a"\n', 1, "there are [project] and [keys]"),
        ('keys = "a"\n', 1, "keys is a table"),
        ('[keys]\nundo = "u"\nredo = 4\n', 3, "“redo”"),
        ('[keys]\nundo = ""\n', 2, "“undo”"),
        ('[project]\ndb = "a\n', 2, "not TOML"),
        ('[project]\ndb = "a"\n[project]\n', 3, "not TOML"),
        ("[project", 1, "not TOML"),
        ("x = " + "[" * 5000, 1, "cannot be read"),
        ("x = " + "1" * 5000, 1, "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, toml: str, line: int, says: str) -> None:
    sentence = refused(tmp_path, toml)
    assert sentence.startswith(f"annotator.toml, line {line}: ")
    assert says in sentence
    assert "\n" not in sentence


def test_all_complaints_come_in_the_order_of_lines() -> None:
    _, found = read_settings("[keys]\na = 1\nb = 2\n[project]\nc = 3\n")
    assert [complaint.line for complaint in found] == [2, 3, 5]


def test_a_line_is_found_for_dotted_and_quoted_names() -> None:
    text = '[keys]\n"quote.next" = "n"\na . b = "c"\n\n[ project ]\ndb = "x"\n'
    assert line_of(text, "keys", "a", "b") == 3
    assert line_of(text, "keys", "a", "nothing") == 3
    assert line_of(text, "project", "db") == 6
    assert line_of(text, "nowhere") == 1


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "annotator.toml").write_bytes(b"# \xff\n")
    assert "is not UTF-8" in refused(tmp_path, "")
    (tmp_path / "annotator.toml").unlink()
    (tmp_path / "annotator.toml").mkdir()
    assert "cannot be read" in refused(tmp_path, "")


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="annotator init"):
        loaded(tmp_path / "nowhere")


def test_a_folder_that_was_removed_is_a_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os; os.rmdir({str(gone)!r})\nfrom annotator.config import load\nload(None, None, {{}})"
    path = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=gone, env={"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert "UsageError: the folder that you are in was removed" in done.stderr


@pytest.mark.parametrize("name", ["p%20q", "who?", "a#b", "été"])
def test_a_folder_with_signs_of_addresses_in_its_name_is_that_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    config = load(str(folder), None, {})
    with Store(config.database):
        assert config.file == folder / "annotator.db"
    assert (folder / "annotator.db").exists()
