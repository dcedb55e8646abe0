"""Taking in articles with proposals, beside nupunkt, which only splits the same text into sentences.

CPU time of this process, and of each the least of several rounds that take turns. Every round has texts of
its own: nupunkt remembers what it has seen, and an article is taken in once.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from math import log
from pathlib import Path
from time import process_time
from typing import cast

from annotator.cli.guidelines import scheme_of
from annotator.cli.intake import take_in
from annotator.cli.main import run
from annotator.cli.progress import progress
from annotator.errors import Exit, InputError
from annotator.ingest.incoming import Draft, Incoming, incoming
from annotator.model import Layer, Source
from annotator.store import Arrival, Store, Taken
from annotator.suggest.registry import Registry
from annotator.suggest.rules import Rules
from annotator.suggest.running import Proposer
from scripts.benches.figures import Figure, Sizes
from scripts.benches.news import SLOW, articles

EACH = 34  # sentences of an article, as in news
ROUNDS = 5  # of the articles made to be slow: the least of these, for memory is slow at times
MOST, STEEPEST = 10, 1.05

Splitter = Callable[[str], object]


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: at most 10 times nupunkt; and time grows as length to the power of 1.05 at most."""
    yield from _taken_in(sizes)
    for name, make in SLOW.items():
        times = _times(make, sizes)
        yield Figure("ingest", f"power of length, {name}", slope(times), None, "", "", cap=STEEPEST)
        letters, seconds = times[-1]
        yield Figure("ingest", f"{letters:,} characters: {name}", seconds * 1000, None, "", "ms")


def _taken_in(sizes: Sizes) -> Iterator[Figure]:
    split = splitter()
    ours, bare, peer = [], [], []
    for n in range(sizes.rounds + 1):
        texts = articles(sizes.articles if n else 2, EACH, n)  # the first round imports and fills caches
        with tempfile.TemporaryDirectory() as folder:
            corpus = _written(texts, Path(folder))
            took = (
                _cpu(_command, Path(folder), corpus),
                _cpu(_command, Path(folder), corpus, "--no-suggest"),
            )
        if n:
            ours.append(took[0])
            bare.append(took[1])
        if split is not None:
            took_peer = _cpu(_all, split, texts)
            peer += [took_peer] if n else []
    beside = min(peer) * 1000 if peer else None
    what = f"annotator ingest, {sizes.articles:,} articles of {EACH} sentences"
    name = "nupunkt" if peer else ""
    yield Figure("ingest", what, min(ours) * 1000, beside, name, "ms", most=MOST)
    yield Figure("ingest", f"{what}, --no-suggest", min(bare) * 1000, beside, name, "ms")


def splitter() -> Splitter | None:
    """nupunkt's, or None and a sentence on stderr."""
    try:
        from nupunkt import sent_spans
    except ImportError:
        how = f"{sys.executable} -m pip install nupunkt"
        print(f"nupunkt is missing, so nothing stands beside ingest; run: {how}", file=sys.stderr)
        return None
    return lambda text: list(sent_spans(text))


def _written(texts: Sequence[str], folder: Path) -> Path:
    corpus = folder / "texts"
    corpus.mkdir()
    for n, text in enumerate(texts):
        (corpus / f"{n}.txt").write_text(text, encoding="utf-8")
    return corpus


def _command(folder: Path, corpus: Path, *flags: str) -> None:
    """`annotator ingest` in this process, into a new database."""
    project = folder / ("bare" if flags else "whole")
    project.mkdir()
    words = ["--project", str(project), "ingest", str(corpus), "--quiet", *flags]
    if run(words) != Exit.OK:
        raise RuntimeError(f"annotator {' '.join(words)} failed")


def _all(split: Splitter, texts: Sequence[str]) -> None:
    for text in texts:
        split(text)


def _cpu(work: Callable[..., None], *words: object) -> float:
    """Seconds that this process computed, the kernel's for it included."""
    begun = process_time()
    work(*words)
    return process_time() - begun


# How time grows with the length of one article


def _times(make: Callable[[int], str], sizes: Sizes) -> list[tuple[int, float]]:
    """(characters, the least seconds to read an article of that length), the shortest first.

    A short one is read so often that each measurement takes as long: else a machine that does other work is
    kind to the short ones only.
    """
    repeats = [100, 10, 1]
    texts = [make(sizes.letters // n) for n in repeats]
    best = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        for n, text in enumerate(texts):
            best[n] = min(best[n], _cpu(_read, text, repeats[n]) / repeats[n])
    return [(len(text), seconds) for text, seconds in zip(texts, best, strict=True)]


def _read(text: str, times: int) -> None:
    """All that `annotator ingest` does with articles of this text, but files and the database."""
    proposer = Proposer(Rules(), scheme_of(Path()), Registry())
    with progress("", lambda: None, shown=False) as bar:
        taken = take_in(cast(Store, _Nowhere()), _each(text, times), Path(), bar, proposer)
    if (taken.new, taken.refused, taken.unread) != (times, [], []):
        raise RuntimeError(f"an article was not read: {taken}")


def _each(text: str, times: int) -> Iterator[Incoming | InputError]:
    for n in range(times):
        yield incoming(Draft(f"{text}{n}", Source(f"{n}.txt")))


class _Nowhere:
    """A store that keeps nothing."""

    def known_articles(self, digests: Sequence[str]) -> set[str]:
        return set()

    def add_articles(
        self, arrivals: Sequence[Arrival], actor: str, layer: Layer, mark: None = None
    ) -> list[Taken]:
        return [Taken(True, 1)] * len(arrivals)


def slope(times: Sequence[tuple[int, float]]) -> float:
    """The least-squares slope of log seconds over log characters: 1 where time grows as length does."""
    points = [(log(letters), log(seconds)) for letters, seconds in times]
    x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return float(sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points))
