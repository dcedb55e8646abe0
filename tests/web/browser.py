"""A headless Chromium, driven by its own protocol (CDP) over one websocket."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pyte

LONGEST = 60.0  # seconds that any wait may take; each waits for a fact
_KEYS = {"Enter": ("Enter", "\r", 13), "Tab": ("Tab", "\t", 9), "Escape": ("Escape", "", 27)}


class Tab:
    """One tab. What the page's websockets receive is kept, for the terminal is a canvas without words."""

    def __init__(self, browser: "Browser", target: str, session: str) -> None:
        self._browser, self._target, self.session = browser, target, session
        self.received = bytearray()  # by the websocket that was opened last
        self.asked: list[str] = []  # the addresses that were asked for
        self.complaints: list[str] = []  # errors of scripts, and what the policy forbade

    async def send(self, method: str, **params: Any) -> Any:
        return await self._browser.send(method, self.session, **params)

    def hear(self, method: str, params: Any) -> None:
        """An event of the tab's."""
        if method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(params["url"])
            self.received.clear()
        elif method == "Network.webSocketFrameReceived" and params["response"]["opcode"] == 2:
            self.received += base64.b64decode(params["response"]["payloadData"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["source"] == "security":
            self.complaints.append(params["entry"]["text"])

    async def goto(self, url: str) -> None:
        await self.send("Page.navigate", url=url)

    async def js(self, expression: str) -> Any:
        """The value of an expression in the page; None while there is no page."""
        try:
            done = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        except ProtocolError:
            return None
        return done["result"].get("value")

    async def until(self, expression: str) -> Any:
        """Wait until the expression is true in the page; its value."""
        async with asyncio.timeout(LONGEST):
            while not (value := await self.js(expression)):
                await asyncio.sleep(0.05)
            return value

    async def fill(self, field: str, text: str) -> None:
        await self.until(f"document.querySelector({field!r}) !== null")
        await self.js(f"document.querySelector({field!r}).focus()")
        await self.send("Input.insertText", text=text)

    async def press(self, *keys: str) -> None:
        """Press keys: characters, or Enter, Tab, Escape."""
        for name in keys:
            key, text, code = _KEYS[name] if name in _KEYS else (name, name, ord(name.upper()))
            said = {"key": key, "windowsVirtualKeyCode": code}
            await self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **said)
            await self.send("Input.dispatchKeyEvent", type="keyUp", **said)

    def screen(self) -> str:
        """What stands in the terminal: what the page received, as another terminal shows it."""
        opened = [url for url in self.asked if "/ws/" in url]
        if not opened:
            return ""
        said = parse_qs(urlsplit(opened[-1]).query)  # how large the terminal is
        shown = pyte.Screen(int(said["width"][0]), int(said["height"][0]))
        pyte.ByteStream(shown).feed(bytes(self.received))
        return "\n".join(shown.display)

    async def sees(self, words: str) -> str:
        """Wait until these words stand in the terminal; the whole screen."""
        try:
            async with asyncio.timeout(LONGEST):
                while words not in (screen := self.screen()):
                    await asyncio.sleep(0.05)
                return screen
        except TimeoutError:
            raise AssertionError(f"“{words}” is not on the screen:\n{self.screen()}") from None

    async def picture(self, file: Path) -> None:
        done = await self.send("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(done["data"]))

    async def close(self) -> None:
        await self._browser.send("Target.closeTarget", targetId=self._target)


class ProtocolError(Exception):
    """The browser could not do it."""


class Browser:
    """A running browser with a profile of its own."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._tabs: dict[str, Tab] = {}
        self.listening = asyncio.create_task(self._listen())

    async def send(self, method: str, session: str | None = None, **params: Any) -> Any:
        number = max(self._asked, default=0) + 1
        self._asked[number] = answer = asyncio.get_running_loop().create_future()
        said = {"id": number, "method": method, "params": params}
        await self._socket.send_json(said | ({"sessionId": session} if session else {}))
        async with asyncio.timeout(LONGEST):
            return await answer

    async def tab(self, *, apart: bool = False) -> Tab:
        """A new tab; one apart shares no cookie with others."""
        where = await self.send("Target.createBrowserContext") if apart else {}
        made = await self.send("Target.createTarget", url="about:blank", **where)
        joined = await self.send("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        tab = Tab(self, made["targetId"], joined["sessionId"])
        self._tabs[tab.session] = tab
        for domain in ("Page", "Runtime", "Network", "Log"):
            await tab.send(f"{domain}.enable")
        return tab

    async def _listen(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" not in said:
                if tab := self._tabs.get(said.get("sessionId", "")):
                    tab.hear(said["method"], said["params"])
            elif "error" in said:
                self._asked[said["id"]].set_exception(ProtocolError(said["error"]["message"]))
            else:
                self._asked[said["id"]].set_result(said["result"])


@contextlib.asynccontextmanager
async def started(command: str, folder: Path) -> AsyncIterator[Browser]:
    """A browser with its profile in `folder`; it ends with the block."""
    process = await asyncio.create_subprocess_exec(
        *(command, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--no-first-run", "--disable-background-networking", "--hide-scrollbars", "--window-size=1000,700"),
        *("--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with aiohttp.ClientSession() as client:
            socket = await client.ws_connect(await _address(process), max_msg_size=0)
            browser = Browser(socket)
            yield browser
            await socket.close()
            await browser.listening
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(LONGEST):
        while line := (await process.stderr.readline()).decode("utf-8", "replace"):
            if line.startswith("DevTools listening on "):
                return line.removeprefix("DevTools listening on ").strip()
    raise AssertionError("the browser ended before it could be driven")
