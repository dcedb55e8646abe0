"""spaCy's DocBin: what its own reader finds in ours, and what ours finds in others'."""

import sys
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.errors import UsageError
from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.formats.spacy import FORMAT
from annotator.model import ADJUDICATED, Label, Source, Span
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken
from tests.formats.round_trip import check
from tests.needs import needed


@pytest.fixture
def spacy() -> ModuleType:
    return needed("spacy")


def docs(spacy: ModuleType, file: Path) -> list[Any]:
    """What spaCy itself reads."""
    return list(spacy.tokens.DocBin().from_disk(file).get_docs(spacy.blank("xx").vocab))


def saved(spacy: ModuleType, file: Path, *some: Any, user_data: bool = True) -> Path:
    """A file as spaCy itself writes it."""
    spacy.tokens.DocBin(docs=some, store_user_data=user_data).to_disk(file)
    return file


def read(file: Path, mapping: Mapping | None = None) -> tuple[list[Document], list[str]]:
    return taken(FORMAT, file, file.read_bytes(), mapping)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    needed("spacy")
    check(FORMAT, made, ids=True)
    assert not losses([made], FORMAT.held).counts()


def test_what_stands_where(spacy: ModuleType, tmp_path: Path) -> None:
    quote = Said(
        "q1", (CONTENT,), (CUE,), (SOURCE,), (Named("s1", "Marn"),), labels=(Label("stance", "1", "ice"),)
    )
    second = Answer(ADJUDICATED, (Said("q2", (Span(1, 3),), parent="q3"), Said("q3", (CONTENT,))))
    made = Document(
        TEXT, Source("a.txt", "Ice"), (Answer(ANA, (quote,)), second), (Span(0, 15), Span(15, 25))
    )
    FORMAT.write([made], tmp_path / "out.spacy")
    (doc,) = docs(spacy, tmp_path / "out.spacy")
    assert doc.text == TEXT
    assert [(x.text, x.label_, x.id_) for x in doc.spans["quotes"]] == [
        ('"We will act,"', "content", "q1"), ("said", "cue", "q1"), ("Marn", "source", "q1")
    ]  # fmt: skip
    assert [(x.text, x.id_) for x in doc.spans["quotes gold adjudicated"]] == [
        ("We", "q2"), ('"We will act,"', "q3")
    ]  # fmt: skip
    assert [x.text for x in doc.sents] == ['"We will act,"', "Marn said."]
    one, two = doc.user_data["annotator"]["answers"]
    assert doc.user_data["annotator"]["article"] == {"path": "a.txt", "title": "Ice"}
    assert (one["group"], one["layer"]) == ("quotes", {"kind": "human", "name": "ana", "version": ""})
    assert one["quotes"][0]["labels"] == ({"field": "stance", "value": "1", "target": "ice"},)
    assert [x["parent"] for x in two["quotes"] if "parent" in x] == ["q3"]


@pytest.mark.parametrize(
    ("text", "span", "words"),
    [
        (" ab  cd", Span(1, 3), [" ", "ab", " ", "cd"]),
        ("ab cd", Span(2, 5), ["ab", " ", "cd"]),
        ("ab cd", Span(0, 3), ["ab", " ", "cd"]),
        ("ab\r\n\u2028cd", Span(3, 5), ["ab", "\r", "\n\u2028", "cd"]),
        ("don't-know 👩‍🚀e\u0301", Span(1, 3), ["d", "on", "'t-know", "👩‍🚀", "e\u0301"]),
    ],
)
def test_tokens_are_cut_where_spans_need_it(
    spacy: ModuleType, tmp_path: Path, text: str, span: Span, words: list[str]
) -> None:
    FORMAT.write([document(Said("q1", (span,)), text=text)], tmp_path / "out.spacy")
    (doc,) = docs(spacy, tmp_path / "out.spacy")
    assert doc.text == text
    assert [token.text for token in doc] == words
    assert [x.text for x in doc.spans["quotes"]] == [span.of(text)]


