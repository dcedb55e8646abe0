"""Where a plan runs a session walks over what is its person's, says what its pass is about, and no more."""

from collections.abc import Iterator

import pytest

from annotator.model import ADJUDICATED, Layer, LayerKind, Quote, SpeakerKind, Verdict
from annotator.store import Store
from annotator.store.looking import Spot
from annotator.store.team import Joined, Move, Pass, Plan, Rules
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.assigning import running
from annotator.work.assigning.way import PAUSE
from annotator.work.beginning import reports
from annotator.work.finding import Going, narrow
from annotator.work.looking import visit
from annotator.work.passes import PROGRAM
from annotator.work.pointing import handed_over
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import BUILD, COUNCIL, CRITICS, TEXT, add, article, at_work, filled, mark
from tests.work.proposed import DOUBT, TOLD, propose
from tests.work.settled import annotated, person, review_all, settling, stance

OTHERS = tuple(f"“No,” he said {n} times. Nobody asked why.\n" for n in range(4))
MAIN = article(TEXT).digest


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    with filled(db_url, (TEXT, *OTHERS), ("ana", "ben", "lead")) as opened:
        yield opened


def begin(store: Store, rules: Rules, *names: str) -> Plan:
    return running.begin(store, rules, [Joined(name) for name in names or ("ana", "ben")])


def own(store: Store, plan: Plan, name: str) -> list[str]:
    return [one.article for one in store.holdings(plan.id, [name])]


def finish(work: Worklist) -> str:
    """Finish the article on the desk; its digest."""
    review_all(work)
    return work.desk.article.digest


# Walking


def test_without_a_plan_all_articles_are_everybodys(store: Store) -> None:
    work = at_work(store)
    assert (work.task, work.position) == (None, (1, 5))
    work.move_article(+1)
    assert work.position == (2, 5)


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_one_walks_over_ones_own_articles_alone(store: Store, name: str) -> None:
    plan = begin(store, Rules())
    work, mine = person(store, name), own(store, plan, name)
    seen = [work.desk.article.digest]
    assert work.position == (1, len(mine))
    for _ in mine[1:]:
        work.move_article(+1)
        seen.append(work.desk.article.digest)
    assert seen == mine
    with pytest.raises(NotNow, match="this is the last article"):
        work.move_article(+1)
    done = [finish(work)]
    for _ in mine[1:]:
        work.next_unfinished()
        done.append(finish(work))
    assert sorted(done) == sorted(mine)
    with pytest.raises(NotNow, match="all that is assigned to you is finished"):
        work.next_unfinished()
    assert work.corpus()[0] == work.corpus()[1]


def test_there_is_one_door_to_an_article(store: Store) -> None:
    plan = begin(store, Rules())
    (foreign, *_) = own(store, plan, "ben")
    work = person(store, "ana")
    here = work.desk.article.digest
    with pytest.raises(NotNow, match="not assigned to you"):
        person(store, "ana", article=foreign)
    for way in (lambda: work.enter(foreign), lambda: Going(work).to(foreign[:12])):
        with pytest.raises(NotNow, match="not assigned to you"):
            way()  # type: ignore[no-untyped-call]
    with pytest.raises(NotNow, match=f"there are the articles a1 to a{len(own(store, plan, 'ana'))}"):
        Going(work).to("a5")
    assert work.desk.article.digest == here
    Going(work).to("a2")
    assert work.desk.article.digest == own(store, plan, "ana")[1]


def test_a_filter_leaves_ones_own(store: Store) -> None:
    plan = begin(store, Rules())
    work = person(store, "ana")
    assert narrow(work, ("t",)).startswith("sentences to do: ")
    assert work.queue.count.articles == len(own(store, plan, "ana"))
    assert {place.spot.article for place in work.queue.ahead(work.desk.article.digest, -1)} == set(
        own(store, plan, "ana")
    )


def test_who_has_no_part_hears_so(store: Store) -> None:
    begin(store, Rules(), "ben")
    with pytest.raises(NotNow, match="a plan runs, and ana has no part in it"):
        person(store, "ana")


