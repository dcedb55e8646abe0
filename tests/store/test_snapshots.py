"""Snapshots in a database: kept whole, once, in their order; forgotten only when asked."""

from collections.abc import Iterator

import pytest

from annotator.errors import StoreError
from annotator.store import Store
from annotator.store.snapshots import Piece

PIECES = [Piece(f"{n:064x}", f"body {n} \0\xff".encode("latin-1")) for n in range(250)]


def test_a_snapshot_gives_back_what_it_was_given_in_that_order(db_url: str) -> None:
    with Store(db_url) as store:
        backwards = PIECES[::-1]
        assert store.add_snapshot("v1", '{"a": 1}', backwards) == len(PIECES)
        digests = store.snapshot_digests("v1")
        assert digests == [piece.digest for piece in backwards]
        for batch in (1, 7, 1000):
            assert list(store.frozen(digests, batch)) == [piece.body for piece in backwards]
        (info,) = store.snapshots()
        assert (info.name, info.articles, info.facts) == ("v1", len(PIECES), '{"a": 1}')


def test_what_two_snapshots_share_stays_until_both_are_gone(db_url: str) -> None:
    with Store(db_url) as store:
        store.add_snapshot("one", "{}", PIECES[:3])
        store.add_snapshot("two", "{}", PIECES[1:4])
        store.remove_snapshot("one")
        assert list(store.frozen(store.snapshot_digests("two"))) == [x.body for x in PIECES[1:4]]
        with pytest.raises(KeyError):
            list(store.frozen([PIECES[0].digest]))
        assert [x.name for x in store.snapshots()] == ["two"]


def test_a_name_is_taken_once_and_an_unknown_one_is_told(db_url: str) -> None:
    with Store(db_url) as store:
        with pytest.raises(StoreError, match="no snapshot “v1”; there are none yet"):
            store.snapshot_digests("v1")
        store.add_snapshot("v1", "{}", [])
        with pytest.raises(StoreError, match="there is a snapshot “v1” already"):
            store.add_snapshot("v1", "{}", PIECES)
        assert store.snapshot_digests("v1") == []
        with pytest.raises(StoreError, match="there is no snapshot “v2”; there are v1"):
            store.remove_snapshot("v2")


def test_a_snapshot_that_breaks_off_is_none(db_url: str) -> None:
    def breaking() -> Iterator[Piece]:
        yield from PIECES[:150]
        raise KeyboardInterrupt

    with Store(db_url) as store:
        with pytest.raises(KeyboardInterrupt):
            store.add_snapshot("v1", "{}", breaking())
        assert store.snapshots() == []
        assert store.add_snapshot("v1", "{}", PIECES) == len(PIECES)
