"""annotator check: every complaint about the three files, with file and line."""

from pathlib import Path

import pytest

from annotator.config import THEMES
from annotator.errors import Exit
from tests.cli.conftest import Call


@pytest.fixture
def project(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    call("init", "p")
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


def changed(file: Path, old: str, new: str) -> int:
    """Replace `old` in `file`; the line it stood in."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_what_comes_with_the_program_is_right(call: Call) -> None:
    done = call("check")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("nothing to complain about in ")


def test_complaints_about_the_scheme(call: Call, project: Path) -> None:
    line = changed(project / "guidelines" / "scheme.toml", 'key = "m"', 'key = "d"')
    done = call("check")
    assert (done.code, done.err) == (Exit.SCHEME, "1 complaint\n")
    assert done.out.startswith(f"guidelines/scheme.toml:{line}: ")


def test_complaints_about_the_guideline(call: Call, project: Path) -> None:
    guideline = project / "guidelines" / "guideline.md"
    text = guideline.read_text(encoding="utf-8")
    changed(guideline, "\ncontent: ", "\ncontents: ")
    done = call("check")
    assert done.code == Exit.SCHEME
    file, line, _ = done.out.splitlines()[0].split(":", 2)
    near = text[: text.index("\ncontent: ")].count("\n") + 2
    assert (file, abs(int(line) - near) < 10) == ("guidelines/guideline.md", True)


def test_complaints_about_the_settings(call: Call, project: Path) -> None:
    settings = project / "annotator.toml"
    settings.write_text('[project]\nname = "x"\n')
    assert call("check").out.startswith("annotator.toml:2: there is no setting “name” in [project]")
    settings.write_text('[keys]\nundo = "U"\n"redo" = "U"\n')
    assert call("check").out.startswith("annotator.toml:3: the key U is that of both undo and redo")
    settings.write_text(
        '[keys]\nundo = "U"\n"quote.nekst" = "N"\narticle.next = "ctrl+s"\n[screen]\ntheme = "drak"\n'
    )
    done = call("check")
    assert done.code == Exit.SCHEME
    assert [line.split(": ", 1) for line in done.out.splitlines()] == [
        ["annotator.toml:6", f"there is no theme “drak”; there are {', '.join(THEMES)}"],
        ["annotator.toml:3", "there is no command “quote.nekst”: did you mean “quote.next”?"],
        [
            "annotator.toml:4",
            "article.next = “ctrl+s”: ctrl+s cannot be had: "
            "it stops the output of a terminal; choose another key",
        ],
    ]


def test_complaints_as_json(call: Call, project: Path) -> None:
    (project / "annotator.toml").write_text("x = 1\ny = 2\n")
    done = call("check", "--json")
    found = done.json()
    assert [(one["file"], one["line"]) for one in found] == [
        (str(project / "annotator.toml"), n) for n in (1, 2)
    ]


def test_a_scheme_of_ones_own_needs_no_guideline(call: Call, project: Path) -> None:
    (project / "guidelines" / "guideline.md").unlink()
    done = call("check")
    assert (done.code, done.err) == (0, "nothing to complain about in guidelines/scheme.toml\n")


def test_a_scheme_that_is_no_text_is_a_sentence(call: Call, project: Path) -> None:
    (project / "guidelines" / "scheme.toml").write_bytes(b"\xff\xfe")
    done = call("check")
    assert done.code == Exit.SCHEME
    assert "is not UTF-8" in done.sentence
