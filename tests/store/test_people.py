"""People have roles, and may retire; somebody always leads where anybody did."""

import pytest

from annotator.errors import StoreError
from annotator.store import Store
from annotator.store.team import Person, Role
from tests.store.world import ANA, do, quote


def test_everybody_is_an_annotator_until_somebody_says_otherwise(store: Store) -> None:
    assert store.people() == [Person("ana", Role.ANNOTATOR), Person("ben", Role.ANNOTATOR)]
    store.set_role("ben", Role.LEAD)
    store.set_role("eva", Role.ADJUDICATOR)
    assert [one.role for one in store.people()] == [Role.ANNOTATOR, Role.LEAD, Role.ADJUDICATOR]


def test_who_retires_keeps_what_they_said_and_may_come_back(store: Store, other: Store) -> None:
    do(store, "ana", (None, quote(1)))
    store.retire("ana")
    (ana, _ben) = other.people()
    assert ana.retired is not None
    assert other.layers() == [ANA]
    assert other.actors() == ["ana", "ben"]
    other.set_role("ana", Role.ANNOTATOR)
    assert store.people()[0] == Person("ana", Role.ANNOTATOR)


def test_the_only_lead_stays_lead(store: Store) -> None:
    store.set_role("ben", Role.LEAD)
    with pytest.raises(StoreError, match="nobody else leads this project"):
        store.retire("ben")
    with pytest.raises(StoreError, match="nobody else leads this project"):
        store.set_role("ben", Role.ADJUDICATOR)
    store.set_role("ana", Role.LEAD)
    store.retire("ben")
    assert [one.retired is None for one in store.people()] == [True, False]


def test_programs_and_strangers_are_no_people(store: Store) -> None:
    store.add_actor("rules", "program")
    assert "rules" not in [one.name for one in store.people()]
    with pytest.raises(StoreError, match="rules is the name of a program"):
        store.set_role("rules", Role.LEAD)
    with pytest.raises(StoreError, match="nobody is called nora"):
        store.retire("nora")


def test_each_role_includes_those_before_it() -> None:
    assert [[one.includes(other) for other in Role] for one in Role] == [
        [True, False, False], [True, True, False], [True, True, True],
    ]  # fmt: skip
