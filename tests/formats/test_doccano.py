"""doccano: what is written where, what is read from its exports, and what is wrong in them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from annotator.formats.doccano import FORMAT
from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.model import Label, Source
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken, written
from tests.formats.round_trip import check

Made = dict[str, Any]


def entity(id: int, start: int, end: int, label: str) -> Made:
    return {"id": id, "label": label, "start_offset": start, "end_offset": end}


def relation(id: int, start: int, end: int, type: str) -> Made:
    return {"id": id, "from_id": start, "to_id": end, "type": type}


ENTITIES = [entity(10, 0, 14, "Quote"), entity(11, 15, 19, "Speaker"), entity(12, 20, 24, "Says")]
RELATIONS = [relation(5, 10, 11, "said_by"), relation(6, 10, 12, "cued_by")]


def line(*entities: Made, relations: list[Made] | None = None, **more: Any) -> Made:
    """A line as doccano exports it."""
    marked = {"entities": list(entities), "relations": relations or []}
    return {"id": 3, "text": TEXT, **marked, "Comments": [], **more}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "admin.jsonl"


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    assert not losses([made], FORMAT.held).counts()


@given(documents())
@settings(max_examples=30, deadline=None)
def test_doccanos_own_rules(made: Document) -> None:
    """Its importer reads lines as a table, guesses the encoding, and refuses what breaks these rules."""
    with TemporaryDirectory() as folder:
        lines = written(FORMAT, Path(folder), made)
        assert (Path(folder) / "written.jsonl").read_bytes().isascii()
    assert len({tuple(x) for x in lines}) == 1
    for x in lines:
        assert not {"filename", "upload_name", "example_uuid", "meta"} & set(x)
        ids = [y["id"] for y in x["entities"]]
        assert ids == list(range(len(ids)))
        assert all(0 <= y["start_offset"] < y["end_offset"] <= len(made.text) for y in x["entities"])
        assert all(y["from_id"] in ids and y["to_id"] in ids and y["type"] for y in x["relations"])


def test_what_stands_where(tmp_path: Path) -> None:
    quote = Said(
        "q1", (CONTENT,), (CUE,), (SOURCE,), (Named(name="Marn"),), labels=(Label("stance", "1", "ice"),),
        notes=("look",),
    )  # fmt: skip
    assert written(FORMAT, tmp_path, document(quote)) == [
        {
            "text": TEXT,
            "entities": [entity(0, 0, 14, "Quote"), entity(1, 20, 24, "Cue"), entity(2, 15, 19, "Source")],
            "relations": [relation(0, 0, 1, "cued_by"), relation(1, 0, 2, "said_by")],
            "quotes": [
                {
                    "entity": 0, "start": 0, "end": 14, "text": '"We will act,"', "id": "q1",
                    "labels": [{"field": "stance", "value": "1", "target": "ice"}],
                    "speakers": [{"name": "Marn"}], "notes": ["look"],
                }
            ],
            "article": {"path": "a.txt"},
            "layer": {"kind": "human", "name": "ana", "version": ""},
        }
    ]  # fmt: skip


def test_an_export_of_doccanos(file: Path) -> None:
    one = line(*ENTITIES, relations=RELATIONS, title="Ice", corpus="north", batch=3)
    (found,), sentences = taken(FORMAT, file, [one])
    assert found == Document(
        TEXT, Source("admin/1", title="Ice", extra=(("corpus", "north"),)),
        (Answer(UNNAMED, (Said("10", (CONTENT,), (CUE,), (SOURCE,)),)),),
    )  # fmt: skip
    assert sentences == []


@pytest.mark.parametrize("key", ["label", "labels"])
def test_spans_as_lists(file: Path, key: str) -> None:
    (found,), sentences = taken(FORMAT, file, [{"text": TEXT, key: [[0, 14, "Quote"]]}])
    assert found.answers == (Answer(UNNAMED, (Said("entity 0", (CONTENT,)),)),)
    assert sentences == []


def test_a_json_array_is_read_like_lines(file: Path) -> None:
    found, sentences = taken(
        FORMAT, file, orjson.dumps([line(ENTITIES[0]), line(ENTITIES[0], text="No, no, no, no.")])
    )
    assert [len(x.answers[0].quotes) for x in found] == [1, 1]
    assert sentences == []


def test_a_text_without_entities_has_no_answer(file: Path) -> None:
    (found,), sentences = taken(FORMAT, file, [line()])
    assert found.answers == ()
    assert sentences == []


def test_what_went_through_doccano_comes_back(tmp_path: Path, file: Path) -> None:
    """It numbers entities anew, and gives other keys back as they were."""
    inner = Said("q2", (CUE,), labels=(Label("topic", "1"),), parent="q1")
    made = document(QUOTE, inner)
    (one,) = written(FORMAT, tmp_path, made)
    for x in one["entities"]:
        x["id"] += 90
    for x in one["relations"]:
        x["from_id"], x["to_id"] = x["from_id"] + 90, x["to_id"] + 90
    (found,), sentences = taken(FORMAT, file, [{"id": 7, **one, "Comments": []}])
    assert found == made
    assert sentences == []


def test_lines_of_two_annotators_are_one_document(tmp_path: Path) -> None:
    other = Answer(UNNAMED, (QUOTE,))
    made = Document(TEXT, Source("a.txt"), (Answer(ANA, (QUOTE,)), other))
    FORMAT.write([made], tmp_path / "x.jsonl")
    (found,), _ = taken(FORMAT, tmp_path / "y.jsonl", (tmp_path / "x.jsonl").read_bytes())
    assert found == made


def test_words_of_theirs_become_ours(file: Path) -> None:
    mapping = Mapping({"zitat": "content", "ort": "", "spricht": "source"})
    entities = [entity(0, 0, 14, "Zitat"), entity(1, 15, 19, "Source"), entity(2, 20, 24, "Ort")]
    (found,), sentences = taken(
        FORMAT, file, [line(*entities, relations=[relation(0, 0, 1, "spricht")])], mapping
    )
    assert found.answers[0].quotes == (Said("0", (CONTENT,), (), (SOURCE,)),)
    assert sentences == []


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (line(ENTITIES[1]), ":1: the source “Marn” belongs to no quote; it was left out"),
        (
            line(entity(0, 0, 99, "Quote")),
            ":1: an entity was left out: 0-99 does not lie within the text, which is 25 long",
        ),
        (line(ENTITIES[0], ENTITIES[0]), ":1: an entity was left out: there are two of the id “10”"),
        (line({"id": 1, "label": "Quote"}), ":1: an entity was left out: it has no start"),
        (line(ENTITIES[0], cats=["news"]), ':1: cats are about the whole text: “["news"]” was left out'),
        (
            line(ENTITIES[0], relations=[relation(0, 10, 99, "said_by")]),
            ":1: the relation “said_by” leads to a mark that is not there; it was left out",
        ),
        (
            line(ENTITIES[0], quotes=[{"entity": 3, "start": 1, "end": 2, "text": "W"}]),
            ":1: what is said of “W” was left out: it is no quote",
        ),
        (line(entity(0, 0, 14, "Ort")), ": “Ort” means nothing here, it was left out; --map can say more"),
    ],
)
def test_what_is_wrong_in_a_line(file: Path, one: Made, sentence: str) -> None:
    found, sentences = taken(FORMAT, file, [one])
    assert [x.text for x in found] == [TEXT]
    assert sentences == [sentence]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"text": "x", "label": [[0, 1]]}',
         ":1: label has to be a list of [start, end, label], and has “[0,1]” in it; it was left out"),
        (b'{"text": "x", "entities": 3}', ":1: entities has to be a list, and is “3”; it was left out"),
        (b'{"data": "x"}', ":1: it has no text; it was left out"),
        (b'{"text": "x", "article": 3}', ":1: article has to be an object, and is “3”; it was left out"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file(file: Path, content: bytes, sentence: str) -> None:
    assert taken(FORMAT, file, content) == ([], [sentence])
