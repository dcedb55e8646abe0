"""Blocks of code in the documentation: all have a language, and what is written in one can be read."""

import json
import tomllib
from pathlib import Path

import pytest

from annotator.config import read_settings
from annotator.formats.mapping import read_mapping
from annotator.scheme import Scheme, complaints, parse_scheme
from annotator.tui.commands import all_commands
from annotator.tui.keymap import complaints as key_complaints
from scripts.documenting.pages import ROOT, Block, pages

LANGUAGES = {"console", "diff", "ini", "json", "markdown", "nginx", "python", "sh", "text", "toml", "xml"}
BLOCKS = [(one.name, block) for one in pages() for block in one.blocks]


def written(language: str) -> list[tuple[str, Block]]:
    return [(name, block) for name, block in BLOCKS if block.language == language]


def test_every_block_is_fenced_and_has_a_language() -> None:
    assert len(BLOCKS) > 100
    assert [
        (name, block.line, block.language) for name, block in BLOCKS if block.language not in LANGUAGES
    ] == []


@pytest.mark.parametrize(
    ("name", "block"), written("toml"), ids=lambda x: x if isinstance(x, str) else x.line
)
def test_toml_is_what_the_program_takes(name: str, block: Block, tmp_path: Path) -> None:
    tables = set(tomllib.loads(block.text))
    if tables & {"field", "version"}:
        assert complaints(block.text) == []
    elif tables & {"roles", "fields", "values"}:
        (tmp_path / "words.toml").write_text(block.text, "utf-8")
        assert read_mapping(tmp_path / "words.toml")
    elif "[project.entry-points" not in block.text:  # which is a setting of a package, not of ours
        settings, found = read_settings(block.text)
        assert found == []
        assert settings.db or tables - {"project"}
        assert list(key_complaints(all_commands(_scheme()), settings.keys)) == []


def _scheme() -> Scheme:
    return parse_scheme((ROOT / "guidelines/scheme.toml").read_text("utf-8"), "scheme.toml")


def test_python_and_json_can_be_read() -> None:
    for name, block in written("python"):
        compile(block.text, f"{name}, line {block.line}", "exec")
    for _name, block in written("json"):
        assert json.loads(block.text)
