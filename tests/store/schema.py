"""The tables of a version as they were made then, frozen; and what a database has now, to compare.

`python -m tests.store.schema` freezes the tables of the newest version: once, when a version is new. After
its release the files stay as they are, whatever happens to tables.py: databases of that version exist.
"""

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_mock_engine, inspect

from annotator.store.columns import metadata
from annotator.store.upgrade import head

FOLDER = Path(__file__).with_name("schema")
DIALECTS = ("sqlite", "postgresql")


def frozen(version: str, dialect: str) -> Path:
    return FOLDER / f"{version}.{dialect}.sql"


def versions() -> list[str]:
    """All that there ever were, the oldest first."""
    return sorted({file.name.split(".")[0] for file in FOLDER.glob("*.sql")})


def statements(dialect: str) -> list[str]:
    """What makes the tables of today, triggers included."""
    found: list[str] = []

    def keep(statement: Any, *_: object, **__: object) -> None:
        found.append(str(statement.compile(dialect=engine.dialect)).strip())

    engine = create_mock_engine(f"{dialect}://", keep)
    metadata.create_all(engine, checkfirst=False)
    return found


def freeze() -> None:
    FOLDER.mkdir(exist_ok=True)
    for dialect in DIALECTS:
        frozen(head(), dialect).write_text("".join(f"{statement};\n\n" for statement in statements(dialect)))


def described(connection: Connection) -> dict[str, Any]:
    """Everything about the tables that a difference could lie in."""
    look = inspect(connection)
    tables = look.get_table_names()
    return {name: _table(look, name) for name in tables} | {
        "triggers": _triggers(connection),
        "virtual": _virtual(connection),
    }


def _table(look: Any, name: str) -> dict[str, Any]:
    columns = {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)}
    return {
        "columns": columns,
        "key": look.get_pk_constraint(name),
        "references": _sorted(look.get_foreign_keys(name)),
        "unique": _sorted(look.get_unique_constraints(name)),
        "checks": _sorted(look.get_check_constraints(name)),
        "indexes": _sorted(look.get_indexes(name)),
        "options": look.get_table_options(name),
    }


def _sorted(found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda one: (str(one["name"]), str(one)))


def _triggers(connection: Connection) -> list[Any]:
    said = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    if connection.dialect.name == "postgresql":
        said = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    return [tuple(row) for row in connection.exec_driver_sql(said)]


def _virtual(connection: Connection) -> list[Any]:
    """How SQLite's index of words was made; PostgreSQL's is a table like others."""
    if connection.dialect.name == "postgresql":
        return []
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    return [tuple(row) for row in found]


def differences(connection: Connection) -> list[Any]:
    """Where the tables are not those of tables.py, but for the index of words, which it makes by hand."""

    def is_ours(name: str | None, kind: str, _names: object) -> bool:
        return kind != "table" or not str(name).startswith("article_words")

    context = MigrationContext.configure(connection, opts={"include_name": is_ours})
    return list(compare_metadata(context, metadata))


if __name__ == "__main__":
    freeze()
