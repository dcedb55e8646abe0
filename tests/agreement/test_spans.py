"""Agreement on where quotes stand."""

from dataclasses import replace

import numpy as np
import pytest

from annotator.agreement.coefficients import unitizing as plain
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.judged import TYPE, Judged
from annotator.agreement.spans import Spans, marks, opportunities, splits
from annotator.agreement.spans import spans as told
from annotator.agreement.stretches import stretches
from tests.agreement.teams import any_team, pieces, team, with_column

SEEDS = range(5)
TYPES = ("direct", "mixed", "indirect")


def spans(judged: Judged) -> Spans:
    return told(marks(judged), TYPES if TYPE in judged.columns else ())


def test_pairwise_f1_counts_each_side_once() -> None:
    judged = team({"ana": [((2, 8),), ((15, 25),), ((60, 65),)], "ben": [((2, 8),), ((16, 30),)]})
    found = spans(judged).content
    assert found.exact.f1 == pytest.approx(2 / 5)
    assert found.half.f1 == pytest.approx(4 / 5)  # 9 of 15 characters shared
    assert (found.unmatched, found.weak, found.pairs) == (1, 0, 2)


def test_shares_by_type_count_what_the_marker_says() -> None:
    judged = team({"ana": [((2, 8),), ((15, 25),)], "ben": [((2, 8),)]})
    judged = with_column(judged, TYPE, ["direct", "indirect", "mixed"], TYPES)
    types = {x.name: (x.quotes, x.exact) for x in spans(judged).types}
    assert types == {"direct": (1, 1.0), "mixed": (1, 1.0), "indirect": (1, 0.0)}


def test_cues_and_sources_of_matched_quotes() -> None:
    judged = team(
        {"ana": [((2, 8),), ((15, 25),)], "ben": [((2, 8),), ((15, 25),)]},
        cue=[((9, 12),), ((30, 34),), ((9, 12),), ()],
        source=[((40, 50),), ((60, 70),), ((40, 44), (45, 50)), ((90, 95),)],
    )
    found = spans(judged)
    assert (found.cue.of, found.cue.both, found.cue.unmatched, found.cue.exact) == (2, 1, 1, 1)
    source = found.source
    assert (source.both, source.exact, source.half, source.overlapping, source.split) == (2, 0, 1, 1, 1)


def test_one_quote_here_and_several_there_is_split() -> None:
    judged = team({"ana": [((2, 30),)], "ben": [((2, 14),), ((16, 30),)]})
    assert splits(judged).tolist() == [[0, 1], [0, 0]]


def test_a_quote_inside_a_quote_is_no_split() -> None:
    judged = team({"ana": [((2, 30),)], "ben": [((2, 30),), ((10, 20),)]})
    assert splits(judged).sum() == 0


def test_the_same_words_may_have_other_marks() -> None:
    judged = team({"ana": [((2, 8),), ((15, 25),)], "ben": [((2, 9),), ((15, 25),)]})
    letters = pieces([((2, 8),), ((15, 25),), ((2, 8),), ((15, 24),)])
    judged = with_column(replace(judged, letters=letters), TYPE, ["direct"] * 2 + ["mixed"] * 2, TYPES)
    found = spans(judged)
    assert found.content.words is not None
    assert (found.content.words.f1, found.content.exact.f1) == (0.5, 0.5)
    assert [x.words for x in found.types] == [0.5, 0.5, None]


def test_opportunities_are_where_the_other_has_looked() -> None:
    assert opportunities(team({"ana": [((2, 8),)], "ben": []})).tolist() == [[0, 1], [0, 0]]


def _continua(judged: Judged) -> list[tuple[int, list[list[tuple[int, int]]]]]:
    """The whole line as one continuum, overlapping contents of a person made one."""
    raters = []
    for n in range(len(judged.people)):
        mine = judged.rater[judged.content.owner] == n
        units: list[tuple[int, int]] = []
        for a, b in sorted(
            zip(judged.content.start[mine].tolist(), judged.content.end[mine].tolist(), strict=True)
        ):
            if units and a < units[-1][1]:
                units[-1] = (units[-1][0], max(b, units[-1][1]))
            else:
                units.append((a, b))
        raters.append(units)
    return [(int(judged.line[-1]), raters)]


@pytest.mark.parametrize("seed", SEEDS)
def test_units_of_two_people_are_those_of_the_plain_coefficient(seed: int) -> None:
    judged = any_team(seed).among([0, 1])
    found, wanted = stretches(judged, judged.content).unitizing(), plain.unitizing(_continua(judged))
    assert found.value == pytest.approx(wanted.value, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_characters_are_those_of_the_plain_coefficient(seed: int) -> None:
    judged = any_team(seed)
    found = stretches(judged, judged.content).characters()
    wanted = alpha(plain.by_character(_continua(judged)))
    assert found.value == pytest.approx(wanted.value, abs=1e-12)
    assert found.units == int(judged.line[-1])


def test_only_text_that_two_have_reviewed_is_looked_at() -> None:
    judged = any_team(1)
    judged.reviewed[30:, 1:] = False
    assert stretches(judged, judged.content).characters().units == 300


def test_nobody_marked_anything() -> None:
    judged = team({"ana": [], "ben": []})
    found = spans(judged)
    assert found.matched is None
    assert found.content.units.why == "nobody marked anything where another has looked"
    assert "no variation" in found.content.characters.why
    assert not np.any(splits(judged))
