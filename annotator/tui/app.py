"""The program on the terminal."""

import gc
import os
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.command import Provider
from textual.screen import Screen

from annotator.tui import ending, program, themes
from annotator.tui.commands import Command, commands
from annotator.tui.pages import Guides
from annotator.tui.program import Program
from annotator.tui.screen import AnnotateScreen
from annotator.work.worklist import Worklist


class AnnotatorApp(Program):
    """One worklist on one terminal."""

    TITLE = "annotator"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = set()  # the screen has them
    was_ended = False  # from outside

    def __init__(
        self,
        work: Worklist,
        every: tuple[Command, ...],
        theme: str = "dark",
        guides: Guides = tuple,
        painted: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(theme)
        self.work, self._commands, self._guides, self._when_painted = work, every, guides, painted

    def get_default_screen(self) -> Screen[None]:
        screen = AnnotateScreen(self.work, self._commands)
        screen.guides = self._guides
        return screen

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
    program.show(app, mouse)
    if app.was_ended:
        raise ending.terminated()
