"""Our own records as a format: they stand for themselves, come back whole, and nothing in a file raises."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.dataset.exchange.formats import MODULES, load
from annotator.dataset.exchange.jsonl import FORMAT
from annotator.dataset.schema import quote_schema
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.model import Label, Layer, LayerKind, Origin, Source, Span
from tests.formats.documents import documents
from tests.formats.round_trip import back, check

TEXT = "“We will act,” Marn said. “We will not,” said Ruiz."
ACT, MARN, SAID = Span(0, 14), Span(15, 19), Span(20, 24)
ANA = Layer(LayerKind.HUMAN, "ana")
QUOTE = Said("00000000-0000-4000-8000-000000000001", (ACT,), (SAID,), (MARN,))
SMALL = Document(TEXT, Source("a.txt", "Acts", "The Courier"), (Answer(ANA, (QUOTE,)),))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def read(path: Path, *lines: Any, reading: Reading = Reading()) -> tuple[list[Document], list[str]]:  # noqa: B008
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines))
    found = list(FORMAT.read([path], reading))
    said = [x.sentence.removeprefix(f"{path}:") for x in found if isinstance(x, Complaint)]
    return [x for x in found if isinstance(x, Document)], said


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_back(document: Document) -> None:
    check(FORMAT, document, ids=True)


@given(st.lists(documents(), max_size=3))
@settings(max_examples=20, deadline=None)
def test_several_documents_in_a_file(some: list[Document]) -> None:
    distinct = list({x.text: x for x in some}.values())
    assert [x.text for x in back(FORMAT, distinct)] == [x.text for x in distinct]


def test_our_own_records_lose_next_to_nothing() -> None:
    full = Said(
        "a", (ACT,), labels=(
            Label("topic", "1", origin=Origin.ACCEPTED, score=0.5), Label("denied", "yes"),
            Label("stance", "-2", "dam", Origin.CORRECTED), Label("type", "mixed"),
        ), notes=("who?",), derived_from="b", rule="r", score=0.25,
    )  # fmt: skip
    document = Document(TEXT, Source("a.txt", author="Ed"), (Answer(ANA, (full,)),))
    assert losses([document], FORMAT.held).counts() == {}


def test_lines_follow_the_schema_and_only_the_first_of_an_article_has_its_text(tmp_path: Path) -> None:
    other = Said("00000000-0000-4000-8000-000000000002", (Span(26, 40),))
    document = Document(TEXT, Source("a.txt"), (Answer(ANA, (QUOTE, other)),))
    FORMAT.write([document], tmp_path / "out.jsonl")
    written = rows(tmp_path / "out.jsonl")
    for row in written:
        jsonschema.validate(row, json.loads(quote_schema()))
        assert set(row) == set(json.loads(quote_schema())["required"])
    assert [row["article"]["text"] for row in written] == [TEXT, None]
    assert written[0]["sentence"]["text"] == "“We will act,” Marn said."
    assert (written[0]["type"], written[0]["type_origin"]) == ("direct", "rule")


def test_no_quote_and_nothing_but_a_text_come_back() -> None:
    nothing = Document(TEXT, Source("a.txt"), (Answer(ANA),))
    bare = Document("Nobody spoke.", Source("b.txt"))
    assert back(FORMAT, [nothing, bare]) == [nothing, bare]


def test_the_same_documents_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        FORMAT.write([SMALL], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_lines_in_any_order_and_of_any_shape(tmp_path: Path) -> None:
    one = {"article": {"path": "a", "text": TEXT}, "content": [{"start": 0, "end": 14}]}
    two = {"article": {"path": "b", "text": "No."}, "content": []}
    more = one | {"layer": {"kind": "gold", "name": "adjudicated"}}
    found, complaints = read(tmp_path / "x.jsonl", one, two, more)
    assert complaints == []
    assert [x.text for x in found] == [TEXT, "No."]
    assert [a.layer for a in found[0].answers] == [UNNAMED, Layer(LayerKind.GOLD, "adjudicated")]


def test_a_text_that_the_database_has(tmp_path: Path) -> None:
    line = {"article": {"path": "a.txt"}, "content": [{"start": 0, "end": 14}], "layer": {"name": "ana"}}
    asked = []

    def known(digest: str | None, path: str | None) -> str | None:
        asked.append((digest, path))
        return TEXT if path == "a.txt" else None

    found, _ = read(tmp_path / "x.jsonl", line, line, reading=Reading(known=known))
    assert found[0].answers[0].quotes == (Said(None, (ACT,)),) * 2
    assert asked == [(None, "a.txt")]
    none, complaints = read(tmp_path / "x.jsonl", line, line)
    assert none == []
    assert complaints == [
        "1: the article “a.txt” has no text here or in the database; its 2 lines were left out"
    ]


def test_words_nearby_are_found_and_counted(tmp_path: Path) -> None:
    span = {"start": 3, "end": 17, "text": "“We will act,”"}
    line = {"article": {"path": "a", "text": TEXT}, "content": [span], "via": [7]}
    found, complaints = read(tmp_path / "x.jsonl", line, line | {"via": []})
    assert complaints == ["1: via has to be an object, and is “7”; it was left out"]
    assert (found[0].answers[0].quotes, found[0].repaired) == ((Said(None, (ACT,)),), 1)


def test_foreign_words_are_mapped(tmp_path: Path) -> None:
    line = {
        "article": {"path": "a", "text": TEXT}, "content": [{"start": 0, "end": 14}],
        "fields": [{"field": "mood", "value": "grim"}, {"field": "tone", "value": "low"}],
    }  # fmt: skip
    mapping = Mapping(fields={"mood": "tone", "tone": ""})
    found, _ = read(tmp_path / "x.jsonl", line, reading=Reading(mapping=mapping))
    assert found[0].answers[0].quotes[0].labels == (Label("tone", "grim"),)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "1: this is not JSON ("),
        ({"content": []}, "1: article has to be an object, and is “null”; it was left out"),
        ({"article": {"text": TEXT}}, None),
        ({"article": {"text": TEXT, "digest": "ab"}, "content": []}, "1: the article “ab” has another text"),
        (
            {"article": {"text": TEXT}, "layer": {"kind": "robot"}, "content": []},
            "1: there is no layer of kind “robot”; it is human, model or gold; it was left out",
        ),
        (
            {"article": {"text": TEXT}, "content": [{"start": 0, "end": 4, "text": "Nope"}]},
            "1: content 0-4 is ““We ” and not “Nope”; count code points; it was left out",
        ),
        ("[" * 2000, "1: this is not JSON ("),
        ('{"content": NaN}', "1: this is not JSON ("),
        ({"article": {"text": TEXT}, "content": [{"start": 10**40, "end": 2}]}, "1: a span of content needs"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_the_rest_is_read(
    tmp_path: Path, line: Any, says: str | None
) -> None:
    good = {"article": {"text": "No."}, "content": []}
    found, complaints = read(tmp_path / "x.jsonl", line, good)
    assert found[-1].text == "No."
    assert [x[: len(says or "")] for x in complaints] == ([says] if says else [])


def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    (found,) = FORMAT.read([tmp_path / "no.jsonl"], Reading())
    assert isinstance(found, Complaint)
    assert "cannot be read (No such file or directory)" in found.sentence


def test_every_format_that_is_there_says_its_name() -> None:
    assert load("jsonl") is FORMAT
    assert next(iter(MODULES)) == "jsonl"
