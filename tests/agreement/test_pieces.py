"""Pairing by columns is pairing: the same pairs as article by article, whatever overlaps what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.extents import iou
from annotator.agreement.pairing import pair
from annotator.agreement.pieces import Pieces, overlaps, paired
from annotator.model import Span, merged

_LENGTH = 40  # of an article


@st.composite
def contents(draw: st.DrawFn) -> list[tuple[Span, ...]]:
    """The contents of one person's quotes in one short article; two may be equal."""
    span = st.tuples(st.integers(0, _LENGTH - 2), st.integers(1, 12)).map(
        lambda at: Span(at[0], min(_LENGTH, at[0] + at[1]))
    )
    return draw(st.lists(st.lists(span, min_size=1, max_size=2).map(lambda x: merged(x)), max_size=6))


articles = st.lists(st.tuples(contents(), contents()), max_size=4)


def columns(quotes: list[tuple[int, tuple[Span, ...]]]) -> Pieces:
    """(article, content) of quotes, in columns."""
    rows = [
        (row, article * _LENGTH + span.start, article * _LENGTH + span.end)
        for row, (article, content) in enumerate(quotes)
        for span in content
    ]
    table = np.array(rows, np.int64).reshape(-1, 3)
    return Pieces(table[:, 0], table[:, 1], table[:, 2], len(quotes))


@given(articles)
def test_all_overlaps_are_found_and_measured(texts: list[tuple[list[tuple[Span, ...]], ...]]) -> None:
    one, other = ([(n, content) for n, text in enumerate(texts) for content in text[side]] for side in (0, 1))
    found = overlaps(columns(one), columns(other))
    wanted = {
        (i, j): iou(a, b)
        for i, (here, a) in enumerate(one)
        for j, (there, b) in enumerate(other)
        if here == there and iou(a, b) > 0
    }
    assert (
        dict(zip(zip(found.one.tolist(), found.other.tolist(), strict=True), found.iou.tolist(), strict=True))
        == wanted
    )


@given(articles)
def test_the_pairs_are_those_of_each_article_alone(texts: list[tuple[list[tuple[Span, ...]], ...]]) -> None:
    one, other = ([(n, content) for n, text in enumerate(texts) for content in text[side]] for side in (0, 1))
    found = paired(columns(one), columns(other))
    got = {
        (i, j): x
        for i, j, x in zip(found.one.tolist(), found.other.tolist(), found.iou.tolist(), strict=True)
    }
    before = [0, 0]
    wanted = {}
    for mine, theirs in texts:
        for i, j, x in pair(mine, theirs):
            wanted[before[0] + i, before[1] + j] = x
        before = [before[0] + len(mine), before[1] + len(theirs)]
    assert len(got) == len({i for i, _ in got}) == len({j for _, j in got})
    assert sum(got.values()) == pytest.approx(sum(wanted.values()))


def test_of_keeps_the_rows() -> None:
    some = columns([(0, (Span(0, 2), Span(4, 6))), (0, (Span(1, 3),)), (1, (Span(0, 1),))])
    assert some.of(np.array([0, 2])).owner.tolist() == [0, 0, 2]
    assert some.spans([1]) == [[Span(1, 3)]]
    assert some.size.tolist() == [4, 2, 1]
