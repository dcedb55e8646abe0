"""annotator gold: a layer by rule, what is said of it, and what it is exported as."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from annotator.dataset.reading import parsed, said
from annotator.dataset.schema import quote_schema
from annotator.errors import Exit
from annotator.model import Layer, LayerKind
from annotator.store import Store
from tests.cli.conftest import Call
from tests.dataset import team
from tests.dataset.team import BUILD, CAME, IDA, MAIN, quote, stance, topic

MAJORITY = Layer(LayerKind.GOLD, "majority")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three people; they agree on one quote, and one of them has another."""
    with team.open_store(f"sqlite:///{tmp_path / 'annotator.db'}") as opened:
        labels = (stance("2", "barrier"), topic("3"))
        quotes = [quote(n, name, BUILD, IDA, *labels) for n, name in enumerate(team.PEOPLE, start=1)]
        team.said(opened, *quotes, quote(9, "cleo", CAME))
        yield opened


def test_a_layer_is_made_and_said(store: Store, call: Call) -> None:
    done = call("gold", "--by", "majority")
    assert done.code == Exit.OK
    head, *rows = done.out.splitlines()
    assert head == "the layer 'gold majority' has, from ana, ben, cleo:"
    assert ["quotes", "1"] in [row.rsplit(maxsplit=1) for row in rows]
    assert "careful: the overlap is thin" in done.err
    assert len(store.open_article(MAIN.digest, MAJORITY).quotes) == 1


def test_a_dry_run_writes_nothing(store: Store, call: Call) -> None:
    done = call("gold", "--by", "majority", "--dry-run", "--json")
    found = done.json()
    assert (found["quotes"], found["refused"], found["dry_run"]) == (1, 1, True)
    assert found["annotators"] == [{"name": name, "shared": 2} for name in team.PEOPLE]
    assert MAJORITY not in store.layers()


def test_only_some_annotators(store: Store, call: Call) -> None:
    found = call("gold", "--by", "unanimous", "--annotators", "ana, cleo", "--json").json()
    assert (found["quotes"], found["undecided"]) == (1, 1)


def test_who_has_annotated_nothing_is_named(store: Store, call: Call) -> None:
    done = call("gold", "--by", "majority", "--annotators", "ana,dora")
    assert (done.code, done.sentence) == (
        Exit.USAGE, "dora has annotated nothing here; at work were ana, ben, cleo",
    )  # fmt: skip
    assert "two annotators or more" in call("gold", "--by", "majority", "--annotators", "ana").sentence


def test_what_is_exported_fits_the_schema_and_is_read_back(store: Store, call: Call, tmp_path: Path) -> None:
    call("gold", "--by", "dawid-skene")
    call("export", "gold.jsonl", "--layer", "gold dawid-skene")
    (line,) = (tmp_path / "gold.jsonl").read_bytes().splitlines()
    record = json.loads(line)
    Draft202012Validator(json.loads(quote_schema())).validate(record)
    assert record["rule"] == "dawid-skene"
    assert 0.5 < record["stance"][0]["score"] <= 1
    assert [label.field for label in said(parsed(line), MAIN.text).labels] == ["stance", "topic"]
