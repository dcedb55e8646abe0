"""What several people say of one article, and how far an adjudication is: for whoever settles it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, union

from annotator.model import (
    Article,
    EventKind,
    Layer,
    LayerKind,
    Note,
    Quote,
    Review,
    ReviewStatus,
    Sentence,
    Span,
    Verdict,
    VerdictKind,
)
from annotator.model import ArticleLabels as Labels
from annotator.store import acting, articles, read
from annotator.store import tables as t
from annotator.store.codec import load_changes
from annotator.store.engine import reading
from annotator.store.looking import called
from annotator.store.presence import Present
from annotator.store.quality import checks_of

TWO = 2  # people who must have seen a sentence before there is anything to settle in it


class Said(NamedTuple):
    """All that one person says of an article. `whole`: it was imported, and with it all of it reviewed."""

    layer: Layer
    quotes: tuple[Quote, ...]
    reviews: tuple[Review, ...]
    labels: Labels
    notes: tuple[Note, ...]
    whole: bool = False

    def saw(self, span: Span) -> bool:
        """Whether the person reviewed the sentence over `span`, and did not skip it."""
        done = [review.status for review in self.reviews if review.span.overlaps(span)]
        return any(status is not ReviewStatus.SKIPPED for status in done) or (self.whole and not done)


class Standing(NamedTuple):
    """An article that several people reviewed. `due`: sentences of the body that two or more have seen;
    of those `left` have no review of the judging layer; `new`: their quotes on which it passed no verdict, or
    that may have changed since."""

    article: str
    title: str
    people: tuple[str, ...]
    due: int
    left: int
    new: int


class Marked(NamedTuple):
    """Spans of contents in parallel columns, one behind the other for each quote, by article and quote."""

    article: list[int]  # a place in `digests`
    person: list[int]  # a place in `people`
    quote: list[int]  # the quote's own number
    start: list[int]
    stop: list[int]
    digests: tuple[str, ...]
    people: tuple[str, ...]


class Passed(NamedTuple):
    """What a judging layer did with a quote; `at` (UTC) None: before that was kept."""

    kind: VerdictKind
    at: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """An action that a quote was made, changed or judged by; `at` is UTC."""

    by: str
    at: str
    says: str


class Settled(NamedTuple):
    """One person's work in an article, and what a judging layer made of it."""

    article: Article
    sentences: tuple[Sentence, ...]
    mine: Said
    gold: Said
    passed: dict[str, Passed]  # by the id of a quote
    made: dict[str, str]  # gold quote -> when it was made (UTC)


