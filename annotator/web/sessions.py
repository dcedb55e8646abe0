"""Who has signed in: one session a person, known by a cookie that nobody can guess."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotator.store.credentials import Credential
from annotator.web import secrets
from annotator.web.limits import Limits

if TYPE_CHECKING:
    from annotator.web.line import Line
    from annotator.web.process import Process

PAGES = 8  # of a session that are remembered
ENDED = 1_000  # sessions of which it is remembered why they ended


class Told(NamedTuple):
    """Why a page shows no screen. `state` says what the page offers: to go on, or to sign in."""

    state: str
    says: str


UNKNOWN = Told("signed-out", "You are not signed in here.")
SIGNED_OUT = Told("signed-out", "You have signed out. Everything is saved.")
ELSEWHERE = Told("signed-out", "You signed in somewhere else; this session is over. Everything is saved.")
REVOKED = Told("signed-out", "What you signed in with no longer holds. Everything is saved.")
IDLE = Told("signed-out", "No key was pressed for long; the session is over. Everything is saved.")
LONG = Told("signed-out", "The session has lasted its time. Everything is saved; sign in again.")
CLOSING = Told("over", "The server is being stopped. Everything is saved.")


@dataclass(slots=True, eq=False)
class Page:
    """One loading of the page. `told` once it shows no screen any more."""

    token: str
    used: bool = False
    told: Told | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)  # once its websocket is


@dataclass(slots=True, eq=False)
class Session:
    """Somebody's, from signing in to its end. The name is the credential's, never one that a page says."""

    credential: Credential
    opened: float
    seen: float  # when a key was pressed last
    pages: OrderedDict[str, Page] = field(default_factory=OrderedDict)
    process: "Process | None" = None
    line: "Line | None" = None  # to the page that shows the screen now
    page: Page | None = None  # that page
    left: float | None = None  # since when no page does
    ended: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        return self.credential.name

    def new_page(self) -> Page:
        """A page of this session, which alone may show the screen, once."""
        page = Page(secrets.token())
        self.pages[page.token] = page
        if len(self.pages) > PAGES:
            self.pages.popitem(last=False)
        return page


class Sessions:
    """All of them. What a session runs is ended by whoever ends it."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._open: dict[
            str, Session
        ] = {}  # by the digest of the cookie: how long a look takes tells nothing
        self._ended: OrderedDict[str, Told] = OrderedDict()

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._open.values()))

    def open(self, credential: Credential) -> str:
        """A new session; its cookie."""
        cookie = secrets.token()
        now = self._clock()
        self._open[secrets.digest(cookie)] = Session(credential, now, now)
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The session of this cookie, if it is not over."""
        session = self._open.get(secrets.digest(cookie))
        return session if session is not None and self.over(session) is None else None

    def over(self, session: Session) -> Told | None:
        """Why the session has lasted long enough, if it has."""
        now = self._clock()
        if now - session.opened >= self._limits.longest:
            return LONG
        return IDLE if now - session.seen >= self._limits.idle else None

    def why(self, cookie: str) -> Told:
        """Why there is no session of this cookie."""
        known = secrets.digest(cookie)
        session = self._open.get(known)
        return (session and self.over(session)) or self._ended.get(known, UNKNOWN)

    def of(self, name: str) -> list[Session]:
        return [session for session in self if session.name == name]

    def forget(self, session: Session, told: Told) -> None:
        """It is over; its cookie opens nothing any more."""
        session.ended = True
        for known in [known for known, one in self._open.items() if one is session]:
            del self._open[known]
            self._ended[known] = told
        while len(self._ended) > ENDED:
            self._ended.popitem(last=False)

    def pressed(self, session: Session) -> None:
        """A key was pressed."""
        session.seen = self._clock()
