"""What a filter leaves of an article: one statement for each kind, a row a place.

Articles are gone through one by one, in order, and each is asked whether it has a place. A join of all would
leave the order to the database, and SQLite, which keeps no statistics, would sort a corpus to find one place.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, literal, or_, select, true

from annotator.model import LayerKind
from annotator.store import tables as t
from annotator.store.articles import is_unfinished
from annotator.store.assigning import sees_proposals
from annotator.store.read import in_body
from annotator.store.team import Pass, Task
from annotator.store.types import Text


class Kind(StrEnum):
    """What the places are that a filter leaves."""

    TO_DO = "to do"  # sentences of the body that the layer has not reviewed
    SKIPPED = "skipped"  # sentences that it skipped
    FLAGGED = "flagged"  # its flags
    UNFINISHED = "unfinished"  # quotes of it that the scheme still asks something of
    SPEAKER = "speaker"  # quotes of it, and proposals it has not judged, of one speaker
    TOPIC = "topic"  # the same of one topic, or of those below it
    AGAIN = "again"  # what the lead asked it to look at again
    LEAD = "lead"  # articles that it has not finished, in the order that the lead gave


class Need(NamedTuple):
    """A condition on a quote: `field` has one of `values`; with none: it is said, or (not `said`) it is not.

    `inherited`: what the article says counts, too. `typed`: only of what a person typed do we know it here.
    """

    field: str
    values: tuple[str, ...] = ()
    said: bool = True
    inherited: bool = False
    typed: bool = False


class Filter(NamedTuple):
    """`values`: of which speaker (an id), or of which topics. `needs`: of an unfinished quote, for each field
    that it has to say: that it is not said, and where it is asked. `task`: only of what it gives somebody."""

    kind: Kind
    values: tuple[str, ...] = ()
    needs: tuple[tuple[Need, ...], ...] = ()
    task: Task | None = None


Key = Any  # of an article: the column of table article in a statement around this one, or a number
_a, _q = t.article.c, t.quote.c
_NOBODY = literal(None, Text)


def places(connection: Connection, found: Filter, layer: int, article: Key) -> Select[Any]:
    """The places that a filter leaves of an article for `layer`, in no order.

    The columns: start, tie (keeps two places of one start apart), quote (the id of the one meant, or NULL).
    """
    match found.kind:
        case Kind.TO_DO | Kind.LEAD:
            return _todo(layer, article)
        case Kind.SKIPPED:
            return _skipped(layer, article)
        case Kind.FLAGGED:
            n = t.note.c
            return _row(n.start, n.uid, n.quote).where(n.layer == layer, n.article == article, n.deleted == 0)
        case Kind.AGAIN:
            g = t.again.c
            return _row(g.start, literal(""), g.quote).where(g.layer == layer, g.article == article)
        case Kind.UNFINISHED:
            lacks = or_(false(), *(and_(*map(_holds, needs)) for needs in found.needs))
            return _quotes(article, _q.layer == layer, lacks)
        case Kind.SPEAKER:
            return _quotes(
                article, _mine_or_open(layer, found.task), _is_said_by(connection, found.values[0])
            )
        case Kind.TOPIC:
            return _quotes(article, _mine_or_open(layer, found.task), _is_about(layer, found.values))


def may_have(found: Filter, layer: int) -> ColumnElement[bool]:
    """What is quickly told of a row of table article: False where it has no place for sure."""
    p = t.progress.c
    if found.kind in (Kind.TO_DO, Kind.LEAD):
        return is_unfinished(layer)
    if found.kind is Kind.SKIPPED:
        mine = select(p.layer).where(p.layer == layer, p.article == _a.id, p.skipped > 0)
        return mine.correlate(t.article).exists()
    return true()


def _row(start: Any, tie: Any, quote: Any) -> Select[Any]:
    return select(start.label("start"), tie.label("tie"), quote.label("quote"))


def _todo(layer: int, article: Key) -> Select[Any]:
    s, r = t.sentence.c, t.review.c
    done = select(r.article).where(r.layer == layer, r.article == s.article, r.start == s.start)
    is_done = done.correlate(t.sentence).exists()
    return _row(s.start, literal(""), _NOBODY).where(s.article == article, in_body(s), ~is_done)


def _skipped(layer: int, article: Key) -> Select[Any]:
    r = t.review.c
    mine = r.layer == layer, r.article == article, r.status == "skipped"
    return _row(r.start, literal(""), _NOBODY).where(*mine, in_body(r))


def _quotes(article: Key, *where: ColumnElement[bool]) -> Select[Any]:
    return _row(_q.start, _q.uid, _q.uid).where(_q.article == article, _q.deleted == 0, *where)


def _mine_or_open(layer: int, task: Task | None) -> ColumnElement[bool]:
    """A quote of the layer, or one it may judge, without a verdict of its and no source of one of its own."""
    if task is not None and task.what is Pass.LABELS:
        return _q.layer == layer
    v, mine = t.verdict.c, t.quote.alias("mine")
    judged = select(v.layer).where(v.layer == layer, v.proposal == _q.uid).correlate(t.quote)
    taken = select(mine.c.id).where(
        mine.c.article == _q.article,
        mine.c.layer == layer,
        mine.c.derived_from == _q.uid,
        mine.c.deleted == 0,
    )
    is_open = and_(_q.layer.in_(_offering(layer)), ~judged.exists(), ~taken.correlate(t.quote).exists())
    if task is not None:
        is_open = and_(is_open, sees_proposals(task, _q.article))
    return or_(_q.layer == layer, is_open)


def _offering(layer: int) -> Select[Any]:
    """The layers whose quotes `layer` judges: those of models; gold judges those of people."""
    c, mine = t.layer.c, t.layer.alias("mine").c
    is_gold = select(mine.id).where(mine.id == layer, mine.kind == LayerKind.GOLD).exists()
    return select(c.id).where(c.kind == case((is_gold, LayerKind.HUMAN), else_=LayerKind.MODEL))


def _is_said_by(connection: Connection, speaker: str) -> ColumnElement[bool]:
    """One of its speakers is `speaker`, or an entry that was merged into it."""
    s, v = t.speaker.c, t.quote_voice.c
    found, new = {speaker}, [speaker]
    while new:
        merged = connection.scalars(select(s.uid).where(s.merged_into.in_(new), s.deleted == 0))
        new = [uid for uid in merged if uid not in found]
        found.update(new)
    keys = list(connection.scalars(select(s.id).where(s.uid.in_(found))))
    return _q.id.in_(select(v.quote).where(v.speaker.in_(keys), v.role == "speaker"))


def _is_about(layer: int, topics: tuple[str, ...]) -> ColumnElement[bool]:
    own = _label("topic")
    inherited = _article_label("topic", topics, literal(layer))
    return or_(_label("topic", topics), and_(~own, inherited))


def _label(field: str, values: tuple[str, ...] = ()) -> ColumnElement[bool]:
    x = t.quote_label.c
    found = select(x.quote).where(x.quote == _q.id, x.field == field)
    return (found.where(x.value.in_(values)) if values else found).correlate(t.quote).exists()


def _article_label(field: str, values: tuple[str, ...], layer: Any) -> ColumnElement[bool]:
    x = t.article_label.c
    found = select(x.n).where(x.article == _q.article, x.layer == layer, x.field == field)
    return (found.where(x.value.in_(values)) if values else found).correlate(t.quote).exists()


def _holds(need: Need) -> ColumnElement[bool]:
    """Whether a need holds for a row of table quote; where only the text tells, that it does."""
    if need.field == "speaker":
        v = t.quote_voice.c
        named = select(v.quote).where(v.quote == _q.id, v.role == "speaker").correlate(t.quote).exists()
        return named if need.said else ~named
    own = _label(need.field)
    has = _label(need.field, need.values)
    if need.inherited:
        has = or_(has, and_(~own, _article_label(need.field, need.values, _q.layer)))
    if need.typed:
        has = or_(has, ~own)
    return has if need.said else ~has
