"""Passes over the dumps of a job, each by one of the pure functions; and the sample that they lead to."""

import fcntl
import shutil
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from annotator.errors import StoreError
from annotator.ingest.bulk.crews import Crew, in_order
from annotator.ingest.bulk.cutting import RECORDS, cut
from annotator.ingest.bulk.job import Job, Sample
from annotator.ingest.bulk.raw import OBJECT, Raw, written
from annotator.ingest.bulk.tasks import (
    Task,
    read_shard,
    shingle_shard,
    sketch_shard,
    survey_shard,
    write_whole,
)

if TYPE_CHECKING:
    from annotator.ingest.bulk.sketch import Sketch

_LOCK = "lock"


@contextmanager
def workplace(parent: Path, job: str) -> Iterator[Path]:
    """A folder for the shards of a job, which goes when the job is done; for one run at a time.

    What a run that was killed left in it stays where another may use it. Raises StoreError.
    """
    folder = parent / job
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / _LOCK).open("w")
    except OSError as problem:
        raise StoreError(
            f"{folder} cannot be written ({problem.strerror}); name a folder for shards with --work"
        ) from None
    done = False
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError("the same is being taken in already; wait until that run has ended") from None
        try:
            yield folder
            done = True
        finally:
            if done or [path.name for path in folder.iterdir()] == [_LOCK]:
                shutil.rmtree(folder, ignore_errors=True)
            if not any(parent.iterdir()):
                parent.rmdir()


class _Step(NamedTuple):
    number: int
    shard: Path
    found: Path


Work = Callable[[str, str, Task], None]
Shards = Iterator[tuple[int, bytes]]  # each with its number


@dataclass(frozen=True, slots=True)
class Passes:
    """A job, who does it, and where its shards lie."""

    job: Job
    crew: Crew
    folder: Path

    def articles(self, only: Container[int] | None = None, skip: int = 0) -> Iterator[tuple[int, Path]]:
        """(number, what `read_shard` found) of each shard, in order; the file is there until the next one.

        `only`, `skip`: as for `cut`.
        """
        for step in self._over(read_shard, "read", self._cut(only, skip)):
            yield step.number, step.found
            step.found.unlink()

    def survey(self) -> Iterator[Any]:
        """What `survey_shard` says of each record, in order. What was surveyed once is not again."""
        for path in self._surveyed():
            with path.open("rb") as file:
                yield from map(orjson.loads, file)

    def _surveyed(self) -> Iterator[Path]:
        done = self.folder / "surveyed"
        names = (self.folder / f"survey-{number:07}.out" for number in count())
        there = list(takewhile(Path.exists, names))
        yield from there
        if not done.exists():
            for step in self._over(survey_shard, "survey", self._cut(None, len(there))):
                yield step.found
            done.touch()

    def shingles(self, only: Container[int]) -> Iterator[bytes]:
        """The shingles of each article among the records at these places, in order."""
        for step in self._over(shingle_shard, "shingles", self._cut(only, 0)):
            with step.found.open("rb") as file:
                for length in orjson.loads(file.readline()):
                    yield file.read(8 * length)
            step.found.unlink()

    def sketches(self, texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, "Sketch"]]:
        """(digest, sketch) of each of these (digest, text), in order."""
        for step in self._over(sketch_shard, "sketch", _shards_of(texts)):
            with step.found.open("rb") as file:
                for line in file:
                    digest, numbers = orjson.loads(line)
                    yield digest, tuple(numbers)
            step.found.unlink()

    def _cut(self, only: Container[int] | None, skip: int) -> Shards:
        return cut(self.job.dumps, self.job.limit, only, skip)

    def _over(self, work: Work, name: str, shards: Shards) -> Iterator[_Step]:
        task = self.job.task

        def steps() -> Iterator[_Step]:
            for number, shard in shards:
                stem = self.folder / f"{name}-{number:07}"
                step = _Step(number, stem.with_suffix(".in"), stem.with_suffix(".out"))
                write_whole(str(step.shard), [shard])
                yield step

        def submit(crew: Crew, step: _Step) -> "Future[None]":
            return crew.submit(work, str(step.shard), str(step.found), task)

        for step in in_order(self.crew, steps(), submit):
            step.shard.unlink()
            yield step


def _shards_of(texts: Iterable[tuple[str, str]]) -> Shards:
    waiting = iter(texts)
    for number in count():
        some = [Raw(n, OBJECT, orjson.dumps(pair)) for n, pair in enumerate(islice(waiting, RECORDS), 1)]
        if not some:
            return
        yield number, b"".join(written("", some))


class Drawn(NamedTuple):
    """A sample. `places` of the records among all; what there was of each stratum, and what was drawn."""

    places: list[int]
    strata: dict[tuple[str, ...], tuple[int, int]]


def draw(passes: Passes, sample: Sample) -> Drawn:
    """The sample of a job: the same each time, however often the run was interrupted. Raises UsageError."""
    import numpy as np

    from annotator.dataset.splitting.near import needs
    from annotator.dataset.splitting.shingles import Shingled
    from annotator.ingest.bulk import sampling

    needs(sample.size + sample.size // sampling.RESERVE)
    counts = sampling.tally(sampling.lines_of(passes.survey()))
    wanted = sampling.quotas(counts, sample.size, sample.equal)
    found = sampling.candidates(sampling.lines_of(passes.survey()), wanted, sample.seed)
    with Shingled() as texts:
        for some in passes.shingles(frozenset(one.place for one in found)):
            texts.put(np.frombuffer(some, np.uint64))
        places = sampling.chosen(found, sampling.groups(texts), wanted)
    strata = {one.place: one.stratum for one in found}
    drawn = Counter(strata[place] for place in places)
    return Drawn(places, {name: (counts[name], drawn[name]) for name in sorted(counts)})
