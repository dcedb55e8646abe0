"""Row-level security made, lifted for an upgrade, and given to a role."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.errors import StoreError
from annotator.store.columns import metadata
from annotator.store.engine import where
from annotator.store.security.functions import FUNCTIONS
from annotator.store.security.policies import ALL_VERBS, VERBS, policies
from annotator.store.security.who import is_secured

_FREE = "alembic_version"  # a number, which everybody reads before anything else


def make(connection: Connection) -> None:
    """Close all tables to all but their owner, and let in the roles that were granted: to their own rows.

    Nothing is done where it is so already, as this version of the program has it.
    """
    s = _schema(connection)
    _run(
        connection,
        [
            f'CREATE TABLE IF NOT EXISTS {s}.db_role (role TEXT COLLATE "C" PRIMARY KEY, '
            f"actor INTEGER NOT NULL REFERENCES {s}.actor (id))",
        ],
    )
    wanted = list(_wanted(connection, s))
    digest = sha256("\n".join(wanted).encode()).hexdigest()
    if digest == connection.exec_driver_sql("SELECT obj_description(to_regclass('db_role'))").scalar():
        return
    lift(connection)
    _run(connection, [*wanted, f"COMMENT ON TABLE {s}.db_role IS '{digest}'"])
    for role in connection.exec_driver_sql(f"SELECT role FROM {s}.db_role").scalars().all():
        let_in(connection, role)


def _wanted(connection: Connection, s: str) -> Iterator[str]:
    yield f"REVOKE CREATE ON SCHEMA {s} FROM PUBLIC"
    for function in FUNCTIONS:
        yield function.made(s)
        yield f"REVOKE ALL ON FUNCTION {s}.{function.signature()} FROM PUBLIC"
    for table in _tables(connection):
        if table != _FREE:
            yield f'ALTER TABLE {s}."{table}" ENABLE ROW LEVEL SECURITY'
            yield from policies(table, s)


def lift(connection: Connection) -> None:
    """Take all policies and functions away, which a step of an upgrade could not change under them.

    The tables stay closed.
    """
    s = _schema(connection)
    query = (
        "SELECT format('DROP POLICY %I ON %I.%I', policyname, schemaname, tablename) FROM pg_policies "
        "WHERE schemaname = current_schema() AND policyname LIKE 'annotator_%'"
    )
    found = list(connection.exec_driver_sql(query, execution_options={"no_parameters": True}).scalars())
    functions = (f"DROP FUNCTION IF EXISTS {s}.{x.signature()}" for x in reversed(FUNCTIONS))
    _run(connection, [*found, *functions, f"COMMENT ON TABLE {s}.db_role IS NULL"])


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """While an upgrade runs, within its transaction. Raises StoreError for who is not the owner."""
    if connection.dialect.name != "postgresql":
        yield
        return
    check_owner(connection)
    secured = is_secured(connection)
    if secured:
        lift(connection)
    yield
    if secured:
        make(connection)


def renew(connection: Connection) -> None:
    """Make policies as this version of the program has them, where there are any and this is the owner."""
    if connection.dialect.name == "postgresql" and is_secured(connection) and _owner(connection).is_ours:
        make(connection)


def let_in(connection: Connection, role: str) -> None:
    """Let a role of the server at the tables; the policies say at which rows."""
    s, to = _schema(connection), quoted(connection, role)
    tables = (f'GRANT {VERBS.get(x, ALL_VERBS)} ON {s}."{x}" TO {to}' for x in _tables(connection))
    sequences = (f"GRANT USAGE ON SEQUENCE {x} TO {to}" for x in _sequences(connection))
    functions = (f"GRANT EXECUTE ON FUNCTION {s}.{x.signature()} TO {to}" for x in FUNCTIONS)
    _run(connection, [f"GRANT USAGE ON SCHEMA {s} TO {to}", *tables, *sequences, *functions])


def shut_out(connection: Connection, role: str) -> None:
    """Take back all that `let_in` gave."""
    s, of = _schema(connection), quoted(connection, role)
    kinds = (
        f"REVOKE ALL ON ALL {kind} IN SCHEMA {s} FROM {of}" for kind in ("TABLES", "SEQUENCES", "FUNCTIONS")
    )
    _run(connection, [*kinds, f"REVOKE ALL ON SCHEMA {s} FROM {of}"])


class _Owner(NamedTuple):
    name: str
    is_ours: bool
    me: str


def _owner(connection: Connection) -> _Owner:
    query = (
        "SELECT pg_get_userbyid(relowner), pg_has_role(relowner, 'USAGE'), current_user "
        "FROM pg_class WHERE oid = to_regclass('quote')"
    )
    return _Owner(*connection.exec_driver_sql(query).one())


def check_owner(connection: Connection) -> None:
    """Raises StoreError where the tables are another role's."""
    owner = _owner(connection)
    if not owner.is_ours:
        raise StoreError(
            f"only the owner of the database {where(connection.engine)}, the role {owner.name}, may do this; "
            f"you are {owner.me}"
        )


def quoted(connection: Connection, name: str) -> str:
    """A name as an identifier of SQL."""
    found: str = connection.exec_driver_sql("SELECT quote_ident(%s)", (name,)).scalar_one()
    return found


def _run(connection: Connection, statements: Iterable[str]) -> None:
    """Many statements in one round trip; none has a parameter."""
    connection.exec_driver_sql(";\n".join(statements), execution_options={"no_parameters": True})


def _schema(connection: Connection) -> str:
    found: str = connection.exec_driver_sql(
        "SELECT quote_ident(nspname) FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid "
        "WHERE c.oid = to_regclass('quote')"
    ).scalar_one()
    return found


def _tables(connection: Connection) -> list[str]:
    """Ours that are there, by name: those of this version, the index of words, and the roles."""
    known = [*metadata.tables, "article_words", "db_role"]
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY (%s)"
    return sorted(connection.exec_driver_sql(query, (known,)).scalars())


def _sequences(connection: Connection) -> list[str]:
    """Those that number the rows of our tables."""
    query = (
        "SELECT s.oid::regclass::text FROM pg_class s JOIN pg_depend d ON d.objid = s.oid "
        "JOIN pg_class t ON t.oid = d.refobjid WHERE s.relkind = 'S' AND d.deptype IN ('a', 'i') "
        "AND t.relnamespace = current_schema()::regnamespace AND t.relname = ANY (%s)"
    )
    return list(connection.exec_driver_sql(query, (list(metadata.tables),)).scalars())
