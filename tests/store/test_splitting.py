"""Decisions of splits are kept whole or not at all, and never change."""

import pytest

from annotator.errors import StoreError
from annotator.model import Review, ReviewStatus, Span
from annotator.store import Store
from annotator.store.splitting import Decision
from tests.store.world import ANA, BEN, MAIN, add, article, count, do, quote

SECOND, THIRD = article("Another text."), article("One more.")
TRAIN, TEST = Decision("train", MAIN.digest), Decision("test", SECOND.digest)


def test_what_is_kept_is_read_by_plan(store: Store) -> None:
    add(store, SECOND)
    assert (store.split_plans(), store.split_parts("one")) == ([], {})
    store.keep_split("one", {MAIN.digest: TRAIN, SECOND.digest: TEST})
    store.keep_split("a second", {MAIN.digest: TEST})
    assert store.split_plans() == ["a second", "one"]
    assert store.split_parts("one") == {MAIN.digest: TRAIN, SECOND.digest: TEST}
    assert store.split_parts("a second") == {MAIN.digest: TEST}


def test_more_may_come_and_the_same_again(store: Store, other: Store) -> None:
    add(store, SECOND)
    store.keep_split("one", {MAIN.digest: TRAIN})
    other.keep_split("one", {SECOND.digest: TRAIN, MAIN.digest: TRAIN})
    store.keep_split("one", {})
    assert store.split_parts("one") == {MAIN.digest: TRAIN, SECOND.digest: TRAIN}


def test_another_decision_is_refused_and_nothing_of_it_kept(store: Store) -> None:
    add(store, SECOND)
    store.keep_split("one", {MAIN.digest: TRAIN})
    with pytest.raises(StoreError, match="another export has split these articles meanwhile"):
        store.keep_split("one", {SECOND.digest: TEST, MAIN.digest: TEST})
    assert store.split_parts("one") == {MAIN.digest: TRAIN}


def test_an_unknown_article_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="article 000000000000 is not in the database"):
        store.keep_split("one", {MAIN.digest: TRAIN, "0" * 64: TRAIN})
    assert count(store, "split") == 0


def test_the_articles_of_which_layers_say_something(store: Store) -> None:
    add(store, SECOND)
    add(store, THIRD)
    assert store.digests([ANA, BEN]) == []
    do(store, "ana", (None, quote(1)))
    reviewed = Review(SECOND.digest, BEN, Span(0, len(SECOND.text)), ReviewStatus.NOTHING)
    do(store, "ben", (None, reviewed))
    assert store.digests([ANA, BEN]) == sorted([MAIN.digest, SECOND.digest])
    assert store.digests([BEN]) == [SECOND.digest]
    do(store, "ana", (quote(1), None))
    assert store.digests([ANA]) == []
    assert store.digests([]) == []


def test_they_are_those_that_an_export_streams(store: Store) -> None:
    add(store, SECOND)
    do(store, "ana", (None, quote(1)))
    do(store, "ben", (None, Review(SECOND.digest, BEN, Span(0, 3), ReviewStatus.SKIPPED)))
    with store.look([ANA, BEN]) as found:
        assert store.digests([ANA, BEN]) == [one.quoted.article.digest for one in found.articles]
