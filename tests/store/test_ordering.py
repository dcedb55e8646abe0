"""The canonical order: later than all that was seen, whatever a clock says, and the same everywhere."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from annotator.store import Store
from annotator.store.engine import writing
from annotator.store.ordering import Place, has_tick, next_uids, place, tick_of, uid_at
from tests.store.world import ANA, do, filled, quote

ticks = st.integers(0, 2**60 - 1)
times = st.text("0123456789", min_size=1, max_size=3)
uids = st.one_of(ticks.map(uid_at), st.uuids(version=4).map(str))
places = st.builds(place, uids, times, st.sampled_from(["ana", "ben"]), st.integers(1, 9))


@given(ticks)
def test_a_uuid_holds_its_tick(tick: int) -> None:
    uid = uid_at(tick)
    assert tick_of(uid) == tick
    assert has_tick(uid)
    assert (UUID(uid).version, str(UUID(uid))) == (7, uid)


@given(ticks, ticks)
def test_uuids_sort_as_their_ticks(one: int, other: int) -> None:
    if one != other:
        assert (uid_at(one) < uid_at(other)) == (one < other)


@given(st.lists(places, max_size=8, unique_by=lambda p: (p.uid, p.at, p.actor, p.seq)))
def test_the_order_is_total_and_old_events_come_first(some: list[Place]) -> None:
    found = sorted(some)
    assert all(a < b for a, b in pairwise(found))
    assert [p.is_new for p in found] == sorted(p.is_new for p in found)


def test_a_number_of_a_database_has_no_say_where_a_uuid_tells() -> None:
    uid = uid_at(5)
    assert place(uid, "1", "ana", 1) == place(uid, "2", "ben", 7)
    assert not has_tick(str(uuid4()))


def test_a_clock_set_back_changes_no_order(db_url: str) -> None:
    hours = iter([5, 5, 5, 4, 1, 9, 2])
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def now() -> str:
        return (start + timedelta(hours=next(hours, 3))).isoformat(timespec="milliseconds")

    with filled(db_url):
        pass
    with Store(db_url, now=now) as store:
        for n in range(6):
            do(store, "ana" if n % 2 else "ben", (None, quote(n, n, ANA)))
        done = sorted((*store.history("ana"), *store.history("ben")), key=lambda event: event.id)
        made = [event.changes[0].after for event in done]
        assert [some.id[-1:] for some in made if some is not None and hasattr(some, "id")] == list("012345")
        with writing(store._engine) as connection:
            first, second = next_uids(connection, "1970-01-01T00:00:00.000Z", 2)
        assert done[-1].id < first < second
