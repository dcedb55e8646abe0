"""Whether this session is still the one that saves; and the question before one opens beside another."""

from collections.abc import Callable

from annotator.store import Store
from annotator.store.presence import Presence

PAUSE = 2.0  # seconds: who goes on in another terminal was not at this one meanwhile


class Watch:
    """Looks into the database for it, at most once a pause; a save looks by itself."""

    def __init__(self, store: Store, seconds: Callable[[], float]) -> None:
        self._store, self._seconds = store, seconds
        self._last = seconds()

    def look(self) -> None:
        """Raises TakenOver; at each key, once that is so."""
        now = self._seconds()
        if self._store.was_taken_over or now - self._last >= PAUSE:
            self._last = now
            self._store.still_here()


def question(there: Presence) -> str:
    """What somebody is asked who is at work in another terminal already."""
    return f"you are at work here since {there.clock()} in another terminal ({there.terminal})"