def test_one_begins_where_one_left_if_that_is_still_ones_own(store: Store) -> None:
    plan = begin(store, Rules())
    first, second, *_ = own(store, plan, "ana")
    work = person(store, "ana")
    work.enter(second)
    assert person(store, "ana").desk.article.digest == second
    store.set_place("ana", own(store, plan, "ben")[0], 0)
    assert person(store, "ana").desk.article.digest == first


def test_new_articles_join_while_one_works(store: Store) -> None:
    begin(store, Rules(), "ana")
    work = person(store, "ana")
    for _ in range(4):
        finish(work)
        work.next_unfinished()
    finish(work)
    new = article("“Yes,” she said. Nobody asked why.\n")
    add(store, new)
    work.next_unfinished()
    assert (work.desk.article.digest, work.position) == (new.digest, (6, 6))


def test_a_calibration_comes_first_and_the_rest_opens_to_all(store: Store) -> None:
    plan = begin(store, Rules(calibration=1))
    a, b = person(store, "ana"), person(store, "ben")
    assert finish(a) == finish(b)
    with pytest.raises(NotNow, match="the others open when all have done them"):
        a.next_unfinished()
    store.open_plan(plan.id)
    a.next_unfinished()
    assert a.desk.article.digest in own(store, plan, "ana")[1:]


def test_what_was_given_to_somebody_else_is_refused_at_the_next_change(store: Store) -> None:
    now = 0.0
    plan = begin(store, Rules())
    work = person(store, "ana", seconds=lambda: now)
    (here, *_) = own(store, plan, "ana")
    store.move_assignments(plan.id, [Move(here, "ana", "ben")])
    now += PAUSE
    with pytest.raises(NotNow, match="given to somebody else meanwhile"):
        work.flag("hm", on_quote=False)
    assert not work.desk.notes
    work.next_unfinished()
    assert work.desk.article.digest != here


def test_taking_back_what_was_done_in_such_an_article_stays_here(store: Store) -> None:
    plan = begin(store, Rules())
    first, second, *_ = own(store, plan, "ana")
    work = person(store, "ana")
    work.flag("hm", on_quote=False)
    work.enter(second)
    store.move_assignments(plan.id, [Move(first, "ana", "ben")])
    assert work.undo() == "flag, in an article that is no longer yours"
    assert work.desk.article.digest == second


def test_a_pool_gives_the_next_that_nobody_has(store: Store) -> None:
    begin(store, Rules(pool=True, lease=60))
    a, b = person(store, "ana"), person(store, "ben")
    assert a.desk.article.digest != b.desk.article.digest
    with pytest.raises(NotNow, match="not assigned to you"):
        b.enter(a.desk.article.digest)
    seen = [finish(a), finish(b)]
    for work in (a, b, a):
        work.next_unfinished()
        seen.append(finish(work))
    assert len(set(seen)) == 5
    with pytest.raises(NotNow, match="all that is assigned to you is finished"):
        b.next_unfinished()


def test_the_lead_settles_whatever_the_plan_says(store: Store) -> None:
    begin(store, Rules(overlap=2))
    for name in ("ana", "ben"):
        annotated(store, name, MAIN, told=[])
    assert settling(store).desk.article.digest == MAIN


# Blind


def test_nobody_sees_what_others_say(store: Store) -> None:
    begin(store, Rules(overlap=2))
    annotated(store, "ana", MAIN, long=[stance("1")], doubt=[])
    ben = person(store, "ben", article=MAIN)
    assert (ben.desk.quotes, ben.desk.offers.all, ben.desk.notes, ben.desk.reviewed) == ({}, {}, {}, 0)
    layers = {Layer(LayerKind.HUMAN, "ben")}
    assert {quote.layer for quote in store.open_article(MAIN, ben.layer).quotes} <= layers


# Without proposals


def test_in_a_withheld_article_no_program_proposes_anything(store: Store) -> None:
    propose(store)
    begin(store, Rules(withheld=1.0), "ana")
    work = person(store, "ana", article=MAIN)
    assert (work.desk.offers.all, work.desk.shown_in(range(7))) == ({}, [])
    assert reports(work.desk, BUILD) == []
    called = []
    work.pointer = lambda *given: called.append(given)
    assert handed_over(work, work.desk.tokens(BUILD)[0]) is None
    assert not called
    mark(work, DOUBT)
    assert work.chosen().derived_from is None
    with pytest.raises(NotNow, match="there are no"):
        narrow(work, ("o", "1"))


