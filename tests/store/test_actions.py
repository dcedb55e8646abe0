"""An action changes state and history together; what is taken back is one's own, whole, and not stale."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import (
    ArticleLabels,
    Change,
    EventKind,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    SpeakerKind,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act, Stale
from annotator.store.engine import writing
from tests.store.world import ANA, BEN, MAIN, TEXT, as_state, count, do, quote, replayed, state, uid

SAYER = Speaker(uid(100), "Ida Brenn", SpeakerKind.ROLE, ("Brenn", "Brenn", "the mayor"), "Q1")
RICH = Quote(
    uid(1), MAIN.digest, ANA,
    content=(Span(0, 14), Span(25, 36)), cue=(Span(19, 23),), source=(Span(15, 18),),
    speakers=(Voice(SAYER.id), Voice(None, Span(15, 18), Origin.CORRECTED)),
    via=(Voice(None, Span(37, 41)), Voice(SAYER.id)),
    labels=(
        Label("topic", "1401"), Label("stance", "2", "wall"), Label("topic", "700", origin=Origin.INHERITED),
        Label("stance", "-1", SAYER.id),
    ),
)  # fmt: skip


def test_every_kind_of_entity_comes_back_as_it_was_said(store: Store) -> None:
    inner = replace(quote(2), parent=RICH.id, about=RICH.id, derived_from=RICH.id)
    review = Review(MAIN.digest, ANA, Span(0, 49), ReviewStatus.DONE, Origin.INHERITED)
    note = Note(uid(50), MAIN.digest, ANA, Span(0, 14), "why?\n“so”", RICH.id)
    labels = ArticleLabels(MAIN.digest, ANA, (Label("topic", "9"), Label("a", "1"), Label("topic", "2")))
    said = (SAYER, RICH, inner, review, note, labels)
    event = store.act("ana", Act("all", tuple(Change(None, x) for x in said), MAIN.digest, 5, active_ms=70))
    assert state(store) == as_state(*said) == replayed(store)
    assert store.history("ana") == [event]
    assert (event.seq, event.kind, event.offset, event.active_ms) == (1, EventKind.DO, 5, 70)

    (undone,) = store.undo("ana")
    assert state(store) == {} == replayed(store)
    assert (undone.seq, undone.kind, undone.undoes, undone.says) == (2, EventKind.UNDO, event.id, "all")
    (redone,) = store.redo("ana")
    assert state(store) == as_state(*said) == replayed(store)
    assert (redone.seq, redone.kind, redone.undoes) == (3, EventKind.REDO, undone.id)


@pytest.mark.parametrize(
    "after",
    [
        replace(RICH, content=(Span(0, 12),)),
        replace(RICH, cue=(), source=()),
        replace(RICH, speakers=(), via=(Voice(SAYER.id, Span(1, 2)),)),
        replace(RICH, labels=(*reversed(RICH.labels),)),
        replace(RICH, labels=()),
        replace(RICH, about=uid(2)),
    ],
)
def test_a_change_of_one_part_leaves_the_others(store: Store, after: Quote) -> None:
    do(store, "ana", (None, SAYER), (None, RICH), (None, quote(2)))
    do(store, "ana", (RICH, after))
    assert state(store) == as_state(SAYER, after, quote(2))
    store.undo("ana")
    assert state(store) == as_state(SAYER, RICH, quote(2))


def test_nothing_to_take_back(store: Store) -> None:
    assert store.undo("ana") == []
    assert store.redo("ana") == []
    do(store, "ana", (None, quote(1)))
    assert store.redo("ana") == []
    store.undo("ana")
    assert store.undo("ana") == []
    assert len(store.history("ana")) == 2


def test_a_new_action_ends_what_could_be_done_again(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    do(store, "ana", (None, quote(2)))
    store.undo("ana")
    store.undo("ana")
    do(store, "ana", (None, quote(3)))
    assert store.redo("ana") == []
    store.undo("ana")
    store.redo("ana")
    assert store.redo("ana") == []
    assert state(store) == as_state(quote(3))


def test_only_ones_own_actions_are_taken_back(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    do(store, "ben", (None, quote(2, layer=BEN)))
    store.undo("ana")
    assert state(store) == as_state(quote(2, layer=BEN))
    assert store.undo("ana") == []
    assert store.redo("ben") == []


def test_a_group_is_taken_back_and_done_again_whole(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    for n in (2, 3, 4):
        do(store, "ana", (None, quote(n)), group="g")
    do(store, "ana", (None, quote(5)), group="h")
    store.undo("ana")
    assert state(store) == as_state(*map(quote, (1, 2, 3, 4)))
    undone = store.undo("ana")
    assert [event.changes[0].before for event in undone] == [quote(4), quote(3), quote(2)]
    assert state(store) == as_state(quote(1))
    redone = store.redo("ana")
    assert [event.changes[0].after for event in redone] == [quote(2), quote(3), quote(4)]
    assert state(store) == as_state(*map(quote, (1, 2, 3, 4))) == replayed(store)
    store.undo("ana")
    store.undo("ana")
    assert state(store) == {}


def test_a_history_longer_than_a_page_of_it(store: Store) -> None:
    old = quote(1)
    do(store, "ana", (None, old))
    for n in range(40):
        new = replace(old, labels=(Label("topic", str(n)),))
        do(store, "ana", (old, new))
        old = new
    for _ in range(41):
        assert store.undo("ana")
    assert state(store) == {}
    assert store.undo("ana") == []
    for _ in range(41):
        assert store.redo("ana")
    assert state(store) == as_state(old)
    assert store.redo("ana") == []


# Stale


def test_what_another_session_changed_is_not_overwritten(store: Store, other: Store) -> None:
    do(store, "ana", (None, quote(1)))
    mine, theirs = (replace(quote(1), labels=(Label("topic", n),)) for n in "12")
    do(other, "ana", (quote(1), theirs))
    with pytest.raises(Stale):
        do(store, "ana", (quote(1), mine))
    with pytest.raises(Stale):
        do(store, "ana", (None, quote(1)))
    with pytest.raises(Stale):
        do(store, "ana", (quote(2), None))
    assert state(store) == as_state(theirs) == replayed(store)
    assert [event.seq for event in store.history("ana")] == [2, 1]


def test_two_sessions_of_one_person_share_one_history(store: Store, other: Store) -> None:
    do(store, "ana", (None, quote(1)))
    do(other, "ana", (None, quote(2)))
    do(store, "ana", (None, quote(3)))
    other.undo("ana")
    store.undo("ana")
    assert state(other) == as_state(quote(1))
    other.redo("ana")
    assert state(store) == as_state(quote(1), quote(2))
    assert [event.seq for event in other.history("ana")] == [6, 5, 4, 3, 2, 1]


def test_what_somebody_else_changed_cannot_be_taken_back(store: Store) -> None:
    gold = Layer(LayerKind.GOLD, "adjudicated")
    mine = quote(1, layer=gold)
    do(store, "ana", (None, mine))
    do(store, "ben", (mine, replace(mine, cue=(Span(19, 23),))))
    with pytest.raises(Stale, match="do it"):
        store.undo("ana")
    store.undo("ben")
    store.undo("ana")
    assert state(store) == {} == replayed(store)


# Speakers are shared


def test_a_speaker_that_another_names_stays(store: Store, other: Store) -> None:
    theirs = replace(quote(2, layer=BEN), speakers=(Voice(SAYER.id),))
    do(store, "ana", (None, SAYER))
    do(store, "ana", (None, RICH))
    do(other, "ben", (None, theirs))
    store.undo("ana")
    (event,) = store.undo("ana")
    assert event.changes == ()
    assert state(store) == as_state(SAYER, theirs) == replayed(store)
    store.redo("ana")
    store.redo("ana")
    assert state(store) == as_state(SAYER, RICH, theirs) == replayed(store)


def test_what_another_took_back_can_still_be_done_again(store: Store, other: Store) -> None:
    theirs = replace(
        quote(2, layer=BEN), labels=(Label("stance", "1", SAYER.id),), speakers=(Voice(SAYER.id),)
    )
    do(store, "ana", (None, SAYER))
    do(other, "ben", (None, theirs))
    other.undo("ben")
    store.undo("ana")
    other.redo("ben")
    assert state(store) == as_state(SAYER, theirs) == replayed(store)


def test_a_speaker_that_only_its_maker_named_goes(store: Store) -> None:
    do(store, "ana", (None, SAYER), (None, RICH))
    store.undo("ana")
    assert state(store) == {} == replayed(store)
    with pytest.raises(StoreError, match="choose the speaker again"):
        do(store, "ben", (None, replace(quote(2, layer=BEN), speakers=(Voice(SAYER.id),))))
    with pytest.raises(StoreError, match="choose the speaker again"):
        do(store, "ben", (None, replace(quote(2, layer=BEN), speakers=(Voice(uid(404)),))))
    store.redo("ana")
    assert state(store) == as_state(SAYER, RICH) == replayed(store)


def test_names_that_another_added_since_stay(store: Store) -> None:
    longer = replace(SAYER, aliases=("Ida",))
    longest = replace(SAYER, aliases=("Ida", "the mayor"))
    do(store, "ana", (None, SAYER))
    do(store, "ana", (SAYER, longer))
    do(store, "ben", (longer, longest))
    store.undo("ana")
    store.undo("ana")
    assert state(store) == as_state(longest) == replayed(store)


@pytest.mark.parametrize(
    "user",
    [
        replace(quote(1), speakers=(Voice(SAYER.id),)),
        replace(quote(1), via=(Voice(SAYER.id),)),
        replace(quote(1), labels=(Label("stance", "1", SAYER.id),)),
        ArticleLabels(MAIN.digest, ANA, (Label("hero", SAYER.id),)),
        Speaker(uid(101), "Brenn", merged_into=SAYER.id),
    ],
)
def test_an_entry_that_is_named_cannot_be_removed(
    store: Store, user: Quote | ArticleLabels | Speaker
) -> None:
    do(store, "ana", (None, SAYER), (None, user))
    with pytest.raises(StoreError, match=r"Ida Brenn.*has to stay"):
        do(store, "ana", (SAYER, None))
    do(store, "ana", (user, None))
    do(store, "ana", (SAYER, None))
    assert state(store) == {}


# An action is whole or not there


@pytest.fixture
def empty(store: Store) -> Iterator[Store]:
    """A store of which the test must leave neither state nor event."""
    yield store
    assert [count(store, table) for table in ("event", "quote", "quote_span", "layer", "review")] == [0] * 5


@pytest.mark.parametrize(
    "wrong",
    [
        Change(quote(1), quote(2)),
        Change(None, None),
        Change(None, replace(quote(1), content=(Span(0, len(TEXT) + 1),))),
        Change(None, replace(quote(1), speakers=(Voice(None, Span(0, len(TEXT) + 1)),))),
        Change(None, Review(MAIN.digest, ANA, Span(0, len(TEXT) + 1), ReviewStatus.DONE)),
        Change(None, Note(uid(9), MAIN.digest, ANA, Span(0, len(TEXT) + 1), "?")),
    ],
)
def test_an_action_that_makes_no_sense_is_refused(empty: Store, wrong: Change) -> None:
    with pytest.raises(ValueError, match=r"once|beyond the end"):
        empty.act("ana", Act("x", (Change(None, quote(5)), wrong)))


def test_one_entity_cannot_change_twice_in_an_action(empty: Store) -> None:
    with pytest.raises(ValueError, match="once"):
        do(empty, "ana", (None, quote(1)), (quote(1), replace(quote(1), cue=(Span(19, 23),))))


@pytest.mark.parametrize(
    "wrong", [{"parent": uid(404)}, {"about": uid(404)}, {"speakers": (Voice(uid(404)),)}]
)
def test_an_action_that_fails_at_its_end_leaves_nothing(empty: Store, wrong: dict[str, str]) -> None:
    with pytest.raises(StoreError):
        do(empty, "ana", (None, quote(1)), (None, replace(quote(2), **wrong)))  # type: ignore[arg-type]


def test_what_a_failed_action_made_is_forgotten(store: Store, other: Store) -> None:
    """Else the session would go on writing under a key that the database gave to another layer."""
    with pytest.raises(StoreError):
        do(store, "ana", (None, quote(1)), (None, replace(quote(2), parent=uid(404))))
    do(other, "ben", (None, quote(3, layer=BEN)))
    do(store, "ana", (None, quote(4)))
    assert state(other) == as_state(quote(3, layer=BEN), quote(4)) == replayed(other)


def test_running_numbers_are_unique(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    again = sql(
        "INSERT INTO event (uid, actor, seq, at, kind, says, place, changes, active_ms, scheme, guideline) "
        "SELECT 'u', actor, seq, at, kind, says, place, changes, active_ms, scheme, guideline FROM event"
    )
    with pytest.raises(StoreError, match="nothing of it was kept"), writing(store._engine) as connection:
        connection.execute(again)
