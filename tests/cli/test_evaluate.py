"""annotator evaluate: which articles count, the figures as words and JSON, and bad input."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import Exit
from annotator.model import (
    Change,
    Layer,
    LayerKind,
    Quote,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from tests.cli.conftest import Call
from tests.dataset import building as b

ANA = Layer(LayerKind.HUMAN, "ana")
BEA = Layer(LayerKind.HUMAN, "bea")
RULES = Layer(LayerKind.MODEL, "rules", "1")
FERRY = "“The ferry sails,” Jory Marn said. He added that fog would lift. The crew hopes for wind.\n"
ICE = "“The ice holds,” Ana Ruiz said.\n"
EMPTY = "Nothing was said on the pier that day.\n"
MARN = Speaker(b.uid(201), "Jory Marn")
TWIN = Speaker(b.uid(202), "J. Marn", merged_into=MARN.id)


def quote(
    n: int,
    layer: Layer,
    text: str,
    content: str,
    cue: str,
    source: str,
    who: Speaker | None = None,
    **more: Any,
) -> Quote:
    voices = (Voice(who.id),) if who else ()
    where = b.article(text).digest
    what, by, of = ((b.span(text, part),) for part in (content, cue, source))
    return Quote(b.uid(n), where, layer, what, by, of, voices, **more)


def reviewed(text: str, layer: Layer, *words: str) -> list[Review]:
    digest = b.article(text).digest
    return [Review(digest, layer, b.span(text, some), ReviewStatus.DONE) for some in words]


BY_ANA = [
    quote(1, ANA, FERRY, "“The ferry sails,”", "said", "Jory Marn", MARN),
    quote(2, ANA, FERRY, "that fog would lift", "added", "He", MARN),
]
BY_RULES = [
    quote(11, RULES, FERRY, "“The ferry sails,”", "said", "Jory Marn", TWIN, rule="direct", score=0.9),
    quote(12, RULES, FERRY, "fog would lift", "added", "He", MARN, rule="that", score=0.7),
    quote(13, RULES, FERRY, "for wind", "hopes", "The crew", rule="np", score=0.3),
    quote(14, RULES, ICE, "“The ice holds,”", "said", "Ana Ruiz", rule="direct", score=0.9),
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three articles; Ana marked the first, the rules read the first two."""
    opened = Store(f"sqlite:///{tmp_path / 'annotator.db'}")
    opened.use_scheme("test", "7", "5" * 64, "name = 'test'")
    opened.use_guideline("6" * 64, "# Guideline")
    b.add(opened, *map(b.article, (FERRY, ICE, EMPTY)))
    for name in ("ana", "bea"):
        opened.add_actor(name)
    b.do(opened, MARN, TWIN, *BY_ANA)
    for text in (FERRY, ICE):
        digest = b.article(text).digest
        opened.fill("rules", RULES, digest, [q for q in BY_RULES if q.article == digest])
    return opened


def evaluate(call: Call, gold: str, against: str, *more: str) -> Any:
    done = call("evaluate", "--gold", gold, "--against", against, "--json", *more)
    assert (done.code, done.err) == (0, "")
    return done.json()


def counts(rate: dict[str, Any]) -> tuple[int, int, int]:
    assert rate["hits"] == rate["reached"]
    return rate["hits"], rate["found"], rate["wanted"]


@pytest.mark.usefixtures("store")
def test_two_layers_over_what_both_looked_at(call: Call) -> None:
    found = evaluate(call, "human ana", "model")
    assert (found["gold_layer"], found["other_layer"]) == ("human ana", "model rules 1")
    assert (found["articles"], found["gold"], found["other"]) == (1, 2, 3)
    assert (found["only_gold"], found["only_other"]) == (0, 1)
    assert counts(found["content"]["exact"]) == (1, 3, 2)
    assert counts(found["content"]["0.5"]) == (2, 3, 2)
    assert counts(found["head"]) == (2, 3, 2)
    assert found["by_rule"]["np"]["right"]["0.5"] == 0


@pytest.mark.usefixtures("store")
def test_speakers_are_the_same_where_their_entries_were_merged(call: Call) -> None:
    found = evaluate(call, "human ana", "model")
    assert found["speakers_by"] == "id"
    assert counts(found["speaker"]) == (2, 2, 2)


