"""What is proposed: open until it is judged, taken by any edit, rejected for good, brought back by undo."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model import (
    Label,
    Layer,
    LayerKind,
    Origin,
    ReviewStatus,
    Span,
    SpeakerKind,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.examples import tries
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    HOLD,
    TAIL,
    TEXT,
    assert_kept,
    at_work,
    filled,
    mark,
    select,
    span,
)
from tests.work.proposed import DOUBT, INNER, LONG, MODEL, TOLD, propose
from tests.work.test_any_verbs import kept, play


@pytest.fixture
def store() -> Iterator[Store]:
    with filled() as one:
        propose(one)
        yield one


def at(store: Store, n: int) -> Worklist:
    work = at_work(store)
    work.go(n)
    return work


def verdicts(work: Worklist) -> dict[str, VerdictKind]:
    """Words of the proposal -> what was done with it, as the database has it."""
    opened = work.store.open_article(work.desk.article.digest, work.layer)
    words = {p.id: p.content[0].of(TEXT) for p in opened.proposals}
    return {words[v.proposal]: v.kind for v in opened.verdicts}


def open_words(work: Worklist) -> list[str]:
    return [p.content[0].of(TEXT) for p in work.desk.proposals_in(range(len(work.desk.sentences)))]


# What is open


def test_a_proposal_is_chosen_when_its_sentence_comes_into_view(store: Store) -> None:
    work = at(store, BUILD)
    assert work.quote is not None
    assert work.is_proposal(work.quote)
    assert work.quote.content == (span(TEXT, LONG),)
    assert open_words(work) == [LONG, DOUBT, TOLD, INNER]


def test_a_proposal_counts_for_nothing_by_itself(store: Store) -> None:
    work = at(store, BUILD)
    assert list(work.desk.numbered()) == []
    assert work.desk.reviewed == 0
    assert work.store.count_quotes([work.layer]) == 0


def test_what_one_has_marked_oneself_is_proposed_no_more(store: Store) -> None:
    propose(store, [])
    work = at_work(store)
    mark(work, LONG)
    propose(store)
    assert LONG not in open_words(at_work(store))
    work.reload()
    assert LONG not in open_words(work)


# Taking


def test_accepting_takes_all_but_the_stance(store: Store) -> None:
    work = at(store, BUILD)
    proposal = work.quote
    assert proposal is not None
    work.accept()
    own = work.chosen()
    assert own.id != proposal.id
    assert (own.layer, own.derived_from, own.rule, own.score) == (work.layer, proposal.id, "", None)
    assert (own.content, own.cue, own.source) == (proposal.content, proposal.cue, proposal.source)
    assert own.speakers == (replace(proposal.speakers[0], origin=Origin.ACCEPTED),)
    assert own.labels == (Label("topic", "1", None, Origin.ACCEPTED),)
    assert verdicts(work) == {LONG: VerdictKind.ACCEPTED}
    assert_kept(work)


def test_a_step_takes_the_proposal_with_the_target_that_was_proposed(store: Store) -> None:
    work = at(store, BUILD)
    work.say_stance("2")
    assert work.chosen().said("stance") == (Label("stance", "2", "barrier", Origin.ACCEPTED),)
    work.say_stance("-1")
    assert work.chosen().said("stance") == (Label("stance", "-1", "barrier", Origin.CORRECTED),)
    assert verdicts(work) == {LONG: VerdictKind.CORRECTED}
    assert_kept(work)


def test_the_proposed_target_is_remembered_when_the_stance_is_said_later(store: Store) -> None:
    work = at(store, BUILD)
    work.target = "strike"
    work.accept()
    assert work.target_for(work.chosen()) == "barrier"


def test_an_edit_takes_and_corrects(store: Store) -> None:
    work = at(store, BUILD)
    work.set_spans("source", [Span(140, 143)])
    assert verdicts(work) == {LONG: VerdictKind.CORRECTED}
    assert work.chosen().cue  # the rest came with it
    assert work.undo() == "mark its source"
    assert verdicts(work) == {}
    assert work.quote is not None
    assert work.is_proposal(work.quote)
    assert_kept(work)


def test_what_is_corrected_and_put_right_again_was_accepted(store: Store) -> None:
    work = at(store, BUILD)
    before = work.chosen().source
    work.set_spans("source", [])
    work.set_spans("source", before)
    assert verdicts(work) == {LONG: VerdictKind.ACCEPTED}


def test_a_speaker_of_ones_own_choice_corrects(store: Store) -> None:
    work = at(store, BUILD)
    other = work.new_speaker("Nella Ost", SpeakerKind.PERSON)
    work.set_speaker(other)
    assert work.chosen().speakers == (Voice(other.id, None, Origin.CORRECTED),)
    assert verdicts(work) == {LONG: VerdictKind.CORRECTED}


def test_marking_nearly_the_same_words_takes_what_is_known_of_them(store: Store) -> None:
    work = at_work(store)
    quote = mark(work, LONG[:-2])
    assert quote.derived_from
    assert quote.speakers
    assert verdicts(work) == {LONG: VerdictKind.CORRECTED}


def test_the_next_quotation_is_one_that_is_only_proposed(store: Store) -> None:
    work = at(store, BUILD)
    work.mark([work.next_quotation()])
    assert work.chosen().derived_from
    assert verdicts(work) == {LONG: VerdictKind.ACCEPTED}


def test_a_quote_inside_another_knows_it_when_both_were_taken(store: Store) -> None:
    work = at(store, COUNCIL)
    work.accept()
    outer = work.chosen()
    work.cycle(1)
    work.accept()
    assert work.chosen().content == (span(TEXT, INNER),)
    assert work.chosen().parent == outer.id


def test_deleting_what_was_taken_rejects_it(store: Store) -> None:
    work = at(store, BUILD)
    work.accept()
    work.delete()
    assert verdicts(work) == {LONG: VerdictKind.REJECTED}
    assert LONG not in open_words(work)
    assert work.undo() == "delete a quote"
    assert verdicts(work) == {LONG: VerdictKind.ACCEPTED}
    assert_kept(work)


# Rejecting


def test_a_rejected_proposal_does_not_come_back_under_another_name(store: Store) -> None:
    work = at(store, BUILD)
    work.reject()
    assert LONG not in open_words(work)
    other = Layer(LayerKind.MODEL, "other", "1")
    again = [replace(p, id=p.id[:-1] + "0", layer=other) for p in propose(store)[:1]]
    store.fill("other", other, again[0].article, again)
    assert LONG not in open_words(at_work(store))
    assert work.undo() == "reject a proposal"
    assert LONG in open_words(work)


def test_ones_own_quote_is_not_rejected_nor_accepted(store: Store) -> None:
    work = at_work(store)
    quote = mark(work, "Mayor Ida Brenn opened the quay")
    select(work, quote)
    with pytest.raises(NotNow, match="D deletes it"):
        work.reject()
    with pytest.raises(NotNow, match="yours already"):
        work.accept()


def test_deleting_a_proposal_rejects_it(store: Store) -> None:
    work = at(store, BUILD)
    work.delete()
    assert verdicts(work) == {LONG: VerdictKind.REJECTED}


def test_nothing_here_rejects_all_that_is_proposed_in_one_action(store: Store) -> None:
    work = at(store, COUNCIL)
    assert work.nothing()
    assert verdicts(work) == {TOLD: VerdictKind.REJECTED, INNER: VerdictKind.REJECTED}
    assert work.undo() == "say nothing is here"
    assert verdicts(work) == {}
    assert_kept(work)


# Going on


def test_going_on_takes_the_proposal_and_lands_behind_the_sentences_that_it_covers(store: Store) -> None:
    work = at(store, BUILD)
    assert work.finish()
    assert work.at == TAIL or work.at == CRITICS
    assert [work.desk.review(n) is not None for n in (BUILD, HOLD)] == [True, True]
    assert verdicts(work) == {LONG: VerdictKind.ACCEPTED}
    assert work.undo() == "accept a proposal"
    assert work.at == BUILD
    assert work.desk.review(BUILD) is None
    assert verdicts(work) == {}
    assert_kept(work)


def test_going_on_stops_at_what_else_is_proposed_in_the_sentence(store: Store) -> None:
    work = at(store, COUNCIL)
    work.finish()
    assert work.at == COUNCIL
    assert work.quote is not None
    assert work.quote.content == (span(TEXT, INNER),)
    assert work.is_proposal(work.quote)
    work.finish()
    review = work.desk.review(COUNCIL)
    assert review is not None
    assert review.status is ReviewStatus.DONE


def test_going_on_from_ones_own_quote_asks_about_what_is_proposed_first(store: Store) -> None:
    work = at(store, COUNCIL)
    work.say_stance("1", "barrier")
    work.finish()
    assert work.at == COUNCIL
    assert work.quote is not None
    assert work.is_proposal(work.quote)


def test_rejecting_what_going_on_had_stopped_at_goes_on(store: Store) -> None:
    work = at(store, COUNCIL)
    work.finish()
    assert work.at == COUNCIL
    assert work.reject()
    assert work.at != COUNCIL
    assert verdicts(work) == {TOLD: VerdictKind.ACCEPTED, INNER: VerdictKind.REJECTED}
    assert work.desk.review(COUNCIL) is not None
    assert work.undo() == "reject a proposal"
    assert work.at == COUNCIL
    assert_kept(work)


def test_rejecting_by_itself_does_not_go_on(store: Store) -> None:
    work = at(store, CRITICS)
    work.reject()
    assert work.at == CRITICS
    assert work.desk.review(CRITICS) is None


def test_a_sentence_inside_a_quote_waits_for_what_is_proposed_in_it(store: Store) -> None:
    inner = replace(propose(store)[0], content=(span(TEXT, "It will hold."),), cue=(), source=(), labels=())
    inner = replace(inner, id=inner.id[:-1] + ("0" if inner.id[-1] != "0" else "1"))
    propose(store, [propose(store)[0], inner])
    work = at(store, BUILD)
    work.finish()
    assert work.at == HOLD
    assert work.desk.review(HOLD) is None
    work.reject()
    review = work.desk.review(HOLD)
    assert review is not None
    assert review.origin is Origin.INHERITED
    assert_kept(work)


# Whatever one does


@settings(max_examples=tries(12))
@given(st.data())
def test_all_can_be_taken_back_among_proposals(data: st.DataObject) -> None:
    with filled() as store:
        propose(store)
        work = at_work(store)
        before = kept(work)
        play(work, data, assert_kept)
        while work.undo():
            assert_kept(work)
        assert kept(work) == before
        assert verdicts(work) == {}


@settings(max_examples=tries(12))
@given(st.data())
def test_every_verdict_says_what_became_of_its_proposal(data: st.DataObject) -> None:
    def look(work: Worklist) -> None:
        offers = work.desk.offers
        derived = {q.derived_from for q in work.desk.quotes.values() if q.derived_from}
        for verdict in offers.verdicts.values():
            assert isinstance(verdict, Verdict)
            assert (verdict.kind is VerdictKind.REJECTED) is (verdict.proposal not in derived)
        assert not set(offers.open) & set(offers.verdicts)

    with filled() as store:
        propose(store)
        play(at_work(store), data, look)


def test_a_newer_version_leaves_what_was_taken(store: Store) -> None:
    work = at(store, BUILD)
    work.accept()
    newer = Layer(LayerKind.MODEL, MODEL.name, "2")
    propose(store, [], newer)
    work.reload()
    assert open_words(work) == []
    select(work, next(iter(work.desk.quotes.values())))
    work.set_spans("cue", [])
    assert_kept(work)
