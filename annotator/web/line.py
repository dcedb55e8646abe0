"""The line to one page: its websocket, and how it is cut where the page does not answer."""

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, web

PATIENCE = 2.0  # seconds that a page has to take its leave


class Line:
    """An open websocket."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self._transport = request.transport

    async def send(self, data: bytes) -> None:
        """Returns when the page takes it. Raises ConnectionError."""
        await self.socket.send_bytes(data)

    async def shut(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Take leave, and cut the line: whoever still waits to write to it hears of that."""
        with suppress(ConnectionError, TimeoutError):
            await asyncio.wait_for(self.socket.close(code=code), PATIENCE)
        if self._transport is not None:
            self._transport.abort()
