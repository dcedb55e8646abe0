"""A dataset folder: what its lines say, that they follow their schemas, the same bytes for the same data."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import jsonschema
import pytest

from annotator.dataset.folder.options import Options
from annotator.dataset.folder.parts import Whole
from annotator.dataset.record import Record
from annotator.store import Store
from tests.dataset import building, teams
from tests.dataset.crowds import crowded
from tests.dataset.folders import Row, Thirds, digests, lines, manifest, written

CONFIGS = {"quotes": "data", "annotations": "annotations", "articles": "articles"}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with crowded(f"sqlite:///{tmp_path_factory.mktemp('crowd') / 'a.db'}") as store:
        yield store


@pytest.fixture(scope="module")
def folder(crowd: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("dataset") / "ds"
    written(crowd, to, Options(gold=("majority",)))
    return to


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """What ana, ben and a gold said of the one article, cleo of the other."""
    with teams.teamed(f"sqlite:///{tmp_path / 'team.db'}") as store:
        written(store, tmp_path / "ds", parts=Whole())
        yield tmp_path / "ds"


def test_each_line_is_valid_and_has_the_keys_of_its_schema_in_order(folder: Path) -> None:
    for config, at in CONFIGS.items():
        schema = json.loads((folder / "schema" / f"{config}.schema.json").read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        rows = lines(folder, at)
        assert rows
        for row in rows:
            validator.validate(row)
            assert list(row) == schema["required"] == list(schema["properties"])


def test_each_span_is_what_its_article_says(folder: Path) -> None:
    texts = {row["digest"]: row["text"] for row in lines(folder, "articles")}
    assert all(sha256(text.encode()).hexdigest() == digest for digest, text in texts.items())
    checked = 0
    for row in (*lines(folder, "data"), *lines(folder, "annotations")):
        for span in (*row["content"], *row["cue"], *row["source"], row["sentence"]):
            assert texts[row["article"]["digest"]][span["start"] : span["end"]] == span["text"]
            checked += 1
    assert checked > 400


def test_everything_of_an_article_is_in_one_part(folder: Path) -> None:
    parts = {row["digest"]: row["split"] for row in lines(folder, "articles")}
    assert set(parts.values()) == {"train", "validation", "test"}
    for row in (*lines(folder, "data"), *lines(folder, "annotations")):
        assert row["split"] == parts[row["article"]["digest"]]


def test_ids_are_unique_and_judgements_name_gold_that_is_there(folder: Path) -> None:
    gold = {row["id"]: row for row in lines(folder, "data")}
    said = lines(folder, "annotations")
    assert len(gold) == len(lines(folder, "data"))
    assert len({row["id"] for row in said}) == len(said)
    kinds = {(row["judgement"], row["gold"] is None, row["exact"]) for row in said}
    assert kinds == {
        ("quote", True, None), ("quote", False, True), ("quote", False, False), ("none", False, None),
    }  # fmt: skip
    for row in said:
        if row["gold"] is not None:
            same = row["content"] == gold[row["gold"]]["content"]
            assert same == (row["judgement"] == "none" or row["exact"])


def test_soft_labels_count_those_who_reviewed_the_place(folder: Path) -> None:
    judged: dict[str, list[Row]] = {}
    for row in lines(folder, "annotations"):
        judged.setdefault(row["gold"], []).append(row)
    several = 0
    for row in lines(folder, "data"):
        mine = judged.get(row["id"], [])
        types = [x["type"] for x in mine if x["judgement"] == "quote"]
        counted = {x["value"]: x["count"] for x in row["soft"] if x["field"] == "type"}
        # Who marked it without having reviewed its sentence does not count; nobody else is left out.
        assert sum(counted.values()) == row["marked"] <= len(types)
        assert row["annotators"] - row["marked"] == len(mine) - len(types)
        several += row["marked"] > 1
    assert several > 20


def test_soft_labels_by_hand(small: Path) -> None:
    toll, sue = lines(small, "data")
    assert (toll["content"][0]["text"], toll["annotators"], toll["marked"]) == ("“the toll will rise”", 2, 2)
    assert [tuple(x.values()) for x in toll["soft"]] == [
        ("speaker", None, teams.PORT.id, 2),
        ("stance", "council", "1", 1),
        ("stance", "council", "2", 1),
        ("topic", None, "1", 1),
        ("topic", None, "18.2", 1),
        ("type", None, "direct", 2),
    ]
    # Ben's is shorter than half of gold's: he saw the place and did not mark this.
    assert (sue["annotators"], sue["marked"]) == (2, 1)


def test_judgements_by_hand(small: Path) -> None:
    rows = lines(small, "annotations")
    numbers = {row["layer"]["name"]: row for row in rows}
    assert set(numbers) == {"annotator-1", "annotator-2", "annotator-3"}
    assert [(row["judgement"], row["exact"], row["gold"] is None) for row in rows] == [
        ("quote", None, True),  # cleo's: nothing is gold there
        ("quote", True, False),
        ("quote", True, False),
        ("quote", True, False),
        ("quote", None, True),  # ben's short one
        ("none", None, False),
    ]
    none, gold = rows[-1], lines(small, "data")[1]
    assert none["id"] == str(uuid5(UUID(gold["id"]), none["layer"]["name"]))
    assert (none["content"], none["type"], none["created"]) == (gold["content"], None, None)


def test_an_article_tells_what_gold_speaks_for(small: Path) -> None:
    other, main = sorted(lines(small, "articles"), key=lambda row: len(row["text"]))
    assert main["gold"] == {"kind": "gold", "name": "adjudicated", "version": ""}
    assert [(x["body"], x["reviewed"]) for x in main["sentences"]] == [(False, False)] + [(True, True)] * 3
    assert (len(main["annotators"]), main["assisted"]) == (2, True)
    assert other["gold"] == {"kind": None, "name": None, "version": None}
    assert not any(x["reviewed"] for x in other["sentences"])


def test_nobody_is_named_unless_asked(crowd: Store, folder: Path, tmp_path: Path) -> None:
    written(crowd, tmp_path / "named", Options(names=True, gold=("majority",)))
    people = ("zoe", "ana", "ben")

    def told(file: Path) -> set[str]:
        words = file.read_text("utf-8").replace('"ask ben"', "")  # a note of an annotator's
        return {name for name in people if f'"{name}"' in words or f" {name} " in words}

    assert not any(told(file) for file in folder.rglob("*") if file.is_file())
    assert told(tmp_path / "named" / "annotations" / "train.jsonl") == set(people)
    assert told(tmp_path / "named" / "README.md") == set(people)
    ids = [row["id"] for row in lines(folder, "annotations")]
    assert [row["id"] for row in lines(tmp_path / "named", "annotations")] == ids


def test_the_manifest_lists_every_other_file_as_it_is(folder: Path) -> None:
    told = manifest(folder)
    there = digests(folder)
    del there["MANIFEST.json"]
    assert {file["path"]: file["sha256"] for file in told["files"]} == there
    for file in told["files"]:
        data = (folder / file["path"]).read_bytes()
        assert file["bytes"] == len(data)
        assert file["rows"] in (None, data.count(b"\n"))
    found = sorted(row["digest"] for row in lines(folder, "articles"))
    assert told["corpus"] == {
        "articles": len(found),
        "digest": sha256("".join(f"{x}\n" for x in found).encode()).hexdigest(),
    }
    assert told["split"]["plan"] == "thirds"
    assert (told["tool"]["name"], told["scheme"]["name"]) == ("quotation-annotator", "news-quotes")
    assert told["filters"] == {"names": False, "gold": ["majority"], "not_used": []}


def test_gold_is_the_adjudicated_answer_and_else_the_chosen_one(folder: Path) -> None:
    layers: dict[str, set[str]] = {}
    for row in lines(folder, "data"):
        layers.setdefault(row["article"]["digest"], set()).add(row["layer"]["name"])
    expected = {x: {"adjudicated"} if int(x, 16) % 4 else {"majority"} for x in layers}
    assert layers == expected
    assert {"majority"} in layers.values()


def test_what_a_split_leaves_out_is_counted(crowd: Store, tmp_path: Path) -> None:
    class Strict(Thirds):
        def part(self, digest: str) -> str | None:
            return None if int(digest, 16) % 3 == 0 else super().part(digest)

        def why(self, digest: str) -> str:
            return "it is odd"

        def leaves_out(self, record: Record, part: str) -> str | None:
            return "nobody is said to speak" if not record["speakers"] else None

    done = written(crowd, tmp_path / "ds", parts=Strict())
    there = {
        row["article"]["digest"]
        for config in CONFIGS
        for row in lines(tmp_path / "ds", CONFIGS[config])
        if "article" in row
    }
    assert not [x for x in there if int(x, 16) % 3 == 0]
    assert all(row["speakers"] for row in lines(tmp_path / "ds", "data"))
    said = lines(tmp_path / "ds", "annotations")
    assert all(row["speakers"] for row in said if row["judgement"] == "quote")
    excluded = manifest(tmp_path / "ds")["excluded"]
    assert excluded == done.counts.told_excluded()
    assert excluded["it is odd"]["articles"] == sum(int(x, 16) % 3 == 0 for x in _articles(crowd))
    assert excluded["nobody is said to speak"].keys() == {"quotes", "judgements"}
    assert "articles without a gold answer: no line in quotes" in excluded


def _articles(store: Store) -> list[str]:
    return [one.digest for one in store.articles()]


def test_one_person_alone_counts_as_gold(tmp_path: Path) -> None:
    only = [quote for quote in building.QUOTES if quote.layer != building.GOLD]
    with building.filled(f"sqlite:///{tmp_path / 'a.db'}", only) as store:
        written(store, tmp_path / "ds", parts=Whole())
    rows = lines(tmp_path / "ds", "data")
    assert {row["layer"]["name"] for row in rows} == {"annotator-1"}
    assert [row["gold"] for row in lines(tmp_path / "ds", "annotations")] == [row["id"] for row in rows]
    assert "One person annotated" in (tmp_path / "ds" / "README.md").read_text()
    assert manifest(tmp_path / "ds")["gold"]["one_person_counts_as_gold"]


def test_a_view_for_a_task_is_one_more_config(crowd: Store, tmp_path: Path) -> None:
    written(crowd, tmp_path / "ds", tasks=("stance", "detection"))
    for name in ("stance", "detection"):
        schema = json.loads((tmp_path / "ds" / "schema" / f"{name}.schema.json").read_bytes())
        rows = lines(tmp_path / "ds", name)
        assert rows
        for row in rows:
            jsonschema.validate(row, schema)


@pytest.mark.parametrize(
    "options",
    [Options(), Options(compress="zst"), Options(compress="gz"), Options(parquet=True)],
    ids=["jsonl", "zst", "gz", "parquet"],
)
def test_a_second_export_has_the_same_bytes(crowd: Store, tmp_path: Path, options: Options) -> None:
    for name in ("one", "other"):
        written(crowd, tmp_path / name, options, tasks=("detection",))
    assert digests(tmp_path / "one") == digests(tmp_path / "other")


def test_order_of_insertion_and_kind_of_database_do_not_matter(
    folder: Path, db_url: str, tmp_path: Path
) -> None:
    with crowded(db_url, order=5) as store:
        # Numbers are kept from the first export on, whoever comes first in it.
        written(store, tmp_path / "ds", Options(gold=("majority",)))
    assert digests(tmp_path / "ds") == digests(folder)


def test_batches_do_not_matter(
    crowd: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.dataset.folder.writing._BATCH", 1)
    written(crowd, tmp_path / "ds", Options(gold=("majority",)))
    assert digests(tmp_path / "ds") == digests(folder)


@pytest.mark.parametrize("options", [Options(), Options(compress="zst"), Options(parquet=True)])
def test_what_goes_wrong_midway_leaves_nothing_open_or_behind(
    crowd: Store, tmp_path: Path, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Breaking(Thirds):
        def describe(self) -> dict[str, Any]:
            raise KeyboardInterrupt

    monkeypatch.setattr("annotator.dataset.folder.writing._BATCH", 1)
    for parts in (Breaking(), _Missing()):
        with pytest.raises((KeyboardInterrupt, KeyError)):
            written(crowd, tmp_path / "ds", options, parts)
    assert list(tmp_path.iterdir()) == []


class _Missing(Thirds):
    """It does not know the seventh article."""

    def __init__(self) -> None:
        self.asked = 0

    def part(self, digest: str) -> str | None:
        self.asked += 1
        if self.asked == 7:
            raise KeyError(digest)
        return super().part(digest)
