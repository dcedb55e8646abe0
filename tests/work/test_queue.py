"""What ] [ } and going on walk over, when a filter is on."""

import pytest

from annotator.model import ReviewStatus, Speaker, SpeakerKind
from annotator.scheme import parse_scheme
from annotator.store.filtering import Filter, Kind, Need
from annotator.work.assigning.way import Way
from annotator.work.finding import narrow, narrow_to
from annotator.work.queue import LIST, OFF, SPEAKER, TOPIC, Queue, choices, of_speaker, of_topic, unfinished
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    HOLD,
    OTHER,
    QUAY,
    TEXT,
    article,
    at_work,
    filled,
    mark,
    scheme,
)

IDA = Speaker("00000000-0000-4000-8000-0000000000aa", "Ida Brenn", SpeakerKind.PERSON)


@pytest.fixture
def skipped(work: Worklist) -> Worklist:
    """Two sentences of the first article and one of the second are skipped; in view: the first sentence."""
    for n in (HOLD, COUNCIL):
        work.go(n)
        work.skip()
    work.move_article(+1)
    work.go(1)
    work.skip()
    work.move_article(-1)
    work.go(QUAY)
    return work


def where(work: Worklist) -> tuple[bool, int]:
    """(in the first article, sentence)."""
    return work.desk.text == TEXT, work.at


def test_from_place_to_place_round_the_end(skipped: Worklist) -> None:
    says = narrow(skipped, ("s",))
    assert says == "skipped sentences: 3 in 2 articles; } next, F 0 everything again"
    assert where(skipped) == (True, HOLD)
    seen = []
    for _ in range(4):
        skipped.next_unfinished()
        seen.append(where(skipped))
    assert seen == [(True, COUNCIL), (False, 1), (True, HOLD), (True, COUNCIL)]


def test_a_filter_begins_with_the_sentence_in_view(skipped: Worklist) -> None:
    skipped.go(HOLD)
    narrow(skipped, ("s",))
    assert where(skipped) == (True, HOLD)
    skipped.go(CRITICS)
    skipped.next_unfinished()
    assert where(skipped) == (True, COUNCIL), "the next from where one is"


def test_articles_without_a_place_are_passed_by(skipped: Worklist) -> None:
    skipped.move_article(+1)
    skipped.go(1)
    skipped.undo()
    skipped.go(0)
    assert skipped.desk.text == OTHER
    narrow(skipped, ("s",))
    with pytest.raises(NotNow, match="this is the last article with skipped sentences"):
        skipped.move_article(+1)
    with pytest.raises(NotNow, match="this is the first article with skipped sentences"):
        skipped.move_article(-1)
    assert narrow(skipped, (OFF,)) == "everything again"
    skipped.move_article(+1)
    assert skipped.desk.text == OTHER


def test_going_on_leads_to_the_next_place(skipped: Worklist) -> None:
    narrow(skipped, ("s",))
    assert skipped.finish()
    assert where(skipped) == (True, COUNCIL)
    assert skipped.finish()
    assert where(skipped) == (False, 1)
    with pytest.raises(NotNow, match="no skipped sentences are left; F then 0 shows everything again"):
        skipped.finish()
    review = skipped.desk.review(1)
    assert review is not None
    assert review.status is ReviewStatus.NOTHING


def test_what_is_to_do_goes_on_as_ever(work: Worklist) -> None:
    narrow(work, ("t",))
    work.go(COUNCIL)
    assert work.finish()
    assert where(work) == (True, QUAY), "round the end of the article first"


def test_nothing_to_walk_over_turns_nothing_on(work: Worklist) -> None:
    for key, says in (("s", "skipped sentences"), ("f", "flags"), ("u", "unfinished quotes")):
        with pytest.raises(NotNow, match=f"there are no {says}"):
            narrow(work, (key,))
    assert work.queue.filter is None
    assert work.queue.ahead(work.desk.article.digest, 0) == []


def test_unfinished_quotes(work: Worklist) -> None:
    first, second = mark(work, "“We will build it."), mark(work, "it will hold")
    work.set_speaker(IDA)
    work.say_stance("1", "talks")
    work.say_topic("1")
    narrow(work, ("u",))
    assert (work.at, work.selected) == (BUILD, first.id)
    work.go(CRITICS, second.id)
    work.say_stance("1", "talks")  # the same once more changes nothing
    work.next_unfinished()
    assert work.selected == first.id


def test_two_quotes_of_one_sentence_are_two_places(work: Worklist) -> None:
    outer, inner = mark(work, "Brenn had said she would “pay for it”"), mark(work, "“pay for it”")
    narrow(work, ("u",))
    assert work.selected == outer.id
    work.next_unfinished()
    assert work.selected == inner.id
    work.next_unfinished()
    assert work.selected == outer.id


