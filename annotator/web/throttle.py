"""How often something may be done: growing waits after failures, and a bucket that fills again."""

from collections import OrderedDict
from collections.abc import Callable

MOST = 10_000  # keys that are remembered
FORGOTTEN = 3600.0  # seconds after which failures no longer count


class Throttle:
    """Counts failures by key. The first few are free; after each further one the wait doubles."""

    def __init__(self, free: int, longest: float, clock: Callable[[], float]) -> None:
        self._free, self._longest, self._clock = free, longest, clock
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()  # how many, the last one's time

    def attempt(self, key: str) -> float:
        """Seconds to wait before this may be tried; 0.0 where it may be now.

        It then counts as a failure until `passed` is said: many that are tried at once gain nothing.
        """
        now = self._clock()
        count, last = self._failed.get(key, (0, now))
        if now - last > FORGOTTEN:
            count = 0
        wait = last + self._pause(count) - now if count else 0.0
        if wait > 0:
            return wait
        self._failed[key] = (count + 1, now)
        self._failed.move_to_end(key)
        if len(self._failed) > MOST:
            self._failed.popitem(last=False)
        return 0.0

    def passed(self, key: str) -> None:
        """It was no failure, and those before are forgiven."""
        self._failed.pop(key, None)

    def _pause(self, count: int) -> float:
        over = count - self._free
        return 0.0 if over < 0 else float(min(self._longest, 2 ** min(over, 30)))


class Bucket:
    """Holds `most`, and gets `rate` a second back."""

    def __init__(self, rate: float, most: float, clock: Callable[[], float]) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._left, self._at = most, clock()

    def take(self) -> bool:
        """Take one out; False where there is none."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
