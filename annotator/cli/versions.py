"""What is exported or compared: what the database says now, or what a snapshot says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from annotator.dataset.bundle import Bundle
    from annotator.model import Layer
    from annotator.store import Store


class Version(NamedTuple):
    """What is exported. `another` looks once more: it has all that `bundles` has, and what came since."""

    facts: dict[str, Any]
    bundles: Iterator[Bundle]
    another: Callable[[], AbstractContextManager[Iterator[Bundle]]]
    articles: int  # how many at most
    digests: list[str] | None = None  # theirs, where they are cheap to have


@contextmanager
def version(store: Store, snapshot: str | None, rejected: bool = True) -> Iterator[Version]:
    """What the database says now, or what a snapshot says; within the block.

    `rejected`: whether proposals that were rejected are wanted. Nobody wants them in `another` look.
    """
    from annotator.dataset.facts import facts
    from annotator.dataset.snapshots.freezing import facts_of, thawed

    if snapshot is not None:
        count = store.snapshot(snapshot).articles
        bundles = thawed(store, snapshot)
        yield Version(facts_of(store, snapshot), bundles, lambda: _frozen(store, snapshot), count)
        return
    with _now(store, rejected) as bundles:
        digests = store.looked_into(_layers(store))
        yield Version(facts(store), bundles, lambda: _now(store, False), len(digests), digests)


@contextmanager
def _now(store: Store, rejected: bool) -> Iterator[Iterator[Bundle]]:
    from annotator.dataset.bundle import bundles
    from annotator.dataset.record import Registry

    with store.look(_layers(store), rejected=rejected) as found:
        yield bundles(found.articles, Registry(found.speakers, found.schemes))


def _layers(store: Store) -> list[Layer]:
    """Those of people and gold."""
    from annotator.model import LayerKind

    return [layer for layer in store.layers() if layer.kind is not LayerKind.MODEL]


@contextmanager
def _frozen(store: Store, snapshot: str) -> Iterator[Iterator[Bundle]]:
    from annotator.dataset.snapshots.freezing import thawed

    yield thawed(store, snapshot)
