"""`annotator --help` beside the least that a Python can do, as whole processes."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter

from scripts.benches.figures import Figure, Sizes, middle
from scripts.benches.terminal import annotator, environment

HEAVY = ("textual", "sqlalchemy", "numpy")
_LOADED = f"""
import sys
from annotator.cli.main import run
run(["--help"])
print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
"""


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goal: at most 8 times `python -c pass`, and nothing heavy loaded."""
    commands = ([*annotator(), "--help"], [sys.executable, "-c", "pass"])
    times: tuple[list[float], list[float]] = ([], [])
    for n in range(sizes.processes + 1):
        for command, found in zip(commands, times, strict=True):
            took = _milliseconds(command)
            if n:  # the first run may write byte code
                found.append(took)
    ours, floor = map(middle, times)
    yield Figure("help", "annotator --help, whole process", ours, floor, "python -c pass", "ms", most=8)
    yield Figure("help", f"of {', '.join(HEAVY)} loaded", len(_heavy()), None, "", "", cap=0)


def _milliseconds(command: Sequence[str]) -> float:
    begun = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment(), check=True)
    return (perf_counter() - begun) * 1000


def _heavy() -> list[str]:
    """Which of HEAVY `annotator --help` loads."""
    words = [sys.executable, "-c", _LOADED]
    done = subprocess.run(words, capture_output=True, text=True, env=environment(), check=True)
    return done.stderr.split()
