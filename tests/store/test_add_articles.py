"""Articles taken in together, with what a suggester says of them: the failure of one costs no other."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import (
    Layer,
    LayerKind,
    Merge,
    Origin,
    Quote,
    Region,
    RegionKind,
    Source,
    Span,
    Speaker,
    Voice,
)
from annotator.store import Arrival, Filling, Store, Taken
from annotator.store.engine import writing
from tests.store.world import MAIN, TEXT, article, as_state, cut, quote, replayed, state, uid

RULES = Layer(LayerKind.MODEL, "rules", "1")
IDA = Speaker(uid(500), "Ida")
WORDS = [f"{TEXT} {n}" for n in range(4)]


def arrival(n: int, *quotes: Quote, brings: Sequence[Speaker] = (), path: str = "") -> Arrival:
    one = article(WORDS[n], Source(path or f"{n}.txt"))
    said = [replace(q, article=one.digest) for q in quotes]
    filling = Filling(one.digest, said, brings) if quotes else None
    return Arrival(one, cut(one.text), (), "cut 1", filling)


def by_ida(n: int, start: int = 0) -> Quote:
    return replace(quote(n, start, RULES), speakers=(Voice(IDA.id, origin=Origin.RULE),))


def take(store: Store, *arrivals: Arrival) -> list[Taken]:
    return store.add_articles(arrivals, "model rules", RULES)


def test_all_of_it_arrives(store: Store) -> None:
    first, second = arrival(0, by_ida(1), by_ida(2, 20), brings=[IDA]), arrival(1, by_ida(3))
    again, known = arrival(0, path="other.txt"), replace(arrival(2), article=MAIN, sentences=cut(TEXT))
    taken = take(store, first, second, again, known, again)
    assert [(x.is_new, x.sources, x.error) for x in taken] == [
        (True, 1, None), (True, 1, None), (False, 1, None), (False, 0, None), (False, 0, None)
    ]  # fmt: skip
    assert [x.event.seq if x.event else None for x in taken] == [1, 2, None, None, None]
    quotes = [q for x in (first, second) if x.filling for q in x.filling.quotes]
    assert state(store) == as_state(IDA, *quotes) == replayed(store)
    assert [info.digest for info in store.articles()][1:] == [x.article.digest for x in (first, second)]
    assert [source.path for source in store.article(first.article.digest).sources] == ["0.txt", "other.txt"]
    assert store.known_articles([MAIN.digest, "x", first.article.digest]) == {
        MAIN.digest,
        first.article.digest,
    }
    assert [taken.event for taken in take(store, first)] == [None]
    assert store.add_articles([]) == []


def test_a_filling_is_for_one_of_those_that_bring_the_text(store: Store) -> None:
    one = arrival(0, by_ida(1), brings=[IDA])
    taken = take(store, one, one)
    assert [x.event is not None for x in taken] == [True, False]
    assert state(store) == replayed(store)


def test_merges_come_with_it(store: Store) -> None:
    other = Speaker(uid(501), "Ide")
    one = arrival(0, by_ida(1), brings=[IDA, other])
    assert one.filling is not None
    ask = Merge(IDA.id, other.id, 0.5, "alike")
    take(store, replace(one, filling=replace(one.filling, merges=(ask,))))
    assert store.merges() == [ask]


def test_one_that_fails_is_named_and_costs_no_other(store: Store) -> None:
    """Its own text stays where only what is said of it is wrong, and so do the entries that others name."""
    bad = arrival(1, by_ida(2), by_ida(2), brings=[IDA])
    untitled = replace(article(WORDS[3], Source("b.txt", "T\0")))
    unkept = Arrival(untitled, cut(untitled.text), (), "cut 1")
    taken = take(store, arrival(0, quote(1, layer=RULES)), bad, arrival(2, by_ida(3)), unkept)
    assert [(x.is_new, x.sources, x.event is not None) for x in taken] == [
        (True, 1, True), (True, 1, False), (True, 1, True), (False, 0, False)
    ]  # fmt: skip
    errors = [str(x.error) if x.error else "" for x in taken]
    assert "two quotes have one id" in errors[1]
    assert bad.article.digest[:12] in errors[1]
    assert "U+0000" in errors[3]
    assert errors[0] == errors[2] == ""
    assert {info.digest for info in store.articles()} == {
        MAIN.digest, *(article(words).digest for words in WORDS[:3])
    }  # fmt: skip
    assert {s.id for s in store.speakers()} == {IDA.id}
    assert state(store) == replayed(store)


def test_a_database_that_is_held_is_said_once(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.store.engine.BUSY_MS", 1)
    with Store(sqlite_url) as store, Store(sqlite_url) as other:
        tries = count()
        real = store._add_articles
        monkeypatch.setattr(store, "_add_articles", lambda *words: (next(tries), real(*words))[1])
        with writing(other._engine) as connection:
            connection.execute(sql("DELETE FROM place"))
            with pytest.raises(StoreError, match="held by another program"):
                take(store, arrival(0), arrival(1))
        assert next(tries) == 1
        assert [x.is_new for x in take(store, arrival(0), arrival(1))] == [True, True]


NUMBERS = count(1)
KINDS = st.sampled_from(RegionKind)
RANGES = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=8, unique=True).map(sorted)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=RANGES, kinds=st.lists(KINDS, min_size=4, max_size=4))
def test_the_body_is_what_the_database_would_count(
    store: Store, ends: list[int], kinds: list[RegionKind]
) -> None:
    """`body` is counted before it is written; later the database counts it."""
    one = article(f"{TEXT}{next(NUMBERS)}")
    spans = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    regions = [Region(one.digest, span, kind) for span, kind in zip(spans, kinds, strict=False)]
    store.add_articles([Arrival(one, cut(one.text, 7), regions, "cut 1")])
    (counted,) = (info.body for info in store.articles() if info.digest == one.digest)
    marks = [region.span for region in regions if region.kind is not RegionKind.BODY]
    assert counted == sum(not any(s.overlaps(mark) for mark in marks) for s in cut(one.text, 7))
