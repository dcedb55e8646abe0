"""The screen in the hands of somebody: going on, errors of the store, terminals of any size."""

from contextlib import suppress

import pytest

from annotator.errors import StoreError
from annotator.store import Store
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.tui.played import LARGE, SMALL, Played, played
from tests.work.desks import COUNCIL, CRITICS, HOLD, OTHER, QUAY, TEXT, at_work, ids, says, select

NEW = "new here? space goes on, ? lists the keys; annotator practice teaches them"
FINISHED = "this article is finished: space goes on to the next"


async def test_the_first_key_is_followed_and_the_screen_says_what_it_did(work: Worklist) -> None:
    async with played(work) as play:
        assert await play.news() == NEW
        await play.press("j", "q")
        assert await play.news() == "marked"
        assert "▸  1 direct" in await play.text()
        await play.press("u")
        assert await play.news() == "taken back: mark a quote"
        await play.press("r")
        assert await play.news() == "done again: mark a quote"
        await play.press("j")
        assert await play.news() == ""


async def test_somebody_who_comes_back_is_told_only_that_nothing_is_left(work: Worklist) -> None:
    work.finish()
    async with played(work) as play:
        assert await play.news() == ""
    while work.corpus()[0] < work.corpus()[1]:
        if not work.finish():
            with suppress(NotNow):
                work.next_unfinished()
    async with played(work) as play:
        assert (
            await play.news() == "every article is finished; annotator export OUT.jsonl writes what you made"
        )


async def test_space_goes_through_a_corpus(work: Worklist) -> None:
    async with played(work) as play:
        await play.press(*["space"] * 6)
        assert await play.news() == FINISHED
        assert work.desk.text == TEXT
        await play.press("space")
        assert work.desk.text == OTHER
        await play.press("space", "space")
        assert await play.news() == FINISHED
        await play.press("space")
        assert (await play.news()).startswith("every article is finished; annotator export OUT.jsonl writes")
        assert work.corpus() == (8, 8)
        assert "corpus 100 %" in (await play.rows())[0]


