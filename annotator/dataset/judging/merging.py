"""What it would do to agreement on speakers to make two entries of the registry one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.comparable import comparable
from annotator.agreement.judged import REGISTRY, Column
from annotator.dataset.judging.columns import judged
from annotator.dataset.judging.fields import Registry, speakers
from annotator.model import Layer, Merge
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.judging import Fetched


@dataclass(frozen=True, slots=True)
class Gain:
    """Alpha on who speaks, after a merge; by how much it is `more` than before, if both are defined."""

    after: Coefficient
    more: float | None


class Gains:
    """Agreement of some people on who speaks, and what merges would make of it."""

    def __init__(self, store: Store, scheme: Scheme, people: Sequence[Layer]) -> None:
        self._found = store.judging(people)
        some, _ = judged(self._found, people, scheme, store.texts)
        self._count, self._own, self._some = some.count, np.flatnonzero(some.own), comparable(some)
        self.before = self._alpha({})

    def of(self, merge: Merge) -> Gain:
        """What one merge would do by itself."""
        after = self._alpha({merge.other: merge.kept})
        values = after.value, self.before.value
        return Gain(after, values[0] - values[1] if values[0] is not None and values[1] is not None else None)

    def _alpha(self, into: dict[str, str]) -> Coefficient:
        column = _column(self._found, self._count, into)
        return alpha(self._some.coded(replace(column, codes=column.codes[self._own])))


def _column(found: Fetched, count: int, into: dict[str, str]) -> Column:
    names = {key: (uid, name, into.get(root, root)) for key, (uid, name, root) in found.names.items()}
    voices, keys = found.columns["voices"], np.asarray(found.columns["quotes"]["quote"], np.int64)
    quotes = np.searchsorted(keys, np.asarray(voices["quote"], np.int64))
    spoken = np.asarray(voices["speaker"], np.int64)
    return speakers(quotes, spoken, Registry(names), count)[REGISTRY]
