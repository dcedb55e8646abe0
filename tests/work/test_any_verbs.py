"""Whatever one does, takes back and does again: the desk says what the database says, and what follows
from where quotes stand is what a look at the whole article says."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model import EventKind, Origin, Quote, ReviewStatus, Span, merged
from annotator.text.tokens import tokens
from annotator.work.desk import Desk
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.examples import tries
from tests.work.acts import verbs
from tests.work.desks import OTHER, TEXT, assert_kept, at_work, filled, says

SOME = settings(max_examples=tries(10))


def play(work: Worklist, data: st.DataObject, look: Callable[[Worklist], object], most: int = 15) -> None:
    """Do up to `most` verbs, some of them out of place; `look` after each."""
    for n in range(data.draw(st.integers(1, most), "verbs")):
        verb = data.draw(verbs(work), f"verb {n}")
        with suppress(NotNow):
            verb(work)
        look(work)


@SOME
@given(st.data())
def test_a_desk_that_followed_says_what_a_new_one_does(data: st.DataObject) -> None:
    with filled() as store:
        play(at_work(store), data, assert_kept)


@SOME
@given(st.data())
def test_all_can_be_taken_back_and_done_again(data: st.DataObject) -> None:
    with filled() as store:
        work = at_work(store)
        before = kept(work)
        play(work, data, lambda _work: None)
        # A verb after an undo buries what was taken back: from here on there is only what stands.
        after, taken = kept(work), 0
        while work.undo():
            taken += 1
            assert_kept(work)
        assert kept(work) == before
        assert work.undo() is None
        again = at_work(store)
        for _ in range(taken):
            assert again.redo()
            assert_kept(again)
        assert kept(again) == after


def kept(work: Worklist) -> list[object]:
    """What a new session says of every article."""
    articles = [info.digest for info in work.store.articles()]
    return [says(at_work(work.store, article=digest)) for digest in articles]


@SOME
@given(st.data())
def test_what_follows_is_what_a_look_at_the_whole_says(data: st.DataObject) -> None:
    edges = {(text, edge) for text in (TEXT, OTHER) for t in tokens(text) for edge in (t.start, t.end)}

    def look(work: Worklist) -> None:
        desk = work.desk
        for quote in desk.quotes.values():
            assert quote.parent == parent(desk, quote)
            assert quote.about is None or quote.about in desk.quotes
            ends = {(desk.text, edge) for s in quote.spans() for edge in (s.start, s.end)}
            assert ends <= edges
        inherited = {n for n in range(len(desk.sentences)) if is_inherited(desk, n)}
        assert inherited == covered(desk)
        assert [q.id for _n, q in desk.numbered()] == sorted(
            desk.quotes, key=lambda key: (desk.quotes[key].start, -desk.quotes[key].end, key)
        )
        assert work.selected is None or work.selected in desk.quotes or work.quote is None

    with filled() as store:
        work = at_work(store)
        play(work, data, look)
        events = store.history("ana", 1000)
        assert [e.seq for e in events] == list(range(len(events), 0, -1))
        assert all(e.scheme and (e.changes or e.kind is not EventKind.DO) for e in events)


def parent(desk: Desk, quote: Quote) -> str | None:
    """The smallest of all quotes of which one span holds this one, found without any index."""
    hull = Span(quote.start, quote.end)
    around = [
        q
        for q in desk.quotes.values()
        if q.content != quote.content and any(s.contains(hull) for s in q.content)
    ]
    return min(around, key=lambda q: (sum(s.end - s.start for s in q.content), q.id)).id if around else None


def is_inherited(desk: Desk, n: int) -> bool:
    review = desk.review(n)
    return review is not None and review.origin is Origin.INHERITED


def covered(desk: Desk) -> set[int]:
    """The sentences that are done with a quote that began earlier, and were not spoken of themselves."""
    done = {n for n in range(len(desk.sentences)) if is_typed(desk, n, ReviewStatus.DONE)}
    found: set[int] = set()
    for n, words in enumerate(desk.words):
        spoken = any(is_typed(desk, n, status) for status in ReviewStatus)
        if words is None or spoken or not desk.is_body(n):
            continue
        for quote in desk.content_in(n):
            first = desk.sentence_at(quote.start)
            if first < n and first in done | found and leaves_no_word(desk, quote, words):
                found.add(n)
    return found


def is_typed(desk: Desk, n: int, status: ReviewStatus) -> bool:
    review = desk.review(n)
    return review is not None and review.origin is Origin.TYPED and review.status is status


def leaves_no_word(desk: Desk, quote: Quote, words: Span) -> bool:
    spoken = merged((*quote.content, *quote.cue, *quote.source))
    left = (n for n in range(words.start, words.end) if not any(s.start <= n < s.end for s in spoken))
    return not any(desk.text[n].isalnum() for n in left)
