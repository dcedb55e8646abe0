"""Agreement from batch to batch is that of `annotator agreement`, to the last digit that is shown."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from annotator.agreement.team import Team, TeamReport
from annotator.agreement.team_asking import Asking
from annotator.dataset.answers import answers, gold_rule
from annotator.dataset.facts import of_json
from annotator.dataset.folder.agreeing import Agreed, Agreeing
from annotator.dataset.folder.columns import columns
from annotator.dataset.judging.columns import judged
from annotator.model import Layer
from annotator.store import Store
from tests.dataset import teams
from tests.dataset.crowds import PEOPLE, crowded
from tests.dataset.folders import known
from tests.dataset.team import scheme

SCHEME = scheme()


@pytest.fixture(scope="module", params=["crowd", "team"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    make = crowded if request.param == "crowd" else teams.teamed
    with make(f"sqlite:///{tmp_path_factory.mktemp('agreeing') / 'a.db'}") as opened:
        yield opened


def agreed(store: Store, size: int) -> Agreed:
    """From batches of so many articles."""
    told, bundles = known(store)
    facts = of_json(told)
    rule = gold_rule(facts, ())
    agreeing = Agreeing(SCHEME, facts.entries)
    for n in range(0, len(bundles), size):
        some = [answers(bundle, rule) for bundle in bundles[n : n + size]]
        agreeing.take(columns(some, facts.people))
    return agreeing.told()


def report(store: Store, people: Sequence[Layer]) -> TeamReport:
    found, _ = judged(store.judging(people), list(people), SCHEME, store.texts)
    team = Team()
    team.take(found)
    return team.report(Asking(0, 0, False, 0))


@pytest.mark.parametrize("size", [1, 5, 100])
def test_the_figures_are_those_of_the_report(store: Store, size: int) -> None:
    found, whole = agreed(store, size), report(store, PEOPLE if "zoe" in store.actors() else _TEAM)
    assert found.half == whole.spans.content.half
    rows = {row.name: row.found.alpha for row in whole.fields}
    assert len(found.figures) >= 3
    for name, _, alpha in found.figures:
        assert alpha.value == pytest.approx(rows[name].value, abs=1e-9), name
        assert alpha.units == rows[name].units or alpha.value is None


_TEAM = (teams.ANA, teams.BEN, teams.CLEO)


def test_each_two_people_have_their_own_f1(tmp_path: Path) -> None:
    with crowded(f"sqlite:///{tmp_path / 'a.db'}") as store:
        found = agreed(store, 3)
        assert set(found.pairs) == {("ana", "ben"), ("ana", "zoe"), ("ben", "zoe")}
        for pair, rate in found.pairs.items():
            two = [layer for layer in PEOPLE if layer.name in pair]
            assert rate == report(store, two).spans.content.half
        assert {"has a quote", "type", "speaker (registry)", "topic, MASI"} <= {x.name for x in found.figures}
        assert any(x.name.startswith("stance: 5 steps") for x in found.figures)


def test_one_person_agrees_with_nobody(tmp_path: Path) -> None:
    with teams.teamed(f"sqlite:///{tmp_path / 'a.db'}") as store:
        told, bundles = known(store)
        facts = of_json(told)
        agreeing = Agreeing(None, facts.entries)
        second = [answers(x, gold_rule(facts, ())) for x in bundles if x.digest == teams.SECOND.digest]
        agreeing.take(columns(second, facts.people))
        found = agreeing.told()
    assert (found.pairs, found.figures, found.half.f1) == ({}, [], None)
