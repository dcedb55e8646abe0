"""UIMA CAS JSON: another program reads ours and we read its, and what is wrong in a file."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats.cas_json import FORMAT
from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.model import ADJUDICATED, Label, Source, Span
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, SOURCE, TEXT, taken
from tests.formats.round_trip import check
from tests.needs import needed

Made = dict[str, Any]
SOFA: Made = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": TEXT}
ASTRAL = "😀 " + TEXT


def structure(id: int, kind: str, span: Span | None = None, **values: Any) -> Made:
    place = {"@sofa": 1, "begin": span.start, "end": span.end} if span else {}
    return {"%ID": id, "%TYPE": kind, **place, **{key.replace("_", "@"): x for key, x in values.items()}}


def cas(*structures: Made, sofa: Made = SOFA) -> bytes:
    return json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": [sofa, *structures], "%VIEWS": {}}).encode()


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    assert not losses([made], FORMAT.held).counts()


def shifted(span: Span) -> Span:
    return Span(span.start + 2, span.end + 2)


def example() -> Document:
    quote = Said(
        "q1", (shifted(CONTENT),), (shifted(CUE),), (shifted(SOURCE),), (Named("s1", "Marn"),),
        (Named(name="Wire", span=shifted(SOURCE)),), (Label("stance", "1", "ice"), Label("type", "direct")),
    )  # fmt: skip
    layers = (Answer(ANA, (quote,)), Answer(ADJUDICATED, ()))
    return Document(ASTRAL, Source("a.txt", "Ice", "The Outlet"), layers, (Span(0, len(ASTRAL)),))


def test_the_program_that_knows_the_format_reads_it(tmp_path: Path) -> None:
    cassis = needed("cassis")
    FORMAT.write([example()], tmp_path / "out")
    file = tmp_path / "out/annotation/a.txt/ana.json"
    found = cassis.load_cas_from_json(file.read_text(encoding="utf-8"))
    assert found.sofa_string == ASTRAL
    content, cue, source = sorted(found.select("webanno.custom.Quote"), key=lambda x: str(x.role))
    assert [x.get_covered_text() for x in (content, cue, source)] == ['"We will act,"', "said", "Marn"]
    assert (content.id, content.stance, content.stanceTarget, content.typeLabel) == (
        "q1",
        "1",
        "ice",
        "direct",
    )
    assert (content.speaker, content.speakerId, content.via) == ("Marn", "s1", "Wire")
    links = {x.role: x for x in found.select("webanno.custom.QuoteLink")}
    assert {role: x.Dependent for role, x in links.items()} == {"cued_by": cue, "said_by": source}
    assert {x.Governor for x in links.values()} == {content}
    (meta,) = found.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    assert (meta.documentTitle, meta.documentId) == ("a.txt", "ana")
    (sentence,) = found.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence")
    assert sentence.get_covered_text() == ASTRAL
    (article,) = found.select("webanno.custom.Article")
    assert (article.title, article.outlet, article.path) == ("Ice", "The Outlet", "a.txt")


def test_what_that_program_writes_is_read(tmp_path: Path) -> None:
    """Written again by it, and a project of its own with other layers."""
    cassis = needed("cassis")
    FORMAT.write([example()], tmp_path / "out")
    file = tmp_path / "out/annotation/a.txt/ana.json"
    cassis.load_cas_from_json(file.read_text(encoding="utf-8")).to_json(tmp_path / "again.json")
    (found,) = FORMAT.read([tmp_path / "again.json"], Reading())
    assert found == Document(
        ASTRAL, Source("a.txt", "Ice", "The Outlet"), (Answer(UNNAMED, example().answers[0].quotes),)
    )
    types = cassis.TypeSystem()
    passage = types.create_type("my.Passage", supertypeName="uima.tcas.Annotation")
    belongs = types.create_type("my.Belongs", supertypeName="uima.tcas.Annotation")
    types.create_feature(passage, name="value", rangeType="uima.cas.String")
    types.create_feature(passage, name="Haltung", rangeType="uima.cas.Integer")
    for end in ("Governor", "Dependent"):
        types.create_feature(belongs, name=end, rangeType=passage)
    types.create_feature(belongs, name="label", rangeType="uima.cas.String")
    made = cassis.Cas(types)
    made.sofa_string = ASTRAL
    content = passage(begin=2, end=16, value="Zitat", Haltung=2)
    source = passage(begin=17, end=21, value="Sprecher")
    made.add_all([content, source, belongs(begin=0, end=0, Governor=source, Dependent=content, label="sagt")])
    made.to_json(tmp_path / "other.json")
    words = Mapping({"zitat": "content", "sprecher": "source", "sagt": "source"}, {"haltung": "stance"})
    (found,) = FORMAT.read([tmp_path / "other.json"], Reading(words))
    assert isinstance(found, Document)
    quote = Said("q1", (Span(2, 16),), (), (Span(17, 21),), labels=(Label("stance", "2"),))
    assert found.answers == (Answer(UNNAMED, (quote,)),)


def test_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        FORMAT.write([example()], tmp_path / name)
    one, two = (
        [x.read_bytes() for x in sorted((tmp_path / name).rglob("*.json"))] for name in ("one", "two")
    )
    assert one == two
    assert len(one) == 2


def test_links_that_a_feature_holds_and_structures_by_id(tmp_path: Path) -> None:
    structures = (
        structure(2, "my.Quote", CONTENT, _who=3), structure(3, "my.WhoLink[]") | {"%ELEMENTS": [4, 9, "x"]},
        structure(4, "my.WhoLink", role="said_by", _target=5), structure(5, "my.Speaker", SOURCE),
        structure(6, "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", SOURCE),
    )  # fmt: skip
    by_id = {str(x["%ID"]): {key: y for key, y in x.items() if key != "%ID"} for x in (SOFA, *structures)}
    for content in (cas(*structures), json.dumps({"%FEATURE_STRUCTURES": by_id}).encode()):
        found, complaints = taken(FORMAT, tmp_path / "doc.json", content)
        assert found == [
            Document(TEXT, Source("doc"), (Answer(UNNAMED, (Said("q1", (CONTENT,), (), (SOURCE,)),)),))
        ]
        assert not complaints


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        (structure(2, "my.Quote", Span(0, 99)), "0-99 does not lie within the text, which is 25 long"),
        ({**structure(2, "my.Quote"), "begin": "0", "end": 4}, "begin and end have to be whole numbers"),
        ({**structure(2, "my.Quote"), "begin": True, "end": 4}, "begin and end have to be whole numbers"),
        ({**structure(2, "my.Quote"), "begin": 10**15, "end": 10**16}, "1000000000000000-10000000000000000"),
        ({**structure(2, "my.Quote"), "end": 4}, "begin and end have to be whole numbers"),
    ],
)
def test_an_annotation_that_cannot_be_is_left_out(tmp_path: Path, made: Made, complaint: str) -> None:
    link = structure(3, "my.Link", SOURCE, role="said_by", _Governor=2, _Dependent=4)
    found, complaints = taken(FORMAT, tmp_path / "doc.json", cas(made, link))
    assert [answer.quotes for answer in found[0].answers] == [()]
    assert [x for x in complaints if not x.startswith(f": feature structure 2: {complaint}")] == []
    assert len(complaints) == 1


@pytest.mark.parametrize(
    "value", [None, 7, "x", [], {}, {"%TYPE": 7}, {"%ID": [1], "%TYPE": "my.Quote"}, {"%ID": 2}]
)
def test_structures_that_are_none_are_passed_over(tmp_path: Path, value: Any) -> None:
    found, complaints = taken(FORMAT, tmp_path / "doc.json", cas(value, structure(3, "my.Quote", CONTENT)))
    assert found[0].answers[0].quotes == (Said("q1", (CONTENT,)),)
    assert not complaints


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", ": this is not JSON"),
        (b"[" * 5000, ": this is not JSON"),
        (b'{"a": NaN}', ": this is not JSON"),
        (b"\xff\xfe", ": this is not UTF-8"),
        (b"[]", ": this is no UIMA CAS JSON: it has no %FEATURE_STRUCTURES; it was left out"),
        (b'{"%TYPES": {}}', ": this is no UIMA CAS JSON: it has no %FEATURE_STRUCTURES; it was left out"),
        (b'{"%FEATURE_STRUCTURES": []}', ": there is no text in it; it was left out"),
        (cas(sofa={**SOFA, "sofaString": 7}), ": there is no text in it; it was left out"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes, complaint: str) -> None:
    found, (said,) = taken(FORMAT, tmp_path / "doc.json", content)
    assert not found
    assert said.startswith(complaint)
    assert said.endswith("; it was left out")


def test_names_in_a_file_are_never_run(tmp_path: Path) -> None:
    """Programs that make a class of each type put its names into code: here they are texts."""
    name = "x=__import__('os').abort(), y"
    found, _ = taken(FORMAT, tmp_path / "doc.json", cas(structure(2, "my.Quote", CONTENT) | {name: "z"}))
    assert found[0].answers[0].quotes[0].labels == (Label(name, "z"),)


def test_a_quote_of_another_sofa_is_none_of_this_text(tmp_path: Path) -> None:
    other = {**SOFA, "%ID": 7, "sofaID": "other", "sofaString": "Another text."}
    elsewhere = structure(2, "my.Quote", Span(0, 7)) | {"@sofa": 7}
    found, complaints = taken(
        FORMAT, tmp_path / "doc.json", cas(other, elsewhere, structure(3, "my.Quote", CONTENT))
    )
    assert found[0].text == TEXT
    assert found[0].answers[0].quotes == (Said("q1", (CONTENT,)),)
    assert not complaints
