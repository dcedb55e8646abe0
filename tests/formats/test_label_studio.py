"""Label Studio: what is written where, what is read from its exports, and what is wrong in them."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.label_studio import FORMAT
from annotator.formats.mapping import Mapping
from annotator.model import Label, Layer, LayerKind, Origin, Source, Span
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken, written
from tests.formats.round_trip import check

Made = dict[str, Any]


def region(id: str, start: int, end: int, label: str, **more: Any) -> Made:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def relation(start: str, end: str, *labels: str, direction: str = "right") -> Made:
    return {
        "type": "relation", "from_id": start, "to_id": end, "direction": direction, "labels": list(labels)
    }  # fmt: skip


def choice(id: str, name: str, kind: str = "choices", **value: Any) -> Made:
    return {"id": id, "from_name": name, "to_name": "text", "type": kind, "value": value}


def annotation(*result: Made, **more: Any) -> Made:
    return {"id": 1, "was_cancelled": False, "ground_truth": False, "result": list(result), **more}


def task(*annotations: Made, text: str = TEXT, **more: Any) -> Made:
    return {"id": 7, "data": {"text": text}, "annotations": list(annotations), "predictions": [], **more}


def read(file: Path, *tasks: Made, mapping: Mapping | None = None) -> tuple[list[Document], list[str]]:
    return taken(FORMAT, file, orjson.dumps(list(tasks)), mapping)


MARKS = (region("c", 0, 14, "Quote"), region("s", 15, 19, "Speaker"), region("v", 20, 24, "Says"))
LINKS = (relation("c", "s", "said_by"), relation("c", "v", "cued_by"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.json"


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    assert not losses([made], FORMAT.held).counts()


def test_what_stands_where(tmp_path: Path) -> None:
    quote = Said(
        "q1", (CONTENT,), (), (SOURCE,), (Named(name="Marn"),),
        labels=(Label("stance", "1", "ice", Origin.ACCEPTED), Label("topic", "2.1")),
        score=0.5, notes=("look",),
    )  # fmt: skip
    model = Answer(Layer(LayerKind.MODEL, "rules", "3"), (Said("p1", (CONTENT,)),))
    made = Document(TEXT, Source("a.txt", title="Ice"), (Answer(ANA, (quote,)), model))
    (one,) = written(FORMAT, tmp_path, made)
    assert one["data"] == {"text": TEXT, "path": "a.txt", "title": "Ice"}
    (human,) = one["annotations"]
    assert "completed_by" not in human
    assert not human["ground_truth"]
    content, stance, topic, source, said_by = human["result"]
    place = {"start": 0, "end": 14, "text": '"We will act,"'}
    assert content["value"] == place | {"labels": ["Quote"]}
    assert content["score"] == 0.5
    assert content["meta"] == {
        "speakers": [{"name": "Marn"}],
        "text": ["look"],
        "labels": [
            {"field": "stance", "value": "1", "target": "ice", "origin": "accepted"},
            {"field": "topic", "value": "2.1"},
        ],
    }
    assert (stance["id"], stance["from_name"], stance["value"]) == (
        "q1",
        "stance",
        place | {"choices": ["1"]},
    )
    assert topic["value"]["choices"] == ["2.1"]
    assert source["value"]["labels"] == ["Source"]
    assert said_by == relation("q1", source["id"], "said_by")
    (prediction,) = one["predictions"]
    assert prediction["model_version"] == "rules 3"
    assert "meta" not in prediction["result"][0]


def test_gold_is_ground_truth(tmp_path: Path) -> None:
    gold = Layer(LayerKind.GOLD, "adjudicated")
    (one,) = written(FORMAT, tmp_path, document(QUOTE, layer=gold))
    assert one["annotations"][0]["ground_truth"] is True


def test_offsets_count_utf_16_units(tmp_path: Path, file: Path) -> None:
    text = "😀 “No,” she said 👍🏽."
    words = Span(text.index("“"), text.index("”") + 1)
    (one,) = written(FORMAT, tmp_path, document(Said("q1", (words,)), text=text))
    value = one["annotations"][0]["result"][0]["value"]
    assert (value["start"], value["end"]) == (words.start + 1, words.end + 1)
    (found,), sentences = read(file, one)
    assert found.answers[0].quotes[0].content == (words,)
    assert (found.repaired, sentences) == (0, [])


def test_an_export_of_label_studios(file: Path) -> None:
    human = annotation(
        *MARKS, *LINKS, choice("c", "stance", start=0, end=14, text=TEXT[:14], choices=["support"]),
        completed_by=1, lead_time=8.4, created_at="2026-01-02T03:04:05Z",
    )  # fmt: skip
    predictions = [{"model_version": "m1", "score": 0.9, "result": [region("p", 0, 14, "Quote")]}]
    (found,), sentences = read(file, task(human, predictions=predictions))
    said = Said("c", (CONTENT,), (CUE,), (SOURCE,), labels=(Label("stance", "support"),))
    model = Layer(LayerKind.MODEL, "label-studio", "m1")
    assert found == Document(
        TEXT, Source("export/7"),
        (
            Answer(Layer(LayerKind.HUMAN, "annotator 1"), (said,)),
            Answer(model, (Said("p", (CONTENT,), score=0.9),)),
        ),
    )  # fmt: skip
    assert sentences == []


@pytest.mark.parametrize(
    ("who", "layer"),
    [
        ({"completed_by": {"id": 3, "email": "ana@example.org"}}, Layer(LayerKind.HUMAN, "ana@example.org")),
        (
            {"created_username": " ana@example.org, 3", "completed_by": 3},
            Layer(LayerKind.HUMAN, "ana@example.org"),
        ),
        ({"completed_by": 3}, Layer(LayerKind.HUMAN, "annotator 3")),
        ({}, UNNAMED),
    ],
)
def test_who_it_was(file: Path, who: Made, layer: Layer) -> None:
    (found,), _ = read(file, task(annotation(*MARKS, *LINKS, **who)))
    assert found.answers[0].layer == layer


def test_relations_may_lead_either_way_and_need_no_name(file: Path) -> None:
    for links in (
        (relation("s", "c", "said_by"), relation("c", "v")),
        (relation("c", "s", direction="left"), relation("v", "c", "cued_by", direction="bi")),
        (relation("v", "c"), relation("v", "s")),  # a cue that leads to both
    ):
        (found,), sentences = read(file, task(annotation(*MARKS, *links)))
        assert found.answers[0].quotes == (Said("c", (CONTENT,), (CUE,), (SOURCE,)),)
        assert sentences == []


def test_what_is_said_of_a_source_is_said_of_its_quote(file: Path) -> None:
    said = (
        choice("s", "speaker", "textarea", text=["Jo Marn"]),
        choice("v", "topic", "taxonomy", taxonomy=[["2", "2.1"]]),
    )
    (found,), _ = read(file, task(annotation(*MARKS, *LINKS, *said, choice("c", "sure", "rating", rating=4))))
    (quote,) = found.answers[0].quotes
    assert quote.speakers == (Named(name="Jo Marn"),)
    assert set(quote.labels) == {Label("topic", "2.1"), Label("sure", "4")}


def test_what_was_changed_in_label_studio_counts(tmp_path: Path, file: Path) -> None:
    labels = (Label("stance", "1", "ice"), Label("stance", "2", "sea"))
    (one,) = written(FORMAT, tmp_path, document(Said("q1", (CONTENT,), labels=labels)))
    one["annotations"][0]["result"][1]["value"]["choices"] = ["2", "0"]
    (found,), _ = read(file, one)
    assert found.answers[0].quotes[0].labels == (Label("stance", "2", "sea"), Label("stance", "0"))


def test_words_of_theirs_become_ours(file: Path) -> None:
    mapping = Mapping({"zitat": "content", "ort": ""}, {"haltung": "stance"}, {"stance": {"dafür": "1"}})
    marks = (
        region("c", 0, 14, "Zitat"),
        region("o", 15, 19, "Ort"),
        choice("c", "Haltung", choices=["Dafür"]),
    )
    (found,), sentences = read(file, task(annotation(*marks)), mapping=mapping)
    assert found.answers[0].quotes == (Said("c", (CONTENT,), labels=(Label("stance", "1"),)),)
    assert sentences == []


def test_moved_offsets_are_mended_and_counted(file: Path) -> None:
    moved = region("c", 0, 14, "Quote")
    moved["value"]["start"], moved["value"]["end"] = 3, 17
    (found,), sentences = read(file, task(annotation(moved)))
    assert found.answers[0].quotes == (Said("c", (CONTENT,)),)
    assert (found.repaired, sentences) == (1, [])


def test_offsets_as_texts_and_in_html(file: Path) -> None:
    old, html = region("c", 0, 14, "Quote"), region("h", 0, 14, "Quote")
    old["value"] |= {"start": "0", "end": "14"}
    html["value"] |= {
        "start": "/p[1]/text()[1]",
        "end": "/p[1]/text()[1]",
        "globalOffsets": {"start": 0, "end": 14},
    }
    (found,), sentences = read(file, task(annotation(old, html)))
    assert found.answers[0].quotes == (Said("c", (CONTENT,)), Said("h", (CONTENT,)))
    assert sentences == []


def odd(start: int, end: int, **more: Any) -> Made:
    """A task with a quote at these offsets."""
    value = {"start": start, "end": end, "labels": ["Quote"], **more}
    return task(annotation({"id": "c", "type": "labels", "value": value}))


BAD = [
    (
        task(annotation(region("s", 15, 19, "Source"))),
        ": the source “Marn” belongs to no quote; it was left out",
    ),
    (odd(0, 99), ": “c”: 0-99 does not lie within the text, which is 25 long; it was left out"),
    (odd(0, 4, text="Ruiz"), ': “c”: the text has “"We” at 0-4 and not “Ruiz”; it was left out'),
    (
        task(annotation(choice("n", "stance", choices=["1"]))),
        ": “n” is about the whole text or no region; it was left out",
    ),
    (
        task(annotation(relation("a", "b", "said_by"))),
        ": the relation “said_by” leads to a mark that is not there; it was left out",
    ),
    (task(annotation(was_cancelled=True)), ": an annotation was left out: the task was skipped"),
    (
        task(annotation() | {"result": 3}),
        ": an annotation was left out: result has to be a list, and is “3”",
    ),
    (task(annotation(), annotation()), ": human import marked this text twice; the first time was left out"),
    (
        task(annotation(region("c", 0, 14, "Quote", meta={"speakers": 1}))),
        ": “c”: speakers has to be a list, and is “1”; its meta was left out",
    ),
]


@pytest.mark.parametrize(("one", "sentence"), BAD)
def test_what_is_wrong_in_a_task(file: Path, one: Made, sentence: str) -> None:
    found, sentences = read(file, one)
    assert sentences == [f", record 1{sentence}"]
    assert [x.text for x in found] == [TEXT]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", ": the file is empty; it was left out"),
        (b"[" * 5000, None),
        (b"\xff\xfe[]", ":1: this is not UTF-8; it was left out"),
        (b'[{"data": {"text": NaN}}]', None),
        (b"[3]", ", record 1: this has to be an object, and is “3”; it was left out"),
        (b"[{}]", ", record 1: it has no data; it was left out"),
        (b'[{"data": {"a": "x", "b": "y"}}]',
         ", record 1: its data has no text; the text has to stand under the key text; it was left out"),
        (b'[{"data": {"text": "x"}, "annotations": {}}]',
         ", record 1: annotations has to be a list, and is “{}”; it was left out"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file(file: Path, content: bytes, sentence: str | None) -> None:
    found, sentences = taken(FORMAT, file, content)
    assert found == []
    assert len(sentences) == 1
    assert sentence in (None, sentences[0])


def test_unknown_words_are_said_once(file: Path) -> None:
    marks = (region("x", 0, 4, "Ort"), region("y", 5, 9, "Ort"), region("c", 0, 14, "Quote"))
    (found,), sentences = read(file, task(annotation(*marks, relation("c", "x", "near"))))
    assert found.answers[0].quotes == (Said("c", (CONTENT,)),)
    assert sentences == [
        ": “Ort” means nothing here, 2 of them were left out; --map can say more",
        ": “near” means nothing here, it was left out; --map can say more",
    ]


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        FORMAT.write([document(QUOTE)], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
