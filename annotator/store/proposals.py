"""What is left to judge of what suggesters proposed."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from annotator.agreement.extents import alike
from annotator.model import LayerKind, Quote, Span, Verdict, VerdictKind
from annotator.store import read
from annotator.store import tables as t

Content = tuple[Span, ...]


_MODELS = select(t.layer.c.id).where(t.layer.c.kind == LayerKind.MODEL)


def of_layer_and_models(connection: Connection, article: int, layer: int) -> list[Quote]:
    """What `layer` and all models say of an article, in order."""
    either = or_(t.quote.c.layer == layer, t.quote.c.layer.in_(_MODELS))
    return [kept.quote for kept in read.quotes(connection, and_(_of(article), either))]


def rejected(connection: Connection, article: int, verdicts: Sequence[Verdict]) -> list[Quote]:
    """The proposals of an article that were rejected, as they last were."""
    uids = {verdict.proposal for verdict in verdicts if verdict.kind is VerdictKind.REJECTED}
    if not uids:
        return []
    found = read.quotes(connection, _of(article), superseded=True)
    return [kept.quote for kept in found if kept.quote.id in uids]


def proposed(connection: Connection, article: int, *, superseded: bool = False) -> list[Quote]:
    """What models say of an article, in order; `superseded`: and what they said before."""
    where = _of(article) & t.quote.c.layer.in_(_MODELS)
    return [kept.quote for kept in read.quotes(connection, where, superseded=superseded)]


def still_open(connection: Connection, article: int, layer: int) -> list[Quote]:
    """The proposals that `layer` has still to judge, in order.

    It has judged those on which it passed a verdict or from which one of its quotes is derived, and those
    that say (nearly) what it has marked itself or rejected under another id: of another version or model.
    """
    v = t.verdict.c
    mine = [k.quote for k in read.quotes(connection, _of(article) & (t.quote.c.layer == layer))]
    verdicts = read.verdicts(connection, and_(v.article == article, v.layer == layer))
    judged = {verdict.proposal for verdict in verdicts} | {quote.derived_from for quote in mine}
    refused = rejected(connection, article, verdicts)
    known = [quote.content for quote in (*mine, *refused)]
    waiting = [quote for quote in proposed(connection, article) if quote.id not in judged]
    return list(_unlike(waiting, known))


def _of(article: int) -> ColumnElement[bool]:
    return t.quote.c.article == article


def _unlike(quotes: Sequence[Quote], known: Sequence[Content]) -> Iterator[Quote]:
    """Of `quotes`, in order of their start, those that are like none of `known`. One walk through both."""
    waiting = sorted(known, key=lambda content: content[0].start, reverse=True)
    near: list[Content] = []  # those that may reach into this quote or a later one
    for quote in quotes:
        while waiting and waiting[-1][0].start < quote.end:
            near.append(waiting.pop())
        near = [content for content in near if content[-1].end > quote.start]
        if not any(alike(content, quote.content) for content in near):
            yield quote
