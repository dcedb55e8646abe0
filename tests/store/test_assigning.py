"""Everybody walks over their own articles alone; those of a pool are nobody's until somebody comes."""

from collections import Counter
from collections.abc import Iterator

import pytest

from annotator.model import ADJUDICATED
from annotator.store import Store
from annotator.store.filtering import Filter, Kind
from annotator.store.team import Joined, Pass, Plan, Rules, Task
from tests.store.crowd import together
from tests.store.plans import DIGESTS, PEOPLE, begin, corpus, held, mark, review, team
from tests.store.world import uid

POOL = Rules(overlap=2, pool=True, lease=60)


class Clock:
    """The time that a store is told."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> str:
        return f"2031-03-04T{10 + self.minutes // 60:02}:{self.minutes % 60:02}:00.000Z"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(db_url: str, clock: Clock) -> Iterator[Store]:
    team(db_url).close()
    with Store(db_url, now=clock) as opened:
        yield opened


def task(store: Store, name: str, what: Pass | None = None) -> Task:
    found = store.task(name, what)
    assert found is not None
    return found


def mine(store: Store, plan: Plan, name: str) -> list[str]:
    return [one.article for one in store.holdings(plan.id, [name])]


def test_without_a_plan_there_is_no_task(store: Store) -> None:
    assert store.task("ana") is None
    plan = begin(store, Rules())
    assert task(store, "ana").plan == plan.id
    store.end_plan(plan.id)
    assert store.task("ana") is None


def test_one_walks_over_what_one_has_in_the_plans_order(store: Store) -> None:
    plan = begin(store, Rules(overlap=2))
    for name in PEOPLE:
        own, to_do = mine(store, plan, name), task(store, name)
        assert [digest for digest in DIGESTS[:6] if store.holds(to_do, digest)] == sorted(
            own, key=DIGESTS.index
        )
        assert store.assigned_first(to_do) == own[0]
        assert [store.assigned_at(to_do, n) for n in range(6)] == [None, *own, None]
        walked = [own[0]]
        while found := store.assigned_neighbour(to_do, walked[-1], +1):
            walked.append(found)
        assert walked == own
        assert [store.assigned_neighbour(to_do, x, -1) for x in own] == [None, *own[:-1]]
        assert [store.assigned_position(to_do, x) for x in own] == [(n, 4) for n in range(1, 5)]


def test_the_next_unfinished_one_is_found_round_the_end(store: Store) -> None:
    plan = begin(store, Rules(overlap=2))
    own, to_do = mine(store, plan, "ana"), task(store, "ana")
    review(store, "ana", own[1])
    assert [store.assigned_unfinished(to_do, x) for x in own] == [own[2], own[2], own[3], own[0]]
    assert store.assigned_tally(to_do) == (1, 4)
    for digest in (own[0], own[2], own[3]):
        review(store, "ana", digest)
    assert store.assigned_unfinished(to_do, own[0]) is None
    assert store.assigned_first(to_do) == own[0]
    assert store.assigned_tally(to_do) == (4, 4)


@pytest.mark.parametrize("kind", [Kind.TO_DO, Kind.SKIPPED, Kind.LEAD, Kind.FLAGGED, Kind.UNFINISHED])
def test_filters_leave_nothing_of_others(store: Store, kind: Kind) -> None:
    plan = begin(store, Rules(overlap=2))
    own, to_do = mine(store, plan, "ana"), task(store, "ana")
    store.set_queue(list(reversed(DIGESTS[:6])))
    found = Filter(kind, task=to_do)
    places = store.places(found, to_do.layer, own[-1] if kind is Kind.LEAD else own[0], -1)
    seen = [place.spot.article for place in places]
    assert set(seen) <= set(own)
    if kind is Kind.TO_DO:
        assert seen == own
        assert store.count_places(found, to_do.layer)[:2] == (4, 4)
        assert store.count_places(Filter(kind), to_do.layer)[:2] == (6, 6)
    if kind is Kind.LEAD:
        assert store.count_places(found, to_do.layer)[:2] == (4, 4)
        listed = [digest for digest in reversed(DIGESTS[:6]) if digest in own]
        assert seen == listed[listed.index(own[-1]) :]


def test_before_a_calibration_is_over_nothing_else_may_be_walked_to(store: Store) -> None:
    plan = begin(store, Rules(calibration=2))
    first = [one.article for one in store.holdings(plan.id, ["ana"]) if one.calibration]
    rest = [x for x in mine(store, plan, "ana") if x not in first]
    to_do = task(store, "ana")
    assert [store.holds(to_do, x) for x in (*first, *rest)] == [True] * 2 + [False] * len(rest)
    assert store.assigned_neighbour(to_do, first[1], +1) is None
    assert store.count_places(Filter(Kind.TO_DO, task=to_do), to_do.layer)[:2] == (2, 2)
    store.open_plan(plan.id)
    assert store.assigned_neighbour(task(store, "ana"), first[1], +1) == rest[0]


def test_who_has_no_part_or_retired_has_nothing(store: Store) -> None:
    begin(store, Rules(), Joined("ana"), Joined("ben"))
    assert not task(store, "eva").member
    assert store.assigned_first(task(store, "eva")) is None
    store.retire("ana")
    assert not task(store, "ana").member


def test_of_two_plans_the_one_with_something_to_do_is_meant(store: Store) -> None:
    spans = begin(store, Rules(Pass.SPANS), Joined("ana"))
    review(store, "ben", DIGESTS[0], ADJUDICATED)
    labels = begin(store, Rules(Pass.LABELS), Joined("ana"), Joined("ben"))
    assert task(store, "ana").plan == spans.id
    assert task(store, "ana", Pass.LABELS).plan == labels.id
    assert task(store, "ana", Pass.BOTH).plan == spans.id
    for digest in DIGESTS[:6]:
        review(store, "ana", digest)
    assert (task(store, "ana").plan, task(store, "ana").layer.version) == (labels.id, "labels")
    assert task(store, "ben").plan == (labels.id)


def test_proposals_are_withheld_in_a_share_for_all(store: Store) -> None:
    plan = begin(store, Rules(overlap=2, withheld=0.5))
    said = {x.article: x.withheld for x in store.holdings(plan.id)}
    assert sum(said.values()) == 3
    for name in PEOPLE:
        to_do = task(store, name)
        assert {x: store.is_withheld(to_do, x) for x in DIGESTS[:6]} == said


# Pools


def test_who_comes_takes_the_next_that_lacks_people(store: Store) -> None:
    plan = begin(store, POOL)
    a, b, c = (task(store, name) for name in PEOPLE)
    assert held(store, plan) == {}
    one, two = store.take(a), store.take(a)
    assert one != two
    assert [store.take(b), store.take(c)] == [one, two]
    assert held(store, plan) == {one: {"ana", "ben"}, two: {"ana", "eva"}}
    assert not store.holds(c, str(one))
    assert store.take(c, one) is None
    assert store.waiting(plan.id) == 4


def test_a_lease_that_ran_out_goes_to_the_next_and_only_then(store: Store, clock: Clock) -> None:
    plan = begin(store, POOL)
    a, b, c = (task(store, name) for name in PEOPLE)
    one = str(store.take(a))
    assert store.take(b) == one
    clock.minutes = 59
    assert store.take(c, one) is None
    assert store.take(b, one) == one  # still at work: held for longer
    clock.minutes = 61
    assert store.holds(a, one)  # nobody else came yet
    assert store.take(c, one) == one
    assert held(store, plan)[one] == {"ben", "eva"}
    assert not store.holds(a, one)


def test_what_is_finished_is_never_taken_away(store: Store, clock: Clock) -> None:
    plan = begin(store, POOL)
    a, b, c = (task(store, name) for name in PEOPLE)
    one = str(store.take(a))
    store.take(b, one)
    review(store, "ana", one)
    clock.minutes = 500
    assert store.take(c, one) == one
    assert held(store, plan)[one] == {"ana", "eva"}
    assert store.take(b, one) is None


def test_a_quota_holds_in_a_pool(store: Store) -> None:
    begin(store, POOL, Joined("ana", 1), Joined("ben"))
    a = task(store, "ana")
    one = store.take(a)
    assert store.take(a) is None
    assert store.take(a, one) == one
    assert not store.holds(a, next(x for x in DIGESTS if x != one))


def test_a_pool_has_something_left_as_long_as_somebody_may_take_it(store: Store) -> None:
    begin(store, Rules(pool=True, lease=60), Joined("ana", 1), Joined("ben"))
    assert store.assigned_first(task(store, "ben")) is not None
    one = str(store.take(task(store, "ana")))
    review(store, "ana", one)
    assert store.assigned_unfinished(task(store, "ana"), one) is None
    assert store.assigned_first(task(store, "ana")) == one


def take(url: str, name: str, times: int) -> list[str | None]:
    with Store(url) as opened:
        to_do = opened.task(name)
        assert to_do is not None
        return [opened.take(to_do) for _ in range(times)]


def test_many_who_take_at_once_never_have_one_article_too_often(db_url: str, store: Store) -> None:
    corpus(store, 6, 12)
    names = [*PEOPLE, "ida", "jo", "kim"]
    for name in names[3:]:
        store.add_actor(name)
    plan = begin(store, POOL, *map(Joined, names))
    found = together(take, [(db_url, name, 5) for name in names])
    assert all(len({x for x in some if x}) == sum(x is not None for x in some) for some in found)
    assert Counter(x for some in found for x in some if x) == dict.fromkeys(DIGESTS, 2)
    assert all(len(names) == 2 for names in held(store, plan).values())


def test_what_people_have_is_listed_with_how_far_they_are(store: Store) -> None:
    plan = begin(store, Rules(overlap=3))
    one, two, *_ = mine(store, plan, "ana")
    review(store, "ana", one)
    mark(store, "ana", two, uid(1))
    mark(store, "ben", one, uid(2))
    states = {
        (x.article, x.name): (x.begun, x.finished) for x in store.holdings(plan.id) if x.begun or x.finished
    }
    assert states == {(one, "ana"): (True, True), (two, "ana"): (True, False), (one, "ben"): (True, False)}
    assert [x.title for x in store.holdings(plan.id, ["eva"])] == [
        f"No {DIGESTS.index(x.article)}" for x in store.holdings(plan.id, ["eva"])
    ]
