"""What holds for every request: which hosts and origins are ours, and what each answer tells the browser."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

# Our own scripts and styles and nothing else; the terminal writes its colours as styles into the page.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self'; connect-src 'self' {sockets}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Origins:
    """Under which addresses this server is known, such as https://annotate.example.org; the first is told.

    `proxied`: a proxy on this machine says whom it speaks for.
    """

    known: tuple[str, ...]
    proxied: bool = False

    @property
    def secure(self) -> bool:
        """Whether browsers come by TLS."""
        return self.known[0].startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(urlsplit(origin).netloc for origin in self.known)

    @property
    def cookie(self) -> str:
        """The cookie's name. By TLS no other host can set it; else servers on other ports have theirs."""
        port = urlsplit(self.known[0]).port or 80
        return "__Host-annotator" if self.secure else f"annotator-{port}"

    def headers(self) -> dict[str, str]:
        """What every answer says."""
        # 'self' has them in newer browsers; none knows an address of IPv6 there.
        sockets = " ".join(origin.replace("http", "ws", 1) for origin in self.known if "[" not in origin)
        always = {
            "Content-Security-Policy": _POLICY.format(sockets=sockets),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Server": "annotator",
        }
        return always | ({"Strict-Transport-Security": "max-age=31536000"} if self.secure else {})

    def address(self, request: web.Request) -> str:
        """Whose request it is, as failures are counted."""
        remote = request.remote or ""
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return said[:64] if said and self.proxied and remote in ("127.0.0.1", "::1") else remote


def checked(origins: Origins) -> Middleware:
    """Refuses what was meant for another host (a rebound name) or comes from a page of another origin."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host not in origins.hosts:
            raise web.HTTPForbidden(text="This server is not known by that name.")
        safe = request.method in ("GET", "HEAD") and "Upgrade" not in request.headers
        if not safe and request.headers.get("Origin") not in origins.known:
            raise web.HTTPForbidden(text="This came from a page of another origin.")
        return await handler(request)

    return check


def saying(origins: Origins) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Puts the headers on every answer; pages are not to be kept, what they load may be."""
    headers = origins.headers()

    async def say(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)
        response.headers.setdefault("Cache-Control", "no-store")

    return say
