"""Articles go in whole or not at all, and are listed in the order in which they came."""

from dataclasses import replace

import pytest

from annotator.errors import StoreError
from annotator.model import (
    Article,
    ArticleInfo,
    Origin,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Sentence,
    Source,
    Span,
)
from annotator.store import Store
from tests.store.world import ANA, MAIN, SENTENCE, TEXT, add, article, count, cut, do, quote

FULL = Source("b.md", "The wall", "Courier", "2024-05-01", "Ed", "http://c", "wall", "cp1252", (("k", "v"),))


def test_it_comes_back_verbatim(store: Store) -> None:
    one = article("Ünïcode 🎉\r\n\tand tabs.  ", FULL, Source("a.txt"))
    assert add(store, one) == (True, 2)
    assert store.article(one.digest) == one
    assert store.sentences(one.digest) == [Sentence(0, Span(0, len(one.text)))]
    assert store.open_article(one.digest, ANA).sentences == [Sentence(0, Span(0, len(one.text)))]


def test_the_same_text_adds_only_its_new_sources(store: Store) -> None:
    assert add(store, MAIN) == (False, 0)
    assert add(store, replace(MAIN, sources=(FULL, *MAIN.sources, FULL))) == (False, 1)
    assert add(store, replace(MAIN, sources=(replace(FULL, outlet="Herald"),))) == (False, 1)
    assert store.article(MAIN.digest).sources == (*MAIN.sources, FULL, replace(FULL, outlet="Herald"))
    assert count(store, "article") == 1
    assert count(store, "sentence") == len(cut(TEXT))


@pytest.mark.parametrize(
    "sentences",
    [
        [],
        [Span(0, 5)],
        [Span(0, 4), Span(5, 9)],
        [Span(1, 9)],
        [Span(0, 5), Span(4, 9)],
        [Span(5, 9), Span(0, 5)],
        [Span(0, 10)],
    ],
)
def test_sentences_that_do_not_cover_it_are_refused(store: Store, sentences: list[Span]) -> None:
    with pytest.raises(ValueError, match="without a gap"):
        store.add_article(article("123456789"), sentences, (), "x")
    assert count(store, "article") == 1


def test_nothing_of_a_refused_article_is_kept(store: Store) -> None:
    one = article("123456789")
    twice = [Region(one.digest, Span(0, 4), RegionKind.HEADLINE)] * 2
    with pytest.raises(StoreError):
        add(store, one, twice)
    with pytest.raises(ValueError, match="beyond the end"):
        add(store, one, [Region(one.digest, Span(0, 10), RegionKind.HEADLINE)])
    with pytest.raises(ValueError, match="sha256"):
        add(store, Article("0" * 64, "123456789", one.sources))
    with pytest.raises(ValueError, match="source"):
        add(store, replace(one, sources=()))
    assert [count(store, table) for table in ("article", "region", "article_source")] == [1, 0, 1]
    with pytest.raises(StoreError, match="annotator ingest"):
        store.article(one.digest)


def test_marked_sentences_are_no_part_of_the_body(store: Store) -> None:
    one = article(TEXT + "!")
    headline = Region(one.digest, Span(0, 10), RegionKind.HEADLINE)
    add(store, one, [headline, Region(one.digest, Span(SENTENCE, SENTENCE + 1), RegionKind.BODY)])
    body = len(cut(one.text)) - 1
    assert _info(store, one).body == body
    assert store.regions(one.digest)[0] == headline

    right = replace(headline, kind=RegionKind.BODY, origin=Origin.CORRECTED)
    do(store, "ana", (headline, right))
    assert _info(store, one).body == body + 1
    store.undo("ana")
    assert _info(store, one).body == body


def _info(store: Store, one: Article) -> ArticleInfo:
    return next(info for info in store.articles() if info.digest == one.digest)


def test_the_list_says_how_far_a_layer_is(store: Store) -> None:
    do(store, "ana", (None, quote(1)), (None, quote(2, 20)))
    do(store, "ana", (quote(2, 20), None))
    for n, status in enumerate((ReviewStatus.DONE, ReviewStatus.NOTHING, ReviewStatus.SKIPPED)):
        do(store, "ana", (None, Review(MAIN.digest, ANA, cut(TEXT)[n], status)))
    info = ArticleInfo(MAIN.digest, MAIN.sources[0], 1, body=len(cut(TEXT)), reviewed=2, quotes=1)
    assert list(store.articles(ANA)) == [info]
    assert list(store.articles()) == [replace(info, reviewed=0, quotes=0)]
    totals = store.totals()
    assert (totals.articles, totals.sources, totals.body) == (1, 1, len(cut(TEXT)))
    assert [(done.layer, done.quotes, done.reviewed) for done in totals.layers] == [(ANA, 1, 2)]


def test_a_review_of_what_is_marked_counts_nowhere(store: Store) -> None:
    """Somebody reviews a sentence and then sees that it is boilerplate: another is still to do."""
    first, *others = cut(TEXT)
    for span in (first, *others[1:]):
        do(store, "ana", (None, Review(MAIN.digest, ANA, span, ReviewStatus.DONE)))
    do(store, "ana", (None, Region(MAIN.digest, Span(0, 5), RegionKind.BOILERPLATE)))
    body = len(others)
    assert store.unfinished(MAIN.digest, ANA) == MAIN.digest
    assert [(info.reviewed, info.body) for info in store.articles(ANA)] == [(body - 1, body)]
    assert store.tally(ANA) == (body - 1, body)
    assert store.totals().layers[0].reviewed == body - 1
    do(store, "ana", (None, Review(MAIN.digest, ANA, others[0], ReviewStatus.NOTHING)))
    assert store.unfinished(MAIN.digest, ANA) is None
    assert store.tally(ANA) == (body, body)


def test_walking_through_them_in_the_order_they_came(store: Store) -> None:
    digests = [MAIN.digest]
    for text in ("zzz", "aaa", "mmm"):
        add(store, article(text))
        digests.append(article(text).digest)
    first, second, third, last = digests
    assert [info.digest for info in store.articles()] == digests
    assert [store.position(digest) for digest in digests] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert store.neighbour(None, +1) == first
    assert [store.neighbour(digest, +1) for digest in digests] == [second, third, last, None]
    assert [store.neighbour(digest, -1) for digest in digests] == [None, first, second, third]
    assert store.unfinished(first, ANA) == second
    for text in ("zzz", "mmm"):
        one = article(text)
        do(store, "ana", (None, Review(one.digest, ANA, Span(0, 3), ReviewStatus.DONE)))
    assert store.unfinished(first, ANA) == third
    assert store.unfinished(third, ANA) == first, "round the end"
    assert store.find_articles(third[:12]) == [third]
    assert store.find_articles("%") == []


def test_where_somebody_left_off(store: Store) -> None:
    assert store.place("ana") is None
    store.set_place("ana", MAIN.digest, 7)
    assert store.place("ana") == (MAIN.digest, 7)
    do(store, "ana", (None, quote(1)))
    assert store.place("ana") == (MAIN.digest, 3), "an action remembers it by itself"
    assert store.place("ben") is None


def test_fingerprints_and_people(store: Store) -> None:
    assert store.fingerprint("corpus") is None
    for state in ("one", "two"):
        store.set_fingerprint("corpus", state)
        assert store.fingerprint("corpus") == state
    store.add_actor("ana")
    store.add_actor("rules 1", "program")
    assert store.actors() == ["ana", "ben"]
    for act in (store.undo, store.redo, store.history):
        with pytest.raises(StoreError, match="nobody is called eve"):
            act("eve")
