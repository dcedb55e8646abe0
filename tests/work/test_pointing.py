"""Cue first: what the rules find at a verb that somebody points at becomes a quote of one's own."""

import pytest

from annotator.model import Origin, SpeakerKind
from annotator.suggest.pointing import Pointing
from annotator.work.pointing import LETTERS, hints, point
from annotator.work.seed import NOTHING, Seed
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import COUNCIL, CRITICS, QUAY, TEXT, assert_kept, at_work, filled, mark, select, span
from tests.work.proposed import DOUBT, propose


def test_each_verb_of_the_sentence_has_a_letter_in_the_order_of_the_text(work: Worklist) -> None:
    work.go(COUNCIL)
    found = hints(work)
    assert [place.of(TEXT) for place in found.values()] == ["told", "said", "reported"]
    assert "".join(found) == LETTERS[:3]


def test_a_sentence_without_a_verb_says_so() -> None:
    wanted = "no verb is found in this sentence; m marks"
    with filled(texts=["No word of it."]) as store, pytest.raises(NotNow, match=wanted):
        hints(at_work(store))


def test_pointing_marks_words_source_and_speaker_in_one_action() -> None:
    with filled() as store:
        work = at_work(store, pointer=Pointing())
        work.go(COUNCIL)
        quote = point(work, hints(work)["a"])
        assert quote is not None
        assert quote.content == (span(TEXT, "that Brenn had said she would “pay for it”"),)
        assert [s.of(TEXT) for s in quote.source] == ["Olle Varr"]
        assert [s.of(TEXT) for s in quote.cue] == ["told"]
        assert [work.registry.name(v.speaker) for v in quote.speakers] == ["Olle Varr"]
        assert {v.origin for v in quote.speakers} == {Origin.ACCEPTED}
        assert_kept(work)
        assert work.undo() == "mark a quote"
        assert not work.registry.live()
        assert_kept(work)


def test_pointing_knows_the_speakers_of_the_registry() -> None:
    with filled() as store:
        work = at_work(store, pointer=Pointing())
        mark(work, "opened the quay")
        varr = work.new_speaker("Olle Varr", SpeakerKind.PERSON)
        work.set_speaker(varr)
        work.go(COUNCIL)
        quote = point(work, hints(work)["a"])
        assert quote is not None
        assert [v.speaker for v in quote.speakers] == [varr.id]


def test_pointing_at_the_cue_of_a_proposal_takes_it() -> None:
    with filled() as store:
        critics = propose(store)[1]
        work = at_work(store, pointer=Pointing())
        work.go(CRITICS)
        quote = point(work, hints(work)["a"])
        assert quote is not None
        assert quote.content == (span(TEXT, DOUBT),)
        assert quote.derived_from == critics.id


def test_where_nothing_is_said_nothing_is_marked(work: Worklist) -> None:
    work.go(QUAY)
    assert point(work, span(TEXT, "opened")) is None
    assert list(work.desk.numbered()) == []


# A quote with source and speaker of the last


def test_a_sibling_has_source_and_speakers_of_the_chosen_quote(work: Worklist) -> None:
    first = mark(work, "that Brenn had said she would “pay for it”")
    work.set_spans("source", [span(TEXT, "Olle Varr")])
    work.set_speaker(work.new_speaker("Olle Varr", SpeakerKind.PERSON))
    seed = work.like_last()
    second = work.mark([span(TEXT, "she would “pay for it”")], seed)
    first = work.desk.quotes[first.id]
    assert second.source == first.source
    assert [v.speaker for v in second.speakers] == [v.speaker for v in first.speakers]
    assert {v.origin for v in second.speakers} == {Origin.INHERITED}
    assert second.cue == ()
    assert_kept(work)


def test_without_a_chosen_quote_it_is_the_last_one_before(work: Worklist) -> None:
    mark(work, "opened the quay")
    work.set_spans("source", [span(TEXT, "Mayor Ida Brenn")])
    later = mark(work, "pay for it")
    select(work, later)
    work.delete()
    assert work.like_last() == Seed((), (span(TEXT, "Mayor Ida Brenn"),))


def test_before_the_first_quote_there_is_none_to_be_like(work: Worklist) -> None:
    with pytest.raises(NotNow, match="no quote stands before this one; m marks"):
        work.like_last()


def test_an_empty_seed_changes_nothing(work: Worklist) -> None:
    quote = mark(work, "opened the quay")
    assert NOTHING.put_into(quote) == quote
