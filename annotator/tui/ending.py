"""Told to end from outside: where one is is remembered first, and the terminal left as it was found."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress

from annotator.errors import AnnotatorError, Terminated


def listen(leave: Callable[[], None], end: Callable[[], None]) -> None:
    """From now on SIGTERM calls `leave` and `end`; SIGHUP, the terminal was closed, `leave` alone.

    Nothing can be said to a terminal that is gone, nor can it be put right: then the signal does as ever.
    Whoever starts us so that we ignore one of them (nohup) is obeyed. Call within the running loop.
    """

    def left(number: signal.Signals, then: Callable[[], None]) -> None:
        asyncio.get_running_loop().remove_signal_handler(number)  # a second one ends us at once
        with suppress(AnnotatorError):
            leave()
        then()

    for number, then in ((signal.SIGTERM, end), (signal.SIGHUP, _hang_up)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, left, number, then)


def _hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)


def terminated() -> Terminated:
    """What is said of it afterwards."""
    return Terminated("ended from outside (SIGTERM); everything that the screen showed is saved")
