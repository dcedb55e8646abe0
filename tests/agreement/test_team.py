"""The parts of the report on a team."""

from dataclasses import replace

import numpy as np
import pytest

from annotator.agreement.against import the_rest
from annotator.agreement.asking import asked, unmarked_too
from annotator.agreement.coefficients.alpha import alpha, one_against_rest
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.dawid_skene import dawid_skene
from annotator.agreement.figures import Draws
from annotator.agreement.judged import TYPE, UNMARKED, Column, Judged, Kind
from annotator.agreement.labels import by_label
from annotator.agreement.leaning import leanings, said
from annotator.agreement.origins import counts, origins
from annotator.agreement.people import contents, pairwise
from annotator.agreement.repeats import repeats
from annotator.agreement.seconds import seconds, spent
from annotator.agreement.team import TeamReport
from annotator.agreement.team_asking import Asking
from annotator.agreement.trend import by_scheme, by_week
from annotator.agreement.truth import SMOOTH, of_patterns
from annotator.agreement.worst import PLACE
from tests.agreement.teams import PEOPLE, any_team, team, team_report, units, with_column, with_stances

SAME = {person: [((2, 8),), ((15, 25),), ((52, 58),), ((60, 67),)] for person in PEOPLE}
TYPES = ("direct", "mixed", "indirect")


@pytest.fixture(scope="module")
def report() -> TeamReport:
    return team_report(any_team(1), asking=Asking(resamples=50, worst=3))


def typed(types: list[str]) -> Judged:
    """Three people who mark the same four quotes and say these types, person by person."""
    return with_column(team(SAME), TYPE, types, TYPES)


def test_the_header_says_what_is_a_unit_and_what_is_not() -> None:
    judged = any_team(1)
    judged.reviewed[:5] = False
    judged.reviewed[5:10, 1:] = False
    found = team_report(judged, asking=Asking(resamples=0)).header
    sentences = found.units[0]
    assert (sentences.all, sentences.pairable, sentences.single) == (55, 50, 5)
    reasons = {x.why: x.count for x in found.excluded if x.what == "sentences"}
    assert reasons == {"nobody reviewed them": 5, "only one person reviewed them": 5}
    assert found.articles == 5


def test_the_corpus_is_known_by_its_articles() -> None:
    one, other = (team_report(any_team(seed), asking=Asking(resamples=0)).header.corpus for seed in (1, 2))
    assert one == other
    assert len(one) == 64


def test_every_field_has_a_row_and_stances_have_several(report: TeamReport) -> None:
    assert [row.name for row in report.fields] == [
        "has a quote", "type", "stance: target", "stance: 5 steps, same target",
        "stance: 3 steps, same target", "stance: 5 steps, any target", "stance: 3 steps, any target",
        "stance: has one", "stance: all labels",
    ]  # fmt: skip
    assert all(row.found.alpha.value is not None for row in report.fields)


def test_not_marking_a_quote_disagrees(report: TeamReport) -> None:
    found = {row.name: row for row in report.fields}
    assert found["has a quote"].unmarked is None
    judged = any_team(1)
    some = units(judged)
    one = next(x for x in asked(some) if x.name == "type")
    more = unmarked_too(some, one)
    assert more is not None
    assert more.labels[-1] == UNMARKED
    assert (more.codes == 3).sum() == judged.missed.sum()
    assert found["type"].unmarked == alpha(more)


def test_two_people_and_one_against_the_rest() -> None:
    judged = typed([*TYPES, "direct", *TYPES, "direct", "direct", "direct", "direct", "mixed"])
    every = list(asked(units(judged)))
    found = pairwise(judged.people, contents(judged), every)
    alphas = {(x.one, x.other): x.alphas["type"].value for x in found}
    assert alphas["ana", "ben"] == pytest.approx(1)
    assert alphas["ana", "cleo"] == alphas["ben", "cleo"]
    rest = the_rest(every[1].coding, 2)
    assert len(rest.codes) == 8
    assert alpha(rest).value is not None


