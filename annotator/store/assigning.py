"""What one person has to do by a running plan: which articles they may walk to, and what nobody has yet.

Articles of a pool are nobody's until somebody opens one; then they are theirs for the plan's lease, or for
good once finished. A lease that ran out is given to the next who comes, and renewed if nobody did.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from annotator.model import LayerKind
from annotator.store import acting, articles
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.looking import called
from annotator.store.team import Holding, Pass, Task
from annotator.store.team_tables import assignment, member, plan, plan_person, planned

_x, _p, _a = assignment.c, planned.c, t.article.c


class Assigning(Database):
    """A database that tells people what is theirs."""

    def task(self, actor: str, what: Pass | None = None) -> Task | None:
        """What `actor` is to do by the plan that runs; None where none does.

        Where one for labels runs beside another: the one in which something is left to do, or that `what`
        asks for (a plan for spans, or for both, is one).
        """
        with reading(self._engine) as connection:
            tasks = [x for x in _tasks(connection, actor) if what is None or x.what.version == what.version]
            left = (x for x in tasks if x.member and self._first_left(connection, x))
            return next(left, next((x for x in tasks if x.member), next(iter(tasks), None)))

    def holds(self, task: Task, digest: str) -> bool:
        """Whether the person may walk to an article; in a pool, whether it can still be theirs."""
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest)
            if connection.scalar(_mine(task).with_only_columns(_a.id).where(_a.id == key)) is not None:
                return True
            return task.pool and _takes_more(connection, task) and self._free(connection, task, key) == key

    def is_withheld(self, task: Task, digest: str) -> bool:
        """Whether nobody is to see proposals in this article."""
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest)
            query = select(_p.withheld).where(_p.plan == task.plan, _p.article == key)
            return bool(connection.scalar(query))

    def assigned_first(self, task: Task) -> str | None:
        """The first article with something left to do, else the first there is."""
        with reading(self._engine) as connection:
            found = self._first_left(connection, task)
            return found or connection.scalar(_mine(task).order_by(_p.n).limit(1))

    def assigned_unfinished(self, task: Task, digest: str) -> str | None:
        """The next of one's articles after `digest`, round the end, that is not finished."""
        with reading(self._engine) as connection:
            here = self._place(connection, task, digest)
            query = self._left(connection, task)
            for rows in (_p.n > here, _p.n <= here):
                if found := connection.scalar(query.where(rows).order_by(_p.n).limit(1)):
                    return str(found)
        return None

    def assigned_neighbour(self, task: Task, digest: str, by: int) -> str | None:
        """The next (`by` > 0) or previous of one's articles."""
        with reading(self._engine) as connection:
            here = self._place(connection, task, digest)
            query = _mine(task).where(_p.n > here if by > 0 else _p.n < here)
            found: str | None = connection.scalar(query.order_by(_p.n if by > 0 else _p.n.desc()).limit(1))
            return found

    def assigned_position(self, task: Task, digest: str) -> tuple[int, int]:
        """(the article's number among one's own, counted from 1; how many one has)."""
        with reading(self._engine) as connection:
            here = self._place(connection, task, digest)
            before = func.count(case((_p.n <= here, 1)))
            row = connection.execute(_mine(task).with_only_columns(before, func.count())).one()
            return row[0], row[1]

    def assigned_at(self, task: Task, number: int) -> str | None:
        """The n-th of one's articles, counted from 1."""
        if number < 1:
            return None
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(_mine(task).order_by(_p.n).offset(number - 1).limit(1))
            return found

    def assigned_tally(self, task: Task) -> tuple[int, int]:
        """(sentences that the person has reviewed, sentences of the body) over their articles."""
        with reading(self._engine) as connection:
            layer = self._keys.layer(connection, task.layer) or 0
            p = t.progress.c
            done = select(p.reviewed).where(p.layer == layer, p.article == _a.id).correlate(t.article)
            sums = (func.coalesce(func.sum(x), 0) for x in (done.scalar_subquery(), _a.body))
            row = connection.execute(_mine(task).with_only_columns(*sums)).one()
            return int(row[0]), int(row[1])

    # Pools

    def take(self, task: Task, digest: str | None = None) -> str | None:
        """Make an article of a pool the person's for a time: `digest`, else the first that is free.

        None where nothing is, or they have as many as they are to have. What they hold is held for longer.
        """
        with self._writing() as connection:
            now = self._now()
            until = {"since": now, "lease": _later(now, task.lease)}
            if digest is not None and _renew(connection, task, self._keys.article(connection, digest), until):
                return digest
            if not task.pool or not _takes_more(connection, task):
                return None
            only = self._keys.article(connection, digest) if digest is not None else None
            key = self._free(connection, task, only)
            if key is None:
                return None
            self._reclaim(connection, task, key)
            row = {"plan": task.plan, "article": key, "actor": acting.actor_key(connection, task.actor)}
            connection.execute(assignment.insert(), {**row, **until})
            found: str = connection.execute(select(_a.digest).where(_a.id == key)).scalar_one()
            return found

    def _free(self, connection: Connection, task: Task, only: int | None) -> int | None:
        """The first article (or just `only`) that fewer people have than shall, and this person has not."""
        mine = select(_x.actor).select_from(assignment.join(t.actor)).where(
            _x.plan == task.plan, _x.article == _p.article, t.actor.c.name == task.actor
        )  # fmt: skip
        held = select(func.count()).where(
            _x.plan == task.plan, _x.article == _p.article, ~_has_run_out(task.what, self._now())
        )
        query = (
            select(_p.article)
            .where(_p.plan == task.plan, _p.calibration == 0, ~mine.correlate(planned).exists())
            .where(held.correlate(planned).scalar_subquery() < _p.wanted)
            .order_by(_p.n)
            .limit(1)
        )
        if not task.opened:
            return None
        found: int | None = connection.scalar(query if only is None else query.where(_p.article == only))
        return found

    def _reclaim(self, connection: Connection, task: Task, article: int) -> None:
        """Take away what ran out, where else too many would have the article: the longest ago first."""
        here = _x.plan == task.plan, _x.article == article
        wanted = connection.execute(
            select(_p.wanted).where(_p.plan == task.plan, _p.article == article)
        ).scalar_one()
        there = connection.execute(select(func.count()).select_from(assignment).where(*here)).scalar_one()
        late = (
            select(_x.actor).where(*here, _has_run_out(task.what, self._now())).order_by(_x.lease, _x.actor)
        )
        for actor in list(connection.scalars(late.limit(max(0, there + 1 - wanted)))):
            connection.execute(assignment.delete().where(*here, _x.actor == actor))

    # For lists

    def holdings(self, key: int, names: Sequence[str] = ()) -> list[Holding]:
        """All that the people of a plan (or those named) have of it, in its order, then by name."""
        p, la, q = t.progress.c, t.layer.c, t.quote.c
        with reading(self._engine) as connection:
            what = Pass(connection.execute(select(plan.c["pass"]).where(plan.c.id == key)).scalar_one())
            layers = (
                select(la.id.label("key"), la.name)
                .where(la.kind == LayerKind.HUMAN, la.version == what.version)
                .subquery()
            )
            quotes = select(q.id).where(q.article == _a.id, q.layer == layers.c.key, q.deleted == 0)
            query = (
                select(
                    _a.id, _a.digest, t.actor.c.name, _p.n, _a.body, func.coalesce(p.reviewed, 0),
                    func.coalesce(p.skipped, 0), quotes.correlate(t.article, layers).exists(),
                    _p.withheld, _p.calibration, _x.lease,
                )
                .select_from(
                    assignment.join(planned, and_(_p.plan == _x.plan, _p.article == _x.article))
                    .join(t.article, _a.id == _x.article)
                    .join(t.actor, t.actor.c.id == _x.actor)
                    .outerjoin(layers, layers.c.name == t.actor.c.name)
                    .outerjoin(t.progress, and_(p.layer == layers.c.key, p.article == _a.id))
                )
                .where(_x.plan == key)
                .order_by(_p.n, t.actor.c.name)
            )  # fmt: skip
            rows = [r for r in connection.execute(query).all() if not names or r[2] in names]
            titles = called(connection, dict.fromkeys(r[0] for r in rows))
        return [
            Holding(
                r[1], r[2], titles[r[0]], r[3], r[4], r[5], r[6],
                begun=bool(r[5] or r[6] or r[7]), withheld=bool(r[8]), calibration=bool(r[9]), lease=r[10],
            )
            for r in rows
        ]  # fmt: skip

    def waiting(self, key: int) -> int:
        """How many articles of a plan fewer people have than shall."""
        held = select(func.count()).where(_x.plan == key, _x.article == _p.article)
        query = select(func.count()).where(
            _p.plan == key, _p.calibration == 0, held.correlate(planned).scalar_subquery() < _p.wanted
        )
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def _place(self, connection: Connection, task: Task, digest: str) -> int:
        key = self._keys.article(connection, digest)
        query = select(_p.n).where(_p.plan == task.plan, _p.article == key)
        return int(connection.scalar(query) or 0)

    def _left(self, connection: Connection, task: Task) -> Select[Any]:
        layer = self._keys.layer(connection, task.layer) or 0
        return _mine(task).where(articles.is_unfinished(layer))

    def _first_left(self, connection: Connection, task: Task) -> str | None:
        found: str | None = connection.scalar(self._left(connection, task).order_by(_p.n).limit(1))
        if found or not task.pool or not _takes_more(connection, task):
            return found
        key = self._free(connection, task, None)
        return connection.scalar(select(_a.digest).where(_a.id == key)) if key is not None else None


