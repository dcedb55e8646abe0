"""The stream of all quotes: in an order that content alone gives, from one moment, whatever the batch."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.model import (
    ArticleLabels,
    Label,
    Layer,
    LayerKind,
    Note,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.store.export import Exported
from annotator.store.quoted import Quoted
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


def quoted(store: Store, layers: Sequence[Layer], batch: int = 200) -> list[Quoted]:
    with store.look(layers, batch) as found:
        return list(found.quoted)


def ids(found: Sequence[Quoted]) -> list[str]:
    return [head.uid for one in found for head in one.quotes]


def test_the_order_is_that_of_article_offset_and_id(store: Store) -> None:
    filled(store, QUOTES)
    expected = sorted(QUOTES, key=lambda said: (said.article, said.start, said.id))
    assert ids(quoted(store, [ANA, BEN])) == [said.id for said in expected]
    assert store.count_quotes([ANA, BEN]) == len(QUOTES)


def test_the_size_of_a_batch_changes_nothing(store: Store) -> None:
    filled(store, QUOTES)
    labels = ArticleLabels(OTHERS[2].digest, ANA, (Label("topic", "9"), Label("a", "1")))
    note = Note(uid(900), OTHERS[3].digest, ANA, Span(0, 5), "why?", uid(3 * 3 + 1))
    reviews = [Review(one.digest, ANA, Span(0, 5), ReviewStatus.DONE) for one in (OTHERS[0], OTHERS[5], MAIN)]
    do(store, "ana", (None, labels), (None, note), *((None, review) for review in reviews))
    whole = said_by(store, 200)
    assert [len(some) for some in whole] == [len(OTHERS), len(OTHERS) + 1]
    for batch in (1, 2, 3, 5, 6, 7):
        assert said_by(store, batch) == whole


def said_by(store: Store, batch: int) -> list[list[object]]:
    with store.look([ANA, BEN], batch) as found:
        return [[_plain(one) for one in found.quoted], [_whole(one) for one in found.articles]]


def _plain(one: Quoted) -> object:
    """All of it but what is of the other articles in the batch."""
    keys = [head.id for head in one.quotes]
    parts = [[some.get(key) for key in keys] for some in one.parts]
    notes = [one.notes.get(head.uid) for head in one.quotes]
    return one.article, one.sentences, list(one.quotes), parts, dict(one.labels), notes


def _whole(one: Exported) -> object:
    return _plain(one.quoted), one.body, dict(one.reviewed), one.judges, _plain(one.rejected), one.against


def test_only_live_quotes_of_the_layers_asked_for(store: Store) -> None:
    filled(store, QUOTES)
    do(store, "ana", (QUOTES[0], None))
    do(store, "ana", (None, quote(99, layer=GOLD)))
    assert ids(quoted(store, [GOLD])) == [uid(99)]
    mine = ids(quoted(store, [ANA]))
    assert sorted(mine) == sorted(said.id for said in QUOTES[1:] if said.layer == ANA)
    for nobody in ([], [Layer(LayerKind.HUMAN, "eve")]):
        with store.look(nobody) as found:
            assert (found.count(), list(found.quoted), list(found.articles)) == (0, [], [])
    assert store.count_quotes([ANA]) == len(mine)


def test_all_of_it_is_of_one_moment(store: Store, other: Store) -> None:
    filled(store, QUOTES)
    before = said_by(store, 200)[0]
    with store.look([ANA, BEN], batch=1) as running:
        found = [_plain(next(running.quoted))]
        for said in QUOTES:
            do(other, "ana", (said, replace(said, labels=(Label("topic", "1"),))))
        do(other, "ana", (replace(QUOTES[-1], labels=(Label("topic", "1"),)), None))
        with store.look([ANA], batch=1) as fresh:
            assert fresh.count() == sum(said.layer == ANA for said in QUOTES[:-1])
            other.undo("ana")
            assert sum(len(one.quotes) for one in fresh.quoted) == fresh.count()
        found += map(_plain, running.quoted)
    assert found == before
    assert said_by(store, 200)[0] != before


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
    (one,) = quoted(store, [ANA])
    assert one.article == MAIN
    ((layer, rows),) = one.labels.items()
    assert one.layers[layer] == ANA
    assert [row[2:] for row in rows] == [(label.field, label.value, None) for label in labels]
    assert one.notes == {uid(1): ["note 51", "note 52"]}
    assert list(one.sentences) == [(s.span.start, s.span.end) for s in store.sentences(MAIN.digest)]


def test_when_a_quote_was_made_and_touched(db_url: str) -> None:
    times = iter(f"2024-05-02T10:00:{n:02}.000Z" for n in range(60))
    with Store(db_url, now=lambda: next(times)) as store:
        add(store, MAIN)
        store.add_actor("ana")
        do(store, "ana", (None, quote(1)))
        do(store, "ana", (quote(1), replace(quote(1), speakers=(Voice(None),))))
        store.undo("ana")
        (one,) = quoted(store, [ANA])
        (head,) = one.quotes
        made = store.history("ana")
        assert (head.created, head.updated) == (made[-1].at, made[0].at)
        assert head.created < head.updated


def test_who_looked_where_and_what_they_rejected_comes_with_the_article(store: Store) -> None:
    first, second, third = (sentence.span for sentence in store.sentences(MAIN.digest)[:3])
    model = Layer(LayerKind.MODEL, "rules", "1")
    proposal = quote(7, second.start, model)
    do(store, "ana", (None, Region(MAIN.digest, first, RegionKind.HEADLINE)), (None, proposal))
    for span, status in ((first, "done"), (second, "nothing"), (third, "skipped")):
        do(store, "ana", (None, Review(MAIN.digest, ANA, span, ReviewStatus(status))))
    do(store, "ana", (None, Verdict(MAIN.digest, ANA, proposal.id, VerdictKind.REJECTED)))
    do(store, "ben", (None, Review(MAIN.digest, BEN, third, ReviewStatus.SKIPPED)))
    with store.look([ANA, BEN]) as found:
        (one,) = found.articles
    key = {layer: key for key, layer in one.quoted.layers.items()}
    assert one.body == frozenset(range(1, len(one.quoted.sentences)))
    assert one.reviewed == {key[ANA]: {1}, key[BEN]: set()}
    assert one.judges == {key[ANA]}
    assert [head.uid for head in one.rejected.quotes] == [proposal.id]
    assert one.against == {proposal.id: [key[ANA]]}
    with store.look([ANA, BEN]) as found:
        assert list(found.quoted) == []
