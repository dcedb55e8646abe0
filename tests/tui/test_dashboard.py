"""The dashboard in Pilot: what it shows, as readable text; its keys; and that it waits for nobody.

After a change that is meant: ANNOTATOR_SCREENS=write scripts/test tests/tui/test_dashboard.py; read the diff.
"""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.errors import StoreError
from annotator.tui.commands import commands
from annotator.tui.dashboard.app import DashboardApp
from annotator.tui.dashboard.page import Page, shown
from annotator.tui.dashboard.screen import Dashboard
from annotator.work.quality.watching import Overview, Watch
from tests.tui.played import LARGE, SMALL
from tests.work.desks import scheme
from tests.work.quality.rounds import BEGAN, opened, worked

WRITE = os.environ.get("ANNOTATOR_SCREENS") == "write"  # read now: no test sees the variable
GOLDENS = Path(__file__).parent / "dashboard"
EVIL = "\x1b]52;c;x\x07[/foo] \u202eevil"


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    """A round with somebody who does not read, a day after it began."""
    with opened(f"sqlite:///{tmp_path_factory.mktemp('round') / 'a.db'}") as store:
        worked(store)
        return Watch(store, scheme(), now=lambda: BEGAN + timedelta(days=1)).look()


@asynccontextmanager
async def watched(
    look: Callable[[], Overview], size: tuple[int, int] = SMALL, seconds: float = 3600
) -> AsyncIterator[tuple[Pilot[None], Dashboard]]:
    """A dashboard that has looked once."""
    app = DashboardApp(look, commands(scheme()), seconds)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Dashboard)
        yield pilot, screen


def text(pilot: Pilot[None]) -> str:
    strips = pilot.app.screen._compositor.render_strips()
    assert all(strip.cell_length == pilot.app.size.width for strip in strips)
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
async def test_the_screens_are_those_that_were_read(size: tuple[int, int], overview: Overview) -> None:
    async with watched(lambda: overview, size) as (pilot, _screen):
        for page in Page:
            file, found = GOLDENS / f"{page}-{size[0]}x{size[1]}.txt", text(pilot)
            if WRITE:
                file.write_text(found, "utf-8")
            assert found == file.read_text("utf-8"), page
            await pilot.press("tab")


async def test_keys_turn_pages_scroll_help_and_leave(overview: Overview) -> None:
    many = replace(overview, articles=overview.articles * 10)
    async with watched(lambda: many) as (pilot, screen):
        await pilot.press("tab")
        assert screen.page is Page.ARTICLES
        await pilot.press("j", "j", "k", "space")
        assert screen.top == 20
        assert "more below" in text(pilot)
        await pilot.press("k", "pageup", "pageup")
        assert screen.top == 0
        await pilot.press("shift+tab", "shift+tab")
        assert str(screen.page) == "alarms"
        await pilot.press("ctrl+t")
        assert pilot.app.theme == "light"
        await pilot.press("?")
        assert "Watching a round" in text(pilot)
        await pilot.press("q")
        assert pilot.app.screen is screen
        await pilot.press("q")
        assert pilot.app._exit


async def test_a_look_that_takes_long_holds_nobody_up_and_an_error_is_said(overview: Overview) -> None:
    asked, go_on = threading.Event(), threading.Event()
    looks: Iterator[int] = iter(range(9))

    def look() -> Overview:
        if next(looks) == 1:
            asked.set()
            go_on.wait()
            raise StoreError("the database is away")
        return overview

    async with watched(look) as (pilot, screen):
        await pilot.press("r", "r")
        await asyncio.to_thread(asked.wait)
        assert "looking" in screen.news
        await pilot.press("tab")  # while it looks
        assert screen.page is Page.ARTICLES
        go_on.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "the database is away" in text(pilot)
        assert "The harbour" in text(pilot)
        await pilot.press("r")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "away" not in text(pilot)


@pytest.mark.parametrize("width", [20, 80])
def test_nothing_of_a_name_or_title_reaches_the_terminal(width: int, overview: Overview) -> None:
    person = replace(overview.people[2], name=EVIL)
    person = replace(person, alarms=tuple(x._replace(name=EVIL) for x in person.alarms))
    article = replace(overview.articles[0], title=EVIL, people=((EVIL, 3),))
    some = replace(overview, people=(person,), articles=(article,))
    for page in Page:
        found = shown(some, page, width)
        said = "".join(part for line in (*found.head, *found.body) for part, _ in line)
        assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_an_empty_round_says_what_to_do() -> None:
    empty = Overview("2031-03-04T00:00:00Z", None, (), (), 0, ())
    (line,) = shown(empty, Page.PEOPLE, 80).body
    assert "annotator ingest" in line[0][0]
