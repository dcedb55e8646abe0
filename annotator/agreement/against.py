"""Some of the judgements against others: of two people, of one and the rest, and of one and the same."""

import numpy as np

from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.figures import SHARES, alpha_only


def two(coding: Coding, one: int, other: int) -> Coding:
    """What two people said."""
    return _known(Coding(coding.codes[:, [one, other]], coding.labels))


def the_rest(coding: Coding, one: int) -> Coding:
    """One person's judgements, each beside that of another: a unit for each other person."""
    others = [n for n in range(coding.codes.shape[1]) if n != one]
    rows = [coding.codes[:, [one, other]] for other in others]
    every = np.concatenate(rows) if rows else np.zeros((0, 2), np.int32)
    return _known(Coding(every[(every >= 0).all(axis=1)], coding.labels))


def alpha_of(coding: Coding, distance: str) -> Coefficient:
    """Alpha; of sets only those that were said are looked at, which is quicker and comes to the same."""
    return alpha_only(said(coding) if distance in SHARES else coding, distance)


def said(coding: Coding) -> Coding:
    """`coding` with the labels that somebody said."""
    used = np.flatnonzero(np.bincount(coding.codes.ravel() + 1, minlength=len(coding.labels) + 1)[1:])
    place = np.full(len(coding.labels) + 1, -1, np.int32)  # the last one for -1
    place[used] = np.arange(len(used))
    return Coding(place[coding.codes], tuple(coding.labels[n] for n in used.tolist()), coding.weights)


def _known(coding: Coding) -> Coding:
    return coding.only(np.flatnonzero(coding.per_unit == coding.codes.shape[1]))