def test_gold_is_nobody_that_people_are_compared_with_but_by_its_name() -> None:
    judged = replace(
        typed(["direct"] * 6 + ["mixed"] * 2 + ["direct"] * 2 + ["mixed"] * 2), people=("ana", "ben", "gold")
    )
    found = team_report(judged, asking=Asking(resamples=0), gold=True).against_gold
    assert [(x.one, x.other) for x in found] == [("ana", "gold"), ("ben", "gold")]
    assert found[1].alphas["type"].value == pytest.approx(1)
    assert found[0].half.f1 == 1


def test_label_by_label_is_alpha_of_that_label_against_the_others() -> None:
    judged = any_team(3)
    one = next(x for x in asked(units(judged)) if x.name == "stance: all labels")
    found = next(x for x in by_label([one]) if x.name == one.name)
    for label in found.labels:
        wanted = alpha(one_against_rest(one.coding, one.coding.labels.index(label.label)))
        assert label.alpha.value == pytest.approx(wanted.value)
    assert np.sum(found.confusion) == pytest.approx(one.coding.pairable.totals().sum())


def test_members_of_sets_are_labels_that_are_there_or_not() -> None:
    judged = any_team(4)
    sets = (frozenset("a"), frozenset("ab"), frozenset("bc"))
    codes = np.random.default_rng(1).integers(-1, 3, judged.count).astype(np.int32)
    judged = replace(judged, columns={"topic": Column(codes, sets, Kind.SETS)})
    one = next(x for x in asked(units(judged)) if x.name == "topic, MASI")
    for label in by_label([one])[0].labels:
        holds = np.array([*(label.label in x for x in sets), -1], np.int32)
        wanted = alpha(Coding(holds[one.coding.codes], (False, True)))
        assert label.alpha.value == pytest.approx(wanted.value)


def test_leaning_is_the_mean_of_signed_differences() -> None:
    labels = [(q, "toll", "1" if q < 4 else "0") for q in range(8)] + [
        (q, "toll", "unclear") for q in range(8, 12)
    ]
    judged = with_stances(team(SAME), labels)
    found = {x.person: x for x in leanings(units(judged), said(judged), Draws(np.arange(2), 20, 0))}
    assert (found["ana"].bias, found["ana"].of) == (1.0, 4)
    assert found["ben"].bias == -1.0
    assert (found["cleo"].bias, found["cleo"].unclear, found["cleo"].mixed) == (None, 1.0, 0.0)


def test_patterns_of_judgements_settle_like_the_judgements_themselves() -> None:
    codes = np.random.default_rng(2).integers(-1, 3, (80, 3)).astype(np.int32)
    coding = Coding(codes, TYPES).pairable
    item, rater = np.nonzero(coding.codes >= 0)
    plain = dawid_skene(item, rater, coding.codes[item, rater], SMOOTH)
    assert of_patterns(coding).accuracy() == pytest.approx(plain.accuracy(), abs=1e-4)


def test_the_worst_item_is_where_people_are_farthest_apart() -> None:
    judged = typed([*TYPES, "direct", *TYPES, "direct", "direct", "mixed", "direct", "direct"])
    judged = replace(judged, columns={**judged.columns})
    (worst, *others) = team_report(judged, asking=Asking(resamples=0, worst=5)).worst
    assert others == []
    assert (worst.start, worst.end, worst.sentence) == (2, 8, 0) or worst.parts["type"] > 0
    assert worst.said["cleo"]["type"] == "direct"
    assert worst.parts.keys() == {"type"}


def test_a_quote_that_only_one_marked_is_apart_on_where_it_is() -> None:
    judged = team({"ana": [((2, 8),)], "ben": [], "cleo": []})
    (worst,) = team_report(judged, asking=Asking(resamples=0)).worst
    assert worst.parts == {PLACE: 1.0}
    assert worst.said["ben"] == {PLACE: UNMARKED}


