"""annotator backup: copies that can be trusted; once a day one is made by itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import AnnotatorError, StoreError, UsageError

if TYPE_CHECKING:
    from threading import Event

    from annotator.config import Config
    from annotator.store.backup import Backup

AFTER = 5.0  # seconds after the first paint: who only looks in waits for nothing
_PATIENT = 10  # how much the backup gives way to the screen, as nice counts it


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(backup)


@examples("annotator backup", "annotator backup --list", "annotator backup /media/disk/news.db")
def backup(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; else into the folder of backups.")
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="List the backups there are; make none.")] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the database, verified, while people work.

    The last 3 backups stay, and the newest of the last 7 days, 5 weeks and 12 months.
    """
    from datetime import UTC, datetime

    from annotator.cli.progress import followed_by, progress
    from annotator.cli.project import configured
    from annotator.cli.say import out, out_json, say
    from annotator.store.backup import back_up, backups, copy_to
    from annotator.store.backup_keeping import Why

    database = existing(sqlite_file(configured(ctx), "annotator backup"))
    if show:
        if file is not None:
            raise UsageError("--list makes no backup; leave FILE out")
        found = backups(database)
        if as_json:
            out_json([_as_json(one) for one in found])
        for line in [] if as_json else _table(found):
            out(line)
        if not found:
            say("there is no backup yet")
        return
    with progress("copying", lambda: None) as bar:
        watch = followed_by(bar, "checking the copy")
        if file is not None:
            copy_to(database, file, watch=watch)
            made: Path = file
        else:
            one = back_up(database, Why.ASKED, datetime.now(UTC), watch=watch)
            assert one is not None  # only a daily one is left to others
            made = one.file
    if as_json:
        out_json({"file": str(made), "bytes": made.stat().st_size})
    else:
        say(f"a verified copy of {database} is {made}")


def sqlite_file(config: Config, command: str) -> Path:
    """The database's file. Raises StoreError where the database lies on a server."""
    if config.file is None:
        raise StoreError(
            f"{command} is for SQLite files; a PostgreSQL server has its own way: pg_dump and pg_restore"
        )
    return config.file


def existing(file: Path) -> Path:
    """`file`. Raises StoreError where it is not there."""
    if not file.exists():
        raise StoreError(f"there is no database {file} yet; annotator ingest PATH makes it")
    return file


def _as_json(one: Backup) -> dict[str, object]:
    return {"file": str(one.file), "at": one.at.isoformat(), "why": one.why, "bytes": one.size}


def _table(found: list[Backup]) -> list[str]:
    from annotator.cli.say import table

    rows = [
        (f"{one.at:%Y-%m-%d %H:%M:%S}", one.why, f"{one.size / 1e6:,.1f} MB", one.file.name) for one in found
    ]
    return table([("made (UTC)", "why", "size", "file"), *rows], right=(2,)) if found else []


@contextmanager
def daily(file: Path | None, after: float = AFTER) -> Iterator[Callable[[], None]]:
    """A call that begins this day's backup beside what else is done, `after` some seconds.

    It is given up where the block ends first. Says afterwards what went wrong. `file`: of an SQLite database;
    None: there is nothing to do.
    """
    from threading import Event, Thread

    ended, wrong = Event(), list[AnnotatorError]()
    thread = Thread(target=_make, args=(file, ended, after, wrong), name="backup", daemon=True)

    def begin() -> None:
        if file is not None and not thread.ident:
            thread.start()

    try:
        yield begin
    finally:
        ended.set()
        if thread.ident:
            thread.join()
    for problem in wrong:
        from annotator.cli.say import complain

        complain(f"today's backup was not made: {problem}")


def _make(file: Path, ended: Event, after: float, wrong: list[AnnotatorError]) -> None:
    from datetime import UTC, datetime
    from threading import get_native_id

    from annotator.store.backup import StoppedError, back_up, is_due
    from annotator.store.backup_keeping import Why

    if ended.wait(after):
        return
    if sys.platform == "linux":  # elsewhere this is of the whole program
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _PATIENT)
    try:
        now = datetime.now(UTC)
        if is_due(file, now):
            back_up(file, Why.DAILY, now, ended.is_set)
    except StoppedError:
        pass  # the next who comes makes it
    except AnnotatorError as problem:
        wrong.append(problem)
    except OSError as problem:
        wrong.append(
            StoreError(f"{problem.filename or file} could not be read ({problem.strerror}); mend its rights")
        )
