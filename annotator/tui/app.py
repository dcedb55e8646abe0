"""The program on the terminal."""

import gc
from collections.abc import Mapping

from textual.app import App
from textual.screen import Screen

from annotator.tui.commands import Command, commands
from annotator.tui.screen import AnnotateScreen
from annotator.work.worklist import Worklist


class AnnotatorApp(App[None]):
    """One worklist on one terminal."""

    TITLE = "annotator"
    ENABLE_COMMAND_PALETTE = True
    INLINE_PADDING = 0

    def __init__(self, work: Worklist, every: tuple[Command, ...]) -> None:
        super().__init__()
        self.work, self._commands = work, every

    def _fatal_error(self) -> None:
        # Textual would print its own traceback, with the values of all variables: `run` raises instead.
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        return AnnotateScreen(self.work, self._commands)

    def on_ready(self) -> None:
        """What is there at the first paint stays: no later search for garbage has to walk through it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    async def action_quit(self) -> None:
        """What Textual does for Ctrl-Q, whatever is open: leave as by our own key, the place remembered."""
        try:
            self.work.leave()
        finally:
            self.exit()


def run(work: Worklist, keymap: Mapping[str, str]) -> None:
    """Show `work` until the person leaves.

    Raises UsageError where the keymap cannot be had, and what went wrong in the screen, if anything did.
    """
    app = AnnotatorApp(work, commands(work.scheme, keymap))
    # A start makes much and drops little: to look for garbage meanwhile is a tenth of it, for nothing.
    gc.disable()
    app.run(mouse=False)
    if app._exception is not None:
        raise app._exception
