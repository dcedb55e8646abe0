"""What goes wrong with a database is said in one sentence, with the mend and without the password."""

import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text as sql

from annotator.errors import Exit, StoreError
from annotator.store import Store, engine
from annotator.store.engine import writing
from tests.store.crowd import PATIENCE, started
from tests.store.world import MAIN, add, do, filled, quote, refused, state

SECRET = "tops3cret"


def sentence(url: str) -> str:
    """What opening `url` says; one sentence that keeps the secret."""
    with pytest.raises(StoreError) as caught:
        Store(url)
    said = str(caught.value)
    assert caught.value.exit_code is Exit.STORE
    assert "\n" not in said
    assert SECRET not in said
    assert not said.endswith(".")
    return said


@pytest.mark.parametrize(
    "url",
    [
        "", "a.db", "nonsense", "mysql://u:tops3cret@h/x", "oracle+cx://h/x", "sqlite+aiosqlite:///a.db",
        "sqlite://a.db", "sqlite:///a.db?mode=ro", "postgresql+psycopg2://u:tops3cret@h/x", "postgresql+asyncpg://h/x",
        "postgresql://u:tops3cret@h:port/x", "://", "postgresql",
    ],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    assert "not a database address; write a file name, sqlite:///FILE or postgresql" in sentence(url)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = sentence(f"sqlite:///{tmp_path}/no/where/a.db")
    assert f"the folder {tmp_path}/no/where does not exist; make it" in said
    assert not (tmp_path / "no").exists()


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert f"the database {tmp_path} cannot be opened" in sentence(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize(
    "content", [b"Dear diary, today I wrote a long letter to nobody. " * 40, b"\0" * 4096, b"hello"]
)
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "diary.txt"
    file.write_bytes(content)
    said = sentence(f"sqlite:///{file}")
    assert f"the database {file} is not a database of this program; name another file with --db" in said
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "tables", [["bookmarks"], ["alembic_version"], ["alembic_version", "event", "person"]]
)
def test_another_programs_file_stays_as_it_is(tmp_path: Path, tables: list[str]) -> None:
    file = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(file)) as raw, raw:
        for table in tables:
            raw.execute(f"CREATE TABLE {table} (version_num TEXT)")
        raw.execute(f"INSERT INTO {tables[0]} VALUES ('ae1027a6acf')")
    before = file.read_bytes()
    said = sentence(f"sqlite:///{file}")
    assert f"the database {file} holds something else; name another with --db" in said
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["places.sqlite"]


def test_another_programs_server_stays_as_it_is(empty_postgres_url: str) -> None:
    plain = empty_postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES ('ae1027a6acf')")
    assert "holds something else" in sentence(empty_postgres_url)
    with psycopg.connect(plain) as raw:
        assert raw.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [
            ("alembic_version",)
        ]


def test_a_half_made_upgrade_table_is_something_else(sqlite_url: str) -> None:
    with filled(sqlite_url) as store, writing(store._engine) as connection:
        connection.execute(sql("DELETE FROM alembic_version"))
    assert "holds something else" in sentence(sqlite_url)


# A file that may only be read


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can enter; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="store-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_somebody(pipe: Connection, url: str) -> None:
    """Open and act as a user who may write nothing here; root may write everywhere."""
    filled("sqlite://").close()  # imports all that is needed: that user may not be able to
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        with Store(url) as store:
            pipe.send(len(list(store.articles())))
            do(store, "ana", (None, quote(1)))
    except StoreError as error:
        pipe.send(str(error))


@pytest.mark.parametrize("mode", [0o444, 0o000])
def test_a_file_that_may_not_be_written(open_folder: Path, mode: int) -> None:
    file = open_folder / "a.db"
    filled(f"sqlite:///{file}").close()
    file.chmod(mode)
    open_folder.chmod(0o555)
    process, pipe = started(as_somebody, f"sqlite:///{file}")
    with pipe:
        assert pipe.poll(PATIENCE)
        said = pipe.recv()
    process.join(PATIENCE)
    assert said.startswith(f"the database {file} cannot be ")
    assert "permissions" in said
    assert "\n" not in said


