"""A database of an older version is brought up to date once, after a copy, or left exactly as it was.

The steps here are the program's own and one more, which makes `event` and `quote` again as SQLite needs it.
"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import Region, RegionKind, Review, ReviewStatus, Speaker, Voice
from annotator.store import Store
from annotator.store.columns import metadata
from annotator.store.engine import open_engine, reading, writing
from annotator.store.store import upgrade_database
from annotator.store.upgrade import MIGRATIONS, head, ready, upgrade
from tests.store import schema
from tests.store.crowd import together
from tests.store.world import (
    ANA,
    MAIN,
    TEXT,
    State,
    add,
    article,
    counted,
    cut,
    do,
    filled,
    quote,
    refused,
    state,
    tallied,
    uid,
)

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"

def upgrade():
    for name in ("event", "quote"):
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("weight", sa.Integer, nullable=False, server_default="1"))
            batch.create_check_constraint("weight", "weight > 0")
    {more}
"""


def steps(folder: Path, more: str = "pass") -> Path:
    """The program's migrations and the test's own step, which ends with `more`."""
    shutil.copytree(MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    step = folder / "migrations" / "versions" / "9001_test.py"
    step.write_text(STEP.format(head=head(), more=more))
    return folder / "migrations"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return steps(tmp_path)


@pytest.fixture
def older(db_url: str) -> State:
    """What `db_url` says, which is of the program's own version."""
    with filled(db_url) as store:
        do(store, "ana", (None, quote(1)), (None, quote(2, 20)))
        do(store, "ana", (quote(2, 20), None))
        return state(store)


def version(url: str) -> str:
    with engine_of(url) as engine, reading(engine) as connection:
        return str(connection.execute(sql("SELECT version_num FROM alembic_version")).scalar_one())


def copies(url: str) -> list[Path]:
    name = Path(url.removeprefix("sqlite:///"))
    return sorted(name.parent.glob(f"{name.name}.before-upgrade*"))


def open_it(url: str, migrations: Path) -> list[str]:
    told: list[str] = []
    with Store(url, tell=told.append, migrations=migrations) as store:
        store.history("ana")
    return told


def upgrade_it(url: str, migrations: Path) -> bool:
    return upgrade_database(url, migrations=migrations)


def check_upgraded(url: str, migrations: Path, before: State) -> None:
    with Store(url, migrations=migrations) as store:
        assert state(store) == before
        for change in ("UPDATE event SET seq = 9", "DELETE FROM event"):
            with pytest.raises(StoreError, match="append-only"), writing(store._engine) as connection:
                connection.execute(sql(change))
        for wrong, why in (("weight = 0", "check"), ("layer = 99", "foreign key"), ("start = -1", "check")):
            with pytest.raises(StoreError) as caught, writing(store._engine) as connection:
                connection.execute(sql(f"UPDATE quote SET {wrong}"))
            assert why in str(caught.value).lower()
        assert store.undo("ana")
        assert store.undo("ana")
        assert state(store) == {}
    assert version(url) == "9001"


@pytest.mark.parametrize("many", [1, 6])
def test_an_older_file_is_upgraded_once_when_it_is_opened(sqlite_url: str, newer: Path, many: int) -> None:
    with filled(sqlite_url) as store:
        do(store, "ana", (None, quote(1)))
        do(store, "ana", (None, quote(2, 20)))
        before = state(store)
    told = [sentence for found in together(open_it, [(sqlite_url, newer)] * many) for sentence in found]
    (copy,) = copies(sqlite_url)
    (sentence,) = told
    assert str(copy) in sentence
    assert "\n" not in sentence
    check_upgraded(sqlite_url, newer, before)
    assert version(f"sqlite:///{copy}") == head()
    with Store(f"sqlite:///{copy}") as kept:
        assert state(kept) == before
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as raw:
        tables = [(name, strict) for _, name, kind, _, _, strict in raw.execute("PRAGMA table_list")]
    assert {("event", 1), ("quote", 1)} <= set(tables)


def test_the_session_that_upgraded_a_file_guards_references_again(sqlite_url: str, newer: Path) -> None:
    with filled(sqlite_url) as store:
        do(store, "ana", (None, quote(1)))
    with Store(sqlite_url, migrations=newer) as store:
        assert "FOREIGN KEY" in refused(store, "UPDATE quote SET layer = 99")


@pytest.mark.parametrize("many", [1, 4])
def test_a_server_is_upgraded_by_its_owner_only(postgres_url: str, newer: Path, many: int) -> None:
    with filled(postgres_url) as store:
        do(store, "ana", (None, quote(1)))
        do(store, "ana", (None, quote(2, 20)))
        before = state(store)
    with pytest.raises(StoreError, match=r"its owner must run: annotator upgrade$"):
        Store(postgres_url, migrations=newer)
    assert version(postgres_url) == head()
    assert sorted(together(upgrade_it, [(postgres_url, newer)] * many)) == [False] * (many - 1) + [True]
    check_upgraded(postgres_url, newer, before)


def test_somebody_else_cannot_upgrade_it(postgres_url: str, newer: Path) -> None:
    with filled(postgres_url) as store, writing(store._engine) as connection:
        connection.execute(sql("DROP ROLE IF EXISTS guest"))
        connection.execute(sql("CREATE ROLE guest LOGIN"))
        connection.execute(sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO guest"))
    try:
        with pytest.raises(StoreError, match="only the owner of the database"):
            upgrade_it(postgres_url.replace("annotator@", "guest@"), newer)
        assert version(postgres_url) == head()
    finally:
        with Store(postgres_url) as store, writing(store._engine) as connection:
            connection.execute(sql("DROP OWNED BY guest"))
            connection.execute(sql("DROP ROLE guest"))


def test_a_step_that_fails_leaves_all_as_it_was(db_url: str, older: State, tmp_path: Path) -> None:
    failing = steps(tmp_path, "op.execute('INSERT INTO nowhere VALUES (1)')")
    with engine_of(db_url) as engine, reading(engine) as connection:
        tables = schema.described(connection)
    for _ in range(2):
        told: list[str] = []
        with pytest.raises(StoreError, match=r"was undone \(.*nowhere.*as it was") as caught:
            upgrade_database(db_url, told.append, failing)
        assert "\n" not in str(caught.value)
        assert told == []
    assert copies(db_url) == []
    with engine_of(db_url) as engine, reading(engine) as connection:
        assert schema.described(connection) == tables
    with Store(db_url) as store:
        assert state(store) == older
        with pytest.raises(StoreError, match="append-only"), writing(store._engine) as connection:
            connection.execute(sql("DELETE FROM event"))


def test_a_step_that_breaks_references_is_undone(sqlite_url: str, tmp_path: Path) -> None:
    with filled(sqlite_url) as store:
        do(store, "ana", (None, quote(1)))
        before = state(store)
    with pytest.raises(StoreError, match="would break 1 references"):
        Store(sqlite_url, migrations=steps(tmp_path, "op.execute('DELETE FROM quote')"))
    with Store(sqlite_url) as store:
        assert state(store) == before


def test_a_damaged_file_is_not_upgraded(sqlite_url: str, newer: Path) -> None:
    with filled(sqlite_url) as store:
        do(store, "ana", (None, quote(1)))
        with reading(store._engine) as connection:
            where = connection.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_quote_article_layer_start'"
            )
            page, size = where.scalar_one(), connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    damaged = bytearray(file.read_bytes())
    damaged[(page - 1) * size + 8 : page * size] = bytes(size - 8)
    file.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"damaged.*nothing was changed"):
        Store(sqlite_url, migrations=newer)
    assert file.read_bytes() == damaged
    assert copies(sqlite_url) == []


