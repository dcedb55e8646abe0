"""How far raters agree on one label: specific agreement, and how common the label is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.coefficients.alpha import coincidences, of_coincidences
from annotator.agreement.coefficients.coding import Coding, Floats
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.coefficients.distances import nominal


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
    return of_table(coincidences(some), some.labels, some.units)


def of_table(together: Floats, labels: Sequence[Any], units: int) -> list[OfLabel]:
    """The same where it is known how often each two labels met in a unit."""
    totals, same = together.sum(axis=1), np.diagonal(together)
    return [
        OfLabel(
            label,
            float(totals[n] / totals.sum()),
            float(same[n] / totals[n]) if totals[n] else None,
            one_of_two(float(same[n]), float(totals[n]), float(totals.sum()), label, units),
        )
        for n, label in enumerate(labels)
    ]


def one_of_two(same: float, of_it: float, all_of: float, label: Any, units: int) -> Coefficient:
    """Alpha of whether it is this label: from how often it met itself, how often it and any was given."""
    apart = of_it - same
    table = np.array([[all_of - of_it - apart, apart], [apart, same]])
    return of_coincidences(table, (f"not {label}", label), nominal, units)
