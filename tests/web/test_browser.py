"""The whole way in a real browser: a link, a quote labelled by keyboard, a broken connection, and back."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from annotator.model import Layer, LayerKind
from annotator.store import Store
from tests.web.browser import Browser, Tab, started
from tests.web.running import annotator, link, project, running
from tests.web.world import until

PICTURES = os.environ.get("ANNOTATOR_PICTURES")  # a folder: what the pages look like is put there


class Wire:
    """What lies between a browser and a server: all that comes to its port goes on, until it is cut."""

    def __init__(self) -> None:
        self.port = 0
        self._to = _free()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def words(self) -> tuple[str, ...]:
        """How the server is to be started."""
        return "--port", str(self._to), "--origin", self.origin

    def lead(self, other: "Wire") -> None:
        """To where another leads."""
        self._to = other._to

    async def cut(self) -> None:
        """Every connection breaks, and none can be made."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, on = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, on}
        await asyncio.gather(self._pass(reader, on), self._pass(there, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.transport.abort()
        self._open.discard(writer)


def _free() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@asynccontextmanager
async def between() -> AsyncIterator[Wire]:
    wire = Wire()
    await wire.listen()
    try:
        yield wire
    finally:
        await wire.cut()


@pytest.fixture
async def chromium(browser: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with started(browser, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


async def picture(tab: Tab, name: str) -> None:
    if PICTURES:
        await tab.picture(Path(PICTURES) / f"{name}.png")


LABELLED = [("“We will rebuild the bridge,”", "Ida Brenn")]


def quotes(folder: Path) -> list[tuple[str, ...]]:
    """(content, speaker) of each quote of ana's."""
    with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
        (digest,) = (info.digest for info in store.articles())
        text = store.article(digest).text
        found = store.open_article(digest, Layer(LayerKind.HUMAN, "ana")).quotes
        names = {speaker.id: speaker.name for speaker in store.speakers()}  # those it names were there before
        return [
            (
                *(text[s.start : s.end] for s in one.content),
                *(names[v.speaker] for v in one.speakers if v.speaker),
            )
            for one in found
        ]


OPEN = "document.body.classList.contains('-loaded') && document.getElementById('veil').hidden"
SHOWN = "document.getElementById('veil') !== null && !document.getElementById('veil').hidden"
SAYS = "document.getElementById('says').textContent"


async def told(tab: Tab, words: str) -> None:
    """Wait until the page itself, not the terminal, says this."""
    await tab.until(f"{SHOWN} && {SAYS}.includes({words!r})")


async def signed_in(chromium: Browser, folder: Path, origin: str) -> Tab:
    """A tab in which ana has opened her link, and sees her screen."""
    tab = await chromium.tab(apart=True)
    await tab.goto(await link(folder, origin))
    await tab.sees("sentence 1/3")
    return tab


async def test_a_quote_is_labelled_the_connection_breaks_and_it_is_still_there(
    chromium: Browser, tmp_path: Path
) -> None:
    await project(tmp_path)
    async with between() as wire, running(tmp_path, *wire.words()):
        tab = await signed_in(chromium, tmp_path, wire.origin)
        assert await tab.js("location.href") == f"{wire.origin}/"  # the link's token is in no history
        await tab.press("j")
        await tab.sees("sentence 2/3")
        await tab.press("q")
        await tab.sees("marked")
        await tab.press("w")
        await tab.sees("PEOPLE")
        await tab.press(*"Ida Brenn", "Enter")
        await tab.sees("what kind of speaker is this?")
        await tab.press("p")
        await until(lambda: quotes(tmp_path) == LABELLED, tab.screen)
        await picture(tab, "labelled")

        await wire.cut()
        await told(tab, "The server cannot be reached. What you did is saved.")
        await picture(tab, "cut")
        await wire.listen()
        await tab.until(OPEN)
        screen = await tab.sees("sentence 2/3")
        assert "Ida Brenn" in screen.partition("sentence 2")[2]
        await picture(tab, "back")
        await tab.press("u")
        await tab.sees("taken back")
        assert [one[:1] for one in quotes(tmp_path)] == [LABELLED[0][:1]]

        assert tab.complaints == []
        elsewhere = [
            url for url in tab.asked if not url.startswith((wire.origin, wire.origin.replace("http", "ws")))
        ]
        assert elsewhere == []


async def test_a_page_says_that_its_server_died_and_that_one_has_to_sign_in_again(
    chromium: Browser, tmp_path: Path
) -> None:
    await project(tmp_path)
    async with between() as wire:
        async with running(tmp_path, *wire.words()) as server:
            tab = await signed_in(chromium, tmp_path, wire.origin)
            await tab.press("j", "q")
            await tab.sees("marked")
            server.process.kill()
            await told(tab, "The server cannot be reached. What you did is saved.")
        async with running(tmp_path, *wire.words()):
            await told(tab, "You are not signed in here.")
            await picture(tab, "sign-in-again")
            await tab.press("Enter")  # the button has the focus
            await tab.until("document.querySelector('#password') !== null")
            assert len(quotes(tmp_path)) == 1
            again = await signed_in_at_2(chromium, tmp_path, wire.origin)
            await again.sees("“We will rebuild the bridge,”")


async def signed_in_at_2(chromium: Browser, folder: Path, origin: str) -> Tab:
    """A tab after signing in anew: its screen opens where ana left off."""
    tab = await chromium.tab(apart=True)
    await tab.goto(await link(folder, origin))
    await tab.sees("sentence 2/3")
    return tab


async def test_leaving_going_on_and_signing_out(chromium: Browser, tmp_path: Path) -> None:
    await project(tmp_path)
    async with between() as wire, running(tmp_path, *wire.words()):
        tab = await signed_in(chromium, tmp_path, wire.origin)
        await tab.press("j")
        await tab.sees("sentence 2/3")
        await tab.press("Q")
        await told(tab, "You have left. Everything is saved.")
        await picture(tab, "left")
        await tab.press("Enter")
        await tab.until(OPEN)
        await tab.sees("sentence 2/3")
        await tab.js("document.getElementById('leave').click()")
        await tab.until("document.querySelector('#password') !== null")
        await tab.goto(f"{wire.origin}/")
        await tab.until("document.querySelector('#password') !== null")


async def test_a_password_opens_the_screen_and_a_wrong_one_does_not(
    chromium: Browser, tmp_path: Path
) -> None:
    await project(tmp_path)
    assert (await annotator(tmp_path, "serve", "--password", "ana", stdin="correct horse\n"))[0] == 0
    async with between() as wire, running(tmp_path, *wire.words()):
        tab = await chromium.tab()
        await tab.goto(f"{wire.origin}/")
        await tab.fill("#name", "ana")
        await tab.fill("#password", "wrong horse")
        await tab.press("Enter")
        await tab.until(f"{SAYS}.startsWith('This does not open the door.')")
        await picture(tab, "wrong")
        await tab.js("document.getElementById('password').value = ''")
        await tab.fill("#password", "correct horse")
        await tab.press("Enter")
        await tab.sees("sentence 1/3")


async def test_a_page_of_another_origin_cannot_reach_the_screen(chromium: Browser, tmp_path: Path) -> None:
    """The browser of somebody signed in opens a hostile page; here another port on the same machine."""
    await project(tmp_path)
    async with between() as wire, between() as other, running(tmp_path, *wire.words()):
        other.lead(wire)
        tab = await signed_in(chromium, tmp_path, wire.origin)
        page = await tab.js("document.body.dataset.page")
        await tab.goto(f"{other.origin}/")
        await tab.until("document.body && document.body.textContent.includes('not known by that name')")
        address = f"{wire.origin.replace('http', 'ws')}/ws/{page}?width=80&height=24"
        reached = f"""
            new Promise(done => {{
                const socket = new WebSocket("{address}");
                socket.onopen = () => done("open");
                socket.onerror = () => done("refused");
            }})
        """
        done = await tab.send("Runtime.evaluate", expression=reached, awaitPromise=True, returnByValue=True)
        assert done["result"]["value"] == "refused"
