"""What people read is spelt as the British do: the documentation, the guideline, the program's sentences."""

import shutil
import subprocess
import sys
from pathlib import Path

from scripts.documenting.pages import ROOT
from scripts.documenting.strings import sentences
from tests.conftest import need


def misspelt(*paths: Path) -> list[str]:
    """What typos finds, a line each. The settings are those of pyproject.toml."""
    typos = shutil.which("typos", path=str(Path(sys.executable).parent))
    need("typos", typos, "run scripts/docs, which installs it")
    command = [str(typos), "--config", str(ROOT / "pyproject.toml"), "--format", "brief", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 2), done.stderr
    return done.stdout.splitlines()


def test_the_documentation() -> None:
    assert misspelt(*sorted(ROOT.glob("*.md")), ROOT / "docs", ROOT / "guidelines") == []


def test_the_sentences_of_the_program(tmp_path: Path) -> None:
    every = list(sentences())
    assert len(every) > 5_000
    (tmp_path / "words").write_text(
        "".join(f"{name}:{line}: {text}\n" for name, line, text in every), "utf-8"
    )
    assert misspelt(tmp_path / "words") == []


def test_american_and_misspelt_words_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The color of teh center, and `color` in code.\n", "utf-8")
    assert [line.split("error: ")[1] for line in misspelt(tmp_path / "a.md")] == [
        "`color` should be `colour`",
        "`teh` should be `the`",
        "`center` should be `centre`",
    ]
