"""The program on the terminal."""

import gc
import os
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import App
from textual.command import Provider
from textual.driver import Driver
from textual.screen import Screen

from annotator.tui import ending, themes
from annotator.tui.commands import Command, commands
from annotator.tui.mouse import quiet
from annotator.tui.pages import Guides
from annotator.tui.screen import AnnotateScreen
from annotator.work.worklist import Worklist


class AnnotatorApp(App[None]):
    """One worklist on one terminal."""

    TITLE = "annotator"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = set()  # the screen has them
    INLINE_PADDING = 0
    was_ended = False  # from outside

    def __init__(
        self,
        work: Worklist,
        every: tuple[Command, ...],
        theme: str = "dark",
        guides: Guides = tuple,
        painted: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.work, self._commands, self._guides, self._when_painted = work, every, guides, painted
        for name in themes.NAMES:
            self.register_theme(themes.textual(name))
        self.theme = theme

    def _fatal_error(self) -> None:
        # Textual would print its own traceback, with the values of all variables: `run` raises instead.
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        screen = AnnotateScreen(self.work, self._commands)
        screen.guides = self._guides
        return screen

    def get_driver_class(self) -> type[Driver]:
        return quiet(super().get_driver_class())

    def on_ready(self) -> None:
        """What is there at the first paint stays: no later search for garbage has to walk through it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self._when_painted()
        if not self.is_headless:  # a test has signals of its own
            ending.listen(self.work.leave, self._end)

    def _end(self) -> None:
        self.was_ended = True
        self.exit()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        # A key that no screen wants comes back, and then the screens may be gone: Textual would raise.
        return self._running and await super()._check_bindings(key, priority)

    async def action_quit(self) -> None:
        """What Textual does for Ctrl-Q, whatever is open: leave as by our own key, the place remembered."""
        try:
            self.work.leave()
        finally:
            self.exit()


def run(
    work: Worklist,
    keymap: Mapping[str, str],
    theme: str = "dark",
    guides: Guides = tuple,
    mouse: bool = True,
    painted: Callable[[], None] = lambda: None,
) -> None:
    """Show `work` until the person leaves. `guides` reads the guideline when it is asked for.

    `painted` is called once the screen is there. Raises UsageError where the keymap cannot be had, and what
    went wrong in the screen, if anything did.
    """
    chosen = themes.at_start(theme, os.environ)
    show(AnnotatorApp(work, commands(work.scheme, keymap), chosen, guides, painted), mouse)


def show(app: AnnotatorApp, mouse: bool) -> None:
    """Show a program until the person leaves. Raises what went wrong in its screen, if anything did."""
    # A start makes much and drops little: to look for garbage meanwhile is a tenth of it, for nothing.
    gc.disable()
    app.run(mouse=mouse)
    if app._exception is not None:
        raise app._exception
    if app.was_ended:
        raise ending.terminated()
