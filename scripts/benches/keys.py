"""What a key costs in a short and in a long article, beside a minimal Textual app, in real terminals.

All programs run at once and are pressed in turns, so that whatever else the machine does falls on each alike.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from time import perf_counter

from scripts.benches.figures import Figure, Sizes, middle, p95
from scripts.benches.pressing import SCROLLING, Action, Pressed, Screen
from scripts.benches.project import Project, project
from scripts.benches.terminal import Terminal, annotator, minimal

_NEXT, _WORD = "next sentence", "next word, marking"
_PEER, _SAVING = "minimal app", "minimal app that commits a row"
ACTIONS = (
    Action(tuple((key, _NEXT) for key in "jjjjjkkkkk"), moves=(1,) * 5 + (-1,) * 5),
    Action(tuple((key, _WORD) for key in "llllllllhhhhhhhh"), before="m", after="\x07"),
    Action(tuple((key, "stance") for key in "1245"), before="k", after="j", saves=True),
    Action((("q", "mark a quote"), ("u", "undo")), saves=True),
    Action(((" ", "sentence is done"), ("u", "undo")), saves=True),
    Action((("5", "stance of a proposal"), ("u", "undo")), before="j", after="k", saves=True),
    Action(((" ", "accept and go on"), ("u", "undo")), before="j", after="k", saves=True),
)
SMALL = 100  # sentences of the corpus of the short article
PAINTS = 5  # whole repaints that are looked at


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: 4 times (p95: 5) the minimal app; a long article and a large corpus within 1.2 times short and
    small ones; 3,000 bytes, where it scrolls 1.5 whole repaints."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        short = _screen(stack, folder / "short", sizes.short, SMALL)
        ours = {f"{sizes.long:,} sentences": _screen(stack, folder / "long", sizes.long)}
        if sizes.corpus:
            ours[_corpus(sizes)] = _screen(stack, folder / "corpus", sizes.short, sizes.corpus)
        floor = running_minimal(stack)
        saving = running_minimal(stack, "--commit", str(folder / "presses.db"))
        every = (short, *ours.values(), floor, saving)
        for one in every:
            one.terminal.settle()
        for action in ACTIONS:
            press(action, every if action.saves else every[:-1], sizes.presses)
        whole = [len(short.terminal.repainted()) for _ in range(PAINTS)]
    for what, one in ours.items():
        peer = f"corpus of {SMALL}" if what == _corpus(sizes) else f"{sizes.short:,} sentences"
        yield from _figures(what, one, short, peer, floor, saving)
    yield from _written(short, floor, whole)
    late = sum(one.terminal.late for one in every)
    yield Figure("keys", "keys after which bytes came late", late, None, "", "", cap=0)


def _corpus(sizes: Sizes) -> str:
    return f"corpus of {sizes.corpus:,}"


def _screen(stack: ExitStack, folder: Path, sentences: int, corpus: int = 0) -> Pressed:
    began = perf_counter()
    on = project(folder, sentences, corpus)
    if corpus > SMALL:
        print(f"  a corpus of {corpus:,} sentences made in {perf_counter() - began:.0f} s", file=sys.stderr)
    return running_screen(stack, on)


def running_screen(stack: ExitStack, on: Project) -> Pressed:
    """Our screen on a project in a terminal, for as long as `stack` is open."""
    terminal = stack.enter_context(Terminal([*annotator(), *on.command()]))
    terminal.until(on.begins())
    return Screen(terminal, on, stack.enter_context(closing(sqlite3.connect(on.database))))


def running_minimal(stack: ExitStack, *words: str) -> Pressed:
    """The minimal app in a terminal, for as long as `stack` is open."""
    terminal = stack.enter_context(Terminal(minimal(*words)))
    terminal.until(b"counter 0")
    return Pressed(terminal)


def press(action: Action, every: Sequence[Pressed], presses: int) -> None:
    """Press each key of the action in all of them, so many times in all."""
    for one in every:
        one.silently(action.before)
    whole = -(-presses // len(action.cycle)) * len(action.cycle)  # to end where it began
    for n in range(whole):
        for one in every:
            one.press(action, n)
    for one in every:
        one.silently(action.after)


def _figures(
    many: str, ours: Pressed, short: Pressed, few: str, floor: Pressed, saving: Pressed
) -> Iterator[Figure]:
    for name, costs in sorted(ours.costs.items()):
        same = name.removesuffix(SCROLLING)  # of the floor: the same moments, if not the same work
        if name in short.costs:
            beside = short.costs[name].times
            yield _time(f"{name}: {many}", middle, costs.times, beside, few, most=1.2)
        least = floor.costs[same].times
        yield _time(f"{name}: {many}", middle, costs.times, least, _PEER, most=4)
        yield _time(f"{name}: {many}", p95, costs.times, least, _PEER, most=5)
        if costs.visible:
            yield _time(f"{name}: {many}", middle, costs.times, saving.costs[same].times, _SAVING)
            what = f"{name}: {many}, visible to a second connection"
            yield _time(what, middle, costs.visible, least, _PEER, most=4)
    yield from _cpu(ours, short, floor, few, many)


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


def _written(ours: Pressed, floor: Pressed, whole: Sequence[float]) -> Iterator[Figure]:
    """Bytes to the terminal: beside the floor's, and those of a scrolling key beside a whole repaint."""
    yield _bytes("all keys", [size for c in ours.costs.values() for size in c.sizes], cap=3000)
    for name, costs in sorted(ours.costs.items()):
        if name.endswith(SCROLLING):
            what, paint = f"{name}: to the terminal, median", f"whole repaint, median of {len(whole)}"
            yield Figure("keys", what, middle(costs.sizes), middle(whole), paint, "bytes", most=1.5)
            yield Figure(
                "keys",
                f"{name}: to the terminal, most",
                max(costs.sizes),
                middle(whole),
                paint,
                "bytes",
                most=1.5,
            )
        else:
            yield _bytes(name, costs.sizes, cap=3000, floor=floor.costs[name].sizes)


def _bytes(name: str, ours: Sequence[float], cap: float, floor: Sequence[float] | None = None) -> Figure:
    what, beside = f"{name}: to the terminal, median", middle(floor) if floor else None
    return Figure("keys", what, middle(ours), beside, _PEER if floor else "", "bytes", cap=cap)


def _cpu(long: Pressed, short: Pressed, floor: Pressed, few: str, many: str) -> Iterator[Figure]:
    """CPU time, which other programs on the machine disturb less; nothing where the system does not tell."""
    ours, same, least = ([x for c in one.costs.values() for x in c.cpu] for one in (long, short, floor))
    if ours and same and least:
        yield _time(f"all keys: {many}, CPU", middle, ours, same, few, most=1.2)
        yield _time(f"all keys: {many}, CPU", middle, ours, least, _PEER)
