"""Quotes of several people that are one: at most one of each, the likest together, the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.clusters import clusters, pairs_of_all
from annotator.agreement.pieces import Pieces

Quote = tuple[int, int, int]  # (person, start, end)


def made(quotes: list[Quote]) -> tuple[Pieces, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    table = np.array(quotes, np.int64).reshape(-1, 3)
    rows = np.arange(len(table))
    return Pieces(rows, table[:, 1], table[:, 2], len(table)), table[:, 0]


@pytest.mark.parametrize(
    ("quotes", "wanted"),
    [
        ([], []),
        ([(0, 0, 9)], [0]),
        ([(0, 0, 9), (1, 0, 9), (2, 1, 9)], [0, 0, 0]),
        ([(0, 0, 9), (1, 20, 29), (2, 20, 28)], [0, 1, 1]),
        # two of one person hang together by what a second and a third marked: the likest pair stays
        ([(0, 0, 10), (0, 10, 20), (1, 0, 10), (2, 1, 20)], [0, 1, 0, 1]),
    ],
    ids=["nothing", "one", "all three", "two of three", "crowded"],
)
def test_clusters(quotes: list[Quote], wanted: list[int]) -> None:
    assert clusters(*made(quotes)).tolist() == wanted


quotes = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(1, 12)).map(
        lambda q: (q[0], q[1], q[1] + q[2])
    ),
    max_size=14,
)


@given(quotes)
def test_a_cluster_holds_at_most_one_quote_of_each_person_and_only_what_is_paired(some: list[Quote]) -> None:
    contents, rater = made(some)
    found = clusters(contents, rater)
    assert len({(int(c), int(r)) for c, r in zip(found, rater, strict=True)}) == len(some)
    # counted from 0 in the order of their first quotes
    assert list(dict.fromkeys(found.tolist())) == list(range(len(set(found.tolist()))))
    pairs = pairs_of_all(contents, rater)
    across = {(int(i), int(j)) for i, j in zip(pairs.one, pairs.other, strict=True)}
    for cluster in set(found.tolist()):
        rows = np.flatnonzero(found == cluster).tolist()
        reached = {rows[0]}
        while (
            more := {b for a, b in (across | {(j, i) for i, j in across}) if a in reached and b in rows}
            - reached
        ):
            reached |= more
        assert reached == set(rows)
