"""Plans are kept whole, grow with the corpus, and are changed by one at a time."""

from collections.abc import Iterator

import pytest

from annotator.errors import StoreError
from annotator.model import ADJUDICATED
from annotator.store import Store
from annotator.store.team import Joined, Move, Order, Pass, Rules
from annotator.work.assigning.giving import arranged, decide
from tests.store.crowd import together
from tests.store.plans import DIGESTS, PEOPLE, begin, corpus, held, mark, review, team
from tests.store.world import uid


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    with team(db_url) as opened:
        yield opened


TWICE = Rules(overlap=2)


def test_a_plan_is_read_as_it_was_begun(store: Store) -> None:
    rules = Rules(Pass.SPANS, 2, 0.5, 0.25, 7, Order.GIVEN, ("outlet", "date"), calibration=1)
    plan = begin(store, rules, Joined("ana", 3), Joined("ben"))
    assert store.running_plans() == [plan]
    assert (plan.rules, plan.people, plan.opened) == (rules, (Joined("ana", 3), Joined("ben")), False)
    store.open_plan(plan.id)
    assert store.running_plans()[0].opened
    store.end_plan(plan.id)
    assert store.running_plans() == []


def test_articles_that_come_join_once(store: Store) -> None:
    plan = begin(store, TWICE)
    before = held(store, plan)
    assert set(before) == set(DIGESTS[:6])
    corpus(store, 6, 9)
    assert store.grow_plan(plan.id, decide) == 6
    after = held(store, plan)
    assert {digest: after[digest] for digest in before} == before
    assert all(len(names) == 2 for names in after.values())
    assert len(after) == 9
    assert store.grow_plan(plan.id, decide) == 0


def grow(url: str, key: int) -> int:
    with Store(url) as opened:
        return opened.grow_plan(key, decide)


def test_of_many_who_see_new_articles_one_plans_them(db_url: str, store: Store) -> None:
    plan = begin(store, TWICE)
    corpus(store, 6, 9)
    assert sorted(together(grow, [(db_url, plan.id)] * 5)) == [0, 0, 0, 0, 6]
    assert all(len(names) == 2 for names in held(store, plan).values())


def test_neither_the_database_nor_the_order_of_arrival_matters(sqlite_url: str, postgres_url: str) -> None:
    rules = Rules(overlap=2, share=0.5, withheld=0.5, strata=("outlet",), seed=3, calibration=1)
    found = []
    for url, parts in ((sqlite_url, [(0, 3), (3, 6)]), (postgres_url, [(3, 6), (0, 3)])):
        with Store(url) as store:
            for part in parts:
                corpus(store, *part)
            for name in PEOPLE if url == sqlite_url else reversed(PEOPLE):
                store.add_actor(name)
            plan = begin(store, rules)
            found.append(
                [(x.article, x.name, x.number, x.withheld, x.calibration) for x in store.holdings(plan.id)]
            )
    assert found[0] == found[1]


def test_one_plan_runs_at_a_time_beside_one_for_labels(store: Store) -> None:
    plan = begin(store, TWICE)
    for rules in (TWICE, Rules(Pass.SPANS)):
        with pytest.raises(StoreError, match="a plan is running; annotator assign end ends it"):
            begin(store, rules)
    labels = begin(store, Rules(Pass.LABELS))
    assert store.running_plans() == [plan, labels]
    store.end_plan(plan.id)
    begin(store, Rules(Pass.SPANS))


def test_what_was_begun_before_counts(store: Store) -> None:
    review(store, "ana", DIGESTS[0])
    mark(store, "ben", DIGESTS[0], uid(1))
    mark(store, "ben", DIGESTS[1], uid(2))
    plan = begin(store, TWICE)
    assert held(store, plan)[DIGESTS[0]] == {"ana", "ben"}
    assert "ben" in held(store, plan)[DIGESTS[1]]
    here = {(x.article, x.name): (x.begun, x.finished) for x in store.holdings(plan.id)}
    assert here[DIGESTS[0], "ana"] == (True, True)
    assert here[DIGESTS[0], "ben"] == (True, False)
    assert sum(begun for begun, _ in here.values()) == 3


