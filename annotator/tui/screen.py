"""The annotation screen: the article, the quotes of the sentence in view, one line of news, one of keys."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.command import Provider
from textual.content import Content

from annotator.text.visible import visible
from annotator.tui.commands import Command, Mode, by_key, shown
from annotator.tui.help import Help, Palette
from annotator.tui.hinting import Hints, ProposalKeys
from annotator.tui.lines import Line, cut, row, rows
from annotator.tui.paint import Marked
from annotator.tui.panel import panel
from annotator.tui.reader import Reader
from annotator.work.worklist import Worklist


class AnnotateScreen(ProposalKeys):
    """Shows a worklist. Each key calls one verb, and then the screen says what is so."""

    AUTO_FOCUS = None
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
    """

    def __init__(self, work: Worklist, commands: tuple[Command, ...]) -> None:
        super().__init__()
        self.work, self.commands = work, commands
        self._by_key = by_key(commands)
        self._at_end = False  # the last key finished the article: space goes on to the next

    def compose(self) -> ComposeResult:
        self.reader = Reader(self.work.desk)
        yield Line(id="where")
        yield self.reader
        yield Line(id="panel")
        yield Line(id="news")
        yield Line(id="keys")
        yield Line(id="sheet")

    def on_mount(self) -> None:
        self.call_after_refresh(self.show)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= 40, "tall")
        self.call_after_refresh(self.show)

    @property
    def mode(self) -> Mode:
        return "mark" if self.marking is not None else "read"

    def on_key(self, event: events.Key) -> None:
        if self.asked is not None:
            event.stop()
            if not self.asked.press(event.key, event.character):
                self._show_sheet()
        elif self.awaits_letter(event):
            event.stop()
        elif command := self._by_key.get((self.mode, event.key)):
            event.stop()
            self.perform(command)

    def perform(self, command: Command) -> None:
        """Do what a command says, and show what came of it."""
        name, *arguments = command.calls
        if name != "finish":
            self._at_end = False
        self.try_to(lambda: getattr(self, f"do_{name}")(*arguments))

    # Showing

    def say(self, news: str, style: str = "$success") -> None:
        self._line("news").put(row((f" {news}", style), width=self.size.width))
        if self.asked is None and cell_len(news) >= self.size.width:
            self._lay_over(row((news, style)))  # until the next key, and without moving what is in view

    def show(self) -> None:
        work = self.work
        if self.reader.desk is not work.desk:
            self.reader.open(work.desk)
        if self.marking is None:
            self.reader.show(work.at, work.selected, Marked(hints=self._letters()))
        else:
            marked = Marked(self.marking.spans(), self.marking.head)
            self.reader.show(self.marking.sentence, work.selected, marked)
        width = max(20, self.size.width)
        marking = (self.says_marking(), self.marking) if self.marking else None
        self._line("panel").put(panel(work, marking, width, self._line("panel").size.height))
        self._line("where").say((self._where(width), "bold"))
        self._line("keys").say(self._hints(width))
        self._show_sheet()

    def _letters(self) -> dict[int, str]:
        sheet = self.asked.sheet if self.asked is not None else None
        return sheet.shown if isinstance(sheet, Hints) else {}

    def _show_sheet(self) -> None:
        if self.asked is not None:
            self._lay_over(rows(self.asked.sheet.lines(max(20, self.size.width - 2))))
        else:
            self._line("sheet").display = False

    def _lay_over(self, content: Content) -> None:
        """Lay some lines over the foot of the screen."""
        line = self._line("sheet")
        line.update(content)
        line.display = True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.asked is not None:
            self.asked.sheet.paste(event.text)
            self._show_sheet()

    def _line(self, name: str) -> Line:
        return self.query_one(f"#{name}", Line)

    def _where(self, width: int) -> str:
        work = self.work
        source = work.desk.article.sources[0]
        names = (source.title or source.path, source.outlet, source.date)
        number, articles = work.position
        done, body = work.corpus()
        right = (
            f" sentence {work.at + 1}/{len(work.desk.sentences)}"
            f" · done {work.desk.reviewed}/{work.desk.body}"
            f" · article {number}/{articles} · corpus {100 * done // max(1, body)} % "
        )
        left = cut(visible(" " + " · ".join(name for name in names if name)), max(0, width - len(right)))
        return left + " " * (width - cell_len(left) - len(right)) + right

    def _hints(self, width: int) -> str:
        hints = [f"{shown(c.keys[0])} {c.hint}" for c in self.commands if c.mode == self.mode and c.hint]
        last = hints.pop()  # help, or cancel: always there
        while hints and len("  ".join([*hints, last])) + 2 > width:
            hints.pop()
        return " " + "  ".join([*hints, last])

    # Going

    def do_move(self, by: int, marked_too: bool = False) -> str | None:
        if self.work.move(by, marked_too=marked_too):
            return None
        return "this is the last sentence" if by > 0 else "this is the first sentence"

    def do_article(self, by: int) -> None:
        self.work.move_article(by)

    def do_unfinished(self) -> None:
        self.work.next_unfinished()

    def do_cycle(self, by: int) -> None:
        self.work.cycle(by)

    def do_finish(self) -> str | None:
        if self._at_end and self.work.finished:
            self._at_end = False
            self.work.next_unfinished()
            return None
        return self._went_on(self.work.finish())

    def do_nothing(self) -> str | None:
        return self._went_on(self.work.nothing())

    def do_skip(self) -> str | None:
        return self._went_on(self.work.skip())

    def _went_on(self, more: bool) -> str | None:
        self._at_end = not more
        return None if more else "this article is finished: space goes on to the next"

    # Taking back, help, leaving

    def do_undo(self) -> str:
        says = self.work.undo()
        return f"taken back: {says}" if says else "nothing is left to take back"

    def do_redo(self) -> str:
        says = self.work.redo()
        return f"done again: {says}" if says else "nothing was taken back"

    def do_help(self) -> None:
        self.app.push_screen(Help(self.commands))

    def do_leave(self) -> None:
        try:
            self.work.leave()
        finally:
            self.app.exit()  # a database that takes nothing must not hold anybody here
