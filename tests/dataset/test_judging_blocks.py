"""A team's report from a database, some articles at a time."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from annotator.agreement.team import Team, TeamReport
from annotator.agreement.team_asking import Asking
from annotator.dataset.judging.columns import Times, judged
from annotator.model import ADJUDICATED
from annotator.store import Store
from tests.agreement.teams import assert_same
from tests.dataset.crowds import PEOPLE, crowded
from tests.dataset.team import scheme

SCHEME = scheme()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with crowded(f"sqlite:///{tmp_path_factory.mktemp('blocks') / 'a.db'}") as opened:
        yield opened


def report(store: Store, most: int | None) -> TeamReport:
    layers, team = [*PEOPLE, ADJUDICATED], Team()
    times = Times(store.seconds_on(PEOPLE))
    with closing(store.judging_in_blocks(layers, most)) as blocks:
        for found in blocks:
            team.take(judged(found, layers, SCHEME, found.texts, None, times)[0], gold=True)
    return team.report(Asking(20, 1, False, 10))


def test_blocks_tell_what_all_tells_and_know_their_labels_again(store: Store) -> None:
    wanted = report(store, None)
    assert wanted.against_gold
    assert len(wanted.worst) == 10
    assert {"topic, MASI", "speaker (as written)"} <= {x.name for x in wanted.labels}
    for most in (1, 20):
        assert_same(report(store, most), wanted)
