"""Labels towards something as units that can be compared."""

import numpy as np

from annotator.agreement import stances
from tests.agreement.teams import team, units, with_stances

SAME = {"ana": [((2, 8),)], "ben": [((2, 8),)], "cleo": [((2, 8),)]}


def test_steps_are_compared_where_targets_are_the_same() -> None:
    judged = units(
        with_stances(team(SAME), [(0, "toll", "-2"), (0, "port", "1"), (1, "toll", "-1"), (2, "port", "2")])
    )
    said = stances.same_target(judged, judged.pairs_of["stance"])
    # the port, then the toll
    assert said.steps().codes.tolist() == [[3, -1, 4], [0, 1, -1]]
    assert said.steps(collapsed=True).codes.tolist() == [[2, -1, 2], [0, 0, -1]]
    assert said.steps(collapsed=True).labels == ("-2/-1", "0", "1/2")
    assert said.cluster.tolist() == [0, 0]


def test_what_most_name_stands_in_the_first_slot_whatever_the_order() -> None:
    judged = units(
        with_stances(team(SAME), [(0, "port", "1"), (0, "toll", "-2"), (1, "toll", "-1"), (2, "tax", "2")])
    )
    said = stances.by_slot(judged, judged.pairs_of["stance"])
    assert said.steps().codes.tolist() == [[0, 1, 4], [3, -1, -1]]


def test_what_is_no_step_is_missing_and_still_a_label() -> None:
    judged = units(
        with_stances(team(SAME), [(0, "toll", "mixed"), (1, "toll", "unclear"), (2, None, "none")])
    )
    said = stances.by_slot(judged, judged.pairs_of["stance"])
    assert (said.steps().codes == -1).all()
    assert said.all_labels().codes.tolist() == [[5, 6, 7]]


def test_whether_there_is_one_and_towards_what() -> None:
    judged = units(with_stances(team(SAME), [(0, "toll", "0"), (0, "port", "1"), (2, None, "none")]))
    pairs = judged.pairs_of["stance"]
    assert stances.has_one(pairs, 3).codes.tolist() == [1, -1, 0]
    targets = stances.targets(pairs, 3)
    assert targets.codes.tolist() == [0, -1, -1]
    assert targets.labels == (frozenset(("toll", "port")),)


def test_sets_of_any_size() -> None:
    column = stances.sets(np.array([3, 0, 0, 1, 3, 3]), np.array([1, 0, 2, 1, 1, 0]), ("a", "b", "c"), 5)
    said = [column.labels[code] if code >= 0 else None for code in column.codes.tolist()]
    assert said == [frozenset("ac"), frozenset("b"), None, frozenset("ab"), None]
