"""Which layers have read which articles whole: what suggesters need not read again, and what was imported."""

from collections import defaultdict

from sqlalchemy import Connection, select

from annotator.model import Layer, LayerKind
from annotator.store import tables as t
from annotator.store.keys import Keys
from annotator.store.write import chunks

_r, _la, _a, _q = t.reading.c, t.layer.c, t.article.c, t.quote.c


def add_readings(ours: Connection, keys: Keys, theirs: Connection) -> None:
    """Theirs and ours; of a model one version for an article: that of its proposals, else the greatest."""
    query = select(_a.digest, _la.kind, _la.name, _la.version).select_from(
        t.reading.join(t.article).join(t.layer)
    )
    there = defaultdict(set)
    for digest, kind, name, version in theirs.execute(query).all():
        there[digest].add(Layer(LayerKind(kind), name, version))
    for some in chunks(sorted(there), 500):
        mine = defaultdict(set)
        for digest, kind, name, version in ours.execute(query.where(_a.digest.in_(some))).all():
            mine[digest].add(Layer(LayerKind(kind), name, version))
        for digest in some:
            if there[digest] - mine[digest]:
                _add(ours, keys, digest, mine[digest], there[digest])


def _add(ours: Connection, keys: Keys, digest: str, mine: set[Layer], there: set[Layer]) -> None:
    article, every = keys.article(ours, digest), mine | there
    wanted = {layer for layer in every if layer.kind is not LayerKind.MODEL}
    for name in {layer.name for layer in every - wanted}:
        family = {layer for layer in every - wanted if layer.name == name}
        wanted.add(max(family, key=lambda layer: (_proposes(ours, keys, article, layer), layer.version)))
    for layer in wanted - mine:
        ours.execute(t.reading.insert(), {"layer": keys.made_layer(ours, layer), "article": article})
    for layer in mine - wanted:
        key = keys.made_layer(ours, layer)
        ours.execute(t.reading.delete().where(_r.layer == key, _r.article == article))


def _proposes(ours: Connection, keys: Keys, article: int, layer: Layer) -> bool:
    live = select(_q.id).where(
        _q.article == article, _q.layer == (keys.layer(ours, layer) or 0), _q.deleted == 0
    )
    return ours.scalar(live.limit(1)) is not None
