"""Settling under somebody's hands: versions side by side, one key to take one, and the annotators' inbox."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from annotator.cli.guidelines import pages
from annotator.model import VerdictKind
from annotator.store import Store
from annotator.tui.adjudicate import AdjudicateApp, AdjudicateScreen
from annotator.tui.commands import all_commands, commands
from annotator.tui.help import Help
from annotator.work.adjudication.adjudication import Adjudication
from tests.conftest import ROOT
from tests.tui.played import LARGE, SMALL, Played, played
from tests.work.desks import BUILD, COUNCIL, CRITICS, TEXT, at_work, mark, scheme, span
from tests.work.settled import DOUBT, LONG, TOLD, annotated, person, settling, stance, team, who


@pytest.fixture
def store() -> Iterator[Store]:
    with team("ana", "ben", "cleo") as one:
        yield one


@pytest.fixture
def work(store: Store) -> Adjudication:
    """They agree on the long quote; ana and ben differ on the doubt; ana alone marked what was told."""
    annotated(store, "ana", long=[who("Ida Brenn")], doubt=[who("Olle Varr"), stance("-1")], told=[])
    annotated(store, "ben", long=[who("Ida Brenn")], doubt=[who("Ida Brenn"), stance("-2")])
    return settling(store)


@asynccontextmanager
async def settled(
    work: Adjudication, size: tuple[int, int] = SMALL, keymap: dict[str, str] | None = None
) -> AsyncIterator[Played]:
    """The lead's program on a screen of `size`; what breaks in it fails the test."""
    app = AdjudicateApp(work, commands(work.scheme, keymap or {}), guides=lambda: pages(ROOT))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Played(pilot)


def gold(work: Adjudication) -> dict[str, list[str]]:
    """Words -> steps, as the desk has them."""
    return {q.content[0].of(TEXT): [x.value for x in q.said("stance")] for q in work.desk.quotes.values()}


async def lines(play: Played, *starts: str) -> list[str]:
    """The rows of the panel that begin so."""
    return [row for row in await play.rows() if row.startswith(starts)]


async def test_it_opens_at_what_is_open_and_says_what_was_merged(work: Adjudication) -> None:
    async with settled(work) as play:
        assert await play.news() == "1 quote that agrees was merged; u takes it back"
        first = (await play.rows())[0]
        assert first.endswith("sentence 5/7 · open 2 of 3 quotes · article 1/1")
        assert gold(work) == {LONG: []}


async def test_versions_stand_side_by_side_with_what_differs_marked(work: Adjudication) -> None:
    async with settled(work) as play:
        rows = await lines(play, "▸A", " B ben")
        assert rows == [
            "▸A ana     ≠Olle Varr      indirect ≠-1 Flood bar…  –         that it will hold",
            " B ben     ≠Ida Brenn      indirect ≠-2 Flood bar…  –         that it will hold",
        ]
        assert "they differ in speaker, stance" in await play.text()
        assert "sentence 5 · A ana done, B ben done" in await play.text()


async def test_a_wide_screen_shows_more_of_each(work: Adjudication) -> None:
    async with settled(work, LARGE) as play:
        assert all("Flood barrier" in row for row in await lines(play, "▸A", " B ben"))


async def test_of_three_the_odd_one_is_marked(store: Store) -> None:
    annotated(store, "ana", doubt=[stance("-1")])
    annotated(store, "ben", doubt=[stance("-1")])
    annotated(store, "cleo", doubt=[stance("2")])
    async with settled(settling(store)) as play:
        await play.settled()
        marked = ["≠" in row for row in await lines(play, "▸A", " B ben", " C cleo")]
        assert marked == [False, False, True]


