"""How well each person sees what is likely to be true: Dawid and Skene's accuracy and confusion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.asking import Asked
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.dawid_skene import Estimate, dawid_skene

MOST = 12  # labels: more need more judgements than a team has
FEWEST = 30  # pairable units a label, on the average, below which what comes out means little
SMOOTH = 0.01  # a count added to each cell


@dataclass(frozen=True, slots=True)
class Seeing:
    """`errors[person][true label][label said]`; a row of None for a label that nobody may have meant.

    `accuracy` by person: how often they are right. `warning` where there is too little to go by.
    """

    name: str
    labels: tuple[str, ...]
    prevalence: list[float]
    accuracy: dict[str, float]
    errors: dict[str, list[list[float | None]]]
    units: int
    warning: str = ""


def seeing(people: Sequence[str], every: Iterable[Asked]) -> list[Seeing]:
    """For each nominal field with few labels and something to compare."""
    found = []
    for one in every:
        some = one.coding.pairable
        varied = np.count_nonzero(some.totals()) > 1
        if one.distance == "nominal" and len(some.labels) <= MOST and len(some.codes) >= 2 and varied:
            found.append(_of(people, one.name, some))
    return found


def _of(people: Sequence[str], name: str, some: Coding) -> Seeing:
    estimate = of_patterns(some)
    size = len(some.labels)
    warning = ""
    if some.codes.shape[1] < 3:
        warning = "with two people it cannot be told who is right"
    elif len(some.codes) < FEWEST * size:
        warning = f"only {len(some.codes):,} units for {size} labels"
    errors = estimate.errors
    judged = {people[n] for n in np.unique(np.nonzero(some.codes >= 0)[1]).tolist()}
    return Seeing(
        name,
        tuple(str(label) for label in some.labels),
        estimate.prevalence.tolist(),
        {x: right for x, right in zip(people, estimate.accuracy().tolist(), strict=True) if x in judged},
        {
            person: [[None if np.isnan(x) else x for x in row] for row in errors[n].tolist()]
            for n, person in enumerate(people)
            if person in judged
        },
        len(some.codes),
        warning,
    )


def of_patterns(some: Coding) -> Estimate:
    """EM over the different rows of judgements, each as often as it occurs: the same, and much quicker."""
    found = some.patterns()
    item, rater = np.nonzero(found.codes >= 0)
    shape = (*found.codes.shape, len(some.labels))
    return dawid_skene(item, rater, found.codes[item, rater], SMOOTH, times=found.weights, shape=shape)
