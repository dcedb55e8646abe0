"""The whole report on how far a team agrees."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.asking import Asked, asked
from annotator.agreement.fields import Row, rows
from annotator.agreement.figures import Draws
from annotator.agreement.header import Excluded, Header, header
from annotator.agreement.judged import Judged
from annotator.agreement.labels import OfField, by_label
from annotator.agreement.leaning import Leaning, leanings
from annotator.agreement.origins import Origins, origins
from annotator.agreement.people import Beside, against_gold, against_rest, pairwise
from annotator.agreement.repeats import Again, repeats
from annotator.agreement.seconds import Seconds, seconds
from annotator.agreement.spans import Spans, spans
from annotator.agreement.team_asking import Asking
from annotator.agreement.trend import Stretch, by_scheme, by_week
from annotator.agreement.truth import Seeing, seeing
from annotator.agreement.worst import Worst, worst


@dataclass(frozen=True, slots=True)
class TeamReport:
    """All parts; nothing in it is a mean of other figures of it."""

    header: Header
    spans: Spans
    fields: list[Row]
    pairwise: list[Beside]
    against_rest: list[Beside]
    against_gold: list[Beside]
    repeats: list[Again]
    leaning: list[Leaning]
    seeing: list[Seeing]
    labels: list[OfField]
    worst: list[Worst]
    weeks: list[Stretch]
    schemes: list[Stretch]
    seconds: list[Seconds]
    origins: Origins | None


def team_report(
    judged: Judged, asking: Asking, left_out: tuple[Excluded, ...] = (), gold: Judged | None = None
) -> TeamReport:
    """The report on what people judged; `gold` is what they and, as the last of all people, a gold judged."""
    every = list(asked(judged))
    where = spans(judged)
    found, leaning = _drawn(judged, every, asking)
    return TeamReport(
        header(judged, left_out),
        where,
        found,
        pairwise(judged, every),
        against_rest(judged, every) if len(judged.people) > 2 else [],
        against_gold(gold, len(gold.people) - 1) if gold is not None else [],
        repeats(judged),
        leaning,
        seeing(judged.people, every),
        by_label(every),
        worst(judged, every, found, asking.worst),
        by_week(judged, every, asking),
        by_scheme(judged, every, asking),
        seconds(judged),
        origins(judged, every),
    )


def _drawn(judged: Judged, every: list[Asked], asking: Asking) -> tuple[list[Row], list[Leaning]]:
    """What needs the draws of all articles: they are large, and go with the last who needs them."""
    several = np.unique(judged.sentence_article[judged.reviewed.sum(axis=1) >= 2])
    draws = Draws(several, asking.resamples, asking.seed, by_unit=asking.by_unit)
    return rows(judged, every, draws), leanings(judged, draws)
