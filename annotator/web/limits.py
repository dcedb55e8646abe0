"""How much of everything there may be. Times are seconds, lengths bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a server."""

    programs: int = 20  # that run at once; each person has one at most
    idle: float = 3600.0  # a session in which no key is pressed
    longest: float = 12 * 3600.0  # any session
    away: float = 60.0  # how long a program waits for a page that has gone to come back
    polite: float = 5.0  # how long a program that is asked to leave may take
    sweep: float = 5.0  # between two looks for what is over
    message: int = 64 * 1024  # one message of a page; a long paste fits in
    rate: float = 100.0  # messages a second of a page, in the long run: keys repeat 30 times, drags 60
    burst: float = 300.0  # and at once
    body: int = 8 * 1024  # what a form sends
    tries: int = 5  # to sign in, before each further one has to wait
    wait: float = 300.0  # the longest such wait for an address
    wait_name: float = 60.0  # and for a name, whose owner has to wait, too
    checking: int = 8  # passwords being checked, or waiting for it: each check takes 64 MB