class Adjudicating(Present):
    """A database of which somebody settles what people do not agree on.

    `version` is that of people's layers: what they said over frozen spans has one of its own (team.Pass).
    """

    def said(self, digest: str, people: Sequence[str] = (), version: str = "") -> list[Said]:
        """What people (those named, or all) say of an article, by name; who reviewed nothing is left out."""
        with reading(self._engine) as connection:
            article = self._keys.article(connection, digest)
            here = (select(c.layer).where(c.article == article) for c in (t.review.c, t.reading.c))
            layers = _layers(connection, version, people, or_(*(t.layer.c.id.in_(x) for x in here)))
            return [_said(connection, article, digest, key, layer) for key, layer in layers.items()]

    def standings(self, judge: Layer, people: Sequence[str] = (), version: str = "") -> list[Standing]:
        """The articles of which two or more people (of those named, or of all) saw the same sentences."""
        with reading(self._engine) as connection:
            layers = _layers(connection, version, people)
            mine, names = self._keys.layer(connection, judge) or 0, {k: x.name for k, x in layers.items()}
            due = _due(list(layers), mine).subquery()
            new = _new(list(layers), mine).subquery()
            a = t.article.c
            query = (
                select(a.id, a.digest, due.c.due, due.c.left, func.coalesce(new.c.new, 0))
                .select_from(t.article.join(due, due.c.article == a.id).outerjoin(new, new.c.article == a.id))
                .order_by(a.number)
            )
            rows = connection.execute(query).all()
            titles, at_work = called(connection, (row[0] for row in rows)), _people(connection, names)
        return [
            Standing(digest, titles[key], tuple(at_work.get(key, ())), due, left, new)
            for key, digest, due, left, new in rows
        ]

    def judged_at(self, judge: Layer) -> set[tuple[str, int]]:
        """(article, offset) of the quotes on which the judging layer passed a verdict."""
        v, q, a = t.verdict.c, t.quote.c, t.article.c
        with reading(self._engine) as connection:
            query = select(a.digest, q.start).select_from(
                t.verdict.join(t.quote, q.uid == v.proposal).join(t.article, a.id == v.article)
            )
            rows = connection.execute(query.where(v.layer == (self._keys.layer(connection, judge) or 0)))
            return {(row.digest, row.start) for row in rows}

    def marked(self, digests: Sequence[str], people: Sequence[str] = (), version: str = "") -> Marked:
        """The contents of people's quotes in these articles, in columns."""
        q, s, a = t.quote.c, t.quote_span.c, t.article.c
        places = {digest: n for n, digest in enumerate(digests)}
        with reading(self._engine) as connection:
            layers = _layers(connection, version, people)
            person = {key: n for n, key in enumerate(layers)}
            names = tuple(layer.name for layer in layers.values())
            found = Marked([], [], [], [], [], tuple(places), names)
            query = (
                select(a.digest, q.layer, q.id, s.start, s.stop)
                .select_from(t.quote_span.join(t.quote, q.id == s.quote).join(t.article, a.id == q.article))
                .where(q.layer.in_(list(layers)), q.deleted == 0, s.role == "content")
                .order_by(q.article, q.id, s.n)
            )
            for digest, layer, quote, start, stop in connection.execute(query):
                if digest in places:
                    found.article.append(places[digest])
                    found.person.append(person[layer])
                    found.quote.append(quote)
                    found.start.append(start)
                    found.stop.append(stop)
        return found

    # Where gold came from

    def touched(self, judge: Layer) -> list[str]:
        """The articles in which the judging layer said anything, in their order."""
        v, q, a = t.verdict.c, t.quote.c, t.article.c
        with reading(self._engine) as connection:
            mine = self._keys.layer(connection, judge) or 0
            some = (
                select(v.article).where(v.layer == mine),
                select(q.article).where(q.layer == mine, q.deleted == 0),
            )
            query = select(a.digest).where(or_(*(a.id.in_(x) for x in some))).order_by(a.number)
            return list(connection.scalars(query))

    def passed(self, digest: str, judge: Layer) -> dict[str, Passed]:
        """What the judging layer did with quotes of an article, by their ids."""
        with reading(self._engine) as connection:
            article = self._keys.article(connection, digest)
            return _passed(connection, article, self._keys.layer(connection, judge) or 0)

    def decisions(self, judge: Layer) -> dict[str, list[Decision]]:
        """Quote -> the standing actions in the name of the judging layer that made, changed or judged it."""
        e = t.events.c
        query = (
            select(e.uid, t.actor.c.name, e.at, e.says, e.kind, e.undoes, e.changes)
            .select_from(t.events.join(t.actor))
            .where(e.changes.contains(judge.name))
            .order_by(e.id.desc())
        )
        found: dict[str, list[Decision]] = {}
        taken_back: set[str] = set()
        with reading(self._engine) as connection:
            for uid, name, at, says, kind, undoes, changes in connection.execute(query):
                if uid in taken_back:
                    continue
                if undoes is not None:
                    taken_back.add(undoes)
                for quote in _judged_in(changes, judge) if kind == EventKind.DO else ():
                    found.setdefault(quote, []).append(Decision(name, at, says))
        return {quote: some[::-1] for quote, some in found.items()}

    # For the person whose quotes were settled

    def settled(self, judge: Layer, person: str) -> list[Settled]:
        """The articles that a person reviewed and the judging layer said something of, in their order."""
        v, q, r, a = t.verdict.c, t.quote.c, t.review.c, t.article.c
        layer = Layer(LayerKind.HUMAN, person)
        with reading(self._engine) as c:
            gold, mine = (self._keys.layer(c, x) or 0 for x in (judge, layer))
            judged = select(v.article).where(v.layer == gold)
            made = select(q.article).where(q.layer == gold, q.deleted == 0)
            seen = (select(x.article).where(x.layer == mine) for x in (r, t.reading.c))
            query = select(a.id, a.digest).where(
                or_(a.id.in_(judged), a.id.in_(made)), or_(*(a.id.in_(x) for x in seen))
            )
            rows = c.execute(query.order_by(a.number)).all()
            texts = articles.several(c, [key for key, _ in rows])
            return [
                Settled(
                    texts[key],
                    tuple(articles.sentences(c, key)),
                    _said(c, key, digest, mine, layer),
                    _said(c, key, digest, gold, judge),
                    _passed(c, key, gold),
                    _made(c, key, gold),
                )
                for key, digest in rows
            ]

    def read_at(self, person: str) -> str | None:
        """When a person last read what was settled about their quotes (UTC)."""
        query = select(t.inbox.c.at).select_from(t.inbox.join(t.actor)).where(t.actor.c.name == person)
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(query)
            return found

    def mark_read(self, person: str) -> None:
        """All that was settled until now was read."""
        with self._writing() as connection:
            if self._taken_over(connection, person):
                return
            key, now = acting.actor_key(connection, person), self._now()
            if not connection.execute(t.inbox.update().where(t.inbox.c.actor == key).values(at=now)).rowcount:
                connection.execute(t.inbox.insert().values(actor=key, at=now))

    def count_unread(self, judge: Layer, person: str) -> int:
        """How many of a person's quotes gold changed, rejected or has beside them since they last read it.

        An article that is hidden gold to them counts once, where they are told, when they have finished it.
        """
        since = self.read_at(person) or ""
        with reading(self._engine) as connection:
            gold = self._keys.layer(connection, judge)
            mine = self._keys.layer(connection, Layer(LayerKind.HUMAN, person))
            if gold is None or mine is None:
                return 0
            checks = checks_of(connection, person)
            hidden = list(articles.known(connection, [one.article for one in checks]).values())
            some = (_against(gold, mine, since, hidden), _missed(gold, mine, since, hidden))
            told = sum(one.feedback and (one.finished or "") > since for one in checks)
            return told + sum(connection.scalar(query) or 0 for query in some)


