"""The websocket between a page and a program: JSON of the page's, bytes of the program's."""

import json
from typing import Any

from aiohttp import WebSocketError, WSCloseCode, WSMsgType, web

from annotator.web.line import Line
from annotator.web.process import Size
from annotator.web.sessions import Page, Session, Told
from annotator.web.site import Site
from annotator.web.throttle import Bucket

TOO_MUCH = Told("over", "The page sent too much at once. What you did before is saved.")
NONSENSE = Told("over", "The page sent what this server does not understand; load it anew.")
HEARTBEAT = 15.0  # seconds; a page that answers none is gone
COLUMNS, ROWS = (20, 500), (5, 200)  # the least and the most of a terminal


class _Nonsense(ValueError):
    """A message has another form than textual.js gives it."""


async def shown(site: Site, session: Session, page: Page, request: web.Request) -> web.WebSocketResponse:
    """Show the session's screen on the page until either is over. Raises HTTPBadRequest."""
    try:
        size = _size(int(request.query["width"]), int(request.query["height"]))
    except (KeyError, ValueError):
        raise web.HTTPBadRequest(text="The address lacks the size of the terminal.") from None
    page.used = True
    socket = web.WebSocketResponse(
        timeout=1.0, heartbeat=HEARTBEAT, max_msg_size=site.limits.message, compress=False
    )
    await socket.prepare(request)
    line = Line(socket, request)
    try:
        if await site.show(session, page, line, size):
            await _listen(site, session, page, line)
    finally:
        page.over.set()
        site.gone(session, line)
        await line.shut()
    return socket


async def _listen(site: Site, session: Session, page: Page, line: Line) -> None:
    """Do what the page says until it goes, or is sent away and told why."""
    bucket = Bucket(site.limits.rate, site.limits.burst, site.clock)
    async for message in line.socket:
        if session.line is not line or session.process is None:
            return
        if message.type is WSMsgType.ERROR:  # it is closed already
            if isinstance(message.data, WebSocketError) and message.data.code == WSCloseCode.MESSAGE_TOO_BIG:
                page.told = TOO_MUCH
            return
        if message.type is not WSMsgType.TEXT:
            return await _away(page, line, WSCloseCode.UNSUPPORTED_DATA, NONSENSE)
        if not bucket.take():
            return await _away(page, line, WSCloseCode.POLICY_VIOLATION, TOO_MUCH)
        try:
            await _do(site, session, line.socket, *_parsed(message.data))
        except _Nonsense:
            return await _away(page, line, WSCloseCode.INVALID_TEXT, NONSENSE)


async def _away(page: Page, line: Line, code: int, told: Told) -> None:
    page.told = told
    await line.shut(code)


def _parsed(text: str) -> tuple[str, Any]:
    """(what is said, of what): `["stdin", "j"]`, `["resize", {"width": 80, "height": 24}]`, `["focus"]`."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise _Nonsense from None
    if not isinstance(said, list) or not 1 <= len(said) <= 2 or not isinstance(said[0], str):
        raise _Nonsense
    return said[0], said[1] if len(said) == 2 else None


async def _do(site: Site, session: Session, socket: web.WebSocketResponse, what: str, of: Any) -> None:
    process = session.process
    assert process is not None
    if what == "stdin" and isinstance(of, str):
        site.sessions.pressed(session)
        await process.write(of.encode("utf-8", "replace"))
    elif what == "resize" and isinstance(of, dict):
        width, height = of.get("width"), of.get("height")
        if type(width) is not int or type(height) is not int:
            raise _Nonsense
        process.resize(_size(width, height))
    elif what == "ping":
        await socket.send_json(["pong", str(of)[:40]])
    elif what not in ("focus", "blur"):  # of which the terminal itself tells the program, in its stdin
        raise _Nonsense


def _size(width: int, height: int) -> Size:
    """Within what a terminal can have."""
    return Size(min(max(width, COLUMNS[0]), COLUMNS[1]), min(max(height, ROWS[0]), ROWS[1]))
