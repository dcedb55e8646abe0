"""The same project from 1,000 sentences to 1,000,000, with gold and three people's labels of all of them.

What a person waits for must not notice how large the corpus is; what reads all of it may grow as it does.
Screens run in real terminals, commands in processes of their own; sizes and floors take turns.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter, process_time

from annotator.dataset.splitting.near import needs
from annotator.errors import UsageError
from annotator.store import Store
from scripts.benches.alone import SQL, Cost, cost, least
from scripts.benches.export import split_index
from scripts.benches.export_alone import JOIN
from scripts.benches.export_data import EACH
from scripts.benches.figures import Figure, Sizes, middle, table
from scripts.benches.ingest import slope
from scripts.benches.keys import ACTIONS, press, running_minimal, running_screen
from scripts.benches.pressing import Pressed
from scripts.benches.project import WHO, Project
from scripts.benches.scale_data import made
from scripts.benches.terminal import Terminal, annotator, minimal

SAME, LINEAR, FLAT = 1.2, 1.05, 1.1  # goals: the same time; the power of size; the same memory
DECADES = 100  # the slope is of the sizes up to so many times smaller than the largest
SEARCHES = 20  # looked for at a time
RARE, COMMON = "harbour", "despatch"  # of the one article under way, and of all others

Projects = Mapping[int, Project]  # by sentences
# Commands that a person waits for, and those that read all; beside each what plain sqlite3 fetches at least.
_QUICK: dict[str, tuple[Sequence[str], str]] = {
    "queue": (("queue", "--as", WHO), "SELECT * FROM assignment JOIN article ON article.id = article")
}
_WHOLE: dict[str, tuple[Sequence[str], str]] = {
    "status": (("status",), "SELECT layer, count(*) FROM quote WHERE deleted = 0 GROUP BY layer"),
    "agreement": (("agreement", "--json"), JOIN.replace("(1, 2, 3, 4)", "(2, 3, 4)")),
    "export OUT.jsonl": (("export", "{}/out.jsonl"), JOIN),
    "export DIR": (("export", "{}/out"), JOIN),
}
_STREAMING = ("export OUT.jsonl", "export DIR")


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: what a person waits for 1.2 times the smallest size's; the rest linear, memory flat.

    It takes an hour: each figure is said when it is known, too.
    """
    for figure in _measured(sizes):
        print(" ", *list(table([figure]))[2:], file=sys.stderr, flush=True)
        yield figure


def _measured(sizes: Sizes) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        projects = {n: _made(Path(name), n) for n in sizes.corpora}
        yield from _starts(projects, sizes.processes)
        yield from _keys(projects, sizes.presses)
        yield from _searches(projects, sizes.rounds)
        for what, (words, floor) in _QUICK.items():
            yield from _waits(what, _commands(projects, words, floor, sizes.rounds))
        for what, (words, floor) in _WHOLE.items():
            if what == "export DIR" and (missing := _missing(max(sizes.corpora))):
                print(f"  {what} is left out: {missing}", file=sys.stderr)
                continue
            costs = _commands(projects, words, floor, min(2, sizes.rounds))
            indices = {n: split_index(one.folder / "out") for n, one in projects.items() if "DIR" in what}
            yield from _grows(what, costs, indices)


