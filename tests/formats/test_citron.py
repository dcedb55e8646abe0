"""Citron's JSON: its own keys in their places, the rest beside them, and whatever a file may hold."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.citron import FORMAT
from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.model import Label, Layer, LayerKind, Source, Span
from tests.formats.documents import documents
from tests.formats.round_trip import back, check

TEXT = "“We will act,” Marn said. “We will not,” said Ruiz."
ACT, MARN, SAID = Span(0, 14), Span(15, 19), Span(20, 24)


def place(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": TEXT[start:end]}


THEIRS = {"cue": place(20, 24), "sources": [place(15, 19)], "contents": [place(0, 14)]}


def read(path: Path, row: Any, mapping: Mapping | None = None) -> tuple[Document | None, list[str]]:
    path.write_text(row if isinstance(row, str) else json.dumps(row))
    found = list(FORMAT.read([path], Reading(mapping or Mapping())))
    said = [
        x.sentence.removeprefix(f"{path}:").removeprefix("1:").strip()
        for x in found
        if isinstance(x, Complaint)
    ]
    return next((x for x in found if isinstance(x, Document)), None), said


def quotes(path: Path, *some: Any, mapping: Mapping | None = None) -> tuple[tuple[Said, ...], list[str]]:
    found, said = read(path, {"text": TEXT, "quotes": list(some)}, mapping)
    assert found is not None
    return found.answers[0].quotes, said


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_back(document: Document) -> None:
    check(FORMAT, document, ids=True)


def test_what_is_written(tmp_path: Path) -> None:
    full = Said(
        "q1", (ACT,), (SAID,), (MARN,), (Named("7", "Jory Marn"),), labels=(Label("stance", "1", "dam"),),
        score=0.5, notes=("who?",),
    )  # fmt: skip
    ana = Layer(LayerKind.HUMAN, "ana")
    bare = Said("q2", (Span(26, 40),), (Span(41, 45),))
    answers = (Answer(ana, (full,)), Answer(UNNAMED, (bare,)))
    FORMAT.write([Document(TEXT, Source("x/a.txt", "Acts"), answers)], tmp_path / "out")
    assert json.loads((tmp_path / "out" / "x" / "a.txt.json").read_text()) == {
        "text": TEXT,
        "quotes": [
            {
                "id": "q1", "confidence": 0.5, **THEIRS,
                "speakers": [{"id": "7", "name": "Jory Marn"}],
                "labels": [{"field": "stance", "value": "1", "target": "dam"}], "notes": ["who?"],
            }
        ],
        "article": {"path": "x/a.txt", "title": "Acts"},
        "layer": {"kind": "human", "name": "ana", "version": ""},
    }  # fmt: skip
    other = json.loads((tmp_path / "out" / "x" / "a.txt.2.json").read_text())
    assert other["quotes"] == [{"id": "q2", "cue": place(41, 45), "sources": [], "contents": [place(26, 40)]}]


def test_a_quote_without_a_cue_is_lost_and_said() -> None:
    document = Document(TEXT, Source("a.txt"), (Answer(UNNAMED, (Said("q1", (ACT,)),)),))
    assert dict(losses([document], FORMAT.held).ids) == {"quotes": ["q1"]}


def test_answers_keep_their_order() -> None:
    layers = [Layer(LayerKind.HUMAN, name) for name in "zyxwvutsrqponml"]
    document = Document(TEXT, Source("a.json"), tuple(Answer(layer) for layer in layers))
    (found,) = back(FORMAT, [document])
    assert [answer.layer for answer in found.answers] == layers


def test_several_documents_and_a_text_alone() -> None:
    some = [Document("No.", Source("a.txt")), Document("Yes.", Source("b.txt"), (Answer(UNNAMED),))]
    assert back(FORMAT, some) == some


def test_a_file_as_citron_writes_it(tmp_path: Path) -> None:
    theirs = THEIRS | {"confidence": "0.8731", "coreferences": [place(15, 19)], "id": "doc-1"}
    row = {"text": TEXT, "quotes": [theirs], "coreference_groups": [[place(15, 19), place(46, 50)]]}
    found, said = read(tmp_path / "a.json", row)
    assert said == []
    assert found == Document(
        TEXT, Source("a.json"), (Answer(UNNAMED, (Said("doc-1", (ACT,), (SAID,), (MARN,), score=0.8731),)),)
    )


def test_words_near_by_are_found_and_counted(tmp_path: Path) -> None:
    found, said = read(tmp_path / "a.json", {"text": TEXT, "quotes": [THEIRS | {"sources": [
        {"start": 14, "end": 18, "text": "Marn"}]}]})  # fmt: skip
    assert found is not None
    assert (found.answers[0].quotes[0].source, found.repaired, said) == ((MARN,), 1, [])


def test_spans_that_overlap_are_one_and_foreign_words_are_mapped(tmp_path: Path) -> None:
    one = THEIRS | {"contents": [place(2, 14), place(0, 8)], "labels": [{"field": "Haltung", "value": "für"}]}
    mapping = Mapping(fields={"haltung": "stance"}, values={"stance": {"für": "1"}}, targets={"stance": "x"})
    ((quote,), said) = quotes(tmp_path / "a.json", one, mapping=mapping)
    assert (quote.content, quote.labels, said) == ((ACT,), (Label("stance", "1", "x"),), [])


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"contents": []}, "it has no contents"),
        ({"contents": "x"}, "contents has to be a list, and is “x”"),
        ({"confidence": "high"}, "its confidence is “high”, and no number from 0 to 1"),
        ({"speakers": [{"kind": "alien"}]}, "there is no kind “alien”"),
        ({"id": 7}, "id has to be a text, and is “7”"),
        ({"notes": [7]}, "notes has to be a list of texts, and has “7” in it"),
        ({"labels": [{"field": "a"}]}, "it has no value"),
    ],
)
def test_a_quote_that_is_wrong_costs_no_other(tmp_path: Path, keys: dict[str, Any], says: str) -> None:
    found, said = quotes(tmp_path / "a.json", THEIRS | keys, THEIRS)
    assert len(found) == 1
    assert said == [f"quote 1: {says}; it was left out"]


@pytest.mark.parametrize(
    ("span", "says"),
    [
        ({"start": 20}, "it has no end"),
        ({"start": 2.0, "end": 4}, "start has to be a whole number, and is “2.0”"),
        ({"start": 20, "end": 24, "text": "sang"}, "the text has “said” at 20-24 and not “sang”"),
        ({"start": 50, "end": 99}, "50-99 does not lie within the text, which is 51 long"),
        (7, "cue has to be an object, and is “7”"),
    ],
)
def test_a_span_that_is_wrong_costs_only_itself(tmp_path: Path, span: Any, says: str) -> None:
    ((quote,), said) = quotes(tmp_path / "a.json", THEIRS | {"cue": span})
    assert (quote.content, quote.cue) == ((ACT,), ())
    assert said == [f"quote 1, cue: {says}; it was left out"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("", "the file is empty"),
        ("[" * 5000, "this is not JSON (depth limit exceeded)"),
        ('{"text": NaN}', "this is not JSON (unexpected character"),
        ([7], "this has to be an object, and is “7”"),
        ({"quotes": []}, "it has no text"),
        ({"text": "", "quotes": 3}, "quotes has to be a list, and is “3”"),
        ({"text": "", "quotes": [], "layer": {"kind": "human"}}, "it has no name"),
    ],
)
def test_a_file_that_is_wrong_is_one_sentence(tmp_path: Path, row: Any, says: str) -> None:
    found, (said,) = read(tmp_path / "a.json", row)
    assert found is None
    assert says in said


def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    (found,) = FORMAT.read([tmp_path / "no.json"], Reading())
    assert isinstance(found, Complaint)
    assert "it cannot be read (No such file or directory)" in found.sentence


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 60) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "text", "cue", "contents", "quotes", "layer", "kind"]), inner
        )
    ),
    max_leaves=8,
)


@given(ANY)
@settings(deadline=None)
def test_nothing_in_a_file_raises(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    file = tmp_path_factory.mktemp("any") / "a.json"
    file.write_text(json.dumps({"text": TEXT, "quotes": [THEIRS, value]}))
    assert list(FORMAT.read([file], Reading()))
