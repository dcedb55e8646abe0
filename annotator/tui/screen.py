"""The annotation screen: the article, the quotes of the sentence in view, one line of news, one of keys."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.command import Provider
from textual.content import Content

from annotator.text.visible import visible
from annotator.tui.commands import Command, Mode, answers, by_key
from annotator.tui.finding import FindKeys
from annotator.tui.help import Help, Palette
from annotator.tui.hinting import Hints, ProposalKeys
from annotator.tui.inbox import InboxKeys
from annotator.tui.keynames import shown
from annotator.tui.lines import Line, Over, Words, cut, row, rows, words
from annotator.tui.mouse import MouseKeys
from annotator.tui.paint import Marked
from annotator.tui.panel import panel
from annotator.tui.propagating import PropagateKeys
from annotator.tui.reader import Reader
from annotator.tui.shaping import ShapeKeys
from annotator.tui.theming import ThemeKeys
from annotator.work.marking import Marking
from annotator.work.welcome import is_new, nothing_left
from annotator.work.worklist import Worklist


class AnnotateScreen(InboxKeys, FindKeys, ProposalKeys, ShapeKeys, ThemeKeys, PropagateKeys, MouseKeys):
    """Shows a worklist. Each key calls one verb, and then the screen says what is so."""

    AUTO_FOCUS = None
    MODES: ClassVar[tuple[Mode, ...]] = ("read", "mark", "ask")
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Palette}
    DEFAULT_CSS = """
    AnnotateScreen { layers: below above; }
    AnnotateScreen > Line { height: 1; }
    AnnotateScreen > #sheet {
        layer: above; dock: bottom; display: none; height: auto; max-height: 80%;
        padding: 0 1; background: $surface; border-top: heavy $accent;
    }
    #where { background: $panel; }
    #keys { color: $text-muted; }
    AnnotateScreen > #panel { height: 7; }
    AnnotateScreen.tall > #panel { height: 11; }
    AnnotateScreen.alone > Line { display: none; }
    AnnotateScreen.alone > #keys { display: block; }
    """

    def __init__(self, work: Worklist, commands: tuple[Command, ...]) -> None:
        super().__init__()
        self.work, self.commands = work, tuple(c for c in commands if c.mode in self.MODES)
        self._by_key, self._answers = by_key(self.commands), answers(self.commands)

    def compose(self) -> ComposeResult:
        self.reader, self.over = Reader(self.work.desk), Over(id="sheet")
        self.where, self.below = Line("where"), Line("panel")
        self.news, self.keys = Line("news"), Line("keys")
        yield from (self.where, self.reader, self.below, self.news, self.keys, self.over)

    def on_mount(self) -> None:
        self.show()  # before there is a size, so that the first article that is painted lies where it stays
        self.call_after_refresh(self._greet)

    def _greet(self) -> None:
        """Say what to do first, unless a key was quicker."""
        if self.news.is_blank and (said := self.first_words()):
            self.say(said, "$accent")

    def first_words(self) -> str:
        """What is said before any key: to somebody new, and where nothing is left to do."""
        if is_new(self.work):
            keys = {command.id: shown(command.keys[0]) for command in self.commands}
            return (
                f"new here? {keys['finish']} goes on, {keys['help']} lists the keys; "
                "annotator practice teaches them"
            )
        return nothing_left(self.work)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= 40, "tall")
        self.call_after_refresh(self.show)

    @property
    def mode(self) -> Mode:
        return "mark" if self.marking is not None else "read"

    def on_key(self, event: events.Key) -> None:
        self.work.active.pulse()  # typing on a sheet and reading a page are work, too
        if self.asked is not None:
            event.stop()
            key = self._answers.get(event.key, event.key)
            if key == "guideline" and not self.shows_guideline():
                self.try_to(self.do_guideline)
            elif not self.asked.press(key, event.character):
                self._show_sheet()
        elif self.awaits_letter(event):
            event.stop()
        elif command := self.command_for(event.key):
            event.stop()
            self.perform(command)

    def command_for(self, key: str) -> Command | None:
        """What a key does now."""
        return self._by_key.get((self.mode, key))

    def perform(self, command: Command) -> None:
        """Do what a command says, and show what came of it."""
        self.touch(command)
        name, *arguments = command.calls
        if name != "finish":
            self.at_end = False
        self.try_to(lambda: getattr(self, f"do_{name}")(*arguments))

    # Showing

    def say(self, news: str, style: str = "$success") -> None:
        self.news.put(words((f" {news}", style), width=self.size.width))
        if self.asked is None and cell_len(news) >= self.size.width:
            self._lay_over(row((news, style)))  # until the next key, and without moving what is in view

    def show(self) -> None:
        work = self.work
        if self.reader.desk is not work.desk:
            self.reader.open(work.desk)
        if self.marking is None:
            self.reader.show(work.at, work.selected, Marked(self.found(), hints=self._letters()))
        else:
            marked = Marked(self.marking.spans(), self.marking.head)
            self.reader.show(self.marking.sentence, work.selected, marked)
        width = max(20, self.size.width)
        marking = (self.says_marking(), self.marking) if self.marking else None
        height = self.below.styles.height  # what it has, or will have when it is shown again
        self.below.put(*self.panel(marking, width, int(height.value) if height else 0))
        self.where.say((self._where(width), "bold"))
        self.keys.say(self._hints(width))
        self._show_sheet()

    def panel(self, marking: tuple[str, Marking] | None, width: int, height: int) -> list[Words]:
        """What is said below the article."""
        return panel(self.work, marking, width, height)

    def _letters(self) -> dict[int, str]:
        sheet = self.asked.sheet if self.asked is not None else None
        return sheet.shown if isinstance(sheet, Hints) else {}

    def _show_sheet(self) -> None:
        lines = self.asked.sheet.lines(max(20, self.size.width - 2)) if self.asked is not None else []
        if lines:
            self._lay_over(rows(lines))
        else:
            self.over.display = False

    def _lay_over(self, content: Content) -> None:
        """Lay some lines over the foot of the screen."""
        self.over.update(content)
        self.over.display = True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.asked is not None:
            self.asked.sheet.paste(event.text)
            self._show_sheet()

    def _where(self, width: int) -> str:
        work = self.work
        source = work.desk.article.sources[0]
        only = f"only {work.queue.short}" if work.queue.short else ""
        names = (work.pass_says, only, source.title or source.path, source.outlet, source.date)
        right = self.progress()
        left = cut(visible(" " + " · ".join(name for name in names if name)), max(0, width - len(right)))
        return left + " " * (width - cell_len(left) - len(right)) + right

    def progress(self) -> str:
        """How far one is, for the right of the first line."""
        work = self.work
        number, articles = work.position
        done, body = work.corpus()
        news = f" M: {self.unread} settled ·" if self.unread else ""
        return (
            f"{news} sentence {work.at + 1}/{len(work.desk.sentences)}"
            f" · done {work.desk.reviewed}/{work.desk.body}"
            f" · article {number}/{articles} · corpus {100 * done // max(1, body)} % "
        )

    def _hints(self, width: int) -> str:
        if foot := self.foot():
            return f" {foot}"
        hints = [f"{shown(c.keys[0])} {c.hint}" for c in self.hinted() if c.hint]
        last = hints.pop()  # help, or cancel: always there
        while hints and len("  ".join([*hints, last])) + 2 > width:
            hints.pop()
        return " " + "  ".join([*hints, last])

    def hinted(self) -> list[Command]:
        """The commands that are there now, those first that the line of keys shows first."""
        return [command for command in self.commands if command.mode == self.mode]

    # Going

    def _went_on(self, more: bool) -> str | None:
        if not more:
            self.call_later(self._count)  # of some articles one is told when they are finished
        return super()._went_on(more)

    def do_cycle(self, by: int) -> None:
        self.work.cycle(by)

    # Help, leaving

    def do_help(self) -> None:
        self.app.push_screen(Help(self.commands))

    def do_leave(self) -> None:
        try:
            self.work.leave()
        finally:
            self.app.exit()  # a database that takes nothing must not hold anybody here
