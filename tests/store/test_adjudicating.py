"""What several people say of one article, what is left to settle, and what a person has read."""

from collections.abc import Iterator

import pytest

from annotator.model import (
    Change,
    Layer,
    LayerKind,
    Quote,
    Review,
    ReviewStatus,
    Span,
    Verdict,
    VerdictKind,
)
from annotator.store import Store
from annotator.store.acting import Act
from tests.store.world import ANA, BEN, MAIN, SENTENCE, add, article, do, filled, quote, uid

GOLD = Layer(LayerKind.GOLD, "adjudicated")


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    """Two people saw the first two sentences, and one of them the third; times go on by themselves."""
    filled(db_url).close()
    clock = iter([f"2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000Z" for n in range(5000)])
    with Store(db_url, now=lambda: next(clock)) as opened:
        opened.add_actor("lead")
        for name, layer, some in (("ana", ANA, 3), ("ben", BEN, 2)):
            do(opened, name, *((None, review(n, layer)) for n in range(some)))
        yield opened


def review(n: int, layer: Layer, status: ReviewStatus = ReviewStatus.DONE) -> Review:
    return Review(MAIN.digest, layer, Span(n * SENTENCE, (n + 1) * SENTENCE), status)


def verdict(of: Quote, kind: VerdictKind) -> Verdict:
    return Verdict(MAIN.digest, GOLD, of.id, kind)


def test_what_people_say_of_an_article_is_by_name_and_whole(store: Store) -> None:
    mine = quote(1)
    do(store, "ana", (None, mine))
    do(store, "lead", (None, quote(9, 0, GOLD)))
    ana, ben = store.said(MAIN.digest)
    assert (ana.layer, ana.quotes, len(ana.reviews)) == (ANA, (mine,), 3)
    assert (ben.layer, ben.quotes, len(ben.reviews)) == (BEN, (), 2)
    assert [one.layer for one in store.said(MAIN.digest, ["ben"])] == [BEN]


def test_only_what_two_have_seen_is_due(store: Store) -> None:
    (at,) = store.standings(GOLD)
    assert (at.article, at.people, at.due, at.left, at.new) == (MAIN.digest, ("ana", "ben"), 2, 2, 0)
    assert store.standings(GOLD, ["ana"]) == []
    do(store, "ben", (review(1, BEN), review(1, BEN, ReviewStatus.SKIPPED)))
    assert [at.due for at in store.standings(GOLD)] == [1]


def test_what_was_judged_is_left_no_more_until_it_is_changed(store: Store) -> None:
    mine = quote(1)
    do(store, "ana", (None, mine))
    assert [(at.left, at.new) for at in store.standings(GOLD)] == [(2, 1)]
    do(
        store, "lead", (None, quote(9, 0, GOLD)), (None, verdict(mine, VerdictKind.ACCEPTED)),
        (None, review(0, GOLD)),
    )  # fmt: skip
    assert [(at.left, at.new) for at in store.standings(GOLD)] == [(1, 0)]
    wider = Quote(mine.id, MAIN.digest, ANA, (Span(0, 20),))
    do(store, "ana", (mine, wider))
    assert [(at.left, at.new) for at in store.standings(GOLD)] == [(1, 1)]


def test_contents_come_in_columns(store: Store) -> None:
    other = article("Nobody asked. Nobody answered.")
    add(store, other)
    broken = Quote(uid(3), MAIN.digest, BEN, (Span(0, 5), Span(9, 12)))
    do(store, "ana", (None, quote(1)), (None, quote(2, 3, digest=other.digest)))
    do(store, "ben", (None, broken))
    found = store.marked([other.digest, MAIN.digest])
    assert found.people == ("ana", "ben")
    rows = list(zip(found.article, found.person, found.start, found.stop, strict=True))
    assert sorted(rows) == [(0, 0, 3, 17), (1, 0, 0, 14), (1, 1, 0, 5), (1, 1, 9, 12)]
    assert len(set(found.quote)) == 3
    assert store.marked([other.digest], ["ben"]).quote == []


def test_what_was_settled_of_a_persons_work_comes_with_its_time(store: Store) -> None:
    mine, gold = quote(1), quote(9, 0, GOLD)
    do(store, "ana", (None, mine))
    assert store.settled(GOLD, "ana") == []
    do(store, "lead", (None, gold), (None, verdict(mine, VerdictKind.CORRECTED)))
    (some,) = store.settled(GOLD, "ana")
    assert (some.article.digest, some.mine.quotes, some.gold.quotes) == (MAIN.digest, (mine,), (gold,))
    assert some.passed[mine.id].kind is VerdictKind.CORRECTED
    assert some.passed[mine.id].at == some.made[gold.id]
    assert store.settled(GOLD, "lead") == []


def test_what_is_unread_is_counted_by_the_time_one_read(store: Store) -> None:
    one, two = quote(1), quote(2, 60)
    do(store, "ana", (None, one), (None, two))
    assert (store.count_unread(GOLD, "ana"), store.read_at("ana")) == (0, None)
    do(store, "lead", (None, verdict(one, VerdictKind.ACCEPTED)), (None, verdict(two, VerdictKind.REJECTED)))
    assert store.count_unread(GOLD, "ana") == 1
    store.mark_read("ana")
    assert store.count_unread(GOLD, "ana") == 0
    do(store, "lead", (verdict(one, VerdictKind.ACCEPTED), verdict(one, VerdictKind.CORRECTED)))
    assert store.count_unread(GOLD, "ana") == 1
    first = store.read_at("ana")
    store.mark_read("ana")
    assert first is not None
    assert (store.read_at("ana") or "") > first


def test_gold_where_one_marked_nothing_is_unread_too(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    do(store, "lead", (None, quote(9, 5, GOLD)), (None, quote(10, 60, GOLD)), (None, quote(11, 150, GOLD)))
    assert store.count_unread(GOLD, "ana") == 1  # the first overlaps hers, the last is where she has not been
    assert store.count_unread(GOLD, "ben") == 2
    assert store.count_unread(Layer(LayerKind.GOLD, "majority"), "ben") == 0


def test_a_verdict_that_is_taken_back_is_no_news(store: Store) -> None:
    mine = quote(1)
    do(store, "ana", (None, mine))
    store.act("lead", Act("reject", (Change(None, verdict(mine, VerdictKind.REJECTED)),), MAIN.digest))
    store.undo("lead")
    assert store.count_unread(GOLD, "ana") == 0
