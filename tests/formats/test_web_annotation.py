"""W3C Web Annotation: what is written where, what is read of other programs, and what is wrong in files."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.web_annotation import FORMAT
from annotator.model import Label, Layer, LayerKind, Source, Span, SpeakerKind
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken, written
from tests.formats.round_trip import back, check

Made = dict[str, Any]


def place(start: int, end: int, source: str | None = "a.txt", text: str = TEXT) -> Made:
    selector = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[:start], "suffix": text[end:]},
    ]
    return {"type": "SpecificResource", "source": source, "selector": selector}


def tag(value: str) -> Made:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def marking(id: str, target: Any, *bodies: Made, **more: Any) -> Made:
    return {"id": id, "type": "Annotation", "body": list(bodies), "target": target, **more}


def joining(start: str, end: str, *bodies: Made) -> Made:
    return {
        "id": "#l",
        "type": "Annotation",
        "motivation": "linking",
        "body": list(bodies),
        "target": [start, end],
    }


def words(exact: str) -> Made:
    """A target without offsets."""
    return {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": exact}}


def beside(file: Path, *annotations: Made, text: str = TEXT) -> tuple[list[Document], list[str]]:
    """What is read where the text stands beside the annotations."""
    (file.parent / "a.txt").write_bytes(text.encode())
    return taken(FORMAT, file, orjson.dumps(list(annotations)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notes.jsonld"


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    assert not losses([made], FORMAT.held).counts()


def test_what_stands_where(tmp_path: Path) -> None:
    id_ = "00000001-0000-4000-8000-000000000001"
    speaker = Named("s1", "Jo Marn", SpeakerKind.PERSON, ("Marn",), "Q7")
    quote = Said(
        id_, (CONTENT,), (CUE,), (SOURCE,), (speaker,), labels=(Label("stance", "1", "ice"),),
        derived_from="p1", notes=("look",),
    )  # fmt: skip
    made = Document(TEXT, Source("ice 1.txt", title="Ice", story="s"), (Answer(ANA, (quote,)),))
    page = written(FORMAT, tmp_path, made)
    assert page["@context"] == ["http://www.w3.org/ns/anno.jsonld", {"annotator": "urn:annotator:"}]
    assert page["type"] == "AnnotationPage"
    text, one = page["items"]
    assert (text["motivation"], text["body"]["type"], text["body"]["value"]) == (
        "describing",
        "TextualBody",
        TEXT,
    )
    assert text["target"] == {
        "id": "ice%201.txt", "type": "Text", "format": "text/plain",
        "dc:identifier": "ice 1.txt", "dc:title": "Ice", "annotator:story": "s",
    }  # fmt: skip
    assert one["id"] == f"urn:uuid:{id_}"
    assert one["creator"] == {"type": "Person", "name": "ana", "annotator:kind": "human"}
    assert one["target"] == [place(0, 14, "ice%201.txt")]
    assert one["annotator:derivedFrom"] == "p1"
    assert one["body"] == [
        tag("Quote"),
        place(20, 24, "ice%201.txt") | {"purpose": "linking", "annotator:role": "cue"},
        place(15, 19, "ice%201.txt") | {"purpose": "linking", "annotator:role": "source"},
        {
            "type": "TextualBody", "purpose": "classifying", "value": "stance: 1",
            "annotator:field": "stance", "annotator:target": "ice",
        },
        {
            "type": "SpecificResource", "purpose": "identifying", "annotator:role": "speaker",
            "source": {
                "id": "http://www.wikidata.org/entity/Q7", "type": "Person", "name": "Jo Marn",
                "skos:altLabel": ["Marn"], "annotator:id": "s1", "annotator:kind": "person",
            },
        },
        {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": "look"},
    ]  # fmt: skip


def test_what_json_ld_makes_of_it_is_the_same(tmp_path: Path, file: Path) -> None:
    """A program that compacts JSON-LD writes a list of one as its only value, and may write @id and @type."""
    speaker = Named(name="Jo Marn", aliases=("Marn",))
    made = document(Said("q1", (CONTENT,), speakers=(speaker,), labels=(Label("stance", "1"),)))

    def compacted(value: Any) -> Any:
        if isinstance(value, list):
            return compacted(value[0]) if len(value) == 1 else [compacted(x) for x in value]
        if isinstance(value, dict):
            return {"@id" if key == "id" else key: compacted(x) for key, x in value.items()}
        return value

    page = written(FORMAT, tmp_path, made)
    found, sentences = taken(FORMAT, file, orjson.dumps(compacted(page)))
    assert found == [made]
    assert sentences == []


def test_several_texts_on_one_page() -> None:
    some = [Document(TEXT, Source(name), (Answer(ANA, (QUOTE,)),)) for name in ("a.txt", "b/a.txt")]
    assert back(FORMAT, some) == some


def test_tags_and_relations_of_another_program(file: Path) -> None:
    stance, note = tag("stance: support"), {"type": "TextualBody", "purpose": "commenting", "value": "hm"}
    found, sentences = beside(
        file,
        marking("#q", place(0, 14), tag("Quote"), stance, note),
        marking("#s", place(15, 19), tag("Speaker")),
        marking("#c", place(20, 24), tag("Says")),
        joining("#q", "#s", tag("said_by")),
        joining("#q", "#c"),
    )  # fmt: skip
    quote = Said("#q", (CONTENT,), (CUE,), (SOURCE,), labels=(Label("stance", "support"),), notes=("hm",))
    assert found == [Document(TEXT, Source("a.txt"), (Answer(UNNAMED, (quote,)),))]
    assert sentences == []


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "TextPositionSelector", "start": 0, "end": 14},
        {"type": "TextQuoteSelector", "exact": TEXT[:14]},
        [
            {"type": "XPathSelector", "value": "/p"},
            {"type": "TextQuoteSelector", "exact": TEXT[:14], "suffix": " M"},
        ],
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc5147", "value": "char=0,14"},
    ],
)
def test_selectors(file: Path, selector: Any) -> None:
    target = {"source": "https://example.org/texts/a.txt?x=1", "selector": selector}
    (found,), sentences = beside(
        file, {"@id": "#q", "@type": "Annotation", "body": tag("Quote"), "target": target}
    )
    assert found.answers[0].quotes == (Said("#q", (CONTENT,)),)
    assert sentences == []


def test_words_that_stand_twice_are_found_by_what_is_around_them(file: Path) -> None:
    selector = {"type": "TextQuoteSelector", "exact": "No", "prefix": "said ", "suffix": "."}
    (found,), _ = beside(
        file, marking("#q", {"source": "a.txt", "selector": selector}, tag("Quote")), text="No, she said No."
    )
    assert found.answers[0].quotes == (Said("#q", (Span(13, 15),)),)


def test_moved_offsets_are_mended_and_counted(file: Path) -> None:
    (found,), sentences = beside(file, marking("#q", place(0, 14), tag("Quote")), text=f"New! {TEXT}")
    assert found.answers[0].quotes == (Said("#q", (Span(5, 19),)),)
    assert (found.repaired, sentences) == (1, [])


def test_who_it_was(file: Path) -> None:
    model = {"type": "Software", "name": "finder"}
    found, _ = beside(
        file,
        marking("#a", place(0, 14), tag("Quote"), creator={"type": "Person", "nickname": "ana"}),
        marking("#b", place(0, 14), tag("Quote"), creator={"id": "https://example.org/ben"}),
        marking("#c", place(0, 14), tag("Quote"), creator=[model]),
    )
    assert [x.layer for x in found[0].answers] == [
        ANA, Layer(LayerKind.HUMAN, "https://example.org/ben"), Layer(LayerKind.MODEL, "finder", "undefined"),
    ]  # fmt: skip


def test_a_collection_holds_its_first_page(file: Path) -> None:
    (file.parent / "a.txt").write_text(TEXT, encoding="utf-8")
    page = {"type": "AnnotationPage", "items": [marking("#q", place(0, 14), tag("Quote"))]}
    (found,), _ = taken(FORMAT, file, orjson.dumps({"type": "AnnotationCollection", "first": page}))
    assert len(found.answers[0].quotes) == 1


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (marking("#q", place(0, 14, "b.txt"), tag("Quote")),
         "the text of “b.txt” is neither in the file nor beside it in UTF-8; it was left out"),
        (marking("#q", place(0, 14, "../../etc/b"), tag("Quote")),
         "the text of “../../etc/b” is neither in the file nor beside it in UTF-8; it was left out"),
        (marking("#q", [], tag("Quote")), "it has no target; it was left out"),
        (marking("#q", place(0, 14)), "it has no tag that says what it marks; it was left out"),
        (marking("#q", "a.txt", tag("Quote")), "target has to be an object, and is “a.txt”; it was left out"),
        (marking("#q", {"source": "a.txt"}, tag("Quote")),
         "it selects no words: a TextPositionSelector or a TextQuoteSelector does; it was left out"),
        (marking("#q", words("l"), tag("Quote")),
         "“l” stands in the text not once but 2 times; it was left out"),
        (joining("#x", "#y"), "it has to join two annotations that are in the file; it was left out"),
        (marking("#q", place(0, 14), tag("Quote"), {"purpose": "linking", "source": "x"}),
         "body 2: it links to something without saying how; it was left out"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_annotation(file: Path, one: Made, sentence: str) -> None:
    _, sentences = beside(file, one)
    assert sentences == [f", record 1: {sentence}"]


def test_what_is_wrong_on_a_page(file: Path) -> None:
    (file.parent / "a.txt").write_text(TEXT, encoding="utf-8")
    items = [3, marking("#q", place(0, 14), tag("Quote")), marking("#q", place(0, 14), tag("Quote"))]
    (found,), sentences = taken(FORMAT, file, orjson.dumps({"items": items}))
    assert len(found.answers[0].quotes) == 1
    assert sentences == [
        ", annotation 1: this has to be an object, and is “3”; it was left out",
        ", annotation 3: there are two annotations “#q”; it was left out",
    ]
    assert taken(FORMAT, file, b"") == ([], [": the file is empty; it was left out"])


def test_lone_marks_and_unknown_words(file: Path) -> None:
    bodies = (tag("Quote"), {"type": "TextualBody", "purpose": "moderating", "value": "x"})
    found, sentences = beside(
        file,
        marking("#q", place(0, 14), *bodies),
        marking("#s", place(15, 19), tag("Source")),
        marking("#o", place(20, 24), tag("Ort")),
    )
    assert [len(x.answers[0].quotes) for x in found] == [1]
    assert sentences == [
        ", a.txt, human import: the source “Marn” belongs to no quote; it was left out",
        ": “Ort” means nothing here, it was left out; --map can say more",
        ": “moderating” means nothing here, it was left out; --map can say more",
    ]


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        FORMAT.write([document(QUOTE)], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
