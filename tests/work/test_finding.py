"""Finding words, going by number, and back."""

import pytest

from annotator.model import Span
from annotator.store import Store
from annotator.work.finding import Finder, Going, Search
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, OTHER, SHARE, TEXT, article


def found(work: Worklist, finder: Finder, typed: str) -> list[str]:
    return [hit.of(work.desk.text) for hit in finder.hits(typed)]


# In the article


def test_hits_are_found_however_they_are_typed(work: Worklist) -> None:
    finder = Finder(work)
    assert found(work, finder, "BRENN") == ["Brenn", "Brenn"]
    assert found(work, finder, '"we  will') == ["“We will"]
    assert found(work, finder, "it ”") == []
    assert found(work, finder, 'it",') == ["it”,"]
    assert found(work, finder, "") == []


def test_one_goes_to_the_first_hit_from_the_sentence_in_view_on(work: Worklist) -> None:
    finder = Finder(work)
    hits = finder.hits("hold")
    assert [work.desk.sentence_at(hit.start) for hit in hits] == [HOLD, CRITICS]
    for n, first in ((BUILD, 0), (HOLD, 0), (CRITICS, 1), (COUNCIL, 0)):
        work.go(n)
        assert finder.first(hits) == first
    work.go(SHARE)
    assert finder.go("hold", hits[0]) == "“hold”: 1 of 2; / and enter goes to the next"
    assert work.at == HOLD


def test_the_same_again_goes_round(work: Worklist) -> None:
    finder = Finder(work)
    hits = finder.hits("will")
    assert len(hits) == 4
    finder.go("will", hits[0])
    seen = [hits[0]]
    for _ in range(4):
        finder.again()
        now = finder.here()
        assert now is not None
        seen.append(now)
    assert seen == [*hits, hits[0]]
    work.go(COUNCIL)
    assert finder.here() is None, "one has gone elsewhere"
    finder.again()
    assert finder.here() == hits[0], "the next from there, round the end"


def test_again_needs_something_that_was_looked_for(work: Worklist) -> None:
    finder = Finder(work)
    with pytest.raises(NotNow, match="nothing was looked for yet"):
        finder.again()
    finder.go("Brenn", finder.hits("Brenn")[0])
    work.move_article(+1)
    assert finder.here() is None
    with pytest.raises(NotNow, match="“Brenn” is not in this article; S looks through the corpus"):
        finder.again()
    finder.go("nobody", finder.hits("nobody")[0])
    assert finder.here() == Span(OTHER.index("Nobody"), OTHER.index("Nobody") + 6)


def test_a_hit_is_shown_in_its_sentence(work: Worklist) -> None:
    finder = Finder(work)
    (hit,) = finder.hits("pay twice")
    number, words, where = finder.sentence(hit)
    assert (number, where.of(words)) == (4, "pay twice")
    (hit,) = finder.hits("hold. Nobody")
    number, words, where = finder.sentence(hit)
    assert (number, where.of(words)) == (3, "hold. "), "as much as the sentence holds"


# In the corpus


def test_the_corpus_is_searched_page_by_page(store: Store, work: Worklist) -> None:
    search = Search(work)
    with pytest.raises(NotNow, match="type some words"):
        search.look(" “- ")
    assert [hit.spot.sentence for hit in search.look("nobody").hits] == [3, 1]
    assert search.typed == "nobody"
    assert search.more().hits == search.found.hits, "behind the last page comes the first"


# By number


def test_to_a_sentence_an_article_and_back(work: Worklist) -> None:
    going = Going(work)
    going.to(" 4 ")
    assert work.at == 3
    going.to("a2")
    assert work.desk.text == OTHER
    going.to("")
    assert (work.desk.text, work.at) == (TEXT, 3)
    going.to("")
    assert work.desk.text == OTHER, "back and forth"
    going.to("A1")
    assert work.desk.text == TEXT
    going.to(article(OTHER).digest[:8].upper())
    assert work.desk.text == OTHER


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0", "the sentences 1 to 7"),
        ("99999999999999999999", "the sentences 1 to 7"),
        ("a3", "the articles a1 to a2"),
        ("a0", "the articles a1 to a2"),
        ("a99999999999999999999999", "the articles a1 to a2"),
        ("ffffffff", "no article has a digest that begins with ffffffff"),
        ("nonsense", "“nonsense” is no place: write 12 for a sentence, a3 for an article"),
        ("a", "is no place"),
        ("12a", "is no place"),
        ("²", "is no place"),
        ("-1", "is no place"),
        ("%", "is no place"),
        ("", "gone nowhere yet"),
    ],
)
def test_what_is_no_place(work: Worklist, typed: str, says: str) -> None:
    before = work.desk.article.digest, work.at
    with pytest.raises(NotNow, match=says):
        Going(work).to(typed)
    assert (work.desk.article.digest, work.at) == before


def test_where_one_went_is_remembered(work: Worklist) -> None:
    Going(work).to("a2")
    assert work.store.place("ana") == (article(OTHER).digest, 0)
