"""A minimal Textual app: a few lines and a counter. Each key adds one and repaints that line, no more.

It is the floor that our screen is measured beside. With --sqlalchemy it imports that too, as ours must;
with --commit FILE each key first commits one row to an SQLite file as safely as ours.
"""

import sqlite3
import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

if "--sqlalchemy" in sys.argv:
    import sqlalchemy  # noqa: F401


class Minimal(App[None]):
    """A counter."""

    AUTO_FOCUS = None
    presses = 0

    def compose(self) -> ComposeResult:
        for n in range(5):
            yield Static(f"line {n}")
        yield Static("counter 0", id="counter")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.presses += 1
        self.query_one("#counter", Static).update(f"counter {self.presses}", layout=False)


class Committing(Minimal):
    """A counter whose every step is on disk before it is shown."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._disk = sqlite3.connect(file, isolation_level=None)
        for statement in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON"):
            self._disk.execute(f"PRAGMA {statement}")
        self._disk.execute("CREATE TABLE press (n INTEGER)")

    def on_key(self, event: events.Key) -> None:
        self._disk.execute("INSERT INTO press VALUES (?)", (self.presses,))
        super().on_key(event)


if __name__ == "__main__":
    app = Committing(sys.argv[-1]) if "--commit" in sys.argv else Minimal()
    app.run(mouse=False)
