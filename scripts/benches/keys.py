"""What a key costs in a short and in a long article, beside a minimal Textual app, in real terminals.

All programs run at once and are pressed in turns, so that whatever else the machine does falls on each alike.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from scripts.benches.figures import Figure, Sizes, middle, p95
from scripts.benches.pressing import SCROLLING, Action, Costs, Pressed, Screen
from scripts.benches.project import project
from scripts.benches.terminal import Terminal, annotator, minimal

_NEXT, _WORD = "next sentence", "next word, marking"
_PEER, _SAVING = "minimal app", "minimal app that commits a row"
ACTIONS = (
    Action(tuple((key, _NEXT) for key in "jjjjjkkkkk"), moves=(1,) * 5 + (-1,) * 5),
    Action(tuple((key, _WORD) for key in "llllllllhhhhhhhh"), before="m", after="\x07"),
    Action(tuple((key, "stance") for key in "1245"), before="j", after="k", saves=True),
    Action((("q", "mark a quote"), ("u", "undo")), saves=True),
    Action(((" ", "sentence is done"), ("u", "undo")), saves=True),
)


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: a long article within 1.3 times a short one; 4 times (p95: 5) the minimal app; 3,000 bytes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        short, long = (_screen(stack, folder / str(n), n) for n in (sizes.short, sizes.long))
        floor = _minimal(stack)
        saving = _minimal(stack, "--commit", str(folder / "presses.db"))
        every = (short, long, floor, saving)
        for one in every:
            one.terminal.settle()
        for action in ACTIONS:
            _press(action, every if action.saves else every[:-1], sizes.presses)
    yield from _figures(short, long, floor, saving, sizes)
    late = sum(one.terminal.late for one in every)
    yield Figure("keys", "keys after which bytes came late", late, None, "", "", cap=0)


def _screen(stack: ExitStack, folder: Path, sentences: int) -> Pressed:
    on = project(folder, sentences)
    terminal = stack.enter_context(Terminal([*annotator(), *on.command()]))
    terminal.until(on.begins())
    return Screen(terminal, on, stack.enter_context(closing(sqlite3.connect(on.database))))


def _minimal(stack: ExitStack, *words: str) -> Pressed:
    terminal = stack.enter_context(Terminal(minimal(*words)))
    terminal.until(b"counter 0")
    return Pressed(terminal)


def _press(action: Action, every: Sequence[Pressed], presses: int) -> None:
    for one in every:
        one.silently(action.before)
    whole = -(-presses // len(action.cycle)) * len(action.cycle)  # to end where it began
    for n in range(whole):
        for one in every:
            one.press(action, n)
    for one in every:
        one.silently(action.after)


def _figures(
    short: Pressed, long: Pressed, floor: Pressed, saving: Pressed, sizes: Sizes
) -> Iterator[Figure]:
    few, many = f"{sizes.short:,} sentences", f"{sizes.long:,} sentences"
    for name, costs in sorted(long.costs.items()):
        same = name.removesuffix(SCROLLING)  # of the floor: the same moments, if not the same work
        if name in short.costs:
            beside = short.costs[name].times
            yield _time(f"{name}: {many}", middle, costs.times, beside, few, most=1.3)
        least = floor.costs[same].times
        yield _time(f"{name}: {many}", middle, costs.times, least, _PEER, most=4)
        yield _time(f"{name}: {many}", p95, costs.times, least, _PEER, most=5)
        if costs.visible:
            yield _time(f"{name}: {many}", middle, costs.times, saving.costs[same].times, _SAVING)
            what = f"{name}: {many}, visible to a second connection"
            yield _time(what, middle, costs.visible, least, _PEER, most=4)
        yield _bytes(name, costs, floor.costs[same])
    yield from _cpu(short, long, floor, few, many)


def _time(
    what: str,
    of: Callable[[Sequence[float]], float],
    ours: Sequence[float],
    beside: Sequence[float],
    peer: str,
    most: float | None = None,
) -> Figure:
    word = "median" if of is middle else of.__name__
    return Figure("keys", f"{what}, {word}", of(ours), of(beside), peer, "ms", most=most)


def _bytes(name: str, ours: Costs, floor: Costs) -> Figure:
    cap = None if name.endswith(SCROLLING) else 3000
    what = f"{name}: to the terminal, median"
    return Figure("keys", what, middle(ours.sizes), middle(floor.sizes), _PEER, "bytes", cap=cap)


def _cpu(short: Pressed, long: Pressed, floor: Pressed, few: str, many: str) -> Iterator[Figure]:
    """CPU time, which other programs on the machine disturb less; nothing where the system does not tell."""
    ours, same, least = ([x for c in one.costs.values() for x in c.cpu] for one in (long, short, floor))
    if ours and same and least:
        yield _time(f"all keys: {many}, CPU", middle, ours, same, few, most=1.3)
        yield _time(f"all keys: {many}, CPU", middle, ours, least, _PEER)
