"""A project that moves into another database is there whole, row by row, and goes on."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table

from annotator.errors import StoreError
from annotator.model import Note, Source, Span
from annotator.store import Store, moving
from annotator.store import rows as rows_
from annotator.store.columns import metadata
from annotator.store.snapshots import Piece
from annotator.store.splitting import Decision
from annotator.store.team import Joined, Role, Rules
from annotator.work.assigning.giving import decide
from tests.store.machines import Team
from tests.store.world import ANA, BEN, MAIN, add, article, do, filled, quote, uid


@contextmanager
def empty(server: str) -> Iterator[str]:
    """A PostgreSQL database, for one example."""
    name, admin = f"v{uuid4().hex}", server.replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        try:
            yield server.replace("/postgres?", f"/{name}?")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def furnish(store: Store) -> None:
    """Something in the tables that no action of an annotator fills."""
    other = article("Nobody “shouted” at all.\r\n", Source("b.txt", outlet="B", extra=(("topic", "x"),)))
    add(store, other)
    store.set_role("ana", Role.LEAD)
    store.add_credential("ana", "link", "a1", 3)
    store.begin_plan(Rules(overlap=2, withheld=0.5), [Joined("ana", 1), Joined("ben")], decide)
    store.add_snapshot("v1", "{}", [Piece("0" * 64, b"\0\xff"), Piece("1" * 64, b"")])
    store.keep_split("one", {MAIN.digest: Decision("train", MAIN.digest)})
    store.set_queue([other.digest, MAIN.digest])
    store.set_place("ben", other.digest, 3)
    store.mark_read("ben")
    store.pseudonyms()


def rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as SQLite itself gives them."""
    with closing(sqlite3.connect(file)) as raw:
        return {
            name: raw.execute(f'SELECT * FROM "{name}" ORDER BY {_key(table)}').fetchall()
            for name, table in metadata.tables.items()
        }


def _key(table: Table) -> str:
    return ", ".join(table.primary_key.columns.keys())


# To shrink a failure takes minutes, and tells little: the sentence names the table.
@settings(max_examples=3, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), steps=st.integers(5, 25))
def test_any_project_there_and_back_is_equal(data: st.DataObject, steps: int, postgres_server: str) -> None:
    with tempfile.TemporaryDirectory() as name, empty(postgres_server) as url:
        folder = Path(name)
        team = Team(folder)
        try:
            for _ in range(steps):
                data.draw(st.composite(team.work)())
            furnish(team.main.store)
            told: list[int] = []
            there = team.main.store.move_to(url, told.append)
            back = folder / "back.db"
            with Store(url) as server:
                moved = server.move_to(f"sqlite:///{back}")
                assert moved.target == str(back)
                assert moved.digest == there.digest == server.digest()
                do(server, "ana", (None, quote(10**6)))  # numbers of rows go on behind those that came
                server.add_actor("cleo")
            assert rows(back) == rows(team.main.file)
            assert sum(told) == sum(there.rows.values()) == team.main.store.count_rows()
        finally:
            team.close()


def test_rows_that_refer_to_later_ones_and_words_to_search_come_along(db_url: str, tmp_path: Path) -> None:
    with filled(db_url) as store:
        do(store, "ana", (None, quote(1)), (None, quote(2, 20)))
        do(store, "ana", (quote(1), quote(1).__class__(**{**_fields(quote(1)), "parent": uid(2)})))
        do(store, "ana", (None, Note(uid(3), MAIN.digest, ANA, Span(0, 5), "\N{PILE OF POO}", uid(2))))
        before = store.search("critics")
        there = store.move_to(f"sqlite:///{tmp_path / 'there.db'}")
        with Store(f"sqlite:///{tmp_path / 'there.db'}") as other:
            assert other.search("critics") == before
            assert other.open_article(MAIN.digest, ANA) == store.open_article(MAIN.digest, ANA)
            assert other.digest() == there.digest == store.digest()
        assert not list(tmp_path.glob(".*"))


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_nothing_is_moved_over_anything(db_url: str, tmp_path: Path) -> None:
    file = tmp_path / "full.db"
    with (
        filled(f"sqlite:///{file}") as full,
        filled(db_url) if db_url != f"sqlite:///{file}" else full as store,
    ):
        with pytest.raises(StoreError, match="is there already"):
            store.move_to(f"sqlite:///{file}")
        if db_url.startswith("postgresql"):
            with pytest.raises(StoreError, match="is not empty"):
                full.move_to(db_url)
        bundle = tmp_path / "ana.db"
        store.bundle("ana", bundle)
    with Store(f"sqlite:///{bundle}") as part, pytest.raises(StoreError, match="this is a bundle"):
        part.move_to(f"sqlite:///{tmp_path / 'whole.db'}")


def test_what_breaks_off_or_differs_leaves_nothing(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there.db"
    urls = (postgres_url, f"sqlite:///{there}")

    def stop(_rows: int) -> None:
        raise KeyboardInterrupt

    with filled(f"sqlite:///{tmp_path / 'a.db'}") as store:
        do(store, "ben", (None, quote(1, layer=BEN)))
        for url in urls:
            with pytest.raises(KeyboardInterrupt):
                store.move_to(url, stop)
        write = rows_.insert_values

        def lose(target: Any, table: Any, names: Any, some: Any) -> None:
            write(target, table, names, some[1:] if table.name == "event" else some)

        monkeypatch.setattr(moving, "insert_values", lose)
        for url in urls:
            with pytest.raises(StoreError, match=r"table event was not the same in .*; nothing was moved"):
                store.move_to(url)
        monkeypatch.undo()
        assert not there.exists()
        assert store.move_to(postgres_url).rows["event"] == 1
    assert sorted(x.name for x in tmp_path.iterdir()) == ["a.db"]


def test_only_the_owner_moves_a_project_of_roles(postgres_url: str, tmp_path: Path) -> None:
    role = f"ana{uuid4().hex}"
    with filled(postgres_url) as store:
        store.grant("ana", role)
        with (
            Store(postgres_url.replace("//annotator@", f"//{role}@")) as ana,
            pytest.raises(StoreError, match=r"only the owner .* you are ana"),
        ):
            ana.move_to(f"sqlite:///{tmp_path / 'b.db'}")
        assert store.move_to(f"sqlite:///{tmp_path / 'b.db'}").rows["actor"] == 2
