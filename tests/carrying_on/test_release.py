"""scripts/release where something is wrong; what it builds and checks is in tests/test_install.py."""

from pathlib import Path

import pytest

from scripts import pythons, releasing


def python(folder: Path, name: str, does: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
    return file


def test_the_first_python_of_each_minor_version_the_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = python(tmp_path / "a", "python3.13", "echo 3 13 5")
    broken = python(tmp_path / "a", "python3.12", "exit 1")  # built without ssl, say
    python(tmp_path / "b", "python3.13", "echo 3 13 9")
    oldest = python(tmp_path / "b", "python3.11", "echo 3 11 2")
    mine = python(tmp_path, "mine", "echo 3 12 0")
    unfit = python(tmp_path, "unfit", "echo 3 15 0")
    monkeypatch.setenv("PATH", f"{broken.parent}:{oldest.parent}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(pythons, "_PLACES", ())
    found = pythons.pythons([str(unfit), str(mine), str(tmp_path / "missing")])
    assert list(found.items()) == [((3, 11, 2), oldest), ((3, 12, 0), mine), ((3, 13, 5), newest)]


def test_the_first_failure_is_one_line_and_the_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(releasing, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setattr("sys.argv", ["release", "--out", str(tmp_path / "dist")])
    with pytest.raises(SystemExit) as ended:
        releasing.main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (1, "")
    assert err.startswith("FAILED: this is no git checkout: ")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "dist").exists()
