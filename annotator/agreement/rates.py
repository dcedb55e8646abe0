"""Right ones among those found, and among those wanted: precision, recall, F1."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `found` are right, and `reached` of `wanted` were found.

    The two numerators differ only where the two sides are counted by something that they may see differently
    (a quote's type). Rates add up: a sum of rates is the micro-average, never a mean of means.
    """

    hits: int = 0
    found: int = 0
    reached: int = 0
    wanted: int = 0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(
            self.hits + other.hits,
            self.found + other.found,
            self.reached + other.reached,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float | None:
        """hits / found; None where nothing was found."""
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """reached / wanted; None where nothing was wanted."""
        return self.reached / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two (van Rijsbergen 1979); None where either does not exist."""
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0

    def as_json(self) -> dict[str, float | int | None]:
        """Counts and shares by name."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "hits": self.hits,
            "found": self.found,
            "reached": self.reached,
            "wanted": self.wanted,
        }


def counted(hits: int, found: int, wanted: int) -> Rate:
    """The rate where a hit counts the same on both sides."""
    return Rate(hits, found, hits, wanted)


def total(rates: Iterable[Rate]) -> Rate:
    """The sum of `rates`."""
    return sum(rates, Rate())
