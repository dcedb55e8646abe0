"""One line of text: a flag's comment, a text field."""

from textual.content import Content

from annotator.text.visible import visible
from annotator.tui.lines import row
from annotator.tui.sheet import CANCEL, Done, Sheet

MOST = 2000  # characters


class TextLine:
    """A line that is being typed: the words before the cursor and those behind it."""

    def __init__(self, text: str = "") -> None:
        self.before, self.behind = text, ""

    @property
    def text(self) -> str:
        return self.before + self.behind

    def type(self, text: str) -> None:
        """Put text in at the cursor; what cannot be seen is replaced before it is kept or shown."""
        self.before = (self.before + visible(" ".join(text.split()) if len(text) > 1 else text))[:MOST]

    def press(self, key: str, character: str | None) -> bool:
        """Follow an editing key or type a character; False where the key means nothing here."""
        if key == "backspace":
            self.before = self.before[:-1]
        elif key == "delete":
            self.behind = self.behind[1:]
        elif key == "left":
            self.before, self.behind = self.before[:-1], self.before[-1:] + self.behind
        elif key == "right":
            self.before, self.behind = self.before + self.behind[:1], self.behind[1:]
        elif key in ("home", "end"):
            self.before, self.behind = ("", self.text) if key == "home" else (self.text, "")
        elif key == "ctrl+w":
            self.before = self.before.rstrip().rpartition(" ")[0]
        elif key == "ctrl+u":
            self.before = ""
        elif character is not None and character.isprintable():
            self.type(character)
        else:
            return False
        return True


class Prompt(Sheet[str]):
    """Asks for one line; empty is an answer, too."""

    def __init__(self, title: str, text: str = "") -> None:
        self._title, self._line = title, TextLine(text)

    def lines(self, width: int) -> list[Content]:
        line = self._line
        room = max(1, width - 2)
        return [
            row((self._title, "bold $accent"), ("   enter keeps · ctrl+g cancels", "dim"), width=width),
            row(f" {line.before[-room:]}", ("▏", "bold"), line.behind, width=width),
        ]

    def press(self, key: str, character: str | None) -> Done[str] | None:
        if key in CANCEL:
            return Done(None)
        if key == "enter":
            return Done(self._line.text)
        self._line.press(key, character)
        return None

    def paste(self, text: str) -> None:
        self._line.type(text)
