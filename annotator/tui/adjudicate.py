"""The screen on which a lead settles what people do not agree on: that of annotating, over versions."""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.screen import Screen

from annotator.tui import themes
from annotator.tui.adjudicate_panel import settling
from annotator.tui.app import AnnotatorApp, show
from annotator.tui.commands import Command, Mode, commands
from annotator.tui.lines import Words
from annotator.tui.pages import Guides
from annotator.tui.screen import AnnotateScreen
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.marking import Marking

if TYPE_CHECKING:  # the page is imported when it is asked for
    from annotator.agreement.worst import Worst

_ABOUT = {"words": "content", "judges": "about", "stance": "target"}  # field -> what the guideline calls it


class AdjudicateScreen(AnnotateScreen):
    """Shows what several people said of the same words, and takes one of it by a key."""

    MODES: ClassVar[tuple[Mode, ...]] = ("read", "mark", "settle", "ask")
    work: Adjudication

    def __init__(self, work: Adjudication, every: tuple[Command, ...]) -> None:
        super().__init__(work, every)
        self.names = not work.blind

    def on_mount(self) -> None:
        self.call_after_refresh(self._tell_merged)

    def first_words(self) -> str:
        return "" if any(one.open for one in self.work.order.ranked) else self.work.order.over()

    def command_for(self, key: str) -> Command | None:
        settle = self._by_key.get(("settle", key)) if self.mode == "read" else None
        return settle or super().command_for(key)

    def hinted(self) -> list[Command]:
        settle = [command for command in self.commands if command.mode == "settle"]
        return [*(settle if self.mode == "read" else ()), *super().hinted()]

    def try_to(self, verb: Callable[[], str | None]) -> None:
        self.work.merged = 0  # whoever pressed a key is told what came of that
        super().try_to(verb)
        self._tell_merged()

    def _tell_merged(self) -> None:
        """Say it once where an article was opened and what agrees in it was merged."""
        merged, self.work.merged = self.work.merged, 0
        if merged:
            quotes = "1 quote that agrees was" if merged == 1 else f"{merged} quotes that agree were"
            self.say(f"{quotes} merged; u takes it back")

    def panel(self, marking: tuple[str, Marking] | None, width: int, height: int) -> list[Words]:
        return settling(self.work, marking, width, height, names=self.names)

    def progress(self) -> str:
        number, articles = self.work.position
        versions = self.work.versions.clusters
        left = sum(bool(cluster.new) for cluster in versions)
        return (
            f" sentence {self.work.at + 1}/{len(self.work.desk.sentences)}"
            f" · open {left} of {len(versions)} quotes · article {number}/{articles} "
        )

    def in_focus(self) -> str:
        return _ABOUT.get(self.work.field, self.work.field) or super().in_focus()

    # Settling

    def do_take(self, letter: str) -> str:
        return self.work.take_from(letter)

    def do_shown(self) -> str:
        return self.work.take_shown()

    def do_majority(self) -> str:
        return self.work.take_majority()

    def do_version(self, by: int) -> None:
        if self.work.cluster is None:
            self.do_move(by)
        else:
            self.work.look_at(by)

    def do_field(self, by: int) -> None:
        self.work.focus(by)

    def do_worst(self) -> None:
        from annotator.tui.worst_page import worst_page
        from annotator.work.adjudication.worst import worst_open

        titles = {one.standing.article: one.standing.title for one in self.work.order.ranked}
        found = worst_open(self.work)
        self.look(worst_page(found, titles, self._room, self._keys_of("settle.worst")), self._to_worst)

    def _to_worst(self, one: "Worst") -> None:
        self.work.enter(one.article, one.start)
        self.work.choose_at(one.start)

    def do_names(self) -> str:
        self.names = not self.names
        return "names are shown" if self.names else "names are hidden"

    def do_accept(self) -> str:
        settled = self.work.own_quote is not None
        self.work.accept()
        return "left as it is" if settled else "taken"


class AdjudicateApp(AnnotatorApp):
    """The program with that screen."""

    def __init__(self, work: Adjudication, every: tuple[Command, ...], **more: Any) -> None:
        super().__init__(work, every, **more)
        self._settling = work

    def get_default_screen(self) -> Screen[None]:
        screen = AdjudicateScreen(self._settling, self._commands)
        screen.guides = self._guides
        return screen


def run(work: Adjudication, keymap: Mapping[str, str], theme: str, guides: Guides, mouse: bool) -> None:
    """Show `work` until the person leaves. Raises as `app.run`."""
    chosen = themes.at_start(theme, os.environ)
    show(AdjudicateApp(work, commands(work.scheme, keymap), theme=chosen, guides=guides), mouse)
