"""How far raters agree on one label: specific agreement, and how common the label is."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.coefficients.alpha import alpha, coincidences, one_against_rest
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient


@dataclass(frozen=True, slots=True)
class OfLabel:
    """`prevalence`: its share of all pairable judgements. `agreement`: None where nobody chose the label."""

    label: Any
    prevalence: float
    agreement: float | None
    alpha: Coefficient


def specific(coding: Coding) -> list[OfLabel]:
    """One row a label, in the order of the scale.

    Specific agreement: of two judgements of a unit of which one is the label, how likely the other is, too
    (Spitzer and Fleiss 1974; for two raters 2a / (2a + b + c), which is F1). For dozens of labels.
    """
    some = coding.pairable
    if not len(some.codes):
        return []
    together = coincidences(some)
    totals, same = together.sum(axis=1), np.diagonal(together)
    return [
        OfLabel(
            label,
            float(totals[n] / totals.sum()),
            float(same[n] / totals[n]) if totals[n] else None,
            alpha(one_against_rest(some, n)),
        )
        for n, label in enumerate(some.labels)
    ]
