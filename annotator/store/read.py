"""From rows to values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, select

from annotator.model import (
    ArticleLabels,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    SpeakerKind,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import tables as t

Where = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote with what the database knows beside it."""

    quote: Quote
    created: str
    updated: str
    scheme: str
    guideline: str


_q = t.quote.c
_HEADS = (
    select(t.quote, t.article.c.digest, t.layer.c.kind, t.layer.c.name, t.layer.c.version)
    .select_from(t.quote.join(t.article).join(t.layer))
    .order_by(t.article.c.digest, _q.start, _q.uid)
)


def _children(table: Table, order: Sequence[str], *columns: ColumnElement[Any]) -> Select[Any]:
    tree = table.join(t.quote, _q.id == table.c.quote)
    if table is t.quote_voice:
        tree = tree.outerjoin(t.speaker, t.speaker.c.id == table.c.speaker)
    chosen = select(table.c.quote, *columns).select_from(tree)
    return chosen.order_by(table.c.quote, *(table.c[name] for name in order))


_s, _v, _x = t.quote_span.c, t.quote_voice.c, t.quote_label.c
_SPANS = _children(t.quote_span, ("role", "n"), _s.role, _s.start, _s.stop)
_VOICES = _children(t.quote_voice, ("role", "n"), _v.role, t.speaker.c.uid, _v.start, _v.stop, _v.origin)
_LABELS = _children(t.quote_label, ("n",), _x.field, _x.value, _x.target, _x.origin)


def quotes(connection: Connection, where: Where, *, superseded: bool = False) -> list[Kept]:
    """The live quotes for which `where` (over table quote) holds, in canonical order.

    The order is that of article digest, first offset, uuid, so that it depends on nothing but the content.
    `superseded`: proposals that are no longer made, too, as they last were.
    """
    if not superseded:
        where = and_(where, _q.deleted == 0)
    heads = connection.execute(_HEADS.where(where)).all()
    if not heads:
        return []
    spans, voices, labels = (
        _grouped(connection.execute(parts.where(where))) for parts in (_SPANS, _VOICES, _LABELS)
    )
    # What a person removed has no parts any more; of what was superseded they stay.
    return [_kept(h, spans[h.id], voices[h.id], labels[h.id]) for h in heads if h.id in spans]


def _grouped(rows: Iterable[Row[Any]]) -> defaultdict[int, list[tuple[Any, ...]]]:
    groups: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(tuple(row[1:]))
    return groups


def _kept(head: Row[Any], spans: list[Any], voices: list[Any], labels: list[Any]) -> Kept:
    def role(name: str) -> tuple[Span, ...]:
        return tuple(Span(start, stop) for r, start, stop in spans if r == name)

    def voice(name: str) -> tuple[Voice, ...]:
        return tuple(
            Voice(uid, None if start is None else Span(start, stop), Origin(origin))
            for r, uid, start, stop, origin in voices
            if r == name
        )

    quote = Quote(
        id=head.uid,
        article=head.digest,
        layer=Layer(LayerKind(head.kind), head.name, head.version),
        content=role("content"),
        cue=role("cue"),
        source=role("source"),
        speakers=voice("speaker"),
        via=voice("via"),
        labels=tuple(Label(f, value, target, Origin(origin)) for f, value, target, origin in labels),
        parent=head.parent,
        about=head.about,
        derived_from=head.derived_from,
        rule=head.rule or "",
        score=head.score,
    )
    return Kept(quote, head.created, head.updated, head.scheme, head.guideline)


def reviews(
    connection: Connection, article: int, digest: str, layer: int, name: Layer, span: Span | None = None
) -> list[Review]:
    """The reviews of a layer over an article (or over just `span` of it), in order."""
    r = t.review.c
    query = select(r.start, r.stop, r.status, r.origin).where(r.article == article, r.layer == layer)
    rows = connection.execute(_at(query, r, span).order_by(r.start, r.stop))
    return [Review(digest, name, Span(a, b), ReviewStatus(s), Origin(o)) for a, b, s, o in rows]


def _at(query: Select[Any], columns: Any, span: Span | None) -> Select[Any]:
    return query if span is None else query.where(columns.start == span.start, columns.stop == span.end)


def in_body(c: Any) -> Where:
    """Whether the range of a row (columns article, start, stop) touches neither boilerplate nor headline."""
    r = t.region.c
    marks = select(r.article).where(
        r.article == c.article, r.kind != RegionKind.BODY, r.start < c.stop, c.start < r.stop
    )
    return ~marks.correlate(c.article.table).exists()


def notes(
    connection: Connection, article: int, digest: str, layer: int, name: Layer, uid: str | None = None
) -> list[Note]:
    """The live notes of a layer over an article (or just the one called `uid`), in order."""
    n = t.note.c
    query = select(n.uid, n.start, n.stop, n.text, n.quote).where(
        n.article == article, n.layer == layer, n.deleted == 0
    )
    if uid is not None:
        query = query.where(n.uid == uid)
    rows = connection.execute(query.order_by(n.start, n.uid))
    return [Note(key, digest, name, Span(a, b), text, quote) for key, a, b, text, quote in rows]


def verdicts(connection: Connection, where: Where) -> list[Verdict]:
    """The verdicts for which `where` (over table verdict) holds, by article, layer and proposal."""
    v, la, digest = t.verdict.c, t.layer.c, t.article.c.digest
    rows = connection.execute(
        select(digest, la.kind, la.name, la.version, v.proposal, v.kind)
        .select_from(t.verdict.join(t.article).join(t.layer))
        .where(where)
        .order_by(digest, la.kind, la.name, la.version, v.proposal)
    )
    return [
        Verdict(article, Layer(LayerKind(kind), name, version), proposal, VerdictKind(passed))
        for article, kind, name, version, proposal, passed in rows
    ]


def article_labels(
    connection: Connection, article: int, digest: str, layer: int, name: Layer
) -> ArticleLabels:
    """What a layer says of an article as a whole."""
    x = t.article_label.c
    rows = connection.execute(
        select(x.field, x.value, x.target, x.origin)
        .where(x.article == article, x.layer == layer)
        .order_by(x.n)
    )
    return ArticleLabels(digest, name, tuple(Label(f, v, g, Origin(o)) for f, v, g, o in rows))


def regions(connection: Connection, article: int, digest: str, span: Span | None = None) -> list[Region]:
    """The marked regions of an article (or just the one over `span`), in order."""
    r = t.region.c
    query = select(r.start, r.stop, r.kind, r.origin).where(r.article == article)
    rows = connection.execute(_at(query, r, span).order_by(r.start, r.stop))
    return [Region(digest, Span(a, b), RegionKind(k), Origin(o)) for a, b, k, o in rows]


def speakers(connection: Connection, where: Where | None = None) -> list[Speaker]:
    """The registry (or the entries for which `where` holds), merged entries included, by name."""
    s, a = t.speaker.c, t.alias.c
    heads = select(t.speaker).where(s.deleted == 0).order_by(s.name, s.uid)
    also = select(a.speaker, a.alias).order_by(a.speaker, a.n)
    if where is not None:
        heads = heads.where(where)
        also = also.join(t.speaker, s.id == a.speaker).where(where)
    aliases = _grouped(connection.execute(also))
    return [
        Speaker(
            h.uid, h.name, SpeakerKind(h.kind), tuple(x for (x,) in aliases[h.id]), h.wikidata, h.merged_into
        )
        for h in connection.execute(heads).all()
    ]
