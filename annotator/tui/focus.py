"""What one is at: the field for which the guideline is opened."""

from collections.abc import Callable
from typing import TypeVar

from annotator.tui.commands import Command
from annotator.tui.marking import MarkKeys
from annotator.tui.sheet import Chooser, Sheet

T = TypeVar("T")

_FIELDS = "field"  # the command that asks first which field
# The first word of a command's id -> the field or part of a quote that it is about.
ABOUT = {
    **dict.fromkeys(("mark", "sibling", "content", "split", "edge", "join", "cut"), "content"),
    **dict.fromkeys(("point", "cue"), "cue"),
    **dict.fromkeys(("speaker", "propagate"), "speaker"),
    **{part: part for part in ("source", "via", "about", "target", "topic", "type", "flag", "region")},
    "stance": "step",
    "field": _FIELDS,
    "delete": "quote",
    "nothing": "nothing",
}


class FocusKeys(MarkKeys):
    """Remembers what the last command was about, as long as the sentence stays the same."""

    _touched: tuple[str, int, str] = ("", 0, "")  # article, sentence, field or part of a quote

    def touch(self, command: Command) -> None:
        """A command is about to be done."""
        about = ABOUT.get(command.id.split(".")[0])
        if about is not None:
            self._touched = (self.work.desk.article.digest, self.work.at, about)

    def ask(self, sheet: Sheet[T], answer: Callable[[T], str | None]) -> None:
        def answered(chosen: T) -> str | None:
            if self._touched[2] == _FIELDS and isinstance(chosen, tuple):
                self._touched = (*self._touched[:2], str(chosen[0]))
            return answer(chosen)

        super().ask(sheet, answered)

    def in_focus(self) -> str:
        """The field or part of a quote that is marked, asked for, was touched last, or is still open."""
        if self.marking is not None:
            return self.place
        article, at, about = self._touched
        path = self._path()
        if (article, at) == (self.work.desk.article.digest, self.work.at) and (about != _FIELDS or path):
            return "step" if about == "target" and path else path[0] if about == _FIELDS else about
        quote = self.work.quote
        if quote is None:
            return "quote"
        return next((found.field for found in self.work.findings(quote) if found.open), "quote")

    def _path(self) -> tuple[str, ...]:
        """What was chosen so far on a sheet of several steps."""
        sheet = self.asked.sheet if self.asked is not None else None
        return sheet.path if isinstance(sheet, Chooser) else ()
