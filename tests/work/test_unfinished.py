"""To the next quote of which something is still to be said."""

import pytest

from annotator.model import Quote, SpeakerKind
from annotator.scheme import parse_scheme
from annotator.work.session import NotNow
from annotator.work.unfinished import next_unfinished, still
from annotator.work.worklist import Worklist
from tests.work.desks import BUILD, COUNCIL, CRITICS, filled, ids, mark, scheme, select

BUILT = "“We will build it. It will hold. Nobody will pay twice,”"
HOLDS, PAY = "that it will hold", "“pay for it”"


@pytest.fixture
def quotes(work: Worklist) -> list[Quote]:
    work.say_article_topic("1")
    return [mark(work, words) for words in (BUILT, HOLDS, PAY)]


def finish(work: Worklist, quote: Quote) -> None:
    select(work, quote)
    work.set_speaker(None)
    work.say_stance("none")


def test_it_goes_in_the_order_of_the_text_and_round_the_end(work: Worklist, quotes: list[Quote]) -> None:
    went = []
    for _ in range(4):
        assert next_unfinished(work) == ""
        went.append((work.at, work.selected))
    assert went == [
        (BUILD, quotes[0].id), (CRITICS, quotes[1].id), (COUNCIL, quotes[2].id), (BUILD, quotes[0].id),
    ]  # fmt: skip


def test_finished_ones_are_passed_by_and_the_last_one_is_found_from_itself(
    work: Worklist, quotes: list[Quote]
) -> None:
    finish(work, quotes[1])
    select(work, quotes[0])
    next_unfinished(work)
    assert work.selected == quotes[2].id
    finish(work, quotes[2])
    next_unfinished(work)
    assert work.selected == quotes[0].id
    next_unfinished(work)
    assert work.selected == quotes[0].id


def test_it_looks_behind_the_sentence_in_view_where_nothing_is_selected(
    work: Worklist, quotes: list[Quote]
) -> None:
    work.go(0)
    assert work.selected is None
    next_unfinished(work)
    assert work.selected == quotes[0].id
    work.selected = None
    work.go(CRITICS + 1)
    work.selected = None
    next_unfinished(work)
    assert work.selected == quotes[2].id


def test_quotes_that_begin_at_one_place_are_all_reached(work: Worklist) -> None:
    for words in ("“We will build it. It", "“We will build it. It will hold.", "“We will build it."):
        mark(work, words)
    reached = set()
    for _ in range(3):
        next_unfinished(work)
        reached.add(work.selected)
    assert len(reached) == 3


def test_what_a_quote_lacks_in_words(work: Worklist, quotes: list[Quote]) -> None:
    assert still(work, select(work, quotes[0])) == ["speaker", "stance"]
    work.set_speaker(work.new_speaker("Ida Brenn", SpeakerKind.PERSON))
    assert still(work, work.chosen()) == ["stance"]
    work.say_stance("none")
    assert still(work, work.chosen()) == []


def test_where_nothing_is_unfinished_it_says_so(work: Worklist, quotes: list[Quote]) -> None:
    for quote in quotes:
        finish(work, quote)
    with pytest.raises(NotNow, match="no quote lacks anything, here or in another article"):
        next_unfinished(work)


def test_where_this_article_has_none_it_goes_to_the_next_that_has(
    work: Worklist, quotes: list[Quote]
) -> None:
    for quote in quotes:
        finish(work, quote)
    first = work.desk.article.digest
    work.move_article(1)
    other = mark(work, "“No,”")
    work.move_article(-1)
    assert next_unfinished(work) == "article 2 of 2, "
    assert work.selected == other.id
    assert still(work, work.chosen()) == ["speaker", "stance", "topic"]
    work.set_speaker(None)
    work.say_stance("none")
    work.say_topic("1")
    assert work.desk.article.digest != first
    with pytest.raises(NotNow, match="no quote lacks anything"):
        next_unfinished(work)
    assert work.selected == other.id
    work.say_topic("1")  # taken away again
    work.move_article(-1)
    next_unfinished(work)
    assert work.selected == other.id


TYPED = """
[[field]]
name = "why"
kind = "text"
required = true
when = { type = ["direct"] }
"""


def test_what_hangs_on_the_derived_type_is_asked_of_the_article() -> None:
    text = scheme().text.replace('version = "1"', 'version = "typed"') + TYPED
    with filled() as store:
        one = parse_scheme(text, "scheme.toml")
        store.use_scheme(one.name, one.version, one.digest, one.text)
        work = Worklist(store, "ana", one, new_id=ids().__next__)
        work.move_article(1)
        finish(work, mark(work, "Nobody asked why."))  # no direct quote: no reason is asked for
        work.say_topic("1")
        last = work.selected
        work.move_article(-1)
        with pytest.raises(NotNow, match="no quote lacks anything"):
            next_unfinished(work)
        assert work.position == (1, 2)
        work.move_article(1)
        direct = mark(work, "“No,”")
        finish(work, direct)
        work.say_topic("1")
        work.move_article(-1)
        next_unfinished(work)
        assert work.selected == direct.id != last
        assert still(work, work.chosen()) == ["why"]
