"""Who may come in: by the link that the lead handed out, or by name and password."""

import asyncio
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from annotator.store.credentials import Credential, Credentials
from annotator.web import secrets
from annotator.web.limits import Limits
from annotator.web.throttle import Throttle

LONGEST = 100  # characters of a name that are counted under it
WRONG = "This does not open the door. Ask whoever sent you the link, or try again."


class Refused(Exception):
    """Nobody comes in now. `wait`: the seconds until it may be tried again; 0 where it was wrong."""

    def __init__(self, says: str, wait: int = 0) -> None:
        super().__init__(says)
        self.wait = wait


class Asked(NamedTuple):
    """What somebody shows at the door: a link's token, or a name and a password."""

    link: str = ""
    name: str = ""
    password: str = ""


class Door:
    """Looks at what is shown, no oftener than the limits have it."""

    def __init__(self, store: Credentials, limits: Limits, clock: Callable[[], float]) -> None:
        self._store, self._limits = store, limits
        self._addresses = Throttle(limits.tries, limits.wait, clock)
        self._names = Throttle(limits.tries, limits.wait_name, clock)
        self._checking = 0
        self._turn = asyncio.Semaphore(2)

    async def enter(self, asked: Asked, address: str) -> Credential:
        """What was shown and holds. Raises Refused."""
        counted = [(self._addresses, address)]
        if not asked.link:  # with a link a name says nothing, and must not be forgiven anything
            counted.append((self._names, asked.name[:LONGEST]))
        for throttle, key in counted:
            if wait := ceil(throttle.attempt(key)):
                raise Refused(f"Too many tries. Wait {wait} s, then try again.", wait)
        found = await self._checked(asked)
        if found is None:
            raise Refused(WRONG)
        for throttle, key in counted:
            throttle.passed(key)
        return found

    async def _checked(self, asked: Asked) -> Credential | None:
        if self._checking >= self._limits.checking:
            raise Refused("Too many people are signing in. Try again in a few seconds.", 5)
        self._checking += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._look, asked)
        finally:
            self._checking -= 1

    def _look(self, asked: Asked) -> Credential | None:
        if asked.link:
            told = secrets.digest(asked.link)
            links = [c for c in self._store.credentials(hashed=told) if c.kind == "link"]
            return next((c for c in links if secrets.same(c.hashed, told)), None)
        storable = "\0" not in asked.name and asked.name.isprintable()
        of_name = self._store.credentials(asked.name) if storable else []
        kept = next((c for c in of_name if c.kind == "password"), None)
        return kept if secrets.is_right(asked.password, kept.hashed if kept else None) else None
