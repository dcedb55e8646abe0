"""Who reads shards: processes of this machine or of a cluster. Only the executor differs."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar

from annotator.errors import AnnotatorError, UsageError

TRIES = 3  # of a shard whose process ended: the third time it is no chance
_SELDOM = 250_000  # new objects after which garbage is looked for, as in a single ingest
_ENDED = ("BrokenProcessPool", "KilledWorker", "CancelledError", "FutureCancelledError")  # and Dask's
_PATIENCE = 10  # seconds to find a cluster

_Job = TypeVar("_Job")


class Crew(Protocol):
    """`hands`: how many shards are read at a time."""

    @property
    def hands(self) -> int: ...

    def submit(self, work: Callable[..., None], *words: object) -> "Future[None]": ...

    def renew(self) -> None:
        """Make up for processes that ended; what was submitted before is lost."""


class Lost(AnnotatorError):
    """A process ended again and again in the middle of its work."""


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    crew: Crew, jobs: Iterable[_Job], submit: Callable[[Crew, _Job], "Future[None]"]
) -> Iterator[_Job]:
    """Each job when it is done, in the order of `jobs`, whichever process was quicker.

    So many are on their way that nobody waits; the jobs are not asked for before. Raises Lost.
    """
    waiting: deque[tuple[_Job, Future[None]]] = deque()
    tries = 0
    source = iter(jobs)
    while True:
        while len(waiting) < 2 * crew.hands + 2 and (job := next(source, None)) is not None:
            waiting.append((job, submit(crew, job)))
        if not waiting:
            return
        job, future = waiting[0]
        try:
            future.result()
        except Exception as problem:
            if not _ended(problem):
                raise
            tries += 1
            if tries == TRIES:
                raise Lost(
                    "a process that reads articles was ended three times (too little memory?); what was read "
                    "before is in: run the same again, with fewer --jobs perhaps"
                ) from problem
            crew.renew()
            waiting = deque((one, submit(crew, one)) for one, _ in waiting)
            continue
        tries = 0
        waiting.popleft()
        yield job


def _ended(problem: Exception) -> bool:
    """Whether an error says that the process is no more, rather than what went wrong in it."""
    return type(problem).__name__ in _ENDED


class Alone:
    """This process does all by itself, at once."""

    hands = 1

    def submit(self, work: Callable[..., None], *words: object) -> "Future[None]":
        work(*words)
        future: Future[None] = Future()
        future.set_result(None)
        return future

    def renew(self) -> None:
        """It has not ended."""


@contextmanager
def local(hands: int) -> Iterator[Crew]:
    """So many processes of this machine; for one, none but this."""
    if hands == 1:
        yield Alone()
        return
    crew = _Local(hands)
    try:
        yield crew
    finally:
        crew.close()


class _Local:
    def __init__(self, hands: int) -> None:
        self.hands = hands
        self._pool: Executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.hands, multiprocessing.get_context("spawn"), _begin)

    def submit(self, work: Callable[..., None], *words: object) -> "Future[None]":
        try:
            return self._pool.submit(work, *words)
        except RuntimeError as problem:  # it broke meanwhile
            future: Future[None] = Future()
            future.set_exception(problem)
            return future

    def renew(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._made()

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """How a process that reads begins: Ctrl-C is not its business, and it ends with the one that made it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import_module("annotator.ingest.bulk.tasks")
    import_module("annotator.text.reading")
    gc.freeze()
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


def _end_with_parent() -> None:
    """The pool's own pipes would keep an orphan waiting for ever (cpython#111873)."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def cluster(address: str, folder: Path) -> Iterator[Crew]:
    """The workers of the Dask scheduler at `address`, which all have to see `folder`. Raises UsageError."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UsageError(
            "--cluster needs the extra cluster; run: pip install 'quotation-annotator[cluster]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, ImportError, TypeError):
        raise UsageError(
            f"there is no Dask scheduler at {address}; start one with dask scheduler, and workers with "
            "dask worker ADDRESS"
        ) from None
    with client:
        yield _Cluster(client, folder)


class _Cluster:
    def __init__(self, client: "Client", folder: Path) -> None:
        self._client = client
        self._check(folder)
        # Without pure=False a function of the same arguments is not called again, though its file is gone.
        self._executor = client.get_executor(pure=False)

    def _check(self, folder: Path) -> None:
        from annotator import __version__

        with _probe(folder) as probe:
            try:
                seen = self._client.run(_seen, str(probe))
            except Exception as problem:
                raise UsageError(
                    f"the cluster cannot run this program ({type(problem).__name__}); install the same "
                    f"quotation-annotator {__version__} for its scheduler and its workers"
                ) from problem
        if not seen:
            raise UsageError("the cluster has no workers; start some with dask worker ADDRESS")
        for worker, (version, there) in sorted(seen.items()):
            if version != __version__:
                raise UsageError(
                    f"the worker {worker} has version {version} and this is {__version__}; install the same"
                )
            if not there:
                raise UsageError(
                    f"the worker {worker} does not see {folder}; name a folder that all share with --work"
                )

    @property
    def hands(self) -> int:
        return max(1, sum(self._client.nthreads().values()))

    def submit(self, work: Callable[..., None], *words: object) -> "Future[None]":
        future: Future[None] = self._executor.submit(work, *words)
        return future

    def renew(self) -> None:
        """The scheduler does that."""


class Client(Protocol):
    """What we use of distributed.Client."""

    def get_executor(self, *, pure: bool) -> Executor: ...
    def nthreads(self) -> dict[str, int]: ...
    def run(self, function: Callable[..., object], *words: object) -> dict[str, tuple[str, bool]]: ...


def _seen(probe: str) -> tuple[str, bool]:
    """(version of this program, whether the file is there), as a worker has it."""
    from annotator import __version__

    return __version__, os.path.exists(probe)


@contextmanager
def _probe(folder: Path) -> Iterator[Path]:
    path = folder / f"seen-{os.getpid()}"
    path.touch()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
