"""Proposals under somebody's hands: shown as such, and one key each to accept, reject, and go on."""

from collections.abc import Iterator

import pytest

from annotator.model import VerdictKind
from annotator.store import Store
from annotator.suggest.pointing import Pointing
from annotator.work.worklist import Worklist
from tests.tui.played import Played, played
from tests.work.desks import BUILD, COUNCIL, CRITICS, TEXT, at_work, filled, span
from tests.work.proposed import INNER, LONG, TOLD, propose


@pytest.fixture
def store() -> Iterator[Store]:
    with filled() as one:
        propose(one)
        yield one


def at(store: Store, n: int) -> Worklist:
    work = at_work(store, pointer=Pointing())
    work.go(n)
    return work


def kinds(work: Worklist) -> list[VerdictKind]:
    return [v.kind for v in work.desk.offers.verdicts.values()]


def own_words(work: Worklist) -> list[str]:
    return [q.content[0].of(TEXT) for _n, q in work.desk.numbered()]


async def line(play: Played, words: str) -> str:
    return next(row for row in await play.rows() if words in row)


async def test_a_proposal_says_by_whom_and_how_sure(store: Store) -> None:
    async with played(at(store, BUILD)) as play:
        assert "▸  ? direct   Ida Brenn   “We will build it" in await play.text()
        assert "proposed by rules a.rule 90 %" in await play.text()
        assert (await line(play, "We will build it"))[:8].strip() == "▶     ?"
        await play.press("enter")
        assert await play.news() == "accepted"
        assert "▸  1 direct   Ida Brenn" in await play.text()
        assert "proposed by" not in await play.text()


async def test_nothing_moves_when_a_proposal_is_taken(store: Store) -> None:
    async with played(at(store, BUILD)) as play:
        before = (await play.rows())[1:14]
        await play.press("enter")
        after = (await play.rows())[1:14]
        assert [row[8:] for row in before] == [row[8:] for row in after]


async def test_a_right_proposal_costs_two_keys(store: Store) -> None:
    work = at(store, BUILD)
    async with played(work) as play:
        await play.press("5", "space")
        assert own_words(work) == [LONG]
        assert kinds(work) == [VerdictKind.ACCEPTED]
        quote = next(iter(work.desk.quotes.values()))
        assert [(x.value, x.target) for x in quote.said("stance")] == [("2", "barrier")]
        assert work.at == CRITICS


async def test_rejecting_goes_to_what_else_is_proposed(store: Store) -> None:
    work = at(store, COUNCIL)
    async with played(work) as play:
        await play.press("d")
        assert await play.news() == "rejected; u brings it back"
        assert work.quote is not None
        assert work.quote.content == (span(TEXT, INNER),)
        await play.press("d")
        assert work.quote is None
        await play.press("u")
        assert work.quote is not None
        assert work.quote.content == (span(TEXT, INNER),)


async def test_tab_goes_through_proposals_too(store: Store) -> None:
    work = at(store, COUNCIL)
    async with played(work) as play:
        chosen = []
        for _ in range(2):
            assert work.quote is not None
            chosen.append(work.quote.content[0].of(TEXT))
            await play.press("tab")
        assert chosen == [TOLD, INNER]


async def test_letters_stand_on_the_verbs_and_the_cue_brings_the_rest(store: Store) -> None:
    propose(store, [])
    work = at(store, COUNCIL)
    async with played(work) as play:
        await play.press("v")
        assert "Olle Varr aold the council" in await play.text()
        assert "Varr News deported" in " ".join((await play.text()).split())
        await play.press("a")
        assert await play.news() == "marked by its cue"
        assert "told the council" in await play.text()
        assert own_words(work) == [TOLD]
        await play.press("4", "t", "space")
        assert work.desk.review(COUNCIL) is not None


async def test_letters_go_away_when_the_question_is_cancelled(store: Store) -> None:
    async with played(at(store, COUNCIL)) as play:
        await play.press("v")
        assert "aold the council" in await play.text()
        await play.press("9", "ctrl+g")
        assert "told the council" in await play.text()
        assert await play.news() == "nothing was changed"


async def test_where_the_rules_find_nothing_one_marks_the_words_of_that_cue() -> None:
    with filled(texts=["The session ended."]) as store:
        work = at(store, 0)
        async with played(work) as play:
            await play.press("v", "a")
            assert "mark the words yourself" in await play.news()
            assert play.annotating.marking is not None
            await play.press("enter")
            assert [s.of("The session ended.") for s in work.chosen().cue] == ["ended"]


async def test_a_sibling_begins_with_source_and_speaker(store: Store) -> None:
    work = at(store, BUILD)
    async with played(work) as play:
        await play.press("enter", "j", "j", "j", "i")
        assert play.annotating.marking is not None
        await play.press("enter")
        new = work.chosen()
        first = next(q for _n, q in work.desk.numbered() if q.content[0].of(TEXT) == LONG)
        assert new.id != first.id
        assert new.source == first.source
        assert [v.speaker for v in new.speakers] == [v.speaker for v in first.speakers]
