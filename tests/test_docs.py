"""The documentation says what the program does. What more is held against it: tests/docs."""

from pathlib import Path

import pytest

from annotator.cli.main import run
from scripts.documenting.pages import DOCS, page


def test_the_table_of_keys_is_what_the_program_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no project here: the default scheme and keys
    assert run(["keys"]) == 0
    (table,) = (block for block in page(DOCS / "keys.md").blocks if block.language == "text")
    assert table.text == capsys.readouterr().out