def _tasks(connection: Connection, actor: str) -> list[Task]:
    c, m = plan.c, member.c
    mine = (
        select(plan_person.c.actor)
        .select_from(plan_person.join(t.actor).outerjoin(member, m.actor == t.actor.c.id))
        .where(plan_person.c.plan == c.id, t.actor.c.name == actor, m.retired.is_(None))
        .correlate(plan)
    )
    query = select(c.id, c["pass"], c.opened, c.pool, c.lease, mine.exists()).where(c.ended.is_(None))
    return [
        Task(key, actor, Pass(what), bool(opened), bool(pool), lease, bool(is_member))
        for key, what, opened, pool, lease, is_member in connection.execute(query.order_by(c.id))
    ]


def is_mine(task: Task, article: Any) -> ColumnElement[bool]:
    """Whether a person may walk to an article, given the column with its key."""
    return (
        _held(task)
        .with_only_columns(_x.article)
        .where(_x.article == article)
        .correlate(article.table)
        .exists()
    )


def order_of(task: Task) -> ColumnElement[bool]:
    """Which rows of table planned belong to rows of table article."""
    return and_(_p.plan == task.plan, _p.article == _a.id)


def sees_proposals(task: Task, article: Any) -> ColumnElement[bool]:
    """Whether proposals are shown in an article."""
    here = select(_p.article).where(_p.plan == task.plan, _p.article == article, _p.withheld == 1)
    return ~here.correlate(article.table).exists()


