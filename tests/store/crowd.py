"""Many processes at once, forked from one that has imported the store: eight cost no more than one."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar

T = TypeVar("T")

FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["annotator.store", "alembic.command", "sqlalchemy.dialects.sqlite", "psycopg"])
PATIENCE = 60  # seconds, only of a failing test

_start: Barrier


def together(work: Callable[..., T], jobs: Sequence[tuple[Any, ...]]) -> list[T]:
    """What `work(*job)` gives for each job, all begun at the same moment; an error is raised here."""
    barrier = FORK.Barrier(len(jobs))
    with FORK.Pool(len(jobs), _remember, (barrier,)) as pool:
        found = pool.starmap_async(_at_once, [(work, job) for job in jobs], chunksize=1).get(2 * PATIENCE)
        pool.close()
        pool.join()
        return found


def _remember(barrier: Barrier) -> None:
    global _start
    _start = barrier


def _at_once(work: Callable[..., T], job: tuple[Any, ...]) -> T:
    _start.wait(PATIENCE)  # no process takes two jobs: all wait here until each has one
    return work(*job)


def started(work: Callable[..., None], *job: Any) -> tuple[ForkServerProcess, Connection]:
    """A process that runs `work(pipe, *job)`, and the other end of the pipe."""
    here, there = FORK.Pipe()
    process = FORK.Process(target=work, args=(there, *job))
    process.start()
    there.close()
    return process, here
