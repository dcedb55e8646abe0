"""From rows to values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

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
from annotator.store.prepared import chosen, of

Where = ColumnElement[bool]
Parts = Sequence[tuple[Any, ...]]
_ORIGINS = {str(origin): origin for origin in Origin}  # a call of the class costs five times as much
Asking = tuple[Select[Any], ...]  # for quotes: their own rows, then spans, voices, labels


class Kept(NamedTuple):
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
_VOICES = _children(
    t.quote_voice, ("role", "n"), _v.role, t.speaker.c.uid, _v.start, _v.stop, _v.origin, _v.score
)
_LABELS = _children(t.quote_label, ("n",), _x.field, _x.value, _x.target, _x.origin, _x.score)


def quotes(connection: Connection, where: Where, *, superseded: bool = False) -> list[Kept]:
    """The live quotes for which `where` (over table quote) holds, in canonical order.

    The order is that of article digest, first offset, uuid, so that it depends on nothing but the content.
    `superseded`: proposals that are no longer made, too, as they last were.
    """
    return _asked(connection, _asking(where if superseded else and_(where, _q.deleted == 0)), {})


def quote(connection: Connection, uid: str) -> Quote | None:
    """The live quote of this id."""
    return next((kept.quote for kept in _asked(connection, _of_uid(), chosen(uid=uid))), None)


def quotes_of(connection: Connection, article: int, layer: int) -> list[Quote]:
    """The live quotes of a layer in an article, in canonical order."""
    values = chosen(article=article, layer=layer)
    return [kept.quote for kept in _asked(connection, _of_article(), values)]


def _asking(where: Where) -> Asking:
    return tuple(query.where(where) for query in (_HEADS, _SPANS, _VOICES, _LABELS))


@cache
def _of_uid() -> Asking:
    return _asking(and_(of(t.quote, "uid"), _q.deleted == 0))


@cache
def _of_article() -> Asking:
    return _asking(and_(of(t.quote, "article", "layer"), _q.deleted == 0))


def _asked(connection: Connection, asking: Asking, values: dict[str, object]) -> list[Kept]:
    heads = connection.execute(asking[0], values).all()
    if not heads:
        return []
    spans, voices, labels = (_grouped(connection.execute(parts, values).all()) for parts in asking[1:])
    names = {(head.layer, head.kind, head.name, head.version) for head in heads}
    layers = {key: Layer(LayerKind(kind), name, version) for key, kind, name, version in names}
    # What a person removed has no parts any more; of what was superseded they stay.
    return [
        _kept(h, layers[h.layer], spans[h.id], voices.get(h.id, ()), labels.get(h.id, ()))
        for h in heads
        if h.id in spans
    ]


def _grouped(rows: Iterable[Row[Any]]) -> dict[int, list[tuple[Any, ...]]]:
    groups: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row[1:])
    return groups


def _kept(head: Row[Any], layer: Layer, spans: Parts, voices: Parts, labels: Parts) -> Kept:
    ranges: dict[str, list[Span]] = {"content": [], "cue": [], "source": []}
    for role, start, stop in spans:
        ranges[role].append(Span(start, stop))
    named: dict[str, list[Voice]] = {"speaker": [], "via": []}
    for role, uid, start, stop, origin, score in voices:
        span = None if start is None else Span(start, stop)
        named[role].append(Voice(uid, span, _ORIGINS[origin], score))
    quote = Quote(
        id=head.uid,
        article=head.digest,
        layer=layer,
        content=tuple(ranges["content"]),
        cue=tuple(ranges["cue"]),
        source=tuple(ranges["source"]),
        speakers=tuple(named["speaker"]),
        via=tuple(named["via"]),
        labels=tuple([Label(f, v, target, _ORIGINS[o], score) for f, v, target, o, score in labels]),
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
    values = {"article": article, "layer": layer} | _at(span)
    rows = connection.execute(_reviews(*values), chosen(**values))
    return [Review(digest, name, Span(a, b), ReviewStatus(s), Origin(o)) for a, b, s, o in rows]


@cache
def _reviews(*columns: str) -> Select[Any]:
    r = t.review.c
    query = select(r.start, r.stop, r.status, r.origin).where(of(t.review, *columns))
    return query.order_by(r.start, r.stop)


def _at(span: Span | None) -> dict[str, int]:
    return {} if span is None else {"start": span.start, "stop": span.end}


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
    values = {"article": article, "layer": layer} | ({} if uid is None else {"uid": uid})
    rows = connection.execute(_notes(*values), chosen(**values))
    return [Note(key, digest, name, Span(a, b), text, quote) for key, a, b, text, quote in rows]


@cache
def _notes(*columns: str) -> Select[Any]:
    n = t.note.c
    query = select(n.uid, n.start, n.stop, n.text, n.quote).where(of(t.note, *columns), n.deleted == 0)
    return query.order_by(n.start, n.uid)


def verdicts(connection: Connection, where: Where) -> list[Verdict]:
    """The verdicts for which `where` (over table verdict) holds, by article, layer and proposal."""
    return _passed(connection.execute(_verdicts().where(where)))


def verdict(connection: Connection, layer: int, proposal: str) -> Verdict | None:
    """What a layer says of a proposal."""
    found = _passed(connection.execute(_verdict(), chosen(layer=layer, proposal=proposal)))
    return found[0] if found else None


def _passed(rows: Iterable[Any]) -> list[Verdict]:
    return [
        Verdict(article, Layer(LayerKind(kind), name, version), proposal, VerdictKind(passed))
        for article, kind, name, version, proposal, passed in rows
    ]


def _verdicts() -> Select[Any]:
    v, la, digest = t.verdict.c, t.layer.c, t.article.c.digest
    return (
        select(digest, la.kind, la.name, la.version, v.proposal, v.kind)
        .select_from(t.verdict.join(t.article).join(t.layer))
        .order_by(digest, la.kind, la.name, la.version, v.proposal)
    )


@cache
def _verdict() -> Select[Any]:
    return _verdicts().where(of(t.verdict, "layer", "proposal"))


def article_labels(
    connection: Connection, article: int, digest: str, layer: int, name: Layer
) -> ArticleLabels:
    """What a layer says of an article as a whole."""
    rows = connection.execute(_article_labels(), chosen(article=article, layer=layer))
    return ArticleLabels(digest, name, tuple(Label(f, v, g, Origin(o)) for f, v, g, o in rows))


@cache
def _article_labels() -> Select[Any]:
    x = t.article_label.c
    query = select(x.field, x.value, x.target, x.origin)
    return query.where(of(t.article_label, "article", "layer")).order_by(x.n)


def regions(connection: Connection, article: int, digest: str, span: Span | None = None) -> list[Region]:
    """The marked regions of an article (or just the one over `span`), in order."""
    values = {"article": article} | _at(span)
    rows = connection.execute(_regions(*values), chosen(**values))
    return [Region(digest, Span(a, b), RegionKind(k), Origin(o)) for a, b, k, o in rows]


@cache
def _regions(*columns: str) -> Select[Any]:
    r = t.region.c
    query = select(r.start, r.stop, r.kind, r.origin).where(of(t.region, *columns))
    return query.order_by(r.start, r.stop)


def speakers(connection: Connection, where: Where | None = None) -> list[Speaker]:
    """The registry (or the entries for which `where` holds), merged entries included, by name."""
    return _entries(connection, *_registry(where), {})


def speaker(connection: Connection, uid: str) -> Speaker | None:
    """The entry of this id."""
    return next(iter(_entries(connection, *_entry(), chosen(uid=uid))), None)


def _registry(where: Where | None) -> tuple[Select[Any], Select[Any]]:
    s, a = t.speaker.c, t.alias.c
    heads = select(t.speaker).where(s.deleted == 0).order_by(s.name, s.uid)
    also = select(a.speaker, a.alias).order_by(a.speaker, a.n)
    if where is not None:
        heads = heads.where(where)
        also = also.join(t.speaker, s.id == a.speaker).where(where)
    return heads, also


@cache
def _entry() -> tuple[Select[Any], Select[Any]]:
    return _registry(of(t.speaker, "uid"))


def _entries(
    connection: Connection, heads: Select[Any], also: Select[Any], values: dict[str, object]
) -> list[Speaker]:
    aliases = _grouped(connection.execute(also, values).all())
    return [
        Speaker(
            h.uid,
            h.name,
            SpeakerKind(h.kind),
            tuple(x for (x,) in aliases.get(h.id, ())),
            h.wikidata,
            h.merged_into,
        )
        for h in connection.execute(heads, values).all()
    ]
