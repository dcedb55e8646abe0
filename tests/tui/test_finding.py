"""The keys of finding and going, on the screen."""

import pytest

from annotator.model import Source, Speaker, SpeakerKind
from annotator.store import Store
from annotator.store import tables as t
from annotator.tui.found import Find, Searching
from annotator.work.finding import Finder, Search
from annotator.work.worklist import Worklist
from tests.tui.played import LARGE, SMALL, Played, played
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    HOLD,
    OTHER,
    QUAY,
    TAIL,
    TEXT,
    add,
    article,
    at_work,
    mark,
)

IDA = Speaker("00000000-0000-4000-8000-0000000000aa", "Ida Brenn", SpeakerKind.PERSON)


async def reversed_words(play: Played) -> list[str]:
    """What is painted in reverse in the article."""
    height = play.reader.size.height
    found = [
        segment.text
        for strip in (await play.strips())[1 : 1 + height]
        for segment in strip
        if segment.style is not None and segment.style.reverse
    ]
    return [words for words in found if words.strip()]


# In the article


async def test_hits_are_shown_while_one_types(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("/", *"will")
        text = await play.text()
        assert "Find: will▏   1 of 4 · enter goes there · down: the next" in text
        assert "▸   2  “We will build it." in text
        assert "   5  Critics doubt that it will hold." in text
        assert await reversed_words(play) == ["will"]
        assert work.at == QUAY, "nothing is gone to before enter"
        await play.press("down", "down", "down", "down", "up", "enter")
        assert work.at == CRITICS
        assert await play.news() == "“will”: 4 of 4; / and enter goes to the next"
        assert await reversed_words(play) == ["will"]
        await play.press("/", "enter")
        assert work.at == BUILD
        await play.press("j")
        assert await reversed_words(play) == [], "one has gone elsewhere"


async def test_what_is_not_there_is_said_and_cancelling_goes_back(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("/", *"twixt")
        assert "not in this article · S looks through the corpus" in await play.text()
        await play.press("enter")
        assert play.annotating.asked is not None
        await play.press("ctrl+u", *"news report", "ctrl+g")
        assert await play.news() == "nothing was changed"
        assert (work.at, await reversed_words(play)) == (QUAY, [])
        await play.press("/", "enter")
        assert await play.news() == "nothing was looked for yet; type some words"


async def test_words_may_be_pasted(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("/")
        await play.paste("Nobody will\npay")
        await play.press("enter")
        assert work.at == TAIL


async def test_a_hit_far_down_comes_into_view(store: Store) -> None:
    lines = "".join(f"Line {n} of a long text.\n" for n in range(2000))
    one = article(lines)
    add(store, one)
    work = at_work(store, article=one.digest)
    async with played(work) as play:
        await play.press("/", *"line 1777 ")
        assert "Line 1777 of a long text." in (await play.text()).split("Find:")[0]
        await play.press("ctrl+g")
        assert "Line 0 of a long text." in await play.text()


def test_a_hit_is_listed_with_the_words_around_it(work: Worklist) -> None:
    find = Find(Finder(work), lambda _: None)
    for sign in "reported":
        find.press(sign, sign)
    for width in (80, 31, 20):
        rows = [line.plain for line in find.lines(width)]
        assert len(rows) == 2
        assert max(map(len, rows)) <= width
    assert "reported" in find.lines(60)[1].plain


# In the corpus


async def test_the_corpus_is_searched_and_a_digit_goes_there(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("S", *"nobody", "enter")
        text = await play.text()
        assert "“nobody”   in 2 articles" in text
        assert "▸1 An article · 4  Nobody will pay twice,” she said." in text
        await play.press("2")
        assert (work.desk.text, work.at) == (OTHER, 1)
        assert await reversed_words(play) == ["Nobody"]
        assert await play.news() == "S and enter: the hits again · : and enter: back to where you were"
        await play.press("S", "enter")
        assert "“nobody”   in 2 articles" in await play.text()
        await play.press("j", "k", "enter")
        assert (work.desk.text, work.at) == (TEXT, TAIL)
        await play.press(":", "enter")
        assert (work.desk.text, work.at) == (OTHER, 1)


async def test_digits_are_typed_until_there_are_hits(work: Worklist, store: Store) -> None:
    add(store, article("Ferry 7 sank in 1987. Ferry 7 rose.\n"))
    async with played(work) as play:
        await play.press("S", *"ferry 7 1987", "enter", "9")
        assert play.annotating.asked is not None, "there is no ninth hit"
        await play.press("1")
        assert work.desk.text.startswith("Ferry 7 sank")


async def test_page_after_page(work: Worklist, store: Store) -> None:
    for n in range(25):
        add(store, article(f"Barge {n} is late.\n", Source("b.txt", title=f"Barge {n}")))
    async with played(work, LARGE) as play:
        await play.press("S", *"barge", "enter")
        assert ["▸1 Barge 0 ·" in await play.text(), "tab: more" in await play.text()] == [True, True]
        await play.press("tab")
        assert "▸1 Barge 9 ·" in await play.text()
        await play.press("space")
        text = await play.text()
        assert ["▸1 Barge 18 ·" in text, "tab: more" in text] == [True, False]
        await play.press("tab")
        assert "▸1 Barge 0 ·" in await play.text(), "behind the last page comes the first"


async def test_what_finds_nothing_can_be_typed_anew(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("S", "enter")
        assert "type some words to look for" in await play.text()
        await play.press(*"zz top", "enter")
        assert "nothing found" in await play.text()
        await play.press("/")
        assert "Search the corpus: zz top▏" in await play.text()
        await play.press("ctrl+u", *"nobody quay", "enter")
        assert "no sentence here holds them all" in await play.text()
        await play.press("backspace", "ctrl+u", *"varr news", "enter", "enter")
        assert work.at == COUNCIL


async def test_a_database_without_an_index_says_so(work: Worklist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(t, "has_search", lambda _: False)
    async with played(work) as play:
        await play.press("S", *"quay", "enter")
        assert "this Python's SQLite has no FTS5" in await play.text()
        await play.press("ctrl+g")
        assert await play.news() == "nothing was changed"


def test_hits_are_cut_to_the_width(work: Worklist) -> None:
    sheet = Searching(Search(work))
    for sign in ("n", "o", "b", "o", "d", "y", "enter"):
        sheet.press(sign, sign if len(sign) == 1 else None)
    for width in (80, 40, 20):
        rows = [line.plain for line in sheet.lines(width)]
        assert len(rows) == 4
        assert max(map(len, rows)) <= width


# By number


async def test_a_place_by_its_number(work: Worklist) -> None:
    async with played(work) as play:
        await play.press(":", *"a2", "enter")
        assert work.desk.text == OTHER
        await play.press(":", *"9", "enter")
        assert await play.news() == "this article has the sentences 1 to 2"
        await play.press(":", "enter")
        assert work.desk.text == TEXT


# What ] [ } walk over


async def test_a_filter_is_said_above_until_it_is_off(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "j", "z", "k", "F")
        assert "s  skipped                  1 in 1 article" in await play.text()
        await play.press("s")
        assert work.at == HOLD
        assert await play.news() == "skipped sentences: 1 in 1 article; } next, F 0 everything again"
        assert (await play.rows())[0].startswith(" only skipped · An article")
        await play.press("]")
        assert await play.news() == "this is the last article with skipped sentences"
        await play.press("F", "0")
        assert await play.news() == "everything again"
        assert "only" not in (await play.rows())[0]


async def test_a_speaker_is_chosen_among_people(work: Worklist) -> None:
    mark(work, "“pay for it”")
    work.set_speaker(IDA)
    work.go(QUAY)
    async with played(work) as play:
        await play.press("F", "w", *"ida", "enter")
        assert work.at == COUNCIL
        assert (await play.rows())[0].startswith(" only Ida Brenn · ")
        await play.press("F", "w", *"Zoe", "enter", "p")
        assert await play.news() == "nobody of that name is in the registry yet, so nothing is said by them"


async def test_a_topic_is_chosen_in_two_keys(work: Worklist) -> None:
    mark(work, "it will hold")
    work.say_topic("21.2")
    work.go(QUAY)
    async with played(work) as play:
        await play.press("F", "o", "l", "2")
        assert work.at == CRITICS
        assert "quotes about" in await play.news()
        await play.press("F", "o", "e", "enter")
        assert await play.news() == "there are no quotes about Economy"


async def test_what_is_ahead_is_listed(work: Worklist) -> None:
    for n in (HOLD, COUNCIL):
        work.go(n)
        work.skip()
    work.go(QUAY)
    async with played(work) as play:
        await play.press("F", "s", "F", "l")
        text = await play.text()
        assert "skipped sentences: 2 in 1 article" in text
        assert "▸ An article · 3  It will hold." in text
        await play.press("j", "enter")
        assert work.at == COUNCIL


async def test_hostile_titles_and_texts_stay_in_their_place(work: Worklist, store: Store) -> None:
    evil = Source("x.txt", title="\x1b]0;owned\x07[/bold]")
    add(store, article("A zebra \x1b[31m\u202eran\x9b2J off.\n", evil))
    async with played(work, SMALL) as play:
        await play.press("S", *"zebra", "enter")
        found = await play.text()
        assert not any(sign in found for sign in "\x1b\x07\x9b\u202e")
        assert "[/bold]" in found
        await play.press("1", "/", *"ran", "enter")
        found = await play.text()
        assert not any(sign in found for sign in "\x1b\x07\x9b\u202e")
        assert "zebra" in found
