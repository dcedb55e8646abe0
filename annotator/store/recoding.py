"""Labels as a change of the scheme finds them, and writes them: of all layers, in one transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, select

from annotator.model import ArticleLabels, Change, Event, EventKind, Label, Layer, LayerKind, Quote
from annotator.store import acting, history, ordering, read
from annotator.store import tables as t
from annotator.store.acting import Stale
from annotator.store.bulk import put_quotes
from annotator.store.cast import Cast
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.fill import named
from annotator.store.keys import Keys
from annotator.store.write import Stamp, apply, chunks, current


@dataclass(frozen=True, slots=True)
class Used:
    """How many quotes, and how many articles as a whole, say this in a layer."""

    layer: Layer
    label: Label  # without its origin
    quotes: int
    articles: int


class Recoding(Database):
    """A database whose labels follow a scheme that is changed."""

    def used(self) -> list[Used]:
        """Every label that is said anywhere, with how often, by field and value."""
        quotes, articles = _of_quotes(), _of_articles()
        found: dict[tuple[str, ...], list[int]] = {}
        with reading(self._engine) as connection:
            for place, query in enumerate((quotes, articles)):
                for kind, name, version, field, value, target, many in connection.execute(query):
                    key = field, value, target or "", kind, name, version
                    found.setdefault(key, [0, 0])[place] += many
        return [
            Used(Layer(LayerKind(kind), name, version), Label(field, value, target or None), *counts)
            for (field, value, target, kind, name, version), counts in sorted(found.items())
        ]

    def saying(self, field: str | None, codes: Sequence[str]) -> tuple[list[Quote], list[ArticleLabels]]:
        """All that says one of these values (any, where there are none) in a field; None: as a target."""
        with reading(self._engine) as connection:
            x = t.quote_label.c
            here = t.quote.c.id.in_(select(x.quote).where(*_said(x, field, codes)))
            quotes = [kept.quote for kept in read.quotes(connection, here)]
            return quotes, _articles_saying(connection, field, codes)

    def rewrite(self, actor: str, says: str, changes: Sequence[Change]) -> list[Event]:
        """Make changes of many articles at once, as the program `actor`: one event an article, all or none.

        No person's undo takes them back. Raises Stale where something is not as a change thinks it is.
        """
        with self._writing() as connection:
            stamp = self._stamp()
            _check(connection, self._keys, changes)
            _write(connection, self._keys, changes, stamp)
            key, seq = acting.made_actor(connection, actor, "program", stamp.at)
            group, events = str(uuid.uuid4()), []
            uids = iter(ordering.next_uids(connection, stamp.at, len(set(map(_article, changes)))))
            for digest, some in groupby(sorted(changes, key=_article), key=_article):
                seq += 1
                event = Event(
                    next(uids), actor, seq, stamp.at, EventKind.DO, says, tuple(some), digest,
                    group=group, scheme=stamp.scheme, guideline=stamp.guideline,
                )  # fmt: skip
                events.append(event)
            history.append(
                connection,
                key,
                [(event, self._keys.article(connection, str(event.article))) for event in events],
            )
            return events


def _of_quotes() -> Select[Any]:
    x, q, la = t.quote_label.c, t.quote.c, t.layer.c
    what = la.kind, la.name, la.version, x.field, x.value, x.target
    tree = t.quote_label.join(t.quote, q.id == x.quote).join(t.layer, la.id == q.layer)
    return select(*what, func.count()).select_from(tree).where(q.deleted == 0).group_by(*what)


def _of_articles() -> Select[Any]:
    x, la = t.article_label.c, t.layer.c
    what = la.kind, la.name, la.version, x.field, x.value, x.target
    return select(*what, func.count()).select_from(t.article_label.join(t.layer)).group_by(*what)


def _said(x: Any, field: str | None, codes: Sequence[str]) -> list[Any]:
    if field is None:
        return [x.target.in_(codes)]
    return [x.field == field, *([x.value.in_(codes)] if codes else [])]


def _articles_saying(connection: Connection, field: str | None, codes: Sequence[str]) -> list[ArticleLabels]:
    x, la, a = t.article_label.c, t.layer.c, t.article.c
    query = (
        select(x.article, a.digest, x.layer, la.kind, la.name, la.version)
        .select_from(t.article_label.join(t.layer).join(t.article))
        .where(*_said(x, field, codes))
        .distinct()
        .order_by(a.digest, x.layer)
    )
    return [
        read.article_labels(connection, article, digest, layer, Layer(LayerKind(kind), name, version))
        for article, digest, layer, kind, name, version in connection.execute(query).all()
    ]


def _article(change: Change) -> str:
    some: Any = change.after or change.before
    return str(some.article)


def _check(connection: Connection, keys: Keys, changes: Sequence[Change]) -> None:
    quotes = {c.before.id: c.before for c in changes if isinstance(c.before, Quote)}
    for some in chunks(sorted(quotes)):
        for kept in read.quotes(connection, t.quote.c.uid.in_(some)):
            if quotes.pop(kept.quote.id) != kept.quote:
                raise Stale("labels were changed meanwhile; run the command again")
    others = (c for c in changes if not isinstance(c.after or c.before, Quote))
    if quotes or any(current(connection, keys, c.after or c.before) != c.before for c in others):  # type: ignore[arg-type]
        raise Stale("labels were changed meanwhile; run the command again")


def _write(connection: Connection, keys: Keys, changes: Sequence[Change], stamp: Stamp) -> None:
    quotes = [c.after for c in changes if isinstance(c.after, Quote)]
    placed = [
        (quote, keys.article(connection, quote.article), keys.made_layer(connection, quote.layer))
        for quote in quotes
    ]
    speakers = Cast(connection, 0, list(named(quotes))).keys
    put_quotes(connection, placed, [quote.id for quote in quotes], speakers, stamp)
    for change in changes:
        if not isinstance(change.after or change.before, Quote):
            apply(connection, keys, change, stamp)
