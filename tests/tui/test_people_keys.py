"""The keys of people on the screen: the picker, the same again, unfinished quotes, propagating."""

import pytest

from annotator.model import Quote, SpeakerKind
from annotator.work.worklist import Worklist
from tests.tui.played import played
from tests.tui.test_sheets import own
from tests.work.desks import at_work, filled, mark, select, span

__all__ = ["own"]

TEXT = (
    "Ida Brenn, the mayor, said the quay was late.\n"
    "She added that nobody had been paid.\n"
    "Olle Varr said the town would pay.\n"
    "Brenn said it was not a coin.\n"
)
LATE, PAID, PAY, COIN = (
    "the quay was late", "that nobody had been paid", "the town would pay", "it was not a coin",
)  # fmt: skip
SOURCES = {LATE: "Ida Brenn, the mayor,", PAID: "She", PAY: "Olle Varr", COIN: "Brenn"}


@pytest.fixture
def work() -> Worklist:
    """Four quotes with their sources; the first is selected."""
    work = at_work(filled(texts=[TEXT, "“No,” he said. Nobody asked why.\n"]))
    for words, source in SOURCES.items():
        quote = mark(work, words)
        start = TEXT.rindex(source, 0, quote.start)
        work.set_spans("source", [type(quote.content[0])(start, start + len(source))])
    select(work, next(iter(work.desk.quotes.values())))
    return work


def names(work: Worklist) -> list[list[str]]:
    """Who speaks each quote of the article."""
    return [[work.registry.name(v.speaker) for v in q.speakers] for _n, q in work.desk.numbered()]