def _layers(
    connection: Connection, version: str, names: Iterable[str], *where: ColumnElement[bool]
) -> dict[int, Layer]:
    """key -> people's layer, by name; those of these names, or all."""
    c, wanted, kind = t.layer.c, set(names), LayerKind.HUMAN
    query = select(c.id, c.name).where(c.kind == kind, c.version == version, *where).order_by(c.name)
    rows = connection.execute(query)
    return {key: Layer(kind, name, version) for key, name in rows if not wanted or name in wanted}


def _said(connection: Connection, article: int, digest: str, key: int, layer: Layer) -> Said:
    where, c = (connection, article, digest, key, layer), t.reading.c
    return Said(
        layer,
        tuple(read.quotes_of(connection, article, key)),
        tuple(read.reviews(*where)),
        read.article_labels(*where),
        tuple(read.notes(*where)),
        bool(connection.scalar(select(c.layer).where(c.layer == key, c.article == article))),
    )


def _due(layers: list[int], judge: int) -> Select[Any]:
    """article -> how many sentences two or more have seen, and how many of those the judge has not."""
    r, mine, s, whole = t.review.c, t.review.alias("mine"), t.sentence.c, t.reading.c
    reviewed = select(r.layer, r.article, r.start, r.stop)
    imported = select(whole.layer, s.article, s.start, s.stop).select_from(
        t.sentence.join(t.reading, whole.article == s.article)
    )
    each = union(
        reviewed.where(r.layer.in_(layers), r.status != "skipped", read.in_body(r)),
        imported.where(whole.layer.in_(layers), read.in_body(s)),
    ).subquery()
    seen = (
        select(each.c.article, each.c.start, each.c.stop)
        .group_by(each.c.article, each.c.start, each.c.stop)
        .having(func.count() >= TWO)
        .subquery()
    )
    done = and_(mine.c.layer == judge, mine.c.article == seen.c.article, mine.c.start == seen.c.start)
    left = func.count() - func.count(mine.c.layer)
    return (
        select(seen.c.article, func.count().label("due"), left.label("left"))
        .select_from(seen.outerjoin(mine, done))
        .group_by(seen.c.article)
    )


