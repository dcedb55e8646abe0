"""Plans: begun and ended, kept up to date with the corpus, and changed by whoever leads.

Who gets what is decided elsewhere (work/assigning); the decision is made inside the transaction that keeps
it, so that of two programs that see a new article one plans it and the other finds it planned.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, union

from annotator.errors import StoreError
from annotator.model import ADJUDICATED, LayerKind
from annotator.store import acting, articles
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.rows import insert
from annotator.store.team import (
    Candidate,
    Counts,
    Decide,
    Facts,
    Given,
    Joined,
    Load,
    Move,
    Order,
    Pass,
    Plan,
    Planned,
    Rules,
)
from annotator.store.team_tables import assignment, member, plan, plan_person, planned
from annotator.store.write import chunks

_x, _p = assignment.c, planned.c


class Planning(Database):
    """A database in which somebody plans who labels what."""

    def running_plans(self) -> list[Plan]:
        """The plans that have not ended: at most one for labels over frozen spans, and one other."""
        with reading(self._engine) as connection:
            return [_plan(connection, row) for row in connection.execute(_running())]

    def begin_plan(self, rules: Rules, people: Sequence[Joined], decide: Decide) -> Plan:
        """Begin a plan for all articles there are, and those that come. Raises StoreError where one runs."""
        row = {
            "pass": str(rules.what), "pool": int(rules.pool), "lease": rules.lease, "rules": _said(rules),
            "opened": int(not rules.calibration), "seen": 0, "at": self._now(),
        }  # fmt: skip
        with self._writing() as connection:
            for one in connection.execute(_running()).all():
                if Pass(one[1]).version == rules.what.version:
                    raise StoreError(
                        "a plan is running; annotator assign end ends it: what was done counts again"
                    )
            key = int(connection.execute(plan.insert().returning(plan.c.id), row).scalar_one())
            _join(connection, key, people)
            self._grow(connection, key, decide)
            return _plan_of(connection, key)

    def plan_facts(self, rules: Rules, people: Sequence[Joined]) -> Facts:
        """What a plan that begins now would be decided on; nothing is kept."""
        with reading(self._engine) as connection:
            return _facts(connection, Plan(0, rules, tuple(people), not rules.calibration, "", None))[0]

    def grow_plan(
        self, key: int, decide: Decide, people: Sequence[Joined] = (), *, anew: bool = False
    ) -> int:
        """Plan the articles that came since, for `people`, too; how many were given out.

        `anew`: look also at those that found nobody before, as when people or quotas have changed. Whom the
        database lets see their own work alone plans for nobody: none were given out.
        """
        if self._who is not None and not self._who.plans:
            return 0
        if not (anew or people):
            with reading(self._engine) as connection:
                if not _has_news(connection, key):
                    return 0
        with self._writing() as connection:
            _join(connection, key, people)
            return self._grow(connection, key, decide)

    def _grow(self, connection: Connection, key: int, decide: Decide) -> int:
        one = _plan_of(connection, key)
        facts, seen = _facts(connection, one)
        found = decide(facts)
        digests = [*(x.article for x in found.planned), *(x.article for x in found.given)]
        keys = articles.known(connection, digests)
        last = connection.scalar(select(func.max(_p.n)).where(_p.plan == key)) or 0
        rows = [
            {
                "plan": key, "article": keys[x.article], "n": n, "stratum": x.stratum, "wanted": x.wanted,
                "withheld": int(x.withheld), "calibration": int(x.calibration),
            }
            for n, x in enumerate(found.planned, last + 1)
        ]  # fmt: skip
        insert(connection, planned, rows)
        actors, now = {x.name: _actor(connection, x.name) for x in one.people}, self._now()
        given = [
            {"plan": key, "article": keys[x.article], "actor": actors[x.name], "since": now}
            for x in found.given
        ]
        insert(connection, assignment, given)
        row: dict[str, object] = {"seen": seen}
        if found.checks:
            row["rules"] = _said(one.rules, (*one.checks, *found.checks))
        connection.execute(plan.update().where(plan.c.id == key), row)
        return len(given)

    def open_plan(self, key: int) -> None:
        """What comes after the calibration may be walked to from now on."""
        with self._writing() as connection:
            connection.execute(plan.update().where(plan.c.id == key), {"opened": 1})

    def end_plan(self, key: int) -> None:
        """From now on the plan tells nobody anything."""
        with self._writing() as connection:
            now = {"ended": self._now()}
            connection.execute(plan.update().where(plan.c.id == key, plan.c.ended.is_(None)), now)

    def move_assignments(self, key: int, moves: Sequence[Move]) -> None:
        """Let articles go from one to another: all of them, or none.

        Raises StoreError where somebody has changed the plan, or begun one of them, meanwhile.
        """
        with self._writing() as connection:
            keys = articles.known(connection, [move.article for move in moves])
            version = _plan_of(connection, key).rules.what.version
            now = self._now()
            for move in moves:
                giver, taker = (_actor(connection, name) for name in (move.giver, move.taker))
                here = _x.plan == key, _x.article == keys[move.article]
                has = connection.scalar(select(_x.actor).where(*here, _x.actor == taker)) is not None
                gone = (
                    not has
                    and connection.execute(assignment.delete().where(*here, _x.actor == giver)).rowcount
                )
                if not gone or _is_finished(connection, keys[move.article], move.giver, version):
                    raise StoreError("the plan or the work was changed meanwhile; ask again")
                row = {"plan": key, "article": keys[move.article], "actor": taker, "since": now}
                connection.execute(assignment.insert(), row)

    def order_plan(self, key: int, order: Order, arrange: Callable[[Facts], Sequence[str]]) -> None:
        """Walk through the articles after the calibration in another order from now on.

        `arrange` says which, of Facts in which all of them are new.
        """
        with self._writing() as connection:
            one = _plan_of(connection, key)
            rest = select(_p.article).where(_p.plan == key, _p.calibration == 0)
            candidates = list(_candidates(connection, list(connection.scalars(rest)), order, one))
            rules = replace(one.rules, order=order)
            facts = Facts(one._replace(rules=rules), (), (), tuple(candidates))
            digests = list(arrange(facts))
            keys = articles.known(connection, digests)
            first = select(func.max(_p.n)).where(_p.plan == key, _p.calibration == 1)
            start = (connection.scalar(first) or 0) + 1
            for n, digest in enumerate(digests, start):
                here = _p.plan == key, _p.article == keys[digest]
                connection.execute(planned.update().where(*here), {"n": n})
            connection.execute(plan.update().where(plan.c.id == key), {"rules": _said(rules, one.checks)})


def _said(rules: Rules, checks: Sequence[Given] = ()) -> str:
    """What table plan has no columns of its own for."""
    more = {name: x for name, x in asdict(rules).items() if name not in ("what", "pool", "lease")}
    return json.dumps({**more, "checks": checks})


def _actor(connection: Connection, name: str) -> int:
    return acting.actor_key(connection, name)


def _running() -> Select[Any]:
    return _every().where(plan.c.ended.is_(None)).order_by(plan.c.id)


def _every() -> Select[Any]:
    c = plan.c
    return select(c.id, c["pass"], c.rules, c.pool, c.lease, c.opened, c.at, c.ended)


def _plan_of(connection: Connection, key: int) -> Plan:
    return _plan(connection, connection.execute(_every().where(plan.c.id == key)).one())


def _plan(connection: Connection, row: Any) -> Plan:
    key, what, said, pool, lease, opened, at, ended = row
    more = json.loads(said)
    checks = tuple(Given(*one) for one in more.pop("checks", ()))
    more |= {"order": Order(more["order"]), "strata": tuple(more["strata"])}
    c, a, m = plan_person.c, t.actor.c, member.c
    query = (
        select(a.name, c.quota)
        .select_from(plan_person.join(t.actor).outerjoin(member, m.actor == a.id))
        .where(c.plan == key, m.retired.is_(None))
        .order_by(a.name)
    )
    people = tuple(Joined(name, quota) for name, quota in connection.execute(query))
    rules = Rules(Pass(what), pool=bool(pool), lease=lease, **more)
    return Plan(key, rules, people, bool(opened), at, ended, checks)


def _join(connection: Connection, key: int, people: Sequence[Joined]) -> None:
    c = plan_person.c
    for one in people:
        actor = _actor(connection, one.name)
        here, row = and_(c.plan == key, c.actor == actor), {"quota": one.quota}
        if not connection.execute(plan_person.update().where(here), row).rowcount:
            connection.execute(plan_person.insert(), {"plan": key, "actor": actor, **row})


# What a plan is made of


def _has_news(connection: Connection, key: int) -> bool:
    what, seen = connection.execute(select(plan.c["pass"], plan.c.seen).where(plan.c.id == key)).one()
    if what != Pass.LABELS:
        return bool((connection.scalar(select(t.corpus.c.articles)) or 0) > seen)
    return connection.scalar(_settled(connection, key).limit(1)) is not None


def _settled(connection: Connection, key: int) -> Select[Any]:
    """The articles that somebody has adjudicated whole and the plan does not know."""
    known = select(_p.article).where(_p.plan == key, _p.article == t.article.c.id).correlate(t.article)
    return _adjudicated().where(~known.exists())


def _adjudicated() -> Select[Any]:
    """The articles that somebody has adjudicated whole."""
    a, p, la = t.article.c, t.progress.c, t.layer.c
    return (
        select(a.id)
        .select_from(t.progress.join(t.article).join(t.layer, la.id == p.layer))
        .where(la.kind == ADJUDICATED.kind, la.name == ADJUDICATED.name, la.version == ADJUDICATED.version)
        .where(p.reviewed >= a.body)
    )


def _facts(connection: Connection, one: Plan) -> tuple[Facts, int]:
    """What is to be decided on, and how many articles of the corpus were looked at."""
    seen = int(connection.scalar(select(t.corpus.c.articles)) or 0)
    if one.rules.what is Pass.LABELS:
        query = _settled(connection, one.id)
    else:
        known = select(_p.article).where(_p.plan == one.id)
        last = select(func.max(plan.c.seen)).where(plan.c.id == one.id).scalar_subquery()
        query = select(t.article.c.id).where(
            t.article.c.number > func.coalesce(last, 0), t.article.c.id.not_in(known)
        )
    new = list(_candidates(connection, list(connection.scalars(query)), one.rules.order, one))
    waiting = _planned(connection, one, _p.calibration == 0) if not one.rules.pool else []
    return Facts(
        one,
        _counts(connection, one.id),
        _loads(connection, one.id),
        (*new, *(x for x in waiting if x.planned and len(x.by) < x.planned.wanted)),
        tuple(_planned(connection, one, _p.calibration == 1)),
        _known_answers(connection, one) if one.rules.hidden_gold else {},
    ), seen


def _known_answers(connection: Connection, one: Plan) -> dict[str, frozenset[str]]:
    """The articles that are adjudicated whole -> who has worked in them, or has them by the plan."""
    e, q, a, la = t.events.c, t.quote.c, t.actor.c, t.layer.c
    found: dict[str, frozenset[str]] = {}
    for some in chunks(list(connection.scalars(_adjudicated()))):
        acted = select(e.article, a.name).select_from(t.events.join(t.actor)).where(e.article.in_(some))
        said = select(q.article, la.name).select_from(t.quote.join(t.layer)).where(q.article.in_(some))
        has = select(_x.article, a.name).select_from(assignment.join(t.actor)).where(_x.plan == one.id)
        there: dict[int, set[str]] = defaultdict(set)
        every = union(acted, said.where(la.kind == LayerKind.HUMAN), has.where(_x.article.in_(some)))
        for key, name in connection.execute(every):
            there[key].add(name)
        c = t.article.c
        for key, digest in connection.execute(select(c.id, c.digest).where(c.id.in_(some))):
            found[digest] = frozenset(there[key])
    return found


def _candidates(connection: Connection, keys: list[int], order: Order, one: Plan) -> Iterator[Candidate]:
    """Articles as somebody may plan them, in no order."""
    begun = _begun(connection, one)
    places = (
        dict(connection.execute(select(t.queue.c.article, t.queue.c.n)).all()) if order is Order.LIST else {}
    )
    behind = len(places)
    for some in chunks(keys):
        a = t.article.c
        rows = connection.execute(select(a.id, a.digest, a.number).where(a.id.in_(some))).all()
        sources = articles.sources_of(connection, [row.id for row in rows])
        for key, digest, number in rows:
            place = places.get(key, behind + number)
            stratum = _stratum(articles.leading(sources[key]), one.rules.strata)
            yield Candidate(digest, stratum, place, frozenset(begun.get(key, ())))


def _stratum(source: Any, by: Sequence[str]) -> str:
    extra = {name.casefold(): value for name, value in source.extra}
    values = {
        "outlet": source.outlet or "",
        "date": (source.date or "")[:7],  # the month: of single days there are too many
        "topic": extra.get("topic") or extra.get("section") or "",
    }
    return " | ".join(values[name] for name in by)


def _begun(connection: Connection, one: Plan) -> dict[int, set[str]]:
    """article -> those of the plan's people who have begun it."""
    la, p, q = t.layer.c, t.progress.c, t.quote.c
    names = [person.name for person in one.people]
    mine = select(la.id, la.name).where(
        la.kind == LayerKind.HUMAN, la.version == one.rules.what.version, la.name.in_(names)
    )
    layers: dict[int, str] = dict(connection.execute(mine).all())
    looked = union(
        select(p.article, p.layer).where(p.layer.in_(list(layers)), p.reviewed + p.skipped > 0),
        select(q.article, q.layer).where(q.layer.in_(list(layers)), q.deleted == 0),
    )
    found: dict[int, set[str]] = defaultdict(set)
    for article, layer in connection.execute(looked):
        found[article].add(layers[layer])
    return found


