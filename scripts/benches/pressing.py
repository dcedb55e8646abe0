"""Keys, pressed one at a time, and what each cost; what it did is checked."""

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from scripts.benches.project import Project
from scripts.benches.terminal import NoAnswerError, Reply, Terminal

_TEXT_ROWS = set(range(2, 16))  # of the article at 80x24: a key that paints nearly all of them scrolls
_NUMBER = re.compile(rb"sentence (\d+)/")
SCROLLING = ", scrolling"


@dataclass(frozen=True, slots=True)
class Action:
    """Keys to begin with, then a cycle of (key, what it is called), then keys to end where it began.

    `saves`: each key of the cycle writes one event. `moves`: each goes so many sentences on.
    """

    cycle: tuple[tuple[str, str], ...]
    before: str = ""
    after: str = ""
    saves: bool = False
    moves: tuple[int, ...] = ()


@dataclass
class Costs:
    """What one kind of key cost one program: milliseconds to the last byte, bytes, CPU milliseconds,
    milliseconds until a second connection to the database saw it."""

    times: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)

    def add(self, reply: Reply) -> None:
        """One more press."""
        self.times.append(reply.seconds * 1000)
        self.sizes.append(len(reply.raw))
        if reply.cpu is not None:
            self.cpu.append(reply.cpu * 1000)
        if reply.seen is not None:
            self.visible.append(reply.seen * 1000)


class Pressed:
    """One program under the keys; to it they all mean the same."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.costs: defaultdict[str, Costs] = defaultdict(Costs)

    def silently(self, keys: str) -> None:
        """Press keys that are not measured."""
        for key in keys:
            self.terminal.press(key)

    def press(self, action: Action, n: int) -> None:
        """Press key `n` of the action's cycle, and note what it cost."""
        key, name = action.cycle[n % len(action.cycle)]
        self.costs[name].add(self.terminal.press(key))


class Screen(Pressed):
    """Our screen on a project; `other` is a second connection to its database."""

    def __init__(self, terminal: Terminal, on: Project, other: sqlite3.Connection) -> None:
        super().__init__(terminal)
        self._at, self._other = on.at, other

    def press(self, action: Action, n: int) -> None:
        key, name = action.cycle[n % len(action.cycle)]
        reply = self._saved(key) if action.saves else self.terminal.press(key)
        if action.moves:
            self._at += action.moves[n % len(action.moves)]
            self._check(reply)
            name += SCROLLING if len(reply.rows & _TEXT_ROWS) >= len(_TEXT_ROWS) - 2 else ""
        self.costs[name].add(reply)

    def _saved(self, key: str) -> Reply:
        events, version = self._events(), self._version()
        reply = self.terminal.press(key, lambda: self._version() != version)
        if self._events() != events + 1:
            raise NoAnswerError(f"the key {key!r} did not write one event")
        return reply

    def _check(self, reply: Reply) -> None:
        shown = _NUMBER.findall(reply.raw)
        if not shown or int(shown[-1]) != self._at + 1:
            raise NoAnswerError(f"the screen says sentence {shown}, and it should be {self._at + 1}")

    def _version(self) -> int:
        """A number that changes when another connection commits."""
        return int(self._other.execute("PRAGMA data_version").fetchone()[0])

    def _events(self) -> int:
        return int(self._other.execute("SELECT max(id) FROM event").fetchone()[0])
