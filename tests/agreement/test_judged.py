"""What several people judged, in columns."""

from dataclasses import replace

import numpy as np

from tests.agreement.teams import team, units, with_column

TWO = {"ana": [((2, 8),), ((15, 32),)], "ben": [((2, 8),), ((52, 58),)]}


def test_a_content_is_in_every_sentence_that_it_touches() -> None:
    codes = team(TWO).has_quote().codes
    assert np.flatnonzero(codes[:, 0]).tolist() == [0, 1, 2, 3]
    assert np.flatnonzero(codes[:, 1]).tolist() == [0, 5]


def test_a_content_that_ends_where_a_sentence_begins_is_not_in_it() -> None:
    codes = team({"ana": [((10, 20),)], "ben": []}).has_quote().codes
    assert np.flatnonzero(codes[:, 0]).tolist() == [1]


def test_text_that_somebody_has_not_reviewed_is_no_unit_of_theirs() -> None:
    judged = team(TWO)
    reviewed = judged.reviewed.copy()
    reviewed[0, 1] = False
    found = replace(judged, reviewed=reviewed)
    assert found.has_quote().codes[0].tolist() == [1, -1]
    assert found.counts.tolist() == [False, True, False, True]


def test_a_quote_outside_the_body_begins_in_no_sentence() -> None:
    judged = team(TWO)
    kept = np.arange(10) != 0
    found = replace(
        judged,
        sentence_start=judged.sentence_start[kept],
        sentence_end=judged.sentence_end[kept],
        reviewed=judged.reviewed[kept],
    )
    assert found.first.tolist() == [-1, 0, -1, 4]
    assert found.counts.tolist() == [False, True, False, True]


def test_clusters_hold_what_is_one_quote_to_people() -> None:
    judged = team(TWO)
    assert judged.cluster.tolist() == [0, 1, 0, 2]
    assert judged.missed.tolist() == [[False, False], [False, True], [True, False]]


def test_a_column_says_what_each_said_of_each_cluster() -> None:
    judged = with_column(team(TWO), "tone", ["dry", None, "warm", "dry"], ("dry", "warm"))
    some = units(judged)
    assert some.coded(some.columns["tone"]).codes.tolist() == [[0, 1], [-1, -1], [-1, 0]]


def test_some_people_are_as_if_there_were_no_others() -> None:
    marked = {**TWO, "cleo": [((15, 31),)]}
    judged = with_column(team(marked), "tone", ["a", "a", "b", "a", "b"], ("a", "b"))
    found = judged.among([2, 0])
    assert found.people == ("cleo", "ana")
    assert found.count == 3
    assert found.cluster.tolist() == [0, 1, 1]
    assert found.columns["tone"].codes.tolist() == [0, 0, 1]
    assert found.content.start.tolist() == [2, 15, 15]
