"""A record read back: all of what was written, some of what a model writes, and nothing that is wrong."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.dataset import reading
from annotator.dataset.reading import Head, Unreadable, head, parsed, said
from annotator.dataset.schema import quote_schema
from annotator.formats.document import Named, Said
from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read as ingested
from annotator.model import Label, Origin, Span, SpeakerKind
from tests import gold
from tests.dataset import building as b

TEXT = b.TEXT
RULE = Origin.RULE
WALL = b.span(TEXT, "“We will build it,”")


def content(span: Span = WALL) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end}]


def read(**keys: Any) -> Said:
    return said(parsed(json.dumps({"content": content()} | keys).encode()), TEXT)


def complaint(**keys: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        read(**keys)
    return str(caught.value)


def test_every_key_of_the_schema_is_known() -> None:
    assert frozenset(json.loads(quote_schema())["required"]) == reading._KEYS


def gold_lines() -> Iterator[tuple[dict[str, Any], str]]:
    for path in gold.paths():
        (found,) = ingested([gold.file(path)])
        assert isinstance(found, Incoming)
        yield from ((record, found.article.text) for record in gold.gold()[path])


def test_the_gold_is_read_back_whole() -> None:
    """Against the text, so that each span is compared with its words."""
    count = 0
    for record, text in gold_lines():
        row = said(parsed(json.dumps(record).encode()), text)
        assert [(s.start, s.end) for s in row.content] == [(s["start"], s["end"]) for s in record["content"]]
        assert len(row.cue) == len(record["cue"])
        assert [v.name for v in row.speakers] == [v["name"] for v in record["speakers"]]
        assert [v.span is None for v in row.via] == [v["start"] is None for v in record["via"]]
        own = [x for x in record["topics"] if x["origin"] != "inherited"]
        assert len(row.labels) == len(record["stance"]) + len(record["fields"]) + len(own)
        assert {label.origin for label in row.labels} <= {Origin.RULE}
        assert (row.parent, row.about, row.id) == (record["parent"], record["about"], record["id"])
        assert row.notes == tuple(note["text"] for note in record["notes"])
        at = head(record)
        assert (at.digest, at.kind, at.name) == (record["article"]["digest"], "gold", "adjudicated")
        count += 1
    assert count == 176


def test_content_alone_is_enough() -> None:
    assert read() == Said(None, (WALL,))


def test_all_that_a_model_may_say() -> None:
    row = read(
        id="a", score=1, rule="crf", parent="b", about="c", type="direct", type_origin="typed",
        cue=[{"start": 56, "end": 60, "text": TEXT[56:60]}],
        speakers=[{"name": "Ida Brenn"}, {"id": "x", "kind": "role", "aliases": ["I."]}, {}],
        via=[{"name": "Varr News", "start": 75, "end": 84}, {"name": None, "start": None, "end": None}],
        stance=[{"target": "talks", "kind": "step", "step": -2}, {"target": "other", "kind": "mixed"}],
        topics=[{"code": "21"}, {"code": "22", "origin": "inherited"}],
        fields=[{"field": "denies", "value": "yes"}],
    )  # fmt: skip
    assert (row.id, row.score, row.rule, row.parent, row.about) == ("a", 1.0, "crf", "b", "c")
    assert row.cue == (Span(56, 60),)
    assert row.speakers == (
        Named(name="Ida Brenn", origin=RULE),
        Named("x", kind=SpeakerKind.ROLE, aliases=("I.",), origin=RULE),
        Named(origin=RULE),
    )
    assert row.via == (Named(name="Varr News", span=Span(75, 84), origin=RULE), Named(origin=RULE))
    assert [(x.field, x.value, x.target) for x in row.labels] == [
        ("denies", "yes", None), ("stance", "-2", "talks"), ("stance", "mixed", "other"),
        ("topic", "21", None), ("type", "direct", None),
    ]  # fmt: skip


def test_a_type_that_follows_from_the_marks_is_no_label_and_nulls_are_nothing() -> None:
    assert read(type="direct", type_origin="rule").labels == ()
    assert read(type="direct").labels == ()
    nulls = dict.fromkeys(("cue", "source", "speakers", "via", "stance", "topics", "fields", "score", "id"))
    assert read(**nulls) == Said(None, (WALL,))


def test_spans_may_stand_in_any_order() -> None:
    one, other = content(Span(50, 60)), content(Span(3, 9))
    assert read(content=one + other).content == (Span(3, 9), Span(50, 60))


def test_no_content_says_that_there_is_no_quote() -> None:
    assert read(content=[]).content == read(content=None).content == ()


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"content": [{"start": 3, "end": 3}]}, "content 3-3 does not lie within the text"),
        ({"content": [{"start": -1, "end": 3}]}, "does not lie within"),
        ({"content": [{"start": 3, "end": len(TEXT) + 1}]}, f"which is {len(TEXT)} long"),
        ({"content": [{"start": 3.0, "end": 5}]}, "needs start and end, both whole numbers"),
        ({"content": [{"start": True, "end": 5}]}, "both whole numbers"),
        ({"content": [{"start": "3", "end": 5}]}, "both whole numbers"),
        ({"content": [{"end": 5}]}, "both whole numbers"),
        ({"content": [{"start": 0, "end": 5, "text": "Major"}]}, "content 0-5 is “Mayor” and not “Major”"),
        ({"content": [{"start": 0, "end": 5}, {"start": 4, "end": 9}]}, "overlap: 0-5 and 4-9"),
        ({"content": {"start": 0, "end": 5}}, "content has to be a list"),
        ({"content": [[0, 5]]}, "content has to be an object, and is “[0,5]”"),
        ({"content": [{"start": 0, "end": 5, "stop": 5}]}, "no key “stop” in content"),
        ({"cue": [{"start": 9, "end": 2}]}, "cue 9-2"),
        ({"cue": "said"}, "cue has to be a list, and is “said”"),
        ({"speaker": []}, "no key “speaker” in the line; annotator schema"),
        ({"speakers": ["Ida"]}, "speakers has to be an object"),
        ({"speakers": [{"kind": "alien"}]}, "there is no kind “alien”"),
        ({"speakers": [{"name": " "}]}, "a name in speakers is empty"),
        ({"speakers": [{"name": 7}]}, "name has to be a text"),
        ({"speakers": [{"aliases": [7]}]}, "aliases of speakers have to be texts"),
        ({"via": [{"start": 3}]}, "both whole numbers"),
        ({"score": 1.5}, "its score is “1.5”; a score is a number from 0 to 1"),
        ({"score": "high"}, "a number from 0 to 1"),
        ({"score": True}, "a number from 0 to 1"),
        ({"rule": 3}, "rule has to be a text"),
        ({"id": 3}, "id has to be a text"),
        ({"stance": [{"kind": "step"}]}, "needs a step"),
        ({"stance": [{"kind": "step", "step": 1.5}]}, "needs a step, a whole number"),
        ({"stance": [{}]}, "an entry of stance needs kind"),
        ({"topics": ["21"]}, "topics has to be an object"),
        ({"topics": [{}]}, "an entry of topics needs code"),
        ({"fields": [{"field": "denies"}]}, "an entry of fields needs value"),
        ({"type": "spoken"}, "there is no type “spoken”"),
        ({"schema": "annotator/quote/2"}, "its schema is “annotator/quote/2”; this program reads"),
    ],
)
def test_what_is_wrong_is_a_sentence(keys: dict[str, Any], says: str) -> None:
    sentence = complaint(**keys)
    assert says in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "this is not JSON ("),
        (b"\xff\xfe{}", "this is not JSON ("),
        (b'{"content": NaN}', "this is not JSON ("),
        (b'{"id": "\\ud800"}', "this is not JSON ("),
        (b"[1]", "the line has to be an object, and is “[1]”"),
        (b"null", "the line has to be an object"),
        (b"{}", "it has no content; without a quote"),
    ],
)
def test_what_is_no_record(line: bytes, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        said(parsed(line), TEXT)
    assert says in str(caught.value)


# Where it belongs


def test_an_article_is_named_by_its_digest_its_text_or_its_path() -> None:
    digest = {"digest": b.MAIN.digest}
    assert head({"article": digest | {"path": "a.txt"}}) == Head(b.MAIN.digest, "a.txt", "", "", "")
    assert head({"article": {"text": TEXT}}).digest == b.MAIN.digest
    assert head({"article": {"path": "a.txt"}}).digest is None
    layer = {"kind": "model", "name": "crf", "version": "3"}
    assert head({"article": digest, "layer": layer}) == Head(b.MAIN.digest, None, "model", "crf", "3")
    assert head({"article": digest, "layer": None}).name == ""


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({}, "article has to be an object, and is “null”"),
        ({"article": b.MAIN.digest}, "article has to be an object"),
        ({"article": {}}, "it names no article"),
        ({"article": {"title": "The wall"}}, "it names no article"),
        ({"article": {"digest": 3}}, "digest has to be a text"),
        ({"article": {"digest": "a"}, "layer": "crf"}, "layer has to be an object"),
        ({"article": {"digest": "a"}, "layer": {"model": "crf"}}, "no key “model” in layer"),
    ],
)
def test_what_belongs_nowhere(record: dict[str, Any], says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        head(record)
    assert says in str(caught.value)


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "text", "name", "kind", "id", "code"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(reading._KEYS)), JSON))
def test_anything_is_read_or_refused(record: dict[str, Any]) -> None:
    try:
        row = said(parsed(json.dumps(record).encode()), TEXT)
    except Unreadable:
        return
    spans = (*row.content, *row.cue, *row.source, *(v.span for v in row.via if v.span))
    assert all(span.end <= len(TEXT) for span in spans)
    assert all(isinstance(label, Label) for label in row.labels)