async def test_space_means_the_sentence_again_once_one_has_gone_elsewhere(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("z", *["space"] * 5)
        assert await play.news() == FINISHED
        await play.press("k", "k", "k", "k", "k", "k")
        assert work.at == QUAY
        await play.press("space")
        assert work.desk.text == TEXT
        review = work.desk.review(QUAY)
        assert review is not None
        assert review.status == "nothing"  # and skipped no more


async def test_the_ends_of_an_article_are_said(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("k")
        assert await play.news() == "this is the first sentence"
        await play.press(*["J"] * 7)
        assert await play.news() == "this is the last sentence"
        await play.press("[")
        assert await play.news() == "this is the first article"


async def test_a_quote_marked_in_another_sentence_is_chosen_and_said_so(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("m", "j", "j", "l", "space", "e", "enter")
        assert work.chosen().content[0].of(TEXT) == "will hold"
        assert work.selected is not None


async def test_a_new_quote_needs_words_and_a_letter_that_nothing_begins_with_is_said(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("m", "0")
        assert await play.news() == "a new quote needs words"
        await play.press("f", "Z")
        assert await play.news() == "no word that begins with Z is near"
        await play.press("f", "ctrl+g")
        assert play.annotating.marking is not None
        await play.press("backspace")
        assert play.annotating.marking is None
        assert await play.news() == "nothing was changed"


async def test_no_marks_ahead_is_said_while_marking(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "j", "j", "j", "j", "m", "q", "q")
        assert await play.news() == "no quotation marks from here on"


async def test_help_opens_scrolls_and_closes(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("J", "K")
        before = await play.rows()
        await play.press("?")
        top = await play.rows()
        assert any("Reading and labelling" in row for row in top)
        for _ in range(30):
            await play.press("j")
        below = await play.rows()
        assert any("ctrl+g escape" in row for row in below)  # the last command
        await play.press("k", "q")
        assert await play.rows() == before


@pytest.mark.parametrize("keys", [("Q",), ("ctrl+q",), ("w", "ctrl+q"), ("m", "ctrl+q"), ("?", "ctrl+q")])
async def test_one_can_leave_at_any_time_and_is_found_there_again(
    work: Worklist, keys: tuple[str, ...]
) -> None:
    async with played(work) as play:
        await play.press("j", "q", "j", "j", "j")
        for key in keys:
            await play.press(key)
        assert play.over
    assert play.app._exception is None
    assert at_work(work.store).at == CRITICS


# What the store says


def full(*_: object, **__: object) -> None:
    raise StoreError(
        "a.db could not be written because the disk is full; free some space and try it once again"
    )


async def test_what_was_not_kept_is_said_and_not_shown(
    work: Worklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with played(work) as play:
        await play.press("j", "q", "j", "k")
        before, kept = await play.rows(), says(work)
        with monkeypatch.context() as broken:
            broken.setattr(work.store, "act", full)
            for keys in (("space",), ("t", "b", "5"), ("w", *"Ida", "enter", "p"), ("h",), ("D",)):
                await play.press(*keys)
                assert "disk is full; free some space" in await play.news()
                assert says(work) == kept
                await play.press("j", "k")
                assert await play.rows() == before
            await play.press("m", "l", "enter")
            assert "disk is full" in await play.news()
            assert play.annotating.marking is not None  # nothing of what was marked is lost
        await play.press("enter")
        assert len(work.desk.quotes) == 2


async def test_a_database_that_takes_nothing_holds_nobody(
    work: Worklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with played(work) as play:
        monkeypatch.setattr(work.store, "set_place", full)
        await play.press("Q")
        assert play.over


async def test_what_another_session_changed_is_shown_as_it_stands(store: Store, work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q")
        other = at_work(store, article=work.desk.article.digest, new_id=ids(100).__next__)
        select(other, work.chosen())
        other.say_stance("-2", "barrier")
        await play.press("o", "l", "enter")
        assert "changed meanwhile by another session" in await play.news()
        assert "Flood barrier -2" in await play.text()
        other.delete()
        await play.press("p", "d")
        assert "changed meanwhile by another session" in await play.news()
        assert "no quote here" in await play.text()
        await play.press("p")
        assert await play.news() == "no quote is selected; mark one first"


async def test_a_session_that_fell_behind_while_marking_goes_on_marking(store: Store, work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "e", "h")
        other = at_work(store, article=work.desk.article.digest, new_id=ids(100).__next__)
        select(other, work.chosen())
        other.say_stance("-2", "barrier")
        await play.press("enter")
        assert "changed meanwhile" in await play.news()
        await play.press("enter")
        quote = work.chosen()
        assert quote.content[0].of(TEXT).endswith("twice,")
        assert [x.value for x in quote.labels] == ["-2"]


# Terminals


async def test_a_terminal_may_have_any_size(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "j", "j")
        before = await play.rows()
        for size in ((20, 5), (1, 1), (3, 40), (200, 3), (7, 12), (500, 200)):
            await resized(play, size)
            for keys in (("k", "j"), ("m", "l", "ctrl+g"), ("w", "x", "ctrl+g"), ("o", "ctrl+g"), ("?", "q")):
                for key in keys:
                    await play.press(key)
                    await play.rows()
        await resized(play, SMALL)
        await play.press("k", "j")
        assert await play.rows() == before
        assert work.at == HOLD + 1


async def resized(play: Played, size: tuple[int, int]) -> None:
    await play.pilot.resize_terminal(*size)
    strips = await play.strips()
    assert len(strips) == size[1]
    assert all(strip.cell_length == size[0] for strip in strips)


async def test_the_sentence_stays_in_view_when_the_terminal_grows_and_shrinks(work: Worklist) -> None:
    async with played(work, LARGE) as play:
        await play.press(*["j"] * 5)
        for size in ((40, 16), (120, 50), (30, 14), SMALL):
            await resized(play, size)
            assert "▶" in await play.text(), size
        assert work.at == COUNCIL
