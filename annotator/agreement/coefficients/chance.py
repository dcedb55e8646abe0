"""Coefficients that set observed agreement against agreement by chance: (po - pe) / (1 - pe).

They differ in pe alone, and in how distances weigh: a weight is 1 - squared distance / the largest one.
"""

from typing import Any

import numpy as np

from annotator.agreement.coefficients.coding import Coding, Floats
from annotator.agreement.coefficients.coefficient import (
    NOT_PAIRED,
    Coefficient,
    no_variation,
    undefined,
)


def cohen(coding: Coding, distance: Floats | None = None) -> Coefficient:
    """Cohen's kappa of two raters (1960), weighted by `distance` (labels, labels) if that is given (1968).

    Raises ValueError where there are not just two raters.
    """
    table = _table(coding)
    judged = table.sum()
    if not judged:
        return undefined(NOT_PAIRED)
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / judged
    return _two(coding, table, chance, distance)


def scott(coding: Coding) -> Coefficient:
    """Scott's pi of two raters (1955): chance from what both said together."""
    table = _table(coding)
    judged = table.sum()
    if not judged:
        return undefined(NOT_PAIRED)
    both = (table.sum(axis=1) + table.sum(axis=0)) / 2
    return _two(coding, table, np.outer(both, both) / judged, None)


def _table(coding: Coding) -> Floats:
    if coding.codes.shape[1] != 2:
        raise ValueError(f"this coefficient is for two raters, got {coding.codes.shape[1]}")
    some, size = coding.pairable, len(coding.labels)
    places = some.codes[:, 0] * np.int64(size) + some.codes[:, 1]
    found: Floats = np.bincount(places, some.weights, minlength=size * size).astype(np.float64)
    return found.reshape(size, size)


def _two(coding: Coding, table: Floats, chance: Floats, distance: Floats | None) -> Coefficient:
    away = 1 - np.eye(len(table)) if distance is None else np.asarray(distance, np.float64)
    judged = round(float(table.sum()))
    most = away.max(initial=0) or 1.0
    observed = 1 - float((table * away).sum() / most / judged)
    expected = 1 - float((chance * away).sum() / most / judged)
    return _made(observed, expected, judged, 2 * judged, coding)


def fleiss(coding: Coding) -> Coefficient:
    """Fleiss' kappa (1971) of units with equally many judgements. Raises ValueError where they are not."""
    some = coding.pairable
    if not len(some.codes):
        return undefined(NOT_PAIRED)
    if len(set(coding.per_unit[coding.per_unit > 0].tolist())) > 1:
        raise ValueError("Fleiss' kappa needs as many judgements for every unit; alpha does not")
    shares = some.totals() / some.totals().sum()
    expected = float((shares**2).sum())
    return _made(float(_mean(some, items(some))), expected, some.units, _judgements(some), coding)


def percent(coding: Coding) -> Coefficient:
    """The mean share of agreeing pairs of judgements in a unit. It is no coefficient: nothing is expected."""
    some = coding.pairable
    if not len(some.codes):
        return undefined(NOT_PAIRED)
    agreed = float(_mean(some, items(some)))
    return Coefficient(agreed, agreed, None, some.units, _judgements(some))


def gwet(coding: Coding, weights: Floats | None = None) -> Coefficient:
    """Gwet's AC1 (2008), or AC2 (2014) with `weights` (labels, labels), 1 on the diagonal.

    Units with one judgement count for how common labels are, not for agreement. `coding.labels` are all
    labels that can be chosen: chance depends on how many there are.
    """
    size = len(coding.labels)
    some = coding.pairable
    if not len(some.codes):
        return undefined(NOT_PAIRED)
    if size < 2:
        return undefined("there is one label only", some.units, _judgements(some))
    judged = coding.only(coding.per_unit > 0)
    common = shares_of_labels(judged)
    scale = size if weights is None else weights.sum()
    expected = float(scale / (size * (size - 1)) * (common * (1 - common)).sum())
    agreed = items(some) if weights is None else _weighted(some, weights)
    return _made(float(_mean(some, agreed)), expected, some.units, _judgements(some), coding)


def items(some: Coding) -> Floats:
    """For each of pairable units, the share of its pairs of judgements that agree (Fleiss' P_i). (units,)"""
    same = np.zeros(len(some.codes), np.int64)
    for a, b in some.pairs():
        same += (some.codes[:, a] == some.codes[:, b]) & (some.codes[:, a] >= 0)
    shares: Floats = 2.0 * same / (some.per_unit * (some.per_unit - 1))
    return shares


def _weighted(some: Coding, weights: Floats) -> Floats:
    counts = _counts(some)
    near = counts @ weights.T
    shares: Floats = (counts * (near - 1)).sum(axis=1) / (some.per_unit * (some.per_unit - 1))
    return shares


def shares_of_labels(judged: Coding) -> Floats:
    """How common each label is: the mean over units, which have all a judgement, of its share. (labels,)"""
    weights = 1 / judged.per_unit if judged.weights is None else judged.weights / judged.per_unit
    found: Floats = judged.sums(weights) / judged.units
    return found


def _counts(some: Coding) -> Floats:
    """How often each unit was given each label. (units, labels)"""
    size = len(some.labels)
    rows = np.arange(len(some.codes))[:, None] * (size + 1)
    flat = np.bincount((rows + some.codes + 1).ravel(), minlength=len(some.codes) * (size + 1))
    found: Floats = flat.reshape(-1, size + 1)[:, 1:].astype(np.float64)
    return found


def _mean(some: Coding, values: Floats) -> Any:
    return np.average(values, axis=0, weights=some.weights)


def _judgements(some: Coding) -> int:
    return int(some.totals().sum())


def _made(observed: float, expected: float, units: int, judgements: int, coding: Coding) -> Coefficient:
    if expected >= 1:
        totals = coding.totals()
        return undefined(no_variation(coding.labels[int(totals.argmax())]), units, judgements, observed)
    return Coefficient((observed - expected) / (1 - expected), observed, expected, units, judgements)
