"""How agreement changes: by the week in which articles became comparable, and by scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from annotator.agreement.against import said
from annotator.agreement.arrays import Flags, Ints, Numbers
from annotator.agreement.asking import Asked
from annotator.agreement.figures import SHARES, Draws, Figures, figures
from annotator.agreement.judged import Judged
from annotator.agreement.rates import Rate, counted
from annotator.agreement.spans import MATCHED
from annotator.agreement.team_asking import Asking

_MONDAY = 4  # days since 1970 of a first Monday


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week (by its Monday) or a version of the scheme: `content` is F1 from an IoU of MATCHED."""

    name: str
    articles: int
    content: Rate
    fields: dict[str, Figures]


def by_week(judged: Judged, every: Sequence[Asked], asking: Asking) -> list[Stretch]:
    """An article counts in the week in which the last of its people worked on it."""
    if judged.when is None:
        return []
    day = _last(judged)
    known = np.isfinite(day)
    week = np.where(known, (np.where(known, day, 0) - _MONDAY) // 7, -1).astype(np.int64)
    names = {
        n: str(date(1970, 1, 1) + timedelta(days=_MONDAY + 7 * n)) for n in np.unique(week).tolist() if n >= 0
    }
    return _stretches(judged, every, asking, week, names)


def by_scheme(judged: Judged, every: Sequence[Asked], asking: Asking) -> list[Stretch]:
    """An article counts under a scheme where all its people last worked under that one."""
    if judged.scheme is None:
        return []
    reviewed = _people(judged)
    low = np.where(reviewed, judged.scheme, len(judged.schemes)).min(axis=1)
    high = np.where(reviewed, judged.scheme, -1).max(axis=1)
    one = np.where(low == high, high, -1)
    return _stretches(judged, every, asking, one, dict(enumerate(judged.schemes)))


def _people(judged: Judged) -> Flags:
    """Who reviewed something in each article. (articles, people)"""
    found = np.zeros((len(judged.articles), len(judged.people)), bool)
    for n in range(len(judged.people)):
        found[judged.sentence_article[judged.reviewed[:, n]], n] = True
    return found


def _last(judged: Judged) -> Numbers:
    assert judged.when is not None
    times = np.where(_people(judged), judged.when, np.nan)
    found: Numbers = np.where(np.isnan(times), -np.inf, times).max(axis=1, initial=-np.inf)
    return found


def _stretches(
    judged: Judged, every: Sequence[Asked], asking: Asking, of: Ints, names: dict[int, str]
) -> list[Stretch]:
    several = np.unique(judged.sentence_article[judged.reviewed.sum(axis=1) >= 2])
    quotes, there = _contents(judged)
    found = []
    for n, name in names.items():
        articles = several[of[several] == n]
        if not len(articles):
            continue
        draws = Draws(articles, asking.resamples, asking.seed, by_unit=asking.by_unit)
        both, sides = int(quotes[articles].sum()), int(there[articles].sum())
        fields = {
            one.name: _figures(one, np.flatnonzero(of[one.article] == n), draws) for one in every if one.main
        }
        found.append(Stretch(name, len(articles), counted(2 * both, sides, sides), fields))
    return found


def _figures(one: Asked, units: Ints, draws: Draws) -> Figures:
    some = one.coding.only(units)
    if one.distance in SHARES:
        some = said(some)
    return figures(some, one.distance, one.article[units], draws)


def _contents(judged: Judged) -> tuple[Ints, Ints]:
    """(matched pairs, quotes that each other person could have marked) of each article."""
    size = len(judged.articles)
    near = judged.pairs.one[judged.pairs.iou >= MATCHED]
    matched = np.bincount(judged.sentence_article[judged.first[near]], minlength=size)
    rows = np.flatnonzero(judged.counts)
    others = judged.reviewed[judged.first[rows]].sum(axis=1) - 1
    there = np.bincount(judged.sentence_article[judged.first[rows]], others, minlength=size)
    return matched, there.astype(np.int64)
