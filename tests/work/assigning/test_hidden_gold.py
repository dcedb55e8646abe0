"""Adjudicated articles among those of each person: as many as were asked for, none that they know."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.store.team import Candidate, Facts, Given, Joined, Order, Plan, Rules
from annotator.work.assigning.giving import arranged, decide
from tests.work.assigning.plans import candidate, team

SETTLED = st.lists(st.sets(st.sampled_from([*(f"p{k:02}" for k in range(4)), "old"])), max_size=9)


def facts(
    rules: Rules, people: tuple[Joined, ...], fresh: int, settled: list[set[str]], *checks: Given
) -> Facts:
    """`fresh` new articles, and settled ones in which these people have worked."""
    known = [candidate(1000 + n) for n in range(len(settled))]
    return Facts(
        Plan(1, rules, people, True, "", None, checks),
        (),
        (),
        (*(candidate(n) for n in range(fresh)), *(() if checks else known)),
        settled={c.article: frozenset(there) for c, there in zip(known, settled, strict=True)},
    )


@settings(max_examples=50)
@given(SETTLED, st.integers(1, 4), st.integers(0, 5), st.integers(0, 3))
def test_each_gets_so_many_and_none_that_they_know(
    settled: list[set[str]], people: int, wanted: int, seed: int
) -> None:
    some = facts(Rules(hidden_gold=wanted, seed=seed), team(people), 12, settled)
    found = decide(some)
    got = Counter(one.name for one in found.checks)
    for one in some.plan.people:
        free = sum(one.name not in there for there in some.settled.values())
        assert got[one.name] == min(wanted, free)
    assert all(one.name not in some.settled[one.article] for one in found.checks)
    assert len(set(found.given)) == len(found.given)
    assert set(found.checks) <= set(found.given)
    assert {x.article for x in found.planned} == {x.article for x in found.given}
    loads = Counter(one.name for one in found.given)
    assert max(loads.values()) - min(loads[x.name] for x in some.plan.people) <= 1
    assert found == decide(some)


def test_everybodys_are_not_the_same_few() -> None:
    found = decide(facts(Rules(hidden_gold=3), team(3), 0, [set() for _ in range(9)]))
    assert set(Counter(one.article for one in found.checks).values()) == {1}


@given(st.sampled_from(list(Order)), st.integers(0, 9))
def test_they_stand_anywhere_in_every_order(order: Order, seed: int) -> None:
    rules = Rules(hidden_gold=8, order=order, seed=seed)
    some = facts(rules, team(1), 40, [set() for _ in range(8)])
    found = decide(some)
    hidden = {one.article for one in found.checks}
    rows = [n for n, one in enumerate(found.planned) if one.article in hidden]
    assert len(rows) == 8
    assert min(rows) < 24 < max(rows)  # 48 places
    assert not any(one.calibration for one in found.planned)
    again = arranged(some._replace(plan=some.plan._replace(checks=found.checks)))
    if order is not Order.RANDOM:
        rest = [article for article in again if article not in hidden]
        assert rest == sorted(rest)
    assert sorted(again) == sorted(one.article for one in found.planned)


def test_conditions_are_those_of_the_others() -> None:
    found = decide(facts(Rules(hidden_gold=8, withheld=0.5), team(1), 40, [set() for _ in range(8)]))
    hidden = {one.article for one in found.checks}
    assert sum(x.withheld for x in found.planned if x.article in hidden) == 4
    assert sum(x.withheld for x in found.planned) == 24


def test_who_joins_gets_some_too_and_who_has_some_no_more() -> None:
    settled: list[set[str]] = [set(), set(), {"p01"}]
    first = Given(candidate(1000).article, "p00")
    found = decide(facts(Rules(hidden_gold=2), team(2), 4, settled, first))
    assert {one.name for one in found.checks} == {"p01"}
    assert candidate(1002).article not in {one.article for one in found.checks}
    assert set(found.checks) <= set(found.given)


def test_without_hidden_gold_adjudicated_articles_are_articles_like_others() -> None:
    found = decide(facts(Rules(), team(2), 4, []))
    assert not found.checks
    assert len(found.planned) == 4


def test_what_somebody_has_begun_stays_theirs() -> None:
    some = facts(Rules(hidden_gold=1), team(2), 0, [{"p00"}])
    begun = Candidate(candidate(1000).article, "", 0, frozenset({"p00"}))
    found = decide(some._replace(new=(begun,)))
    assert set(found.given) == {Given(begun.article, "p00"), Given(begun.article, "p01")}
    assert found.checks == (Given(begun.article, "p01"),)
