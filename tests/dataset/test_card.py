"""The card: a head that programs read, and words that people read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from annotator.dataset.folder.card_body import _plain
from annotator.dataset.folder.options import Options
from annotator.dataset.folder.parts import Auditor, Whole
from annotator.store import Store
from tests.dataset import teams
from tests.dataset.crowds import crowded
from tests.dataset.folders import Thirds, manifest, written

Head = dict[str, Any]


class Leaky(Thirds):
    def auditor(self) -> Auditor:
        return _Leak()


class _Leak:
    def see(self, bundle: object, part: str) -> None:
        pass

    def report(self) -> list[dict[str, Any]]:
        return [
            {"kind": "shared quote", "parts": ["train", "test"], "articles": ["ab" * 32], "what": "“*No*”"}
        ]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with crowded(f"sqlite:///{tmp_path_factory.mktemp('crowd') / 'a.db'}") as store:
        yield store


@pytest.fixture(scope="module")
def folder(crowd: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("dataset") / "ds"
    written(crowd, to, Options(gold=("majority",), title="Harbour: quotes"), Leaky())
    return to


def head(folder: Path) -> Head:
    _, told, _ = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    found: Head = yaml.safe_load(told)
    return found


def body(folder: Path) -> str:
    return (folder / "README.md").read_text("utf-8").split("---\n", 2)[2]


def test_the_head_names_each_file_and_its_lines(folder: Path) -> None:
    told = head(folder)
    assert (told["pretty_name"], told["license"], told["language"]) == ("Harbour: quotes", "other", ["en"])
    assert told["size_categories"] == ["n<1K"]
    assert [x["config_name"] for x in told["configs"]] == ["quotes", "annotations", "articles"]
    rows = {x["path"]: x["rows"] for x in manifest(folder)["files"] if x["rows"] is not None}
    files = {y["path"] for x in told["configs"] for y in x["data_files"]}
    assert files == set(rows)
    for config, info in zip(told["configs"], told["dataset_info"], strict=True):
        assert info["config_name"] == config["config_name"]
        for file, split in zip(config["data_files"], info["splits"], strict=True):
            assert (split["name"], split["num_examples"]) == (file["split"], rows[file["path"]])


def test_the_words_tell_what_there_is_and_what_leaks(folder: Path) -> None:
    told = body(folder)
    for words in (
        "# Harbour: quotes",
        "| gold quotes |",
        "| strike | -1 |",
        "| annotator-1 and annotator-2 |",
        "| speaker (registry) |",
        "Adjudicated by: annotator-",
        "first of these layers that looked at it: gold majority.",
        "**Note:** there are few",
        "- shared quote (train and test): “\\*No\\*” `abababababab`",
        "lines carry free notes (`notes`), **which may hold names**",
        "**To be filled in**",
        'datasets.load_dataset("path/to/this/folder", "annotations")',
    ):
        assert words in told, words


def test_a_licence_that_is_told_is_written(crowd: Store, tmp_path: Path) -> None:
    written(crowd, tmp_path / "ds", Options(license="cc-by-4.0"))
    assert head(tmp_path / "ds")["license"] == "cc-by-4.0"
    assert "cc-by-4.0, as whoever exported this said" in body(tmp_path / "ds")


def test_a_part_without_lines_is_not_promised(tmp_path: Path) -> None:
    with teams.teamed(f"sqlite:///{tmp_path / 'a.db'}") as store:
        written(store, tmp_path / "ds", parts=Whole())
    told = head(tmp_path / "ds")
    assert [[y["split"] for y in x["data_files"]] for x in told["configs"]] == [["train"]] * 3
    assert "There is one part only" in body(tmp_path / "ds")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a|b", "a\\|b"),
        ("[x](javascript:y) <b>", "\\[x\\](javascript:y) \\<b\\>"),
        ("two\nlines\u2028more\x1b[2J", "two lines more \\[2J"),
        ("`code` # *b*", "\\`code\\` \\# \\*b\\*"),
    ],
)
def test_words_of_others_are_no_markup(words: str, shown: str) -> None:
    assert _plain(words) == shown