def test_a_newer_database_is_refused(db_url: str, older: State, newer: Path) -> None:
    upgrade_it(db_url, newer)
    for use in (Store, upgrade_database):
        with pytest.raises(StoreError, match=r"newer version of this program; install that version$"):
            use(db_url)
    assert version(db_url) == "9001"


def test_upgrading_what_is_up_to_date_or_new(new_url: str) -> None:
    told: list[str] = []
    assert not upgrade_database(new_url, told.append)
    assert not upgrade_database(new_url, told.append)
    assert told == []
    with filled(new_url) as store:
        assert store.article(MAIN.digest) == MAIN


# What a new database has is what an upgraded one has


@pytest.mark.parametrize("dialect", schema.DIALECTS)
@pytest.mark.parametrize("version", schema.versions())
def test_a_new_database_has_what_an_upgraded_one_has(
    request: pytest.FixtureRequest, version: str, dialect: str
) -> None:
    """Fails where tables.py was changed without a step in migrations/, or the other way round."""
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "empty_postgres_url"}[dialect])
    with engine_of(url) as engine:
        with engine.begin() as connection:
            _run_script(connection, schema.frozen(version, dialect).read_text())
            connection.execute(metadata.tables["alembic_version"].insert().values(version_num=version))
        assert upgrade(engine) is (version != head())
        with reading(engine) as connection:
            upgraded = schema.described(connection)
            assert schema.differences(connection) == []
        with engine.begin() as connection:
            _drop_all(connection)
        ready(engine)
        with reading(engine) as connection:
            assert schema.described(connection) == upgraded
    assert len(upgraded["triggers"]) == {"sqlite": 2, "postgresql": 1}[dialect]


