"""The key that changes the colours of the screen."""

from annotator.tui import themes
from annotator.tui.keys import Keys
from annotator.tui.sheet import Chooser
from annotator.work.steps import Choice, Level, Path

_KEYS = dict(zip(themes.NAMES, "dlcbtn", strict=True))


class ThemeKeys(Keys):
    """Colours are chosen until one leaves; settings keep them."""

    def do_theme(self) -> None:
        choices = tuple(Choice(name, key, name, themes.says(name)) for name, key in _KEYS.items())
        level = Level("Which colours?", choices, enter=self.app.theme)
        self.ask(Chooser(lambda path: None if path else level), self._themed)

    def _themed(self, path: Path) -> str:
        self.app.theme = path[0]
        return f'{path[0]}, until you leave; to keep it: theme = "{path[0]}" under [screen] in annotator.toml'