def test_only_sentences_that_were_reviewed_count(call: Call, store: Store) -> None:
    b.do(store, *reviewed(FERRY, ANA, "“The ferry sails,” Jory Marn said. "))
    found = evaluate(call, "human ana", "model")
    # Her own second quote shows that she looked there; at the third sentence she did not.
    assert (found["gold"], found["other"]) == (2, 2)
    assert (found["set_aside_gold"], found["set_aside_other"]) == (0, 1)


def test_what_a_second_person_did_not_review_is_not_missed(call: Call, store: Store) -> None:
    b.do(store, *reviewed(FERRY, BEA, "“The ferry sails,” Jory Marn said. "))
    found = evaluate(call, "human ana", "human bea")
    assert counts(found["content"]["exact"]) == (0, 0, 1)
    assert found["set_aside_gold"] == 1


def test_an_article_without_quotes_counts_where_both_looked(call: Call, store: Store) -> None:
    b.do(store, *reviewed(EMPTY, ANA, EMPTY))
    store.fill("rules", RULES, b.article(EMPTY).digest, [])
    assert evaluate(call, "human ana", "model")["articles"] == 2


def test_a_models_version_that_has_nothing_left_need_not_be_told_apart(call: Call, store: Store) -> None:
    newer = Layer(LayerKind.MODEL, "rules", "2")
    store.fill("rules", newer, b.article(FERRY).digest, [])
    store.fill("rules", newer, b.article(ICE).digest, [])
    assert evaluate(call, "human ana", "model")["other_layer"] == "model rules 2"


# Files


@pytest.fixture
def files(call: Call, store: Store, tmp_path: Path) -> Path:
    store.close()
    call("export", "gold.jsonl", "--layer", "human ana")
    call("export", "rules.jsonl", "--layer", "model")
    return tmp_path


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("gold", "against"),
    [("gold.jsonl", "rules.jsonl"), ("gold.jsonl", "model"), ("human ana", "rules.jsonl")],
)
def test_a_file_of_records_says_the_same_as_the_layer(call: Call, gold: str, against: str) -> None:
    layers, found = evaluate(call, "human ana", "model"), evaluate(call, gold, against)
    assert found["speakers_by"] == "name"
    differing = ("gold_layer", "other_layer", "speakers_by", "errors")
    assert {k: v for k, v in found.items() if k not in differing} == {
        k: v for k, v in layers.items() if k not in differing
    }
    assert [e["text"] for some in found["errors"].values() for e in some] == [
        e["text"] for some in layers["errors"].values() for e in some
    ]


def test_two_files_need_no_database(call: Call, files: Path) -> None:
    (files / "annotator.db").unlink()
    assert evaluate(call, "gold.jsonl", "rules.jsonl")["gold"] == 2


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_predictions_say_as_little_as_they_know(call: Call, files: Path) -> None:
    bare = [
        {"article": {"path": "a.txt", "digest": row["article"]["digest"]}, "content": row["content"]}
        for row in lines(files / "rules.jsonl")
        if row["article"]["digest"] == b.article(FERRY).digest
    ]
    write(files / "bare.jsonl", bare)
    found = evaluate(call, "human ana", "bare.jsonl")
    assert counts(found["content"]["exact"]) == (1, 3, 2)
    assert found["by_type"]["direct"]["content"]["exact"]["hits"] == 1
    assert counts(found["cue"]["exact"]) == (0, 0, 2)


def test_an_article_of_which_a_file_says_nothing_is_missed(call: Call, files: Path) -> None:
    rows = lines(files / "rules.jsonl")
    write(files / "ice.jsonl", [row for row in rows if "ice" in row["content"][0]["text"]])
    found = evaluate(call, "human ana", "ice.jsonl")
    assert counts(found["content"]["exact"]) == (0, 0, 2)
    assert found["only_other"] == 1


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ('{"article": 1}\n', "bad.jsonl:1: article has to be an object, and is “1”; mend that line"),
        ("nonsense\n", "bad.jsonl:1: this is not JSON"),
        ("", "bad.jsonl holds no record; annotator export writes some"),
        ('{"article": {"path": "q"}}\n', "bad.jsonl:1: it has no content"),
    ],
)
def test_a_bad_file_is_one_sentence(call: Call, files: Path, edit: str, sentence: str) -> None:
    (files / "bad.jsonl").write_text(edit)
    done = call("evaluate", "--gold", "bad.jsonl", "--against", "rules.jsonl")
    assert done.code == Exit.USAGE
    assert sentence in done.sentence


