"""What a lead watches: steps as they come, known answers, and how far everybody is; on both databases."""

from collections import Counter
from collections.abc import Iterator

import pytest

from annotator.model import ADJUDICATED, Change, Layer, LayerKind, Note, Quote, Span, Verdict, VerdictKind
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.quality import Check
from annotator.store.team import Given, Joined, Order, Pass, Role, Rules
from annotator.work.assigning.giving import arranged, decide
from tests.store.plans import DIGESTS, PEOPLE, begin, corpus, mark, review, team
from tests.store.world import uid

MODEL = Layer(LayerKind.MODEL, "rules", "1")
SETTLED = DIGESTS[:3]


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    """Three of six articles are adjudicated; ana has worked in the first, and lena has settled them."""
    with team(db_url) as opened:
        opened.set_role("lena", Role.LEAD)
        mark(opened, "ana", SETTLED[0], uid(1))
        for digest in SETTLED:
            review(opened, "lena", digest, ADJUDICATED)
        yield opened


def proposal(store: Store, digest: str, key: str) -> Quote:
    """Something that a model proposes."""
    quote = Quote(key, digest, MODEL, (Span(0, 4),))
    store.fill("rules", MODEL, digest, [quote])
    return quote


def judge(store: Store, of: Quote, before: VerdictKind | None, after: VerdictKind | None) -> None:
    mine = Pass.BOTH.layer("ana")
    one, other = (Verdict(of.article, mine, of.id, kind) if kind else None for kind in (before, after))
    store.act("ana", Act("judge", (Change(one, other),), of.article, active_ms=700))


def test_hidden_gold_is_kept_with_the_plan_and_given_like_other_work(store: Store) -> None:
    plan = begin(store, Rules(hidden_gold=2, seed=3), Joined("ana"), Joined("ben"))
    got = Counter(one.name for one in plan.checks)
    assert got == {"ana": 2, "ben": 2}
    assert Given(SETTLED[0], "ana") not in plan.checks
    assert store.running_plans() == [plan]
    holdings = store.holdings(plan.id)
    assert {(x.article, x.name) for x in holdings} >= set(plan.checks)
    assert {x.article for x in holdings} == set(DIGESTS[:6])
    assert store.waiting(plan.id) == 0
    task = store.task("ben")
    assert task is not None
    assert all(store.holds(task, x.article) for x in plan.checks if x.name == "ben")
    assert not any(store.is_withheld(task, x.article) for x in plan.checks)
    # What comes later joins; nobody gets more of them, but whoever comes gets some.
    corpus(store, 6, 8)
    store.grow_plan(plan.id, decide)
    assert store.running_plans()[0].checks == plan.checks
    store.grow_plan(plan.id, decide, [Joined("eva")])
    assert Counter(one.name for one in store.running_plans()[0].checks) == {"ana": 2, "ben": 2, "eva": 2}
    store.order_plan(plan.id, Order.GIVEN, arranged)
    assert len(store.running_plans()[0].checks) == 6


def test_checks_say_when_they_are_finished(store: Store) -> None:
    assert store.checks() == []
    plan = begin(store, Rules(hidden_gold=1, feedback=True), Joined("ben"))
    (check,) = plan.checks
    assert store.checks("ana") == []
    assert store.checks("ben") == [Check(check.article, "ben", Pass.BOTH, True, None)]
    review(store, "ben", check.article)
    (found,) = store.checks()
    assert found.finished == store.actions("ben")[0].at
    store.end_plan(plan.id)
    assert store.checks() == [found]


def test_only_with_feedback_is_somebody_told_and_then_once(store: Store) -> None:
    for feedback, name in ((False, "eva"), (True, "ben")):
        plan = begin(store, Rules(hidden_gold=3, feedback=feedback), Joined(name))
        gold = plan.checks[0].article
        if not feedback:
            mark_gold(store, gold)
        assert store.count_unread(ADJUDICATED, name) == 0
        review(store, name, gold)
        assert store.count_unread(ADJUDICATED, name) == feedback
        store.mark_read(name)
        assert store.count_unread(ADJUDICATED, name) == 0
        store.end_plan(plan.id)


def mark_gold(store: Store, digest: str) -> None:
    quote = Quote(uid(50), digest, ADJUDICATED, (Span(0, 4),))
    store.act("lena", Act("mark", (Change(None, quote),), digest))


def test_steps_come_once_with_verdicts_as_they_were_passed(store: Store) -> None:
    one = proposal(store, DIGESTS[3], uid(7))
    before = store.mark()
    seen = max(step.number for step in store.steps())
    assert before.event >= seen  # a program's come between
    judge(store, one, None, VerdictKind.ACCEPTED)
    judge(store, one, VerdictKind.ACCEPTED, VerdictKind.CORRECTED)
    store.undo("ana")
    assert store.mark() != before
    steps = list(store.steps(seen))
    kinds = (VerdictKind.ACCEPTED, VerdictKind.CORRECTED, VerdictKind.ACCEPTED)
    assert [step.verdicts for step in steps] == [((one.id, kind),) for kind in kinds]
    assert [(step.name, step.active_ms) for step in steps[:2]] == [("ana", 700)] * 2
    assert list(store.steps(steps[-1].number)) == []
    found = store.proposed([one.id, uid(99)])
    assert [(key, x.start, x.text) for key, x in found.items()] == [(one.id, 0, "Text 3.")]


def test_a_plan_and_a_person_change_the_mark(store: Store) -> None:
    marks = [store.mark()]
    begin(store, Rules())
    marks.append(store.mark())
    store.set_role("nora", Role.ANNOTATOR)
    marks.append(store.mark())
    assert len(set(marks)) == 3
    assert store.mark() == marks[-1]


def test_without_a_plan_what_people_began_is_shown(store: Store) -> None:
    assert store.begun_by_all() == []
    review(store, "ben", DIGESTS[1])
    (found,) = store.begun_by_all()
    assert (found.article, found.name, found.title, found.finished) == (DIGESTS[1], "ben", "No 1", True)
    assert store.begun_by_all("labels") == []
    assert set(PEOPLE) >= {found.name}


def test_flags_are_counted_by_person_and_article(store: Store) -> None:
    note = Note(uid(8), DIGESTS[1], Pass.BOTH.layer("ben"), Span(0, 4), "who?", None)
    store.act("ben", Act("flag", (Change(None, note),), DIGESTS[1]))
    assert store.flagged() == {("ben", DIGESTS[1]): 1}
    assert store.flagged("labels") == {}
