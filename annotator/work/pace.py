"""How quickly somebody works, and how long the rest will take: from the active time of their own actions.

Active time leaves out pauses (work/clock.py). Nothing is computed before somebody asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from statistics import median

from annotator.store.looking import Worked

HOUR = 3600.0


@dataclass
class Pace:
    """What actions add up to."""

    active: float = 0.0  # seconds
    _finished: int = 0
    _made: dict[str, int] = field(default_factory=dict)
    _seconds: dict[str, float] = field(default_factory=dict)

    def add(self, one: Worked) -> None:
        """Count one action in."""
        self.active += one.active_ms / 1000
        self._finished += one.sentences
        for key, more in one.made:
            self._made[key] = self._made.get(key, 0) + more
        if one.quote is not None:
            self._seconds[one.quote] = self._seconds.get(one.quote, 0.0) + one.active_ms / 1000

    @property
    def quotes(self) -> list[str]:
        """The ids of the quotes that were made here and stand: not taken back, not deleted."""
        return [key for key, made in self._made.items() if made > 0]

    @property
    def sentences(self) -> int:
        """The sentences that were finished here, less those that were opened again."""
        return max(0, self._finished)

    def seconds_on(self, quote: str) -> float:
        """The active seconds of all actions that were about this quote."""
        return self._seconds.get(quote, 0.0)

    @property
    def median(self) -> float | None:
        """The median of the active seconds of `quotes`; None where there are none."""
        return median(found) if (found := [self.seconds_on(key) for key in self.quotes]) else None

    def an_hour(self, count: int) -> float | None:
        """So many an active hour; None where no time was counted."""
        return count * HOUR / self.active if self.active else None

    def time_for(self, sentences: int) -> float | None:
        """The active seconds that so many sentences will take; None where nothing was finished yet."""
        return sentences * self.active / self.sentences if self.sentences > 0 else None


def paces(worked: Iterable[Worked], since: str) -> tuple[Pace, Pace]:
    """(since that time, in all) of one person's actions; `since` in UTC as the store writes times."""
    today, ever = Pace(), Pace()
    for one in worked:
        ever.add(one)
        if one.at >= since:
            today.add(one)
    return today, ever


def by_day(worked: Iterable[Worked]) -> Iterator[tuple[str, str, Pace]]:
    """(person, day in UTC, pace of that day) for actions that come person by person, in order."""
    for (actor, day), some in groupby(worked, key=lambda one: (one.actor, one.at[:10])):
        pace = Pace()
        for one in some:
            pace.add(one)
        yield actor, day, pace


def day_began(now: datetime) -> str:
    """When the day of `now` (with its time zone) began, in UTC as the store writes times."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def spell(seconds: float) -> str:
    """A duration as people say it: "45 s", "12 min", "3 h 05 min"."""
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60:,} h {minutes % 60:02} min"