def test_quotes_of_a_speaker_and_about_a_topic(work: Worklist) -> None:
    mark(work, "“We will build it.")
    work.set_speaker(IDA)
    mark(work, "it will hold")
    work.say_topic("5.1")
    work.go(QUAY)
    assert narrow_to(work, *of_speaker(IDA)).startswith("quotes of Ida Brenn: 1 in 1 article;")
    assert (work.at, work.queue.short) == (BUILD, "Ida Brenn")
    narrow(work, (TOPIC, "5"))
    assert work.at == CRITICS
    narrow(work, (TOPIC, "5", "5.1"))
    assert work.at == CRITICS
    assert work.queue.is_rough is False


def test_a_topic_is_looked_for_with_those_below_it() -> None:
    one, says, short = of_topic(scheme(), "1")
    assert one.values[:2] == ("1", "1.1")
    assert (says, short) == ("quotes about Economy", "Economy")
    assert of_topic(scheme(), "1.1")[0] == Filter(Kind.TOPIC, ("1.1",))


def test_what_the_scheme_requires() -> None:
    assert unfinished(scheme()).needs == (
        (Need("speaker", said=False),),
        (Need("stance", said=False),),
        (Need("topic", said=False, inherited=True),),
    )


STRICT = """
[[field]]
name = "why"
kind = "text"
required = true
when = { type = ["direct"], stance = ["mixed"] }
"""


def test_what_hangs_on_the_type_is_looked_at() -> None:
    """Whether a quote is direct, only its text tells: one that is not asked is passed by."""
    told = scheme().text + STRICT
    own = parse_scheme(told, "scheme.toml")
    assert unfinished(own).needs[-1] == (
        Need("why", said=False),
        Need("type", ("direct",), typed=True),
        Need("stance", ("mixed",)),
    )
    with filled() as store:
        work = at_work(store)
        work.scheme = own
        quotes = []
        for words in ("“We will build it.", "it will hold", "“pay for it”"):
            quotes.append(mark(work, words))
            work.set_speaker(IDA)
            work.say_stance("mixed", "talks")
            work.say_topic("1")
        work.go(QUAY)
        narrow(work, ("u",))
        assert work.selected == quotes[0].id
        work.next_unfinished()
        assert work.selected == quotes[2].id, "the indirect one is not asked why"


def test_the_order_of_the_lead(work: Worklist) -> None:
    with pytest.raises(NotNow, match="there are no sentences to do of the lead's list"):
        narrow(work, ("q",))
    work.store.set_queue([article(OTHER).digest, article(TEXT).digest])
    work.go(COUNCIL)
    narrow(work, ("q",))
    assert where(work) == (True, COUNCIL)
    work.move_article(-1)
    assert where(work) == (False, 0)
    work.move_article(+1)
    assert where(work) == (True, QUAY)


def test_what_is_offered(skipped: Worklist) -> None:
    def offered() -> dict[str, str]:
        step = choices(skipped.queue, skipped.store, skipped.layer, skipped.scheme)
        level = step(())
        assert level is not None
        assert step(("s",)) is None
        below = step((TOPIC,))
        assert below is not None
        assert below.choices[0].code == "1"
        return {choice.code: choice.description for choice in level.choices}

    first = offered()
    assert (first["t"], first["s"], first["f"]) == ("5 in 2 articles", "3 in 2 articles", "0 in 0 articles")
    assert {SPEAKER, TOPIC} < set(first)
    assert not {OFF, LIST, "q"} & set(first)
    narrow(skipped, ("s",))
    skipped.finish()
    skipped.store.set_queue([article(OTHER).digest])
    second = offered()
    assert (second[LIST], second["q"]) == ("2 in 2 articles", "1 in 1 article")
    assert OFF in second


def test_what_is_ahead(skipped: Worklist) -> None:
    narrow(skipped, ("s",))
    ahead = skipped.queue.ahead(skipped.desk.article.digest, -1)
    assert [place.text for place in ahead] == [
        skipped.desk.sentences[HOLD].span.of(TEXT),
        skipped.desk.sentences[COUNCIL].span.of(TEXT),
        "Nobody asked why.\n",
    ]
    assert [p.spot for p in skipped.queue.ahead(skipped.desk.article.digest, -1, limit=1)] == [ahead[0].spot]


def test_a_flag_within_a_sentence_is_left_again(work: Worklist) -> None:
    mark(work, "“pay for it”")
    work.flag("who?")
    work.go(QUAY)
    work.flag("why?", on_quote=False)
    narrow(work, ("f",))
    assert work.at == QUAY
    work.next_unfinished()
    assert work.at == COUNCIL
    work.next_unfinished()
    assert work.at == QUAY


def test_a_queue_that_is_off_is_all_articles(work: Worklist) -> None:
    queue = Queue(Way(work.store, work.layer))
    here = work.desk.article.digest
    stop = queue.next(here, 0, 1)
    assert stop is not None
    assert (stop.article, stop.offset) == (article(OTHER).digest, None)
    assert queue.article(here, -1) is None