def test_in_the_others_they_are_shown(store: Store) -> None:
    propose(store)
    begin(store, Rules(withheld=0.0), "ana")
    work = person(store, "ana", article=MAIN)
    assert len(work.desk.offers.open) == 4
    assert narrow(work, ("o", "1")).startswith("quotes about")


# The pass of spans


@pytest.fixture
def spans(store: Store) -> Worklist:
    propose(store)
    begin(store, Rules(Pass.SPANS), "ana")
    return person(store, "ana", article=MAIN)


def test_a_pass_of_spans_takes_spans_of_proposals_alone(spans: Worklist) -> None:
    assert not any(q.labels or q.speakers for q in spans.desk.offers.open.values())
    spans.go(BUILD)
    spans.accept()
    (quote,) = spans.desk.quotes.values()
    assert (quote.labels, quote.speakers, bool(quote.cue), bool(quote.source)) == ((), (), True, True)
    assert [v.kind for v in spans.desk.offers.verdicts.values()] == ["accepted"]
    assert spans.findings(quote) == []


def test_a_pass_of_spans_refuses_what_is_said_of_quotes(spans: Worklist) -> None:
    mark(spans, TOLD)
    before = spans.chosen()
    entry = spans.new_speaker("Ida Krog", SpeakerKind.PERSON)
    for verb in (
        lambda: spans.say_stance("1", "barrier"),
        lambda: spans.say_topic("1"),
        lambda: spans.say_article_topic("1"),
        lambda: spans.set_speaker(entry),
        lambda: spans.set_speaker(None),
        lambda: spans.set_via(entry),
    ):
        with pytest.raises(NotNow, match="this pass marks where quotes are"):
            verb()  # type: ignore[no-untyped-call]
        assert spans.chosen() == before
        assert entry.id not in spans.registry
    spans.set_spans("cue", [spans.desk.tokens(COUNCIL)[2]])
    assert spans.chosen().cue


# The pass of labels


@pytest.fixture
def settled(store: Store) -> Store:
    """The first article, adjudicated whole."""
    for name in ("ana", "ben"):
        annotated(store, name, MAIN, long=[stance("1")], told=[], pay=[])
    work: Adjudication = settling(store)
    while not work.finished:
        work.finish()
    return store


@pytest.fixture
def labels(settled: Store) -> Worklist:
    begin(settled, Rules(Pass.LABELS, 2))
    return person(settled, "ana")


def where(quotes: list[Quote]) -> list[tuple[object, ...]]:
    return sorted((q.content, q.cue, q.source) for q in quotes)


def test_all_label_the_same_frozen_quotes_in_a_layer_of_their_own(settled: Store, labels: Worklist) -> None:
    gold = settled.open_article(MAIN, ADJUDICATED).quotes
    other = person(settled, "ben")
    assert labels.layer == Layer(LayerKind.HUMAN, "ana", "labels")
    for work in (labels, other):
        mine = list(work.desk.quotes.values())
        assert where(mine) == where(gold)
        assert {q.derived_from for q in mine} == {q.id for q in gold}
        assert not any(q.labels or q.speakers for q in mine)
        assert work.desk.offers.all == {}
    pay, told = (next(q for q in labels.desk.quotes.values() if q.content == x.content)
                 for x in sorted(gold, key=lambda q: q.start)[-1:-3:-1])  # fmt: skip
    assert pay.parent == told.id
    assert not set(labels.desk.quotes) & set(other.desk.quotes)
    assert len(settled.open_article(MAIN, Layer(LayerKind.HUMAN, "ana")).quotes) == 3


def test_they_are_frozen_once(settled: Store, labels: Worklist) -> None:
    before = dict(labels.desk.quotes)
    work = person(settled, "ana")
    assert work.desk.quotes == before
    assert [event.says for event in settled.history(PROGRAM)] == ["freeze the adjudicated quotes"]


