"""The programs that a dataset is for load it: datasets, pandas, polars, DuckDB, mlcroissant."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.dataset.folder.options import Options
from annotator.store import Store
from tests.dataset.crowds import crowded
from tests.dataset.folders import Thirds, lines, manifest, written
from tests.needs import needed

KINDS = {
    "jsonl": Options(),
    "zst": Options(compress="zst"),
    "gz": Options(compress="gz"),
    "parquet": Options(parquet=True),
    "parquet-zst": Options(parquet=True, compress="zst"),
}
CONFIGS = {"quotes": "data", "annotations": "annotations", "articles": "articles"}
TASKS = ("detection", "attribution", "stance", "topic")

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # those of the readers are theirs
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Quotes of gold have no cue (always an empty list), no rule, and authors that are null everywhere."""
    with crowded(f"sqlite:///{tmp_path_factory.mktemp('crowd') / 'a.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def folders(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    needed("pyarrow")
    needed("zstandard")
    home = tmp_path_factory.mktemp("datasets")
    for name, options in KINDS.items():
        written(store, home / name, options, Thirds(), TASKS)
    return {name: home / name for name in KINDS}


def files(folder: Path) -> dict[Path, int]:
    """Each file of data with how many lines it has."""
    return {folder / x["path"]: x["rows"] for x in manifest(folder)["files"] if x["rows"] is not None}


def said(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {key: said(part) for key, part in value.items()}
    if isinstance(value, list):
        return [said(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("kind", KINDS)
def test_datasets_loads_every_config_with_the_same_values(
    folders: dict[str, Path], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = needed("datasets")
    for config, at in {**CONFIGS, **dict.fromkeys(TASKS)}.items():
        found = datasets.load_dataset(str(folders[kind]), config, cache_dir=str(tmp_path))
        rows = [said(row) for part in found for row in found[part]]
        assert rows == lines(folders["jsonl"], at or config)
        kinds = {type(x).__name__ for part in found.values() for x in part.features.values()}
        assert "Json" not in kinds
    quotes = datasets.load_dataset(str(folders[kind]), "quotes", cache_dir=str(tmp_path))
    for part in quotes.values():
        assert isinstance(part.features["soft"], datasets.List)


@pytest.mark.parametrize("kind", KINDS)
def test_pandas_and_polars_and_duckdb_read_the_files(folders: dict[str, Path], kind: str) -> None:
    pandas, polars, duckdb = needed("pandas"), needed("polars"), needed("duckdb")
    assert files(folders[kind])
    for file, rows in files(folders[kind]).items():
        if file.suffix == ".parquet":
            tables = pandas.read_parquet(file), polars.read_parquet(file)
            sql = f"SELECT count(*) FROM read_parquet('{file}')"
        else:
            tables = pandas.read_json(file, lines=True), polars.read_ndjson(file, infer_schema_length=None)
            sql = f"SELECT count(*) FROM read_json('{file}', format='newline_delimited')"
        assert [len(table) for table in tables] == [rows, rows]
        assert duckdb.sql(sql).fetchall() == [(rows,)]


@pytest.mark.parametrize("kind", ["jsonl", "gz", "parquet"])
def test_mlcroissant_finds_no_error_and_loads_the_records(folders: dict[str, Path], kind: str) -> None:
    mlcroissant = needed("mlcroissant")
    found = mlcroissant.Dataset(jsonld=str(folders[kind] / "croissant.json"))
    assert found.metadata.ctx.issues.errors == set()
    sizes = {
        f"{x.parent.name.replace('data', 'quotes')}/{x.name.split('.')[0]}": n
        for x, n in files(folders[kind]).items()
    }
    assert {one.id for one in found.metadata.record_sets} == set(sizes)
    for name, rows in sizes.items():
        records = list(found.records(name))
        assert len(records) == rows
    quote = next(iter(found.records("quotes/train")))
    expected = lines(folders["jsonl"], "data")[0]
    assert quote["quotes/train/id"].decode() == expected["id"]
    assert [x["quotes/train/content/start"] for x in quote["quotes/train/content"]] == [
        x["start"] for x in expected["content"]
    ]


def test_mlcroissant_finds_no_error_where_it_cannot_unpack(folders: dict[str, Path]) -> None:
    mlcroissant = needed("mlcroissant")
    told = json.loads((folders["zst"] / "croissant.json").read_bytes())
    assert mlcroissant.Dataset(jsonld=told).metadata.ctx.issues.errors == set()
