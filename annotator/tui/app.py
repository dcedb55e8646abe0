"""The program on the terminal."""

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

    def get_default_screen(self) -> Screen[None]:
        return AnnotateScreen(self.work, self._commands)


def run(work: Worklist, keymap: Mapping[str, str]) -> None:
    """Show `work` until the person leaves. Raises UsageError where the keymap cannot be had."""
    app = AnnotatorApp(work, commands(work.scheme, keymap))
    app.run(mouse=False)
    if app.return_code:
        raise SystemExit(app.return_code)
