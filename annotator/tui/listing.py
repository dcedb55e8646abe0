"""A list to look at and to choose from: the flags, the last actions, the facts of an article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.content import Content

from annotator.tui.lines import Part, row
from annotator.tui.sheet import CANCEL, Done, Sheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item(Generic[T]):
    """One row; one without a value cannot be chosen."""

    value: T | None
    parts: tuple[Part, ...]


def said(*parts: Part) -> "Item[T]":
    """A row that only says something."""
    return Item(None, parts)


class Listing(Sheet[T]):
    """Rows in a window of `room()` lines; `more()` gives those behind the last, none where none are left."""

    def __init__(
        self,
        title: str,
        items: Sequence[Item[T]],
        room: Callable[[], int],
        *,
        closes: Sequence[str] = (),
        at: int | None = None,
        more: Callable[[], Sequence[Item[T]]] = tuple,
    ) -> None:
        self._title, self._items, self._room, self._more = title, list(items), room, more
        self._closes = (*CANCEL, "q", *closes)
        choosable = (n for n, item in enumerate(self._items) if item.value is not None)
        self._at = next(choosable, None) if at is None else at
        self._top = 0

    @property
    def _height(self) -> int:
        return max(1, self._room() - 2)  # the title and the line of keys

    def lines(self, width: int) -> list[Content]:
        self._bring_into_view()
        shown = enumerate(self._items[self._top : self._top + self._height], start=self._top)
        return [
            row((self._title, "bold $accent"), width=width),
            *(self._row(item, n == self._at, width) for n, item in shown),
            row((self._keys(), "dim"), width=width),
        ]

    def _row(self, item: Item[T], chosen: bool, width: int) -> Content:
        if not chosen:
            return row("  " if item.value is not None else "", *item.parts, width=width)
        words = "".join(part if isinstance(part, str) else part[0] for part in item.parts)
        return row((f"▸ {words} ", "reverse"), width=width)

    def _keys(self) -> str:
        goes = "q closes · j k choose · enter goes there" if self._at is not None else "q closes · j k scroll"
        more = len(self._items) - self._top - self._height
        return goes + (f" · {more} more below" if more > 0 else "")

    def _bring_into_view(self) -> None:
        if self._at is not None:
            # With the rows above the first that can be chosen, when it is that one.
            top = 0 if all(item.value is None for item in self._items[: self._at]) else self._at
            self._top = max(self._at - self._height + 1, min(self._top, top))
        self._top = max(0, min(self._top, len(self._items) - self._height))

    def press(self, key: str, character: str | None) -> Done[T] | None:
        if key in self._closes:
            return Done(None)
        if key == "enter":
            return Done(None if self._at is None else self._items[self._at].value)
        page = max(1, self._height - 1)
        by = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": page, "space": page, "pageup": -page}.get(key)
        if by is not None:
            self._move(by)
        elif key in ("home", "end"):
            self._move(-len(self._items) if key == "home" else len(self._items))
        return None

    def _move(self, by: int) -> None:
        """So many rows on, and to the nearest that can be chosen; only scroll where none can be."""
        if self._at is None:
            self._top += by
            return
        if self._at + by >= len(self._items) - 1:
            self._items += self._more()
        wanted = max(0, min(self._at + by, len(self._items) - 1))
        step = 1 if by > 0 else -1
        ahead = [*range(wanted, len(self._items) if by > 0 else -1, step), *range(wanted, self._at, -step)]
        self._at = next((n for n in ahead if self._items[n].value is not None), self._at)
