"""The gold of the sample corpus, put into a store as an annotator would, comes out as it is written."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonlines
import pytest

from annotator.dataset.record import Record, Registry, records
from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read
from annotator.model import (
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.sentences import SEGMENTER
from tests.conftest import ROOT

CLOCK = ("created", "updated")


@pytest.fixture(scope="module")
def gold() -> list[Record]:
    with jsonlines.open(ROOT / "corpus" / "gold.jsonl") as lines:
        return list(lines)


def spans(row: Record, role: str) -> tuple[Span, ...]:
    return tuple(Span(s["start"], s["end"]) for s in row[role])


def voices(row: Record, role: str) -> tuple[Voice, ...]:
    return tuple(
        Voice(
            v["id"], Span(v["start"], v["end"]) if v.get("start") is not None else None, Origin(v["origin"])
        )
        for v in row[role]
    )


def labels(row: Record) -> tuple[Label, ...]:
    found = [Label(x["field"], x["value"], origin=Origin(x["origin"])) for x in row["fields"]]
    for x in row["stance"]:
        value = str(x["step"]) if x["kind"] == "step" else x["kind"]
        found.append(Label("stance", value, x["target"], Origin(x["origin"])))
    found += [
        Label("topic", x["code"], origin=Origin(x["origin"]))
        for x in row["topics"]
        if x["origin"] != Origin.INHERITED
    ]
    if row["type_origin"] == "typed":
        found.append(Label("type", row["type"]))
    return tuple(found)


def layer(row: Record) -> Layer:
    return Layer(LayerKind(row["layer"]["kind"]), row["layer"]["name"], row["layer"]["version"])


def entities(gold: list[Record]) -> Iterator[Entity]:
    """Everything that the gold says, in an order in which it can be added."""
    seen: set[Any] = set()
    for row in gold:
        for v in (*row["speakers"], *row["via"]):
            if v["id"] is not None and v["id"] not in seen:
                seen.add(v["id"])
                yield Speaker(v["id"], v["name"], SpeakerKind(v["kind"]), tuple(v["aliases"]), v["wikidata"])
    for row in gold:
        digest = row["article"]["digest"]
        if digest not in seen:
            seen.add(digest)
            topics = tuple(Label("topic", code) for code in row["article"]["topics"])
            yield ArticleLabels(digest, layer(row), topics)
    waiting = list(gold)
    while waiting:  # a quote that another one needs goes first
        ready = [r for r in waiting if all(r[k] is None or r[k] in seen for k in ("parent", "about"))]
        assert ready, "quotes that need each other"
        for row in ready:
            seen.add(row["id"])
            yield Quote(
                row["id"], row["article"]["digest"], layer(row),
                spans(row, "content"), spans(row, "cue"), spans(row, "source"),
                voices(row, "speakers"), voices(row, "via"), labels(row),
                row["parent"], row["about"], row["derived_from"],
            )  # fmt: skip
            for n, note in enumerate(row["notes"]):
                id = str(uuid.uuid5(uuid.UUID(row["id"]), f"note {n}"))
                yield Note(
                    id,
                    row["article"]["digest"],
                    layer(row),
                    spans(row, "content")[0],
                    note["text"],
                    row["id"],
                )
        waiting = [row for row in waiting if row["id"] not in seen]


def put(store: Store, gold: list[Record]) -> None:
    scheme = gold[0]["scheme"]
    store.use_scheme(scheme["name"], scheme["version"], scheme["digest"], "")
    store.use_guideline(gold[0]["guideline"], "")
    store.add_actor("ana")
    for one in read([Path("corpus")]):
        assert isinstance(one, Incoming)
        store.add_article(one.article, one.sentences, one.regions, SEGMENTER)
    changes = tuple(Change(None, entity) for entity in entities(gold))
    store.act("ana", Act("the gold", changes))


def test_gold_in_is_gold_out(gold: list[Record], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # the paths in the gold begin here
    with Store(sqlite_url) as store:
        put(store, gold)
        with store.look(store.layers()) as found:
            registry = Registry(found.speakers, found.schemes)
            rows = [row for one in found.quoted for row in records(one, registry)]
    out = {row["id"]: json.loads(json.dumps(row)) for row in rows}
    assert len(out) == len(gold) > 60
    for row in gold:
        mine = out[row["id"]]
        assert {k: v for k, v in mine.items() if k not in CLOCK} == {
            k: v for k, v in row.items() if k not in CLOCK
        }
