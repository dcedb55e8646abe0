"""One request and one reply over HTTP, within a time and a size.

urllib does it: one JSON body goes out and one comes back, so that httpx (five packages) or a vendor's client
(a dozen) would bring more than they save. Nothing is followed: a redirect could carry key and article to
another host. A proxy that the environment names is used, except for this machine itself.
"""

import ssl
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import cast
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

from annotator import __version__
from annotator.config import EndpointSettings, is_loopback
from annotator.suggest.endpoint.failures import TryAgain
from annotator.suggest.suggester import Defeated, Unusable

LARGEST = 8_000_000  # bytes of a reply; a long article's answer has some ten thousand
_PIECE = 65_536
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered; the names of `headers` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """The way to one server."""

    def __init__(self, settings: EndpointSettings, key: str | None) -> None:
        parts = urlsplit(settings.url)
        path = parts.path.rstrip("/")
        path += "" if path.endswith(_PATH) else _PATH
        self.host = parts.netloc
        self._url = urlunsplit(parts._replace(path=path))
        self._seconds = settings.timeout
        self._key = _sendable(key, settings.key_variable) if key else None
        self._opener = _opener(parts.scheme, direct=is_loopback(parts.hostname or ""))

    def post(self, body: bytes, seconds: float) -> Reply:
        """What the server answers to the JSON `body` within `seconds`, or the configured time if it is less.

        Raises TryAgain where no whole reply came, Defeated where it is too large, Unusable where the server
        is not who it says.
        """
        seconds = max(0.001, min(seconds, self._seconds))
        request = urllib.request.Request(self._url, data=body, headers=self._headers(), method="POST")
        ends = time.monotonic() + seconds
        try:
            with cast(HTTPResponse, self._opener.open(request, timeout=seconds)) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, headers, _body(response, ends))
        except (OSError, HTTPException) as problem:
            raise self._failure(problem, seconds) from None

    def hushed(self, words: str) -> str:
        """`words` of the server without the key, should it repeat it."""
        return words.replace(self._key, "(key)") if self._key else words

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": f"quotation-annotator/{__version__}",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    def _failure(self, problem: OSError | HTTPException, seconds: float) -> Exception:
        met = not isinstance(problem, URLError)
        cause = problem.reason if isinstance(problem, URLError) else problem
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unusable(
                f"{self.host} has no certificate that this machine trusts: {cause.verify_message}"
            )
        if isinstance(cause, TimeoutError):
            return TryAgain(f"{self.host} did not answer within {seconds:g} seconds", unreachable=not met)
        if not met:
            return TryAgain(
                f"{self.host} cannot be reached ({_words(cause)}): is the server on?", unreachable=True
            )
        return TryAgain(f"the connection to {self.host} broke before the answer was whole")


def _opener(scheme: str, direct: bool) -> urllib.request.OpenerDirector:
    """No handler for redirects, none for errors: every status comes back as it is."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler({} if direct else None))
    if scheme == "https":
        opener.add_handler(urllib.request.HTTPSHandler(context=ssl.create_default_context()))
    else:
        opener.add_handler(urllib.request.HTTPHandler())
    return opener


def _body(response: HTTPResponse, ends: float) -> bytes:
    """All that is sent. A socket's own timeout starts anew with each byte: time is looked at here, too."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise Defeated(f"the answer has more than {LARGEST // 1_000_000} MB, and was not read")
        if time.monotonic() > ends:
            raise TimeoutError
    said = response.headers.get("Content-Length", "")
    if said.isdecimal() and size < int(said):  # read1 does not say so itself
        raise IncompleteRead(b"".join(pieces), int(said) - size)
    return b"".join(pieces)


def _sendable(key: str, variable: str | None) -> str:
    key = key.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise Unusable(f"the key in ${variable} has characters that no key has; set the variable again")
    return key


def _words(cause: object) -> str:
    return (cause.strerror if isinstance(cause, OSError) else None) or type(cause).__name__
