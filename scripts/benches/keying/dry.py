"""The annotation screen without a terminal, and copies of it to try keys on.

The keys go through the screen's own table, and through its sheets, to the worklist's own verbs; only
nothing is drawn. A copy keeps nothing: what is tried on it leaves no trace in the database.
"""

import copy
from collections.abc import Sequence
from functools import cache
from types import MethodType
from typing import Any, Self
from uuid import uuid4

from textual import events
from textual._xterm_parser import XTermParser

from annotator.errors import AnnotatorError
from annotator.model import Event, EventKind
from annotator.store import Store
from annotator.store.acting import Act
from annotator.tui.commands import Command, commands
from annotator.tui.keynames import key_name, shown
from annotator.tui.screen import AnnotateScreen
from annotator.work.worklist import Worklist


class Dry(AnnotateScreen):
    """A screen that nobody sees. `told` is what it said last."""

    told = ""
    failed = False  # the last key could not be followed

    def __init__(self, work: Worklist) -> None:
        super().__init__(work, commands(work.scheme))

    def show(self) -> None:
        self.failed = False

    def say(self, news: str, style: str = "$success") -> None:
        self.told, self.failed = news, style == "$warning"

    def _show_sheet(self) -> None:
        """Nothing is laid over anything."""

    def press(self, *keys: str) -> Self:
        """Press keys, by the names that Textual gives them."""
        for key in keys:
            name, character = _sent(key)
            self.on_key(events.Key(name, character))
        return self

    def do(self, command: Command) -> bool:
        """Follow a command in the shortest way; False where it could not be done."""
        name, *arguments = command.calls
        try:
            getattr(self, f"do_{name}")(*arguments)
        except AnnotatorError:
            return False
        return True

    def key_of(self, id: str) -> str:
        """The first key of a command, by its name."""
        return next(key_name(c.keys[0]) for c in self.commands if c.id == id)

    def fork(self) -> "Dry":
        """A copy to try keys on. Not while a sheet is open: that knows the screen it lies on."""
        assert self.asked is None, "a screen that asks something cannot be copied"
        new = copy.copy(self)
        seen: dict[int, Any] = {}
        for name, value in vars(self).items():
            if type(value).__module__.startswith("annotator.work"):
                setattr(new, name, _branch(value, seen))
        return new


class _Nowhere:
    """A store that reads from another one and keeps nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def act(self, actor: str, what: Act) -> Event:
        """The event that would be written."""
        return Event(
            str(uuid4()), actor, 0, "", EventKind.DO, what.says, what.changes, what.article, what.offset
        )

    def set_place(self, actor: str, digest: str, offset: int) -> None:
        """Nobody comes back here."""


def _branch(value: Any, seen: dict[int, Any]) -> Any:
    """A copy of whatever changes as somebody works; values that never change are shared."""
    if id(value) in seen:
        return seen[id(value)]
    if isinstance(value, Store):
        seen[id(value)] = _Nowhere(value)
    elif isinstance(value, MethodType):
        seen[id(value)] = MethodType(value.__func__, _branch(value.__self__, seen))
    elif isinstance(value, dict):
        new = copy.copy(value)
        seen[id(value)] = new
        new.update({k: _branch(v, seen) for k, v in value.items()})
    elif isinstance(value, list):
        seen[id(value)] = found = copy.copy(value)
        found[:] = [_branch(v, seen) for v in value]
    elif isinstance(value, set):
        seen[id(value)] = copy.copy(value)
    elif _changes(type(value)):
        new = copy.copy(value)
        seen[id(value)] = new
        for name, part in vars(value).items():
            setattr(new, name, _branch(part, seen))
    else:
        return value
    return seen[id(value)]


def _changes(kind: type) -> bool:
    """Whether objects of this kind are worked on: those of annotator.work that are no frozen values."""
    frozen = getattr(kind, "__dataclass_params__", None)
    return kind.__module__.startswith("annotator.work") and not (frozen and frozen.frozen)


SENT = {"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "escape": "\x1b"}


def raw(keys: Sequence[str]) -> str:
    """What a terminal sends for these keys."""
    return "".join(SENT.get(key) or shown(key) for key in keys)


@cache
def _sent(key: str) -> tuple[str, str | None]:
    """What Textual makes of what a terminal sends for a key: its name and character."""
    if key == "escape":
        return key, "\x1b"
    found = [e for e in XTermParser().feed(raw([key])) if isinstance(e, events.Key)]
    assert len(found) == 1, key
    return found[0].key, found[0].character
