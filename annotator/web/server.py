"""The server: its routes, and its life from the first request to the last program's end."""

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from annotator.errors import AnnotatorError
from annotator.web import pages
from annotator.web.door import Asked, Refused
from annotator.web.guard import Origins, checked, saying
from annotator.web.sessions import SIGNED_OUT, Page, Session, Told
from annotator.web.showing import shown
from annotator.web.site import Site

HEARING = 1.0  # seconds; of a connection that broke nobody hears
HERE = Told("here", "")
OLD = Told("over", "This page is an old one.")
UNOPENED = Told("over", "The screen could not be opened. Try again; if it stays so, tell the lead.")


class _Routes:
    def __init__(self, site: Site, origins: Origins) -> None:
        self._site, self._origins = site, origins

    async def index(self, request: web.Request) -> web.Response:
        """The screen for who has signed in, the door for everybody else."""
        session = self._session(request)
        if session is None:
            return web.Response(text=pages.sign_in(), content_type="text/html")
        page = session.new_page()
        scheme = "wss" if self._origins.secure else "ws"
        address = f"{scheme}://{request.host}/ws/{page.token}"
        return web.Response(text=pages.work(session.name, page.token, address), content_type="text/html")

    async def sign_in(self, request: web.Request) -> web.Response:
        try:
            cookie = await self._site.enter(
                await _asked(request), self._origins.address(request), self._cookie(request)
            )
        except Refused as refused:
            if refused.wait:
                later = {"Retry-After": str(refused.wait)}
                return web.Response(status=429, text=str(refused), headers=later)
            return web.Response(status=401, text=str(refused))
        answer = web.Response(status=204)
        name, secure = self._origins.cookie, self._origins.secure
        answer.set_cookie(name, cookie, path="/", httponly=True, samesite="Strict", secure=secure)
        return answer

    async def sign_out(self, request: web.Request) -> web.Response:
        if session := self._session(request):
            await self._site.end(session, SIGNED_OUT)
        answer = web.Response(status=204)
        answer.del_cookie(self._origins.cookie, path="/", secure=self._origins.secure, samesite="Strict")
        return answer

    async def state(self, request: web.Request) -> web.Response:
        """Why a page shows no screen."""
        session = self._session(request)
        page = session and session.pages.get(request.query.get("page", ""))
        told = await _told(page) if page else OLD
        if session is None or session.ended:
            told = self._site.sessions.why(self._cookie(request))
        return web.json_response({"state": told.state, "says": told.says})

    async def socket(self, request: web.Request) -> web.StreamResponse:
        session = self._session(request)
        if session is None:
            raise web.HTTPUnauthorized(text="You are not signed in here.")
        page = session.pages.get(request.match_info["page"])
        if page is None or page.used:
            raise web.HTTPNotFound(text="This is no page of yours, or it was shown already.")
        return await shown(self._site, session, page, request)

    async def asset(self, request: web.Request) -> web.StreamResponse:
        found = pages.assets().get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        file, kind = found
        return web.FileResponse(file, headers={"Content-Type": kind, "Cache-Control": "no-cache"})

    def _session(self, request: web.Request) -> Session | None:
        return self._site.sessions.find(self._cookie(request))

    def _cookie(self, request: web.Request) -> str:
        return request.cookies.get(self._origins.cookie, "")


async def _told(page: Page) -> Told:
    if page.used and page.told is None:  # a page hears that its websocket is closed sooner than we do
        with suppress(TimeoutError):
            await asyncio.wait_for(page.over.wait(), HEARING)
    return page.told or (HERE if page.used else UNOPENED)


async def _asked(request: web.Request) -> Asked:
    """What a page shows at the door. Raises HTTPBadRequest, and HTTPRequestEntityTooLarge."""
    try:
        said = json.loads(await request.read()) if request.content_type == "application/json" else None
    except (ValueError, RecursionError):
        said = None
    fields = {"link", "name", "password"}
    if (
        not isinstance(said, dict)
        or not said.keys() <= fields
        or not all(isinstance(v, str) for v in said.values())
    ):
        raise web.HTTPBadRequest(text="This is not what the page of this server sends.")
    return Asked(**said)


def _in_words(site: Site) -> Middleware:
    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except AnnotatorError as problem:
            site.tell(problem)
            raise web.HTTPServiceUnavailable(text="The server cannot do that now; tell the lead.") from None
        except Exception as problem:  # noqa: BLE001  # no traceback reaches anybody's page
            site.tell(problem)
            raise web.HTTPInternalServerError(text="This is a defect of the server; tell the lead.") from None

    return answer


def application(site: Site, origins: Origins) -> web.Application:
    """All that the server answers."""
    routes = _Routes(site, origins)
    app = web.Application(middlewares=[checked(origins), _in_words(site)], client_max_size=site.limits.body)
    app.add_routes(
        [
            web.get("/", routes.index),
            web.get("/state", routes.state),
            web.get("/ws/{page}", routes.socket),
            web.get("/static/{name}", routes.asset),
            web.post("/sign-in", routes.sign_in),
            web.post("/sign-out", routes.sign_out),
        ]
    )
    app.on_response_prepare.append(saying(origins))
    app.cleanup_ctx.append(_life(site))
    return app


def _life(site: Site) -> Callable[[web.Application], AsyncIterator[None]]:
    async def life(_app: web.Application) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(site))
        yield
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping

    return life


async def _sweep(site: Site) -> None:
    while True:
        await asyncio.sleep(site.limits.sweep)
        try:
            await site.sweep()
        except Exception as problem:  # noqa: BLE001  # the next round may go better
            site.tell(problem)


async def serve(site: Site, origins: Origins, listening: socket.socket) -> None:
    """Serve until the process is told to end (SIGINT, SIGTERM, SIGHUP); all programs have left then."""
    over = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, over.set)
    runner = web.AppRunner(application(site, origins), access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        await over.wait()
    finally:
        await site.close()
        await runner.cleanup()
