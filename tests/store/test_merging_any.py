"""Whatever people do on whatever computers: in any order of merging the databases say the same."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model import Apart
from tests.store.canonical import told
from tests.store.machines import Machine, Team, name, say, suggest
from tests.store.world import counted, state, tallied

ANY = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def digest(machine: Machine) -> tuple[str, str]:
    return tuple(machine.store.digest())  # type: ignore[return-value]


@st.composite
def steps(draw: st.DrawFn) -> list[str]:
    return draw(
        st.lists(
            st.sampled_from(["work", "work", "work", "work", "work", "bundle", "merge"]),
            min_size=8,
            max_size=30,
        )
    )


@ANY
@given(data=st.data(), plan=steps())
def test_any_order_gives_the_same(data: st.DataObject, plan: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder))
        try:
            _live(team, data, plan)
            _check(team, data)
        finally:
            team.close()


@settings(ANY, max_examples=3)
@given(data=st.data(), plan=steps())
def test_on_postgresql_the_same(data: st.DataObject, plan: list[str], postgres_server: str) -> None:
    database = f"m{uuid4().hex}"
    admin = postgres_server.replace("+psycopg", "")
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database} TEMPLATE template0".encode())
        team = Team(Path(folder), postgres_server.replace("/postgres?", f"/{database}?"))
        try:
            _live(team, data, plan)
            for machine in data.draw(st.permutations(team.machines[1:] * 2)):
                team.merge(team.main, machine)
            every = {uid: one for machine in team.machines for uid, one in machine.events().items()}
            assert team.main.events().keys() == every.keys()
            is_told(team.main)
            assert tallied(team.main.store) == counted(team.main.store)
        finally:
            team.close()
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())


def is_told(machine: Machine) -> None:
    """What the database says is what its events do, in the canonical order."""
    found = told(machine.events().values())
    apart = {frozenset((x.kept, x.other)) for x in found.values() if isinstance(x, Apart)}
    assert state(machine.store) == {key: x for key, x in found.items() if not isinstance(x, Apart)}
    assert machine.store.told_apart() == apart


def _live(team: Team, data: st.DataObject, plan: list[str]) -> None:
    """People and a suggester have begun, everybody has a bundle, and then comes what may."""
    draw: Any = data.draw
    for deed in (name, name, suggest, say):
        deed(draw, team.main, "ana")
    team.bundle("ana")
    team.bundle("ben")
    for step in plan:
        laptops = team.machines[1:]
        if step == "bundle" and len(laptops) < 4:
            team.bundle(data.draw(st.sampled_from(["ana", "ben"])))
        elif step == "merge" and laptops:
            team.merge(data.draw(st.sampled_from(team.machines)), data.draw(st.sampled_from(laptops)))
        elif step == "work":
            team.work(draw)


def _check(team: Team, data: st.DataObject) -> None:
    laptops = team.machines[1:]
    every = {uid for machine in team.machines for uid in machine.events()}
    one, other = team.copy(), team.copy()
    for machine in laptops:
        team.merge(one, machine)
    for machine in data.draw(st.permutations([*laptops, *laptops])):
        team.merge(other, machine)
    assert set(one.events()) == every
    assert digest(one) == digest(other)
    assert state(one.store) == state(other.store)
    is_told(one)
    fresh = team.fresh()
    team.merge(fresh, one)
    assert state(fresh.store) == state(one.store)
    assert digest(fresh) == digest(one)
    for machine in (one, other, fresh):
        assert tallied(machine.store) == counted(machine.store)
    again = team.merge(one, other)
    assert (again.events, again.changed, again.conflicts) == (0, 0, ())
