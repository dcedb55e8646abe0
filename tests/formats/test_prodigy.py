"""Prodigy: what is written where, what is read from what db-out writes, and what is wrong in it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.prodigy import FORMAT
from annotator.model import Label, Layer, LayerKind, Source, Span
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken, written
from tests.formats.round_trip import back, check

Made = dict[str, Any]


def span(start: int, end: int, label: str, first: int, last: int, **more: Any) -> Made:
    return {"start": start, "end": end, "token_start": first, "token_end": last, "label": label, **more}


def relation(head: Made, child: Made, label: str | None) -> Made:
    return {
        "head": head["token_end"], "child": child["token_end"], "label": label,
        "head_span": dict(head), "child_span": dict(child),
    }  # fmt: skip


C, S, V = span(0, 14, "Content", 0, 5), span(15, 19, "Source", 6, 6), span(20, 24, "Cue", 7, 7)
LINKS = [relation(C, S, "said_by"), relation(C, V, "cued_by")]


def task(*spans: Made, **more: Any) -> Made:
    return {
        "text": TEXT,
        "spans": [dict(x) for x in spans],
        "_annotator_id": "ds-ann1",
        "answer": "accept",
        **more,
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    assert not losses([made], FORMAT.held).counts()


@given(documents())
@settings(max_examples=30, deadline=None)
def test_tokens_spell_the_text_and_spans_stand_at_them(made: Document) -> None:
    with TemporaryDirectory() as folder:
        lines = written(FORMAT, Path(folder), made)
    for one in lines:
        if not one.get("spans"):
            continue
        tokens = one["tokens"]
        assert "".join(x["text"] + " " * x["ws"] for x in tokens) == made.text
        assert [x["id"] for x in tokens] == list(range(len(tokens)))
        assert all(made.text[x["start"] : x["end"]] == x["text"] for x in tokens)
        for x in one["spans"]:
            assert tokens[x["token_start"]]["start"] == x["start"]
            assert tokens[x["token_end"]]["end"] == x["end"]


def test_what_stands_where(tmp_path: Path) -> None:
    quote = Said(
        "q1", (CONTENT,), (CUE,), (SOURCE,), (Named(name="Marn"),), labels=(Label("stance", "1", "ice"),),
        notes=("look",),
    )  # fmt: skip
    (one,) = written(FORMAT, tmp_path, document(quote))
    assert one["_view_id"] == "relations"
    assert one["_annotator_id"] == "ana"
    assert one["answer"] == "accept"
    assert one["article"] == {"path": "a.txt"}
    assert [x["text"] for x in one["tokens"]] == ['"', "We", "will", "act", ",", '"', "Marn", "said", "."]
    assert one["tokens"][1] == {"text": "We", "start": 1, "end": 3, "id": 1, "ws": True}
    content, cue, source = one["spans"]
    assert content == span(0, 14, "Quote", 0, 5) | {
        "text": '"We will act,"', "id": "q1", "labels": [{"field": "stance", "value": "1", "target": "ice"}],
        "speakers": [{"name": "Marn"}], "notes": ["look"],
    }  # fmt: skip
    assert (cue["label"], source["label"]) == ("Cue", "Source")
    cued_by, said_by = one["relations"]
    assert (cued_by["label"], cued_by["head"], cued_by["child"]) == ("cued_by", 5, 7)
    assert (said_by["label"], said_by["head"], said_by["child"]) == ("said_by", 5, 6)
    assert said_by["head_span"] == span(0, 14, "Quote", 0, 5, id="q1")


def test_what_db_out_writes(file: Path) -> None:
    tokens = [{"text": "Marn", "start": 15, "end": 19, "id": 6, "ws": True}]
    one = task(
        C, S, V, tokens=tokens, relations=LINKS, _input_hash=1, _task_hash=2, _view_id="relations",
        _session_id="ds-ann1", _timestamp=1700000000, meta={"title": "Ice", "corpus": "north", "n": 3},
    )  # fmt: skip
    (found,), sentences = taken(FORMAT, file, [one])
    assert found == Document(
        TEXT, Source("out/1", title="Ice", extra=(("corpus", "north"),)),
        (Answer(Layer(LayerKind.HUMAN, "ds-ann1"), (Said("span 1", (CONTENT,), (CUE,), (SOURCE,)),)),),
    )  # fmt: skip
    assert sentences == []


def test_relations_without_spans_lead_to_the_spans_at_their_tokens(file: Path) -> None:
    links = [{"head": 5, "child": 6, "label": "said_by"}, {"head": 7, "child": 3, "label": "cued_by"}]
    (found,), sentences = taken(FORMAT, file, [task(C, S, V, relations=links)])
    assert found.answers[0].quotes == (Said("span 1", (CONTENT,), (CUE,), (SOURCE,)),)
    assert sentences == []


def test_lines_of_one_text_are_one_document(file: Path) -> None:
    other = {"text": "No.", "spans": [], "_session_id": "b"}
    lines = [task(C), other, task(_annotator_id="ds-ann2"), {"text": TEXT}]
    found, sentences = taken(FORMAT, file, lines)
    assert [x.text for x in found] == [TEXT, "No."]
    assert [(x.layer.name, len(x.quotes)) for x in found[0].answers] == [("ds-ann1", 1), ("ds-ann2", 0)]
    assert sentences == []


def test_two_articles_of_one_text_stay_two() -> None:
    some = [Document(TEXT, Source(name), (Answer(ANA, (QUOTE,)),)) for name in ("a.txt", "b.txt")]
    assert back(FORMAT, some) == [FORMAT.held(x) for x in some]


def test_who_it_was(file: Path) -> None:
    (found,), _ = taken(FORMAT, file, [{"text": TEXT, "spans": []}])
    assert found.answers == (Answer(UNNAMED),)
    (found,), _ = taken(FORMAT, file, [{"text": TEXT}])
    assert found.answers == ()


def test_words_of_theirs_become_ours(file: Path) -> None:
    spans = [C | {"label": "Zitat"}, S | {"label": "Ort"}]
    (found,), sentences = taken(FORMAT, file, [task(*spans)], Mapping({"zitat": "content", "ort": ""}))
    assert found.answers[0].quotes == (Said("span 1", (CONTENT,)),)
    assert sentences == []


def test_moved_offsets_are_mended_and_counted(file: Path) -> None:
    moved = C | {"start": 2, "end": 16, "text": TEXT[0:14]}
    (found,), sentences = taken(FORMAT, file, [task(moved)])
    assert found.answers[0].quotes == (Said("span 1", (CONTENT,)),)
    assert (found.repaired, sentences) == (1, [])


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (task(S), ":1: the source “Marn” belongs to no quote; it was left out"),
        (task(C | {"label": None}), ":1: a span was left out: it has no label"),
        (task(C | {"end": "x"}), ":1: a span was left out: end has to be a whole number, and is “x”"),
        (
            task(C | {"end": 99}),
            ":1: a span was left out: 0-99 does not lie within the text, which is 25 long",
        ),
        (
            task(C, relations=[{"head": 5, "child": 8, "label": "said_by"}]),
            ":1: a relation was left out: its child is no span",
        ),
        (
            task(C | {"speakers": [{"kind": "robot"}]}),
            ':1: there is no kind “robot”; what is said of “"We will act,"” was left out',
        ),
        (task(C | {"label": "Ort"}), ": “Ort” means nothing here, it was left out; --map can say more"),
    ],
)
def test_what_is_wrong_in_a_line(file: Path, one: Made, sentence: str) -> None:
    found, sentences = taken(FORMAT, file, [one])
    assert [x.text for x in found] == [TEXT]
    assert sentences == [sentence]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"text": "x"', ":1: this is not JSON (unexpected end of data); it was left out"),
        (b'{"text": 3}\n', ":1: text has to be a text, and is “3”; it was left out"),
        (b'{"text": ""}\n', ":1: it has no text; it was left out"),
        (b'{"text": "x", "spans": {}}\n', ":1: spans has to be a list, and is “{}”; it was left out"),
        (b'{"text": "x", "spans": [], "answer": "reject"}\n', ":1: its answer is “reject”; it was left out"),
        (
            b'{"text": "x", "spans": [], "layer": {"kind": "cat"}}\n',
            ":1: there is no kind “cat”; it was left out",
        ),
        (b"\xff\n", ":1: this is not UTF-8; it was left out"),
    ],
)
def test_what_is_wrong_in_a_file(file: Path, content: bytes, sentence: str) -> None:
    found, sentences = taken(FORMAT, file, content)
    assert found == []
    assert sentences == [sentence]


def test_what_is_wrong_leaves_the_rest(file: Path) -> None:
    found, sentences = taken(FORMAT, file, b'\xef\xbb\xbf{"text": "One."}\nno\n\n{"text": "Two."}\r\n')
    assert [x.text for x in found] == ["One.", "Two."]
    assert [x.partition(" ")[0] for x in sentences] == [":2:"]


def test_a_span_between_two_spans(tmp_path: Path) -> None:
    """White space at the ends of spans is a token of its own, as a span begins or ends there."""
    quote = Said("q1", (Span(3, 9),))
    (one,) = written(FORMAT, tmp_path, document(quote))
    assert [x["text"] for x in one["tokens"]][:4] == ['"', "We", " ", "will"]
