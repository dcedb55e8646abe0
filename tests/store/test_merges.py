"""Two entries that may be one: asked once, settled by a person, and taken back like any action."""

from dataclasses import replace

import pytest

from annotator.errors import StoreError
from annotator.model import Apart, Merge, Speaker
from annotator.store import Store
from tests.store.world import do, replayed, state, uid

IDA, ADI, OLE = (Speaker(uid(n), name) for n, name in ((501, "Ida"), (502, "Adi"), (503, "Ole")))
FIRST = Merge(IDA.id, ADI.id, 0.9, "Brenn, Bren")
SECOND = Merge(OLE.id, ADI.id, 0.95, "one office")


@pytest.fixture
def asked(store: Store) -> Store:
    do(store, "ana", *((None, speaker) for speaker in (IDA, ADI, OLE)))
    assert store.propose_merges("joiner", [FIRST, SECOND, FIRST]) == 2
    assert store.merges() == [SECOND, FIRST]
    return store


def turned(merge: Merge) -> Merge:
    return replace(merge, kept=merge.other, other=merge.kept)


def test_the_same_is_not_asked_twice(asked: Store) -> None:
    assert asked.propose_merges("joiner", [FIRST, turned(SECOND)]) == 0
    assert asked.propose_merges("joiner", [Merge(IDA.id, uid(9), 1, "who is that?")]) == 0
    assert asked.merges() == [SECOND, FIRST]


def test_what_is_one_is_merged_and_can_be_taken_back(asked: Store) -> None:
    event = asked.settle_merge("ben", FIRST, True)
    assert event is not None
    assert (event.actor, event.says) == ("ben", "merge Adi into Ida")
    assert asked.speakers() == [replace(ADI, merged_into=IDA.id), IDA, OLE]
    assert asked.merges() == [SECOND]
    assert asked.settle_merge("ben", FIRST, True) is None
    asked.undo("ben")
    assert asked.merges() == [SECOND, FIRST]
    asked.redo("ben")
    assert asked.merges() == [SECOND]
    assert state(asked) == replayed(asked)


def test_merging_goes_on_from_what_was_merged(asked: Store) -> None:
    """Adi is Ida: that Ole is Adi makes Ida Ole, or Ole Ida."""
    asked.settle_merge("ben", FIRST, True)
    event = asked.settle_merge("ben", turned(SECOND), True)
    assert event is not None
    assert event.changes[0].after == replace(OLE, merged_into=IDA.id)
    assert asked.merges() == []
    assert asked.propose_merges("joiner", [Merge(IDA.id, OLE.id, 0.5, "?")]) == 0


def test_what_is_two_stays_two(asked: Store) -> None:
    event = asked.settle_merge("ben", turned(FIRST), False)
    assert event is not None
    assert (event.actor, event.says) == ("ben", "keep Adi and Ida apart")
    assert asked.settle_merge("ben", FIRST, False) is None
    assert asked.merges() == [SECOND]
    assert asked.propose_merges("joiner", [FIRST, turned(FIRST)]) == 0
    assert asked.merges() == [SECOND]
    asked.settle_merge("ben", FIRST, True)
    assert IDA.id in {speaker.merged_into for speaker in asked.speakers()}


def test_that_two_are_two_can_be_taken_back(asked: Store) -> None:
    asked.settle_merge("ben", FIRST, False)
    assert asked.told_apart() == {frozenset((IDA.id, ADI.id))}
    asked.undo("ben")
    assert (asked.told_apart(), asked.merges()) == (set(), [SECOND, FIRST])
    asked.redo("ben")
    assert asked.merges() == [SECOND]


def test_two_are_told_apart_that_nobody_took_for_one(asked: Store) -> None:
    do(asked, "ben", (None, Apart(OLE.id, IDA.id, "ben")))
    assert asked.propose_merges("joiner", [Merge(IDA.id, OLE.id, 0.9, "?")]) == 0
    asked.undo("ben")
    assert asked.told_apart() == set()


def test_an_entry_that_is_gone_is_not_asked_about(asked: Store) -> None:
    do(asked, "ana", (OLE, None))
    assert asked.merges() == [FIRST]
    assert asked.settle_merge("ben", SECOND, True) is None


def test_what_nobody_proposed_is_not_settled(asked: Store) -> None:
    with pytest.raises(StoreError, match="proposed no longer"):
        asked.settle_merge("ben", Merge(IDA.id, OLE.id, 1, ""), True)
    with pytest.raises(StoreError, match="nobody is called eve"):
        asked.settle_merge("eve", FIRST, True)


@pytest.mark.parametrize(("kept", "score", "why"), [("b", 0.5, "with itself"), ("a", 1.5, "between 0 and 1")])
def test_a_merge_refuses_nonsense(kept: str, score: float, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Merge(kept, "b", score, "")
