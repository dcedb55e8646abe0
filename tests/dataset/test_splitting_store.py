"""A split of what a database holds: the same from either kind, filled in any order, and kept for ever."""

from collections.abc import Iterator, Sequence

import pytest

from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.record import Registry
from annotator.dataset.splitting.policy import By, Policy
from annotator.dataset.splitting.splits import Splits
from annotator.model import ADJUDICATED, Article, Quote, Source, Span, Speaker, Voice
from annotator.store import Store
from tests.dataset.building import add, article, clock, do, uid
from tests.dataset.splitting import QUOTE, audited, prose, untouched

SPEAKERS = [Speaker(uid(500 + n), f"Speaker {n}") for n in range(7)]
POLICIES = [Policy(), Policy(By.DATE), Policy(By.SPEAKER), Policy(By.OUTLET), Policy(unassisted_test=True)]


def made(n: int) -> Article:
    """Every fifth has a quote that others have; every fourth a story."""
    said = f"“{QUOTE} {n % 3},” she said." if n % 5 == 0 else "“No,” she said."
    story = f"s{n % 8}" if n % 4 == 0 else None
    source = Source(f"{n}.txt", None, f"o{n % 9}", f"2026-0{n % 9 + 1}-01", story=story)
    return article(f"{said} {prose(n)}", source)


def filled(url: str, numbers: Sequence[int]) -> Store:
    times = clock()
    store = Store(url, now=lambda: next(times))
    store.use_scheme("test", "7", "5" * 64, "name = 'test'")
    store.add_actor("ana")
    do(store, *SPEAKERS)
    for n in numbers:
        one = made(n)
        add(store, one)
        who = (Voice(SPEAKERS[n % len(SPEAKERS)].id),)
        do(
            store,
            Quote(uid(1000 + n), one.digest, ADJUDICATED, (Span(0, one.text.index("she")),), speakers=who),
        )
    return store


def stream(store: Store) -> Iterator[Bundle]:
    with store.look(store.layers()) as found:
        yield from bundles(found.articles, Registry(found.speakers, found.schemes))


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: f"{policy.plan} {policy.unassisted_test}")
def test_a_split_is_kept_and_the_same_wherever_it_was_made(
    policy: Policy, db_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = f"sqlite:///{tmp_path_factory.mktemp('other') / 'b.db'}"
    with filled(db_url, range(24)) as store, filled(other, [*range(23, -1, -1)]) as second:
        digests = store.digests(store.layers())
        found = list(stream(store))
        assert digests == [one.digest for one in found] == second.digests(second.layers())
        first = Splits.of(store, policy, iter(found), digests)
        assert audited(first, found) == []
        told = first.describe()
        alike = Splits.of(second, policy, stream(second), digests)
        audited(alike, stream(second))
        assert alike.describe() == told
        assert [alike.part(x) for x in digests] == [first.part(x) for x in digests]
        assert store.split_plans() == []
        first.keep()
        first.keep()
        again = Splits.of(store, policy, iter(found) if policy.unassisted_test else untouched(), digests)
        audited(again, found)
        assert again.describe() == told
        assert [(again.part(x), again.why(x)) for x in digests] == [
            (first.part(x), first.why(x)) for x in digests
        ]
