"""What people did in a database, as examples to learn from."""

from pathlib import Path

import pytest

from annotator.model import (
    Change,
    Layer,
    LayerKind,
    Quote,
    QuoteType,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Speaker,
    Verdict,
    VerdictKind,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.suggest.learned.examples import examples, human_and_gold
from annotator.suggest.learned.pool import Candidate
from annotator.suggest.learned.span_training import Seen, told
from annotator.suggest.learned.view import View
from annotator.text.attribution import Attribution
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from annotator.text.words import Words
from tests.suggest.made import article, span

TEXT = "“Yes,” said Ida Brenn. Rain fell. “No,” said Olle Varr. He doubts it. The end.\n"
ONE = article(TEXT)
SENTENCES = sentences(TEXT)
ANA, BEN = Layer(LayerKind.HUMAN, "ana"), Layer(LayerKind.HUMAN, "ben")
GOLD, MODEL = Layer(LayerKind.GOLD, "majority"), Layer(LayerKind.MODEL, "rules", "1")
IDA = Speaker("00000000-0000-4000-8000-000000000001", "Ida Brenn")
MAYOR = Speaker("00000000-0000-4000-8000-000000000002", "the mayor", merged_into=IDA.id)


def quote(n: int, layer: Layer, words: str) -> Quote:
    return Quote(f"00000000-0000-4000-8000-{n:012x}", ONE.digest, layer, (span(TEXT, words),))


def reviewed(layer: Layer, *numbers: int, status: ReviewStatus = ReviewStatus.DONE) -> list[Review]:
    return [Review(ONE.digest, layer, SENTENCES[n], status) for n in numbers]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'a.db'}")
    made.add_article(ONE, SENTENCES, [Region(ONE.digest, SENTENCES[4], RegionKind.BOILERPLATE)], "test")
    for name in ("ana", "ben"):
        made.add_actor(name)
    return made


def do(store: Store, *entities: Quote | Review | Speaker | Verdict) -> None:
    changes = tuple(Change(None, entity) for entity in entities)
    store.act("ana", Act("do it", changes, ONE.digest, 0, None))


def test_only_what_was_reviewed_in_the_body_is_evidence(store: Store) -> None:
    do(store, quote(1, ANA, "“Yes,”"), *reviewed(ANA, 0, 4), *reviewed(ANA, 1, status=ReviewStatus.NOTHING))
    do(store, *reviewed(ANA, 2, status=ReviewStatus.SKIPPED))
    (found,) = examples(store, human_and_gold(store))
    assert found.reviewed == {0, 1}
    assert [q.content for q in found.quotes] == [(span(TEXT, "“Yes,”"),)]


def test_an_article_that_nobody_reviewed_is_no_example(store: Store) -> None:
    do(store, quote(1, ANA, "“Yes,”"))
    assert examples(store, [ANA]) == []


def test_gold_comes_first_and_speaks_for_the_whole_body(store: Store) -> None:
    do(store, quote(1, ANA, "“Yes,”"), *reviewed(ANA, 0, 1, 2, 3))
    do(store, quote(2, GOLD, "“No,”"))
    (found,) = examples(store, human_and_gold(store))
    assert [q.layer for q in found.quotes] == [GOLD]
    assert found.reviewed == {0, 1, 2, 3}


def test_of_two_people_the_one_who_reviewed_more_is_learned_from(store: Store) -> None:
    do(store, quote(1, ANA, "“Yes,”"), *reviewed(ANA, 0))
    do(store, quote(2, BEN, "“No,”"), *reviewed(BEN, 1, 2))
    (found,) = examples(store, human_and_gold(store))
    assert {q.layer for q in found.quotes} == {BEN}
    (only,) = examples(store, [ANA])
    assert {q.layer for q in only.quotes} == {ANA}


def test_models_are_nobody_to_learn_from(store: Store) -> None:
    store.fill("rules", MODEL, ONE.digest, [quote(3, MODEL, "it")])
    do(store, *reviewed(ANA, 0))
    assert human_and_gold(store) == [ANA]


def test_a_rejected_proposal_is_a_content_that_is_no_quote(store: Store) -> None:
    bad = quote(3, MODEL, "He doubts it.")
    store.fill("rules", MODEL, ONE.digest, [bad, quote(4, MODEL, "“No,”")])
    do(store, *reviewed(ANA, 0), Verdict(ONE.digest, ANA, bad.id, VerdictKind.REJECTED))
    (found,) = examples(store, [ANA])
    assert found.rejected == (bad.content,)
    store.fill(
        "rules", Layer(LayerKind.MODEL, "rules", "2"), ONE.digest, []
    )  # superseded, and still rejected
    (again,) = examples(store, [ANA])
    assert again.rejected == (bad.content,)


def test_speakers_are_known_by_the_names_of_all_that_was_merged(store: Store) -> None:
    do(store, IDA, MAYOR, *reviewed(ANA, 0))
    (found,) = examples(store, [ANA])
    assert set(found.speakers[IDA.id]) == {"Ida Brenn", "the mayor"}
    assert found.speakers[MAYOR.id] == found.speakers[IDA.id]


def candidate(view: View, words: str) -> Candidate:
    content = span(TEXT, words)
    named = Attribution((content,))
    return Candidate(named, QuoteType.INDIRECT, (view.words.places(content),), None, {words: 1.0})


def test_what_is_told_of_candidates(store: Store) -> None:
    """Marked: right. In a reviewed sentence or rejected: wrong. Else nobody knows."""
    bad = quote(3, MODEL, "He doubts it.")
    store.fill("rules", MODEL, ONE.digest, [bad])
    do(store, quote(1, ANA, "“Yes,”"), *reviewed(ANA, 0, 1))
    do(store, Verdict(ONE.digest, ANA, bad.id, VerdictKind.REJECTED))
    (found,) = examples(store, [ANA])
    marks = quotations(TEXT)
    view = View(Words(TEXT, SENTENCES), marks, {})
    words = ("“Yes,”", "Rain fell.", "“No,”", "He doubts it.")
    seen = Seen(found, view, (), tuple(candidate(view, w) for w in words))
    said = {next(iter(c.features)): good for c, good in told(seen)}
    assert said == {"“Yes,”": True, "Rain fell.": False, "He doubts it.": False}