def test_a_full_disk_keeps_what_was_there(sqlite_url: str) -> None:
    with filled(sqlite_url) as store:
        do(store, "ana", (None, quote(1)))
        before = state(store)
        fill = "INSERT INTO guideline VALUES ('1', hex(zeroblob(1000000)), '')"
        assert "disk is full; free some space" in refused(store, "PRAGMA max_page_count=1", fill)
        assert state(store) == before
        do(store, "ana", (None, quote(2)))


def test_somebody_who_holds_it_for_too_long(db_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with filled(db_url) as store, Store(db_url) as other, writing(store._engine):
        with pytest.raises(StoreError, match="is held by another program for too long; close that program"):
            other.add_actor("eve")
        assert other.actors() == ["ana", "ben"], "a writer keeps nobody from reading"


# A server


@pytest.mark.parametrize(
    "address",
    [
        f"ana:{SECRET}@127.0.0.1:1/x",
        f"ana:{SECRET}@localhost:1/x",
        f"ana:{SECRET}@/x?host=/nowhere",
        f"ana@/x?host=/nowhere&password={SECRET}",
        f"/x?host=/nowhere&user=ana&password={SECRET}&connect_timeout=3",
    ],
)
def test_a_server_that_does_not_answer(address: str) -> None:
    for scheme in ("postgresql", "postgresql+psycopg", "postgres"):
        said = sentence(f"{scheme}://{address}")
        assert "does not answer; check the address and that the server runs" in said
        assert "nowhere" in said or ":1/x" in said


def test_a_server_that_refuses(postgres_url: str) -> None:
    start, query = postgres_url.split("?")
    gone = start.rsplit("/", 1)[0] + "/gone?" + query
    assert 'refuses (database "gone" does not exist); check its address, your name and password' in sentence(
        gone
    )
    nobody = postgres_url.replace("annotator@", f"nobody:{SECRET}@")
    assert 'refuses (role "nobody" does not exist)' in sentence(nobody)


def test_a_database_that_cannot_keep_every_character(postgres_url: str) -> None:
    name = f"latin{os.getpid()}"
    plain = postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as raw:
        raw.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'".encode())
        try:
            url = re.sub(r"/t\w+\?", f"/{name}?", postgres_url)
            assert "keeps text as LATIN1; make it again with: createdb" in sentence(url)
        finally:
            raw.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_an_option_that_the_driver_does_not_know(postgres_url: str) -> None:
    assert "did not take this" in sentence(f"{postgres_url}&nonsense={SECRET}")


def test_a_connection_that_the_server_ended(postgres_url: str) -> None:
    with filled(postgres_url) as store:
        do(store, "ana", (None, quote(1)))
        said = refused(store, "DELETE FROM place", "SELECT pg_terminate_backend(pg_backend_pid())")
        assert "did not take this" in said
        assert "\n" not in said
        do(store, "ana", (None, quote(2)))  # a new connection, and nothing was lost
        assert store.place("ana") is not None


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = sentence(f"postgresql://ana:{SECRET}@localhost/x")
    assert said == "psycopg is missing; for PostgreSQL run: pip install 'quotation-annotator[postgres]'"


def test_the_name_of_a_database_has_no_password(postgres_url: str, sqlite_url: str) -> None:
    for address in (
        postgres_url.replace("annotator@", f"annotator:{SECRET}@"),
        f"{postgres_url}&password={SECRET}",
    ):
        with Store(address) as store:
            assert SECRET not in store.name
            assert "/t" in store.name
    with Store(sqlite_url) as store:
        assert f"sqlite:///{store.name}" == sqlite_url


def test_a_refused_value_says_no_statement(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        do(store, "ana", (None, replace(quote(1), parent="nobody")))
    said = str(caught.value)
    assert "nothing of it was kept" in said
    assert "INSERT" not in said
    assert "\n" not in said
    assert add(store, MAIN) == (False, 0)
