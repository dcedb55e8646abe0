"""Settling: what agrees is merged by itself, the rest is taken, changed or rejected, and stays so."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model import ADJUDICATED, Change, Layer, LayerKind, Origin, Quote, ReviewStatus, VerdictKind
from annotator.store import Store
from annotator.store.acting import Act, Stale
from annotator.store.filtering import Filter, Kind
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.adjudication.feedback import What, feedback
from annotator.work.adjudication.trail import Record, trail
from annotator.work.adjudication.versions import Cluster
from annotator.work.queue import of_topic
from annotator.work.session import NotNow
from tests.examples import tries
from tests.work.acts import Verb, verbs
from tests.work.desks import BUILD, COUNCIL, CRITICS, OTHER, TEXT, article, ids, mark, scheme, span, uid
from tests.work.settled import (
    DOUBT,
    LONG,
    PAY,
    TOLD,
    annotated,
    person,
    review_all,
    settling,
    stance,
    team,
    who,
)


@pytest.fixture
def store() -> Iterator[Store]:
    with team("ana", "ben", "cleo") as one:
        yield one


def disagreeing(store: Store) -> Adjudication:
    """Two say the same of the long quote, give the doubt two stances, and mark something else at the end."""
    here = article(TEXT).digest
    annotated(store, "ana", here, long=[who("Ida Brenn"), stance("2")], doubt=[stance("-1")], told=[])
    annotated(store, "ben", here, long=[who("Ida Brenn"), stance("2")], doubt=[stance("-2")])
    return settling(store)


def gold(work: Adjudication) -> dict[str, dict[str, list[tuple[str, str | None]]]]:
    """Words -> field -> what gold says, read anew from the database."""
    opened = work.store.open_article(work.desk.article.digest, ADJUDICATED)
    return {
        q.content[0].of(TEXT): {x.field: [(y.value, y.target) for y in q.said(x.field)] for x in q.labels}
        for q in opened.quotes
    }


def verdicts(work: Adjudication) -> dict[tuple[str, str], VerdictKind]:
    """(person, words) -> what was done with it, read anew from the database."""
    opened = work.store.open_article(work.desk.article.digest, ADJUDICATED)
    passed = {verdict.proposal: verdict.kind for verdict in opened.verdicts}
    return {
        (one.layer.name, q.content[0].of(TEXT)): passed[q.id]
        for one in work.store.said(work.desk.article.digest)
        for q in one.quotes
        if q.id in passed
    }


def reviews(work: Adjudication) -> list[int]:
    return [n for n in range(len(work.desk.sentences)) if work.desk.review(n) is not None]


# Merging


def test_what_agrees_is_merged_when_the_article_is_opened(store: Store) -> None:
    work = disagreeing(store)
    assert work.merged == 1
    assert gold(work) == {LONG: {"stance": [("2", "barrier")]}}
    (quote,) = work.desk.quotes.values()
    assert quote.layer == ADJUDICATED
    assert quote.derived_from is not None
    assert {label.origin for label in quote.labels} == {Origin.ACCEPTED}
    assert verdicts(work) == {(name, LONG): VerdictKind.ACCEPTED for name in ("ana", "ben")}
    assert work.at == CRITICS
    assert reviews(work) == [0, 1, 2, 3]
    assert [event.actor for event in store.history("lead")] == ["lead"]


def test_a_sentence_that_one_person_alone_has_seen_is_not_settled(store: Store) -> None:
    annotated(store, "ana", long=[])
    ben = person(store, "ben")
    ben.go(BUILD)
    mark(ben, LONG)
    ben.go(BUILD)
    ben.finish()
    work = settling(store)
    assert gold(work) == {LONG: {}}
    assert reviews(work) == [BUILD, BUILD + 1]
    assert work.finished


def test_a_quote_in_a_sentence_that_its_maker_has_not_finished_is_nobodys_version_yet(store: Store) -> None:
    annotated(store, "ana")
    annotated(store, "ben")
    cleo = person(store, "cleo")
    mark(cleo, DOUBT)
    assert not settling(store).versions.clusters


def test_nothing_can_be_settled_where_nobody_has_a_second(store: Store) -> None:
    annotated(store, "ana", long=[])
    with pytest.raises(NotNow, match="no sentence was reviewed by two people"):
        settling(store)


def test_merging_is_taken_back_in_one_step_and_not_done_again(store: Store) -> None:
    work = disagreeing(store)
    assert work.undo() == "merge what agrees"
    assert gold(work) == {}
    assert verdicts(work) == {}
    work.enter(work.desk.article.digest)
    assert gold(work) == {}
    work.go(BUILD)
    assert work.quote is not None
    assert work.is_proposal(work.quote)
    assert work.redo() == "merge what agrees"
    assert set(gold(work)) == {LONG}
    assert_open_again_alike(work)


def test_what_all_say_of_the_article_is_merged_and_inherited(store: Store) -> None:
    for name in ("ana", "ben"):
        one = person(store, name)
        one.say_article_topic("21")
        annotated(store, name, long=[])
    work = settling(store)
    assert [x.value for x in work.desk.labels.labels] == ["21"]
    assert gold(work) == {LONG: {}}


def test_a_topic_of_the_article_on_which_they_differ_is_a_difference_of_its_quotes(store: Store) -> None:
    for name, topic in (("ana", "21"), ("ben", "10.1")):
        person(store, name).say_article_topic(topic)
        annotated(store, name, long=[])
    work = settling(store)
    assert work.cluster is not None
    assert work.columns(work.cluster) == ["topic"]
    work.take_from("B")
    assert gold(work) == {LONG: {"topic": [("10.1", None)]}}
    assert verdicts(work) == {("ana", LONG): VerdictKind.CORRECTED, ("ben", LONG): VerdictKind.ACCEPTED}


def test_verdicts_follow_when_gold_inherits_another_topic(store: Store) -> None:
    for name in ("ana", "ben"):
        person(store, name).say_article_topic("21")
        annotated(store, name, long=[])
    work = settling(store)
    work.say_article_topic("10.1")
    assert set(verdicts(work).values()) == {VerdictKind.CORRECTED}
    work.undo()
    assert set(verdicts(work).values()) == {VerdictKind.ACCEPTED}


def test_entries_that_were_made_one_agree(store: Store) -> None:
    annotated(store, "ana", long=[who("Ida Brenn")])
    annotated(store, "ben", long=[who("Mayor Brenn")])
    one, other = (
        next(s for s in store.speakers() if s.name == name) for name in ("Ida Brenn", "Mayor Brenn")
    )
    store.act("lead", Act("merge", (Change(other, replace(other, merged_into=one.id)),)))
    work = settling(store)
    (quote,) = work.desk.quotes.values()
    assert [voice.speaker for voice in quote.speakers] == [one.id]


def test_nested_quotes_and_those_that_judge_others_keep_their_places(store: Store) -> None:
    for name in ("ana", "ben"):
        one = annotated(store, name, doubt=[], told=[], pay=[], long=[])
        ids = {q.content[0].of(TEXT): q.id for q in one.desk.quotes.values()}
        one.go(CRITICS, ids[DOUBT])
        one.set_about(ids[LONG])
        one.go(BUILD, ids[LONG])
        one.set_about(ids[DOUBT])
    work = settling(store)
    made = {q.content[0].of(TEXT): q for q in work.desk.quotes.values()}
    assert made[PAY].parent == made[TOLD].id
    assert made[DOUBT].about == made[LONG].id or made[LONG].about == made[DOUBT].id
    assert work.finished


# Taking


@pytest.mark.parametrize(("letter", "step"), [("A", "-1"), ("B", "-2")])
def test_a_letter_takes_somebodys_whole_version(store: Store, letter: str, step: str) -> None:
    work = disagreeing(store)
    assert work.take_from(letter) == f"taken from {letter}"
    assert gold(work)[DOUBT] == {"stance": [(step, "barrier")]}
    quote = work.chosen()
    assert (
        quote.derived_from
        == work.versions.of[quote.derived_from or ""].quotes["ana" if letter == "A" else "ben"].id
    )
    mine, other = ("ana", "ben") if letter == "A" else ("ben", "ana")
    assert verdicts(work)[mine, DOUBT] is VerdictKind.ACCEPTED
    assert verdicts(work)[other, DOUBT] is VerdictKind.CORRECTED
    assert_open_again_alike(work)


def test_another_letter_takes_another_version_of_what_is_gold_already(store: Store) -> None:
    work = disagreeing(store)
    work.take_from("A")
    before = work.chosen().id
    work.take_from("B")
    assert gold(work)[DOUBT] == {"stance": [("-2", "barrier")]}
    assert work.chosen().id == before
    work.undo()
    assert gold(work)[DOUBT] == {"stance": [("-1", "barrier")]}


def test_only_the_field_in_focus_is_taken(store: Store) -> None:
    annotated(store, "ana", doubt=[who("Olle Varr"), stance("-1")])
    annotated(store, "ben", doubt=[who("Ida Brenn"), stance("-2")])
    work = settling(store)
    assert work.columns(work.cluster or pytest.fail("no versions")) == ["speaker", "stance"]
    work.focus(1)
    assert work.field == "speaker"
    work.focus(1)
    work.take_from("B")
    quote = work.chosen()
    assert [work.registry.name(v.speaker) for v in quote.speakers] == ["Olle Varr"]
    assert gold(work)[DOUBT] == {"stance": [("-2", "barrier")]}
    assert {label.origin for label in quote.labels} == {Origin.ACCEPTED}
    assert set(verdicts(work).values()) == {VerdictKind.CORRECTED}


def test_what_is_typed_over_versions_says_so(store: Store) -> None:
    work = disagreeing(store)
    work.say_stance("0")
    assert [label.origin for label in work.chosen().said("stance")] == [Origin.CORRECTED]
    work.toggle("denies", "yes")
    assert [label.origin for label in work.chosen().said("denies")] == [Origin.TYPED]


def test_whoever_marked_nothing_can_be_followed_too(store: Store) -> None:
    work = disagreeing(store)
    work.go(COUNCIL)
    assert work.take_from("B") == "rejected, as B marked nothing"
    assert verdicts(work)["ana", TOLD] is VerdictKind.REJECTED
    assert TOLD not in gold(work)
    work.undo()
    work.take_from("A")
    assert TOLD in gold(work)
    assert work.take_from("B") == "rejected, as B marked nothing"
    assert TOLD not in gold(work)
    assert verdicts(work)["ana", TOLD] is VerdictKind.REJECTED


def test_the_majority_is_taken_field_by_field(store: Store) -> None:
    annotated(store, "ana", doubt=[who("Olle Varr"), stance("-1")], told=[])
    annotated(store, "ben", doubt=[who("Olle Varr"), stance("-2")])
    annotated(store, "cleo", doubt=[who("Ida Brenn"), stance("0")], pay=[])
    work = settling(store)
    assert work.take_majority() == "taken from most; no majority on stance"
    assert [work.registry.name(v.speaker) for v in work.chosen().speakers] == ["Olle Varr"]
    assert gold(work)[DOUBT] == {}
    work.go(COUNCIL)
    assert len(work.here) == 1
    with pytest.raises(NotNow, match="two of them differ in words"):
        work.take_majority()


def test_the_majority_may_be_that_it_is_no_quote(store: Store) -> None:
    annotated(store, "ana", doubt=[])
    annotated(store, "ben")
    annotated(store, "cleo")
    work = settling(store)
    assert work.take_majority() == "rejected, as most marked nothing"
    assert gold(work) == {}


def test_two_people_who_differ_are_no_majority(store: Store) -> None:
    work = disagreeing(store)
    with pytest.raises(NotNow, match="two of them differ in stance"):
        work.take_majority()
    work.focus(1)
    with pytest.raises(NotNow, match="no majority on the stance"):
        work.take_majority()
    work.go(COUNCIL)
    with pytest.raises(NotNow, match="half of them marked it"):
        work.take_majority()


def test_versions_are_shown_one_by_one_and_the_one_shown_is_taken(store: Store) -> None:
    work = disagreeing(store)
    first = work.selected
    work.look_at(1)
    assert work.selected != first
    assert work.finish()
    assert gold(work)[DOUBT] == {"stance": [("-2", "barrier")]}
    assert work.at == COUNCIL


def test_going_on_takes_all_and_ends(store: Store) -> None:
    work = disagreeing(store)
    assert work.finish()
    assert not work.finish()
    assert work.finished
    assert set(gold(work)) == {LONG, DOUBT, TOLD}
    with pytest.raises(NotNow, match="all is settled"):
        work.next_unfinished()


def test_nothing_here_rejects_what_everybody_says(store: Store) -> None:
    work = disagreeing(store)
    work.nothing()
    assert {kind for (_, words), kind in verdicts(work).items() if words == DOUBT} == {VerdictKind.REJECTED}
    review = work.desk.review(CRITICS)
    assert review is not None
    assert review.status is ReviewStatus.NOTHING


def test_deleting_gold_rejects_all_its_versions(store: Store) -> None:
    work = disagreeing(store)
    work.go(BUILD)
    work.delete()
    assert {kind for (_, words), kind in verdicts(work).items() if words == LONG} == {VerdictKind.REJECTED}
    work.undo()
    assert {kind for (_, words), kind in verdicts(work).items() if words == LONG} == {VerdictKind.ACCEPTED}


@pytest.mark.parametrize("letter", ["C", "Z"])
def test_a_letter_that_is_nobodys_is_refused(store: Store, letter: str) -> None:
    work = disagreeing(store)
    with pytest.raises(NotNow, match=f"nobody here is {letter}"):
        work.take_from(letter)


def test_what_the_lead_marked_alone_has_no_versions(store: Store) -> None:
    work = disagreeing(store)
    mark(work, "Mayor Ida Brenn")
    with pytest.raises(NotNow, match="nobody else marked it"):
        work.take_from("A")
    with pytest.raises(NotNow, match="nobody else marked it"):
        work.focus(1)


def test_only_the_people_named_are_settled(store: Store) -> None:
    annotated(store, "ana", long=[])
    annotated(store, "ben", long=[])
    annotated(store, "cleo")
    assert set(gold(settling(store, people=["ana", "ben"]))) == {LONG}


def test_blind_letters_hang_on_the_article_and_not_on_the_name(store: Store) -> None:
    for name in ("ana", "ben", "cleo"):
        for digest in [info.digest for info in store.articles()]:
            review_all(person(store, name, article=digest))
    orders = set()
    for digest in [info.digest for info in store.articles()]:
        work = settling(store, blind=True, article=digest)
        assert sorted(work.versions.people) == ["ana", "ben", "cleo"]
        assert work.versions.people == settling(store, blind=True, article=digest).versions.people
        orders.add(work.versions.people)
    assert len(orders) == 2


# The way through


def test_articles_with_the_lowest_agreement_come_first(store: Store) -> None:
    other = article(OTHER).digest
    for name, words in (("ana", "“No,”"), ("ben", "Nobody asked why")):
        one = person(store, name, article=other)
        mark(one, words)
        review_all(one)
        annotated(store, name, article=article(TEXT).digest, long=[])
    work = settling(store)
    assert work.desk.article.digest == other
    assert work.position == (1, 2)
    shares = [one.agreement for one in work.order.ranked]
    assert shares == [0.0, 1.0]
    work.move_article(1)
    assert work.desk.article.digest == article(TEXT).digest
    assert work.merged == 1
    with pytest.raises(NotNow, match="last article"):
        work.move_article(1)


def test_an_article_in_which_all_agrees_is_merged_on_the_way_and_not_stopped_at(store: Store) -> None:
    other = article(OTHER).digest
    for name in ("ana", "ben"):
        one = person(store, name, article=other)
        mark(one, "“No,”")
        review_all(one)
    work = disagreeing(store)
    while not work.finished:
        work.finish()
    with pytest.raises(NotNow, match="all is settled"):
        work.next_unfinished()
    assert work.desk.article.digest == article(TEXT).digest
    assert len(store.open_article(other, ADJUDICATED).quotes) == 1


def test_one_goes_on_where_one_left_off(store: Store) -> None:
    work = disagreeing(store)
    work.take_from("B")
    work.go(COUNCIL)
    work.leave()
    again = settling(store)
    assert again.at == COUNCIL
    assert again.merged == 0
    assert gold(again)[DOUBT] == {"stance": [("-2", "barrier")]}


def test_what_is_skipped_is_left_for_later(store: Store) -> None:
    work = disagreeing(store)
    work.skip()
    assert work.at == COUNCIL
    assert not work.finish()
    assert work.finished
    assert DOUBT not in gold(work)
    again = settling(store)
    assert again.finished
    again.go(CRITICS)
    again.take_from("A")
    assert not again.finish()
    assert gold(again)[DOUBT] == {"stance": [("-1", "barrier")]}


def test_two_leads_do_not_settle_one_quote_twice(store: Store) -> None:
    store.add_actor("mira")
    work = disagreeing(store)
    other = Adjudication(store, "mira", scheme(), new_id=ids(500_000).__next__)
    other.take_from("B")
    with pytest.raises(Stale):
        work.take_from("A")
    assert gold(work)[DOUBT] == {"stance": [("-2", "barrier")]}
    assert work.quote is not None
    assert not work.is_proposal(work.quote)
    assert work.undo() == "merge what agrees"  # its own, and not what the other did
    assert set(gold(work)) == {DOUBT}


def test_a_filter_walks_over_what_people_say_of_a_topic(store: Store) -> None:
    for name in ("ana", "ben"):
        one = annotated(store, name, doubt=[stance("-1" if name == "ana" else "1")])
        one.go(CRITICS)
        one.say_topic("21")
    annotated(store, "cleo")
    work = settling(store)
    some, says, short = of_topic(scheme(), "21")
    stop = work.queue.turn_on(some, says, short, work.desk.article.digest, 0)
    assert stop is not None
    assert work.desk.sentence_at(stop.offset or 0) == CRITICS
    with pytest.raises(NotNow, match="goes to what is left"):
        work.queue.turn_on(Filter(Kind.TO_DO), "to do", "to do", work.desk.article.digest, 0)


# A second pass


def done(work: Adjudication) -> Adjudication:
    while not work.finished:
        work.finish()
    return work


def test_a_second_pass_shows_only_what_is_new(store: Store) -> None:
    work = disagreeing(store)
    work.take_from("B")
    work.go(COUNCIL)
    work.reject()
    done(work)
    before = gold(work)
    annotated(store, "cleo", long=[who("Ida Brenn"), stance("2")], doubt=[stance("0")], told=[])
    again = settling(store)
    assert gold(again) == before
    assert verdicts(again)["cleo", LONG] is VerdictKind.ACCEPTED  # it says what gold says
    assert [n for n in range(len(again.desk.sentences)) if again.to_do(n)] == [CRITICS, COUNCIL]
    assert again.at == CRITICS
    assert again.cluster is not None
    assert again.cluster.new == ["cleo"]
    assert again.finish()  # gold stays
    assert gold(again) == before
    assert verdicts(again)["cleo", DOUBT] is VerdictKind.CORRECTED
    assert again.at == COUNCIL  # was rejected, and is marked by one more
    assert again.quote is not None
    assert again.is_proposal(again.quote)
    again.reject()
    done(again)
    assert gold(again) == before
    assert settling(store).finished


def test_whoever_departs_from_gold_opens_it_again(store: Store) -> None:
    work = done(disagreeing(store))
    ana = person(store, "ana")
    (quote,) = (q for q in ana.desk.quotes.values() if q.content[0].of(TEXT) == LONG)
    ana.go(BUILD, quote.id)
    ana.say_stance("-2", "barrier")
    again = settling(store)
    assert again.at == BUILD
    assert again.cluster is not None
    assert again.cluster.new == ["ana"]
    again.accept()
    assert gold(again)[LONG] == gold(work)[LONG]
    assert verdicts(again)["ana", LONG] is VerdictKind.CORRECTED
    assert again.finished
    with pytest.raises(NotNow, match="is settled"):
        again.accept()


def test_gold_outlives_the_quote_that_it_was_taken_from(store: Store) -> None:
    done(disagreeing(store))
    ana = person(store, "ana")
    (quote,) = (q for q in ana.desk.quotes.values() if q.content[0].of(TEXT) == LONG)
    ana.go(BUILD, quote.id)
    ana.delete()
    again = settling(store)
    assert LONG in gold(again)
    assert again.finished


# What others do in between


def test_undo_of_what_was_settled_does_not_reach_the_leads_own_quotes(store: Store) -> None:
    own = person(store, "lead")
    mark(own, DOUBT)
    work = disagreeing(store)
    work.take_from("B")
    annotating = person(store, "lead")
    annotating.undo()
    assert [q.content[0].of(TEXT) for q in annotating.desk.quotes.values()] == [DOUBT]
    assert all(q.layer.kind is LayerKind.HUMAN for q in annotating.desk.quotes.values())
    assert DOUBT not in gold(work)


# Feedback


def test_what_was_settled_otherwise_is_told(store: Store) -> None:
    work = disagreeing(store)
    work.take_from("B")
    work.go(COUNCIL)
    work.reject()
    done(work)
    changed, rejected = feedback(store, scheme(), "ana")
    assert (changed.what, changed.words, changed.sentence) == (What.CHANGED, DOUBT, CRITICS)
    assert [(x.field, x.theirs, x.gold) for x in changed.differences] == [
        ("stance", "-1 Flood barrier", "-2 Flood barrier")
    ]
    assert (rejected.what, rejected.words, rejected.gold) == (What.REJECTED, TOLD, None)
    assert feedback(store, scheme(), "ben") == []


def test_what_somebody_missed_is_told_and_counted(store: Store) -> None:
    done(disagreeing(store))
    (missed,) = (one for one in feedback(store, scheme(), "ben") if one.what is What.MISSED)
    assert missed.words == TOLD
    assert missed.quote is None
    assert feedback(store, scheme(), "cleo") == []


def test_what_was_mended_is_told_no_more(store: Store) -> None:
    work = disagreeing(store)
    work.take_from("B")
    ana = person(store, "ana")
    (told,) = feedback(store, scheme(), "ana")
    ana.enter(told.article, told.offset, told.quote)
    ana.say_stance("-2", "barrier")
    assert feedback(store, scheme(), "ana") == []


def test_what_was_read_is_not_new_until_something_else_is_settled(store: Store) -> None:
    work = disagreeing(store)
    assert store.count_unread(ADJUDICATED, "ana") == 0
    work.take_from("B")
    assert store.count_unread(ADJUDICATED, "ana") == 1
    assert store.count_unread(ADJUDICATED, "ben") == 0
    store.mark_read("ana")
    assert store.count_unread(ADJUDICATED, "ana") == 0
    assert [one.new for one in feedback(store, scheme(), "ana")] == [False]
    work.go(COUNCIL)
    work.finish()
    assert store.count_unread(ADJUDICATED, "ben") == 1  # what ben missed
    work.go(COUNCIL)
    work.delete()
    assert store.count_unread(ADJUDICATED, "ben") == 0
    assert store.count_unread(ADJUDICATED, "ana") == 1


def assert_open_again_alike(work: Adjudication) -> None:
    """A new session says what this one says."""
    again = settling(work.store, article=work.desk.article.digest)
    assert again.desk.quotes == work.desk.quotes
    assert again.versions.verdicts == work.versions.verdicts
    assert set(again.versions.open) == set(work.versions.open)
    assert [again.to_do(n) for n in range(len(work.desk.sentences))] == [
        work.to_do(n) for n in range(len(work.desk.sentences))
    ]


# Anything


_SETTLING = (
    Verb("take_from", ("A",)), Verb("take_from", ("B",)), Verb("take_from", ("C",)), Verb("take_shown"),
    Verb("take_majority"), Verb("focus", (1,)), Verb("look_at", (1,)), Verb("accept"), Verb("reject"),
    Verb("finish"), Verb("nothing"), Verb("undo"), Verb("redo"),
)  # fmt: skip


@settings(max_examples=tries(15))
@given(st.data())
def test_whatever_one_does_verdicts_say_what_gold_does_and_all_can_be_taken_back(data: st.DataObject) -> None:
    with team("ana", "ben", "cleo") as store:
        for name in ("ana", "ben", "cleo"):
            some = data.draw(st.lists(st.sampled_from(("long", "doubt", "told", "pay")), unique=True), name)
            steps = st.sampled_from(([], [stance("1")], [stance("-1")], [who("Ida Brenn"), stance("1")]))
            annotated(store, name, article(TEXT).digest, **{key: data.draw(steps, key) for key in some})
        before = [one.quotes for one in store.said(article(TEXT).digest)]
        work = settling(store, article=article(TEXT).digest)
        for n in range(data.draw(st.integers(1, 15), "verbs")):
            every = st.one_of(st.sampled_from(_SETTLING), verbs(work))
            verb = data.draw(every, f"verb {n}")
            with suppress(NotNow):
                verb(work)
            assert_consistent(work)
        while work.undo():
            pass
        digest = article(TEXT).digest
        opened = store.open_article(digest, ADJUDICATED)
        assert (opened.quotes, opened.verdicts, opened.reviews) == ([], [], [])
        assert [one.quotes for one in store.said(digest)] == before


def assert_consistent(work: Adjudication) -> None:
    """The desk says what the database says, and verdicts what gold says of each version."""
    assert_kept_in_database(work)
    versions = work.versions
    for cluster in versions.clusters:
        gold = versions.gold(cluster)
        for quote in cluster.quotes.values():
            passed = versions.verdicts.get(quote.id)
            if gold is not None and len(golds(work, cluster)) == 1:
                assert passed is not None
                assert passed.kind is versions.verdict(gold, quote)
            elif gold is None:
                assert passed is None or passed.kind is VerdictKind.REJECTED
        is_open = [quote.id for quote in cluster.quotes.values() if quote.id in versions.open]
        assert is_open == ([cluster.quote.id] if gold is None and cluster.new else [])


def golds(work: Adjudication, cluster: Cluster) -> list[str]:
    return [q.id for q in work.desk.quotes.values() if work.versions.cluster_of(q) is cluster]


def assert_kept_in_database(work: Adjudication) -> None:
    opened = work.store.open_article(work.desk.article.digest, ADJUDICATED)
    assert {q.id: q for q in opened.quotes} == work.desk.quotes
    assert {v.proposal: v for v in opened.verdicts} == work.versions.verdicts
    assert opened.labels == work.desk.labels


def test_articles_that_were_imported_are_reviewed_whole(store: Store) -> None:
    digest = article(TEXT).digest
    for n, name in enumerate(("ana", "ben")):
        layer = Layer(LayerKind.HUMAN, name)
        quotes = [Quote(uid(50 + n), digest, layer, (span(TEXT, LONG),))]
        store.fill("importer", layer, digest, quotes, ())
    work = settling(store)
    assert set(gold(work)) == {LONG}
    assert work.finished
    assert reviews(work) == [0, 1, 2, 3, 4, 5]


def judged(record: Record) -> list[tuple[str, str]]:
    return [(x["person"], x["verdict"]) for x in record["versions"]]


def test_the_trail_says_from_whose_quotes_gold_came_and_who_decided(store: Store) -> None:
    work = disagreeing(store)
    work.take_from("A")
    work.undo()
    work.take_from("B")
    work.go(COUNCIL)
    work.reject()
    quotes = {q.id: q.content[0].of(TEXT) for q in work.desk.quotes.values()}
    long, doubt, told = trail(store)
    assert [quotes.get(one["gold"] or "") for one in (long, doubt, told)] == [LONG, DOUBT, None]
    assert [(x["person"], x["verdict"]) for x in long["versions"]] == [
        ("ana", "accepted"),
        ("ben", "accepted"),
    ]
    assert [(x["by"], x["says"]) for x in long["decided"]] == [("lead", "merge what agrees")]
    assert [(x["person"], x["verdict"]) for x in doubt["versions"]] == [
        ("ana", "corrected"),
        ("ben", "accepted"),
    ]
    assert [(x["by"], x["says"]) for x in doubt["decided"]] == [("lead", "take a version")]
    assert doubt["derived_from"] == doubt["versions"][1]["quote"]
    assert judged(told) == [("ana", "rejected")]
    assert [(x["by"], x["says"]) for x in told["decided"]] == [("lead", "reject a quote")]
    work.undo()
    work.redo()
    assert list(trail(store))[-1]["decided"] == told["decided"]
