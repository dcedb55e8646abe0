"""The documentation says what the program does."""

import re
from pathlib import Path

import pytest

from annotator.cli.main import run

ROOT = Path(__file__).parent.parent


def test_the_table_of_keys_is_what_the_program_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no project here: the default scheme and keys
    assert run(["keys"]) == 0
    printed = capsys.readouterr().out
    table = re.search(r"```text\n(.*?)```", (ROOT / "docs/keys.md").read_text("utf-8"), re.DOTALL)
    assert table is not None
    assert table[1] == printed


def test_links_lead_to_files() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []
