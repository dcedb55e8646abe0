"""Snapshots of bundles, and what changed between two: each change is named, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.record import Registry
from annotator.dataset.side_by_side import paired
from annotator.dataset.snapshots.differences import Difference, Tally, differences
from annotator.dataset.snapshots.freezing import bundles_of, facts_of, freeze, thawed
from annotator.errors import StoreError
from annotator.model import Change, Label, Review, ReviewStatus, Span
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.snapshots import Piece
from tests.dataset import building as b

LAYERS = (b.ANA, b.GOLD)


def now(store: Store) -> list[Bundle]:
    with store.look(LAYERS) as found:
        return list(bundles(found.articles, Registry(found.speakers, found.schemes)))


def between(old: list[Bundle], new: list[Bundle]) -> tuple[list[Difference], Tally]:
    tally = Tally()
    return list(differences(paired(iter(old), iter(new)), tally)), tally


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    with b.filled(sqlite_url) as made:
        yield made


def change(store: Store, before: Any, after: Any) -> None:
    store.act("ana", Act("changes it", (Change(before, after),)))


def test_a_snapshot_stays_as_it_was_whatever_is_done_later(db_url: str) -> None:
    with b.filled(db_url) as store:
        before = now(store)
        assert freeze(store, "v1", {"scheme": "7"}, before) == len(before) == 2
        change(store, b.DOUBT, None)
        change(store, b.MAYOR, replace(b.MAYOR, name="Somebody Else"))
        assert now(store) != before
        assert list(thawed(store, "v1")) == before
        assert facts_of(store, "v1") == {"scheme": "7"}


def test_both_databases_freeze_the_same(sqlite_url: str, postgres_url: str) -> None:
    with b.filled(sqlite_url) as one, b.filled(postgres_url) as other:
        freeze(one, "v1", {}, now(one))
        freeze(other, "v1", {}, now(other))
        assert one.snapshot_digests("v1") == other.snapshot_digests("v1")


def test_a_piece_that_was_tampered_with_is_refused(store: Store) -> None:
    store.add_snapshot("bad", "{}", [Piece("0" * 64, b"no zlib")])
    with pytest.raises(StoreError, match="damaged"):
        list(bundles_of(store, ["0" * 64]))


def test_nothing_differs_from_itself(store: Store) -> None:
    found, tally = between(now(store), now(store))
    assert found == []
    assert not tally.any
    assert tally.same == len(b.QUOTES) - 1  # the proposal is a model's


def test_each_part_that_changed_is_named_with_old_and_new(store: Store) -> None:
    before = now(store)
    labels = (*b.NESTED.labels[:1], Label("stance", "-1", "barrier"), Label("denies", "yes"))
    change(store, b.NESTED, replace(b.NESTED, cue=(), speakers=(), labels=labels))
    ((one,), tally) = between(before, now(store))
    assert (one.what, one.id, one.layer) == ("changed", b.NESTED.id, "human ana")
    assert one.parts == (
        ("cue", "told", ""), ("speakers", "Olle", ""), ("stance", "none", "-1 towards barrier"),
        ("fields", "", "denies yes"),
    )  # fmt: skip
    assert tally.parts == {"cue": 1, "speakers": 1, "stance": 1, "fields": 1}


def test_the_same_words_elsewhere_and_another_origin_are_changes(store: Store) -> None:
    before = now(store)
    said = [i for i in range(len(b.TEXT)) if b.TEXT.startswith("e", i)][:2]
    change(store, b.DOUBT, replace(b.DOUBT, cue=(Span(said[0], said[0] + 1),)))
    ((one,), _) = between(before, now(store))
    assert one.parts == (("cue", "doubt", "e"),)
    middle = now(store)
    moved = replace(b.DOUBT, cue=(Span(said[1], said[1] + 1),))
    change(store, replace(b.DOUBT, cue=(Span(said[0], said[0] + 1),)), moved)
    ((one,), _) = between(middle, now(store))
    ((part, old, new),) = one.parts
    assert (part, old) == ("cue", "e")
    assert new == f"e (moved from {said[0]}-{said[0] + 1} to {said[1]}-{said[1] + 1})"


def test_quotes_reviews_and_articles_that_come_and_go(store: Store) -> None:
    before = now(store)
    change(store, b.IN_GOLD, None)
    first = store.sentences(b.MAIN.digest)[0].span
    change(store, None, Review(b.MAIN.digest, b.ANA, first, ReviewStatus.NOTHING))
    found, tally = between(before, now(store))
    assert [(x.what, x.id, x.parts) for x in found] == [
        ("removed", b.IN_GOLD.id, (("content", "“No,”", ""),))
    ]
    assert tally.removed == [b.SECOND.digest]
    assert tally.reviews["human ana"] == 1
    back, tally = between(now(store), before)
    assert [x.what for x in back] == ["added"]
    assert tally.added == [b.SECOND.digest]
    assert tally.reviews["human ana"] == -1
