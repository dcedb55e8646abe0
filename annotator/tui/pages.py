"""The keys of looking: the guideline, the whole article, its facts, flags, history and pace.

A page takes the keys as a sheet does: what is open below it, or is being marked, stays as it is.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from textual.widget import Widget

from annotator.model import Quote
from annotator.text.visible import visible
from annotator.tui.commands import Command
from annotator.tui.focus import FocusKeys
from annotator.tui.keynames import key_name
from annotator.tui.keys import Asked
from annotator.tui.reader import Reader
from annotator.tui.sheet import Sheet
from annotator.work import looking
from annotator.work.session import NotNow

if TYPE_CHECKING:  # the pages themselves are imported when they are asked for: a start waits for none
    from annotator.store.looking import Flagged
    from annotator.work.looking import Deed

T = TypeVar("T")
Guides = Callable[[], Sequence[tuple[str, str]]]  # (name, text) of each page of the project's guideline


class PageKeys(FocusKeys):
    """Each key opens a page; q closes it."""

    reader: Reader
    commands: tuple[Command, ...]
    guides: Guides = tuple
    _guided = False  # the guideline is open

    def look(
        self,
        page: Sheet[T],
        go: Callable[[T], str | None] = lambda _chosen: None,
        closed: Callable[[], object] = lambda: None,
    ) -> None:
        """Open a page over what there is; `go` where something was chosen; then what was open is again."""
        behind = self.asked

        def press(key: str, character: str | None) -> bool:
            done = page.press(key, character)
            if done is None:
                return False
            self.asked = behind
            closed()
            chosen = done.chosen
            self.try_to(lambda: None if chosen is None else go(chosen))
            return True

        self.asked = Asked(page, press)

    def _room(self) -> int:
        return self.size.height * 4 // 5 - 1  # as high as the sheet may become, less its upper edge

    # The article

    def do_whole(self) -> None:
        above = self.reader.scroll_offset.y

        def back() -> None:
            self.reader.scroll_to(y=above, animate=False, force=True, immediate=True)

        def closed() -> None:
            self.remove_class("alone")
            self.call_after_refresh(back)

        from annotator.tui.article_page import Whole

        self.add_class("alone")
        self.look(Whole(self.reader, closes=self._keys_of("whole")), closed=closed)

    def foot(self) -> str:
        """What stands instead of the keys of the mode; empty: nothing does."""
        if not self.has_class("alone"):
            return ""
        return "q returns · the whole article · j k scroll · space pageup page · home end"

    def do_facts(self) -> None:
        from annotator.tui.article_page import facts_page

        self.look(facts_page(self.work, self._room, self._keys_of("facts")), self._to_quote)

    def _to_quote(self, quote: Quote) -> None:
        self.work.go(self.work.desk.sentence_at(quote.start), quote.id)

    # Lists

    def do_flags(self) -> None:
        from annotator.tui.history_page import flag_page

        self.look(flag_page(self.work, self._room, self._keys_of("flags")), self._to_flag)

    def _to_flag(self, flag: "Flagged") -> None:
        looking.visit(self.work, flag.spot, flag.quote)

    def do_history(self) -> None:
        from annotator.tui.history_page import history_page

        self.look(history_page(self.work, self._room, self._keys_of("history"), _now()), self._to_deed)

    def _to_deed(self, deed: "Deed") -> str | None:
        if deed.action.spot is None:
            return "that was done in no article"
        looking.visit(self.work, deed.action.spot)
        return None

    def do_pace(self) -> None:
        from annotator.tui.pace_page import pace_page

        self.look(pace_page(self.work, self._room, self._keys_of("pace"), _now()))

    # The guideline

    def do_guideline(self) -> None:
        from annotator.guideline.ruled import ruled
        from annotator.guideline.sections import section_for, sections
        from annotator.tui.guideline_page import GuidePage

        every = [
            found for name, text in self.guides() for found in sections(visible(text, breaks=True), name)
        ]
        every = ruled(every, self.work.store.rulings())
        if not every:
            raise NotNow("there is no guideline; write guidelines/guideline.md in the project's folder")
        about = self.in_focus()
        at = section_for(every, about)
        note = f"no section is for {about}: give the heading of one the id {{#{about}}}" if at is None else ""
        page = GuidePage(every, at or 0, note, self._room, ["guideline", *self._keys_of("guideline")])
        self.mount(page.view, before="#sheet")
        self._guided = True
        self.look(page, closed=lambda: self._close_guideline(page.view))

    def _close_guideline(self, view: Widget) -> None:
        self._guided = False
        view.remove()

    def shows_guideline(self) -> bool:
        """Whether the guideline is open."""
        return self._guided

    def _keys_of(self, *ids: str) -> list[str]:
        """The keys of some commands: those that open a page close it, too."""
        return [key_name(key) for command in self.commands if command.id in ids for key in command.keys]


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
