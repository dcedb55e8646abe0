"""The scheme and the guideline: kept whole, and written beside all that is done under them."""

import pytest
from sqlalchemy import text as sql

from annotator.errors import SchemeError
from annotator.model import Event
from annotator.store import Store
from annotator.store.engine import reading
from tests.store.world import ANA, do, quote


def test_changed_content_needs_a_new_version(store: Store, other: Store) -> None:
    store.use_scheme("news", "1", "a" * 64, "fields")
    other.use_scheme("news", "1", "a" * 64, "fields")
    for session in (store, other):
        with pytest.raises(SchemeError, match="still says version 1"):
            session.use_scheme("news", "1", "b" * 64, "other fields")
    store.use_scheme("news", "2", "b" * 64, "other fields")
    store.use_scheme("sport", "1", "c" * 64, "fields")
    assert other.schemes() == {"a" * 64: ("news", "1"), "b" * 64: ("news", "2"), "c" * 64: ("sport", "1")}


def test_all_that_is_done_says_under_what(store: Store) -> None:
    plain = do(store, "ana", (None, quote(1)))
    assert _under(plain) == ("", "")
    store.use_scheme("news", "1", "a" * 64, "fields")
    store.use_guideline("1" * 64, "# How")
    store.use_guideline("1" * 64, "# How")
    first = do(store, "ana", (None, quote(2, 20)))
    store.use_scheme("news", "2", "b" * 64, "more fields")
    store.use_guideline("2" * 64, "# How else")
    (undone,) = store.undo("ana")
    (redone,) = store.redo("ana")
    second = do(store, "ana", (None, quote(3, 40)))
    old, new = ("a" * 64, "1" * 64), ("b" * 64, "2" * 64)
    assert [_under(event) for event in (first, undone, redone, second)] == [old, new, new, new]
    assert [_under(event) for event in reversed(store.history("ana"))] == [("", ""), old, new, new, new]
    with store.look([ANA]) as found:
        (quoted,) = found.quoted
    assert [(head.scheme, head.guideline) for head in quoted.quotes] == [("", ""), new, new]


def _under(event: Event) -> tuple[str, str]:
    return event.scheme, event.guideline


def test_a_refused_scheme_is_not_written_beside_anything(store: Store) -> None:
    store.use_scheme("news", "1", "a" * 64, "fields")
    with pytest.raises(SchemeError):
        store.use_scheme("news", "1", "b" * 64, "other fields")
    assert do(store, "ana", (None, quote(1))).scheme == "a" * 64


def test_they_are_kept_whole(store: Store) -> None:
    store.use_scheme("news", "1", "a" * 64, "[field]\nname = “x”\n")
    store.use_guideline("1" * 64, "# How\r\n")
    with reading(store._engine) as connection:
        assert connection.execute(sql("SELECT text FROM scheme")).scalar_one() == "[field]\nname = “x”\n"
        assert connection.execute(sql("SELECT text FROM guideline")).scalar_one() == "# How\r\n"
