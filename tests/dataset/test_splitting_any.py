"""Whatever articles come, in whatever order and portions: nothing leaks, nothing moves."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.dataset.bundle import Bundle
from annotator.dataset.splitting.owning import day, outlets, speakers, stories
from annotator.dataset.splitting.policy import PARTS, By, Policy
from annotator.dataset.splitting.splits import Splits
from tests.dataset.splitting import Memory, audited, bundle, prose, record, split


class Spec(NamedTuple):
    """An article: two with one `base` are near-duplicates, unless they differ in many words."""

    base: int
    changed: int
    story: int | None
    quotes: frozenset[int]
    speaker: int | None
    outlet: int | None
    day: int | None


def few(most: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, most)


SPECS = st.builds(
    Spec,
    st.integers(0, 12),
    st.integers(0, 8),
    st.none() | st.none() | few(3),
    st.frozensets(st.integers(0, 6), max_size=1),
    few(6),
    few(5),
    few(20),
)


def made(n: int, spec: Spec) -> Bundle:
    words = prose(spec.base).split()
    for place in range(spec.changed):
        words[place * 5 + 1] = f"new{n}x{place}"
    who = None if spec.speaker is None else f"s{spec.speaker}"
    records = [record(f"somebody says these very words {q} times", who) for q in spec.quotes]
    return bundle(
        " ".join([*words, f"number{n}"]),
        *(records or [record("too short", who)]),
        story=None if spec.story is None else f"story {spec.story}",
        outlet=None if spec.outlet is None else f"outlet {spec.outlet}",
        date=None if spec.day is None else f"2026-03-{spec.day + 1:02}",
    )


def tied(one: Bundle, other: Bundle) -> bool:
    """The same said once more, slowly and in other words than the program's."""
    said = (
        {r["content"][0]["text"] for r in x.records if len(r["content"][0]["text"].split()) > 5}
        for x in (one, other)
    )
    if set.intersection(*said) or stories(one) & stories(other):
        return True
    runs = [{tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (one.text.split(), other.text.split())]
    return 2 * len(runs[0] & runs[1]) >= len(runs[0] | runs[1])


def parts(made: Splits, some: Sequence[Bundle]) -> dict[str, str | None]:
    return {one.digest: made.part(one.digest) for one in some}


POLICIES = [
    Policy(shares=(60, 20, 20)),
    Policy(By.DATE, shares=(60, 20, 20)),
    Policy(By.DATE, dates=("2026-03-08", "2026-03-15")),
    Policy(By.SPEAKER, shares=(60, 20, 20)),
    Policy(By.OUTLET, shares=(60, 20, 20)),
]
CASES = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.plan)


@CASES
@settings(max_examples=60)
@given(specs=st.lists(SPECS, min_size=1, max_size=24), cuts=st.lists(st.integers(0, 24), max_size=3))
def test_no_tie_crosses_parts_and_growth_moves_nothing(
    policy: Policy, specs: list[Spec], cuts: list[int]
) -> None:
    some = [made(n, spec) for n, spec in enumerate(specs)]
    some[0] = bundle(prose(99), record("short", "s1"), date="2026-03-04", outlet="outlet 1")  # can be decided
    memory, before = Memory(), dict[str, str | None]()
    for end in sorted({*(max(1, min(cut, len(some))) for cut in cuts), len(some)}):
        done = split(some[:end], policy, memory)
        now = parts(done, some[:end])
        assert all(now[digest] == part for digest, part in before.items() if part)
        before = now
        again = split(some[:end], policy, memory)
        assert (parts(again, some[:end]), again.describe()) == (now, done.describe())
        for one, other in combinations(some[:end], 2):
            here, there = now[one.digest], now[other.digest]
            assert here is None or there is None or here == there or not tied(one, other)
    assert audited(done, some) == []
    _check_own(policy, done, some)


def _check_own(policy: Policy, done: Splits, some: Sequence[Bundle]) -> None:
    """What each plan promises beside."""
    inside = {part: [x for x in some if done.part(x.digest) == part] for part in PARTS}
    if policy.by is By.DATE:
        begins = done.plan.removesuffix(",").replace(",", "").split()
        days = [word for word in begins if word.startswith(("2026", "9999"))]
        for part, until in zip(PARTS, days, strict=False):
            assert all((day(one) or "") < until for one in inside[part])
    if policy.by is By.SPEAKER:
        heard = {
            part: {
                voice["id"]
                for one in inside[part]
                for r in one.records
                if not done.leaves_out(r, part)
                for voice in r["speakers"]
            }
            for part in PARTS
        }
        for one, other in combinations(PARTS, 2):
            assert not heard[one] & heard[other]
        assert heard["train"] == {id for one in inside["train"] for id in speakers(one)}
    if policy.by is By.OUTLET:
        seen = [{name for one in inside[part] for name in outlets(one)} for part in PARTS]
        assert not any(one & other for one, other in combinations(seen, 2))


@CASES
@settings(max_examples=30)
@given(specs=st.lists(SPECS, min_size=2, max_size=16), data=st.data())
def test_the_order_in_which_articles_and_what_they_say_came_does_not_matter(
    policy: Policy, specs: list[Spec], data: st.DataObject
) -> None:
    some = [made(n, spec) for n, spec in enumerate(specs)]
    some[0] = bundle(prose(99), record("short", "s1"), date="2026-03-04", outlet="outlet 1")
    shuffled = [
        one._replace(
            records=data.draw(st.permutations(one.records)), sources=data.draw(st.permutations(one.sources))
        )
        for one in data.draw(st.permutations(some))
    ]
    assert parts(split(some, policy), some) == parts(split(shuffled, policy), some)


@settings(max_examples=20)
@given(specs=st.lists(SPECS, min_size=2, max_size=16))
def test_without_articles_decided_before_nothing_is_quarantined(specs: list[Spec]) -> None:
    some = [made(n, spec) for n, spec in enumerate(specs)]
    assert split(some).describe()["quarantined"] == 0


def test_ten_per_cent_more_move_no_group() -> None:
    """A thousand groups of one to three; a hundred articles come, some of them into old groups."""
    some = [bundle(prose(n), story=f"s{n // 2}" if n % 3 else None) for n in range(1000)]
    more = [bundle(prose(n), story=f"s{n - 1000}" if n % 2 else None) for n in range(1000, 1100)]
    memory = Memory()
    before = parts(split(some, None, memory), some)
    after = split([*some, *more], None, memory)
    assert parts(after, some) == before
    assert all(after.part(one.digest) or after.why(one.digest) for one in more)
    assert audited(after, [*some, *more]) == []


@pytest.mark.parametrize("shares", [(80, 10, 10), (70, 15, 15), (90, 0, 10), (50, 30, 20)])
def test_shares_come_out_near_what_was_asked_for(shares: tuple[int, int, int]) -> None:
    some = [bundle(prose(n, 5)) for n in range(4000)]
    found = split(some, Policy(shares=shares)).describe()["parts"]
    for part, share in zip(PARTS, shares, strict=True):
        assert abs(found[part] - 40 * share) < 100  # 3 sigma of 4,000 throws
    assert sum(found.values()) == 4000
