"""Exports of many quotes beside plain sqlite3, which only fetches what they fetch.

CPU time of processes of their own, each the median of three rounds that take turns: the least would favour
the floor, as twenty seconds find a quiet moment of the machine that ninety never do. The floor executes the
statements that an export executed, word for word, with its values. What an export has in memory at most is
compared with that of an export of a tenth of the quotes.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from scripts.benches.export_alone import EXPORTS
from scripts.benches.export_data import filled
from scripts.benches.figures import Figure, Sizes

FILE, FOLDER = 3.2, 4.5  # how many times the floor
FLAT = 1.1  # memory, of that with a tenth of the quotes


class Cost(NamedTuple):
    """What a process cost: CPU seconds, seconds on the clock, and the most megabytes it had."""

    cpu: float
    wall: float
    memory: float


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: a file 3.2 times the floor, a folder 4.5 times; memory the same for ten times the quotes."""
    with tempfile.TemporaryDirectory() as name:
        large, small = Path(name) / "large.db", Path(name) / "small.db"
        filled(large, sizes.quotes)
        filled(small, sizes.quotes // 10)
        for database in (large, small):  # the splits are decided once and kept: that is not what is measured
            _apart("folder", database)
        for what, most in (("file", FILE), ("folder", FOLDER), ("bundles", None)):
            yield from _beside(what, most, large, small, sizes)


def _beside(what: str, most: float | None, large: Path, small: Path, sizes: Sizes) -> Iterator[Figure]:
    rounds = [
        [_apart(one, large, what) for one in (what, "join", "floor")] for _ in range(min(3, sizes.rounds))
    ]
    ours, join, floor = map(_median, zip(*rounds, strict=True))
    name = f"{EXPORTS[what].words}, {sizes.quotes:,} quotes"
    for peer, beside, goal in (
        ("their five-table join in sqlite3", join, most),
        ("its own statements in sqlite3", floor, None),
    ):
        yield Figure("export", name, ours.cpu * 1000, beside.cpu * 1000, peer, "ms", most=goal)
    yield Figure("export", f"{name}, on the clock", ours.wall * 1000, join.wall * 1000, "the join", "ms")
    tenth = _apart(what, small)
    index, of_tenth = (split_index(x.with_suffix("")) if what == "folder" else 0.0 for x in (large, small))
    memory = f"memory but for the split's index of {index:.1f} MB" if index else "memory"
    yield Figure(
        "export", f"{name}, {memory}", ours.memory - index, tenth.memory - of_tenth, "a tenth of them", "MB",
        most=FLAT,
    )  # fmt: skip


def split_index(folder: Path) -> float:
    """Megabytes of memory that the index of its split took, as the manifest of a dataset says."""
    manifest = json.loads((folder / "MANIFEST.json").read_text("utf-8"))
    return float(manifest["split"]["index_bytes"]) / 1e6


def _median(costs: Iterable[Cost]) -> Cost:
    return Cost(*map(median, zip(*costs, strict=True)))


def _apart(what: str, database: Path, whose: str = "") -> Cost:
    """What it costs; a floor is that of the export `whose`."""
    statements = database.with_suffix(f".{whose or what}.statements")
    command = [sys.executable, "-m", "scripts.benches.export_alone", what, str(database), str(statements)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Cost(*map(float, out.split()))
