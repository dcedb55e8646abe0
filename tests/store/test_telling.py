"""A history is gone through article by article, however its events cross them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from annotator.model import Apart, Layer, LayerKind, Review, ReviewStatus, Ruling, Speaker
from annotator.store import Store, telling
from annotator.store.checking import About
from annotator.store.engine import reading, writing
from annotator.store.ordering import Place
from annotator.store.telling import Telling
from tests.store.world import ANA, MAIN, TEXT, add, article, cut, do, filled, quote, uid

OTHER, QUIET = article("Other. " + TEXT), article("Quiet. " + TEXT)


@pytest.fixture
def store(db_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Three articles, of which one is quiet; each event was done at MAIN, whatever it changes."""
    for name in ("_ARTICLES", "_EVENTS", "_BATCH"):
        monkeypatch.setattr(telling, name, 1)
    with filled(db_url) as store:
        add(store, OTHER)
        add(store, QUIET)
        there = quote(2, digest=OTHER.digest)
        ida, eve = Speaker(uid(8), "Ida"), Speaker(uid(9), "Eve")
        do(store, "ana", (None, ida), (None, eve), (None, quote(1)))
        do(store, "ana", (None, there), (None, quote(3, 20)))
        do(store, "ana", (None, Review(OTHER.digest, ANA, cut(OTHER.text)[0], ReviewStatus.DONE)))
        do(
            store,
            "ben",
            (None, Ruling(uid(40), "ben", "quote", "So it is.")),
            (None, Apart(uid(8), uid(9), "ben")),
        )
        do(store, "ana", (there, replace(there, layer=Layer(LayerKind.HUMAN, "ana"), cue=there.content)))
        yield store


def test_each_event_is_told_where_it_changes_something(store: Store) -> None:
    with reading(store._engine) as connection:
        found = Telling(connection)
        (of_main, of_other, of_quiet) = (
            [[type(x.after).__name__ for x in seen.changes] for seen in found.of(batch)]
            for one in (MAIN, OTHER, QUIET)
            for batch in found.batches()
            if one.digest in batch
        )
        assert [len(batch) for batch in found.batches()] == [1, 1, 1]
        assert [x for x in of_main if x] == [["Quote"], ["Quote"]]
        assert [x for x in of_other if x] == [["Quote"], ["Review"], ["Quote"]]
        assert of_quiet == []
        assert [seen.raw.actor for seen in found.of_none()] == ["ana", "ben"]


def test_what_was_done_before_a_place_is_left_out(store: Store) -> None:
    with reading(store._engine) as connection:
        every = dict(x for batch in Telling(connection).batches() for x in batch.items())
        last = list(Telling(connection).of(every))[-1].where
        later = Telling(connection, Place(*last))
        assert list(later.of_none()) == []
        assert [seen.where for seen in later.of(every)] == [last]


def test_the_state_is_compared_and_made_anew_in_every_article(store: Store) -> None:
    assert store.complaints() == []
    with writing(store._engine) as connection:
        connection.execute(sql("DELETE FROM review"))
        connection.execute(sql("UPDATE quote SET deleted = 1"))
        connection.execute(sql("UPDATE ruling SET text = 'otherwise'"))
        connection.execute(sql("UPDATE speaker SET name = 'Olle' WHERE name = 'Eve'"))
    found = [complaint for complaint in store.complaints() if complaint.about is About.STATE]
    assert len(found) == 6
    assert store.rebuild().changed == 6
    assert store.complaints() == []
