"""Reshaping the chosen quote: edges by one key, two quotes of one, one of two, pieces; and any sequence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model import Label, Quote, ReviewStatus, Span, VerdictKind, Voice, merged
from annotator.store import Store
from annotator.text.tokens import tokens
from annotator.work.beginning import begun
from annotator.work.pieces import parted, together, without
from annotator.work.session import NotNow
from annotator.work.shaping import (
    ROLES,
    Edge,
    cut_out,
    join,
    later_quotation,
    move_edge,
    one_piece,
    spans_in,
    split,
    split_places,
)
from annotator.work.worklist import Place, Worklist
from tests.examples import tries
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    HOLD,
    TAIL,
    TEXT,
    assert_kept,
    at_work,
    filled,
    mark,
    span,
)
from tests.work.proposed import LONG, propose

SPEECH = (
    "Ida Brenn, the mayor, said on Monday that the quay (built in 1911) would cost $5 million, or 5%, more. "
    "Nobody objects.\n\n"
    "“We will build it,” Varr said, “and it will hold.” The show “Tides” is on.\n"
)
BROKEN = "“We will build it,” Varr said, “and it will hold.”"


@contextmanager
def over(text: str) -> Iterator[Worklist]:
    """Somebody before an article of this text."""
    with filled(texts=[text]) as store:
        yield at_work(store)


def words(work: Worklist, role: str = "content") -> list[str]:
    spans: tuple[Span, ...] = getattr(work.chosen(), role)
    return [s.of(work.desk.text) for s in spans]


def moved(text: str, start: str, edge: Edge, by: int, times: int = 3) -> list[str]:
    """The words of a quote that begins as `start`, after each of some moves of an edge."""
    with over(text) as work:
        mark(work, start)
        found = []
        for _ in range(times):
            move_edge(work, "content", edge, by)
            found.append(words(work)[0])
        assert_kept(work)
        return found


# Edges


def test_the_end_goes_out_word_by_word_and_takes_closing_marks_with_their_word() -> None:
    assert moved(TEXT, "“We will", "end", 1, 3) == [
        "“We will build",
        "“We will build it.",
        "“We will build it. It",
    ]
    assert moved(TEXT, "twice", "end", 1, 1) == ["twice,”"]
    assert moved(TEXT, "“We will build it. It will hold. Nobody will pay", "end", 1, 1) == [LONG]
    assert moved(TEXT, "Nobody will pay", "end", 1, 1) == ["Nobody will pay twice,”"]  # as half of a split


def test_the_end_goes_in_over_the_marks_and_the_stop() -> None:
    assert moved(TEXT, LONG, "end", -1, 2) == [LONG.replace(" twice,”", ""), LONG.replace(" pay twice,”", "")]
    assert moved(TEXT, "that it will hold.", "end", -1, 2) == ["that it will hold", "that it will"]


def test_outside_of_marks_the_word_comes_before_its_stop_and_the_next_sentence() -> None:
    assert moved(SPEECH, "Nobody", "end", 1, 3) == [
        "Nobody objects", "Nobody objects.", "Nobody objects.\n\n“We",
    ]  # fmt: skip


def test_brackets_currency_and_percent_belong_to_their_word() -> None:
    assert moved(SPEECH, "(built in", "end", 1, 2) == ["(built in 1911)", "(built in 1911) would"]
    assert moved(SPEECH, "built in", "end", 1, 2) == ["built in 1911", "built in 1911)"]
    assert moved(SPEECH, "million", "start", 1, 2) == ["$5 million", "cost $5 million"]
    assert moved(SPEECH, "million, or", "end", 1, 2) == ["million, or 5%", "million, or 5%, more"]


def test_the_start_goes_out_and_in_with_the_opening_mark() -> None:
    assert moved(TEXT, "will build it", "start", 1, 2) == [
        "“We will build it",
        "Monday.\n\n“We will build it",
    ]
    assert moved(TEXT, "“We will build it", "start", -1, 2) == ["will build it", "build it"]
    assert moved(SPEECH, "built in 1911) would", "start", 1, 1) == ["(built in 1911) would"]


def test_the_marks_of_a_quote_around_come_behind_the_word() -> None:
    with over(TEXT) as work:
        mark(work, LONG)
        mark(work, "Nobody will pay")
        for expected in ("Nobody will pay twice", "Nobody will pay twice,”", "Nobody will pay twice,” she"):
            move_edge(work, "content", "end", 1)
            assert words(work) == [expected]
        mark(work, "will build")
        for expected in ("We will build", "“We will build"):
            move_edge(work, "content", "start", 1)
            assert words(work) == [expected]


def test_cue_and_source_take_neither_stop_nor_strange_marks() -> None:
    with over(SPEECH) as work:
        mark(work, "that the quay")
        work.set_spans("source", [span(SPEECH, "Ida")])
        found = []
        for _ in range(4):
            move_edge(work, "source", "end", 1)
            found += words(work, "source")
        assert found == ["Ida Brenn", "Ida Brenn, the", "Ida Brenn, the mayor", "Ida Brenn, the mayor,"]
        work.set_spans("cue", [span(SPEECH, "said on")])
        move_edge(work, "cue", "end", -1)
        assert words(work, "cue") == ["said"]
        mark(work, "The show")
        work.set_spans("cue", [span(SPEECH, "hold.” The")])
        move_edge(work, "cue", "start", -1)
        assert words(work, "cue") == ["The"]
        move_edge(work, "cue", "start", 1)
        assert words(work, "cue") == ["hold.” The"]
        work.set_spans("source", [span(SPEECH, "objects")])
        move_edge(work, "source", "end", 1)
        assert words(work, "source") == ["objects.\n\n“We"]


def test_an_edge_stays_in_the_article_and_never_passes_the_other() -> None:
    with over("Go.\n") as work:
        mark(work, "Go")
        with pytest.raises(NotNow, match="only one word is left"):
            move_edge(work, "content", "end", -1)
        with pytest.raises(NotNow, match="only one word is left"):
            move_edge(work, "content", "start", -1)
        with pytest.raises(NotNow, match="the article ends here"):
            move_edge(work, "content", "start", 1)
        move_edge(work, "content", "end", 1)
        assert words(work) == ["Go."]
        with pytest.raises(NotNow, match="the article ends here"):
            move_edge(work, "content", "end", 1)
        with pytest.raises(NotNow, match="this quote has no cue; c marks one"):
            move_edge(work, "cue", "end", 1)


def test_a_piece_of_one_word_goes_as_a_whole() -> None:
    with over(TEXT) as work:
        mark(work, "We will", "Critics")
        move_edge(work, "content", "end", -1)
        assert words(work) == ["We will"]
        work.undo()
        move_edge(work, "content", "start", -1)
        move_edge(work, "content", "start", -1)
        assert words(work) == ["Critics"]


def test_an_edge_of_a_proposal_takes_it_as_corrected_in_one_action(store: Store) -> None:
    propose(store)
    work = at_work(store)
    work.go(CRITICS)
    move_edge(work, "content", "end", -1)
    assert words(work) == ["that it will"]
    assert not work.is_proposal(work.chosen())
    assert [v.kind for v in work.desk.offers.verdicts.values()] == [VerdictKind.CORRECTED]
    assert_kept(work)
    assert work.undo() == "move the end of its content"
    assert not work.desk.quotes
    assert words(work) == ["that it will hold"]


# Two of one


def long_quote(work: Worklist) -> Quote:
    """The three sentences, with all that can be said of them."""
    mark(work, LONG)
    work.set_spans(
        "cue", [span(TEXT, "said. Critics").__class__(TEXT.index("said. C"), TEXT.index(". Critics"))]
    )
    work.set_spans("source", [Span(TEXT.index("she said"), TEXT.index("she said") + 3)])
    work.set_speaker(None)
    work.say_stance("2", "barrier")
    return work.chosen()


def test_one_pair_of_marks_becomes_two_quotes(work: Worklist) -> None:
    whole = long_quote(work)
    places = split_places(work)
    assert [TEXT[at : at + 6] for at in places] == ["It wil", "Nobody"]
    split(work, places[0])
    first, second = (q for _n, q in work.desk.numbered())
    assert work.chosen() == first
    assert first == replace(whole, content=(span(TEXT, "“We will build it."),))
    assert second.content == (span(TEXT, "It will hold. Nobody will pay twice,”"),)
    assert (second.cue, second.source, second.speakers) == (whole.cue, whole.source, whole.speakers)
    assert (second.labels, second.parent, second.derived_from, second.about) == ((), None, None, None)
    assert split_places(work) == []
    assert_kept(work)
    work.finish()
    assert (work.at, work.chosen()) == (HOLD, second)  # labels of both: digit, space, digit, space
    assert work.undo()
    assert work.undo() == "make two quotes of one"
    assert work.desk.quotes == {whole.id: whole}


def test_a_split_proposal_is_corrected_in_the_same_action(store: Store) -> None:
    proposed = propose(store)[0]
    work = at_work(store)
    work.go(BUILD)
    split(work, split_places(work)[1])
    first, second = (q for _n, q in work.desk.numbered())
    assert (work.selected, first.derived_from, second.derived_from) == (first.id, proposed.id, None)
    assert second.source == first.source == proposed.source
    assert [v.kind for v in work.desk.offers.verdicts.values()] == [VerdictKind.CORRECTED]
    assert len(store.history("ana", 10)) == 1
    assert_kept(work)
    work.undo()
    assert (work.desk.quotes, work.selected) == ({}, proposed.id)


def test_a_quote_is_parted_at_the_ends_of_sentences_only(work: Worklist) -> None:
    mark(work, "that it will hold")
    assert split_places(work) == []
    with pytest.raises(NotNow, match="no word of the quote would be left on one side"):
        split(work, work.chosen().start)
    mark(work, "It will hold.", "Critics doubt")  # its pieces, too
    assert [work.desk.sentence_at(at) for at in split_places(work)] == [TAIL, CRITICS]
    split(work, split_places(work)[0])
    assert [q.content for _n, q in work.desk.numbered()][1] == (span(TEXT, "Critics doubt"),)


# One of two


def test_two_quotes_become_one_and_the_first_wins(work: Worklist) -> None:
    whole = long_quote(work)
    split(work, split_places(work)[0])
    (_, first), (_, second) = work.desk.numbered()
    work.go(HOLD, second.id)
    work.say_stance("-2", "talks")
    work.say_topic("21")
    work.flag("why?")
    mark(work, "that it will hold")
    work.set_about(second.id)
    work.go(BUILD, first.id)
    join(work)
    assert replace(work.chosen(), labels=whole.labels) == whole
    assert work.chosen().labels == (Label("stance", "2", "barrier"), Label("topic", "21"))
    assert [n.quote for n in work.desk.notes.values()] == [first.id]
    assert [q.about for _n, q in work.desk.numbered()] == [None, first.id]
    assert_kept(work)
    work.undo()
    assert second.id in work.desk.quotes
    assert_kept(work)


def test_what_the_first_does_not_say_comes_from_the_second(work: Worklist) -> None:
    mark(work, "that Brenn had said")
    second = mark(work, "“pay for it”")
    work.set_spans("source", [span(TEXT, "Olle Varr")])
    work.set_spans("cue", [span(TEXT, "told")])
    work.set_speaker(None)
    work.cycle(-1)
    join(work)
    one = work.chosen()
    assert words(work) == ["that Brenn had said", "“pay for it”"]
    assert (words(work, "source"), words(work, "cue"), one.speakers) == (
        ["Olle Varr"],
        ["told"],
        (Voice(None),),
    )
    assert second.id not in work.desk.quotes
    with pytest.raises(NotNow, match="no quote begins behind this one"):
        join(work)


def test_proposals_are_joined_as_one_corrected_and_one_rejected(store: Store) -> None:
    long, doubt, *_ = propose(store)
    work = at_work(store)
    work.go(BUILD)
    join(work)
    assert words(work) == [LONG, "that it will hold"]
    kinds = {key: v.kind for key, v in work.desk.offers.verdicts.items()}
    assert kinds == {long.id: VerdictKind.CORRECTED, doubt.id: VerdictKind.REJECTED}
    assert_kept(work)
    work.undo()
    assert not work.desk.offers.verdicts
    assert_kept(work)


def test_a_quote_inside_the_chosen_one_is_not_joined_to_it(work: Worklist) -> None:
    mark(work, "It will hold")
    whole = mark(work, LONG)
    work.go(BUILD, whole.id)
    with pytest.raises(NotNow, match="no quote begins behind this one"):
        join(work)


# Pieces


def test_the_reporting_clause_is_cut_out_and_put_back() -> None:
    with over(SPEECH) as work:
        mark(work, BROKEN)
        work.set_spans("cue", [Span(SPEECH.index("said, “"), SPEECH.index(", “and"))])
        cut_out(work)
        assert words(work) == ["“We will build it,”", "“and it will hold.”"]
        with pytest.raises(NotNow, match="no cue stands inside its words"):
            cut_out(work)
        one_piece(work)
        assert words(work) == [BROKEN]
        with pytest.raises(NotNow, match="in one piece already"):
            one_piece(work)
        assert_kept(work)


def test_without_a_cue_the_only_gap_between_marks_is_cut() -> None:
    with over(SPEECH) as work:
        mark(work, BROKEN)
        cut_out(work)
        assert words(work) == ["“We will build it,”", "“and it will hold.”"]
        mark(work, "Nobody objects")
        with pytest.raises(NotNow):
            cut_out(work)


def test_between_commas_where_there_are_no_marks() -> None:
    with over("That the quay would hold, he said, was plain.\n") as work:
        mark(work, "That the quay would hold, he said, was plain")
        work.set_spans("cue", [span(work.desk.text, "said")])
        cut_out(work)
        assert words(work) == ["That the quay would hold", "was plain"]


def test_spans_cut_apart_and_put_together() -> None:
    text = "ab cd. ef gh"
    assert without(text, [Span(0, 12)], [Span(3, 6)]) == (Span(0, 2), Span(7, 12))
    assert without(text, [Span(0, 6)], [Span(0, 5)]) == ()  # a full stop is no word
    assert parted(text, [Span(0, 12)], 7) == ((Span(0, 6),), (Span(7, 12),))
    assert together(text, [Span(7, 9), Span(0, 6)]) == (Span(0, 9),)


# Quotations


def test_the_next_quotation_without_a_quote_is_found_behind_the_sentence_in_view(work: Worklist) -> None:
    assert later_quotation(work) == BUILD
    mark(work, LONG)
    work.go(0)
    assert later_quotation(work) == COUNCIL
    split(work_at(work, BUILD), split_places(work)[0])
    work.go(0)
    assert later_quotation(work) == COUNCIL  # two quotes share the marks: they have it whole
    work.go(COUNCIL)
    with pytest.raises(NotNow, match="no quotation from here on"):
        later_quotation(work)


def work_at(work: Worklist, n: int) -> Worklist:
    work.go(n)
    return work


@pytest.mark.parametrize("status", [ReviewStatus.NOTHING, ReviewStatus.SKIPPED])
def test_quotations_of_reviewed_sentences_are_passed_over(work: Worklist, status: ReviewStatus) -> None:
    work.go(BUILD)
    (work.nothing if status is ReviewStatus.NOTHING else work.skip)()
    work.go(0)
    assert later_quotation(work) == (BUILD if status is ReviewStatus.SKIPPED else COUNCIL)


# Where marking begins


def begins(work: Worklist, place: Place, *, new: bool = False) -> str:
    return begun(work, place, new=new).selection.of(work.desk.text)


def test_a_new_quote_begins_behind_its_cue(work: Worklist) -> None:
    found = []
    for n in (0, BUILD, CRITICS, COUNCIL):
        work.go(n)
        found.append(begins(work, "content", new=True))
    assert found == ["Mayor", "“", "that", "that"]
    mark(work, "that it will hold")
    assert begins(work, "content", new=True) == "Critics"  # what has a quote is not offered again


def test_cue_and_source_begin_where_the_rules_see_them(work: Worklist) -> None:
    mark(work, LONG)
    assert (begins(work, "cue"), begins(work, "source")) == ("said", "she")
    mark(work, "that Brenn had said she would “pay for it”")
    assert (begins(work, "cue"), begins(work, "source")) == ("told", "Olle Varr")
    mark(work, "she would “pay for it”")
    assert (begins(work, "cue"), begins(work, "source")) == ("said", "Brenn")
    work.set_spans("cue", [span(TEXT, "had said")])
    assert begins(work, "cue") == "had said"
    mark(work, "opened the quay")
    assert begins(work, "cue") == "Brenn"  # nothing is reported there: the word before


def test_a_quotation_from_the_sentence_before_is_known(work: Worklist) -> None:
    work.go(TAIL)
    assert begins(work, "content", new=True) == "Nobody"


# Whatever one does

EDGES: tuple[Edge, ...] = ("start", "end")
_TEXTS = (TEXT, SPEECH, "‘’ “a.”“b!” (c) … d", "– We go, said X.\n– Why? “(Y)”\n", "日本。“はい。”と 🎉 said")
KEYS: tuple[Callable[[Worklist], object], ...] = (
    *(partial(move_edge, role=r, edge=e, by=b) for r in ROLES for e in EDGES for b in (1, -1)),
    lambda w: split(w, split_places(w)[0]) if split_places(w) else None,
    lambda w: split(w, split_places(w)[-1]) if split_places(w) else None,
    join,
    cut_out,
    one_piece,
    lambda w: w.go(later_quotation(w)),
    lambda w: w.mark([w.next_quotation()]),
    lambda w: w.cycle(1),
    lambda w: w.move(1),
    lambda w: w.move(-1),
    lambda w: w.finish(),
)


def check(work: Worklist) -> None:
    """Every span of every quote lies in the article, from token to token, and none is empty."""
    text = work.desk.text
    starts, ends = zip(*((t.start, t.end) for t in tokens(text)), strict=True)
    for _n, quote in work.desk.numbered():
        for role in ROLES:
            spans = spans_in(quote, role)
            assert spans == merged(spans)
            assert all(s.start in starts and s.end in ends for s in spans)


@settings(max_examples=tries(12))
@given(st.sampled_from(_TEXTS), st.lists(st.sampled_from(KEYS), max_size=15), st.data())
def test_any_keys_leave_spans_in_the_article_and_undo_brings_all_back(
    text: str, keys: list[Callable[[Worklist], object]], data: st.DataObject
) -> None:
    with over(text) as work:
        every = st.sampled_from(tokens(text))
        for role in ROLES:
            a, b = sorted((data.draw(every), data.draw(every)))
            if role == "content":
                work.go(work.desk.sentence_at(a.start))
                work.mark([Span(a.start, b.end)])
            else:
                work.set_spans(role, [Span(a.start, b.end)])
        before = dict(work.desk.quotes)
        taken = len(work.store.history("ana", 100))
        for key in keys:
            with suppress(NotNow):
                key(work)
            check(work)
        assert_kept(work)
        while len(work.store.history("ana", 1000)) and _standing(work) > taken:
            assert work.undo()
        assert work.desk.quotes == before
        assert_kept(work)


def _standing(work: Worklist) -> int:
    """How many actions are not taken back."""
    events = work.store.history("ana", 1000)
    return sum({"do": 1, "undo": -1, "redo": 1}[e.kind] for e in events)
