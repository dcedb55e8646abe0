"""Practice on the real screen: the lesson stands in the first line, and what differs is said at once."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from textual import events
from textual.content import Content
from textual.screen import Screen

from annotator.tui import themes
from annotator.tui.app import AnnotatorApp, show
from annotator.tui.commands import Command, commands
from annotator.tui.keynames import shown
from annotator.tui.lines import cut, row
from annotator.tui.pages import Guides
from annotator.tui.screen import AnnotateScreen
from annotator.tui.sheet import CANCEL, Done, Sheet
from annotator.work.course import Course, Outcome, Result

_ID = re.compile("‹([a-z.]+)›")


class Results(Sheet[bool]):
    """How it went; any of the keys that close it leaves."""

    def __init__(self, result: Result, news: str) -> None:
        self._result, self._news = result, news

    def lines(self, width: int) -> list[Content]:
        return [
            row((self._news, "$warning")),
            row(("Practice is over", "bold $accent"), width=width),
            *(row(f"  {line}", width=width) for line in self._result.lines()),
            row(("enter leaves", "dim"), width=width),
        ]

    def press(self, key: str, character: str | None) -> Done[bool] | None:
        return Done(True) if key in ("enter", "q", "Q", *CANCEL) else None


class PracticeScreen(AnnotateScreen):
    """The screen over a worklist that is led through a course."""

    def __init__(self, course: Course, every: tuple[Command, ...]) -> None:
        super().__init__(course.work, every)
        self.course = course
        self._key_of = {command.id: shown(command.keys[0]) for command in every}

    def on_key(self, _event: events.Key) -> None:
        # The screen's own handler, which acts on the key, is called after this one.
        self.course.keys += 1

    def try_to(self, verb: Callable[[], str | None]) -> None:
        super().try_to(verb)
        ended = self.course.follow()
        if ended is not None:
            self.at_end = False
            news, style = _news(ended)
            if self.course.lesson is None:
                self.ask(Results(self.course.result(), news), self._leave)
            self.show()
            self.say(news, style)
        elif self.course.is_away():
            self.course.go()
            self.show()
            self.say("back to the lesson", "$warning")

    def first_words(self) -> str:
        return ""  # the lesson says what to do

    def _leave(self, _over: bool) -> None:
        self.app.exit()

    def _where(self, width: int) -> str:
        lesson, done = self.course.lesson, len(self.course.outcomes)
        if lesson is None:
            return " practice is over".ljust(width)
        says = _ID.sub(lambda found: f"[{self._key_of.get(found[1], found[1])}]", lesson.says)
        return cut(f" {done + 1}/{len(self.course.lessons)} {says}", width).ljust(width)


def _news(outcome: Outcome) -> tuple[str, str]:
    """(words, style) on what came of a lesson."""
    if outcome.skipped:
        return "left out", "$warning"
    if outcome.wrong:
        return "not as gold has it: " + "; ".join(map(str, outcome.wrong)), "$warning"
    return f"right, with {outcome.keys} {'key' if outcome.keys == 1 else 'keys'}", "$success"


class PracticeApp(AnnotatorApp):
    """The program with the screen of practice."""

    def __init__(self, course: Course, every: tuple[Command, ...], **more: Any) -> None:
        super().__init__(course.work, every, **more)
        self._course = course

    def get_default_screen(self) -> Screen[None]:
        screen = PracticeScreen(self._course, self._commands)
        screen.guides = self._guides
        return screen


def run(course: Course, keymap: Mapping[str, str], theme: str, guides: Guides, mouse: bool) -> None:
    """Show the course until it is over, or the person leaves. Raises as `app.run`."""
    chosen = themes.at_start(theme, os.environ)
    show(PracticeApp(course, commands(course.work.scheme, keymap), theme=chosen, guides=guides), mouse)
