"""Processes read in whatever time they take: what comes back is in order, and a killed one is replaced."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from annotator.ingest.bulk.crews import Crew, Lost, in_order, local
from tests.bulk import dying


class Late:
    """A crew that does what was given last first, and nothing before nobody gives more."""

    hands = 3

    def __init__(self) -> None:
        self.given: list[Future[None]] = []

    def submit(self, work: Callable[..., None], *words: object) -> "Future[None]":
        self.given.append(Future())
        if len(self.given) == 8:  # one a hand, one in wait for each, and two
            for future in reversed(self.given):
                future.set_result(None)
            self.given = []
        return self.given[-1] if self.given else _done()

    def renew(self) -> None:
        raise AssertionError


def _done() -> "Future[None]":
    future: Future[None] = Future()
    future.set_result(None)
    return future


def test_the_order_is_that_of_the_jobs() -> None:
    crew = Late()
    jobs = list(range(24))
    assert list(in_order(crew, jobs, lambda crew, job: crew.submit(dying.once, job))) == jobs
    assert crew.given == []


def test_a_killed_process_changes_nothing(tmp_path: Path) -> None:
    def submitted(crew: Crew, job: str) -> "Future[None]":
        return crew.submit(dying.once, job, str(tmp_path))

    jobs = [str(n) for n in range(8)]
    with local(2) as crew:
        assert list(in_order(crew, jobs, submitted)) == jobs
    assert all((tmp_path / f"{job}.done").exists() for job in jobs)
    assert (tmp_path / "3.begun").exists()


def test_work_that_always_kills_ends_with_a_sentence(tmp_path: Path) -> None:
    def submitted(crew: Crew, job: str) -> "Future[None]":
        return crew.submit(dying.always, job, str(tmp_path))

    with local(2) as crew, pytest.raises(Lost, match="ended three times"):
        list(in_order(crew, ["1"], submitted))
