"""The verbs of whoever owns a PostgreSQL database: which of its roles is whom."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from annotator.errors import StoreError
from annotator.store import acting
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.security.making import check_owner, let_in, make, quoted, shut_out
from annotator.store.security.who import Who, db_role, is_secured


class Granted(NamedTuple):
    """A role that is let in; `made`: it was not there before, and has no password yet."""

    role: str
    made: bool


class Granting(Database):
    """A database whose server knows its people."""

    @property
    def me(self) -> Who | None:
        """Whom the database takes us for; None for its owner, and on SQLite."""
        return self._who

    def grant(self, name: str, role: str) -> Granted:
        """Let the server's role in as the person `name`; either is made where it is not there.

        Raises StoreError where this is not the owner, or such a role would see more than its own.
        """
        with self._writing() as connection:
            _check_kind(connection)
            check_owner(connection)
            key = acting.made_actor(connection, name, "human", self._now())[0]
            made = _made(connection, role)
            _check_harmless(connection, role)
            make(connection)
            taken = connection.scalar(select(db_role.c.actor).where(db_role.c.role == role))
            if taken not in (None, key):
                raise StoreError(f"the role {role} is somebody else here already; revoke that first")
            if taken is None:
                connection.execute(db_role.insert(), {"role": role, "actor": key})
                let_in(connection, role)
            return Granted(role, made)

    def revoke(self, name: str) -> list[str]:
        """Shut out the roles that are `name`; which. The server keeps the roles. Raises StoreError."""
        with self._writing() as connection:
            _check_kind(connection)
            check_owner(connection)
            if not is_secured(connection):
                return []
            key = acting.actor_key(connection, name)
            roles = list(connection.scalars(select(db_role.c.role).where(db_role.c.actor == key)))
            for role in roles:
                shut_out(connection, role)
                connection.execute(db_role.delete().where(db_role.c.role == role))
            return roles

    def db_roles(self) -> dict[str, list[str]]:
        """Person -> the roles of the server that are they."""
        found: dict[str, list[str]] = {}
        with reading(self._engine) as connection:
            if connection.dialect.name == "postgresql" and is_secured(connection):
                query = select(t.actor.c.name, db_role.c.role).select_from(
                    db_role.join(t.actor, t.actor.c.id == db_role.c.actor)
                )
                for name, role in connection.execute(query.order_by(db_role.c.role)):
                    found.setdefault(name, []).append(role)
        return found


def _check_kind(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        raise StoreError(
            "an SQLite file has no roles: who can write it can write all of it; see docs/postgresql.md"
        )


def _made(connection: Connection, role: str) -> bool:
    run = connection.exec_driver_sql
    if run("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).first():
        return False
    if not run("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user").scalar_one():
        raise StoreError(
            f"the server has no role {role}, and you may make none; "
            f"whoever runs it makes it with: CREATE ROLE {quoted(connection, role)} LOGIN"
        )
    run(f"CREATE ROLE {quoted(connection, role)} LOGIN")
    return True


def _check_harmless(connection: Connection, role: str) -> None:
    """Raises StoreError where a role is above policies, or may act as one that is, or as another person."""
    query = (
        "SELECT r.rolname FROM pg_roles r WHERE pg_has_role(%(role)s, r.oid, 'MEMBER') AND ("
        "r.rolsuper OR r.rolbypassrls "
        "OR r.oid = (SELECT relowner FROM pg_class WHERE oid = to_regclass('quote')) "
        "OR r.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_execute_server_program', "
        "'pg_read_server_files', 'pg_write_server_files'))"
    )
    above = connection.exec_driver_sql(query, {"role": role}).scalar()
    if above is not None:
        how = "is" if above == role else f"may act as {above}, which is"
        raise StoreError(
            f"the role {role} {how} above all policies; take a role that has no rights but LOGIN"
        )
    if is_secured(connection):
        also = (
            "SELECT role FROM db_role WHERE role <> %(role)s AND pg_has_role(%(role)s, role::name, 'MEMBER')"
        )
        if other := connection.exec_driver_sql(also, {"role": role}).scalar():
            raise StoreError(
                f"the role {role} may act as {other}, another person; revoke that on the server first"
            )
