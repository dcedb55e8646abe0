"""Agreement beside plain numpy in the same run: alpha, its resamples, and the whole report.

CPU time of a process, the least of several rounds that take turns. The report is worked out from columns in
memory, in a process of its own, so that its memory is its own; reading the columns from a database stands
in a line of its own.
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np

from annotator.agreement.asking import asked
from annotator.agreement.coefficients import distances
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.bootstrap import alpha_spread
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.distances import Distance
from annotator.agreement.coefficients.resampling import RESAMPLES, Resampling
from annotator.agreement.comparable import comparable
from annotator.agreement.joining import joined
from annotator.agreement.judged import Judged
from annotator.cli.guidelines import scheme_of
from annotator.dataset.judging.columns import judged
from annotator.store import Store
from scripts.benches import agreement_floors as floors
from scripts.benches.agreement_store import filled
from scripts.benches.agreement_team import team
from scripts.benches.figures import Figure, Sizes
from scripts.benches.peak_memory import most_memory

LABELS, STEPS, TO_ARTICLE = 2000, 5, 50  # of the alphas; units of an article
ALPHA, ORDINAL, NOMINAL, REPORT, MEMORY = 2, 30, 100, 25, 300
# The six alphas that every report has, by the names of its rows.
SIX = (
    "has a quote",
    "type",
    "speaker (registry)",
    "stance: 5 steps, same target",
    "stance: target",
    "topic, MASI",
)


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: alpha 2 times plain numpy; its resamples 30 or 100 times one alpha; the report 25 times six."""
    units = sizes.letters
    yield from _alphas(units, sizes.rounds)
    yield from _report(units // 10, sizes.rounds)
    yield from _reading(units // 200)


def _alphas(units: int, rounds: int) -> Iterator[Figure]:
    for size, name, distance, floor, most in (
        (LABELS, "nominal", distances.nominal, floors.nominal, NOMINAL),
        (STEPS, "ordinal", distances.ordinal, floors.ordinal, ORDINAL),
    ):
        codes = _codes(units, size)
        ours, beside = _least(rounds, partial(_alpha, codes, size, distance), partial(floor, codes, size))
        what = f"alpha, {name}, {size:,} labels, {units:,} units of 3"
        yield Figure("agreement", what, ours * 1000, beside * 1000, "plain numpy", "ms", most=ALPHA)
        articles = units // TO_ARTICLE
        (drawn,) = _least(min(2, rounds), partial(_drawn, codes, size, distance, articles))
        what = f"{RESAMPLES:,} resamples of {articles:,} articles, {name}"
        yield Figure("agreement", what, drawn * 1000, ours * 1000, "one alpha", "ms", most=most)


def _alpha(codes: floors.Codes, labels: int, distance: Distance) -> object:
    return alpha(Coding(codes, tuple(range(labels))), distance)


def _drawn(codes: floors.Codes, labels: int, distance: Distance, articles: int) -> object:
    """What the resamples of one alpha take, the drawing included."""
    cluster = np.arange(len(codes)) * articles // len(codes)
    return alpha_spread(Coding(codes, tuple(range(labels))), cluster, Resampling(articles), distance)


def _codes(units: int, labels: int) -> floors.Codes:
    rng = np.random.default_rng(1)
    true = rng.integers(0, labels, units)
    wrong = rng.integers(0, labels, (units, 3))
    codes = np.where(rng.random((units, 3)) < 0.7, true[:, None], wrong).astype(np.int32)
    codes[rng.random(codes.shape) < 0.05] = -1
    return codes


def _least(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """The least CPU time of each, in seconds; they take turns."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            begin = process_time()
            call()
            taken.append(process_time() - begin)
    return [min(taken) for taken in times]


def _report(quotes: int, rounds: int) -> Iterator[Figure]:
    six = [one for one in asked(joined([comparable(team(quotes))])) if one.name in SIX]
    calls = [partial(_floor, one.coding, one.distance) for one in six]
    beside = sum(_least(rounds, *calls))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "judged"
        path.write_bytes(pickle.dumps(team(quotes)))
        runs = [_apart(path) for _ in range(min(3, rounds))]
    cpu, memory = min(run[0] for run in runs), min(run[1] for run in runs)
    what = f"the whole report, {quotes:,} quotes of 3 people"
    yield Figure("agreement", what, cpu * 1000, beside * 1000, "six alphas in plain numpy", "ms", most=REPORT)
    yield Figure("agreement", f"{what}, memory beyond imports", memory, None, "", "MB", cap=MEMORY)


def _reading(quotes: int) -> Iterator[Figure]:
    """From a database to columns: what the report itself does not count."""
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/annotator.db") as store:
        people = filled(store, quotes)
        scheme = scheme_of(Path(folder))
        began = process_time()
        judged(store.judging(people), people, scheme, store.texts)
        what = f"from a database to columns, {quotes:,} quotes of {len(people)} people"
        yield Figure("agreement", what, (process_time() - began) * 1000, None, "", "ms")


def _floor(coding: Coding, distance: str) -> float:
    if distance == "MASI":
        return floors.masi(coding.codes, coding.labels)
    return (floors.ordinal if distance == "ordinal" else floors.nominal)(coding.codes, len(coding.labels))


def _apart(path: Path) -> tuple[float, float]:
    """(CPU seconds, MB beyond the imports) of the report in a process of its own."""
    command = [sys.executable, "-m", "scripts.benches.agreement", str(path)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    cpu, memory = out.split()
    return float(cpu), float(memory)


def _alone(path: Path) -> None:
    from annotator.agreement.team import Team
    from annotator.agreement.team_asking import Asking

    before = most_memory()
    columns: Judged = pickle.loads(path.read_bytes())
    begin = process_time()
    found = Team()
    found.take(columns)
    found.report(Asking())
    print(process_time() - begin, most_memory() - before)


if __name__ == "__main__":
    _alone(Path(sys.argv[1]))