async def test_whom_the_source_means_is_one_digit_away_named_or_not(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("w")
        rows = await play.text()
        assert "PEOPLE" in rows
        assert "1-9 mean people here" in rows
        assert "Who really spoke (“Ida Brenn, the mayor,”)?" in rows
        assert "1  new: Ida Brenn  person, mayor" in rows
        await play.press("1", "j", "w", "1")
        assert names(work)[:2] == [["Ida Brenn"], ["Ida Brenn"]]  # the pronoun is resolved
        ida = work.registry.exact("Ida Brenn")
        assert ida is not None
        assert (ida.kind, ida.aliases) == (SpeakerKind.PERSON, ())
        await play.press("2")  # and now a digit is a stance again
        assert "towards what?" in await play.text()


async def test_the_same_as_the_last_quote_by_one_key_and_in_the_picker(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("=")
        assert await play.news() == "no quote has a speaker yet; w says who speaks"
        await play.press("w", "1", "j", "=")
        assert await play.news() == "said by Ida Brenn, as the last quote"
        await play.press("j", "w", "=", "j", *"w'1", "enter")
        assert names(work) == [["Ida Brenn"]] * 4
        await play.press(*"w'9", "enter")
        assert await play.news() == "there is no quote 9 in this article"
        await play.press("w", "'")
        assert "PEOPLE" in await play.text()
        await play.press("enter", "ctrl+g")
        assert names(work) == [["Ida Brenn"]] * 4


async def test_one_more_speaker_like_the_last_quote(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("w", "1", "j", "j", "w", "1", "W", *"'1", "enter")
        assert names(work)[2] == ["Olle Varr", "Ida Brenn"]


async def test_a_pronoun_is_resolved_and_never_becomes_a_name(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("w", "1", "j", "w", *"she", "tab")
        assert "“she” is a pronoun and no name: enter says whom it means here" in await play.text()
        await play.press("enter")
        assert names(work)[1] == ["Ida Brenn"]
        assert [s.aliases for s in work.registry.live()] == [()]


async def test_an_anonymous_one_a_group_and_somebody_unknown_take_few_keys(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("w", *"an aide", "enter")
        assert "enter: anonymous" in await play.text()
        await play.press("enter", "j", "w", *"residents", "enter", "enter", "j", "w", "?")
        assert names(work)[:3] == [["an aide"], ["residents"], ["unknown"]]
        kinds = {s.name: s.kind for s in work.registry.live()}
        assert kinds == {"an aide": SpeakerKind.ANONYMOUS, "residents": SpeakerKind.GROUP}


async def test_what_is_not_offered_is_said_in_the_sheet(own: Worklist) -> None:
    mark(own, "“We will build it. It will hold. Nobody will pay twice,”")
    async with played(own) as play:
        await play.press("t", "@", "?")
        assert "an entry of the registry is needed here" in await play.text()
        await play.press("=")
        assert "an entry of the registry is needed here" in await play.text()
        await play.press(*"Olle", "enter", "p", "4")
        await play.press(*"xa", "1")
        assert "addressee Olle" in await play.text()  # by its name, not by its id


async def test_the_last_target_stands_first_and_enter_chooses_it(work: Worklist) -> None:
    async with played(work) as play:
        await play.press(*"tb4", "j")
        assert "stance – (next: Flood barrier)" in await play.text()
        await play.press("t")
        rows = await play.rows()
        title = next(n for n, row in enumerate(rows) if "Stance towards what?   enter: Flood barrier" in row)
        assert rows[title + 1].split()[:3] == ["b", "Flood", "barrier"]
        await play.press("enter", "2")
        assert [(x.value, x.target) for x in work.chosen().said("stance")] == [("-1", "barrier")]


async def test_to_the_next_unfinished_quote_and_what_it_lacks(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("l")
        assert await play.news() == "quote 2 still lacks: speaker, stance, topic"
        assert work.at == 1
        await play.press(*"ye1", "w", "?", "l")
        assert await play.news() == "quote 3 still lacks: speaker, stance"
        await play.press("K", "K", "0", "w", "?", "j", "0", "j", "0", "w", "?", "j", "0", "w", "?", "l")
        assert await play.news() == "no quote lacks anything, here or in another article"
        await play.press("]", "q", "[", "l")
        assert await play.news() == "article 2 of 2, quote 1 still lacks: speaker, stance, topic"


def speakers(work: Worklist) -> list[str]:
    return [name for found in names(work) for name in found]


@pytest.fixture
def named(work: Worklist) -> Quote:
    """Ida Brenn says the first quote, and is also called Brenn."""
    ida = work.new_speaker("Ida Brenn", SpeakerKind.PERSON)
    work.set_speaker(ida)
    work.add_alias(ida, "Brenn")
    return work.chosen()


async def test_the_speaker_goes_to_what_is_accepted_and_back_with_one_undo(
    work: Worklist, named: Quote
) -> None:
    async with played(work) as play:
        await play.press("P")
        text = await play.text()
        assert "The speaker of quote 1 for other quotes?   1 of 1" in text
        assert "[x]   4  nobody yet → Ida Brenn" in text
        assert "Brenn: it was not a coin" in text
        await play.press("enter")
        assert await play.news() == "speaker said of 1 more; u takes all of it back"
        assert names(work) == [["Ida Brenn"], [], [], ["Ida Brenn"]]
        await play.press("u")
        assert names(work) == [["Ida Brenn"], [], [], []]
        assert work.at == 3  # where the only one stands that was changed
        await play.press("K", "K", "K")
        assert work.selected == named.id
        await play.press("P", "space", "enter")
        assert await play.news() == "nothing was changed"
        await play.press("P", "ctrl+g")
        assert speakers(work) == ["Ida Brenn"]


async def test_of_topics_each_can_be_left_out(work: Worklist, named: Quote) -> None:
    async with played(work) as play:
        await play.press(*"of3", "j", *"oe1", "k", "P")
        assert "w  Speaker" in await play.text()
        await play.press("o")
        text = await play.text()
        assert "[ ]   2  1.1 → 4.3" in text
        assert "[x]   3  the article’s → 4.3" in text
        await play.press("j", "space", "enter")
        topics = [[x.value for x in q.said("topic")] for _n, q in work.desk.numbered()]
        assert topics == [["4.3"], ["1.1"], [], ["4.3"]]
        await play.press("P", "o", "k", "a", "enter")
        topics = [[x.value for x in q.said("topic")] for _n, q in work.desk.numbered()]
        assert topics == [["4.3"]] * 4
        await play.press("P", "o")
        assert await play.news() == "all other quotes of this article have this topic already"


async def test_all_and_none_and_what_is_shown_of_many_hits() -> None:
    text = "".join(f"Ada Marn said it was day {n} of the year.\n" for n in range(30))
    work = at_work(filled(texts=[text]))
    for n in range(30):
        mark(work, f"it was day {n} of the year")
    select(work, next(iter(work.desk.quotes.values())))
    async with played(work) as play:
        await play.press(*"oe1", "P")
        assert "29 of 29" in await play.text()
        await play.press("a")
        assert "0 of 29" in await play.text()
        await play.press("a", "k", "space")
        rows = await play.rows()
        assert "28 of 29" in "\n".join(rows)
        assert any(row.startswith(" [ ]  30") or "[ ]  30" in row for row in rows)  # the last one is in view
        await play.press("enter")
        assert sum(bool(q.said("topic")) for q in work.desk.quotes.values()) == 29


async def test_there_may_be_nothing_to_propagate(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("P")
        assert "neither a speaker nor a topic of its own" in await play.news()
        select(work, next(q for q in work.desk.quotes.values() if q.source == (span(TEXT, "She"),)))
        await play.press("w", "?", "P")
        assert "neither a speaker nor a topic of its own" in await play.news()
