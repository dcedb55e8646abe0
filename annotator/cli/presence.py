"""Who is at work in another terminal already is asked, before anything opens here."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.store import Store

TakeOver = Annotated[
    bool, typer.Option("--take-over", help="Where else you are at work, go on here, unasked.")
]


def begin(store: Store, who: str, *, take_over: bool) -> bool:
    """Be at work here, and nowhere else; False where somebody rather looks elsewhere. Raises UsageError."""
    there = store.elsewhere(who)
    if there is not None and not take_over:
        from annotator.cli.say import one_line
        from annotator.work.presence import question

        asked = one_line(question(there))
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(f"{asked}; leave it there, or add --take-over")
        if not _wants(asked):
            return False
    store.begin_work(who, terminal())
    return True


def _wants(asked: str) -> bool:
    while True:
        answer = typer.prompt(f"{asked}: take over (t), or look elsewhere (q)?", prompt_suffix=" ", err=True)
        if answer.strip().lower() in ("t", "q"):
            return bool(answer.strip().lower() == "t")


def terminal() -> str:
    """A name for the terminal that this runs in."""
    from socket import gethostname

    try:
        name = os.ttyname(0).removeprefix("/dev/")
    except OSError:
        name = "a script"
    return f"{name} on {gethostname()}"
