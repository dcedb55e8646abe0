"""Words are found in the corpus, the same in each kind of database, and however the articles came."""

from itertools import pairwise

import pytest

from annotator.errors import StoreError
from annotator.model import Source, Span
from annotator.store import Arrival, Store
from annotator.store import tables as t
from annotator.store.searching import Found
from tests.store.world import article, count, cut, filled

TEXTS = (
    "The old quay is closed. Mayor Élodie Brenn opens a “new quay” soon. Nobody asked.",
    "Brenn’s critics don’t agree. The quay, old and grey, holds. A quayside café opens.",
    "Nothing to see. ÉLODIE stays away.",
)


def arrival(n: int, text: str) -> Arrival:
    """An article called `Text n`, a sentence to each full stop."""
    edges = [0, *(i + 2 for i, sign in enumerate(text[:-1]) if sign == "."), len(text)]
    one = article(text, Source(f"{n}.txt", title=f"Text {n}"))
    return Arrival(one, [Span(a, b) for a, b in pairwise(edges)], [], "cut 1")


@pytest.fixture
def corpus(store: Store) -> Store:
    """The three texts, behind the world's own article."""
    store.add_articles([arrival(n, text) for n, text in enumerate(TEXTS)])
    return store


def hits(found: Found) -> list[tuple[str, int, tuple[str, ...]]]:
    """(title, sentence, what was found) of each hit."""
    return [
        (hit.spot.title, hit.spot.sentence, tuple(span.of(hit.text) for span in hit.spans))
        for hit in found.hits
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("élodie", [("Text 0", 1, ("Élodie",)), ("Text 2", 1, ("ÉLODIE",))]),
        ("ELODIE", [("Text 0", 1, ("Élodie",)), ("Text 2", 1, ("ÉLODIE",))]),
        ("quay old ", [("Text 0", 0, ("old", "quay")), ("Text 1", 1, ("quay", "old"))]),
        ("“old quay”", [("Text 0", 0, ("old quay",))]),
        ('"quay old"', [("Text 1", 1, ("quay, old",))]),
        ("don't", [("Text 1", 0, ("don’t",))]),
        ("quays", [("Text 1", 2, ("quays",))]),
        ("cafe", [("Text 1", 2, ("café",))]),
        ("critics asked", []),
        ("nowhere", []),
        ("quay* OR brenn", []),
        ("NEAR(quay", []),
        ("\"'`\\%_:*&|!()<->{}^~ -", []),
        ("", []),
    ],
)
def test_sentences_that_hold_the_words(
    corpus: Store, typed: str, found: list[tuple[str, int, tuple[str, ...]]]
) -> None:
    assert hits(corpus.search(typed)) == found


def test_a_hit_says_where_it_stands(corpus: Store) -> None:
    (hit,) = corpus.search("grey").hits
    one = article(TEXTS[1])
    assert (hit.spot.article, hit.spot.offset) == (one.digest, TEXTS[1].index("grey"))
    assert hit.text == "The quay, old and grey, holds. "


def test_words_that_never_stand_together_are_said_to_be_in_articles(corpus: Store) -> None:
    found = corpus.search("critics asked")
    assert (found.hits, found.articles, found.after) == ((), 0, None)
    found = corpus.search("critics opens")
    assert (found.hits, found.articles) == ((), 1)


def test_page_after_page_shows_each_sentence_once(corpus: Store) -> None:
    for n in range(30):
        text = f"Wall one {n}. No. A wall two. " + "And a wall. " * (n % 4) + "End"
        corpus.add_articles([arrival(100 + n, text)])
    whole = hits(corpus.search("wall", limit=1000))
    assert len(whole) == 2 * 30 + sum(n % 4 for n in range(30)) + 1
    for limit in (1, 3, 7):
        found = corpus.search("wall", limit=limit)
        pages = list(found.hits)
        while found.after is not None:
            found = corpus.search("wall", found.after, limit)
            pages += found.hits
        assert [(hit.spot.title, hit.spot.sentence) for hit in pages] == [hit[:2] for hit in whole]


def test_a_page_reads_some_articles_and_says_where_it_stopped(
    corpus: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.store.searching._LOOK", 20)
    corpus.add_articles([arrival(n, f"Red. And blue, {n}.") for n in range(50)])
    corpus.add_articles([arrival(60, "Red and blue.")])
    found = corpus.search("red blue")
    turned = 0
    while not found.hits:
        assert (found.articles, found.after is not None) == (51, True)
        found = corpus.search("red blue", found.after or (0, 0))
        turned += 1
    assert turned == 2
    assert hits(found) == [("Text 60", 0, ("Red", "blue"))]


def test_articles_by_number(corpus: Store) -> None:
    numbers = [corpus.position(corpus.article_at(n) or "") for n in range(1, 5)]
    assert numbers == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert corpus.article_at(2) == article(TEXTS[0]).digest
    assert corpus.article_at(0) is None
    assert corpus.article_at(5) is None


def test_long_words_and_many_of_them_are_no_trouble(store: Store) -> None:
    long = "x" * 5000
    many = " ".join(f"w{n}{'ö' * 50}" for n in range(12_000))
    for text in (f"A {long} stands here.", many):
        store.add_article(article(text), cut(text, len(text)), [], "cut 1")
    assert len(store.search(f"{long} here").hits) == 1
    assert len(store.search(long[:-1]).hits) == 1
    assert len(store.search(f"w7{'o' * 50} ").hits) == 1


def test_nothing_of_what_failed_is_in_the_index(corpus: Store) -> None:
    bad = Arrival(article("A zebra."), cut("A zebra."), [], "cut \0")
    (taken,) = corpus.add_articles([bad])
    assert taken.error is not None
    assert corpus.search("zebra") == Found((), 0, None)
    corpus.add_articles([arrival(9, "Another zebra.")])
    assert hits(corpus.search("zebra")) == [("Text 9", 0, ("zebra",))]


def test_without_fts5_all_goes_on_but_search(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as less:
        less.setattr(t, "has_search", lambda _: False)
        with filled(sqlite_url) as store:
            store.add_articles([arrival(0, TEXTS[0])])
            with pytest.raises(StoreError, match=r"has no FTS5.*/ finds words in one article"):
                store.search("quay")
            assert count(store, "sqlite_master WHERE name LIKE 'article_words%'") == 0
    with Store(sqlite_url) as store:
        assert [hit[:2] for hit in hits(store.search("quay"))] == [("Text 0", 0), ("Text 0", 1)]
        store.add_articles([arrival(1, TEXTS[1])])
        assert store.search("quay").articles == 2
