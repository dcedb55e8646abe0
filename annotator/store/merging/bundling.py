"""A bundle: a small database for one person, to work with where there is no network.

It holds the person's articles with sentences and regions, the registry, schemes and guidelines, rulings,
what models propose there, and what the person said: nothing that others say. Keys are those of the database
that it comes from, so that rows are copied as they are; only articles are counted anew.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, Select, Table, and_, func, or_, select

from annotator.errors import StoreError
from annotator.model import Event, EventKind, LayerKind
from annotator.store import acting, articles, history, indexing, ordering
from annotator.store import tables as t
from annotator.store import team_tables as team
from annotator.store.bundle_table import Marker
from annotator.store.bundle_table import bundle as marker
from annotator.store.engine import open_engine, writing
from annotator.store.keys import Keys
from annotator.store.references import check_references, unchecked
from annotator.store.rows import insert
from annotator.store.upgrade import ready
from annotator.store.write import chunks

ACTOR = "bundle"  # the program whose event begins one
_BATCH = 200
_NONE = -1
_q, _a, _e, _la = t.quote.c, t.article.c, t.events.c, t.layer.c


class Bundled(NamedTuple):
    """What a bundle holds."""

    owner: str
    file: str
    articles: int
    sentences: int  # of their bodies
    quotes: int  # of the person
    proposals: int


def bundle(
    source: Connection,
    keys: Keys,
    begin: Marker,
    file: Path,
    digests: Sequence[str] | None,
) -> Bundled:
    """Make the file that `begin` says, whose first event is still to be; it is there whole, or not at all."""
    owner = begin.owner
    actor = acting.actor_key(source, owner)
    chosen = _chosen(source, keys, owner, actor, digests)
    if file.exists():
        raise StoreError(f"{file} is there already; name another file, or remove that one first")
    if not file.parent.is_dir():
        raise StoreError(f"the folder {file.parent} does not exist; make it first")
    half = file.with_name(f".{file.name}.{uuid4().hex}")
    engine = unchecked(open_engine(f"sqlite:///{half}"))
    try:
        ready(engine)
        with writing(engine) as target:
            _Copy(source, target, owner, actor, chosen).run(begin)
            check_references(target)
            found = _counted(target, owner, file)
        engine.dispose()
        with closing(sqlite3.connect(half)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")  # one file, that may lie on a disc
        os.replace(half, file)
    finally:
        engine.dispose()
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                half.with_name(half.name + end).unlink()
    return found


def _chosen(
    source: Connection, keys: Keys, owner: str, actor: int, digests: Sequence[str] | None
) -> dict[int, int]:
    """article -> its number in the bundle: in the order named, of the person's queue, of the corpus."""
    if digests is not None:
        found = [keys.article(source, digest) for digest in dict.fromkeys(digests)]
    else:
        x, p, plan = team.assignment.c, team.planned.c, team.plan.c
        mine = (
            select(x.article)
            .select_from(
                team.assignment.join(team.planned, and_(p.plan == x.plan, p.article == x.article)).join(
                    team.plan, plan.id == x.plan
                )
            )
            .where(x.actor == actor, plan.ended.is_(None))
            .order_by(p.plan, p.n)
        )
        found = list(dict.fromkeys(source.scalars(mine)))
        found = found or list(source.scalars(select(_a.id).order_by(_a.number)))
    if not found:
        raise StoreError(
            f"there is no article to put into a bundle for {owner}; name some, or ingest some first"
        )
    return {key: n for n, key in enumerate(found, start=1)}


