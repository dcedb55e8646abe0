"""What every program of ours on a terminal is, whatever it shows."""

import os

from textual.app import App
from textual.driver import Driver

from annotator.tui import themes
from annotator.tui.mouse import quiet


class Program(App[None]):
    """A screen of ours in one of our themes."""

    INLINE_PADDING = 0

    def __init__(self, theme: str) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        for name in themes.NAMES:
            self.register_theme(themes.textual(name))
        self.theme = theme

    def _fatal_error(self) -> None:
        # Textual would print its own traceback, with the values of all variables: `show` raises instead.
        self._close_messages_no_wait()

    def get_driver_class(self) -> type[Driver]:
        return quiet(super().get_driver_class())


def show(program: Program, mouse: bool) -> None:
    """Show a program until the person leaves. Raises what went wrong in its screen, if anything did."""
    program.run(mouse=mouse)
    if program._exception is not None:
        raise program._exception
