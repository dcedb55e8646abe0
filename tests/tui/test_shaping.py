"""The keys that reshape the chosen quote, as they are pressed: what they cost, what they do, what is said."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotator.model import VerdictKind
from annotator.store import Store
from annotator.work.worklist import Worklist
from tests.tui.played import Played, played
from tests.tui.test_painted import in_view, stale
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, TEXT, assert_kept, at_work, filled, mark, span
from tests.work.proposed import LONG, proposals, propose


@pytest.fixture
def proposing() -> Iterator[Worklist]:
    """Somebody before an article with proposals."""
    with filled() as store:
        propose(store)
        yield at_work(store)


def content(p: Played) -> list[str]:
    return [s.of(p.work.desk.text) for s in p.work.chosen().content]


def marked(p: Played) -> list[str]:
    assert p.annotating.marking is not None
    return [s.of(p.work.desk.text) for s in p.annotating.marking.spans()]


def contents(p: Played) -> list[str]:
    return [" … ".join(s.of(p.work.desk.text) for s in q.content) for _n, q in p.work.desk.numbered()]


async def test_a_proposal_one_word_short_is_three_keys(store: Store) -> None:
    doubt = replace(proposals()[1], content=(span(TEXT, "that it will"),))
    propose(store, [doubt])
    async with played(at_work(store)) as p:
        p.work.go(CRITICS)
        p.work.target = "barrier"
        await p.press(".", "5", "space")
        assert p.work.desk.review(CRITICS) is not None
        assert contents(p) == ["that it will hold"]
        (quote,) = p.work.desk.quotes.values()
        assert [x.value for x in quote.said("stance")] == ["2"]
        assert p.work.desk.offers.verdicts[doubt.id].kind is VerdictKind.CORRECTED
        assert_kept(p.work)


async def test_one_pair_of_marks_made_two_quotes_is_six_keys(proposing: Worklist) -> None:
    async with played(proposing) as p:
        p.work.go(BUILD)
        p.work.target = "barrier"
        await p.press("X")
        assert "Where does the second quote begin?" in await p.text()
        await p.press("1", "5", "space", "1", "space")
        assert contents(p) == ["“We will build it.", "It will hold. Nobody will pay twice,”"]
        assert [[x.value for x in q.said("stance")] for _n, q in p.work.desk.numbered()] == [["2"], ["-2"]]
        assert all(p.work.desk.review(n) is not None for n in (BUILD, HOLD))
        assert_kept(p.work)


async def test_a_split_asks_only_where_it_must(work: Worklist) -> None:
    async with played(work) as p:
        mark(work, "It will hold. Nobody will pay twice,”")
        await p.press("X")
        assert contents(p) == ["It will hold.", "Nobody will pay twice,”"]
        assert await p.news() == "two quotes now: the second begins in sentence 4"
        await p.press("X")
        assert "no sentence ends within its words" in await p.news()
        await p.press("u")
        assert contents(p) == ["It will hold. Nobody will pay twice,”"]
        await p.press("D")
        mark(work, LONG)
        await p.press("X", "enter")  # behind the sentence in view
        assert contents(p)[0] == "“We will build it."
        await p.press("plus")
        assert contents(p) == [LONG]
        await p.press("X", "ctrl+g")
        assert contents(p) == [LONG]


async def test_edges_of_cue_and_source_are_moved_in_their_turn(work: Worklist) -> None:
    async with played(work) as p:
        mark(work, "that it will hold")
        await p.press(";")
        assert await p.news() == "< > and , . move the edges of the words now"  # there is nothing else
        work.set_spans("source", [span(TEXT, "Critics doubt")])
        await p.press(";")
        assert await p.news() == "< > and , . move the edges of the source now"
        await p.press(",", "<")
        assert [s.of(TEXT) for s in p.work.chosen().source] == ["said. Critics"]
        assert await p.news() == "the source begins: said. Critics …"
        await p.press(";", ",")
        assert content(p) == ["that it will"]
        assert await p.news() == "the words end: … that it will"
        await p.press(";")
        mark(work, "Nobody")  # another quote: its words
        await p.press(">")
        assert "only one word is left" in await p.news()


async def test_the_role_stays_when_a_proposal_is_taken(proposing: Worklist) -> None:
    async with played(proposing) as p:
        p.work.go(BUILD)
        await p.press(";", ".", "<")
        assert [s.of(TEXT) for s in p.work.chosen().cue] == ["she said. Critics"]
        assert not p.work.is_proposal(p.work.chosen())


async def test_pieces_are_cut_and_joined() -> None:
    text = "“We build,” he said, “and it holds.”\n"
    with filled(texts=[text]) as store:
        work = at_work(store)
        mark(work, text.strip())
        async with played(work) as p:
            await p.press("minus")
            assert await p.news() == "its words are in 2 pieces now"
            assert content(p) == ["“We build,”", "“and it holds.”"]
            await p.press("_")
            assert await p.news() == "its words are in one piece now"
            await p.press("e", "minus")
            assert await p.news() == "choose what to cut out, and - once more"
            assert not stale(p)
            await p.press("minus", "ctrl+g")
            assert (p.annotating.marking, content(p)) == (None, [text.strip()])


async def test_a_clause_is_cut_out_while_marking() -> None:
    text = "“We build,” he said, “and it holds.”\n"
    with filled(texts=[text]) as store:
        async with played(at_work(store)) as p:
            await p.press("m", "J", "space", "e", "e", "minus", "space", "L", "l", "minus")
            assert marked(p) == ["“We build,”", "“and it holds.”"]
            await p.press("minus", "minus")
            await p.press("_", "enter")
            assert contents(p) == [text.strip()]


async def test_clauses_and_paragraphs_while_marking(work: Worklist) -> None:
    async with played(work) as p:
        await p.press("m", "J", "J", "L")
        assert marked(p) == ["that"]
        await p.press("space", "L", "L")
        assert marked(p) == ["that Brenn had said she would “pay for it”, Varr News reported"]
        await p.press("H")
        assert marked(p) == ["that Brenn had said she would “pay for it”"]
        await p.press("K")
        assert in_view(p)
        await p.press("J")
        await p.press("ctrl+g")


async def test_q_goes_to_the_next_quotation_and_marks_it_when_it_is_in_view(work: Worklist) -> None:
    async with played(work) as p:
        await p.press("q")
        assert await p.news() == "here is the next quotation without a quote; q once more marks it"
        assert (p.work.at, contents(p)) == (BUILD, [])
        await p.press("q")
        assert contents(p) == [LONG]
        await p.press("q")
        assert (p.work.at, contents(p)) == (COUNCIL, [LONG])
        await p.press("q")
        assert contents(p) == [LONG, "“pay for it”"]
        await p.press("q")
        assert "no quotation from here on is without a quote" in await p.news()


async def test_marking_begins_behind_a_known_cue(work: Worklist) -> None:
    async with played(work) as p:
        await p.press("j", "j", "j", "j", "m")
        assert marked(p) == ["that"]
        await p.press("space", "e", "c")
        assert (contents(p), marked(p)) == (["that it will hold"], ["doubt"])
        await p.press("s")
        assert marked(p) == ["Critics"]
        await p.press("enter")
        (quote,) = p.work.desk.quotes.values()
        assert [s.of(TEXT) for s in (*quote.cue, *quote.source)] == ["doubt", "Critics"]


async def test_going_on_comes_by_both_halves_wherever_the_quote_was_split(work: Worklist) -> None:
    mark(work, LONG)
    work.target = "barrier"
    work.move(1)
    async with played(work) as p:
        await p.press("X", "2", "5", "space", "1", "space")
        assert [[x.value for x in q.said("stance")] for _n, q in p.work.desk.numbered()] == [["2"], ["-2"]]
        assert contents(p)[1] == "Nobody will pay twice,”"
        p.work.go(BUILD)
        await p.press("q")  # the marks that two quotes share are not marked once more
        assert (p.work.at, len(contents(p))) == (COUNCIL, 2)