async def test_one_key_takes_a_whole_version(work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("B")
        assert await play.news() == "taken from B"
        assert gold(work)[DOUBT] == ["-2"]
        assert len(await lines(play, "=gold      ≠Ida Brenn")) == 1
        await play.press("A")
        assert gold(work)[DOUBT] == ["-1"]
        await play.press("u", "u")
        assert DOUBT not in gold(work)
        assert await play.news() == "taken back: take a version"


async def test_one_key_takes_the_field_in_focus(work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("right", "right")
        assert "only the stance is in focus" in await play.text()
        await play.press("B")
        assert await play.news() == "the stance of B was taken"
        assert gold(work)[DOUBT] == ["-2"]
        assert [work.registry.name(v.speaker) for v in work.chosen().speakers] == ["Olle Varr"]
        await play.press("left", "left", "B")
        assert await play.news() == "taken from B"
        assert [work.registry.name(v.speaker) for v in work.chosen().speakers] == ["Ida Brenn"]


async def test_arrows_show_the_versions_in_the_article(store: Store) -> None:
    annotated(store, "ana", told=[])
    annotated(store, "ben", pay=[])
    work = settling(store)
    async with settled(work) as play:
        await play.press("down")
        assert work.quote is not None
        assert work.quote.content == (span(TEXT, "“pay for it”"),)
        assert len(await lines(play, "▸B ben")) == 1
        await play.press("right", "right")
        assert work.field == ""
        await play.press("up", "R")
        assert list(gold(work)) == [TOLD]


async def test_going_on_takes_what_is_shown_and_ends(work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("space")
        assert work.at == COUNCIL
        assert len(await lines(play, " B ben    – marked nothing")) == 1
        assert "they differ in whether it is a quote" in await play.text()
        await play.press("d")
        await play.press("space")
        assert await play.news() == "this article is finished: space goes on to the next"
        await play.press("space")
        assert (await play.news()).startswith("all is settled that two people have seen")
        assert set(gold(work)) == {LONG, DOUBT}
        assert work.versions.verdicts[work.versions.clusters[-1].quote.id].kind is VerdictKind.REJECTED


async def test_whoever_marked_nothing_can_be_followed(work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("space", "B")
        assert await play.news() == "rejected, as B marked nothing"


async def test_all_usual_keys_work_on_versions_and_on_gold(work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("4", "b", "ctrl+g", "o", "t", "2")
        assert gold(work)[DOUBT] == ["1"]
        await play.press("m", "e", "space", "b", "enter")
        assert len(work.desk.quotes) == 3


async def test_names_can_be_hidden_and_are_when_one_works_blind(store: Store, work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("N")
        assert await play.news() == "names are hidden"
        assert "ana" not in await play.text()
        assert len(await lines(play, "▸A         ≠")) == 1
        await play.press("N")
        assert "▸A ana" in await play.text()
    async with settled(settling(store, blind=True)) as play:
        assert " ana" not in await play.text()
        assert " ben" not in await play.text()


async def test_flags_of_annotators_are_shown_with_their_versions(store: Store) -> None:
    one = annotated(store, "ana", doubt=[stance("-1")])
    one.go(CRITICS)
    one.flag("is this a quote at all?")
    annotated(store, "ben", doubt=[stance("-2")])
    async with settled(settling(store)) as play:
        assert "A flags: is this a quote at all?" in await play.text()


async def test_topics_of_the_article_are_shown_where_they_differ(store: Store) -> None:
    for name, topic in (("ana", "21"), ("ben", "10.1")):
        person(store, name).say_article_topic(topic)
        annotated(store, name, long=[])
    async with settled(settling(store), LARGE) as play:
        assert "article about A ana 21, B ben 10.1" in await play.text()
        await play.press("y", "l", "enter")
        assert "article about" not in await play.text()


async def test_what_is_new_in_a_second_pass_is_marked(store: Store, work: Adjudication) -> None:
    while not work.finished:
        work.finish()
    annotated(store, "cleo", long=[who("Ida Brenn")], doubt=[stance("0")], told=[])
    again = settling(store)
    async with settled(again) as play:
        assert again.at == CRITICS
        assert len(await lines(play, " C*cleo")) == 1
        before = gold(again)
        await play.press("enter")
        assert await play.news() == "left as it is"
        assert gold(again) == before
        assert len(await lines(play, " C cleo")) == 1


async def test_a_quote_of_the_leads_own_is_shown_as_usual(work: Adjudication) -> None:
    async with settled(work) as play:
        mark(work, "Mayor Ida Brenn")
        await play.press("tab")
        assert "still to say: speaker" in await play.text()
        await play.press("A")
        assert "nobody else marked it" in await play.news()


async def test_keys_of_settling_are_only_there_where_one_settles(store: Store, work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("question_mark")
        assert isinstance(play.app.screen, Help)
        assert {c.mode for c in play.annotating.commands} == {"read", "mark", "settle", "ask"}
    async with played(at_work(store, "ana")) as play:
        assert {c.mode for c in play.annotating.commands} == {"read", "mark", "ask"}


async def test_a_keymap_of_ones_own_holds_there_too(work: Adjudication) -> None:
    async with settled(work, keymap={"settle.second": "ctrl+n"}) as play:
        await play.press("ctrl+n")
        assert gold(work)[DOUBT] == ["-2"]
        await play.press("u", "B")
        assert DOUBT not in gold(work)


def test_every_command_of_settling_has_a_verb() -> None:
    some = [command for command in all_commands(scheme()) if command.mode == "settle"]
    assert len(some) == 12
    assert all(hasattr(AdjudicateScreen, f"do_{command.calls[0]}") for command in some)


async def test_the_worst_is_one_key_away(work: Adjudication) -> None:
    async with settled(work) as play:
        work.go(BUILD)
        await play.press("Z")
        shown = await play.text()
        assert "What they disagree on most" in shown
        assert "that it will hold · " in shown
        first = next(row for row in await play.rows() if row.startswith(" ▸"))
        await play.press("enter")
        quote = work.quote
        assert quote is not None
        assert quote.content[0].of(TEXT)[:20] in first


# The inbox


async def test_the_inbox_says_what_was_settled_otherwise_and_goes_there(
    store: Store, work: Adjudication
) -> None:
    work.take_from("B")
    work.go(COUNCIL)
    work.reject()
    ana = person(store, "ana")
    ana.go(BUILD)
    async with played(ana) as play:
        await play.settled()
        assert "M: 2 settled ·" in (await play.rows())[0]
        await play.press("M")
        shown = await play.text()
        assert "new: 2" in shown
        assert "▸ changed in sentence 5: that it will hold · An article" in shown
        assert "speaker: Olle Varr → Ida Brenn" in shown
        assert "stance: -1 Flood barrier → -2 Flood barrier" in shown
        assert "rejected in sentence 6: that Brenn had said she would" in shown
        assert "settled ·" not in (await play.rows())[0]
        await play.press("enter")
        assert ana.at == CRITICS
        assert ana.chosen().content == (span(TEXT, DOUBT),)
        await play.press("M")
        assert "read before: 2" in await play.text()
        await play.press("M")
        assert "read before" not in await play.text()


async def test_an_empty_inbox_says_so(store: Store) -> None:
    async with played(at_work(store, "ana")) as play:
        assert "settled" not in (await play.rows())[0]
        await play.press("M")
        assert "nothing of yours was settled otherwise" in await play.text()


async def test_the_guideline_opens_at_the_field_in_focus(work: Adjudication) -> None:
    async with settled(work) as play:
        await play.press("right", "g")
        assert (await play.rows())[0].strip().startswith("R8 Pronouns and names")
        await play.press("q", "right", "g")
        assert (await play.rows())[0].strip().startswith("R18 Whose stance, and towards what")
