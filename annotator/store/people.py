"""Who is of the team, what they may do, and who no longer is."""

from sqlalchemy import Connection, select

from annotator.errors import StoreError
from annotator.store import acting
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.team import Person, Role
from annotator.store.team_tables import member


class People(Database):
    """A database that knows its people."""

    def people(self) -> list[Person]:
        """All people, those who retired too, in the order they came."""
        a, m = t.actor.c, member.c
        query = select(a.name, m.role, m.retired).select_from(t.actor.outerjoin(member, m.actor == a.id))
        with reading(self._engine) as connection:
            rows = connection.execute(query.where(a.kind == "human").order_by(a.id))
            return [Person(name, Role(role or Role.ANNOTATOR), retired) for name, role, retired in rows]

    def set_role(self, name: str, role: Role) -> None:
        """Add a person in this role; one who is there has it from now on, and is back where they had retired.

        Raises StoreError where it is a program's name, or nobody would be left who leads.
        """
        with self._writing() as connection:
            key = acting.made_actor(connection, name, "human", self._now())[0]
            _keep(connection, key, role, None)

    def retire(self, name: str) -> None:
        """Somebody leaves; what they said stays.

        Raises StoreError where they are not there, or nobody would be left who leads.
        """
        with self._writing() as connection:
            key = acting.actor_key(connection, name)
            role = connection.scalar(select(member.c.role).where(member.c.actor == key))
            _keep(connection, key, Role(role or Role.ANNOTATOR), self._now())


def _keep(connection: Connection, key: int, role: Role, retired: str | None) -> None:
    lead = member.c.role == Role.LEAD, member.c.retired.is_(None)
    led = list(connection.scalars(select(member.c.actor).where(*lead)))
    if led == [key] and (role is not Role.LEAD or retired):
        raise StoreError("nobody else leads this project; make somebody lead first: annotator annotators add")
    row = {"role": str(role), "retired": retired}
    if not connection.execute(member.update().where(member.c.actor == key), row).rowcount:
        connection.execute(member.insert(), {"actor": key, **row})
