"""Quotes out of a store as records: every key, every offset, and what follows from other things."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from annotator.dataset.record import Record, Registry, records
from annotator.dataset.schema import quote_schema
from annotator.errors import StoreError
from annotator.model import Article, Layer, Source, Speaker
from annotator.store import Store
from annotator.store.quoted import Head, Quoted, Row
from tests.dataset import building as b

ALL = (b.ANA, b.GOLD, b.MODEL)
Validator = jsonschema.Draft202012Validator


def exported(store: Store, layers: tuple[Layer, ...] = ALL) -> dict[str, Record]:
    """The records of `layers` by id, as a reader of the file sees them."""
    with store.look(layers) as found:
        registry = Registry(found.speakers, found.schemes)
        rows = [row for one in found.quoted for row in records(one, registry)]
        assert found.count() == len(rows)
    return {row["id"]: json.loads(json.dumps(row)) for row in rows}


@pytest.fixture
def rows(sqlite_url: str) -> dict[str, Record]:
    with b.filled(sqlite_url) as store:
        return exported(store)


def words(spans: list[Record]) -> list[str]:
    return [span["text"] for span in spans]


def test_every_quote_is_there_and_none_that_was_deleted(db_url: str) -> None:
    with b.filled(db_url) as store:
        assert sorted(exported(store)) == sorted(quote.id for quote in b.QUOTES)
        assert sorted(exported(store, (b.GOLD,))) == [b.IN_GOLD.id]


def test_both_databases_give_the_same_records(sqlite_url: str, postgres_url: str) -> None:
    with b.filled(sqlite_url) as one, b.filled(postgres_url) as other:
        assert list(exported(one).items()) == list(exported(other).items())


def test_every_record_is_valid_and_has_the_schemas_keys_in_its_order(rows: dict[str, Record]) -> None:
    schema = json.loads(quote_schema())
    Validator.check_schema(schema)
    for row in rows.values():
        Validator(schema).validate(row)
        assert list(row) == schema["required"] == list(schema["properties"])
        for key in ("layer", "article", "sentence", "scheme"):
            assert list(row[key]) == schema["properties"][key]["required"]


def test_every_span_is_what_the_text_says(rows: dict[str, Record]) -> None:
    texts = {one.digest: one.text for one in (b.MAIN, b.SECOND)}
    checked = 0
    for row in rows.values():
        text = texts[row["article"]["digest"]]
        placed = [span for span in row["via"] if span["start"] is not None]
        for span in (*row["content"], *row["cue"], *row["source"], *placed, row["sentence"]):
            assert text[span["start"] : span["end"]] == span["text"]
            checked += 1
    assert checked == 20


def test_a_broken_quote_with_its_speaker_agencies_and_stances(rows: dict[str, Record]) -> None:
    row = rows[b.BROKEN.id]
    assert words(row["content"]) == ["“We will build it,”", "“and Olle told me: ‘I will pay for it.’”"]
    assert (row["content"][0]["start"], row["type"], row["type_origin"]) == (36, "direct", "rule")
    assert row["layer"] == {"kind": "human", "name": "ana", "version": ""}
    # TWIN was merged into MAYOR: the entry that holds today speaks.
    assert row["speakers"] == [
        {
            "id": b.MAYOR.id, "name": "Ida Brenn", "kind": "person", "aliases": ["Brenn", "the mayor"],
            "wikidata": "Q1", "origin": "typed", "score": None,
        }
    ]  # fmt: skip
    via = row["via"]
    assert [(v["name"], v["kind"], v["text"]) for v in via] == [
        ("Varr News", "organisation", "Varr News"),
        (None, None, None),
    ]
    assert row["stance"] == [
        {"target": "barrier", "kind": "step", "step": 2, "origin": "typed", "score": None},
        {"target": "other", "kind": "mixed", "step": None, "origin": "typed", "score": None},
    ]
    assert row["fields"] == [{"field": "denies", "value": "yes", "origin": "typed", "score": None}]
    assert row["scheme"] == {"name": "test", "version": "7", "digest": "5" * 64}
    assert row["guideline"] == "6" * 64
    assert row["created"] == row["updated"] < "2024-05-02T11"


def test_the_sentences_around_end_before_their_white_space(rows: dict[str, Record]) -> None:
    broken, doubt = rows[b.BROKEN.id]["sentence"], rows[b.DOUBT.id]["sentence"]
    assert broken["text"].startswith("“We will build it,” she said")
    assert broken["text"].endswith("for it.’”")
    assert (doubt["first"] + 1, doubt["text"][-14:]) == (doubt["last"], "for Lindhaven.")


def test_a_nested_quote_is_indirect_where_only_its_parent_has_marks(sqlite_url: str) -> None:
    inside = replace(b.NESTED, id=b.uid(20), content=(b.span(b.TEXT, "build"),), parent=b.BROKEN.id)
    alone = replace(inside, id=b.uid(21), parent=None)
    with b.filled(sqlite_url, (*b.QUOTES, inside, alone)) as store:
        rows = exported(store)
    assert (rows[b.NESTED.id]["parent"], rows[b.NESTED.id]["derived_from"]) == (b.BROKEN.id, b.PROPOSAL.id)
    assert (rows[inside.id]["type"], rows[alone.id]["type"]) == ("indirect", "direct")


def test_topics_are_the_quotes_own_or_else_those_of_the_article(rows: dict[str, Record]) -> None:
    assert rows[b.NESTED.id]["topics"] == [{"code": "1401", "origin": "accepted", "score": None}]
    assert rows[b.DOUBT.id]["topics"] == [
        {"code": "1400", "origin": "inherited", "score": None},
        {"code": "700", "origin": "inherited", "score": None},
    ]
    assert rows[b.NESTED.id]["article"]["topics"] == ["1400", "700"]
    assert rows[b.IN_GOLD.id]["topics"] == rows[b.IN_GOLD.id]["article"]["topics"] == []


def test_a_type_that_was_said_a_judged_quote_and_an_unknown_speaker(rows: dict[str, Record]) -> None:
    doubt, denied = rows[b.DOUBT.id], rows[b.DENIED.id]
    assert (doubt["type"], doubt["type_origin"]) == ("direct", "typed")
    assert doubt["speakers"] == [
        {
            "id": None,
            "name": None,
            "kind": None,
            "aliases": [],
            "wikidata": None,
            "origin": "typed",
            "score": None,
        }
    ]
    assert doubt["notes"] == [{"text": b.NOTE.text}]
    assert (denied["about"], denied["type"], denied["speakers"]) == (doubt["id"], "mixed", [])
    assert denied["stance"] == [
        {"target": b.MAYOR.id, "kind": "unclear", "step": None, "origin": "typed", "score": None},
    ]
    assert rows[b.NESTED.id]["stance"] == [
        {"target": None, "kind": "none", "step": None, "origin": "typed", "score": None},
    ]


def test_metadata_are_those_of_one_source(rows: dict[str, Record]) -> None:
    assert rows[b.DOUBT.id]["article"] | {"digest": "", "topics": []} == {
        "digest": "", "title": "The wall", "outlet": "Courier", "date": "2024-05-01",
        "date_text": None, "author": "Ed",
        "url": None, "story": "wall", "path": "main.md", "topics": [],
    }  # fmt: skip
    assert rows[b.IN_GOLD.id]["article"]["path"] == "other.txt"


# What cannot be: it is refused, and never written.


@pytest.fixture
def found(sqlite_url: str) -> tuple[Quoted, Registry]:
    with b.filled(sqlite_url) as store, store.look([b.ANA]) as look:
        return next(look.quoted), Registry(look.speakers, look.schemes)


def with_head(one: Quoted, change: Callable[[Head], Head]) -> Quoted:
    first, *others = one.quotes
    return one._replace(quotes=[change(first), *others])


def with_spans(one: Quoted, *rows: Row) -> Quoted:
    """`one`, in which the first quote has these spans: (role, start, stop)."""
    spans = ",".join(f"{role} {n} {start} {stop}" for n, (role, start, stop) in enumerate(rows))
    return with_head(one, lambda head: head._replace(spans=spans))


def test_a_text_that_was_changed_is_refused(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    changed = one._replace(article=Article(one.article.digest, one.article.text + " ", (Source("a"),)))
    with pytest.raises(StoreError, match="is not the one that was taken in"):
        list(records(changed, registry))


def test_a_span_beyond_the_text_is_refused(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    end = len(one.article.text)
    beyond = with_spans(one, ("content", 0, 5), ("cue", end - 1, end + 1))
    with pytest.raises(StoreError, match=f"span {end - 1}-{end + 1}.*ends at {end}"):
        list(records(beyond, registry))


def test_spans_of_a_role_that_overlap_or_go_back_are_refused(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    for second in ((4, 9), (0, 3)):
        with pytest.raises(StoreError, match="spans of its content not in order and apart"):
            list(records(with_spans(one, ("content", 3, 5), ("content", *second)), registry))
    with pytest.raises(StoreError, match="has no content"):
        list(records(with_spans(one, ("cue", 3, 5)), registry))
    with pytest.raises(StoreError, match="has no content"):
        list(records(with_spans(one), registry))


def test_a_speaker_without_entry_or_merged_in_a_circle_is_refused(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    with pytest.raises(StoreError, match="has no speaker"):
        list(records(one, replace(registry, speakers={})))
    circle = {b.MAYOR.id: Speaker(b.MAYOR.id, "x", merged_into=b.TWIN.id)}
    with pytest.raises(StoreError, match="in a circle"):
        list(records(one, replace(registry, speakers=dict(registry.speakers) | circle)))


def test_parents_in_a_circle_end(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    circle = with_head(one, lambda head: head._replace(parent=b.NESTED.id))
    assert next(records(circle, registry))["parent"] == b.NESTED.id


def test_a_date_is_a_day_and_what_else_the_file_says_stands_beside_it(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    for said, day, words in (
        ("May 1, 2024", "2024-05-01", "May 1, 2024"),
        ("last week", None, "last week"),
        (None, None, None),
    ):
        article = replace(one.article, sources=(Source("a", "title", date=said),))
        record = next(records(one._replace(article=article), registry))
        assert (record["article"]["date"], record["article"]["date_text"]) == (day, words)


def test_times_have_three_digits_of_fractions(found: tuple[Quoted, Registry]) -> None:
    one, registry = found
    early = with_head(one, lambda head: head._replace(created="2024-05-02T10:00:00Z"))
    assert next(records(early, registry))["created"] == "2024-05-02T10:00:00.000Z"


def test_a_quote_from_a_proposal_names_the_program(rows: dict[str, Record]) -> None:
    assert rows[b.NESTED.id]["suggester"] == {"name": "rules", "version": "1"}
    assert rows[b.BROKEN.id]["suggester"] == {"name": None, "version": None}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("content",), []),
        (("content", 0, "text"), ""),
        (("stance", 0, "step"), None),
        (("stance", 0, "step"), 3),
        (("stance", 1, "step"), 1),
        (("stance", 0, "target"), None),
        (("stance", 0, "kind"), "none"),
        (("type",), "free"),
        (("layer", "kind"), "person"),
        (("article", "digest"), "abc"),
        (("created",), "yesterday"),
        (("created",), "2024-05-02T10:00:00Z"),
        (("article", "date"), "1 May 2024"),
        (("parent",), "q1"),
        (("fields", 0, "field"), "stance"),
        (("more",), 1),
    ],
)
def test_the_schema_refuses(rows: dict[str, Record], path: tuple[str | int, ...], value: object) -> None:
    row: Any = rows[b.BROKEN.id]
    at = row
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not Validator(json.loads(quote_schema())).is_valid(row)
