"""Who gets which article: exactly so many people each, alike for all, and what is given never moves."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.store.team import Candidate, Joined, Order, Rules
from annotator.work.assigning.giving import arranged
from tests.work.assigning.plans import Ledger, candidate, team

STRATA = st.sampled_from(["", "post", "courier | 2031-03"])
ARTICLES = st.lists(STRATA, max_size=40).map(lambda some: [candidate(n, x) for n, x in enumerate(some)])
SEEDS = st.integers(0, 3)
SHARES = st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 1.0])


def spread(loads: dict[str, int]) -> int:
    return max(loads.values()) - min(loads.values())


@given(ARTICLES, st.integers(1, 4), st.integers(0, 3), SEEDS, SHARES)
def test_every_article_has_exactly_so_many_people_and_loads_differ_by_one(
    some: list[Candidate], overlap: int, more: int, seed: int, withheld: float
) -> None:
    ledger = Ledger(Rules(overlap=overlap, seed=seed, withheld=withheld), team(overlap + more))
    ledger.grow(some)
    assert all(len(set(ledger.of(c.article))) == overlap for c in some)
    assert len(ledger.given) == overlap * len(some)
    assert spread(ledger.loads()) <= 1


@given(ARTICLES, st.integers(1, 5), SEEDS, SHARES)
def test_each_person_gets_the_same_mix(
    some: list[Candidate], people: int, seed: int, withheld: float
) -> None:
    ledger = Ledger(Rules(seed=seed, withheld=withheld), team(people))
    ledger.grow(some)
    for stratum in {c.stratum for c in some}:
        for held in (False, True):
            assert spread(ledger.loads(stratum=stratum, withheld=held)) <= 1


@given(ARTICLES, SEEDS, SHARES, SHARES, st.lists(st.integers(1, 9), max_size=6))
def test_shares_are_exact_however_the_corpus_grows(
    some: list[Candidate], seed: int, share: float, withheld: float, sizes: list[int]
) -> None:
    rules = Rules(overlap=2, share=share, withheld=withheld, seed=seed)
    ledger = Ledger(rules, team(3))
    for batch in cut(some, sizes):
        ledger.grow(batch)
    wanted = Counter(x.wanted for x in ledger.planned.values())
    assert abs(wanted[2] - share * len(some)) < 1.001
    for n in (1, 2):
        held = sum(x.withheld for x in ledger.planned.values() if x.wanted == n)
        assert abs(held - withheld * wanted[n]) < 1.001
    assert all(len(ledger.of(c.article)) == ledger.planned[c.article].wanted for c in some)


@given(ARTICLES, SEEDS, st.lists(st.integers(1, 9), max_size=6), SHARES)
def test_growth_moves_nothing_and_stays_balanced(
    some: list[Candidate], seed: int, sizes: list[int], share: float
) -> None:
    ledger = Ledger(Rules(overlap=2, share=share, seed=seed), team(4))
    for batch in cut(some, sizes):
        before, order = list(ledger.given), list(ledger.order)
        ledger.grow(batch)
        assert (ledger.given[: len(before)], ledger.order[: len(order)]) == (before, order)
        assert ledger.grow([]) == []
        assert spread(ledger.loads()) <= 1


@given(ARTICLES, SEEDS, SHARES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    some: list[Candidate], seed: int, share: float, rng: object
) -> None:
    rules = Rules(overlap=2, share=share, withheld=share, seed=seed, calibration=2)
    one, two = (Ledger(rules, team(3), opened=False) for _ in range(2))
    one.grow(some)
    shuffled = list(some)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    two.people = tuple(reversed(two.people))
    # Where an article stands in the corpus says nothing about who gets it.
    two.grow(c._replace(place=n) for n, c in enumerate(shuffled))
    assert (set(one.given), one.planned, one.order) == (set(two.given), two.planned, two.order)


def test_another_seed_is_another_plan() -> None:
    some = [candidate(n) for n in range(20)]
    plans = []
    for seed in (0, 0, 1):
        ledger = Ledger(Rules(seed=seed), team(3))
        ledger.grow(some)
        plans.append((set(ledger.given), ledger.order))
    assert plans[0] == plans[1] != plans[2]
    assert plans[0][1] != plans[2][1]


# Quotas

QUOTAS = st.lists(st.none() | st.integers(0, 6), min_size=1, max_size=5)


@given(ARTICLES, QUOTAS, st.integers(1, 3), SEEDS)
def test_quotas_are_kept_and_as_many_articles_given_as_they_let(
    some: list[Candidate], quotas: list[int | None], overlap: int, seed: int
) -> None:
    people = tuple(Joined(f"p{n}", quota) for n, quota in enumerate(quotas))
    ledger = Ledger(Rules(overlap=overlap, seed=seed), people)
    ledger.grow(some)
    loads = ledger.loads()
    assert all(one.quota is None or loads[one.name] <= one.quota for one in people)
    counts = Counter(one.article for one in ledger.given)
    assert set(counts.values()) <= {overlap}  # all of them, or nobody yet

    def fits(n: int) -> bool:
        return sum(n if q is None else min(q, n) for q in quotas) >= n * overlap

    assert len(counts) == max(n for n in range(len(some) + 1) if fits(n))


@given(ARTICLES, SEEDS)
def test_what_waits_is_given_when_quotas_grow(some: list[Candidate], seed: int) -> None:
    ledger = Ledger(Rules(overlap=2, seed=seed), team(3, quota=2))
    ledger.grow(some)
    assert len(ledger.given) == 2 * min(3, len(some))
    ledger.people = team(3)
    ledger.grow([])
    assert all(len(ledger.of(c.article)) == 2 for c in some)
    assert spread(ledger.loads()) <= 1


def test_who_comes_later_catches_up() -> None:
    ledger = Ledger(Rules(), team(2))
    ledger.grow(candidate(n) for n in range(6))
    ledger.people = team(3)
    assert {one.name for one in ledger.grow(candidate(n) for n in range(6, 9))} == {"p02"}
    assert ledger.loads() == {"p00": 3, "p01": 3, "p02": 3}


# What was done before there was a plan


@given(st.lists(st.sets(st.sampled_from(["p00", "p01", "p02"])), max_size=15), SEEDS)
def test_what_people_have_begun_counts(begun: list[set[str]], seed: int) -> None:
    some = [candidate(n, "", *by) for n, by in enumerate(begun)]
    ledger = Ledger(Rules(overlap=2, seed=seed), team(3))
    ledger.grow(some)
    for c in some:
        assert set(ledger.of(c.article)) >= c.by
        assert len(ledger.of(c.article)) == max(2, len(c.by))


# Calibration, pools, order


@settings(max_examples=50)
@given(ARTICLES, st.integers(1, 5), SEEDS)
def test_all_label_the_articles_of_the_calibration(some: list[Candidate], size: int, seed: int) -> None:
    ledger = Ledger(Rules(seed=seed, calibration=size), team(3), opened=False)
    ledger.grow(some)
    first = [x.article for x in ledger.planned.values() if x.calibration]
    assert len(first) == min(size, len(some))
    assert ledger.order[: len(first)] == first
    assert all(sorted(ledger.of(x)) == ["p00", "p01", "p02"] for x in first)
    assert spread(ledger.loads()) <= 1
    ledger.people = team(4)
    ledger.grow([candidate(100)])
    assert all("p03" in ledger.of(x) for x in first)
    if len(some) < size:
        assert ledger.planned[candidate(100).article].calibration


def test_a_calibration_is_spread_over_the_strata() -> None:
    some = [candidate(n, "post" if n < 30 else "courier") for n in range(40)]
    ledger = Ledger(Rules(calibration=4), team(2), opened=False)
    ledger.grow(some)
    assert Counter(x.stratum for x in ledger.planned.values() if x.calibration) == {"post": 3, "courier": 1}


def test_a_pool_gives_nothing_out_but_its_calibration() -> None:
    ledger = Ledger(Rules(overlap=2, pool=True, lease=60, calibration=1), team(3), opened=False)
    ledger.grow(candidate(n) for n in range(10))
    assert len(ledger.given) == 3
    assert [ledger.planned[x].calibration for x in ledger.order] == [True] + [False] * 9
    assert ledger.grow([candidate(11, "", "p01")]) == [(candidate(11).article, "p01")]


def test_the_order_in_which_articles_are_walked_through() -> None:
    some = [candidate(n) for n in (3, 1, 2)]
    ledger = Ledger(Rules(order=Order.GIVEN), team(1))
    ledger.grow(some)
    assert ledger.order == [candidate(n).article for n in (1, 2, 3)]
    assert arranged(ledger.facts(some)) == ledger.order


def cut(some: list[Candidate], sizes: list[int]) -> list[list[Candidate]]:
    """Batches of these sizes, and what is left as the last."""
    batches, at = [], 0
    for size in sizes:
        batches.append(some[at : at + size])
        at += size
    return [*batches, some[at:]]