def test_labels_are_for_what_was_adjudicated_whole(store: Store) -> None:
    review(store, "ana", DIGESTS[1], ADJUDICATED)
    plan = begin(store, Rules(Pass.LABELS, 2))
    assert set(held(store, plan)) == {DIGESTS[1]}
    assert store.grow_plan(plan.id, decide) == 0
    review(store, "ana", DIGESTS[4], ADJUDICATED)
    assert store.grow_plan(plan.id, decide) == 2
    assert set(held(store, plan)) == {DIGESTS[1], DIGESTS[4]}


def test_people_and_quotas_may_change(store: Store) -> None:
    plan = begin(store, TWICE, Joined("ana", 2), Joined("ben", 2))
    assert (len(held(store, plan)), store.waiting(plan.id)) == (2, 4)
    store.grow_plan(plan.id, decide, [Joined("ana"), Joined("ben", 4), Joined("eva")])
    assert store.running_plans()[0].people == (Joined("ana"), Joined("ben", 4), Joined("eva"))
    assert (len(held(store, plan)), store.waiting(plan.id)) == (6, 0)
    store.retire("eva")
    assert [one.name for one in store.running_plans()[0].people] == ["ana", "ben"]


def test_strata_come_from_what_the_articles_say(store: Store) -> None:
    facts = store.plan_facts(Rules(strata=("outlet", "date", "topic")), [Joined("ana")])
    assert {c.stratum for c in facts.new} == {"The Post | 2031-03 | ", "The Courier | 2031-03 | "}
    assert store.running_plans() == []


# Moves


def test_an_article_goes_from_one_to_another(store: Store) -> None:
    plan = begin(store, TWICE)
    article, names = next(iter(held(store, plan).items()))
    giver, (taker,) = min(names), set(PEOPLE) - names
    store.move_assignments(plan.id, [Move(article, giver, taker)])
    assert held(store, plan)[article] == names - {giver} | {taker}


def test_moves_are_made_all_or_none(store: Store) -> None:
    plan = begin(store, TWICE)
    before = held(store, plan)
    (one, names), (two, others) = list(before.items())[:2]
    good = Move(one, min(names), next(iter(set(PEOPLE) - names)))
    stranger = next(iter(set(PEOPLE) - others))
    for bad in (Move(two, stranger, min(others)), Move(two, min(others), max(others))):
        with pytest.raises(StoreError, match="changed meanwhile"):
            store.move_assignments(plan.id, [good, bad])
        assert held(store, plan) == before


def test_what_was_finished_meanwhile_stays(store: Store) -> None:
    plan = begin(store, TWICE)
    article, names = next(iter(held(store, plan).items()))
    review(store, min(names), article)
    with pytest.raises(StoreError, match="changed meanwhile"):
        store.move_assignments(plan.id, [Move(article, min(names), next(iter(set(PEOPLE) - names)))])


# Order


def test_articles_are_walked_through_in_another_order(store: Store) -> None:
    plan = begin(store, Rules(calibration=1), Joined("ana"))
    first = store.holdings(plan.id)[0]
    assert first.calibration
    rest = [digest for digest in DIGESTS[:6] if digest != first.article]
    for order, expected in ((Order.GIVEN, rest), (Order.LIST, [rest[3], rest[1], rest[0], rest[2], rest[4]])):
        if order is Order.LIST:
            store.set_queue([rest[3], rest[1]])
        store.order_plan(plan.id, order, arranged)
        assert [x.article for x in store.holdings(plan.id)] == [first.article, *expected]
        assert store.running_plans()[0].rules == Rules(calibration=1, order=order)
