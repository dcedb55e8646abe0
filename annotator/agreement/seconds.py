"""How long a quote takes: the active seconds of all that was done to it."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Numbers
from annotator.agreement.judged import Judged


@dataclass(frozen=True, slots=True)
class Seconds:
    """The median and the 90th percentile over `quotes` of which the time is known; None for none."""

    name: str
    quotes: int
    median: float | None
    p90: float | None


def seconds(judged: Judged) -> list[Seconds]:
    """All people together, each person, and (where there are any) quotes from proposals beside typed ones."""
    if judged.seconds is None:
        return []
    known = np.isfinite(judged.seconds)
    found = [_of("all", judged.seconds[known])]
    found += [_of(name, judged.seconds[known & (judged.rater == n)]) for n, name in enumerate(judged.people)]
    if judged.proposed is not None and (judged.proposed > 0).any():
        found.append(_of("typed", judged.seconds[known & (judged.proposed == 0)]))
        found.append(_of("from proposals", judged.seconds[known & (judged.proposed > 0)]))
    return found


def _of(name: str, values: Numbers) -> Seconds:
    if not len(values):
        return Seconds(name, 0, None, None)
    middle, most = np.quantile(values, [0.5, 0.9])
    return Seconds(name, len(values), float(middle), float(most))
