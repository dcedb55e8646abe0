"""The state as its events give it, beside the state as it stands; and the one made what the other is.

What no event speaks of is as it was found: regions that came with an article, and what a bundle began with.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from annotator.model import Change, Entity, LayerKind, Quote, Region, Speaker, identity
from annotator.store import read
from annotator.store import tables as t
from annotator.store.bulk import remove_quotes
from annotator.store.bundle_table import marker
from annotator.store.checking_counts import recount_all
from annotator.store.keys import Keys
from annotator.store.merging import bases
from annotator.store.merging.bundling import ACTOR
from annotator.store.merging.folding import Entry, Fold
from annotator.store.merging.layers import layers
from annotator.store.merging.registry import Registry
from annotator.store.ordering import place
from annotator.store.telling import Telling
from annotator.store.write import Stamp, apply

_NO = Stamp("", "", "")

State = dict[tuple[object, ...], Entity]


class Difference(NamedTuple):
    """A thing that stands as `here` and that the events leave as `told`; None: it is not there."""

    here: Entity | None
    told: Entity | None
    stamp: Stamp

    @property
    def some(self) -> Entity:
        found = self.told or self.here
        assert found is not None
        return found


def differences(connection: Connection) -> Iterator[Difference]:
    """Where the state is not what the events say: speakers first, then an article after the other.

    Raises StoreError where an event cannot be read. In memory are the registry, some articles with their
    events, and 8 bytes an event (`telling`).
    """
    begun = marker(connection)
    # Of what was done before a bundle was made it has a part: that is how it began, and no event says so.
    telling = Telling(connection, place(begun.uid, "", "", 0) if begun else None)
    whole = not _was_handed_out(connection)
    fold, registry = Fold(), Registry({})
    for seen in telling.of_none():
        fold.take(seen._replace(changes=tuple(x for x in seen.changes if _is_of_none(x))))
        if any(isinstance(change.after or change.before, Speaker) for change in seen.changes):
            registry.take(seen)
    yield from _speakers(connection, registry, whole)
    shared = {key: one for key, (one, _) in bases.said(connection, [], []).items()}
    yield from _compared(fold, fold.entries, shared, whole)
    for some in telling.batches():
        fold = Fold()
        for seen in telling.of(some):
            fold.take(seen)
        here = _standing(connection, some)
        yield from _compared(fold, fold.entries, {k: v for k, v in here.items() if k not in shared}, whole)


def rebuild(connection: Connection, keys: Keys) -> int:
    """Make the state what the events say, and count it anew; how many things changed. Raises StoreError."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # a quote may come before its parent
    changed = 0
    for one in differences(connection):
        changed += 1
        if one.told is None and isinstance(one.here, Quote) and one.here.layer.kind is not LayerKind.HUMAN:
            remove_quotes(connection, [one.here.id], one.stamp)  # what was proposed can be read for ever
        else:
            apply(connection, keys, Change(one.here, one.told), one.stamp)
    recount_all(connection)
    return changed


def _is_of_none(change: Change) -> bool:
    """Whether it is of no article, nor of the registry, which has rules of its own."""
    some = change.after or change.before
    return not isinstance(some, Speaker) and not hasattr(some, "article")


def _was_handed_out(connection: Connection) -> bool:
    """Whether this is a bundle, or has taken one in: then things may stand that no event made."""
    return connection.scalar(select(t.actor.c.id).where(t.actor.c.name == ACTOR)) is not None


def _speakers(connection: Connection, registry: Registry, whole: bool) -> Iterator[Difference]:
    here = {speaker.id: speaker for speaker in read.speakers(connection)}
    for uid, kept in registry.entries.items():
        stands = here.get(uid)
        # One that was taken away stays where anything names it, as it last was.
        if stands != kept.value and not (kept.value is None and stands == kept.last):
            yield Difference(stands, kept.value, _NO)
    if whole:
        for uid in sorted(here.keys() - registry.entries.keys()):
            yield Difference(here[uid], None, _NO)


def _compared(
    fold: Fold, told: Mapping[tuple[object, ...], Entry], here: State, whole: bool
) -> Iterator[Difference]:
    for key, one in told.items():
        wanted = None if _is_ended(fold, one) else one.value
        if here.get(key) != wanted:
            yield Difference(here.get(key), wanted, one.stamp)
    for key, stands in here.items():
        if whole and key not in told and not isinstance(stands, Region):
            yield Difference(stands, None, _NO)


def _is_ended(fold: Fold, one: Entry) -> bool:
    quote: Any = one.last
    is_proposed = isinstance(quote, Quote) and quote.layer.kind is LayerKind.MODEL
    return is_proposed and fold.is_ended(quote.layer, quote.article, one.by.where)


def _standing(connection: Connection, articles: dict[str, int]) -> State:
    """What all layers say of these articles (digest -> key), and what is said of none."""
    found = {key: one for key, (one, _) in bases.said(connection, layers(connection), articles).items()}
    for kept in read.quotes(connection, t.quote.c.article.in_(articles.values())):
        found[identity(kept.quote)] = kept.quote
    return found
