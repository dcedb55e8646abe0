"""How agreement changes: by the week in which articles became comparable, and by scheme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from annotator.agreement.against import said
from annotator.agreement.arrays import Ints
from annotator.agreement.asking import Asked
from annotator.agreement.comparable import Comparable
from annotator.agreement.figures import SHARES, Draws, Figures, figures
from annotator.agreement.rates import Rate, counted
from annotator.agreement.team_asking import Asking

_MONDAY = 4  # days since 1970 of a first Monday


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week (by its Monday) or a version of the scheme: `content` is F1 from an IoU of MATCHED."""

    name: str
    articles: int
    content: Rate
    fields: dict[str, Figures]


def by_week(some: Comparable, every: Iterable[Asked], asking: Asking) -> list[Stretch]:
    """An article counts in the week in which the last of its people worked on it."""
    day = some.articles.day
    if day is None:
        return []
    known = np.isfinite(day)
    week = np.where(known, (np.where(known, day, 0) - _MONDAY) // 7, -1).astype(np.int64)
    names = {
        n: str(date(1970, 1, 1) + timedelta(days=_MONDAY + 7 * n)) for n in np.unique(week).tolist() if n >= 0
    }
    return _stretches(some, every, asking, week, names)


def by_scheme(some: Comparable, every: Iterable[Asked], asking: Asking) -> list[Stretch]:
    """An article counts under a scheme where all its people last worked under that one."""
    if some.articles.scheme is None:
        return []
    return _stretches(some, every, asking, some.articles.scheme, dict(enumerate(some.schemes)))


def _stretches(
    some: Comparable, every: Iterable[Asked], asking: Asking, of: Ints, names: dict[int, str]
) -> list[Stretch]:
    several = np.flatnonzero(some.articles.several)
    articles = {n: here for n in names if len(here := several[of[several] == n])}
    draws = {
        n: Draws(here, asking.resamples, asking.seed, by_unit=asking.by_unit) for n, here in articles.items()
    }
    fields: dict[int, dict[str, Figures]] = {n: {} for n in articles}
    for one in every:
        if one.main:
            for n, mine in draws.items():
                fields[n][one.name] = _figures(one, np.flatnonzero(of[one.article] == n), mine)
    return [Stretch(names[n], len(here), _content(some, here), fields[n]) for n, here in articles.items()]


def _content(some: Comparable, articles: Ints) -> Rate:
    both, sides = (int(x[articles].sum()) for x in (some.articles.matched, some.articles.there))
    return counted(2 * both, sides, sides)


def _figures(one: Asked, units: Ints, draws: Draws) -> Figures:
    some = one.coding.only(units)
    if one.distance in SHARES:
        some = said(some)
    return figures(some, one.distance, one.article[units], draws)
