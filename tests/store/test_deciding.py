"""Flags of all, rulings, and what is to be looked at again: kept, listed, undone."""

from dataclasses import replace

from annotator.model import Again, Apart, Label, Note, Ruling, Span, Speaker
from annotator.store import Store
from annotator.store.deciding import Raised
from annotator.store.filtering import Filter, Kind
from tests.store.world import ANA, BEN, MAIN, do, quote, replayed, state, uid

FLAG = Note(uid(300), MAIN.digest, BEN, Span(20, 30), "is this one?", None)
RULING = Ruling(uid(400), "ana", "quote", "It is one.", FLAG.id)
MARK = Again(MAIN.digest, BEN, Span(0, 49), "ana ruled on quote: It is one.", None)


def test_flags_of_all_are_listed_with_what_answers_them(store: Store) -> None:
    do(store, "ben", (None, FLAG))
    mine = Note(uid(301), MAIN.digest, ANA, Span(0, 5), "and this?", None)
    do(store, "ana", (None, mine))
    do(store, "ana", (None, RULING))
    assert store.raised() == [Raised(mine, "a.txt", ()), Raised(FLAG, "a.txt", (RULING,))]


def test_a_ruling_is_kept_changed_and_taken_back(store: Store) -> None:
    do(store, "ben", (None, FLAG))
    do(store, "ana", (None, RULING))
    other = replace(RULING, text="It is none.")
    do(store, "ana", (RULING, other))
    assert [ruling for ruling, _ in store.rulings()] == [other]
    store.undo("ana")
    store.undo("ana")
    assert store.rulings() == []
    store.redo("ana")
    ((found, at),) = store.rulings()
    assert found == RULING
    assert at == store.history("ana")[-1].at


def test_what_is_to_be_looked_at_again_is_of_a_layer_and_filtered(store: Store) -> None:
    there = quote(1, 60, BEN)
    do(store, "ben", (None, there))
    do(store, "ana", (None, MARK), (None, replace(MARK, span=Span(49, 98), quote=there.id)))
    assert store.open_article(MAIN.digest, BEN).again == store.asked_again(BEN, MAIN.digest)
    assert store.open_article(MAIN.digest, ANA).again == []
    places = store.places(Filter(Kind.AGAIN), BEN, MAIN.digest, -1, "", 9)
    assert [(place.spot.offset, place.quote) for place in places] == [(0, None), (49, there.id)]
    assert store.count_places(Filter(Kind.AGAIN), ANA).places == 0


def test_who_settled_it_and_who_asked_take_back_their_own_only(store: Store) -> None:
    """Ben's undo brings the question back; Ana's leaves alone what Ben has settled meanwhile."""
    do(store, "ben", (None, quote(1, 0, BEN)))
    do(store, "ana", (None, MARK))
    do(store, "ben", (MARK, None))
    store.undo("ben")
    assert store.asked_again(BEN, MAIN.digest) == [MARK]
    store.redo("ben")
    assert store.undo("ana")
    assert store.asked_again(BEN, MAIN.digest) == []
    assert store.open_article(MAIN.digest, BEN).quotes == [quote(1, 0, BEN)]


def test_quotes_that_say_something_are_found(store: Store) -> None:
    one = replace(quote(1), labels=(Label("stance", "2", "talks"),))
    two = replace(quote(2, 20, BEN), labels=(Label("stance", "0", "talks"),))
    do(store, "ana", (None, one))
    do(store, "ben", (None, two))
    assert store.labelled([ANA, BEN], "stance") == [one, two]
    assert store.labelled([ANA, BEN], "stance", "0") == [two]
    assert store.labelled([ANA], "topic") == []


def test_the_history_alone_gives_what_stands(store: Store) -> None:
    """What the events hold can be read again, of each kind."""
    ida, adi = Speaker(uid(501), "Ida"), Speaker(uid(502), "Adi")
    do(store, "ana", (None, ida), (None, adi))
    do(store, "ben", (None, FLAG))
    scored = replace(quote(1), labels=(Label("topic", "1", score=0.25),))
    do(store, "ana", (None, RULING), (None, MARK), (None, Apart(ida.id, adi.id, "ana")), (None, scored))
    (event, *_) = store.history("ana")
    assert [change.after for change in event.changes] == [RULING, MARK, Apart(ida.id, adi.id, "ana"), scored]
    kinds = (Ruling, Again, Apart)
    assert state(store) == {k: v for k, v in replayed(store).items() if not isinstance(v, kinds)}