def test_files_are_the_same_bytes_each_time(spacy: ModuleType, tmp_path: Path) -> None:
    for name in ("one", "two"):
        FORMAT.write([document(QUOTE), document(QUOTE, text=TEXT[:-1])], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_docs_of_others(spacy: ModuleType, tmp_path: Path) -> None:
    """Groups by label or by name, ids that tie spans together, and several Docs."""
    span = spacy.tokens.Span
    one = spacy.blank("xx")(TEXT)
    one.spans["sc"] = [
        span(one, 0, 6, label="Zitat", span_id="7"), span(one, 6, 7, label="SPEAKER", span_id="7"),
        span(one, 7, 8, label="VERB"),
    ]  # fmt: skip
    one.spans["quotes"] = [span(one, 1, 3)]
    two = spacy.blank("xx")("Nothing here.")
    two.user_data["annotator"] = None
    saved(spacy, tmp_path / "docs.spacy", one, two)
    found, complaints = read(tmp_path / "docs.spacy", Mapping({"zitat": "content"}))
    assert [x.source.path for x in found] == ["docs-1", "docs-2"]
    assert found[0].answers == (
        Answer(UNNAMED, (Said("7", (CONTENT,), (), (SOURCE,)), Said(None, (Span(1, 8),)))),
    )
    assert found[1].answers == ()
    assert complaints == [": “VERB” means nothing here, it was left out; --map can say more"]


def test_a_group_without_spans_is_an_answer(spacy: ModuleType, tmp_path: Path) -> None:
    doc = spacy.blank("xx")(TEXT)
    doc.spans["quotes"] = []
    found, _ = read(saved(spacy, tmp_path / "docs.spacy", doc, user_data=False))
    assert found[0].answers == (Answer(UNNAMED, ()),)


def test_a_lone_cue_is_said(spacy: ModuleType, tmp_path: Path) -> None:
    doc = spacy.blank("xx")(TEXT)
    doc.spans["sc"] = [spacy.tokens.Span(doc, 7, 8, label="cue")]
    found, complaints = read(saved(spacy, tmp_path / "docs.spacy", doc))
    assert found[0].answers == ()
    assert complaints == [", Doc 1: the cue “said” belongs to no quote; it was left out"]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (7, "annotator has to be an object, and is “7”"),
        ({"article": {"title": 7}}, "title has to be a text, and is “7”"),
        ({"answers": {}}, "answers has to be a list, and is “{}”"),
        ({"answers": [{}]}, "it has no kind"),
        ({"answers": [{"layer": {"kind": "ghost"}}]}, "there is no kind “ghost”"),
        ({"answers": [{"layer": {"kind": "human", "name": "ana"}}]}, "it has no group"),
    ],
)
def test_user_data_that_cannot_be(spacy: ModuleType, tmp_path: Path, data: object, complaint: str) -> None:
    doc = spacy.blank("xx")(TEXT)
    doc.user_data["annotator"] = data
    found, complaints = read(saved(spacy, tmp_path / "docs.spacy", doc))
    assert [x.text for x in found] == [TEXT]
    assert complaints == [f", Doc 1: user_data: {complaint}; it was left out"]


def test_a_quote_whose_values_cannot_be_is_left_out(spacy: ModuleType, tmp_path: Path) -> None:
    doc = spacy.blank("xx")(TEXT)
    doc.spans["mine"] = [spacy.tokens.Span(doc, 0, 6, label="content", span_id="q1")]
    layer = {"kind": "human", "name": "ana"}
    answer = {"layer": layer, "group": "mine", "quotes": [{"id": "q1", "score": 7}]}
    doc.user_data["annotator"] = {"answers": [answer]}
    found, complaints = read(saved(spacy, tmp_path / "docs.spacy", doc))
    assert found[0].answers == (Answer(ANA, ()),)
    (complaint,) = complaints
    assert complaint.startswith(', Doc 1: the quote “"We will act,"”: ')
    assert complaint.endswith("score has to be a number from 0 to 1, and is “7”; it was left out")


@pytest.mark.parametrize("content", [b"", b"nonsense", zlib.compress(b"nonsense"), zlib.compress(b"\x80")])
def test_files_that_are_none(spacy: ModuleType, tmp_path: Path, content: bytes) -> None:
    del spacy
    found, complaints = taken(FORMAT, tmp_path / "docs.spacy", content)
    assert not found
    assert complaints == [": this is no DocBin of spaCy's; it was left out"]


def test_without_the_package_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    says = r"the format spacy needs the extra spacy: pip install 'quotation-annotator\[spacy\]'"
    with pytest.raises(UsageError, match=says):
        FORMAT.write([], tmp_path / "out.spacy")
    with pytest.raises(UsageError, match=says):
        list(FORMAT.read([tmp_path], Reading()))
