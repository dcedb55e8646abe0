"""From exec to the sentence at which one left off, beside a minimal Textual app that imports sqlalchemy."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.benches.figures import Figure, Sizes, middle
from scripts.benches.project import Project, project
from scripts.benches.terminal import Terminal, annotator, minimal

_PEER = "minimal app with sqlalchemy"


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goal: at most 1.5 times the minimal app."""
    with tempfile.TemporaryDirectory() as folder:
        articles = [project(Path(folder, str(n)), n) for n in (sizes.short, sizes.long)]
        short, long, floor = _times(articles, sizes.processes)
    what = "exec to the first sentence, {:,} sentences"
    yield Figure("start", what.format(sizes.short), short, floor, _PEER, "ms", most=1.5)
    yield Figure("start", what.format(sizes.long), long, floor, _PEER, "ms")
    beside = f"{sizes.short} sentences"
    yield Figure("start", what.format(sizes.long), long, short, beside, "ms")


def _times(articles: Sequence[Project], processes: int) -> list[float]:
    """Median milliseconds of each article and of the minimal app, taken in turns."""
    starts = [([*annotator(), *one.command()], one.begins()) for one in articles]
    starts.append((minimal("--sqlalchemy"), b"counter 0"))
    times: list[list[float]] = [[] for _ in starts]
    for n in range(processes + 1):
        for (command, words), found in zip(starts, times, strict=True):
            with Terminal(command) as terminal:
                took = terminal.until(words) * 1000
            if n:  # the first run may write byte code
                found.append(took)
    return [middle(found) for found in times]
