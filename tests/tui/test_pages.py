"""The pages: what each shows, that it leads to where it says, and that nothing below it is lost."""

import pytest

from annotator.guideline.sections import PARTS
from annotator.model import SpeakerKind
from annotator.store import Store
from annotator.text.visible import visible
from annotator.tui.commands import commands
from annotator.tui.focus import ABOUT
from annotator.tui.pages import Guides
from annotator.work.worklist import Worklist
from tests.hostile.attacks import ALL, ATTACKS
from tests.tui.played import SMALL, Played, played
from tests.tui.test_hostile import unseen
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    OTHER,
    QUAY,
    TEXT,
    add,
    article,
    at_work,
    mark,
    scheme,
    select,
)

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
DOUBT = "Critics doubt that it will hold"
NARROW = (60, 20)


def guide(*texts: str) -> Guides:
    return lambda: [(f"page{n}.md", text) for n, text in enumerate(texts)]


async def title(play: Played) -> str:
    """The first row, after everything was laid out."""
    return (await play.rows())[0].strip()


# The guideline


def test_what_commands_are_about_is_known() -> None:
    every = {command.id.split(".")[0] for command in commands(scheme())}
    assert set(ABOUT) <= every
    assert set(ABOUT.values()) - {"field"} <= {*PARTS, *(field.name for field in scheme().fields)}


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        (("g",), "R1 What counts as a quote"),  # no quote is chosen
        (("j", "q", "g"), "R4 Where the content begins and ends"),  # touched last
        (("j", "q", "c", "g"), "R6 The cue"),  # being marked
        (("j", "q", "s", "ctrl+o"), "R7 The source"),
        (("j", "q", "m", "g"), "R4 Where the content begins and ends"),
        (("j", "q", "w", "ctrl+o"), "R8 Pronouns and names"),  # asked for
        (("j", "q", "t", "ctrl+o"), "R18 Whose stance, and towards what"),
        (("j", "q", "t", "b", "ctrl+o"), "R19 Which step"),
        (("j", "q", "t", "b", "5", "g"), "R18 Whose stance, and towards what"),
        (("j", "q", "t", "b", "5", "4", "g"), "R19 Which step"),
        (("y", "ctrl+o"), "R22 Topics"),
        (("j", "q", "x", "d", "g"), "R17 Denied claims, and quotes about quotes"),
        (("j", "q", "b", "ctrl+g", "g"), "R17 Denied claims, and quotes about quotes"),
        (("f", "ctrl+o"), "R25 When to flag"),
        (("h", "g"), "R23 Headlines, bylines, boilerplate"),
    ],
)
async def test_the_guideline_opens_at_the_field_in_focus(
    work: Worklist, keys: tuple[str, ...], rule: str
) -> None:
    async with played(work) as play:
        await play.press(*keys)
        assert (await title(play)).startswith(f"{rule} · guideline.md · ")


async def test_the_guideline_opens_at_the_first_thing_that_is_still_open(work: Worklist) -> None:
    mark(work, LONG)
    async with played(work) as play:
        await play.press("g")
        assert (await title(play)).startswith("R8 Pronouns and names")
        await play.press("q", "w", *"Ida", "enter", "p", "j", "k", "]", "[", "tab")
        work.go(BUILD)
        work.say_stance("none")
        await play.press("J", "g")
        assert (await title(play)).startswith("R22 Topics")


async def test_the_guideline_is_read_over_a_sheet_and_the_sheet_is_still_there(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "w", *"Ida Br")
        before = await play.rows()
        await play.press("ctrl+o")
        assert (await title(play)).startswith("R8 ")
        assert "spoke last in the article" in await play.text()
        await play.press("j", "space", "q")
        assert await play.rows() == before
        await play.press(*"enn", "enter", "p")
        assert [work.registry.name(v.speaker) for v in work.chosen().speakers] == ["Ida Brenn"]


async def test_the_guideline_is_read_while_marking_and_the_selection_is_still_there(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "m", "l", "space", "l")
        before = await play.rows()
        await play.press("g", "j", "ctrl+o")
        assert await play.rows() == before
        await play.press("enter")
        assert [s.of(TEXT) for s in work.chosen().content] == ["We will"]


