"""The rows that common tasks are trained on: nothing that nobody reviewed, every tag where its span is."""

from collections import Counter
from collections.abc import Iterator

import jsonschema
import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.record import Record, Registry
from annotator.dataset.schema.shapes import shape
from annotator.dataset.views.detection import NOT_REVIEWED, WITHIN, _bio, by_sentence
from annotator.dataset.views.given import Given
from annotator.dataset.views.tasks import TASKS
from annotator.model import Change, Review, ReviewStatus, Verdict, VerdictKind
from annotator.store import Store
from annotator.store.acting import Act
from tests.dataset import building as b


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    with b.filled(sqlite_url) as made:
        yield made


def seen(store: Store, *numbers: int) -> Given:
    """The article with ana's quotes for gold, of which these sentences are done."""
    for n in numbers:
        place = store.sentences(b.MAIN.digest)[n].span
        review = Review(b.MAIN.digest, b.ANA, place, ReviewStatus.DONE)
        store.act("ana", Act("done", (Change(None, review),)))
    return given(store)


def given(store: Store) -> Given:
    with store.look([b.ANA]) as found:
        (one,) = bundles(found.articles, Registry(found.speakers, found.schemes))
    mine: Bundle = one
    return Given(mine, "train", tuple(mine.records), frozenset(mine.answers[0]["reviewed"]))


def test_only_what_was_reviewed_is_a_row_and_the_rest_is_counted(store: Store) -> None:
    one = seen(store, 0, 1)
    rows = list(by_sentence(one))
    assert [row["sentences"] for row in rows] == [[0], [1]]
    assert one.left_out[NOT_REVIEWED] == len(one.bundle.sentences) - 2
    assert set(rows[0]["content_tags"]) == {"O"}
    assert set(rows[1]["content_tags"]) == {"O", "B", "I"}


def test_tags_stand_where_the_spans_are(store: Store) -> None:
    one = seen(store, 1)
    (row,) = by_sentence(one)
    tagged = [
        [row["tokens"][n] for n, tag in enumerate(row[f"{x}_tags"]) if tag == "B"] for x in ("content", "cue")
    ]
    assert tagged == [["“", "“"], ["said", "told"]]
    for start, end, token in zip(row["starts"], row["ends"], row["tokens"], strict=True):
        assert b.TEXT[start:end] == token
    assert one.left_out[WITHIN] == 1  # “I will pay for it” within “and Olle told me ...”


def test_a_quote_that_goes_on_begins_the_next_sentence_with_i(store: Store) -> None:
    rows = list(by_sentence(seen(store, 2, 3)))
    assert rows[1]["content_tags"][:3] == ["I", "I", "O"]  # “The minister”


def test_a_whole_article_is_one_row_of_what_was_reviewed(store: Store) -> None:
    one = seen(store, 1, 3)
    (row,) = TASKS["detection-article"].rows(one)
    assert row["sentences"] == [1, 3]
    assert "Critics" not in row["tokens"]
    assert list(TASKS["detection-article"].rows(given_none(one))) == []


def given_none(one: Given) -> Given:
    return Given(one.bundle, one.part, one.quotes, frozenset())


def test_rejected_proposals_are_hard_negatives_where_they_are(store: Store) -> None:
    verdict = Verdict(b.MAIN.digest, b.ANA, b.PROPOSAL.id, VerdictKind.REJECTED)
    store.act("ana", Act("rejects", (Change(None, verdict),)))
    rows = list(by_sentence(seen(store, 0, 1)))
    assert [[x["text"] for x in row["hard_negatives"]] for row in rows] == [[], ["I will pay for it"]]


def test_the_answer_of_an_attribution_is_the_speaker_among_those_of_the_article(store: Store) -> None:
    one = given(store)
    rows = {row["id"]: row for row in TASKS["attribution"].rows(one)}
    said = rows[b.BROKEN.id]
    names = [x["name"] for x in said["candidates"]]
    assert [names[n] for n in said["answer"]] == ["Ida Brenn"]
    assert names[0] == "Ida Brenn"  # named first
    assert {"Olle", "Varr News"} < set(names)
    assert rows[b.DOUBT.id]["answer"] == []  # looked for, and unknown
    assert b.DENIED.id not in rows  # nobody was named
    for row in rows.values():
        for mention in (x for one in row["candidates"] for x in one["mentions"]):
            assert b.TEXT[mention["start"] : mention["end"]] == mention["text"]


def test_a_stance_has_its_cue_speaker_target_and_the_quote_before(store: Store) -> None:
    rows = [row for row in TASKS["stance"].rows(given(store)) if row["quote"] == b.DENIED.id]
    (row,) = rows
    assert (row["label"], row["step"], row["cue"]) == ("unclear", None, "denied")
    assert row["previous_content"] == "that the wall holds. The minister"
    assert row["context"].startswith("Critics doubt")
    two = [row for row in TASKS["stance"].rows(given(store)) if row["quote"] == b.BROKEN.id]
    assert [(row["target"], row["label"], row["step"]) for row in two] == [
        ("barrier", "2", 2), ("other", "mixed", None),
    ]  # fmt: skip


def test_topics_are_the_quotes_own_or_its_articles(store: Store) -> None:
    rows = {row["quote"]: row for row in TASKS["topic"].rows(given(store))}
    own, inherited = rows[b.NESTED.id], rows[b.DOUBT.id]
    assert (own["topics"], own["inherited"]) == (["1401"], False)
    assert (inherited["topics"], inherited["primary"], inherited["inherited"]) == (
        ["1400", "700"],
        "1400",
        True,
    )


@pytest.mark.parametrize("name", TASKS)
def test_every_row_is_as_its_schema_says_with_its_keys_in_order(store: Store, name: str) -> None:
    task = TASKS[name]
    jsonschema.Draft202012Validator.check_schema(task.schema)
    rows: list[Record] = list(task.rows(seen(store, 0, 1, 2, 3)))
    assert rows
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        jsonschema.validate(row, task.schema)
        assert list(row) == task.schema["required"]
    assert shape(task.schema)


@generated(st.lists(st.integers(1, 6), max_size=12), st.data())
def test_bio_marks_just_the_tokens_that_a_span_touches(lengths: list[int], data: st.DataObject) -> None:
    tokens, at = [], 0
    for length in lengths:
        tokens.append((at, at + length))
        at += length + data.draw(st.integers(0, 2))
    edges = data.draw(st.lists(st.integers(0, at + 3), unique=True, max_size=8).map(sorted))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    tags = _bio(tokens, spans, 0)
    touched = [any(a < end and start < b for a, b in spans) for start, end in tokens]
    assert [tag != "O" for tag in tags] == touched
    # At most as many begin as there are spans, and none goes on that has not begun.
    assert Counter(tags)["B"] <= len(spans)
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not (before == "O" and tag == "I")
