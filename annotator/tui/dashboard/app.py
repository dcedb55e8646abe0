"""The dashboard as a program on the terminal."""

import os

from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from annotator.tui import themes
from annotator.tui.commands import Command
from annotator.tui.dashboard.screen import Dashboard, Look
from annotator.tui.mouse import quiet


class DashboardApp(App[None]):
    """One round on one terminal."""

    TITLE = "annotator progress"
    ENABLE_COMMAND_PALETTE = False
    INLINE_PADDING = 0

    def __init__(self, look: Look, every: tuple[Command, ...], seconds: float, theme: str = "dark") -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._look, self._commands, self._seconds = look, every, seconds
        for name in themes.NAMES:
            self.register_theme(themes.textual(name))
        self.theme = theme

    def _fatal_error(self) -> None:
        # Textual would print its own traceback, with the values of all variables: `run` raises instead.
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        return Dashboard(self._look, self._commands, self._seconds)

    def get_driver_class(self) -> type[Driver]:
        return quiet(super().get_driver_class())


def run(look: Look, every: tuple[Command, ...], theme: str, seconds: float, *, mouse: bool) -> None:
    """Show a round until somebody leaves. Raises what went wrong in the screen, if anything did."""
    app = DashboardApp(look, every, seconds, themes.at_start(theme, os.environ))
    app.run(mouse=mouse)
    if app._exception is not None:
        raise app._exception