def _planned(connection: Connection, one: Plan, where: ColumnElement[bool]) -> list[Candidate]:
    """The articles that a plan knows, with those who have them."""
    a = t.article.c
    query = (
        select(a.digest, _p.stratum, _p.n, _p.wanted, _p.withheld, _p.calibration, t.actor.c.name)
        .select_from(
            planned.join(t.article)
            .outerjoin(assignment, and_(_x.plan == _p.plan, _x.article == _p.article))
            .outerjoin(t.actor, t.actor.c.id == _x.actor)
        )
        .where(_p.plan == one.id, where)
    )
    found: dict[str, Candidate] = {}
    for digest, stratum, n, wanted, withheld, calibration, name in connection.execute(query):
        said = Planned(digest, stratum, wanted, bool(withheld), bool(calibration))
        before = found.get(digest, Candidate(digest, stratum, n, frozenset(), said))
        found[digest] = before._replace(by=before.by | ({name} if name else set()))
    return list(found.values())


def _counts(connection: Connection, key: int) -> tuple[Counts, ...]:
    query = select(_p.wanted, func.count()).where(_p.plan == key, _p.calibration == 0)
    return tuple(Counts(*row) for row in connection.execute(query.group_by(_p.wanted).order_by(_p.wanted)))


def _loads(connection: Connection, key: int) -> tuple[Load, ...]:
    query = (
        select(t.actor.c.name, _p.stratum, _p.withheld, func.count())
        .select_from(
            assignment.join(planned, and_(_p.plan == _x.plan, _p.article == _x.article)).join(t.actor)
        )
        .where(_x.plan == key, _p.calibration == 0)
        .group_by(t.actor.c.name, _p.stratum, _p.withheld)
    )
    return tuple(Load(name, stratum, bool(held), n) for name, stratum, held, n in connection.execute(query))


def _is_finished(connection: Connection, article: int, name: str, version: str) -> bool:
    a, p, la = t.article.c, t.progress.c, t.layer.c
    query = (
        select(a.id)
        .select_from(t.progress.join(t.article).join(t.layer, la.id == p.layer))
        .where(a.id == article, la.kind == LayerKind.HUMAN, la.name == name, la.version == version)
        .where(p.reviewed + p.skipped >= a.body)
    )
    return connection.scalar(query) is not None
