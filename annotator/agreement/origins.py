"""Quotes that came from proposals beside those that were typed: proposals pull people together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.against import alpha_of
from annotator.agreement.arrays import Ints
from annotator.agreement.asking import Asked
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.comparable import Comparable
from annotator.agreement.judged import Judged
from annotator.agreement.spans import MATCHED

TYPED, ACCEPTED, CORRECTED = range(3)
NAMES = ("typed", "accepted as proposed", "corrected proposal")


@dataclass(frozen=True, slots=True)
class OfOrigin:
    """Of `quotes` of this origin, each counted for each other person who reviewed its sentence: the shares
    whose content somebody has just so, and from an IoU of MATCHED.
    """

    name: str
    quotes: int
    exact: float | None
    half: float | None


@dataclass(frozen=True, slots=True)
class Together:
    """Alpha by what is asked, over quotes that all who marked them have typed, or all have from proposals."""

    name: str
    quotes: int
    alphas: dict[str, Coefficient]


@dataclass(frozen=True, slots=True)
class Origins:
    """`gain`: by what is asked, alpha of quotes all from proposals less that of quotes all typed."""

    quotes: list[OfOrigin]
    clusters: list[Together]
    gain: dict[str, float]


Counts = Ints  # (origins, 3): quotes for each other person who looked; those that somebody has just so; near


def counts(judged: Judged) -> Counts | None:
    """Those of a block; None where it is not known what came from a proposal."""
    if judged.proposed is None:
        return None
    size = len(NAMES)
    rows = np.flatnonzero(judged.counts)
    others = judged.reviewed[judged.first[rows]].sum(axis=1) - 1
    found = [np.bincount(judged.proposed[rows], others, minlength=size).astype(np.int64)]
    for level in (1.0, MATCHED):
        near = judged.pairs.only(judged.pairs.iou >= level)
        both = judged.proposed[np.concatenate([near.one, near.other])]
        found.append(np.bincount(both, minlength=size))
    return np.column_stack(found)


def origins(some: Comparable, of: Counts | None, every: Iterable[Asked]) -> Origins | None:
    """None where no quote came from a proposal."""
    if of is None or not of[ACCEPTED:, 0].any():
        return None
    together = _together(some, every)
    gain = {
        name: (together[1].alphas[name].value or 0) - typed.value
        for name, typed in together[0].alphas.items()
        if typed.value is not None and together[1].alphas[name].value is not None
    }
    return Origins([_of(n, row) for n, row in enumerate(of.tolist())], together, gain)


def _of(origin: int, row: Sequence[int]) -> OfOrigin:
    there, *hits = row
    exact, half = (many / there if there else None for many in hits)
    return OfOrigin(NAMES[origin], there, exact, half)


def _together(some: Comparable, every: Iterable[Asked]) -> list[Together]:
    assert some.quotes.proposed is not None
    rows = np.flatnonzero(some.quotes.cluster >= 0)
    cluster = some.quotes.cluster[rows]
    marked = np.bincount(cluster, minlength=some.count)
    derived = np.bincount(cluster, some.quotes.proposed[rows] > TYPED, minlength=some.count)
    groups = {"all typed": derived == 0, "all from proposals": derived == marked}
    several = {name: here & (marked >= 2) for name, here in groups.items()}
    alphas: dict[str, dict[str, Coefficient]] = {name: {} for name in groups}
    for one in every:
        if one.main and one.cluster is not None:
            for name, here in several.items():
                alphas[name][one.name] = alpha_of(one.coding.only(here[one.cluster]), one.distance)
    return [Together(name, int(here.sum()), alphas[name]) for name, here in several.items()]
