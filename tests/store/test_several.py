"""What several layers say of the same articles, and a layer that is made of it with its reviews."""

import pytest

from annotator.errors import StoreError
from annotator.model import (
    ArticleLabels,
    Label,
    Layer,
    LayerKind,
    Origin,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
)
from annotator.store import Store
from annotator.store.fill import Filling
from tests.store.world import ANA, BEN, MAIN, TEXT, add, article, cut, do, quote

GOLD = Layer(LayerKind.GOLD, "majority")
SETTLED = Layer(LayerKind.GOLD, "adjudicated")
CUT = cut(TEXT)


def seen(store: Store, layer: Layer, *numbers: int, status: ReviewStatus = ReviewStatus.DONE) -> None:
    for n in numbers:
        do(store, "ana", (None, Review(MAIN.digest, layer, CUT[n], status)))


def test_an_article_that_two_looked_into_comes_with_all_they_say(store: Store) -> None:
    add(store, article("Nobody looked here.\r\n"))
    do(store, "ana", (None, Region(MAIN.digest, CUT[4], RegionKind.BOILERPLATE)))
    do(store, "ana", (None, quote(1)), (None, quote(2, 20, BEN)), (None, quote(3, 60)))
    do(store, "ana", (None, ArticleLabels(MAIN.digest, BEN, (Label("topic", "7"),))))
    seen(store, ANA, 0, 1)
    seen(store, BEN, 0)
    seen(store, BEN, 2, status=ReviewStatus.SKIPPED)
    (found,) = store.versions([ANA, BEN], SETTLED)
    assert found.article == MAIN
    assert [s.n for s in found.body] == [0, 1, 2, 3]
    assert found.reviewed == {ANA: frozenset({0, 1}), BEN: frozenset({0})}
    assert found.quotes == {ANA: (quote(1), quote(3, 60)), BEN: (quote(2, 20, BEN),)}
    assert found.labels == {BEN: (Label("topic", "7"),)}


def test_one_is_not_several_and_what_was_settled_is_left_out(store: Store) -> None:
    seen(store, ANA, 0)
    assert list(store.versions([ANA, BEN], SETTLED)) == []
    seen(store, BEN, 1)
    assert len(list(store.versions([ANA, BEN], SETTLED))) == 1
    seen(store, SETTLED, 0)
    assert list(store.versions([ANA, BEN], SETTLED)) == []
    assert store.said_of(SETTLED) == {MAIN.digest}


def test_what_a_program_filled_in_whole_was_looked_at_whole(store: Store) -> None:
    imported = Layer(LayerKind.HUMAN, "carl")
    store.fill("importer", imported, MAIN.digest, [quote(5, 0, imported)])
    seen(store, ANA, 3)
    (found,) = store.versions([ANA, imported], SETTLED)
    assert found.reviewed == {ANA: frozenset({3}), imported: frozenset(range(len(CUT)))}


def test_a_filling_brings_its_reviews_and_they_are_counted(store: Store) -> None:
    def fill(*reviews: Review) -> list[object]:
        return list(store.fill_many("rule", GOLD, [Filling(MAIN.digest, (), reviews=reviews)], "gold"))

    first, second = (Review(MAIN.digest, GOLD, s, ReviewStatus.NOTHING, Origin.RULE) for s in CUT[:2])
    fill(first)
    assert store.tally(GOLD)[0] == 1
    assert fill(first) == [None]
    fill(second)
    assert store.open_article(MAIN.digest, GOLD).reviews == [second]
    store.fill("rule", GOLD, MAIN.digest, [quote(9, 0, GOLD)])
    assert store.open_article(MAIN.digest, GOLD).reviews == [second]
    fill()
    assert store.tally(GOLD)[0] == 0


def test_reviews_of_another_layer_are_refused(store: Store) -> None:
    wrong = Review(MAIN.digest, ANA, Span(0, 49), ReviewStatus.DONE)
    with pytest.raises(StoreError, match="of another article or layer"):
        store.fill_many("rule", GOLD, [Filling(MAIN.digest, (), reviews=[wrong])])