def test_what_is_there_survives_the_steps(db_url: str, tmp_path: Path) -> None:
    """The rows of a database of today that the first version had room for, put into one of that version."""
    with filled(db_url) as store:
        sayer = Speaker(uid(9), "Ida", aliases=("b", "a"))
        inner = replace(quote(2), parent=uid(1), about=uid(1), speakers=(Voice(sayer.id),))
        do(store, "ana", (None, sayer), (None, quote(1)), (None, inner), (None, quote(3, 20)))
        do(store, "ana", (quote(3, 20), None))
        done, marked, skipped = cut(TEXT)[:3]
        for span, status in ((done, "done"), (marked, "nothing"), (skipped, "skipped")):
            do(store, "ana", (None, Review(MAIN.digest, ANA, span, ReviewStatus(status))))
        do(store, "ana", (None, Region(MAIN.digest, marked, RegionKind.BOILERPLATE)))
        add(store, article("The last zebra of Straße 7."))
        before, events = state(store), store.history("ana")
    with engine_of(db_url) as engine:
        with reading(engine) as connection:
            rows = {
                table: [dict(row) for row in connection.execute(table.select()).mappings()]
                for table in metadata.sorted_tables
            }
        with engine.begin() as connection:
            _drop_all(connection)
            _run_script(connection, schema.frozen("0001", engine.dialect.name).read_text())
            there = inspect(connection)
            for table in (t for t in metadata.sorted_tables if there.has_table(t.name)):
                known = {column["name"] for column in there.get_columns(table.name)}
                # As then: a quote's parent comes before it.
                for row in rows[table]:
                    connection.execute(table.insert().values({k: v for k, v in row.items() if k in known}))
            connection.execute(sql("UPDATE alembic_version SET version_num = '0001'"))
            if engine.dialect.name == "postgresql":  # its counters have not seen these rows
                for name in ("article", "article_source"):
                    last = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
                    connection.execute(sql(last))
    assert upgrade_database(db_url)
    with Store(db_url) as store:
        assert (state(store), store.history("ana")) == (before, events)
        assert tallied(store) == counted(store)
        assert store.tally(ANA) == (1, len(cut(TEXT)))
        assert [len(store.search(words).hits) for words in ("ZEBRA", "critics", "yak")] == [1, 1, 0]
        add(store, article("A yak."))
        assert [len(store.search(words).hits) for words in ("ZEBRA", "yak")] == [1, 1]
        assert store.position(article("A yak.").digest) == (3, 3)


def _run_script(connection: Connection, script: str) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.executescript(script) if isinstance(raw, sqlite3.Connection) else raw.execute(script)


def _drop_all(connection: Connection) -> None:
    metadata.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(sql("DROP FUNCTION event_append_only"))


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


# Alembic

OPEN = """
import sys
from pathlib import Path
from annotator.model import Speaker, Voice
from annotator.store import Store
Store(sys.argv[1], migrations=Path(sys.argv[2])).close()
sys.exit(10 * ("alembic" in sys.modules))
"""


def test_alembic_is_imported_for_an_older_database_only_and_says_nothing(
    sqlite_url: str, newer: Path
) -> None:
    for migrations, loads in ((MIGRATIONS, False), (newer, True), (newer, False)):
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", OPEN, sqlite_url, migrations],
            capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert (ran.returncode, ran.stdout, ran.stderr) == (10 * loads, "", "")
    assert version(sqlite_url) == "9001"
