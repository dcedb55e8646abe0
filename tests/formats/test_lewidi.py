"""LeWiDi: soft labels of a field, items that come back, the task's own sets, and what is wrong in a file."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from annotator.formats.document import Answer, Document, Said
from annotator.formats.holding import losses
from annotator.formats.lewidi import FORMAT, of
from annotator.formats.mapping import Mapping
from annotator.model import Label, Layer, LayerKind, Source, Span
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken, written
from tests.formats.round_trip import back, check

Made = dict[str, Any]
BEN = Layer(LayerKind.HUMAN, "ben")


def said(id: str, *labels: Label, content: Span = CONTENT) -> Said:
    return Said(id, (content,), labels=labels)


def item(text: Any, annotations: Any, **more: Any) -> Made:
    """An item as the task has them."""
    return {
        "annotation task": "irony detection", "text": text,
        "number of annotators": 2, "annotators": "Ann1,Ann2",
        "number of annotations": 2, "annotations": annotations, "soft_label": {"0": 0.5, "1": 0.5},
        "split": "train", "lang": "en", "other_info": {"source": "forum"}, **more,
    }  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "set.json"


@pytest.mark.parametrize("name", ["stance", "topic"])
@given(made=documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(name: str, made: Document) -> None:
    format_ = of(name)
    if format_.held(made).answers:
        check(format_, made, ids=True)
    else:
        assert back(format_, [made]) == []


def test_what_stands_where(tmp_path: Path) -> None:
    ana = Answer(ANA, (said("q1", Label("stance", "1", "ice"), Label("topic", "2")),))
    ben = Answer(BEN, (said("q2", Label("stance", "0", "ice"), Label("stance", "2", "sea")),))
    made = Document(TEXT, Source("a.txt", title="Ice"), (ana, ben))
    assert written(FORMAT, tmp_path, made) == {
        "1": {
            "annotation task": "stance",
            "text": {"context": TEXT, "quote": '"We will act,"'},
            "number of annotators": 2,
            "annotators": "ana,ben",
            "number of annotations": 2,
            "annotations": {"ana": "1", "ben": "0"},
            "soft_label": {"0": 0.5, "1": 0.5},
            "split": "train",
            "lang": "und",
            "other_info": {
                "content": [{"start": 0, "end": 14, "text": '"We will act,"'}],
                "target": "ice",
                "ids": {"ana": "q1", "ben": "q2"},
                "article": {"path": "a.txt", "title": "Ice"},
            },
        },
        "2": {
            "annotation task": "stance",
            "text": {"context": TEXT, "quote": '"We will act,"'},
            "number of annotators": 1,
            "annotators": "ben",
            "number of annotations": 1,
            "annotations": {"ben": "2"},
            "soft_label": {"2": 1.0},
            "split": "train",
            "lang": "und",
            "other_info": {
                "content": [{"start": 0, "end": 14, "text": '"We will act,"'}],
                "target": "sea",
                "ids": {"ben": "q2"},
                "article": {"path": "a.txt", "title": "Ice"},
            },
        },
    }


def test_what_is_lost_is_said() -> None:
    labelled = Said("q2", (CONTENT,), (CUE,), (SOURCE,), labels=(Label("stance", "1"), Label("topic", "2")))
    gold = Answer(Layer(LayerKind.GOLD, "adjudicated"), (QUOTE,))
    made = Document(TEXT, Source("a.txt"), (Answer(ANA, (QUOTE, labelled)), gold))
    assert dict(losses([made], FORMAT.held).ids) == {
        "quotes": ["q1", "q1"], "cue": ["q2"], "source": ["q2"], "answers": ["a.txt gold adjudicated"],
        "labels: field": ["q2"], "labels: value": ["q2"], "labels: target": ["q2"], "labels: origin": ["q2"],
        "labels: score": ["q2"],
    }  # fmt: skip


def test_one_of_the_tasks_own_sets(file: Path) -> None:
    items = {
        "7": item({"post": "Rain again.", "reply": "How lovely."}, {"Ann1": "1", "Ann2": 0}),
        "8": item("Sure.", {"Ann1": ["1", "0"]}),
    }
    found, sentences = taken(FORMAT, file, orjson.dumps(items))
    task = "irony detection"
    extra = (("split", "train"), ("lang", "en"))
    one, two = (Layer(LayerKind.HUMAN, name) for name in ("Ann1", "Ann2"))
    reply = Span(13, 24)
    assert found == [
        Document(
            "Rain again.\n\nHow lovely.", Source("set/7", extra=extra),
            (
                Answer(one, (Said(None, (reply,), labels=(Label(task, "1"),)),)),
                Answer(two, (Said(None, (reply,), labels=(Label(task, "0"),)),)),
            ),
        ),
        Document(
            "Sure.", Source("set/8", extra=extra),
            (Answer(one, (Said(None, (Span(0, 5),), labels=(Label(task, "1"), Label(task, "0"))),)),),
        ),
    ]  # fmt: skip
    assert sentences == []


def test_words_of_theirs_become_ours(file: Path) -> None:
    mapping = Mapping({}, {"irony detection": "irony"}, {"irony": {"1": "yes", "0": ""}}, {})
    (found,), _ = taken(FORMAT, file, orjson.dumps({"1": item("Sure.", {"a": "1", "b": "0"})}), mapping)
    assert [x.quotes[0].labels for x in found.answers] == [(Label("irony", "yes"),), ()]


def test_moved_offsets_are_mended_and_counted(tmp_path: Path, file: Path) -> None:
    made = written(FORMAT, tmp_path, document(said("q1", Label("stance", "1"))))
    made["1"]["text"]["context"] = f"New! {TEXT}"
    (found,), sentences = taken(FORMAT, file, orjson.dumps(made))
    assert found.answers[0].quotes[0].content == (Span(5, 19),)
    assert (found.repaired, sentences) == (1, [])


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (3, "an item has to be an object, and is “3”"),
        (item(None, {"a": "1"}), "it has no text"),
        (item({"post": 3}, {"a": "1"}), "post has to be a text, and is “3”"),
        (item("Sure.", {}), "it has no annotations"),
        (item("Sure.", ["1"]), 'annotations has to be an object, and is “["1"]”'),
        (item("Sure.", {"a": {"b": 1}}), 'an annotation has to be a label, and is “{"b":1}”'),
        (item("Sure.", {"a": None}), "an annotation has to be a label, and is “null”"),
        (item("Sure.", {"a": "1"}, other_info={"content": []}), "it has no context in its text"),
        (
            item({"context": "Sure."}, {"a": "1"}, other_info={"content": [{"start": 3, "end": 9}]}),
            "3-9 does not lie within the text, which is 5 long",
        ),
    ],
)
def test_what_is_wrong_in_an_item(file: Path, one: Any, sentence: str) -> None:
    found, sentences = taken(FORMAT, file, orjson.dumps({"x": one, "y": item("Sure.", {"a": "1"})}))
    assert [x.text for x in found] == ["Sure."]
    assert sentences == [f", item “x”: {sentence}; it was left out"]


def test_a_file_that_is_none(file: Path) -> None:
    assert taken(FORMAT, file, b"[]") == ([], [])
    assert taken(FORMAT, file, b"\xff") == ([], [":1: this is not UTF-8; it was left out"])
