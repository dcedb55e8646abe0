"""A server in the test's own process, with two people and a clock that stands still, and its clients."""

import asyncio
import re
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import pyte
from aiohttp import web

from annotator.store import Store
from annotator.web import secrets
from annotator.web.guard import Origins
from annotator.web.limits import Limits
from annotator.web.programs import Programs
from annotator.web.server import application
from annotator.web.site import Site
from tests.web import program

PATIENCE = 30.0  # seconds for a fact to come true; only a failing test waits as long
LINKS = {"ana": "the link of ana", "ben": "the link of ben"}
PASSWORD = "correct horse battery"


class Clock:
    """Time passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Small(Programs):
    """Runs the small program, whoever it is for."""

    def command(self, name: str) -> list[str]:
        return [sys.executable, str(Path(program.__file__)), name]


async def until(
    fact: Callable[[], Any],
    tell: Callable[[], object] = lambda: "",
    progress: Callable[[], object] = lambda: None,
) -> Any:
    """Wait until the fact holds; its value. As long as `progress` says something new there is patience."""
    seen, since = progress(), time.monotonic()
    while not (value := fact()):
        await asyncio.sleep(0.01)
        if (now := progress()) != seen:
            seen, since = now, time.monotonic()
        assert time.monotonic() - since < PATIENCE, f"not so in {PATIENCE} s: {tell()}"
    return value


class Screen:
    """A page's websocket, and the terminal that it shows."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, columns: int, rows: int) -> None:
        self.ws = ws
        self._shown = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._shown)
        self._unseen = bytearray()  # shown when somebody looks: that takes a second a megabyte
        self.raw = bytearray()
        self.words: list[Any] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.ws:
            if message.type is aiohttp.WSMsgType.BINARY:
                self.raw += message.data
                self._unseen += message.data
            else:
                self.words.append(message.json())

    @property
    def text(self) -> str:
        self._stream.feed(bytes(self._unseen))
        self._unseen.clear()
        return "\n".join(line.rstrip() for line in self._shown.display)

    async def sees(self, words: str) -> str:
        await until(lambda: words in self.text, lambda: f"“{words}” on\n{self.text}")
        return self.text

    async def type(self, text: str) -> None:
        await self.ws.send_json(["stdin", text])

    async def closed(self) -> int | None:
        """Wait until the server closes it; the code."""
        async with asyncio.timeout(PATIENCE):
            await self._reading
        return self.ws.close_code

    async def close(self) -> None:
        await self.ws.close()
        await self._reading


@dataclass
class Client:
    """A browser: its cookies, and the Origin that its pages have."""

    http: aiohttp.ClientSession
    origin: str
    screens: list[Screen] = field(default_factory=list)

    async def post(self, path: str, said: Any = None, **headers: str) -> tuple[int, str]:
        given = {"Origin": self.origin} | {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.post(path, json=said, headers=given) as answer:
            return answer.status, await answer.text()

    async def sign_in(self, **asked: str) -> int:
        return (await self.post("/sign-in", asked))[0]

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.http.get(path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def page(self) -> str:
        """Load the page; the token that it got."""
        found = re.search(r'data-page="([^"]+)"', (await self.get("/"))[1])
        assert found is not None
        return found[1]

    async def state(self, page: str) -> tuple[str, str]:
        async with self.http.get(f"/state?page={page}") as answer:
            said = await answer.json()
            return said["state"], said["says"]

    async def screen(
        self, page: str | None = None, columns: int = 60, rows: int = 10, asked: str = ""
    ) -> Screen:
        """What a page shows; a new one unless one is named. `asked`: another size than it really has."""
        token = page or await self.page()
        path = f"/ws/{token}?{asked or f'width={columns}&height={rows}'}"
        ws = await self.http.ws_connect(path, headers={"Origin": self.origin}, max_msg_size=0)
        self.screens.append(Screen(ws, columns, rows))
        return self.screens[-1]

    async def refused(self, path: str, **headers: str) -> int:
        """The status with which a websocket is refused."""
        given = {"Origin": self.origin} | headers
        try:
            ws = await self.http.ws_connect(path, headers=given)
        except aiohttp.WSServerHandshakeError as problem:
            return problem.status
        await ws.close()
        raise AssertionError("it was not refused")


class Served:
    """The server and its clients."""

    def __init__(self, site: Site, store: Store, clock: Clock, origin: str) -> None:
        self.site, self.store, self.clock, self.origin = site, store, clock, origin
        self.problems: list[Exception] = []
        self._clients: list[Client] = []

    def client(self) -> Client:
        """A browser that nobody has used."""
        jar = aiohttp.CookieJar(unsafe=True)  # which has cookies for numbers, too
        self._clients.append(Client(aiohttp.ClientSession(self.origin, cookie_jar=jar), self.origin))
        return self._clients[-1]

    async def signed_in(self, name: str) -> Client:
        client = self.client()
        assert await client.sign_in(link=LINKS[name]) == 204
        return client

    async def close(self) -> None:
        for client in self._clients:
            for screen in client.screens:
                await screen.close()
            await client.http.close()


@cache
def _hashed() -> str:
    """Made to be slow: once will do for all servers."""
    return secrets.hashed(PASSWORD)


@asynccontextmanager
async def serving(folder: Path, limits: Limits, proxied: bool = False) -> AsyncIterator[Served]:
    """A server for ana and ben, who have links, and ana a password, too."""
    clock = Clock()
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
        for name, link in LINKS.items():
            store.add_actor(name)
            store.add_credential(name, "link", secrets.digest(link))
        store.add_credential("ana", "password", _hashed())
        problems: list[Exception] = []
        programs = Small(folder, "unused.db", {"PATH": "/usr/bin:/bin"})
        site = Site(store, programs, limits, clock, problems.append)
        runner = web.AppRunner(application(site, Origins((origin,), proxied)), access_log=None)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        served = Served(site, store, clock, origin)
        served.problems = problems
        try:
            yield served
        finally:
            await served.close()
            await site.close()
            await runner.cleanup()
    assert [str(problem) for problem in problems] == []
