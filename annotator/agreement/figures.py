"""One field's agreement in the figures that a lead asks for: percent, alpha, AC1 or AC2, how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.arrays import Ints, Numbers
from annotator.agreement.coefficients import distances, weights
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.bootstrap import Resampling, Spread, alpha_spread
from annotator.agreement.coefficients.chance import gwet, percent
from annotator.agreement.coefficients.coding import Coding, Floats
from annotator.agreement.coefficients.coefficient import Coefficient, undefined
from annotator.agreement.coefficients.many import LARGEST, ManySets
from annotator.agreement.coefficients.sets import JACCARD, MASI, Share, jaccard, masi
from annotator.agreement.judged import Kind

TENTATIVE, RELIABLE = 2 / 3, 0.8  # Krippendorff (2004), 11.4: conclusions are tentative from the one, else no
FEWEST = 2  # units, and articles to draw from
_TABLE = 1 << 26  # numbers of a table of articles and pairs of sets
SHARES: dict[str, Share] = {"MASI": MASI, "Jaccard": JACCARD}


@dataclass(frozen=True, slots=True)
class Sureness:
    """`low` and `high`: the 95 % interval of alpha; the shares of resamples in which it reaches a threshold.

    All None where that cannot be said, and `why`.
    """

    low: float | None = None
    high: float | None = None
    tentative: float | None = None  # P(alpha >= .667)
    reliable: float | None = None  # P(alpha >= .8)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """`units` with two judgements or more, of `of` with any at all. `gwet` is AC1, of scales and sets AC2.

    `distance` says how two labels differ: nominal, ordinal, MASI, Jaccard.
    """

    distance: str
    units: int
    of: int
    judgements: int
    percent: Coefficient
    alpha: Coefficient
    gwet: Coefficient
    sure: Sureness


def figures(
    coding: Coding, distance: str, cluster: Ints | None = None, draws: "Draws | None" = None
) -> Figures:
    """All figures of `coding`; `sure` needs to know the cluster (article) of each unit."""
    enough = int((coding.per_unit >= 2).sum())
    few = enough < FEWEST
    many = _many(coding, distance)
    if few:
        found, chance = (too_few(enough),) * 2
    elif many is not None:
        found, chance = many.alpha(), many.gwet()
    else:
        found, chance = alpha(coding, _DISTANCES[distance]), _gwet(coding, distance)
    sure = Sureness(why=found.why)
    if found.value is not None and cluster is not None and draws is not None:
        sure = draws.sureness(coding, distance, cluster, many)
    judgements = int(coding.per_unit[coding.per_unit >= 2].sum())
    one = int((coding.per_unit >= 1).sum())
    return Figures(distance, enough, one, judgements, percent(coding), found, chance, sure)


def too_few(units: int) -> Coefficient:
    """The reason where there is next to nothing to compare."""
    return undefined("no unit has two judgements" if not units else f"too few pairs: {units}", units)


def alpha_only(coding: Coding, distance: str) -> Coefficient:
    """Alpha with the same say of what is too few."""
    enough = int((coding.per_unit >= 2).sum())
    if enough < FEWEST:
        return too_few(enough)
    many = _many(coding, distance)
    return alpha(coding, _DISTANCES[distance]) if many is None else many.alpha()


def _many(coding: Coding, distance: str) -> ManySets | None:
    """The quick way for sets; None for other labels, and where a set has too many members for it."""
    if distance not in SHARES or max(map(len, coding.labels), default=0) > LARGEST:
        return None
    return ManySets(coding, SHARES[distance])


def _gwet(coding: Coding, distance: str) -> Coefficient:
    if distance in SHARES and len(coding.labels) > 1:
        return gwet(coding, 1 - _DISTANCES[distance](coding.labels, coding.totals()))
    ordered = distance == "ordinal" and len(coding.labels) > 1
    return gwet(coding, weights.ordinal(coding.labels) if ordered else None)


def _ordinal_and_none(labels: Sequence[Any], totals: Floats) -> Floats:
    """Ordinal distances of all labels but the last, which is as far from each as the ends are apart."""
    inner = distances.ordinal(labels[:-1], totals[:-1])
    most = inner.max(initial=0) or 1.0
    table = np.full((len(labels), len(labels)), most)
    table[:-1, :-1] = inner
    table[-1, -1] = 0
    return table


UNMARKED_TOO = {"ordinal": "ordinal, unmarked apart"}
_DISTANCES: dict[str, distances.Distance] = {
    "nominal": distances.nominal,
    "ordinal": distances.ordinal,
    UNMARKED_TOO["ordinal"]: _ordinal_and_none,
    "MASI": masi,
    "Jaccard": jaccard,
}


def distance_of(kind: Kind) -> str:
    """The distance that a kind of label is measured by."""
    return "MASI" if kind is Kind.SETS else kind.value


class Draws:
    """Resamples of a report: of whole articles, or of units. The same articles for every figure."""

    BUNDLES = (
        10_000  # units are drawn in so many bundles at most: they are exchangeable, so that costs nothing
    )

    def __init__(self, articles: Ints, resamples: int, seed: int, *, by_unit: bool = False) -> None:
        """`articles`: those that two people have reviewed something in."""
        self.seed, self.resamples, self.by_unit = seed, resamples, by_unit
        self._place = np.full(int(articles.max(initial=-1)) + 1, -1)
        self._place[articles] = np.arange(len(articles))
        self.count = len(articles)
        self._of_articles = None if by_unit or not resamples else Resampling(self.count, resamples, seed)

    def sureness(
        self, coding: Coding, distance: str, article: Ints, many: ManySets | None = None
    ) -> Sureness:
        """How sure alpha is."""
        enough = np.flatnonzero(coding.per_unit >= 2)
        drawn, cluster, clusters, what = self._drawn(len(enough), article[enough])
        if drawn is None:
            return Sureness(why="no resamples were asked for")
        if clusters < FEWEST:
            return Sureness(why=f"only one {what} to draw from")
        if many is None and distance in SHARES and len(coding.labels) ** 2 * clusters > _TABLE:
            return Sureness(why=f"there are too many sets of more than {LARGEST} labels")
        if many is not None:
            spread = many.spread(cluster, drawn)
        else:
            spread = alpha_spread(coding.pairable, cluster, drawn, _DISTANCES[distance])
        return _said(spread)

    def of_mean(self, values: Numbers, article: Ints) -> tuple[float | None, float | None]:
        """The 95 % interval of a mean; (None, None) where there is nothing to draw from."""
        drawn, cluster, clusters, _ = self._drawn(len(values), article)
        if drawn is None or clusters < FEWEST:
            return None, None
        sums = drawn.sums(np.bincount(cluster, values, drawn.clusters))
        many = drawn.sums(np.bincount(cluster, minlength=drawn.clusters))
        means = np.sort(sums[many > 0] / many[many > 0])
        return Spread(means, self.resamples).interval() or (None, None)

    def _drawn(self, units: int, article: Ints) -> tuple[Resampling | None, Ints, int, str]:
        """(resamples, the cluster of each unit, how many clusters there are, what they are)."""
        if not self.resamples or not units:
            return None, article, 0, "unit"
        if not self.by_unit:
            assert self._of_articles is not None
            cluster = self._place[article]
            return self._of_articles, cluster, len(np.unique(cluster)), "article"
        bundles = min(units, self.BUNDLES)
        cluster = np.random.default_rng(self.seed).permutation(units) % bundles
        return Resampling(bundles, self.resamples, self.seed), cluster, bundles, "unit"


def _said(spread: Spread) -> Sureness:
    ends = spread.interval()
    if ends is None:
        return Sureness(why="not defined in most resamples: hardly any variation")
    return Sureness(*ends, spread.at_least(TENTATIVE), spread.at_least(RELIABLE))
