"""Which entries of the registry may be one, and in what order."""

from annotator.model import Merge, Speaker, SpeakerKind
from annotator.work.candidates import candidates
from tests.dataset.building import uid

DOVREN = Speaker(uid(1), "Kasmir Dovren", aliases=("Dovren",))
DOVRENN = Speaker(uid(2), "Dovrenn, Kasmir")
BREN, BRENT = Speaker(uid(3), "Ida Brenn"), Speaker(uid(4), "Oda Stahl")
PARTY = Speaker(uid(5), "Kasmir Dovren", SpeakerKind.ORGANISATION)
EVERY = [DOVREN, DOVRENN, BREN, BRENT, PARTY]


def pairs(found: list[Merge]) -> list[tuple[str, str]]:
    return [(merge.kept, merge.other) for merge in found]


def test_names_that_are_alike_whatever_the_order_of_their_words() -> None:
    assert pairs(candidates(EVERY, [], set())) == [(DOVREN.id, DOVRENN.id)]


def test_what_was_proposed_is_ranked_among_them() -> None:
    sure, unsure = Merge(BREN.id, BRENT.id, 0.99, "a role"), Merge(BREN.id, BRENT.id, 0.2, "a role")
    assert pairs(candidates(EVERY, [sure], set()))[0] == (BREN.id, BRENT.id)
    assert pairs(candidates(EVERY, [unsure], set()))[-1] == (BREN.id, BRENT.id)


def test_a_proposal_keeps_its_reason_and_the_better_score() -> None:
    (found,) = candidates(EVERY, [Merge(DOVRENN.id, DOVREN.id, 0.5, "both led the talks")], set())
    assert found.reason == "both led the talks"
    assert found.score > 0.8


def test_none_that_are_one_already_or_were_told_apart() -> None:
    assert candidates(EVERY, [], {frozenset((DOVREN.id, DOVRENN.id))}) == []
    merged = Speaker(DOVRENN.id, DOVRENN.name, merged_into=DOVREN.id)
    proposed = Merge(DOVREN.id, DOVRENN.id, 1.0, "")
    assert candidates([DOVREN, merged], [proposed], set()) == []