def _missing(sentences: int) -> str:
    """What a dataset of so many sentences needs and is not installed; "" where nothing is missing."""
    try:
        needs(sentences // EACH)
    except UsageError as problem:
        return str(problem)
    return ""


def _made(folder: Path, sentences: int) -> Project:
    begun = perf_counter()
    found = made(folder / str(sentences), sentences)
    print(f"  {sentences:,} sentences made in {perf_counter() - begun:.0f} s", file=sys.stderr)
    return found


def _starts(projects: Projects, processes: int) -> Iterator[Figure]:
    commands = {n: ([*annotator(), *one.command()], one.begins()) for n, one in projects.items()}
    commands[0] = (minimal("--sqlalchemy"), b"counter 0")
    times: dict[int, list[float]] = {n: [] for n in commands}
    for _ in range(processes):
        for n, (command, words) in commands.items():
            with Terminal(command) as terminal:
                times[n].append(terminal.until(words) * 1000)
    took = {n: middle(some) for n, some in times.items()}
    yield from _same("start", took, SAME, took.pop(0), "minimal app with sqlalchemy")


def _keys(projects: Projects, presses: int) -> Iterator[Figure]:
    with ExitStack() as stack:
        screens: dict[int, Pressed] = {n: running_screen(stack, one) for n, one in projects.items()}
        floor = running_minimal(stack)
        every = (*screens.values(), floor)
        for one in every:
            one.terminal.settle()
        for action in ACTIONS:
            press(action, every, presses)
    for name in sorted(floor.costs):
        took = {n: middle(one.costs[name].times) for n, one in screens.items() if name in one.costs}
        yield from _same(f"key, {name}", took, SAME, middle(floor.costs[name].times), "minimal app")


def _searches(projects: Projects, rounds: int) -> Iterator[Figure]:
    # How many articles hold a word is counted, one by one.
    for what, words, most in (
        ("a word of one article", RARE, SAME),
        ("a word of all articles", COMMON, None),
    ):
        with ExitStack() as stack:
            stores = {
                n: stack.enter_context(Store(f"sqlite:///{one.database}")) for n, one in projects.items()
            }
            took = {n: float("inf") for n in stores}
            for _ in range(rounds + 1):
                for n, store in stores.items():
                    took[n] = min(took[n], _searching(store, words))
        yield from _same(f"search for {what}, CPU", took, most)


def _searching(store: Store, words: str) -> float:
    """CPU milliseconds of one search, of so many that a clock can tell."""
    begun = process_time()
    for _ in range(SEARCHES):
        store.search(words)
    return (process_time() - begun) / SEARCHES * 1000


def _commands(
    projects: Projects, words: Sequence[str], query: str, rounds: int
) -> dict[int, tuple[Cost, Cost]]:
    """For each size what the command costs, and what plain sqlite3 costs that fetches what it needs."""
    ours: dict[int, list[Cost]] = {n: [] for n in projects}
    floors: dict[int, list[Cost]] = {n: [] for n in projects}
    for _ in range(rounds):
        for n, one in projects.items():
            said = [word.format(one.folder) for word in words]
            ours[n].append(cost(["--project", str(one.folder), *said]))
            floors[n].append(cost([SQL, str(one.database), query]))
    return {n: (least(ours[n]), least(floors[n])) for n in projects}


def _waits(what: str, costs: Mapping[int, tuple[Cost, Cost]]) -> Iterator[Figure]:
    largest = costs[max(costs)]
    took = {n: ours.cpu * 1000 for n, (ours, _) in costs.items()}
    yield from _same(f"{what}, CPU", took, SAME, largest[1].cpu * 1000, "its rows in sqlite3")
    yield from _memory(what, costs, FLAT)


def _grows(
    what: str, costs: Mapping[int, tuple[Cost, Cost]], indices: Mapping[int, float]
) -> Iterator[Figure]:
    """`indices`: megabytes of what may grow, where anything may."""
    top = {n: both for n, both in costs.items() if n * DECADES >= max(costs)}
    for n, (ours, floor) in top.items():
        name = f"{what}: {n:,} sentences, CPU"
        yield Figure("scale", name, ours.cpu * 1000, floor.cpu * 1000, "its rows in sqlite3", "ms")
    if len(top) > 1:
        power = slope([(n, ours.cpu) for n, (ours, _) in top.items()])
        yield Figure("scale", f"{what}: power of size", power, None, "", "", cap=LINEAR)
    yield from _memory(what, costs, FLAT if what in _STREAMING else None, indices)


def _memory(
    what: str,
    costs: Mapping[int, tuple[Cost, Cost]],
    most: float | None,
    indices: Mapping[int, float] | None = None,
) -> Iterator[Figure]:
    """The memory at the largest size beside that at a tenth of it, each without its index."""
    *_, tenth, largest = sorted(costs)
    spared = {n: (indices or {}).get(n, 0.0) for n in (tenth, largest)}
    ours, beside = (costs[n][0].memory - spared[n] for n in (largest, tenth))
    but = f" but for the split's index of {spared[largest]:.1f} MB" if spared[largest] else ""
    yield Figure(
        "scale", f"{what}: {largest:,} sentences, memory{but}", ours, beside, f"{tenth:,}", "MB", most=most
    )


def _same(
    what: str, took: Mapping[int, float], most: float | None, floor: float | None = None, peer: str = ""
) -> Iterator[Figure]:
    """Milliseconds at each size beside those at the smallest; the largest beside the floor, too."""
    smallest, *others = sorted(took)
    for n in others:
        name = f"{what}: {n:,} sentences"
        bound = most if n == others[-1] else None
        yield Figure("scale", name, took[n], took[smallest], f"{smallest:,} sentences", "ms", most=bound)
    if floor is not None:
        yield Figure("scale", f"{what}: {others[-1]:,} sentences", took[others[-1]], floor, peer, "ms")