def test_spans_cannot_be_changed_and_labels_can(labels: Worklist) -> None:
    labels.go(BUILD)
    quote = labels.chosen()
    cue = labels.desk.tokens(CRITICS)[0]
    for verb in (
        lambda: labels.set_spans("content", [cue]),
        lambda: labels.set_spans("cue", [cue]),
        lambda: labels.delete(),
        lambda: mark(labels, DOUBT),
        lambda: labels.mark_region(),
    ):
        with pytest.raises(NotNow, match="the spans are settled"):
            verb()
    labels.go(BUILD, quote.id)
    labels.say_stance("2", "barrier")
    labels.set_speaker(labels.new_speaker("Ida Krog", SpeakerKind.PERSON))
    assert [x.value for x in labels.chosen().labels] == ["2"]
    labels.flag("wrong words")
    assert labels.undo() == "flag"
    assert labels.undo() == "say who spoke"
    assert labels.undo() == "say the stance"
    review_all(labels)
    with pytest.raises(NotNow, match="all that is assigned to you is finished"):
        labels.next_unfinished()


def test_what_the_lead_settles_next_joins(settled: Store, labels: Worklist) -> None:
    two = article(OTHERS[0]).digest
    for name in ("ana", "ben"):
        work = person(settled, name, what=Pass.BOTH, article=two)  # no plan runs for that
        assert work.task is None
        mark(work, "“No,”")
        review_all(work)
    assert settling(settled, article=two).finished
    review_all(labels)
    labels.next_unfinished()
    assert labels.desk.article.digest == two
    assert [q.content[0].of(OTHERS[0]) for q in labels.desk.quotes.values()] == ["“No,”"]


def test_agreement_and_settling_do_not_mix_the_layers(settled: Store, labels: Worklist) -> None:
    review_all(labels)
    assert [one.layer.version for one in settled.said(MAIN)] == ["", ""]
    (standing, *_) = settled.standings(ADJUDICATED)
    assert (standing.people, standing.left, standing.new) == (("ana", "ben"), 0, 0)


def test_labels_on_which_all_agree_go_into_the_settled_quotes(settled: Store, labels: Worklist) -> None:
    other = person(settled, "ben")
    for work, told in ((labels, "2"), (other, "-2")):
        by_words = {q.content[0].of(TEXT): q for q in work.desk.quotes.values()}
        for words, step in (("“pay for it”", "1"), (TOLD, told)):
            quote = by_words[words]
            work.go(work.desk.sentence_at(quote.start), quote.id)
            work.say_stance(step, "barrier")
        review_all(work)
    before = settled.open_article(MAIN, ADJUDICATED).quotes
    (standing,) = settled.standings(ADJUDICATED, (), "labels")
    assert (standing.people, standing.left, standing.new) == (("ana", "ben"), 0, 6)
    lead = settling(settled, version="labels", article=MAIN)
    gold = {q.content[0].of(TEXT): q for q in lead.desk.quotes.values()}
    assert (set(lead.desk.quotes), where(list(gold.values()))) == ({q.id for q in before}, where(before))
    assert [x.value for x in gold["“pay for it”"].said("stance")] == ["1"]
    assert gold[TOLD].said("stance") == ()
    assert not lead.finished
    lead.go(lead.desk.sentence_at(gold[TOLD].start), gold[TOLD].id)
    lead.take_from("B")
    assert [x.value for x in lead.chosen().said("stance")] == ["-2"]
    lead.finish()
    assert lead.finished
    assert settling(settled, version="labels", article=MAIN).finished


def test_verdicts_are_of_models_alone(labels: Worklist) -> None:
    review_all(labels)
    assert not [x for x in labels.desk.offers.verdicts.values() if isinstance(x, Verdict)]


def test_visits_stay_within_what_is_ones_own(store: Store) -> None:
    plan = begin(store, Rules())
    work = person(store, "ana")
    with pytest.raises(NotNow, match="not assigned"):
        visit(work, Spot(own(store, plan, "ben")[0], "", 0, 0))


def test_what_the_pass_is_about_is_said(settled: Store) -> None:
    assert at_work(settled).pass_says == ""
    plan = begin(settled, Rules(Pass.SPANS))
    assert person(settled, "ana").pass_says == "spans only"
    settled.end_plan(plan.id)
    begin(settled, Rules(Pass.LABELS), "ana")
    assert person(settled, "ana").pass_says == "labels only"
