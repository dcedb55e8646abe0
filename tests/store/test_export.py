"""The stream of all quotes: in an order that content alone gives, from one moment, whatever the batch."""

from dataclasses import replace

from annotator.model import ArticleLabels, Label, Layer, LayerKind, Note, Quote, Span, Voice
from annotator.store import Store
from annotator.store.export import Exported
from tests.store.world import ANA, BEN, MAIN, TEXT, add, article, do, quote, uid

GOLD = Layer(LayerKind.GOLD, "adjudicated")
OTHERS = [article(f"{TEXT} {n}") for n in range(6)]


def filled(store: Store, quotes: list[Quote]) -> Store:
    for one in OTHERS:
        add(store, one)
    for said in quotes:
        do(store, "ana", (None, said))
    return store


QUOTES = [
    quote(3 * n + k, start, layer, one.digest)
    for n, one in enumerate(OTHERS)
    for k, (start, layer) in enumerate([(30, ANA), (5, BEN), (5, ANA)], start=1)
]


def test_the_order_is_that_of_article_offset_and_id(store: Store) -> None:
    filled(store, QUOTES)
    found = [kept.quote for exported in store.export([ANA, BEN]) for kept in exported.quotes]
    assert found == sorted(QUOTES, key=lambda said: (said.article, said.start, said.id))
    assert store.count_quotes([ANA, BEN]) == len(QUOTES)


def test_the_size_of_a_batch_changes_nothing(store: Store) -> None:
    filled(store, QUOTES)
    labels = ArticleLabels(OTHERS[2].digest, ANA, (Label("topic", "9"), Label("a", "1")))
    note = Note(uid(900), OTHERS[3].digest, ANA, Span(0, 5), "why?", uid(3 * 3 + 1))
    do(store, "ana", (None, labels), (None, note))
    whole = [_plain(one) for one in store.export([ANA, BEN])]
    assert len(whole) == len(OTHERS)
    for batch in (1, 2, 3, 5, 6, 7):
        assert [_plain(one) for one in store.export([ANA, BEN], batch)] == whole


def _plain(one: Exported) -> tuple[object, ...]:
    """All of it but the notes of the other articles in the batch."""
    notes = {kept.quote.id: one.notes.get(kept.quote.id) for kept in one.quotes}
    return one.article, one.sentences, one.quotes, one.labels, notes


def test_only_live_quotes_of_the_layers_asked_for(store: Store) -> None:
    filled(store, QUOTES)
    do(store, "ana", (QUOTES[0], None))
    do(store, "ana", (None, quote(99, layer=GOLD)))
    assert [kept.quote for one in store.export([GOLD]) for kept in one.quotes] == [quote(99, layer=GOLD)]
    mine = [kept.quote for one in store.export([ANA]) for kept in one.quotes]
    assert set(mine) == {said for said in QUOTES[1:] if said.layer == ANA}
    assert list(store.export([])) == []
    assert list(store.export([Layer(LayerKind.HUMAN, "eve")])) == []
    assert store.count_quotes([ANA]) == len(mine)


def test_all_of_it_is_of_one_moment(store: Store, other: Store) -> None:
    filled(store, QUOTES)
    before = list(store.export([ANA, BEN]))
    running = store.export([ANA, BEN], batch=1)
    found = [next(running)]
    for said in QUOTES:
        do(other, "ana", (said, replace(said, labels=(Label("topic", "1"),))))
    do(other, "ana", (replace(QUOTES[-1], labels=(Label("topic", "1"),)), None))
    with store.look([ANA], batch=1) as fresh:
        assert fresh.count == sum(said.layer == ANA for said in QUOTES[:-1])
        other.undo("ana")
        assert sum(len(one.quotes) for one in fresh.articles) == fresh.count
    found += running
    assert found == before
    assert list(store.export([ANA, BEN])) != before


def test_what_is_said_of_the_article_comes_with_its_quotes(store: Store) -> None:
    labels = [Label("topic", "9"), Label("a", "1"), Label("topic", "2")]
    do(store, "ana", (None, ArticleLabels(MAIN.digest, ANA, tuple(labels))), (None, quote(1)))
    do(store, "ben", (None, ArticleLabels(MAIN.digest, BEN, tuple(labels[:1]))))
    notes = [
        Note(uid(n), MAIN.digest, ANA, Span(0, 5), f"note {n}", on)
        for n, on in ((52, uid(1)), (51, uid(1)), (53, None))
    ]
    for note in notes:
        do(store, "ana", (None, note))
    do(store, "ana", (None, Note(uid(54), MAIN.digest, ANA, Span(0, 5), "gone", uid(1))))
    store.undo("ana")
    (one,) = store.export([ANA])
    assert one.article == MAIN
    assert one.labels == {ANA: tuple(labels)}
    assert one.notes == {uid(1): ("note 51", "note 52")}
    assert one.sentences == tuple(store.sentences(MAIN.digest))


def test_when_a_quote_was_made_and_touched(db_url: str) -> None:
    times = iter(f"2024-05-02T10:00:{n:02}.000Z" for n in range(60))
    with Store(db_url, now=lambda: next(times)) as store:
        add(store, MAIN)
        store.add_actor("ana")
        do(store, "ana", (None, quote(1)))
        do(store, "ana", (quote(1), replace(quote(1), speakers=(Voice(None),))))
        store.undo("ana")
        (one,) = store.export([ANA])
        (kept,) = one.quotes
        made = store.history("ana")
        assert (kept.created, kept.updated) == (made[-1].at, made[0].at)
        assert kept.created < kept.updated
