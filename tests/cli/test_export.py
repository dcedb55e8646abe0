"""annotator export: which quotes, byte for byte the same, and never half of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonlines
import jsonschema
import pytest

from annotator.dataset import record
from annotator.dataset.record import Registry
from annotator.dataset.schema import quote_schema
from annotator.errors import Exit
from annotator.store.quoted import Quoted
from tests.cli.conftest import Call
from tests.conftest import ROOT
from tests.dataset import building as b


def ids(file: Path) -> list[str]:
    with jsonlines.open(file) as lines:
        return [row["id"] for row in lines]


def test_people_and_gold_are_exported_and_proposals_are_not(call: Call, filled: Path) -> None:
    done = call("export", "out.jsonl")
    assert done == (0, "", "5 quotes written to out.jsonl: gold adjudicated, human ana\n")
    expected = [q.id for q in b.QUOTES if q.layer != b.MODEL]
    assert sorted(ids(filled / "out.jsonl")) == sorted(expected)


def test_the_order_is_that_of_digest_and_offset(call: Call, filled: Path) -> None:
    call("export", "out.jsonl")
    with jsonlines.open(filled / "out.jsonl") as lines:
        places = [(row["article"]["digest"], row["content"][0]["start"], row["id"]) for row in lines]
    assert places == sorted(places)


def test_a_second_export_has_the_same_bytes(call: Call, filled: Path) -> None:
    call("export", "one.jsonl")
    call("export", "two.jsonl")
    data = (filled / "one.jsonl").read_bytes()
    assert data.count(b"\n") == 5
    assert (filled / "two.jsonl").read_bytes() == data


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("human",), 4),
        (("human ana",), 4),
        (("human:ana",), 4),
        (("gold", "model"), 2),
        (("model rules 1",), 1),
        (("model:rules",), 1),
    ],
)
def test_layers_are_chosen_by_their_names(
    call: Call, filled: Path, words: tuple[str, ...], count: int
) -> None:
    flags = [part for word in words for part in ("--layer", word)]
    assert call("export", "out.jsonl", *flags).code == 0
    assert len(ids(filled / "out.jsonl")) == count


def test_an_unknown_layer_is_a_sentence_that_names_the_known(call: Call, filled: Path) -> None:
    done = call("export", "out.jsonl", "--layer", "human bob")
    assert (done.code, (filled / "out.jsonl").exists()) == (Exit.USAGE, False)
    assert "no layer “human bob”; there are 'gold adjudicated', 'human ana', 'model rules 1'" in done.sentence


def test_an_export_to_stdout_is_nothing_but_data(call: Call, filled: Path) -> None:
    done = call("export", "-")
    assert (done.code, done.err) == (0, "5 quotes written to stdout: gold adjudicated, human ana\n")
    call("export", "out.jsonl")
    assert done.out.encode() == (filled / "out.jsonl").read_bytes()


def test_an_interrupted_export_leaves_the_old_file_whole(
    call: Call, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = record.records

    def interrupted(quoted: Quoted, registry: Registry) -> Iterator[dict[str, Any]]:
        yield next(made(quoted, registry))
        raise KeyboardInterrupt

    (filled / "out.jsonl").write_text("old\n")
    before = sorted(filled.iterdir())
    monkeypatch.setattr(record, "records", interrupted)
    assert call("export", "out.jsonl") == (Exit.INTERRUPTED, "", "")
    assert (filled / "out.jsonl").read_text() == "old\n"
    assert [x for x in sorted(filled.iterdir()) if x not in before and "annotator.db" not in x.name] == []


def test_nothing_is_written_over_a_folder(call: Call, filled: Path) -> None:
    (filled / "out.jsonl").mkdir()
    done = call("export", "out.jsonl")
    assert done.code == Exit.PROBLEM
    assert "is a folder" in done.sentence


def test_people_have_numbers_unless_their_names_are_asked_for(call: Call, filled: Path) -> None:
    for flags, name in (((), "annotator-1"), (("--names",), "ana")):
        call("export", "out.jsonl", "--layer", "human", *flags)
        with jsonlines.open(filled / "out.jsonl") as lines:
            assert {row["layer"]["name"] for row in lines} == {name}


@pytest.mark.usefixtures("filled")
def test_a_missing_folder_is_a_sentence(call: Call) -> None:
    assert "there is no folder" in call("export", "no/out.jsonl").sentence


def test_an_empty_corpus_makes_an_empty_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing was said here.\n")
    call("ingest", "a.txt")
    assert call("export", "out.jsonl") == (0, "", "0 quotes written to out.jsonl: nobody yet\n")
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_the_schema_can_be_had_and_the_gold_of_the_corpus_follows_it(call: Call) -> None:
    schema = call("schema")
    assert schema.out == quote_schema()
    rules = json.loads(schema.out)
    validator = jsonschema.Draft202012Validator(rules)
    count = 0
    with jsonlines.open(ROOT / "corpus" / "gold.jsonl") as lines:
        for row in lines:
            validator.validate(row)
            assert list(row) == rules["required"]
            count += 1
    assert count > 60
