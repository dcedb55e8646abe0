"""All keys on one page, and the palette: both made from the table of commands."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.tui.commands import Command
from annotator.tui.keynames import shown
from annotator.tui.lines import row, rows

_TITLES = {
    "read": "Reading and labelling", "mark": "Marking words", "settle": "Settling", "ask": "Choosing",
    "watch": "Watching a round",
}  # fmt: skip


class Help(ModalScreen[None]):
    """Every command and its keys."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,Q,enter,escape", "dismiss", "Close", show=False),
        Binding("j,down", "down", "Down", show=False),
        Binding("k,up", "up", "Up", show=False),
    ]
    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > VerticalScroll { width: 74; max-width: 100%; height: 90%; padding: 0 1; background: $surface;
                            border: heavy $accent; }
    """

    def __init__(self, commands: tuple[Command, ...]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(rows(self._lines()))

    def _lines(self) -> Iterator[Content]:
        yield row(("j k scroll · q closes", "dim"))
        mode = ""
        for command in self._commands:
            if command.mode != mode:
                mode = command.mode
                yield row("")
                yield row((_TITLES[mode], "bold $accent"))
            keys = " ".join(map(shown, command.keys))
            yield row((f" {keys:<16} ", "bold"), command.says)

    def action_down(self) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=5, animate=False, immediate=True)

    def action_up(self) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=-5, animate=False, immediate=True)


class Palette(Provider):
    """Every reading command, found by its words."""

    def _reading(self) -> list[Command]:
        return [c for c in getattr(self.screen, "commands", ()) if c.mode in ("read", "settle")]

    async def discover(self) -> Hits:
        for command in self._reading():
            yield DiscoveryHit(command.says, partial(self.screen.perform, command), help=_keys(command))  # type: ignore[attr-defined]

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._reading():
            if score := matcher.match(command.says):
                call = partial(self.screen.perform, command)  # type: ignore[attr-defined]
                yield Hit(score, matcher.highlight(command.says), call, help=_keys(command))


def _keys(command: Command) -> str:
    return " ".join(map(shown, command.keys))
