"""Snapshots of a dataset: the bundles of one moment, and the facts that they depend on."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import orjson

from annotator.dataset.bundle import Bundle
from annotator.errors import StoreError
from annotator.store import Store
from annotator.store.snapshots import Piece

_LEVEL = 6  # of zlib: a seventh of the size; higher ones take twice the time for a twentieth less


def freeze(store: Store, name: str, facts: dict[str, Any], bundles: Iterable[Bundle]) -> int:
    """Keep `bundles` and `facts` as the snapshot `name`; how many articles it holds.

    Raises StoreError where the name is taken.
    """
    return store.add_snapshot(name, orjson.dumps(facts).decode(), map(piece, bundles))


def piece(bundle: Bundle) -> Piece:
    """A bundle as it is kept."""
    raw = orjson.dumps(tuple(bundle))  # it refuses named tuples as they are
    return Piece(sha256(raw).hexdigest(), zlib.compress(raw, _LEVEL))


def thawed(store: Store, name: str) -> Iterator[Bundle]:
    """The bundles of a snapshot, in their order. Raises StoreError where there is no such snapshot."""
    digests = store.snapshot_digests(name)
    return bundles_of(store, digests)


def bundles_of(store: Store, digests: Sequence[str]) -> Iterator[Bundle]:
    """The bundles of some pieces, each checked. Raises StoreError where one is not as it was kept."""
    for digest, body in zip(digests, store.frozen(digests), strict=True):
        yield _thawed(digest, body)


def _thawed(digest: str, body: bytes) -> Bundle:
    try:
        raw = zlib.decompress(body)
    except zlib.error:
        raw = b""
    if sha256(raw).hexdigest() != digest:
        raise StoreError("a snapshot is not as it was made; the database is damaged: restore a backup")
    return Bundle(*orjson.loads(raw))


def facts_of(store: Store, name: str) -> dict[str, Any]:
    """The facts of a snapshot. Raises StoreError where there is no such snapshot."""
    facts: dict[str, Any] = orjson.loads(store.snapshot(name).facts)
    return facts
