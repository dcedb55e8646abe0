"""The guideline on a page of its own, a section at a time: a whole guideline takes seconds to lay out.

Imported when it is first asked for: Markdown costs a start a tenth of a second.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownBlock

from annotator.guideline.sections import Section, readable
from annotator.tui.lines import Line, row
from annotator.tui.listing import Item, Listing, said
from annotator.tui.prompt import TextLine
from annotator.tui.sheet import CANCEL, Done, Sheet

KEYS = "q closes · j k scroll · [ ] section · t contents · / search · space page"


class Place(NamedTuple):
    """A section, and a line of its text that was searched for."""

    section: int
    line: int | None = None


class GuidelineView(Vertical):
    """Shows one section."""

    DEFAULT_CSS = """
    GuidelineView { layer: above; dock: top; width: 100%; height: 100%; background: $surface; }
    GuidelineView > Line { height: 1; background: $panel; }
    GuidelineView > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    GuidelineView Markdown { margin: 0; padding: 0 1; }
    GuidelineView .found { border-left: heavy $accent; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title_line, self.keys_line = Line(), Line()
        # What a browser makes of &#8238; must not reach a terminal: the text is shown as it is written.
        plain = MarkdownIt("gfm-like").disable("entity")
        self._markdown = Markdown(text, parser_factory=lambda: plain, open_links=False)
        self._scroller = VerticalScroll(self._markdown, can_focus=False)

    def compose(self) -> ComposeResult:
        yield self.title_line
        yield self._scroller
        yield self.keys_line

    async def put(self, text: str, line: int | None) -> None:
        """Show a section from its beginning, or where `line` (counted from 0) of its text is."""
        await self._markdown.update(text)
        self._scroller.scroll_home(animate=False, immediate=True)
        if line is not None and (block := self._block(line)) is not None:
            block.add_class("found")
            self.call_after_refresh(self._scroller.scroll_to_widget, block, animate=False, top=True)

    def _block(self, line: int) -> MarkdownBlock | None:
        """The smallest piece of the page that holds this line of its text."""
        found = [b for b in self.query(MarkdownBlock) if b.source_range[0] <= line < b.source_range[1]]
        return min(found, key=lambda b: b.source_range[1] - b.source_range[0], default=None)

    def scroll(self, by: int) -> None:
        self._scroller.scroll_relative(y=by, animate=False, immediate=True)

    @property
    def page(self) -> int:
        """The lines of a page, less two that stay in view."""
        return max(1, self._scroller.size.height - 2)


class GuidePage(Sheet[None]):
    """Reads, lists the contents, asks for what to search and lists where it stands."""

    def __init__(
        self, every: Sequence[Section], at: int, note: str, room: Callable[[], int], closes: Sequence[str]
    ) -> None:
        self._every, self._place, self._room, self._closes = every, Place(at), room, (*CANCEL, "q", *closes)
        self._typing: TextLine | None = None
        self._list: Listing[Place] | None = None
        self.view = GuidelineView(_shown(every[at]))
        self._title()
        self._say(note or KEYS, "$warning" if note else "")

    # What is shown

    def _show(self, place: Place) -> None:
        self._place = place
        self._title()
        self.view.call_later(self.view.put, _shown(self._every[place.section]), place.line)

    def _title(self) -> None:
        section, where = self._every[self._place.section], self._place.section + 1
        about = f"· {section.file} · {where} of {len(self._every)}"
        self.view.title_line.say((f" {_name(section)} ", "bold"), (about, "dim"))

    def _say(self, words: str, style: str = "") -> None:
        self.view.keys_line.say((f" {words}", style))

    def lines(self, width: int) -> list[Content]:
        if self._typing is not None:
            keys = ("   enter searches · ctrl+g goes back", "dim")
            typed = row(f" {self._typing.before}", ("▏", "bold"), self._typing.behind, width=width)
            return [row(("Search the guideline for:", "bold $accent"), keys, width=width), typed]
        return self._list.lines(width) if self._list is not None else []

    # Keys

    def press(self, key: str, character: str | None) -> Done[None] | None:
        if self._typing is not None:
            self._search(self._typing, key, character)
        elif self._list is not None:
            self._chosen(self._list.press(key, character))
        elif key in self._closes:
            return Done(None)
        else:
            self._read(key, character)
        return None

    def paste(self, text: str) -> None:
        if self._typing is not None:
            self._typing.type(text)

    def _read(self, key: str, character: str | None) -> None:
        self._say(KEYS)
        page = self.view.page
        by = {"j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page}
        by |= {"home": -1_000_000, "end": 1_000_000}
        if key in by:
            self.view.scroll(by[key])
        elif character in ("[", "]"):
            at = self._place.section + (1 if character == "]" else -1)
            if 0 <= at < len(self._every):
                self._show(Place(at))
        elif character == "t":
            self._list = Listing("Contents", self._contents(), self._room, at=self._place.section)
        elif character == "/":
            self._typing = TextLine()

    def _contents(self) -> list[Item[Place]]:
        return [
            Item(Place(n), (f"{'  ' * max(0, section.level - 1)}{_name(section)}",))
            for n, section in enumerate(self._every)
        ]

    def _search(self, typed: TextLine, key: str, character: str | None) -> None:
        if key in CANCEL:
            self._typing = None
        elif key == "enter":
            self._typing = None
            if typed.text.strip():
                self._list = Listing(f"“{typed.text.strip()}”", self._hits(typed.text.strip()), self._room)
        else:
            typed.press(key, character)

    def _hits(self, wanted: str) -> list[Item[Place]]:
        """The lines in which it stands, whatever its case."""
        found = [
            Item(Place(n, at), ((f"{_name(section)}: ", "dim"), line.strip("#*- ")))
            for n, section in enumerate(self._every)
            for at, line in enumerate(section.text.split("\n"))
            if wanted.casefold() in line.casefold()
        ]
        return found or [said(("that stands nowhere in the guideline", "$warning"))]

    def _chosen(self, done: Done[Place] | None) -> None:
        if done is not None:
            self._list = None
            if done.chosen is not None:
                self._show(done.chosen)


def _shown(section: Section) -> str:
    """Without the heading, which stands above; the lines keep their numbers."""
    text = readable(section.text)
    return "\n" + text.partition("\n")[2] if section.title else text


def _name(section: Section) -> str:
    return section.title or section.file
