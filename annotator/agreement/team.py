"""The whole report on how far a team agrees, from one block of articles after the other."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from annotator.agreement import header as heading
from annotator.agreement import leaning as leans
from annotator.agreement import origins as origin
from annotator.agreement.adding import added
from annotator.agreement.asking import asked
from annotator.agreement.comparable import Comparable, comparable, without_repeats
from annotator.agreement.fields import Row, rows
from annotator.agreement.figures import Draws
from annotator.agreement.header import Excluded, Header, header
from annotator.agreement.joining import Joining
from annotator.agreement.judged import TYPE, Judged
from annotator.agreement.labels import OfField, by_label
from annotator.agreement.leaning import Leaning, leanings
from annotator.agreement.origins import Origins, origins
from annotator.agreement.people import Against, Beside, Contents, against_rest, contents, pairwise
from annotator.agreement.repeats import Again, repeats
from annotator.agreement.seconds import Seconds, Spent, seconds, spent
from annotator.agreement.spans import Marks, Spans, marks, spans
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


class Sums(NamedTuple):
    """What adds up from block to block."""

    header: heading.Counts
    marks: Marks
    contents: Contents
    said: leans.Said
    origins: origin.Counts | None


class Team:
    """Takes what people judged, some articles at a time, and tells the report on all of it at the end.

    Where quotes stand is summed up block by block; of what was said of them each judgement is kept, in a few
    bytes.
    """

    def __init__(self) -> None:
        self._joining, self._gold = Joining(), Against()
        self._sums: Sums | None = None
        self._spent: list[Spent | None] = []
        self._types: tuple[str, ...] = ()

    def take(self, judged: Judged, *, gold: bool = False) -> None:
        """Add a block. With `gold` the last of its people is a gold that the others are beside."""
        if gold:
            self._gold.take(judged)
            judged = judged.among(range(len(judged.people) - 1))
        found = Sums(
            heading.counts(judged), marks(judged), contents(judged), leans.said(judged), origin.counts(judged)
        )
        self._sums = found if self._sums is None else added(self._sums, found)
        self._spent.append(spent(judged))
        self._joining.take(comparable(judged))
        if TYPE in judged.columns:
            self._types = tuple(map(str, judged.columns[TYPE].labels))

    def report(self, asking: Asking, left_out: tuple[Excluded, ...] = ()) -> TeamReport:
        """The report on all that was taken, which goes with it. Raises ValueError where nothing was."""
        if self._sums is None:
            raise ValueError("there is nothing to report on: take a block of articles first")
        some, of = self._joining.told(), self._sums
        beside, again = self._gold.told(), repeats(some)
        some = without_repeats(some)
        found, leaning = _drawn(some, of, asking)
        seen, labelled = _labelled(some)
        main = list(asked(some, main=True))
        people = pairwise(some.people, of.contents, main)
        the_rest = against_rest(some.people, of.contents, main) if len(some.people) > 2 else []
        came_from = origins(some, of.origins, main)
        del main  # each with what was worked out of it
        return TeamReport(
            header(some.people, some.schemes, of.header, left_out),
            spans(of.marks, self._types),
            found,
            people,
            the_rest,
            beside,
            again,
            leaning,
            seen,
            labelled,
            worst(some, found, asking.worst),
            by_week(some, asked(some, main=True), asking),
            by_scheme(some, asked(some, main=True), asking),
            seconds(some.people, self._spent),
            came_from,
        )


def _drawn(some: Comparable, of: Sums, asking: Asking) -> tuple[list[Row], list[Leaning]]:
    """What needs the draws of all articles: they are large, and go with the last who needs them."""
    several = np.flatnonzero(some.articles.several)
    draws = Draws(several, asking.resamples, asking.seed, by_unit=asking.by_unit)
    return rows(some, asked(some), draws), leanings(some, of.said, draws)


def _labelled(some: Comparable) -> tuple[list[Seeing], list[OfField]]:
    """What is told label by label, from one look at all that is asked."""
    seen, labelled = list[Seeing](), list[OfField]()
    for one in asked(some):
        seen += seeing(some.people, [one])
        labelled += by_label([one])
    return seen, labelled