def _new(layers: list[int], judge: int) -> Select[Any]:
    """article -> how many quotes are without a verdict of the judge, or may have changed since."""
    q, v, g = t.quote.c, t.verdict.c, t.quote.alias("gold").c
    judged = and_(v.layer == judge, v.proposal == q.uid)
    last = select(g.article, func.max(g.updated).label("at")).where(g.layer == judge).group_by(g.article)
    at = last.subquery()
    since = and_(v.kind == VerdictKind.ACCEPTED, q.updated > at.c.at)
    return (
        select(q.article, func.count().label("new"))
        .select_from(t.quote.outerjoin(t.verdict, judged).outerjoin(at, at.c.article == q.article))
        .where(q.layer.in_(layers), q.deleted == 0, or_(v.layer.is_(None), since))
        .group_by(q.article)
    )


def _people(connection: Connection, names: dict[int, str]) -> dict[int, list[str]]:
    """article -> the names of those who reviewed anything in it, by name."""
    p, whole = t.progress.c, t.reading.c
    query = union(
        select(p.article, p.layer).where(p.layer.in_(list(names)), p.reviewed > 0),
        select(whole.article, whole.layer).where(whole.layer.in_(list(names))),
    )
    found: dict[int, list[str]] = {}
    rows = connection.execute(query).all()
    for article, layer in sorted(rows, key=lambda row: names[row[1]]):
        found.setdefault(article, []).append(names[layer])
    return found


def _passed(connection: Connection, article: int, judge: int) -> dict[str, Passed]:
    v = t.verdict.c
    query = select(v.proposal, v.kind, v.at).where(v.article == article, v.layer == judge)
    return {quote: Passed(VerdictKind(kind), at) for quote, kind, at in connection.execute(query)}


def _judged_in(changes: str, judge: Layer) -> set[str]:
    """The quotes that an event made, changed or judged in the name of a layer."""
    some = [entity for change in load_changes(changes) for entity in (change.before, change.after)]
    made = {entity.id for entity in some if isinstance(entity, Quote) and entity.layer == judge}
    return made | {
        entity.proposal for entity in some if isinstance(entity, Verdict) and entity.layer == judge
    }


def _made(connection: Connection, article: int, judge: int) -> dict[str, str]:
    q = t.quote.c
    query = select(q.uid, q.created).where(q.article == article, q.layer == judge, q.deleted == 0)
    return {row.uid: row.created for row in connection.execute(query)}


def _against(judge: int, mine: int, since: str, besides: list[int]) -> Select[Any]:
    """How many live quotes of a layer were changed or rejected after a time."""
    v, q = t.verdict.c, t.quote.c
    return (
        select(func.count())
        .select_from(t.verdict.join(t.quote, q.uid == v.proposal))
        .where(
            v.layer == judge, v.kind != VerdictKind.ACCEPTED, v.at > since, q.layer == mine, q.deleted == 0
        )
        .where(v.article.not_in(besides))
    )


def _missed(judge: int, mine: int, since: str, besides: list[int]) -> Select[Any]:
    """How many quotes the judge made after a time where a layer saw the text and marked nothing."""
    g, q, r = t.quote.alias("g"), t.quote.c, t.review.c
    theirs, here = t.quote_span.alias("theirs"), t.quote_span.alias("here")
    saw = select(r.layer).where(
        r.layer == mine,
        r.article == g.c.article,
        r.start <= g.c.start,
        g.c.start < r.stop,
        r.status != "skipped",
    )
    overlapping = (
        select(q.id)
        .select_from(
            t.quote.join(theirs, theirs.c.quote == q.id).join(
                here, and_(theirs.c.start < here.c.stop, here.c.start < theirs.c.stop)
            )
        )
        .where(
            q.article == g.c.article, q.layer == mine, q.deleted == 0, here.c.quote == g.c.id,
            theirs.c.role == "content", here.c.role == "content",
        )
    )  # fmt: skip
    return (
        select(func.count())
        .select_from(g)
        .where(g.c.layer == judge, g.c.deleted == 0, g.c.created > since)
        .where(g.c.article.not_in(besides))
        .where(saw.correlate(g).exists(), ~overlapping.correlate(g).exists())
    )
