"""Work that is done now and written down later: many actions in one transaction, each with its own time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from annotator.model import Change
from annotator.store import Store
from annotator.store.acting import Act
from annotator.work import passes
from annotator.work.derive import follow
from annotator.work.session import Session


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def seconds(self) -> float:
        """For what measures how long something takes."""
        return self.at.timestamp()

    def now(self) -> str:
        """The time as the store writes times."""
        return self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Noted(NamedTuple):
    """What somebody did, and when."""

    at: datetime
    actor: str
    act: Act


class Noting(Session):
    """A session that notes what is done instead of writing it; it must be the only one at work."""

    def __init__(self, *said: Any, clock: Clock, **more: Any) -> None:
        self.noted: list[Noted] = []
        self.clock = clock
        super().__init__(*said, seconds=clock.seconds, **more)

    def act(self, says: str, changes: Sequence[Change], *, select: str | None = None) -> None:
        offset = self.desk.sentences[self.at].span.start
        whole = follow(self.desk, passes.fitted(self.what, changes))
        if whole:
            what = Act(says, whole, self.desk.article.digest, offset, active_ms=self.active.taken())
            self.noted.append(Noted(self.clock.at, self.actor, what))
        if select is not None:
            self.selected = select


def write(store: Store, clock: Clock, noted: Iterable[Noted]) -> None:
    """Write what was noted, in the order of its times; `clock` is that of the store."""

    def timed(some: Iterable[Noted]) -> Iterator[Act]:
        for one in some:
            clock.at = one.at  # the store looks at it once for each
            yield one.act

    for actor, some in groupby(sorted(noted, key=lambda one: one.at), key=lambda one: one.actor):
        store.act_all(actor, timed(some))
