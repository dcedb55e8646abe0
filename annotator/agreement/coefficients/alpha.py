"""Krippendorff's alpha: 1 - observed disagreement / expected disagreement.

Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania. Any number of
raters, missing judgements, any distance between labels.
"""

from typing import Any

import numpy as np

from annotator.agreement.coefficients import distances
from annotator.agreement.coefficients.coding import Coding, Floats
from annotator.agreement.coefficients.coefficient import (
    NOT_PAIRED,
    Coefficient,
    no_variation,
    undefined,
)
from annotator.agreement.coefficients.distances import Distance


def alpha(coding: Coding, distance: Distance = distances.nominal) -> Coefficient:
    """Alpha of all judgements. Nominal labels may be thousands; others cost the square of their number."""
    some = coding.pairable
    if not len(some.codes):
        return undefined(NOT_PAIRED)
    if distance is distances.nominal:
        return _nominal(some)
    together = coincidences(some)
    return of_coincidences(together, some.labels, distance, some.units)


def of_coincidences(together: Floats, labels: Any, distance: Distance, units: int) -> Coefficient:
    """Alpha where it is known how often each two labels met in a unit."""
    totals = together.sum(axis=1)
    judgements = totals.sum()
    squares = distance(labels, totals)
    observed = float((together * squares).sum() / judgements)
    expected = float(totals @ squares @ totals / (judgements * (judgements - 1)))
    return _made(observed, expected, units, round(judgements), labels, totals)


def coincidences(some: Coding) -> Floats:
    """How often each two labels met in a unit, which gives as many as it has judgements. (labels, labels)"""
    size, codes = len(some.labels), some.codes
    share = _shares(some)
    counts = np.zeros((size + 1) * (size + 1))
    for a, b in some.pairs():
        # Missing ones fall into a row and a column of their own, which are dropped.
        places = (codes[:, a] + 1) * np.int32(size + 1) + (codes[:, b] + 1)
        counts += np.bincount(places, share, minlength=counts.size)
    table = counts.reshape(size + 1, size + 1)[1:, 1:]
    both: Floats = table + table.T
    return both


def _shares(some: Coding) -> Floats:
    shares: Floats = 1.0 / (some.per_unit - 1)
    return shares if some.weights is None else shares * some.weights


def agreeing(some: Coding) -> Floats:
    """For each unit, the judgements that agree with the others', as shares of the others. (units,)"""
    codes = some.codes
    same = np.zeros(len(codes), np.int32)
    for a, b in some.pairs():
        equal = codes[:, a] == codes[:, b]
        if some.per_unit.min(initial=codes.shape[1]) < codes.shape[1]:
            equal &= codes[:, a] >= 0
        same += equal
    found: Floats = 2.0 * same * _shares(some)
    return found


def _nominal(some: Coding) -> Coefficient:
    return of_agreements(some.totals(), agreeing(some).sum(), some.units, some.labels)


def of_agreements(totals: Floats, agreed: float, units: int, labels: Any) -> Coefficient:
    """Nominal alpha where it is known how often each label was given, and the sum of `agreeing`."""
    judgements = totals.sum()
    observed = 1 - agreed / judgements
    expected = 1 - float((totals * (totals - 1)).sum() / (judgements * (judgements - 1)))
    return _made(float(observed), expected, units, int(judgements), labels, totals)


def _made(
    observed: float, expected: float, units: int, judgements: int, labels: Any, totals: Floats
) -> Coefficient:
    if np.count_nonzero(totals) < 2 or expected <= 0:
        return undefined(no_variation(labels[int(totals.argmax())]), units, judgements, observed)
    return Coefficient(1 - observed / expected, observed, expected, units, judgements)


def one_against_rest(coding: Coding, place: int) -> Coding:
    """The same judgements, asked only whether they are the label at `place`: for alpha by label."""
    codes = np.where(coding.codes < 0, coding.codes, (coding.codes == place).astype(np.int32))
    return Coding(codes, (f"not {coding.labels[place]}", coding.labels[place]), coding.weights)
