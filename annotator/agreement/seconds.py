"""How long a quote takes: the active seconds of all that was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Flags, Ints, Numbers, narrow
from annotator.agreement.judged import Judged


@dataclass(frozen=True, slots=True)
class Seconds:
    """The median and the 90th percentile over `quotes` of which the time is known; None for none."""

    name: str
    quotes: int
    median: float | None
    p90: float | None


class Spent(NamedTuple):
    """Parallel columns, of the quotes of which the time is known: that time, whose, from a proposal."""

    seconds: Numbers
    rater: Ints
    derived: Flags | None
    proposals: bool  # whether any quote of the block came from one


def spent(judged: Judged) -> Spent | None:
    """That of a block; None where no time was counted."""
    if judged.seconds is None:
        return None
    known = np.flatnonzero(np.isfinite(judged.seconds))
    derived = None if judged.proposed is None else judged.proposed[known] > 0
    proposals = judged.proposed is not None and bool((judged.proposed > 0).any())
    return Spent(judged.seconds[known], narrow(judged.rater[known]), derived, proposals)


def seconds(people: Sequence[str], blocks: Sequence[Spent | None]) -> list[Seconds]:
    """All people together, each person, and (where there are any) quotes from proposals beside typed ones."""
    some = [block for block in blocks if block is not None]
    if not some:
        return []
    values, rater = (np.concatenate([block[n] for block in some]) for n in range(2))
    found = [_of("all", values)]
    found += [_of(name, values[rater == n]) for n, name in enumerate(people)]
    if any(block.proposals for block in some):
        derived = np.concatenate([block.derived for block in some if block.derived is not None])
        found.append(_of("typed", values[~derived]))
        found.append(_of("from proposals", values[derived]))
    return found


def _of(name: str, values: Numbers) -> Seconds:
    if not len(values):
        return Seconds(name, 0, None, None)
    middle, most = np.quantile(values, [0.5, 0.9])
    return Seconds(name, len(values), float(middle), float(most))