def test_an_article_counts_in_the_week_of_the_last_who_worked_on_it() -> None:
    when = np.full((6, 3), 4.0)  # a Monday
    when[3:, 1] = 12.0
    judged = replace(any_team(1), when=when)
    weeks = by_week(units(judged), asked(units(judged)), Asking(resamples=20))
    assert [(x.name, x.articles) for x in weeks] == [("1970-01-05", 3), ("1970-01-12", 3)]
    whole = next(
        row for row in team_report(judged, asking=Asking(resamples=0)).fields if row.name == "has a quote"
    )
    assert sum(x.fields["has a quote"].units for x in weeks) == whole.found.units


def test_an_article_that_two_did_under_two_schemes_is_under_none() -> None:
    scheme = np.zeros((6, 3), np.int64)
    scheme[4:] = 1
    scheme[5, 0] = 0
    judged = replace(any_team(1), scheme=scheme, schemes=("news 1", "news 2"))
    found = by_scheme(units(judged), asked(units(judged)), Asking(resamples=0))
    assert [(x.name, x.articles) for x in found] == [("news 1", 4), ("news 2", 1)]


def test_proposals_stand_beside_what_was_typed() -> None:
    judged = typed(["direct"] * 12)
    codes = judged.columns[TYPE].codes.copy()
    codes[[2, 7]] = 1  # two of the typed ones disagree
    columns = {TYPE: replace(judged.columns[TYPE], codes=codes)}
    proposed = np.array([1, 1, 0, 0] * 3, np.int32)
    judged = replace(judged, columns=columns, proposed=proposed)
    found = origins(units(judged), counts(judged), asked(units(judged)))
    assert found is not None
    assert [(x.name, x.quotes, x.exact) for x in found.quotes[:2]] == [
        ("typed", 12, 1.0),
        ("accepted as proposed", 12, 1.0),
    ]
    assert [(x.name, x.quotes) for x in found.clusters] == [("all typed", 2), ("all from proposals", 2)]
    judged = replace(judged, proposed=np.zeros(12, np.int32))
    assert origins(units(judged), counts(judged), []) is None


def test_seconds_leave_out_quotes_without_a_time() -> None:
    times = np.array([1.0, 2.0, 3.0, np.nan] * 3)
    judged = replace(typed(["direct"] * 12), seconds=times)
    every, ana, *_ = seconds(PEOPLE, [spent(judged)])
    assert (every.quotes, every.median) == (9, 2.0)
    assert (ana.name, ana.quotes) == ("ana", 3)
    assert ana.p90 == pytest.approx(2.8)


def test_one_article_and_two_people_are_enough_for_a_report() -> None:
    judged = team({"ana": [((2, 8),)], "ben": []}, sentences=2, articles=1)
    found = team_report(judged, asking=Asking(resamples=10))
    assert found.against_rest == []
    assert found.spans.matched == 0.0
    assert [row.found.alpha.value for row in found.fields] == pytest.approx([0.0])


def test_people_who_have_nothing_in_common_have_no_figures() -> None:
    judged = any_team(1)
    judged.reviewed[:] = False
    found = team_report(judged, asking=Asking(resamples=10))
    assert found.header.articles == 0
    assert {row.found.alpha.why for row in found.fields} == {"no unit has two judgements"}
    assert found.worst == []


def test_whoever_meets_a_sentence_again_is_compared_with_themselves() -> None:
    judged = with_column(
        team({"ana": [((2, 8),), ((52, 58),), ((62, 68),)], "ben": [((2, 8),)]}),
        TYPE, ["direct", "mixed", "direct", "direct"], TYPES,
    )  # fmt: skip
    same = np.array([1, 2, -1, -1, -1, 1, 2, 1, -1, -1])
    ana, ben = repeats(units(replace(judged, same=same)))
    assert (ana.person, ana.sentences) == ("ana", 3)  # of the first sentence twice more, of the second once
    assert ana.same["has a quote"] == pytest.approx(1 / 3)
    assert (ana.same["type"], ana.alphas["type"].units) == (0.0, 1)
    assert (ben.sentences, ben.same["type"]) == (3, None)
    assert repeats(units(judged)) == []
