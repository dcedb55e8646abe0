"""Lists and sums of what was done: pages that join without a gap, and sums that agree with the history."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Change, Layer, LayerKind, Note, Quote, Review, ReviewStatus, Span
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.codec import dump_changes, load_changes
from annotator.store.counting import sums
from tests.store.world import ANA, BEN, MAIN, TEXT, add, article, do, quote, uid

OTHER = article(TEXT + "More of it. " * 9)


def note(n: int, start: int, digest: str = MAIN.digest, layer: Layer = ANA) -> Note:
    return Note(uid(n), digest, layer, Span(start, start + 5), f"why {n}?")


def flag(store: Store, actor: str, one: Note) -> None:
    store.act(actor, Act("flag", (Change(None, one),), one.article, one.span.start))


def test_flags_come_in_the_order_of_the_text_a_page_at_a_time(store: Store) -> None:
    add(store, OTHER)
    for n, (start, digest) in enumerate(
        [(60, MAIN.digest), (3, OTHER.digest), (0, MAIN.digest), (200, OTHER.digest)]
    ):
        flag(store, "ana", note(n, start, digest))
    flag(store, "ben", note(9, 0, layer=BEN))
    whole = store.flags(ANA)
    assert [(f.spot.article, f.spot.offset, f.spot.sentence, f.text) for f in whole] == [
        (MAIN.digest, 0, 0, "why 2?"),
        (MAIN.digest, 60, 1, "why 0?"),
        (OTHER.digest, 3, 0, "why 1?"),
        (OTHER.digest, 200, 4, "why 3?"),
    ]
    paged = store.flags(ANA, limit=1)
    while found := store.flags(ANA, after=paged[-1], limit=1):
        paged += found
    assert paged == whole
    assert store.flags(ANA, besides=MAIN.digest) == whole[2:]
    assert (store.count_flags(ANA), store.count_flags(BEN)) == (4, 1)


def test_a_flag_that_was_taken_away_is_gone_and_a_layer_of_nothing_is_empty(store: Store) -> None:
    one = note(1, 0)
    flag(store, "ana", one)
    store.act("ana", Act("take a flag away", (Change(one, None),), MAIN.digest))
    assert store.flags(ANA) == []
    assert store.count_flags(Layer(LayerKind.HUMAN, "nobody")) == 0
    assert store.flags(Layer(LayerKind.HUMAN, "nobody")) == []


def test_actions_are_those_of_the_history_without_contents(store: Store) -> None:
    for n in range(5):
        do(store, "ana", (None, quote(n, start=20 * n)))
    do(store, "ben", (None, quote(7, layer=BEN)))
    store.undo("ana")
    found = store.actions("ana")
    whole = store.history("ana")
    assert [(a.id, a.seq, a.at, a.kind, a.says, a.undoes, a.group, a.active_ms) for a in found] == [
        (e.id, e.seq, e.at, e.kind, e.says, e.undoes, e.group, e.active_ms) for e in whole
    ]
    assert {(a.spot.article, a.spot.title, a.spot.sentence, a.spot.offset) for a in found if a.spot} == {
        (MAIN.digest, "a.txt", 0, 3)
    }
    paged = store.actions("ana", limit=2)
    while more := store.actions("ana", before=paged[-1].seq, limit=2):
        paged += more
    assert paged == found


def test_an_action_on_no_article_has_no_place(store: Store) -> None:
    store.act("ana", Act("merge", ()))
    assert [action.spot for action in store.actions("ana")] == [None]


def test_work_is_counted_person_by_person_in_its_order(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    do(store, "ben", (None, quote(2, layer=BEN)))
    do(store, "ana", (quote(1), None))
    assert [(w.actor, w.quote, w.made) for w in store.worked()] == [
        ("ana", uid(1), ((uid(1), 1),)),
        ("ana", uid(1), ((uid(1), -1),)),
        ("ben", uid(2), ((uid(2), 1),)),
    ]
    assert [w.actor for w in store.worked("ben")] == ["ben"]


# Sums

_REVIEWS = st.builds(
    Review, st.just(MAIN.digest), st.just(ANA), st.just(Span(0, 5)), st.sampled_from(ReviewStatus)
)
_QUOTES = st.integers(0, 3).map(quote)


def changes() -> st.SearchStrategy[tuple[Change, ...]]:
    def pairs(entity: st.SearchStrategy[Quote] | st.SearchStrategy[Review]) -> st.SearchStrategy[Change]:
        both = entity.flatmap(lambda one: st.sampled_from([(None, one), (one, None), (one, one)]))
        return both.map(lambda pair: Change(*pair))

    return st.lists(st.one_of(pairs(_QUOTES), pairs(_REVIEWS)), max_size=6).map(tuple)


@given(changes())
def test_the_sums_of_an_event_are_those_of_its_changes(some: tuple[Change, ...]) -> None:
    found, known = sums(dump_changes(some)), load_changes(dump_changes(some))
    quotes = [(one, c) for c in known if isinstance(one := c.after or c.before, Quote)]
    assert found.quote == next((quote.id for quote, _c in quotes), None)
    assert sum(more for _key, more in found.made) == sum(
        (c.after is not None) - (c.before is not None) for _quote, c in quotes
    )
    assert found.sentences == sum(_counted(c.after) - _counted(c.before) for c in known)


def _counted(entity: object) -> int:
    return int(isinstance(entity, Review) and entity.status is not ReviewStatus.SKIPPED)


@pytest.mark.parametrize("status", ReviewStatus)
def test_a_sentence_that_is_skipped_is_not_finished(status: ReviewStatus) -> None:
    review = Review(MAIN.digest, ANA, Span(0, 5), ReviewStatus.SKIPPED)
    found = sums(dump_changes((Change(review, replace(review, status=status)),)))
    assert found.sentences == (status is not ReviewStatus.SKIPPED)
