"""What there is at one moment: sessions, their programs, and the pages that show them."""

import asyncio
from collections.abc import Callable

from annotator.errors import AnnotatorError
from annotator.store.credentials import Credential, Credentials
from annotator.web.door import Asked, Door, Refused
from annotator.web.limits import Limits
from annotator.web.line import Line
from annotator.web.process import Process, Size
from annotator.web.programs import Programs
from annotator.web.sessions import CLOSING, ELSEWHERE, REVOKED, Page, Session, Sessions, Told

STOPPING = "The server is being stopped."
OTHER_TAB = Told("over", "The screen went on in another tab or window.")
FULL = Told("over", "All places are taken now. Try again in a few minutes.")
NO_START = Told("over", "The program could not be started; tell the lead.")
LEFT = Told("over", "You have left. Everything is saved.")
BROKEN = (
    "The program has ended by itself ({code}). What you did is saved; if it happens again, tell the lead."
)

Tell = Callable[[Exception], None]  # of what went wrong, to whoever runs the server


class Site:
    """Everything that is to be ended when the server ends."""

    def __init__(
        self,
        store: Credentials,
        programs: Programs,
        limits: Limits,
        clock: Callable[[], float],
        tell: Tell = lambda _problem: None,
    ) -> None:
        self.limits, self.clock, self.tell = limits, clock, tell
        self.sessions = Sessions(limits, clock)
        self._door = Door(store, limits, clock)
        self._store, self._programs = store, programs
        self._taken = 0  # of the places for programs
        self._watching: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def enter(self, asked: Asked, address: str, before: str) -> str:
        """Let somebody in; the cookie. What they had open elsewhere, or here, is over. Raises Refused."""
        credential = await self._door.enter(asked, address)
        if self._stopping:
            raise Refused(STOPPING)
        mine = self.sessions.find(before)
        over = [*self.sessions.of(credential.name), *([mine] if mine else [])]
        cookie = self.sessions.open(credential)
        await asyncio.gather(*(self.end(session, ELSEWHERE) for session in dict.fromkeys(over)))
        return cookie

    async def show(self, session: Session, page: Page, line: Line, size: Size) -> bool:
        """Show the session's program on this page and no other; where it cannot be (False) `page` is told."""
        async with session.turn:
            if session.ended:
                return False
            await self._unseat(session, OTHER_TAB)
            if session.process is None:
                page.told = await self._start(session, size)
            if session.process is None:
                return False
            session.line, session.page, session.left = line, page, None
            await session.process.show(line.send, size)
            return True

    def gone(self, session: Session, line: Line) -> None:
        """A page shows nothing any more."""
        if session.line is line:
            session.line, session.left = None, self.clock()
            if session.process is not None:
                session.process.hide()

    async def end(self, session: Session, told: Told) -> None:
        """A session is over, and what it ran."""
        self.sessions.forget(session, told)
        async with session.turn:
            await self._unseat(session, told)
            await self._stop(session)

    async def sweep(self) -> None:
        """End what is over: sessions that lasted long enough or may be no more, programs that nobody sees."""
        holds = await self._holding()
        for session in self.sessions:
            revoked = holds is not None and session.credential.key not in holds
            if told := self.sessions.over(session) or (REVOKED if revoked else None):
                await self.end(session, told)
            elif session.left is not None and self.clock() - session.left >= self.limits.away:
                async with session.turn:
                    if session.line is None:
                        await self._stop(session)

    async def close(self) -> None:
        """End everything; nobody comes in any more."""
        self._stopping = True
        await asyncio.gather(*(self.end(session, CLOSING) for session in self.sessions))
        await asyncio.gather(*self._watching)

    async def _holding(self) -> set[int] | None:
        """The keys of the credentials that hold; None where the database does not say."""
        try:
            held: list[Credential] = await asyncio.to_thread(self._store.credentials)
        except AnnotatorError as problem:
            self.tell(problem)
            return None
        return {credential.key for credential in held}

    async def _start(self, session: Session, size: Size) -> Told | None:
        """Start the program of a session; why not, where that cannot be."""
        if self._taken >= self.limits.programs:
            return FULL
        self._taken += 1
        command, variables = self._programs.command(session.name), self._programs.variables()
        try:
            session.process = await Process.start(command, size, variables)
        except OSError as problem:
            self._taken -= 1
            self.tell(problem)
            return NO_START
        watching = asyncio.create_task(self._until_over(session, session.process))
        self._watching.add(watching)
        watching.add_done_callback(self._watching.discard)
        return None

    async def _until_over(self, session: Session, process: Process) -> None:
        try:
            code = await process.ended
        finally:
            self._taken -= 1
        if session.process is process:
            session.process = None
            await self._unseat(session, LEFT if code == 0 else LEFT._replace(says=BROKEN.format(code=code)))

    async def _stop(self, session: Session) -> None:
        process, session.process, session.left = session.process, None, None
        if process is not None:
            await process.leave(self.limits.polite)

    async def _unseat(self, session: Session, told: Told) -> None:
        """The page that shows the screen does so no longer."""
        line, page, session.line, session.page = session.line, session.page, None, None
        if session.process is not None:
            session.process.hide()
        if page is not None:
            page.told = told
        if line is not None:
            await line.shut()
