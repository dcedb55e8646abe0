"""Sheets: what asks for something at the foot of the screen while the article stays in view.

A sheet is no screen of its own. Keys go through one door in the order in which they were pressed, so that
whoever types ahead of the program, or pastes, says what they meant.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.content import Content

from annotator.tui.keynames import key_name
from annotator.tui.lines import Part, cut, row
from annotator.work.steps import Choice, Path, Step

T = TypeVar("T")
CANCEL = ("escape", "ctrl+g")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What was chosen; None where the question was cancelled."""

    chosen: T | None


class Sheet(ABC, Generic[T]):
    """Asks until `press` returns Done."""

    @abstractmethod
    def press(self, key: str, character: str | None) -> Done[T] | None:
        """Take one key: its name, and the character that it types, if any."""

    def paste(self, text: str) -> None:
        """Take pasted text, where text is asked for."""

    @abstractmethod
    def lines(self, width: int) -> list[Content]:
        """What the sheet shows, in `width` columns."""


_ONE_COLUMN = 13  # more choices than these are shown in three columns, without their descriptions


class Chooser(Sheet[Path]):
    """Single keys, until nothing is left to choose: `step(path)` gives the next level, or None."""

    def __init__(self, step: Step) -> None:
        first = step(())
        assert first is not None, "there is nothing to choose"
        self._step, self._path, self._level = step, Path(), first
        self._at: int | None = None

    @property
    def path(self) -> Path:
        """What was chosen so far."""
        return self._path

    def lines(self, width: int) -> list[Content]:
        choices = self._level.choices
        columns = 1 if len(choices) <= _ONE_COLUMN else 3
        title = row((self._level.title, "bold $accent"), ("   ctrl+g cancels", "dim"), width=width)
        found = [title]
        for n in range(0, len(choices), columns):
            some = enumerate(choices[n : n + columns], start=n)
            found.append(row(*(self._cell(k, c, columns, width) for k, c in some), width=width))
        return found

    def _cell(self, n: int, choice: Choice, columns: int, width: int) -> Part:
        words = f" {choice.key or ' '}  {choice.name}"
        if columns == 1:
            words = f"{words:<28} {choice.description}"
        room = width // columns
        return cut(words, room - 1).ljust(room), "reverse" if n == self._at else ""

    def press(self, key: str, character: str | None) -> Done[Path] | None:
        choices = self._level.choices
        if key in CANCEL:
            return Done(None)
        if key in ("down", "tab"):
            self._at = 0 if self._at is None else (self._at + 1) % len(choices)
        elif key == "up":
            self._at = ((self._at or 0) - 1) % len(choices)
        elif key == "enter" and self._at is not None:
            return self._choose(choices[self._at].code)
        elif key == "enter" and self._level.enter is not None:
            return self._choose(self._level.enter)
        else:
            for choice in choices:
                if choice.key and key_name(choice.key) == key:
                    return self._choose(choice.code)
        return None

    def _choose(self, code: str) -> Done[Path] | None:
        self._path = (*self._path, code)
        level = self._step(self._path)
        if level is None:
            return Done(self._path)
        self._level, self._at = level, None
        return None
