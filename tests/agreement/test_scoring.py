"""Every figure, on a story short enough to count on one's fingers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.rates import Rate, counted, total
from annotator.agreement.report import Counting, Fault, Worst, errors, report
from annotator.agreement.scoring import EXACT, Compared, Marked, joined
from annotator.model import QuoteType
from tests.agreement.quotes import said, spans

TEXT = (
    "“The ferry sails,” harbour master Jory Marn said. He added that fog would lift by noon in the bay. "
    "Ana Ruiz, the minister, called it “a small miracle”. The crew hopes for wind."
)
FERRY = "“The ferry sails,”"
FOG = "that fog would lift by noon in the bay"
MIRACLE = "it “a small miracle”"

GOLD = (
    said(TEXT, FERRY, "said", "harbour master Jory Marn", speakers=("marn",)),
    said(TEXT, FOG, "added", "He", QuoteType.INDIRECT, ("marn",)),
    said(TEXT, MIRACLE, "called", "Ana Ruiz, the minister,", QuoteType.MIXED, ("ruiz",)),
)
OTHER = (
    said(TEXT, FERRY, "said", "Jory Marn", speakers=("marn",), rule="after", score=0.9),
    said(TEXT, "fog would lift by noon", "added", "He", QuoteType.INDIRECT, ("ruiz",), "that", 0.6),
    said(TEXT, "“a small miracle”", "called", "Ana Ruiz", QuoteType.DIRECT, (), "after", 0.7),
    said(TEXT, "for wind", "hopes", "The crew", QuoteType.INDIRECT, (), "np", 0.4),
)
ROWS = joined([Compared("ferry", TEXT, GOLD, OTHER)])
FOUND = report(ROWS, 1)


def shares(rates: tuple[Rate, ...]) -> list[tuple[int, int, int]]:
    """(hits, found, wanted) by level."""
    assert all(rate.hits == rate.reached for rate in rates)
    return [(rate.hits, rate.found, rate.wanted) for rate in rates]


def test_how_many_there_are() -> None:
    assert (FOUND.articles, FOUND.gold, FOUND.other) == (1, 3, 4)


def test_content_at_each_level() -> None:
    # IoU: 1, 22 of 38 and 17 of 20.
    assert shares(FOUND.content) == [(1, 4, 3), (2, 4, 3), (3, 4, 3)]
    assert FOUND.content[0].precision == 0.25
    assert FOUND.content[0].recall == pytest.approx(1 / 3)
    assert FOUND.content[0].f1 == pytest.approx(2 / 7)


def test_parts_over_all_and_over_matched_quotes() -> None:
    assert shares(FOUND.cue) == [(3, 4, 3)] * 3
    assert shares(FOUND.cue_matched) == [(3, 3, 3)] * 3
    assert shares(FOUND.source) == [(1, 4, 3), (1, 4, 3), (1, 4, 3)]
    assert shares(FOUND.source_matched) == [(1, 3, 3)] * 3


def test_speakers_by_head_and_by_who_they_are() -> None:
    assert FOUND.head == counted(3, 4, 3)
    assert FOUND.head_matched == counted(3, 3, 3)
    assert FOUND.speaker == counted(1, 2, 3)
    assert FOUND.speaker_matched == counted(1, 2, 3)


def test_a_gold_that_leaves_speakers_open_judges_none() -> None:
    silent = [said(TEXT, FERRY), said(TEXT, FOG, speakers=("marn",))]
    speaking = [said(TEXT, FERRY, speakers=("ruiz",)), said(TEXT, FOG, speakers=("marn",))]
    assert report(joined([Compared("a", TEXT, silent, speaking)]), 1).speaker == counted(1, 1, 1)
    assert report(joined([Compared("a", TEXT, silent[:1], speaking)]), 1).speaker == Rate()


def test_by_type_each_side_counts_its_own() -> None:
    exact, _, half = FOUND.by_type["direct"].content
    assert exact == Rate(1, 2, 1, 1)
    assert half == Rate(2, 2, 1, 1)
    assert FOUND.by_type["mixed"].content[2] == Rate(0, 0, 1, 1)
    assert FOUND.by_type["indirect+mixed"].content[2] == Rate(1, 2, 2, 2)
    assert FOUND.by_type["direct"].head == Rate(2, 2, 1, 1)
    assert FOUND.type == counted(2, 3, 3)


def test_a_part_counts_only_where_its_quote_is_matched() -> None:
    far = said(TEXT, "fog would", "added", "He", QuoteType.INDIRECT, ("marn",))
    found = report(joined([Compared("ferry", TEXT, GOLD[1:2], [far])]), 1)
    assert found.content[2] == counted(0, 1, 1)
    assert found.cue[0] == counted(0, 1, 1)
    assert (found.head, found.speaker) == (counted(0, 1, 1), counted(0, 1, 1))
    assert found.cue_matched[0].precision is None


def test_by_rule() -> None:
    rules = report(ROWS, 1).by_rule
    assert list(rules) == ["after", "np", "that"]
    assert (rules["after"].n, rules["after"].right) == (2, (1, 2, 2))
    assert rules["after"].mean_score == pytest.approx(0.8)
    assert rules["after"].precision(EXACT) == 0.5
    bare = joined([Compared("a", TEXT, (), GOLD[:1])])
    assert report(bare, 1).by_rule[""].mean_score is None


def test_the_worst_errors_come_with_their_words() -> None:
    found = errors(ROWS, 5)
    assert [(e.words, e.rule) for e in found[Fault.FALSE]] == [("for wind", "np")]
    assert found[Fault.MISSED] == []
    assert [(e.words, e.beside) for e in found[Fault.APART]] == [
        ("fog would lift by noon", FOG),
        ("“a small miracle”", MIRACLE),
    ]
    assert len(errors(ROWS, 1)[Fault.APART]) == 1


def test_errors_are_ordered_by_how_bad_they_are() -> None:
    sure = said(TEXT, "The crew", score=0.9)
    unsure = said(TEXT, "the minister", score=0.2)
    found = errors(joined([Compared("b", TEXT, GOLD, [unsure, sure])]), 9)
    assert [e.quote for e in found[Fault.FALSE]] == [sure, unsure]
    assert [e.quote for e in found[Fault.MISSED]] == [GOLD[1], GOLD[2], GOLD[0]]


def test_what_overlaps_too_little_is_missed_and_false() -> None:
    found = errors(joined([Compared("a", TEXT, GOLD[1:2], [said(TEXT, "fog would")])]), 9)
    assert [(e.words, e.beside) for e in found[Fault.MISSED]] == [(FOG, "fog would")]
    assert [(e.words, e.beside) for e in found[Fault.FALSE]] == [("fog would", FOG)]


def test_a_broken_content_shows_its_gap() -> None:
    broken = said(TEXT, "“The ferry sails,” … that fog")
    found = errors(joined([Compared("a", TEXT, [broken], ())]), 1)
    assert found[Fault.MISSED][0].words == "“The ferry sails,” […] that fog"


def test_counts_are_summed_before_they_are_divided() -> None:
    # One article with all right and one with three misses: a quarter, not the mean of 1 and 0.
    few = Compared("few", TEXT, GOLD[:1], GOLD[:1])
    many = Compared("many", TEXT, GOLD, ())
    assert report(joined([few, many]), 2).content[0].recall == 0.25
    assert total([counted(1, 1, 1), counted(0, 0, 3)]).recall == 0.25


def test_nothing_to_divide_by_is_none_and_nothing_right_is_zero() -> None:
    assert (Rate().precision, Rate().recall, Rate().f1) == (None, None, None)
    assert counted(0, 2, 0).f1 is None
    assert counted(0, 2, 3).f1 == 0.0


def test_as_json_has_every_figure_by_name() -> None:
    found = FOUND.as_json()
    assert found["content"]["exact"]["hits"] == 1
    assert found["by_type"]["indirect+mixed"]["content"]["0.5"]["recall"] == 1.0
    assert found["by_rule"]["np"] == {"n": 1, "right": {"exact": 0, "0.8": 0, "0.5": 0}, "mean_score": 0.4}


QUOTES = st.lists(
    st.builds(
        Marked,
        spans(),
        type=st.sampled_from(QuoteType),
        speakers=st.sampled_from([frozenset(), frozenset({"marn"})]),
        rule=st.sampled_from(("a", "b")),
        score=st.sampled_from((None, 0.1, 0.7)),
    ),
    max_size=6,
)


@given(QUOTES, QUOTES)
def test_every_quote_is_in_one_row_and_in_one_type_and_rule(gold: list[Marked], other: list[Marked]) -> None:
    rows = joined([Compared("any", "x" * 30, gold, other)])
    assert sorted(id(r.gold) for r in rows if r.gold) == sorted(map(id, gold))
    assert sorted(id(r.other) for r in rows if r.other) == sorted(map(id, other))
    found = report(rows, 1)
    for level in range(3):
        parts = [found.by_type[name].content[level] for name in ("direct", "mixed", "indirect")]
        assert total(parts) == found.content[level]
        assert sum(r.right[level] for r in found.by_rule.values()) == found.content[level].hits


@given(st.lists(st.tuples(QUOTES, QUOTES), min_size=1, max_size=3))
def test_articles_counted_one_by_one_give_the_same_as_all_at_once(pairs: list[Any]) -> None:
    rows = joined(Compared(str(n), "x" * 30, *pair) for n, pair in enumerate(pairs))
    counting, worst = Counting(), Worst(2)
    for n in range(len(pairs)):
        mine = [row for row in rows if row.article.name == str(n)]
        counting.take(mine)
        worst.take(mine)
    assert counting.report(len(pairs)) == report(rows, len(pairs))
    assert worst.found == errors(rows, 2)


@given(QUOTES)
def test_a_set_finds_itself(gold: list[Marked]) -> None:
    for rate in report(joined([Compared("any", "x" * 30, gold, gold)]), 1).content:
        assert rate == counted(len(gold), len(gold), len(gold))


@given(QUOTES, QUOTES)
def test_precision_one_way_is_recall_the_other(one: list[Marked], two: list[Marked]) -> None:
    there = report(joined([Compared("any", "", one, two)]), 1).content[0]
    back = report(joined([Compared("any", "", two, one)]), 1).content[0]
    assert (there.precision, there.recall) == (back.recall, back.precision)
