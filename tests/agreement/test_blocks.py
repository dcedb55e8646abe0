"""A report from blocks of articles is that on all of them at once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.arrays import narrow
from annotator.agreement.coefficients.coding import Coding, distinct
from annotator.agreement.joining import Growing, joined
from annotator.agreement.judged import REGISTRY, Column, Judged, Kind
from annotator.agreement.pieces import Pieces
from annotator.agreement.stretches import Gaps, stretches
from annotator.agreement.team import Team
from annotator.agreement.team_asking import Asking
from tests.agreement.teams import any_team, assert_same, team_report, units

ARTICLES = 6
SETS = tuple(map(frozenset, ("", "a", "b", "ab", "bc", "abc")))[1:]
NAMES = ("nadir", "orlov", "petra", "quint", "rosa", "stern", "tula", "ursin", "vidal", "wren")


def marked_within(seed: int) -> Judged:
    """Any team, without the quotes that reach from one article into the next: a text has no such."""
    some = any_team(seed, articles=ARTICLES)
    ends = some.line[np.searchsorted(some.line, some.start, side="right")]
    return some.only(np.flatnonzero(some.content.end <= ends))


def full_team(seed: int) -> Judged:
    """All that a report knows: reviews with holes, proposals, times, schemes, sentences met again."""
    rng = np.random.default_rng(seed)
    some = marked_within(seed)
    people, count = len(some.people), some.count
    owner = np.arange(count)
    begin = some.content.start + 1
    ends = some.line[np.searchsorted(some.line, begin, side="right")]
    speakers = Column(
        rng.integers(-1, len(NAMES), count).astype(np.int32), NAMES, keys=tuple((1, (x,)) for x in NAMES)
    )
    keys = tuple((len(x), tuple(sorted(x))) for x in SETS)
    topics = Column(rng.integers(-1, len(SETS), count).astype(np.int32), SETS, Kind.SETS, keys)
    stance = some.pairs_of["stance"]
    return replace(
        some,
        reviewed=rng.random(some.reviewed.shape) < 0.9,
        cue=Pieces(owner, begin, np.minimum(begin + rng.integers(1, 4, count), ends), count),
        source=Pieces(owner[::2], begin[::2], np.minimum(begin + 5, ends)[::2], count),
        columns={**some.columns, REGISTRY: speakers, "topic": topics},
        pairs_of={"stance": replace(stance, keys=tuple(enumerate(stance.labels)))},
        proposed=rng.integers(0, 3, count).astype(np.int32),
        seconds=np.where(rng.random(count) < 0.8, rng.gamma(2, 6, count), np.nan),
        when=rng.choice([np.nan, 4.0, 12.0], (ARTICLES, people)),
        scheme=rng.integers(-1, 2, (ARTICLES, people)),
        schemes=("news 1", "news 2"),
        letters=some.content,
        same=rng.integers(-1, 12, len(some.reviewed)),
    )


def cut(judged: Judged, size: int) -> Iterator[Judged]:
    """Blocks of so many articles, each with the labels alone that occur in it."""
    article = np.searchsorted(judged.line, judged.start, side="right") - 1
    for low in range(0, ARTICLES, size):
        here = slice(low, low + size)
        rows = np.flatnonzero((article >= low) & (article < low + size))
        mine = judged.only(rows).in_sentences(np.isin(judged.sentence_article, np.arange(low, low + size)))
        yield replace(
            mine,
            articles=judged.articles[here],
            line=judged.line[low : low + size + 1],
            columns={name: occurring(x) for name, x in mine.columns.items()},
            when=None if judged.when is None else judged.when[here],
            scheme=None if judged.scheme is None else judged.scheme[here],
            number=rows,
        )


def occurring(column: Column) -> Column:
    if column.keys is None:
        return column
    used = sorted({code for code in column.codes.tolist() if code >= 0})
    place = np.array([used.index(n) if n in used else -1 for n in [*range(len(column.labels)), -1]], np.int32)
    labels, keys = (tuple(some[n] for n in used) for some in (column.labels, column.keys))
    return Column(place[column.codes], labels, column.kind, keys)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 1000), st.integers(1, ARTICLES - 1), st.booleans(), st.booleans())
def test_blocks_of_any_size_tell_what_all_articles_tell(
    seed: int, size: int, gold: bool, by_unit: bool
) -> None:
    (whole,) = cut(full_team(seed), ARTICLES)
    asking = Asking(20, seed, by_unit, 5)
    wanted = team_report(whole, asking=asking, gold=gold)
    assert_same(team_report(*cut(whole, size), asking=asking, gold=gold), wanted)


def test_quotes_are_in_the_order_of_their_numbers_and_clusters_of_their_first_quotes() -> None:
    judged = marked_within(1)  # one person behind the other, through all articles
    found, whole = units(*cut(judged, 2)), units(judged)
    assert found.quotes.number.tolist() == list(range(len(whole.quotes.rater)))
    for part in ("quotes", "clusters", "sentences", "articles"):
        for name, some in getattr(whole, part)._asdict().items():
            other = getattr(getattr(found, part), name)
            assert some is other is None or (np.nan_to_num(some) == np.nan_to_num(other)).all(), name


def test_gaps_meet_where_blocks_do() -> None:
    judged = marked_within(2)
    one, *others = (stretches(block, block.content) for block in cut(judged, 1))
    found, wanted = one, stretches(judged, judged.content)
    for other in others:
        found += other
    assert found == wanted
    empty, some = Gaps(7, Counter(), None), Gaps(2, Counter(), 3)
    assert empty + some == replace(some, head=9)
    assert some + empty == replace(some, tail=10)


def test_patterns_weigh_as_often_as_they_occur() -> None:
    rows = np.array([[1, 0], [-1, 1], [1, 0], [0, 0]], np.int32)
    found = Coding(rows, (False, True), np.array([2, 1, 3, 0])).patterns()
    assert (found.codes.tolist(), found.units) == ([[-1, 1], [0, 0], [1, 0]], 6)
    many = np.tile(rows, (1, 40))  # too many people for a number of each pattern
    assert Coding(many, (False, True)).patterns().codes[:, :2].tolist() == found.codes.tolist()


def test_rows_are_told_apart_however_many_there_may_be() -> None:
    rng = np.random.default_rng(1)
    for rows in (rng.integers(-1, 3, (50, 3)), rng.integers(-(10**9), 10**9, (50, 3)), np.zeros((0, 2), int)):
        found, place = distinct(np.concatenate([rows, rows]))
        assert found.tolist() == np.unique(rows, axis=0).tolist()
        assert (found[place] == np.concatenate([rows, rows])).all()


def test_numbers_grow_as_wide_as_the_widest() -> None:
    some = Growing()
    parts = [np.array(x, np.int64) for x in ([1, 2], [], [300], [-70_000, 5])]
    for part in parts:
        some.add(narrow(part))
    assert some.told().tolist() == np.concatenate(parts).tolist()
    assert some.told().dtype == np.int32
    assert narrow(np.array([1 << 40])).dtype == np.int64


def test_nothing_taken_is_nothing_to_tell() -> None:
    with pytest.raises(ValueError, match="take a block of articles first"):
        joined([])
    with pytest.raises(ValueError, match="take a block of articles first"):
        Team().report(Asking())