class _Copy:
    """Rows of one database that go into another as they are."""

    def __init__(
        self, source: Connection, target: Connection, owner: str, actor: int, chosen: dict[int, int]
    ) -> None:
        self._source, self._target, self._owner, self._actor = source, target, owner, actor
        self._chosen = chosen
        layers = source.execute(select(_la.id, _la.kind, _la.name)).all()
        self._own = [key for key, kind, name in layers if kind == LayerKind.HUMAN and name == owner]
        self._models = [key for key, kind, _ in layers if kind == LayerKind.MODEL]
        self._withheld: set[int] = set()

    def run(self, begin: Marker) -> None:
        self._team()
        self._shared()
        for some in chunks(list(self._chosen), _BATCH):
            self._articles(some)
        for some in chunks(list(self._chosen), _BATCH):
            self._said(some)
        self._rulings()
        self._events()
        self._lost_quotes()
        self._counts()
        indexing.index(self._target)
        self._begin(begin)

    def _put(self, table: Table, query: Select[Any], **changed: Any) -> None:
        """The rows of `table` that `query` chooses; `changed`: columns with another value."""
        rows = [dict(row._mapping) | changed for row in self._source.execute(query)]
        for some in chunks(rows):
            insert(self._target, table, list(some))

    def _shared(self) -> None:
        for table in (t.scheme, t.guideline):
            self._put(table, select(table))
        brought = select(t.speaker.c.brought_by).where(t.speaker.c.brought_by.is_not(None))
        needed = or_(_la.id.in_([*self._own, *self._models]), _la.id.in_(brought))
        self._put(t.layer, select(t.layer).where(needed), reviewed=0)
        a, m = t.actor.c, t.merge.c
        named = or_(
            a.id == self._actor,
            a.kind == "program",
            a.id.in_(select(m.settled_by).where(m.settled_by.is_not(None))),
            a.id.in_(select(m.proposed_by)),
            a.id.in_(select(t.ruling.c.actor)),
        )
        self._put(t.actor, select(t.actor).where(named))
        for table in (t.speaker, t.alias, t.merge):
            self._put(table, select(table))

    def _articles(self, some: Sequence[int]) -> None:
        rows = self._source.execute(select(t.article).where(_a.id.in_(some)))
        insert(self._target, t.article, [dict(x._mapping) | {"number": self._chosen[x.id]} for x in rows])
        for table in (t.article_source, t.sentence, t.region):
            order = table.c.id if "id" in table.c else table.c.article
            self._put(table, select(table).where(table.c.article.in_(some)).order_by(order))

    def _said(self, some: Sequence[int]) -> None:
        """What the person says of some articles, and what models propose there."""
        open_ = [key for key in some if key not in self._withheld]

        def seen(table: Table) -> Any:
            c = table.c
            mine = and_(c.article.in_(some), c.layer.in_(self._own))
            return or_(mine, and_(c.article.in_(open_), c.layer.in_(self._models)))

        for table in (t.article_label, t.review, t.progress, t.reading, t.quote):
            self._put(table, select(table).where(seen(table)))
        for table in (t.quote_span, t.quote_voice, t.quote_label):
            query = select(table).select_from(table.join(t.quote, _q.id == table.c.quote))
            self._put(table, query.where(seen(t.quote)))
        for table in (t.verdict, t.note, t.again):
            self._put(table, select(table).where(table.c.article.in_(some), table.c.layer.in_(self._own)))
        self._put(t.queue, select(t.queue).where(t.queue.c.article.in_(some)))

    def _rulings(self) -> None:
        """All that stand; the flags that they answer are theirs who raised them."""
        mine = set(self._target.scalars(select(t.note.c.uid)))
        rows = [
            dict(row._mapping)
            for row in self._source.execute(select(t.ruling).where(t.ruling.c.deleted == 0))
        ]
        insert(self._target, t.ruling, [x | {"note": x["note"] if x["note"] in mine else None} for x in rows])

    def _events(self) -> None:
        """What the person did, but not in other articles."""
        last = 0
        query = select(t.events).where(_e.actor == self._actor).order_by(_e.seq).limit(_BATCH)
        while rows := self._source.execute(query.where(_e.seq > last)).all():
            last = rows[-1].seq
            some = [x for x in rows if x.article is None or x.article in self._chosen]
            insert(self._target, t.events, [dict(x._mapping) for x in some])
        place = t.place.c
        here = select(t.place).where(place.actor == self._actor)
        self._put(t.place, here.where(place.article.in_(list(self._chosen))))

    def _lost_quotes(self) -> None:
        """Quotes of others that something of the person's points at: that they were there, and no more."""
        c = t.quote.c
        there = set(self._target.scalars(select(c.uid)))
        pointed: set[str] = set()
        for column in (
            c.parent,
            c.about,
            c.derived_from,
            t.verdict.c.proposal,
            t.note.c.quote,
            t.again.c.quote,
        ):
            pointed.update(self._target.scalars(select(column).where(column.is_not(None)).distinct()))
        layer = self._own[0] if self._own else _NONE
        for some in chunks(sorted(pointed - there)):
            rows = self._source.execute(select(t.quote).where(c.uid.in_(some)))
            bare = {
                "layer": layer,
                "start": 0,
                "parent": None,
                "about": None,
                "derived_from": None,
                "deleted": 1,
            }
            insert(
                self._target, t.quote, [dict(x._mapping) | bare | {"rule": None, "score": None} for x in rows]
            )

    def _team(self) -> None:
        """What the person has to do by the plans that run."""
        plan, p, x = team.plan.c, team.planned.c, team.assignment.c
        running = list(self._source.scalars(select(plan.id).where(plan.ended.is_(None))))
        mine = select(team.assignment).where(
            x.actor == self._actor, x.plan.in_(running), x.article.in_(list(self._chosen))
        )
        rows = self._source.execute(mine).all()
        plans, held = {row.plan for row in rows}, {(row.plan, row.article) for row in rows}
        planned = self._source.execute(select(team.planned).where(p.plan.in_(plans))).all()
        planned = [row for row in planned if (row.plan, row.article) in held]
        self._withheld = {row.article for row in planned if row.withheld}
        self._put(team.member, select(team.member).where(team.member.c.actor == self._actor))
        self._put(team.plan, select(team.plan).where(plan.id.in_(plans)), seen=len(self._chosen))
        person = team.plan_person.c
        self._put(
            team.plan_person,
            select(team.plan_person).where(person.actor == self._actor, person.plan.in_(plans)),
        )
        insert(self._target, team.planned, [dict(row._mapping) for row in planned])
        insert(self._target, team.assignment, [dict(row._mapping) for row in rows])

    def _counts(self) -> None:
        many, body = self._target.execute(
            select(func.count(), func.sum(_a.body)).select_from(t.article)
        ).one()
        self._target.execute(t.corpus.insert().values(id=1, articles=many, body=body, indexed=0))
        p = t.progress.c
        done = select(func.coalesce(func.sum(p.reviewed), 0)).where(p.layer == _la.id).scalar_subquery()
        self._target.execute(t.layer.update().values(reviewed=done))

    def _begin(self, begin: Marker) -> None:
        """The first event: it comes after all that the database holds, and so does what follows it."""
        (uid,) = ordering.next_uids(self._source, begin.at)
        key, seq = acting.made_actor(self._target, ACTOR, "program", begin.at)
        event = Event(uid, ACTOR, seq + 1, begin.at, EventKind.DO, f"bundle for {self._owner}", ())
        history.append(self._target, key, [(event, None)])
        marker.create(self._target)
        self._target.execute(marker.insert(), begin._replace(uid=uid)._asdict())


def _counted(target: Connection, owner: str, file: Path) -> Bundled:
    live = select(_la.kind, func.count()).select_from(t.quote.join(t.layer)).where(_q.deleted == 0)
    quotes: dict[str, int] = dict(target.execute(live.group_by(_la.kind)).all())
    found = articles.totals(target)
    return Bundled(
        owner, str(file), found.articles, found.body, quotes.get("human", 0), quotes.get("model", 0)
    )
