"""The dashboard as a program on the terminal."""

import os

from textual.screen import Screen

from annotator.tui import themes
from annotator.tui.commands import Command
from annotator.tui.dashboard.screen import Dashboard, Look
from annotator.tui.program import Program, show


class DashboardApp(Program):
    """One round on one terminal."""

    TITLE = "annotator progress"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, look: Look, every: tuple[Command, ...], seconds: float, theme: str = "dark") -> None:
        super().__init__(theme)
        self._look, self._commands, self._seconds = look, every, seconds

    def get_default_screen(self) -> Screen[None]:
        return Dashboard(self._look, self._commands, self._seconds)


def run(look: Look, every: tuple[Command, ...], theme: str, seconds: float, *, mouse: bool) -> None:
    """Show a round until somebody leaves. Raises what went wrong in the screen, if anything did."""
    show(DashboardApp(look, every, seconds, themes.at_start(theme, os.environ)), mouse)
