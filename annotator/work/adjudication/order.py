"""The order in which articles are settled: where people agree least comes first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.pieces import Pieces, paired
from annotator.model import Layer
from annotator.store import Store
from annotator.store.adjudicating import Marked, Standing
from annotator.store.filtering import Filter, Kind
from annotator.work.assigning.way import Way
from annotator.work.queue import Queue, Stop
from annotator.work.session import NotNow


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article with how far two people's contents overlap in it, 0 to 1; None: nobody marked anything."""

    standing: Standing
    agreement: float | None

    @property
    def open(self) -> bool:
        """Whether something is left to settle, as far as numbers tell."""
        return bool(self.standing.left or self.standing.new)


def ranked(store: Store, judge: Layer, people: Sequence[str] = (), version: str = "") -> list[Ranked]:
    """The articles that several people have seen, by agreement, the lowest first; without quotes: last."""
    standings = store.standings(judge, people, version)
    shares = agreement(store.marked([one.article for one in standings], people, version), standings)
    found = [Ranked(one, share) for one, share in zip(standings, shares, strict=True)]
    return sorted(found, key=lambda one: 2.0 if one.agreement is None else one.agreement)


def agreement(marked: Marked, standings: Sequence[Standing]) -> list[float | None]:
    """For each article twice the summed IoU of paired contents by the number of quotes: a soft F1.

    It is summed over all pairs of people who reviewed anything in the article. None: nobody marked anything.
    """
    if not marked.quote:
        return [None] * len(standings)
    article, person, quote, start, stop = (
        np.array(column, np.int64)
        for column in (marked.article, marked.person, marked.quote, marked.start, marked.stop)
    )
    far = int(stop.max()) + 1  # articles lie behind each other, so that no two of them overlap
    _keys, first, owner = np.unique(quote, return_index=True, return_inverse=True)
    contents = Pieces(owner.astype(np.int64), article * far + start, article * far + stop, len(first))
    of, by = article[first], person[first]
    saw = np.array([[name in one.people for one in standings] for name in marked.people], bool)
    shared, quotes = np.zeros(len(standings)), np.zeros(len(standings))
    for a, b in combinations(range(len(marked.people)), 2):
        here = (saw[a] & saw[b])[of]
        mine, theirs = (np.flatnonzero(here & (by == n)) for n in (a, b))
        pairs = paired(contents.of(mine), contents.of(theirs))
        np.add.at(shared, of[pairs.one], pairs.iou)
        for rows in (mine, theirs):
            np.add.at(quotes, of[rows], 1)
    return [2 * x / n if n else None for x, n in zip(shared.tolist(), quotes.tolist(), strict=True)]


class AgreementOrder(Queue):
    """From article to article, as they were ranked when the session began."""

    def __init__(self, store: Store, judge: Layer, people: Sequence[str] = (), version: str = "") -> None:
        super().__init__(Way(store, judge))
        self.ranked = ranked(store, judge, people, version)
        self._places = {one.standing.article: n for n, one in enumerate(self.ranked)}

    def place(self, article: str) -> int | None:
        """Where an article stands, counted from 0; None: it is none of these."""
        return self._places.get(article)

    def after(self, article: str) -> Iterator[Ranked]:
        """All others from this one on, round the end."""
        n = self._places.get(article, -1)
        yield from (*self.ranked[n + 1 :], *self.ranked[: max(0, n)])

    def turn_on(self, some: Filter, says: str, short: str, article: str, offset: int) -> Stop | None:
        if some.kind in (Kind.TO_DO, Kind.LEAD):
            raise NotNow("here } goes to what is left; F is for skipped, flagged, speakers and topics")
        return super().turn_on(some, says, short, article, offset)

    def article(self, article: str, by: int) -> Stop | None:
        if self.filter is not None:
            return super().article(article, by)
        n = self._places.get(article, -1) + (1 if by > 0 else -1)
        return Stop(self.ranked[n].standing.article) if 0 <= n < len(self.ranked) else None

    def over(self) -> str:
        if self.filter is not None:
            return super().over()
        return "all is settled that two people have seen; annotator export OUT.jsonl --layer gold writes it"
