"""What a dataset tells of where it came from: people's numbers that stay, the scheme, who settled gold."""

from hashlib import sha256

from annotator.model import ADJUDICATED, Layer, LayerKind
from annotator.store import Store
from tests.store.world import ANA, BEN, MAIN, do, quote


def test_numbers_are_given_in_an_order_that_tells_nothing_and_stay(store: Store, other: Store) -> None:
    do(store, "ana", (None, quote(1, layer=ANA)), (None, quote(2, layer=BEN)))
    expected = sorted(["ana", "ben"], key=lambda name: sha256(name.encode()).digest())
    assert store.pseudonyms() == {name: n for n, name in enumerate(expected, start=1)}
    for n, name in enumerate(("eve", "abe"), start=3):
        do(store, "ana", (None, quote(n, layer=Layer(LayerKind.HUMAN, name))))
        assert other.pseudonyms()[name] == n
    assert {name: store.pseudonyms()[name] for name in ("ana", "ben")} == {
        name: n for n, name in enumerate(expected, start=1)
    }
    assert sorted(store.pseudonyms().values()) == [1, 2, 3, 4]


def test_only_people_have_numbers(store: Store) -> None:
    do(store, "ana", (None, quote(1, layer=ADJUDICATED)))
    assert store.pseudonyms() == {}


def test_the_scheme_and_the_guideline_that_came_last(store: Store) -> None:
    store.use_scheme("news", "1", "1" * 64, "one")
    store.use_scheme("news", "2", "2" * 64, "two")
    store.use_guideline("3" * 64, "# one")
    found = store.last_scheme()
    assert found is not None
    assert found.version in ("1", "2")
    assert found.text == {"1": "one", "2": "two"}[found.version]
    assert store.last_guideline() == "3" * 64


def test_who_made_a_layer(store: Store) -> None:
    assert store.who_made(ADJUDICATED) == []
    do(store, "ana", (None, quote(1, layer=ANA)))
    do(store, "ben", (None, quote(2, layer=ADJUDICATED)))
    assert store.who_made(ADJUDICATED) == ["ben"]


def test_the_articles_that_layers_looked_into(store: Store) -> None:
    assert store.looked_into([ANA]) == []
    do(store, "ana", (None, quote(1, layer=ANA)))
    assert store.looked_into([ANA]) == [MAIN.digest]
    assert store.looked_into([BEN]) == []
    do(store, "ana", (quote(1, layer=ANA), None))
    assert store.looked_into([ANA, BEN]) == []
