"""What a lead watches while others work: steps as they come, how far everybody is, known answers.

All is asked again and again: each verb costs by what is new, or by people and articles, never by history.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, and_, func, select

from annotator.model import LayerKind, VerdictKind
from annotator.store import tables as t
from annotator.store.counting import sums
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.looking import called
from annotator.store.team import Holding, Pass
from annotator.store.team_tables import assignment, member, plan
from annotator.store.write import chunks

_BATCH = 2000


class Mark(NamedTuple):
    """Equal marks: nothing that anybody did in between shows."""

    event: int
    plans: int
    assignments: int
    members: int


class Step(NamedTuple):
    """One action of a person, as a lead needs it; `number` grows, `at` is UTC.

    `made`: quotes made and removed, by id, +1 or -1. `verdicts`: proposal and what became of it, None where
    that was taken back; of layers of people, not of gold.
    """

    number: int
    name: str
    at: str
    active_ms: int
    made: tuple[tuple[str, int], ...]
    sentences: int
    verdicts: tuple[tuple[str, VerdictKind | None], ...]


class Proposed(NamedTuple):
    """Where a proposal begins: the key of the article, the start of its sentence, that sentence's text."""

    article: int
    start: int
    text: str


class Check(NamedTuple):
    """An article whose answers are known, given to somebody among theirs.

    `feedback`: they are told after; `finished`: since when (UTC) they have reviewed all of it, None: not yet.
    """

    article: str
    name: str
    what: Pass
    feedback: bool
    finished: str | None


class Watching(Database):
    """A database that somebody watches."""

    def mark(self) -> Mark:
        """Where things stand, in a number or two."""
        queries = (
            func.max(t.events.c.id),
            func.max(plan.c.id),
            func.count(assignment.c.plan),
            func.count(member.c.actor),
        )
        with reading(self._engine) as connection:
            return Mark(*(int(connection.scalar(select(query)) or 0) for query in queries))

    def steps(self, after: int = 0) -> Iterator[Step]:
        """What people did since the step of that number, in the order in which it was kept."""
        e, a = t.events.c, t.actor.c
        query = (
            select(e.id, a.name, e.at, e.active_ms, e.changes)
            .select_from(t.events.join(t.actor))
            .where(a.kind == "human", e.id > after)
            .order_by(e.id)
        )
        with reading(self._engine) as connection:
            rows = connection.execution_options(yield_per=_BATCH).execute(query)
            for key, name, at, active, changes in rows:
                _, made, sentences = sums(changes)
                yield Step(key, name, at, active, made, sentences, tuple(_verdicts(changes)))

    def proposed(self, proposals: Sequence[str]) -> dict[str, Proposed]:
        """Where these proposals (ids) begin."""
        q, s, a = t.quote.c, t.sentence.c, t.article.c
        inside = and_(s.article == q.article, s.start <= q.start, s.stop > q.start)
        words = func.substr(a.text, s.start + 1, s.stop - s.start)
        query = select(q.uid, q.article, s.start, words).select_from(
            t.quote.join(t.sentence, inside).join(t.article, a.id == q.article)
        )
        found: dict[str, Proposed] = {}
        with reading(self._engine) as connection:
            for some in chunks(list(proposals)):
                for uid, *rest in connection.execute(query.where(q.uid.in_(some))):
                    found[uid] = Proposed(*rest)
        return found

    def begun_by_all(self, version: str = "") -> list[Holding]:
        """How far people are in the articles that they have begun, as if those were theirs by a plan.

        `version`: of people's layers, that of a pass of labels is another.
        """
        p, la, a = t.progress.c, t.layer.c, t.article.c
        query = (
            select(a.id, a.digest, la.name, a.number, a.body, p.reviewed, p.skipped)
            .select_from(t.progress.join(t.layer, la.id == p.layer).join(t.article, a.id == p.article))
            .where(la.kind == LayerKind.HUMAN, la.version == version, p.reviewed + p.skipped > 0)
            .order_by(a.number, la.name)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            titles = called(connection, dict.fromkeys(row[0] for row in rows))
        return [
            Holding(
                digest, name, titles[key], number, body, reviewed, skipped, True, withheld=False,
                calibration=False,
            )
            for key, digest, name, number, body, reviewed, skipped in rows
        ]  # fmt: skip

    def flagged(self, version: str = "") -> dict[tuple[str, str], int]:
        """(person, article's digest) -> how many flags of theirs stand there."""
        n, la, a = t.note.c, t.layer.c, t.article.c
        query = (
            select(la.name, a.digest, func.count())
            .select_from(t.note.join(t.layer, la.id == n.layer).join(t.article, a.id == n.article))
            .where(n.deleted == 0, la.kind == LayerKind.HUMAN, la.version == version)
            .group_by(la.name, a.digest)
        )
        with reading(self._engine) as connection:
            return {(name, digest): count for name, digest, count in connection.execute(query)}

    def checks(self, name: str | None = None) -> list[Check]:
        """The articles with known answers that plans gave people (or one) without saying so."""
        with reading(self._engine) as connection:
            return checks_of(connection, name)


def checks_of(connection: Connection, name: str | None = None) -> list[Check]:
    """The same within a transaction."""
    c = plan.c
    found = [
        (digest, who, Pass(what), bool(said["feedback"]))
        for what, rules in connection.execute(select(c["pass"], c.rules).order_by(c.id)).all()
        for said in [orjson.loads(rules)]
        for digest, who in said.get("checks", ())
        if name in (None, who)
    ]
    if not found:
        return []
    done = _finished(connection, sorted({digest for digest, *_ in found}))
    return [Check(*one, done.get((one[0], one[1], one[2].version))) for one in found]


def _finished(connection: Connection, digests: Sequence[str]) -> dict[tuple[str, str, str], str]:
    """(digest, person, version of the layer) -> when they last did anything there, where all is reviewed."""
    p, la, a, e, who = t.progress.c, t.layer.c, t.article.c, t.events.c, t.actor.c
    last = select(func.max(e.at)).where(e.article == a.id, e.actor == who.id).correlate(t.article, t.actor)
    query = (
        select(a.digest, la.name, la.version, func.coalesce(last.scalar_subquery(), ""))
        .select_from(
            t.progress.join(t.layer, la.id == p.layer)
            .join(t.article, a.id == p.article)
            .join(t.actor, who.name == la.name)
        )
        .where(la.kind == LayerKind.HUMAN, a.digest.in_(digests), p.reviewed + p.skipped >= a.body)
    )
    return {(digest, name, version): at for digest, name, version, at in connection.execute(query)}


def _verdicts(changes: str) -> Iterator[tuple[str, VerdictKind | None]]:
    for kind, before, after in orjson.loads(changes) if '"verdict"' in changes else ():
        one: dict[str, Any] = after or before
        if kind == "verdict" and one["layer"][0] == LayerKind.HUMAN:
            yield one["proposal"], VerdictKind(after["kind"]) if after else None