def test_words_that_are_not_in_the_text_are_refused(call: Call, files: Path) -> None:
    rows = lines(files / "rules.jsonl")
    for row in rows:
        row["content"][0]["text"] = row["content"][0]["text"].upper()
    write(files / "bad.jsonl", rows)
    for gold in ("human ana", "gold.jsonl"):
        done = call("evaluate", "--gold", gold, "--against", "bad.jsonl")
        assert done.code == Exit.USAGE
        assert "and not “" in done.sentence


def test_a_file_of_several_layers_is_refused(call: Call, files: Path) -> None:
    write(files / "all.jsonl", [*lines(files / "gold.jsonl"), *lines(files / "rules.jsonl")])
    done = call("evaluate", "--gold", "all.jsonl", "--against", "rules.jsonl")
    assert (
        "all.jsonl holds 2 layers ('human annotator-1', 'model rules 1'); export one of them" in done.sentence
    )


@pytest.mark.usefixtures("files")
def test_wrong_names_are_one_sentence(call: Call, tmp_path: Path) -> None:
    for gold, against, sentence in (
        ("human bob", "model", "there is no layer “human bob”; there are 'human ana', 'model rules 1'"),
        ("no.jsonl", "model", "no.jsonl cannot be read (No such file or directory); check the name"),
    ):
        done = call("evaluate", "--gold", gold, "--against", against)
        assert done.code == Exit.USAGE
        assert sentence in done.sentence


def test_a_name_of_several_layers_asks_which(call: Call, store: Store) -> None:
    b.do(store, quote(31, BEA, ICE, "“The ice holds,”", "said", "Ana Ruiz"))
    done = call("evaluate", "--gold", "human", "--against", "model")
    assert "“human” may be 'human ana', 'human bea'; name one of them" in done.sentence
    done = call("evaluate", "--gold", "human ana", "--against", "human bea")
    assert "there is no article that both human ana and human bea looked at" in done.sentence


# Words


@pytest.mark.usefixtures("store")
def test_the_tables(call: Call) -> None:
    done = call("evaluate", "--gold", "human ana", "--against", "model")
    assert (done.code, done.err) == (0, "")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["gold", "human", "ana", "2", "quotes"] in rows
    assert ["not", "counted:", "0", "articles", "that", "only", "gold", "looked", "at,", "1", "that", "only",
            "the", "other", "did"] in rows  # fmt: skip
    assert ["content", "33.3", "50.0", "40.0", "33.3", "50.0", "40.0", "66.7", "100.0", "80.0"] in rows
    assert ["np", "1", "0.0", "0.0", "0.0", "30.0"] in rows
    assert "not in gold, the surest first" in done.out
    assert "    for wind" in done.out
    assert "    beside: that fog would lift" in done.out
    assert max(map(len, done.out.splitlines())) <= 110


@pytest.mark.usefixtures("store")
def test_as_many_errors_as_one_asks_for(call: Call) -> None:
    assert (
        "for wind" not in call("evaluate", "--gold", "human ana", "--against", "model", "--errors", "0").out
    )
    found = evaluate(call, "human ana", "model", "--errors", "1")
    assert [len(some) for some in found["errors"].values()] == [1, 0, 1]


@pytest.mark.usefixtures("store")
def test_a_layer_against_itself_is_right_throughout(call: Call) -> None:
    found = evaluate(call, "model", "model")
    assert found["content"]["exact"]["f1"] == 1
    assert (found["head"]["recall"], found["speaker"]["recall"]) == (1, 1)
    assert not any(found["errors"].values())


def test_nothing_hostile_reaches_a_terminal(call: Call, store: Store) -> None:
    hostile = "“The \x1b[31mferry\x07 left,” he said.\n"
    b.add(store, b.article(hostile))
    made = Quote(b.uid(41), b.article(hostile).digest, ANA, (Span(0, hostile.index(" he")),))
    store.act("ana", Act("made", (Change(None, made),)))
    store.fill("rules", RULES, made.article, [])
    done = call("evaluate", "--gold", "human ana", "--against", "model")
    assert "ferry␇ left" in done.out
    assert "\x1b" not in done.out
