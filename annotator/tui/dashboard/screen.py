"""The dashboard: asks the store now and then in a thread of its own, and never waits for it."""

from collections.abc import Callable, Iterator
from time import monotonic

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from annotator.errors import AnnotatorError
from annotator.tui import themes
from annotator.tui.commands import Command, by_key
from annotator.tui.dashboard.page import Page, Shown, shown, tabs
from annotator.tui.help import Help
from annotator.tui.keynames import shown as key_shown
from annotator.tui.lines import Line, cut, words
from annotator.work.quality import telling
from annotator.work.quality.watching import Overview

REST = 10  # times as long as a look took nobody looks again: it costs a tenth of one core at most
Look = Callable[[], Overview]


class Looked(Message):
    """A look is over: what was seen, or what went wrong; and the seconds that it took."""

    def __init__(self, found: Overview | str, took: float) -> None:
        super().__init__()
        self.found, self.took = found, took


class Dashboard(Screen[None]):
    """Pages over one overview. `every`: seconds between two looks, at least."""

    AUTO_FOCUS = None
    DEFAULT_CSS = """
    Dashboard > Line { height: 1; }
    Dashboard > #where { background: $panel; }
    Dashboard > #body { height: 1fr; }
    Dashboard > #keys { color: $text-muted; }
    """

    def __init__(self, look: Look, commands: tuple[Command, ...], every: float) -> None:
        super().__init__()
        self._look, self._every = look, every
        self.commands = tuple(c for c in commands if c.mode == "watch")
        self._by_key = by_key(self.commands)
        self.overview: Overview | None = None
        self.page, self.top, self.news = Page.PEOPLE, 0, "looking …"
        self._looking = False

    def compose(self) -> ComposeResult:
        self.where, self.tabs, self.head = Line("where"), Line("tabs"), Line("head")
        self.body, self.said, self.keys = Line("body"), Line("news"), Line("keys")
        yield from (self.where, self.tabs, self.head, self.body, self.said, self.keys)

    def on_mount(self) -> None:
        self.show()
        self.look_again()

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self.show)

    def on_key(self, event: events.Key) -> None:
        if command := self._by_key.get(("watch", event.key)):
            event.stop()
            name, *arguments = command.calls
            getattr(self, f"do_{name}")(*arguments)
            self.show()

    # Looking

    def look_again(self) -> None:
        """Look, unless somebody does."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._ask, thread=True)

    def _ask(self) -> None:
        began = monotonic()
        found: Overview | str
        try:
            found = self._look()
        except AnnotatorError as problem:
            found = str(problem)
        self.post_message(Looked(found, monotonic() - began))

    def on_looked(self, looked: Looked) -> None:
        """Show it, and look again after a while."""
        self._looking = False
        if isinstance(looked.found, str):
            self.news = f"{looked.found}; what is shown is older"
        else:
            self.overview, self.news = looked.found, ""
        self.show()
        self.set_timer(max(self._every, REST * looked.took), self.look_again)

    # Showing

    def show(self) -> None:
        """Say what is so."""
        width, some = max(20, self.size.width), self.overview
        where = f" {telling.head(some)}" if some is not None else " a round at work"
        at = f" {some.at[11:19]} UTC " if some is not None else ""
        left = cut(where, width - len(at))
        self.where.put(words((left + " " * (width - cell_len(left) - len(at)) + at, "bold")))
        self.tabs.put(tabs(some, self.page, width))
        page = shown(some, self.page, width) if some is not None else Shown([], [])
        self.top = max(0, min(self.top, len(page.body) - self._room))
        below = page.body[self.top :]
        self.head.put(*page.head)
        self.body.put(*below[: self._room])
        more = len(below) - self._room
        self.said.put(
            words((f" {self.news or (f'{more:,} more below' if more > 0 else '')}", "$warning"), width=width)
        )
        self.keys.put(words(" " + "  ".join(self._hints()), width=width))

    @property
    def _room(self) -> int:
        return max(1, self.size.height - 5)

    def _hints(self) -> Iterator[str]:
        return (f"{key_shown(c.keys[0])} {c.hint}" for c in self.commands if c.hint)

    # Keys

    def do_page(self, by: int) -> None:
        every = list(Page)
        self.page, self.top = every[(every.index(self.page) + by) % len(every)], 0

    def do_scroll(self, by: int) -> None:
        self.top += by

    def do_leaf(self, by: int) -> None:
        self.top += by * self._room

    def do_again(self) -> None:
        self.news = "looking …"
        self.look_again()

    def do_theme(self) -> None:
        names = themes.NAMES
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]

    def do_help(self) -> None:
        self.app.push_screen(Help(self.commands))

    def do_leave(self) -> None:
        self.app.exit()
