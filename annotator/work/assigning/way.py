"""Which articles a person may walk to, and in which order. Nothing else decides that."""

from collections.abc import Callable
from typing import Final

from annotator.model import Layer
from annotator.store import Store
from annotator.store.filtering import Filter
from annotator.store.team import Pass, Task
from annotator.work.notnow import NotNow

PAUSE: Final = 30.0  # seconds after which it is asked again whether the article in view is still one's own


class Way:
    """Through all articles, as they came: where no plan runs."""

    what = Pass.BOTH
    task: Task | None = None

    def __init__(self, store: Store, layer: Layer) -> None:
        self.store, self.layer = store, layer

    def first(self, left: str | None) -> str | None:
        """The article that is opened first, where one left `left`; None: there is none."""
        return left or self.store.neighbour(None, +1)

    def may(self, digest: str) -> bool:
        """Whether one may open an article."""
        return True

    def enter(self, digest: str) -> None:
        """Somebody is about to open an article. Raises NotNow where they may not."""

    def stay(self, digest: str) -> None:
        """Somebody is about to change something in an article. Raises NotNow where they no longer may."""

    def unfinished(self, digest: str) -> str | None:
        """The next article after this one, round the end, in which something is left to do."""
        return self.store.unfinished(digest, self.layer)

    def neighbour(self, digest: str, by: int) -> str | None:
        """The next (`by` > 0) or previous article."""
        return self.store.neighbour(digest, by)

    def position(self, digest: str) -> tuple[int, int]:
        """(the article's number, counted from 1; how many there are)."""
        return self.store.position(digest)

    def at(self, number: int) -> str | None:
        """The article of this number."""
        return self.store.article_at(number)

    def tally(self) -> tuple[int, int]:
        """(sentences that the layer has reviewed, sentences of the body) over all articles."""
        return self.store.tally(self.layer)

    def within(self, some: Filter) -> Filter:
        """What is left of a filter for this person."""
        return some

    def shows_proposals(self, digest: str) -> bool:
        """Whether proposals are shown in an article."""
        return True

    def over(self) -> str:
        """What to say where nothing is left to do."""
        return "every article is finished; annotator export OUT.jsonl writes what you made"


class Assigned(Way):
    """Through the articles that a plan gives one person, in its order. `grow` plans what came since."""

    task: Task

    def __init__(
        self, store: Store, task: Task, grow: Callable[[], object], seconds: Callable[[], float]
    ) -> None:
        super().__init__(store, task.layer)
        self.task, self.what = task, task.what
        self._grow, self._seconds, self._asked = grow, seconds, seconds()

    def first(self, left: str | None) -> str | None:
        if left is not None and self.may(left):
            return left
        found = self.store.assigned_first(self.task)
        while found is not None and self.task.pool and self.store.take(self.task, found) is None:
            found = self.store.assigned_first(self.task)  # somebody else was quicker
        if found is None:
            raise NotNow(self._nothing())
        return found

    def _nothing(self) -> str:
        task = self.task
        if not task.member:
            return (
                f"a plan runs, and {task.actor} has no part in it; "
                f"annotator assign --annotator {task.actor} gives it one"
            )
        return f"nothing is assigned to {task.actor} now; annotator queue shows what is"

    def may(self, digest: str) -> bool:
        return self.store.holds(self.task, digest)

    def enter(self, digest: str) -> None:
        if not self.may(digest):
            raise NotNow("this article is not assigned to you; annotator queue lists those that are")
        if self.task.pool and self.store.take(self.task, digest) is None:
            raise NotNow("somebody else has taken this article just now; } goes to the next")
        self._asked = self._seconds()

    def stay(self, digest: str) -> None:
        if self._seconds() - self._asked < PAUSE:
            return
        if not self.may(digest):
            raise NotNow("this article was given to somebody else meanwhile; what you did stays, } goes on")
        self.enter(digest)

    def unfinished(self, digest: str) -> str | None:
        found = self.store.assigned_unfinished(self.task, digest) or self._taken()
        if found is None and self._refreshed():
            found = self.store.assigned_unfinished(self.task, digest) or self._taken()
        return found

    def _taken(self) -> str | None:
        return self.store.take(self.task) if self.task.pool else None

    def _refreshed(self) -> bool:
        """Plan what came meanwhile; whether more may be there now."""
        before = self.task
        given = self._grow()
        self.task = self.store.task(before.actor, before.what) or before
        return bool(given) or self.task != before

    def neighbour(self, digest: str, by: int) -> str | None:
        return self.store.assigned_neighbour(self.task, digest, by)

    def position(self, digest: str) -> tuple[int, int]:
        return self.store.assigned_position(self.task, digest)

    def at(self, number: int) -> str | None:
        return self.store.assigned_at(self.task, number)

    def tally(self) -> tuple[int, int]:
        return self.store.assigned_tally(self.task)

    def within(self, some: Filter) -> Filter:
        return some._replace(task=self.task)

    def shows_proposals(self, digest: str) -> bool:
        return not self.store.is_withheld(self.task, digest)

    def over(self) -> str:
        if not self.task.opened:
            return "the articles of the calibration are finished; the others open when all have done them"
        return (
            "all that is assigned to you is finished; what comes new joins by itself, "
            "and annotator feedback tells what was settled otherwise"
        )
