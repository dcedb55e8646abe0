"""What the parts of the annotation screen share: the worklist, and trying a verb."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from textual.screen import Screen

from annotator.errors import AnnotatorError
from annotator.tui.sheet import Done, Sheet
from annotator.work.worklist import Worklist

T = TypeVar("T")


class Asked(NamedTuple):
    """The sheet that is open, and what to do with a key: True where that closed it."""

    sheet: Sheet[Any]
    press: Callable[[str, str | None], bool]


class Keys(Screen[None]):
    """A screen over a worklist whose `do_` methods are what the commands call."""

    work: Worklist
    asked: Asked | None = None

    @abstractmethod
    def show(self) -> None:
        """Bring the screen up to what the worklist says."""

    @abstractmethod
    def say(self, news: str, style: str = "$success") -> None:
        """Put one line of news on the screen."""

    def try_to(self, verb: Callable[[], str | None]) -> None:
        """Call a verb; what it returns is the news, and so is why it could not be done."""
        self.work.active.pulse()
        try:
            news, style = verb() or "", "$success"
            self.work.watch.look()
        except AnnotatorError as problem:
            news, style = str(problem), "$warning"
        self.show()
        self.say(news, style)

    def ask(self, sheet: Sheet[T], answer: Callable[[T], str | None]) -> None:
        """Show a sheet; do `answer` with what is chosen, unless the question is cancelled."""

        def press(key: str, character: str | None) -> bool:
            done: Done[T] | None = sheet.press(key, character)
            if done is None:
                return False
            self.asked = None
            chosen = done.chosen
            self.try_to(lambda: "nothing was changed" if chosen is None else answer(chosen))
            return True

        self.asked = Asked(sheet, press)
