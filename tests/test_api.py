"""A project from Python: typed, lazy, and the same rows as an export."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.dataset.frames import Rows
from annotator.dataset.schema import quote_schema
from annotator.dataset.schema.shapes import shape
from annotator.dataset.typed import QuoteRow
from annotator.errors import StoreError, UsageError
from tests.dataset import building as b
from tests.needs import needed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    b.filled(f"sqlite:///{tmp_path / 'annotator.db'}").close()
    return tmp_path


@pytest.fixture
def project(folder: Path) -> Iterator[annotator.Project]:
    with annotator.open(folder) as opened:
        yield opened


def test_quotes_of_gold_of_people_and_of_a_layer(project: annotator.Project) -> None:
    assert [row["id"] for row in project.quotes(gold=True)] == [b.IN_GOLD.id]
    everybody = {row["id"] for row in project.quotes()}
    assert everybody == {one.id for one in b.QUOTES if one.layer != b.MODEL}
    assert [row["id"] for row in project.quotes(layer="model rules 1")] == [b.PROPOSAL.id]
    assert project.layers() == ["gold adjudicated", "human ana", "model rules 1"]


def test_people_are_numbers_unless_their_names_are_asked_for(project: annotator.Project) -> None:
    assert {row["layer"]["name"] for row in project.quotes()} == {"annotator-1", "adjudicated"}
    assert {row["layer"]["name"] for row in project.quotes(names=True)} == {"ana", "adjudicated"}
    assert {name for row in project.articles() for name in row["annotators"]} == {"annotator-1"}


def test_articles_have_their_texts_and_sentences(project: annotator.Project) -> None:
    texts = {row["digest"]: row for row in project.articles()}
    one = texts[b.MAIN.digest]
    assert one["text"] == b.TEXT
    assert "".join(b.TEXT[x["start"] : x["end"]] for x in one["sentences"]) == b.TEXT
    assert one["sources"][0]["outlet"] == "Courier"


def test_rows_are_read_when_they_are_asked_for_and_anew_each_time(project: annotator.Project) -> None:
    rows = project.quotes(layer="human ana").where(lambda row: row["about"])
    assert [row["id"] for row in rows] == [row["id"] for row in rows] == [b.DENIED.id]


def test_what_is_not_there_is_said_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    with annotator.open(folder) as project:
        with pytest.raises(UsageError, match="there is no layer “human eve”; there are gold adjudicated"):
            project.quotes(layer="human eve")
        with pytest.raises(UsageError, match="not for both"):
            project.quotes(layer="human ana", gold=True)
        with pytest.raises(UsageError, match="there is no gold “majority”"):
            project.quotes(gold=True, by="majority").to_list()
        with pytest.raises(StoreError, match="there is no snapshot “v1”"):
            project.quotes(snapshot="v1").to_list()
    (tmp_path / "new").mkdir()
    with pytest.raises(StoreError, match="there is no database"):
        annotator.open(tmp_path / "new")
    with pytest.raises(AttributeError):
        annotator.nothing  # noqa: B018


def test_the_types_are_those_of_the_schema() -> None:
    import json

    rows: Rows[QuoteRow] = Rows(QuoteRow, lambda: iter(()))
    schema = json.loads(quote_schema())
    article = schema["properties"]["article"]["properties"]
    del article["date"]["format"]  # Python has it as it is written
    del article["text"]  # only where a file is to be read elsewhere
    assert rows.shape == shape(schema)
    assert list(rows.shape) == json.loads(quote_schema())["required"]


def test_the_command_line_does_not_load_it() -> None:
    code = "import annotator, sys; sys.exit('annotator.api' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=os.environ, check=False).returncode == 0


@pytest.mark.parametrize("rows", ["quotes", "articles"])
def test_frames_hold_the_rows(project: annotator.Project, rows: str) -> None:
    every = getattr(project, rows)()
    needed("pandas")
    frame = every.to_pandas()
    told = frame.astype(object).where(frame.notna(), None)  # pandas has a missing value of its own
    assert told.to_dict("records") == every.to_list()
    needed("polars")
    assert every.to_polars().to_dicts() == every.to_list()
    needed("datasets")
    assert every.to_datasets().to_list() == every.to_list()


def test_without_the_package_a_sentence_says_so(
    project: annotator.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pandas", "polars", "datasets"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(UsageError, match=f"{name} is not installed; pip install {name}"):
            getattr(project.quotes(), f"to_{name}")()
