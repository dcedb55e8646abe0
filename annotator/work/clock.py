"""Honest time: the seconds that somebody was at work, not those that went by."""

from collections.abc import Callable

IDLE = 30.0  # seconds; a longer pause between two keys counts as this much


class ActiveTime:
    """The sum of the pauses between keys since it was last taken, each at most IDLE."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._last = seconds()
        self._sum = 0.0

    def pulse(self) -> None:
        """A key was pressed."""
        now = self._seconds()
        self._sum += min(max(0.0, now - self._last), IDLE)
        self._last = now

    def taken(self) -> int:
        """The active milliseconds since this was last asked."""
        self.pulse()
        taken, self._sum = self._sum, 0.0
        return round(taken * 1000)