def _held(task: Task) -> Select[Any]:
    """The keys of the articles that a person may walk to; rows of assignment and planned."""
    joined = assignment.join(planned, and_(_p.plan == _x.plan, _p.article == _x.article)).join(
        t.actor, t.actor.c.id == _x.actor
    )
    query = select(_x.article).select_from(joined).where(_x.plan == task.plan, t.actor.c.name == task.actor)
    return query if task.opened else query.where(_p.calibration == 1)


def _mine(task: Task) -> Select[Any]:
    """Their digests; rows of table article, too."""
    return _held(task).join(t.article, _a.id == _x.article).with_only_columns(_a.digest)


def _has_run_out(what: Pass, now: str) -> ColumnElement[bool]:
    """Whether a row of table assignment was held for a time that is over, and its person had not finished."""
    p, la, who, some = t.progress.c, t.layer.c, t.actor.alias("who").c, t.article.alias("some").c
    done = (
        select(p.layer)
        .select_from(
            t.progress.join(t.layer, la.id == p.layer)
            .join(who.id.table, who.name == la.name)
            .join(some.id.table, some.id == p.article)
        )
        .where(la.kind == LayerKind.HUMAN, la.version == what.version)
        .where(who.id == _x.actor, p.article == _x.article, p.reviewed + p.skipped >= some.body)
    )
    return and_(_x.lease.is_not(None), _x.lease <= now, ~done.correlate(assignment).exists())


def _takes_more(connection: Connection, task: Task) -> bool:
    """Whether somebody has not yet as many articles of a pool as they are to have at most."""
    c = plan_person.c
    mine = t.actor.c.name == task.actor
    query = select(c.quota).select_from(plan_person.join(t.actor)).where(c.plan == task.plan, mine)
    row = connection.execute(query).one_or_none()
    if row is None or not task.member:
        return False
    has = (
        select(func.count())
        .select_from(
            assignment.join(planned, and_(_p.plan == _x.plan, _p.article == _x.article)).join(
                t.actor, t.actor.c.id == _x.actor
            )
        )
        .where(_x.plan == task.plan, mine, _p.calibration == 0)
    )
    return row.quota is None or int(connection.scalar(has) or 0) < row.quota


def _renew(connection: Connection, task: Task, article: int, until: dict[str, str]) -> bool:
    """Hold for longer what the person has; False where they have not."""
    actor = acting.actor_key(connection, task.actor)
    here = _x.plan == task.plan, _x.article == article, _x.actor == actor
    lease = {"lease": case((_x.lease.is_(None), _x.lease), else_=until["lease"])}
    return bool(connection.execute(assignment.update().where(*here).values(lease)).rowcount)


def _later(now: str, minutes: int) -> str:
    """So many minutes after `now`, in the form of time that the project writes."""
    then = datetime.fromisoformat(now) + timedelta(minutes=minutes)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")
