"""Quotes that came from proposals beside those that were typed: proposals pull people together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.against import alpha_of
from annotator.agreement.asking import Asked
from annotator.agreement.coefficients.coefficient import Coefficient
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


def origins(judged: Judged, every: Sequence[Asked]) -> Origins | None:
    """None where no quote came from a proposal."""
    if judged.proposed is None or not (judged.proposed[judged.counts] > 0).any():
        return None
    together = _together(judged, every)
    gain = {
        name: (together[1].alphas[name].value or 0) - typed.value
        for name, typed in together[0].alphas.items()
        if typed.value is not None and together[1].alphas[name].value is not None
    }
    return Origins([_of(judged, n) for n in range(len(NAMES))], together, gain)


def _of(judged: Judged, origin: int) -> OfOrigin:
    assert judged.proposed is not None
    rows = np.flatnonzero(judged.counts & (judged.proposed == origin))
    there = int((judged.reviewed[judged.first[rows]].sum(axis=1) - 1).sum())
    shares = []
    for level in (1.0, MATCHED):
        near = judged.pairs.only(judged.pairs.iou >= level)
        hits = sum(int((judged.proposed[side] == origin).sum()) for side in (near.one, near.other))
        shares.append(hits / there if there else None)
    return OfOrigin(NAMES[origin], there, *shares)


def _together(judged: Judged, every: Sequence[Asked]) -> list[Together]:
    assert judged.proposed is not None
    rows = np.flatnonzero(judged.counts)
    marked = np.bincount(judged.cluster[rows], minlength=judged.clusters)
    derived = np.bincount(judged.cluster[rows], judged.proposed[rows] > TYPED, minlength=judged.clusters)
    groups = {"all typed": derived == 0, "all from proposals": derived == marked}
    found = []
    for name, here in groups.items():
        several = here & (marked >= 2)
        alphas = {
            one.name: alpha_of(one.coding.only(several[one.cluster]), one.distance)
            for one in every
            if one.main and one.cluster is not None
        }
        found.append(Together(name, int(several.sum()), alphas))
    return found
