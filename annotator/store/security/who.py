"""Who somebody is by their role of the database, whatever name they say."""

from typing import NamedTuple

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, select
from sqlalchemy import text as sql

from annotator.store import tables as t
from annotator.store.engine import reading
from annotator.store.team import Role
from annotator.store.team_tables import member
from annotator.store.types import Text

# In no version of the program's own tables: roles belong to a server, and only PostgreSQL has them.
db_role = Table(
    "db_role",
    MetaData(),
    Column("role", Text, primary_key=True),
    Column("actor", Integer, nullable=False),
)


class Who(NamedTuple):
    """The person that a role of the database stands for; `retired`: since when (UTC)."""

    db_role: str
    name: str
    role: Role
    retired: str | None

    @property
    def plans(self) -> bool:
        """Whether the database lets them see and write all."""
        return self.role is Role.LEAD and self.retired is None


def who(engine: Engine) -> Who | None:
    """The person whom the connections' role stands for; None where it is the owner's, or on SQLite.

    Transactions of the engine know from then on whether they see all rows (`is_limited`).
    """
    if engine.dialect.name != "postgresql":
        return None
    with reading(engine) as connection:
        found = _who(connection) if is_secured(connection) else None
    if found is not None:
        engine.update_execution_options(limited=not found.plans)
    return found


def _who(connection: Connection) -> Who | None:
    a, m = t.actor.c, member.c
    tree = db_role.join(t.actor, a.id == db_role.c.actor).outerjoin(member, m.actor == db_role.c.actor)
    query = select(db_role.c.role, a.name, m.role, m.retired).select_from(tree)
    row = connection.execute(query.where(db_role.c.role == sql("current_user"))).one_or_none()
    return Who(row[0], row[1], Role(row[2] or Role.ANNOTATOR), row[3]) if row is not None else None


def is_limited(connection: Connection) -> bool:
    """Whether the database hides rows from this role: what needs them asks functions that may see them."""
    return bool(connection.get_execution_options().get("limited"))


def is_secured(connection: Connection) -> bool:
    """Whether roles were ever granted here."""
    return bool(connection.exec_driver_sql("SELECT to_regclass('db_role') IS NOT NULL").scalar_one())
