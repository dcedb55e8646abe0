"""A dump taken in by all cores, beside two processes that each take in one half for themselves.

Two processes that share nothing are the most that two cores can do; ours write one database. All are commands
of their own, so that to start Python and other processes counts. Rounds take turns, and of each the least
counts. Where the machine does other work at the time, it is in the clock's figure; it is not in the CPU's.
"""

import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from scripts.benches.figures import Figure, Sizes
from scripts.benches.ingest import slope
from scripts.benches.news import articles

EACH = 12  # sentences of an article
TIMES = 10  # how many times the articles of `sizes` there are at least
MOST = 1.176  # times what two processes take: .85 of what they reach
STEEPEST, FLAT = 1.05, 1.1
_SAME = ("--near-duplicates", "ignore")  # the two that share nothing do not look either

# The command, and what its process and those that it began have cost.
_RUN = """
import os, sys
from annotator.cli.main import run
from scripts.benches.peak_memory import most_memory
if code := run(sys.argv[1:]):
    sys.exit(code)
print(sum(os.times()[:4]), most_memory())
"""


class Cost(NamedTuple):
    """Seconds by the clock and of all processors; the most memory of the process that writes, in MB."""

    clock: float
    cpu: float
    memory: float


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: .85 of what two processes reach; time that grows as records do; memory that does not."""
    number = sizes.articles * TIMES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, *halves = _dumps(folder, number)
        ours, beside = [], []
        for _ in range(max(1, sizes.rounds // 2)):
            beside.append(_both(folder, halves))
            ours.append(_ours(folder, whole, *_SAME))
        what = f"{number:,} articles of {EACH} sentences, two processes and one writer"
        clock, cpu = (min(x[n] for x in ours) for n in (0, 1))
        peer = "two that share nothing"
        yield Figure("bulk", what, clock, min(x.clock for x in beside), peer, "s", most=MOST)
        yield Figure("bulk", f"{what}, CPU", cpu, min(x.cpu for x in beside), peer, "s", most=MOST)
        yield from _near(folder, number, whole, ours)
        yield from _growth(folder, number, whole, ours)


def _near(folder: Path, number: int, whole: Path, ours: Sequence[Cost]) -> Iterator[Figure]:
    """What it costs to look for near-duplicates, of which there are none: each is kept to be known again."""
    looking = min(_ours(folder, whole).cpu for _ in ours)
    what = f"{number:,} articles, with a look for near-duplicates, CPU"
    yield Figure("bulk", what, looking, min(x.cpu for x in ours), "--near-duplicates ignore", "s")


def _growth(folder: Path, number: int, whole: Path, large: Sequence[Cost]) -> Iterator[Figure]:
    """What a tenth of the records costs: without what the start does, which is the same for both."""
    start, small = (_ours(folder, _dump(folder / _name(n), n, n), *_SAME) for n in (2, number // 10))
    points = [(number // 10, small.cpu - start.cpu), (number, min(x.cpu for x in large) - start.cpu)]
    yield Figure("bulk", "power of the number of records, CPU", slope(points), None, "", "", cap=STEEPEST)
    memory, peer = max(x.memory for x in large), "a tenth of the records"
    what = "memory of the writer, with the registry of speakers, who are others in each article"
    yield Figure("bulk", what, memory, small.memory, peer, "MB")
    less, more = (_ours(folder, path, "--no-suggest") for path in (folder / _name(number // 10), whole))
    yield Figure(
        "bulk", "memory of the writer, --no-suggest", more.memory, less.memory, peer, "MB", most=FLAT
    )


def _dumps(folder: Path, number: int) -> list[Path]:
    """A dump, and both its halves."""
    whole = _dump(folder / "whole.jsonl.gz", number, 1)
    lines = gzip.decompress(whole.read_bytes()).splitlines(keepends=True)
    found = [whole]
    for n in range(2):
        found.append(folder / f"half-{n}.jsonl")
        found[-1].write_bytes(b"".join(lines[n::2]))
    return found


def _name(number: int) -> str:
    return f"{number}.jsonl.gz"


def _dump(path: Path, number: int, seed: int) -> Path:
    lines = (orjson.dumps({"text": text}) + b"\n" for text in articles(number, EACH, seed))
    path.write_bytes(gzip.compress(b"".join(lines), 1))
    return path


def _both(folder: Path, halves: Sequence[Path]) -> Cost:
    return _costs([_command(folder, half) for half in halves])


def _ours(folder: Path, whole: Path, *flags: str) -> Cost:
    return _costs([_command(folder, whole, "--jobs", "2", *flags)])


def _command(folder: Path, dump: Path, *flags: str) -> list[str]:
    project = tempfile.mkdtemp(dir=folder)
    return [sys.executable, "-c", _RUN, "--project", project, "ingest", str(dump), "--quiet", *flags]


def _costs(commands: Sequence[Sequence[str]]) -> Cost:
    """What these commands cost, run at the same time."""
    begun = time.perf_counter()
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [process.communicate()[0].split() for process in running]
    clock = time.perf_counter() - begun
    if any(process.returncode for process in running):
        raise RuntimeError("annotator ingest failed")
    cpu, memory = zip(*((float(a), float(b)) for a, b in said), strict=True)
    return Cost(clock, sum(cpu), max(memory))
