"""Blocks of articles put together again: the units of all, with one number for each label."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Ints, narrow
from annotator.agreement.coefficients.coding import MISSING
from annotator.agreement.comparable import Articles, Clusters, Comparable, Quotes, Sentences
from annotator.agreement.judged import Column, Pairs


class Growing:
    """Arrays put behind each other in one piece of memory, where many small ones would leave holes."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._kind: np.dtype[Any] = np.dtype(np.int8)
        self._shape: tuple[int, ...] = ()

    def add(self, some: NDArray[Any]) -> None:
        """Put `some` behind what is there; all are as wide as the widest."""
        kind = np.promote_types(self._kind, some.dtype) if self._bytes else some.dtype
        if kind != self._kind:
            self._bytes = bytearray(np.frombuffer(self._bytes, self._kind).astype(kind).tobytes())
        self._kind, self._shape = kind, some.shape[1:]
        self._bytes += np.ascontiguousarray(some, kind).data.cast("B") if some.size else b""

    def told(self) -> NDArray[Any]:
        """All of them."""
        return np.frombuffer(self._bytes, self._kind).reshape(-1, *self._shape)


class Joining:
    """Takes the blocks one after the other. People and columns are the same in all of them."""

    def __init__(self) -> None:
        self._last: Comparable | None = None
        self._digests: list[str] = []
        self._parts: dict[str, Growing | None] = {}
        self._columns: dict[str, _Column] = {}
        self._pairs: dict[str, _Pairs] = {}
        self._clusters = self._quotes = 0

    def take(self, block: Comparable) -> None:
        """Add a block."""
        sentences, quotes, clusters = block.sentences, block.quotes, block.clusters
        article = len(self._digests)
        self._keep(block.articles)
        self._keep(sentences._replace(article=narrow(sentences.article + np.int64(article))))
        of = np.where(quotes.cluster >= 0, quotes.cluster + np.int64(self._clusters), MISSING)
        self._keep(quotes._replace(number=narrow(quotes.number), cluster=narrow(of)))
        self._keep(clusters._replace(article=narrow(clusters.article + np.int64(article))))
        for name, column in block.columns.items():
            self._columns.setdefault(name, _Column()).take(column)
        for name, pairs in block.pairs_of.items():
            self._pairs.setdefault(name, _Pairs()).take(pairs, self._quotes)
        self._clusters += block.count
        self._quotes += len(quotes.rater)
        self._digests += block.digests
        self._last = replace(block, columns={}, pairs_of={})

    def _keep(self, part: Any) -> None:
        for name, some in part._asdict().items():
            known = self._parts.setdefault(
                f"{type(part).__name__}.{name}", None if some is None else Growing()
            )
            if known is not None:
                known.add(some)

    def _whole(self, kind: Any, order: Ints | None = None) -> Any:
        parts = (self._parts.pop(f"{kind.__name__}.{name}") for name in kind._fields)
        return kind(*(None if part is None else _ordered(part.told(), order) for part in parts))

    def told(self) -> Comparable:
        """All that was taken, which goes with it. Quotes are in the order of their numbers, clusters in that
        of their first quotes. Raises ValueError where no block was taken.
        """
        if self._last is None:
            raise ValueError("there is nothing to put together: take a block of articles first")
        numbers = self._parts["Quotes.number"]
        assert numbers is not None
        order = np.argsort(numbers.told(), kind="stable")
        quotes: Quotes = self._whole(Quotes, order)
        counted = np.flatnonzero(quotes.cluster >= 0)
        ranked = np.argsort(np.unique(quotes.cluster[counted], return_index=True)[1], kind="stable")
        rank = np.append(_inverse(ranked), MISSING)  # the last one for MISSING
        return replace(
            self._last,
            digests=tuple(self._digests),
            articles=self._whole(Articles),
            sentences=self._whole(Sentences),
            quotes=quotes._replace(cluster=narrow(rank[quotes.cluster])),
            clusters=self._whole(Clusters, ranked),
            columns={name: self._columns.pop(name).told(order) for name in tuple(self._columns)},
            pairs_of={name: self._pairs.pop(name).told(order) for name in tuple(self._pairs)},
        )


class Labels:
    """Labels numbered as they come, and in the end in the order of their keys."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}
        self._labels: list[Any] = []

    def numbered(self, labels: Sequence[Any], keys: Sequence[Any] | None) -> Ints:
        """The place of each label; behind them MISSING, which is its own."""
        places = []
        for label, key in zip(labels, labels if keys is None else keys, strict=True):
            place = self._places.setdefault(key, len(self._labels))
            if place == len(self._labels):
                self._labels.append(label)
            places.append(place)
        return np.array([*places, MISSING], np.int64)

    @property
    def known(self) -> tuple[Any, ...]:
        """All labels, as they came."""
        return tuple(self._labels)

    def ordered(self, *, by_key: bool) -> tuple[tuple[Any, ...], Ints]:
        """(labels, the new place of each old one; MISSING behind them)."""
        order = sorted(self._places, key=None if by_key else self._places.__getitem__)
        old = np.array([self._places[key] for key in order], np.int64)
        return tuple(self._labels[n] for n in old.tolist()), np.append(_inverse(old), MISSING)


class _Column:
    def __init__(self) -> None:
        self._labels, self._codes = Labels(), Growing()

    def take(self, column: Column) -> None:
        self._last = replace(column, codes=column.codes[:0], labels=(), keys=None)
        self._sorted = column.keys is not None
        self._codes.add(narrow(self._labels.numbered(column.labels, column.keys)[column.codes]))

    def told(self, order: Ints) -> Column:
        labels, place = self._labels.ordered(by_key=self._sorted)
        codes: Any = narrow(place)[self._codes.told()[order]]
        return replace(self._last, codes=codes, labels=labels)


class _Pairs:
    def __init__(self) -> None:
        self._targets, self._labels = Labels(), Labels()
        self._quote, self._target, self._label = Growing(), Growing(), Growing()
        self._none: Any = None

    def take(self, pairs: Pairs, behind: int) -> None:
        self._quote.add(narrow(pairs.quote + np.int64(behind)))
        self._target.add(narrow(self._targets.numbered(pairs.targets, None)[pairs.target]))
        self._label.add(narrow(self._labels.numbered(pairs.labels, pairs.keys)[pairs.label]))
        if pairs.none >= 0:
            self._none = pairs.labels[pairs.none]
        nothing = np.zeros(0, np.int64)
        self._last = replace(pairs, quote=nothing, target=nothing, label=nothing.astype(np.int32))

    def told(self, order: Ints) -> Pairs:
        by_key = self._last.keys is not None
        targets, target = self._targets.ordered(by_key=by_key)
        labels, label = self._labels.ordered(by_key=by_key)
        codes: Any = narrow(label)[self._label.told()]
        return replace(
            self._last,
            quote=narrow(_inverse(order))[self._quote.told()],
            target=narrow(target)[self._target.told()],
            label=codes,
            targets=targets,
            labels=labels,
            scale=tuple(labels.index(self._last.labels[n]) for n in self._last.scale),
            none=MISSING if self._none is None else labels.index(self._none),
            keys=None,
        )


def _ordered(some: NDArray[Any], order: Ints | None) -> NDArray[Any]:
    return some if order is None else some[order]


def _inverse(order: Ints) -> Ints:
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found


def joined(blocks: Sequence[Comparable]) -> Comparable:
    """Some blocks put together. Raises ValueError where there are none."""
    joining = Joining()
    for block in blocks:
        joining.take(block)
    return joining.told()
