"""What a benchmark found: our figure, what was measured beside it in the same run, and the goal."""

import math
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count
from statistics import median
from typing import Any

PACKAGES = ("textual", "sqlalchemy", "typer")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    Presses of each key, whole processes, sentences of the two articles; for ingest the rounds, the articles
    of each, and the characters of the longest one. For keystrokes the articles of the gold; for keys the
    sentences of a large corpus (0: none is made); for export the quotes; for scale the sentences; for memory
    the sentences of the two projects, and how many commands (None: all).
    """

    presses: int
    processes: int
    short: int
    long: int
    rounds: int
    articles: int
    letters: int
    stories: int = 1000
    corpus: int = 0
    quotes: int = 2_000
    corpora: tuple[int, ...] = (1_000, 2_000)
    memory: tuple[int, int] = (100, 200)
    commands: int | None = 1


FULL = Sizes(
    120,
    11,
    short=20,
    long=2000,
    rounds=7,
    articles=200,
    letters=1_000_000,
    corpus=1_000_000,
    quotes=1_000_000,
    corpora=(1_000, 10_000, 100_000, 1_000_000),
    memory=(10_000, 100_000),
    commands=None,
)
QUICK = Sizes(12, 3, short=20, long=200, rounds=1, articles=20, letters=100_000, stories=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `most` bounds the ratio ours / beside, `cap` our figure itself, in `unit`."""

    bench: str
    what: str
    ours: float
    beside: float | None
    peer: str  # what was measured beside ours
    unit: str
    most: float | None = None
    cap: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure ours is."""
        return self.ours / self.beside if self.beside else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is; None where there is none."""
        if self.cap is not None:
            return self.ours <= self.cap
        return None if self.most is None or self.ratio is None else self.ratio <= self.most

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.cap is not None:
            return f"≤ {_number(self.cap)} {self.unit}".rstrip()
        return "" if self.most is None else f"≤ {self.most:g}×"

    def as_json(self) -> dict[str, Any]:
        """The figure for programs."""
        return {
            "bench": self.bench, "what": self.what, "unit": self.unit, "ours": self.ours,
            "beside": self.beside, "peer": self.peer, "ratio": self.ratio, "goal": self.goal, "met": self.met,
        }  # fmt: skip


def p95(values: Sequence[float]) -> float:
    """The smallest value that at least 95 % of `values` do not exceed (nearest rank)."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))


def machine() -> dict[str, str]:
    """What the figures depend on."""
    return {
        "system": f"{platform.system()} {platform.machine()}, {cpu_count()} cores",
        "python": platform.python_version(),
    } | {name: version(name) for name in PACKAGES}


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """The figures as a Markdown table, a line at a time."""
    yield "| benchmark | what | ours | beside it | ratio | goal | met |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- |"
    for x in figures:
        beside = "" if x.beside is None else f"{_number(x.beside)} {x.unit}, {x.peer}"
        ratio = "" if x.ratio is None else f"{x.ratio:.2f}×"
        met = {True: "yes", False: "**no**", None: ""}[x.met]
        ours = f"{_number(x.ours)} {x.unit}".rstrip()
        yield f"| {x.bench} | {x.what} | {ours} | {beside} | {ratio} | {x.goal} | {met} |"


def _number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