async def test_keys_typed_ahead_go_to_the_guideline(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("g", "]", "]", "j", "q", "j")
        assert work.at == BUILD
        await play.text()
        assert not play.annotating.query("GuidelineView")
        await play.press("g", "]", "]")
        assert (await title(play)).startswith("R3 Direct, mixed, indirect")
        await play.press("[")
        assert (await title(play)).startswith("R2 ")


async def test_the_contents_lead_to_a_section(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("g", "t")
        assert "▸   R1 What counts as a quote" in await play.text()
        await play.press("j", "enter")
        assert (await title(play)).startswith("R2 ")
        await play.press("t", "q")
        assert (await title(play)).startswith("R2 ")
        assert "declined to comment" in await play.text()


async def test_what_is_searched_is_found_and_brought_into_view(work: Worklist) -> None:
    last = "\n\n".join(f"Paragraph {n} is about nothing." for n in range(60))
    text = f"## First {{#quote}}\n\nA seal.\n\n## Second\n\n{last}\n\nThe SEAL again.\n"
    async with played(work, guides=guide(text)) as play:
        await play.press("g", "/", *"seal", "enter")
        shown = await play.text()
        assert "First: A seal." in shown
        assert "Second: The SEAL again." in shown
        await play.press("j", "enter")
        assert (await title(play)).startswith("Second ")
        assert "The SEAL again." in await play.text()
        await play.press("/", *"walrus", "enter")
        assert "that stands nowhere in the guideline" in await play.text()
        await play.press("q", "/", *"x", "ctrl+g", "home")
        assert "Paragraph 0 " in await play.text()
        await play.press("end")
        assert "The SEAL again." in await play.text()


async def test_a_search_may_be_pasted(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("g", "/")
        await play.paste("scare quotes")
        await play.press("enter", "enter")
        assert (await title(play)).startswith("R2 ")


async def test_a_guideline_without_the_section_opens_at_its_top_and_says_so(work: Worklist) -> None:
    async with played(work, guides=guide("# Ours\n\nHello.\n", "## More\n")) as play:
        await play.press("j", "q", "w", "ctrl+o")
        rows = await play.rows()
        assert rows[0].strip() == "Ours · page0.md · 1 of 2"
        assert rows[-1].strip() == "no section is for speaker: give the heading of one the id {#speaker}"
        await play.press("j")
        assert (await play.rows())[-1].strip().startswith("q closes · j k scroll")


async def test_a_team_without_a_guideline_is_told(work: Worklist) -> None:
    async with played(work, guides=guide()) as play:
        await play.press("g")
        assert (
            await play.news()
            == "there is no guideline; write guidelines/guideline.md in the project's folder"
        )


@pytest.mark.parametrize("size", [SMALL, NARROW, (20, 5), (1, 1)])
async def test_nothing_of_a_guideline_reaches_the_terminal_raw(work: Worklist, size: tuple[int, int]) -> None:
    hostile = "\n\n".join(
        f"## {name} {attack}\n\n- {attack} &#8238;&#27;&lt;b&gt;\n" for name, attack in ATTACKS.items()
    )
    async with played(work, size, guides=guide(hostile.replace("[@click", "[x]("), f"`{ALL}`")) as play:
        await play.press("g", "t")
        assert unseen(await play.strips()) == []
        await play.press("q", "/", "s", "enter")
        assert unseen(await play.strips()) == []
        await play.press("q")
        for _ in ATTACKS:
            await play.press("]")
            strips = await play.strips()
            assert [s.text for strip in strips for s in strip if s.control or visible(s.text) != s.text] == []
            assert all(strip.cell_length == size[0] for strip in strips)


# The whole article


@pytest.mark.parametrize("size", [SMALL, NARROW])
async def test_the_whole_article_fills_the_screen_and_leaves_all_as_it_was(
    store: Store, size: tuple[int, int]
) -> None:
    long = "\n\n".join(f"“We mean it,” said number {n}." for n in range(80)) + "\n"
    add(store, article(long))
    work = at_work(store, article=article(long).digest)
    async with played(work, size) as play:
        await play.press(*["j"] * 30, "q", "k", "j")
        before = await play.rows()
        assert "▸" in "\n".join(before)
        await play.press("V")
        rows = await play.rows()
        assert "whole article" in rows[-1]
        assert not any(row.startswith("──") for row in rows)
        assert any(row.startswith("▶") for row in rows)
        assert all(row[:1] in (" ", "▶", "") for row in rows[:-1])
        await play.press("end")
        assert any("number 79" in row for row in await play.rows())
        await play.press("pageup", "k", "up", "j", "down", "space", "home")
        assert "number 0" in "\n".join((await play.rows())[:2])
        await play.press("j", "j")
        assert "number 1" in (await play.rows())[0]
        await play.press("q")
        assert await play.rows() == before
        assert (work.at, len(work.desk.quotes)) == (30, 1)


async def test_keys_typed_ahead_of_the_whole_article_scroll_it(work: Worklist) -> None:
    async with played(work) as play:
        before = await play.rows()
        await play.press("V", "j", "D", "n", "space", "V", "j")
        assert work.at == BUILD
        assert work.desk.reviewed == 0
        await play.press("k")
        assert (await play.rows())[:-2] == before[:-2]  # but for the news of the start


# Facts


async def test_facts_lead_to_what_else_the_speaker_says(work: Worklist) -> None:
    first, second = mark(work, LONG), mark(work, "“pay for it”")
    ida = work.new_speaker("Ida Brenn", SpeakerKind.PERSON)
    for quote in (first, second):
        select(work, quote)
        work.set_speaker(ida)
    select(work, first)
    async with played(work) as play:
        await play.press("I")
        text = await play.text()
        assert "title    An article" in text
        assert "what else Ida Brenn says here:" in text
        assert "▸     2 direct   “pay for it”" in text
        await play.press("enter")
        assert (work.at, work.selected) == (COUNCIL, second.id)
        before = await play.rows()
        await play.press("I", "I")
        assert await play.rows() == before


async def test_facts_of_a_quote_without_a_speaker_and_of_none(work: Worklist) -> None:
    async with played(work, NARROW) as play:
        await play.press("I")
        assert "no quote is chosen" in await play.text()
        await play.press("enter", "j", "q", "I")
        await play.press("end")
        assert "the chosen quote has no speaker yet" in await play.text()


# Flags


async def test_flags_lead_to_where_they_are_in_any_article(store: Store, work: Worklist) -> None:
    there = at_work(store, article=article(OTHER).digest)
    there.flag("who is he?")
    work.go(CRITICS)
    quote = mark(work, DOUBT)
    work.flag("is it said?")
    work.go(QUAY)
    async with played(work) as play:
        await play.press("L")
        text = await play.text()
        assert "in this article: 1" in text
        assert f"▸ quote in sentence {CRITICS + 1} is it said?" in text
        assert "in other articles: 1" in text
        assert "sentence 1 who is he? · An article" in text
        await play.press("enter")
        assert (work.at, work.selected) == (CRITICS, quote.id)
        await play.press("L", "j", "enter")
        assert work.desk.text == OTHER
        assert await play.news() == ""
        await play.press("L", "q")
        assert work.desk.text == OTHER


async def test_more_flags_are_read_as_one_comes_to_them(store: Store, work: Worklist) -> None:
    for n in range(120):
        one = article(f"“No,” said number {n}.\n")
        add(store, one)
        at_work(store, article=one.digest, new_id=work.new_id).flag(f"flag {n}.")
    async with played(work, NARROW) as play:
        await play.press("L")
        assert "in other articles: 120" in await play.text()
        for n in range(120):
            assert f"▸ sentence 1 flag {n}." in "\n".join(await play.rows()) if n % 40 == 0 else True
            await play.press("j")
        await play.press("end", "enter")
        assert work.desk.text == "“No,” said number 119.\n"


# History


async def test_history_says_what_was_done_and_leads_there(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "o", "l", "enter", "p", "d", "u", "]", "H")
        rows = await play.rows()
        listed = [row for row in rows if "of An article" in row]
        assert ["next redo" in listed[0], "next undo" in listed[1], "mark a quote" in listed[2]] == [True] * 3
        assert f"sentence {BUILD + 1} of An article" in listed[0]
        await play.press("enter")
        assert (work.desk.text, work.at) == (TEXT, BUILD)
        await play.press("u", "u", "H")
        assert "taken back" in await play.text()
        await play.press("H", "r", "r")
        assert await play.news() == "done again: say the topic"


async def test_an_empty_history_says_so_and_closes(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("H")
        assert "nothing was done yet" in await play.text()
        await play.press("enter", "j")
        assert work.at == BUILD


# Pace


async def test_pace_is_said_when_it_is_asked_for(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "E")
        text = await play.text()
        assert "the corpus: " in text
        assert "this article: 6 sentences" in text
        assert next(row for row in text.split("\n") if row.strip().startswith("quotes")).split()[1:] == [
            "1",
            "1",
        ]
        assert "the queue" not in text
        await play.press("escape", "k")
        assert work.at == QUAY
        await play.press("F", "t", "E")
        assert f"the queue: {work.queue.count.places} sentences" in await play.text()


@pytest.mark.parametrize("size", [SMALL, NARROW, (20, 5), (1, 1), (200, 60)])
async def test_pages_fit_any_terminal_and_show_only_what_can_be_seen(
    store: Store, size: tuple[int, int]
) -> None:
    from annotator.model import Source

    one = article(
        TEXT + "More.\n", Source(f"{ALL}.txt", title=ALL, outlet=ALL, date=ALL, author=ALL, url=ALL)
    )
    add(store, one)
    work = at_work(store, article=one.digest)
    mark(work, LONG)
    work.set_speaker(work.new_speaker(visible(ALL[:200]), SpeakerKind.PERSON))
    work.flag("why so? " * 30)
    async with played(work, size) as play:
        for key in "VILHE":
            await play.press(key, "j", "space", "pageup", "end", "home")
            strips = await play.strips()
            assert unseen(strips) == []
            assert all(strip.cell_length == size[0] for strip in strips)
            await play.press("q")
        assert play.annotating.asked is None
