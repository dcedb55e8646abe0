"""What people sign in with: one of a kind holds, until it is replaced, revoked or over."""

from collections.abc import Iterator

import pytest

from annotator.errors import StoreError
from annotator.store import Store


class Clock:
    at = "2026-03-01T09:00:00.000Z"

    def __call__(self) -> str:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(db_url: str, clock: Clock) -> Iterator[Store]:
    with Store(db_url, now=clock) as opened:
        for name in ("ana", "ben"):
            opened.add_actor(name)
        yield opened


def held(store: Store, name: str | None = None) -> list[tuple[str, str, str]]:
    return [(one.name, one.kind, one.hashed) for one in store.credentials(name)]


def test_one_of_a_kind_holds(store: Store) -> None:
    store.add_credential("ana", "link", "a1")
    store.add_credential("ana", "password", "a2")
    store.add_credential("ben", "link", "b1")
    store.add_credential("ana", "link", "a3")
    assert held(store) == [("ana", "password", "a2"), ("ben", "link", "b1"), ("ana", "link", "a3")]
    assert held(store, "ben") == [("ben", "link", "b1")]
    assert held(store, "nobody") == []
    assert [one.name for one in store.credentials(hashed="a3")] == ["ana"]
    assert store.credentials(hashed="a1") == []
    assert store.credentials("ben", hashed="a3") == []


def test_revoking_takes_all_of_one_person(store: Store) -> None:
    for n, kind in enumerate(("link", "password")):
        store.add_credential("ana", kind, f"a{n}")  # type: ignore[arg-type]
    store.add_credential("ben", "link", "b")
    assert store.revoke_credentials("ana") == 2
    assert held(store) == [("ben", "link", "b")]
    assert store.revoke_credentials("ana") == 0


def test_days_run_out(store: Store, clock: Clock) -> None:
    store.add_credential("ana", "link", "a", days=2)
    (one,) = store.credentials()
    assert one.expires == "2026-03-03T09:00:00.000Z"
    clock.at = "2026-03-03T08:59:59.999Z"
    assert held(store) == [("ana", "link", "a")]
    clock.at = "2026-03-03T09:00:00.000Z"
    assert held(store) == []
    assert store.revoke_credentials("ana") == 0


def test_somebody_unknown_gets_none(store: Store) -> None:
    for refused in (
        lambda: store.add_credential("eve", "link", "e"),
        lambda: store.revoke_credentials("eve"),
    ):
        with pytest.raises(StoreError, match="nobody is called eve here"):
            refused()
    assert held(store) == []


def test_the_same_secret_is_nobody_elses(store: Store) -> None:
    store.add_credential("ana", "link", "same")
    with pytest.raises(StoreError):
        store.add_credential("ben", "link", "same")
    assert held(store) == [("ana", "link", "same")]
