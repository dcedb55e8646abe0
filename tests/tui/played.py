"""The program in Textual's Pilot, played by the bytes that a terminal sends.

Pilot's own `press` waits tens of milliseconds a key. Here a burst of keys goes through Textual's parser into
the queue of the program, and it is over when a call that was queued behind it was made.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from annotator.cli.guidelines import pages
from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read
from annotator.model import Article
from annotator.store import Store
from annotator.text.sentences import SEGMENTER
from annotator.tui.app import AnnotatorApp
from annotator.tui.commands import commands
from annotator.tui.pages import Guides
from annotator.tui.reader import Reader
from annotator.tui.screen import AnnotateScreen
from annotator.work.worklist import Worklist
from tests.conftest import ROOT
from tests.typist import raw

SMALL, LARGE = (80, 24), (200, 60)


class Played:
    """A program under somebody's hands."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = cast(AnnotatorApp, pilot.app)

    @property
    def work(self) -> Worklist:
        return self.app.work

    @property
    def annotating(self) -> AnnotateScreen:
        """The screen below whatever lies over it."""
        return next(s for s in self.app.screen_stack if isinstance(s, AnnotateScreen))

    @property
    def reader(self) -> Reader:
        return self.annotating.reader

    async def press(self, *keys: str) -> None:
        """Press keys as fast as a terminal can send them; return when all were followed."""
        for message in sent(keys):
            self.app.post_message(message)
        await self.settled()

    async def paste(self, text: str) -> None:
        """Paste `text` as a terminal does that brackets it."""
        for message in XTermParser().feed(f"\x1b[200~{text}\x1b[201~"):
            self.app.post_message(message)
        await self.settled()

    async def settled(self) -> None:
        """Wait until what was queued for the program, its screen, and by that for the program was handled."""
        for queue in ("app", "screen", "app"):
            handled = asyncio.Event()
            (self.app if queue == "app" else self.app.screen).call_later(handled.set)
            while not handled.is_set() and not self.over:
                await asyncio.sleep(0)

    @property
    def over(self) -> bool:
        """Whether the program has ended, or broke."""
        return self.app._exit or self.app._exception is not None

    async def strips(self) -> list[Strip]:
        """The screen as it is painted, a strip a row."""
        await self.pilot.pause()
        return self.app.screen._compositor.render_strips()

    async def rows(self) -> list[str]:
        """The screen as text."""
        return [strip.text.rstrip() for strip in await self.strips()]

    async def text(self) -> str:
        return "\n".join(await self.rows())

    async def news(self) -> str:
        """What is said of the last key, as it can be read: on its line, or laid over where it is longer."""
        await self.pilot.pause()
        over = self.annotating.query_one("#sheet")
        said = over if over.display and self.annotating.asked is None else self.annotating.query_one("#news")
        rows = (said.render_line(y).text.strip() for y in range(said.size.height))
        return " ".join(row for row in rows if row.strip("━"))


def sent(keys: Sequence[str]) -> list[Message]:
    """The events that Textual makes of what a terminal sends for `keys`."""
    found: list[Message] = []
    parser = XTermParser()
    for key in keys:
        # A lone Esc is only known by the pause behind it.
        found += [events.Key("escape", "\x1b")] if key == "escape" else parser.feed(raw([key]))
    return found


@asynccontextmanager
async def played(
    work: Worklist,
    size: tuple[int, int] = SMALL,
    keymap: Mapping[str, str] | None = None,
    guides: Guides = lambda: pages(ROOT),
) -> AsyncIterator[Played]:
    """A program on a screen of `size` columns and rows; what breaks in it fails the test."""
    app = AnnotatorApp(work, commands(work.scheme, keymap or {}), guides=guides)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Played(pilot)


def take_in(store: Store, *paths: Path) -> list[str]:
    """Put files into a database as `annotator ingest` does; their digests."""
    digests = []
    for one in read(paths):
        assert isinstance(one, Incoming), one
        store.add_article(_as_listed(one), one.sentences, one.regions, SEGMENTER)
        digests.append(one.article.digest)
    return digests


def _as_listed(one: Incoming) -> Article:
    """The article with the paths that the manifest has."""
    sources = (replace(s, path=s.path.removeprefix(f"{ROOT}/")) for s in one.article.sources)
    return replace(one.article, sources=tuple(sources))


def records(store: Store, work: Worklist) -> list[dict[str, Any]]:
    """What `annotator export` writes of that person's layer."""
    from annotator.dataset.record import Registry
    from annotator.dataset.record import records as of

    with store.look([work.layer]) as found:
        registry = Registry(found.speakers, found.schemes)
        return [record for quoted in found.quoted for record in of(quoted, registry)]
