"""A command of ours, or a query of plain sqlite3, in a process of its own, which prints what it cost.

What the floor does not need is imported by nobody at the top: its costs would count as the floor's.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import NamedTuple

from scripts.benches.peak_memory import most_memory

SQL = "sql"  # the first word of a floor; then come the database and the query


class Cost(NamedTuple):
    """CPU seconds, seconds on the clock, and the most megabytes that the process had."""

    cpu: float
    wall: float
    memory: float


def cost(words: Sequence[str]) -> Cost:
    """What `annotator` with these words costs, or the floor where they begin with SQL. It must succeed."""
    command = [sys.executable, "-m", "scripts.benches.alone", *words]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return Cost(*map(float, out.split()))


def least(costs: Sequence[Cost]) -> Cost:
    """The least of each figure."""
    return Cost(*map(min, zip(*costs, strict=True)))


def _fetch(database: str, query: str) -> int:
    connection = sqlite3.connect(database)
    for _ in connection.execute(query):
        pass
    return 0


def _annotator(words: Sequence[str]) -> int:
    from annotator.cli.main import run

    return run(list(words))


def _alone(words: Sequence[str]) -> None:
    begun, out = perf_counter(), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = _fetch(*words[1:]) if words[0] == SQL else _annotator(words)
    sys.stdout.flush()
    os.write(out, f"{process_time()} {perf_counter() - begun} {most_memory()}".encode())
    os._exit(status)  # to tear a process down is not what is measured


if __name__ == "__main__":
    _alone(sys.argv[1:])
