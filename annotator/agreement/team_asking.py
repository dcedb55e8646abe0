"""How a report is made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asking:
    """`resamples` 0: no intervals. `by_unit`: units are drawn, not articles. `worst`: how many items."""

    resamples: int = 1000
    seed: int = 0
    by_unit: bool = False
    worst: int = 10
