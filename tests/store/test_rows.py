"""Many rows at once, whatever their number."""

import pytest
from sqlalchemy import select

from annotator.store import Store
from annotator.store import tables as t
from annotator.store.rows import insert, insert_values
from annotator.store.types import UnstorableError
from tests.store.world import MAIN

NAMES = ("start", "article", "stop", "kind", "origin")


def rows(store: Store, number: int) -> list[tuple[int, int, int, str, str]]:
    with store._writing() as connection:
        key = store._keys.article(connection, MAIN.digest)
    return [(n, key, n + 1, "body", f"origin {n}") for n in range(number)]


@pytest.mark.parametrize("number", [0, 1, 49, 50, 51, 120])
def test_all_are_written(store: Store, number: int) -> None:
    wanted = rows(store, number)
    with store._writing() as connection:
        connection.execute(t.region.delete())
        insert_values(connection, t.region, NAMES, wanted)
        c = t.region.c
        found = connection.execute(select(c.start, c.article, c.stop, c.kind, c.origin).order_by(c.start))
        assert [tuple(row) for row in found] == wanted


def test_a_table_with_an_index_of_its_own_takes_them_too(store: Store) -> None:
    wanted = [{"uid": f"uid {n}", "name": f"name {n}", "kind": "person"} for n in range(120)]
    with store._writing() as connection:
        insert(connection, t.speaker, wanted)
        c = t.speaker.c
        found = connection.execute(select(c.uid, c.name, c.kind).order_by(c.id))
        assert [dict(row._mapping) for row in found] == wanted


@pytest.mark.parametrize("bad", ["a\0b", "“a\ud800"])
def test_one_text_that_cannot_be_kept_is_named_and_none_is_written(store: Store, bad: str) -> None:
    some = rows(store, 120)
    some[70] = (*some[70][:4], bad)
    with store._writing() as connection:
        connection.execute(t.region.delete())
        with pytest.raises(UnstorableError, match=f"^“{bad[0]}"):
            insert_values(connection, t.region, NAMES, some)
        assert connection.execute(select(t.region)).all() == []
