"""Other tools beside ours, each doing the same in the same run: alpha, sentences, quotes, a screen.

A peer that can't be installed or run is named with the reason, and left out.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from annotator.agreement.coefficients import distances
from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.coefficients.distances import Distance
from annotator.text.marks import quotations
from annotator.text.reading import read
from annotator.text.sentences import sentences
from scripts.benches.agreement_floors import Codes
from scripts.benches.figures import Figure, Sizes, middle
from scripts.benches.keys import running_screen
from scripts.benches.news import articles
from scripts.benches.peers_potato import running
from scripts.benches.peers_venvs import MissingPeerError, asked, command
from scripts.benches.pressing import Action, Pressed
from scripts.benches.project import Project, project
from scripts.benches.terminal import Terminal, annotator

EACH = 34  # sentences of an article
PEOPLE, LABELS = 3, 5
_SLATE = ("-t", "categorical", "-s", "token")
_NEXT = Action((("\x1bOC", "next word"), ("\x1bOD", "next word")))
_MARKED = "mark"
_MARK = Action(((" a", _MARKED), ("u", "unmark it")))
_OURS_NEXT = Action((("l", "next word"), ("h", "next word")), before="m", after="\x07")
_OURS_MARK = Action((("q", _MARKED), ("u", "unmark it")))


def measure(sizes: Sizes) -> Iterator[Figure]:
    """No goals: what each costs, beside ours."""
    for one in (_alphas, _sentences, _screens, _pages):
        yield from one(sizes)


def _left_out(problem: MissingPeerError) -> None:
    print(f"  left out: {problem}", file=sys.stderr)


# Numbers


def _alphas(sizes: Sizes) -> Iterator[Figure]:
    for level, distance, peers in (
        ("nominal", distances.nominal, ("krippendorff", "nltk alpha")),
        ("ordinal", distances.ordinal, ("krippendorff",)),
    ):
        for peer in peers:
            units = sizes.letters // (100 if peer == "krippendorff" else 1000)  # nltk's is slow
            codes = _codes(units)
            took, ours = _least(sizes.rounds, partial(_alpha, codes, distance))
            task = {"name": peer, "level": level, "codes": codes.tolist(), "rounds": sizes.rounds}
            try:
                beside, theirs = asked("numbers", task)
            except MissingPeerError as problem:
                _left_out(problem)
                continue
            if abs(ours.value - theirs) > 1e-9:
                raise RuntimeError(f"{level} alpha is {ours.value} here and {theirs} for {peer}")
            what = f"alpha, {level}, {units:,} units of {PEOPLE}: the same value"
            yield Figure("peers", what, took * 1000, beside * 1000, peer, "ms")


def _alpha(codes: Codes, distance: Distance) -> Coefficient:
    return alpha(Coding(codes, tuple(range(LABELS))), distance)


def _codes(units: int) -> Codes:
    rng = np.random.default_rng(1)
    codes = np.where(
        rng.random((units, PEOPLE)) < 0.7,
        rng.integers(0, LABELS, units)[:, None],
        rng.integers(0, LABELS, (units, PEOPLE)),
    ).astype(np.int32)
    codes[rng.random(codes.shape) < 0.05] = -1
    return codes


def _least(rounds: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """(the least CPU seconds, the result)."""
    seconds, result = [], None
    for _ in range(rounds):
        begun = process_time()
        result = work()
        seconds.append(process_time() - begun)
    return min(seconds), result


# Texts


def _sentences(sizes: Sizes) -> Iterator[Figure]:
    texts = articles(sizes.articles, EACH, 1)
    took, _ = _least(sizes.rounds, lambda: [sentences(text) for text in texts])
    what = f"sentences of {len(texts)} articles of {EACH}"
    for environment, peer in (("numbers", "pysbd"), ("numbers", "nltk punkt")):
        try:
            beside, _ = asked(environment, {"name": peer, "texts": texts, "rounds": 1})
        except MissingPeerError as problem:
            _left_out(problem)
            continue
        yield Figure("peers", what, took * 1000, beside * 1000, peer, "ms")
    yield from _quotations(texts, sizes.rounds)


def _quotations(texts: list[str], rounds: int) -> Iterator[Figure]:
    """textacy's are direct quotes alone; ours are read with speakers, and indirect ones, too."""
    took, _ = _least(rounds, lambda: [_read(text) for text in texts])
    try:
        beside, _ = asked("textacy", {"name": "textacy", "texts": texts, "rounds": 1})
    except MissingPeerError as problem:
        _left_out(problem)
        return
    what = f"quotes of {len(texts)} articles of {EACH} (the peer: direct ones, without persons)"
    yield Figure("peers", what, took * 1000, beside * 1000, "textacy", "ms")


def _read(text: str) -> object:
    found = sentences(text)
    return read(text, found, quotations(text))


# Screens


def _screens(sizes: Sizes) -> Iterator[Figure]:
    try:
        slate = str(command("slate", "slate"))
    except MissingPeerError as problem:
        _left_out(problem)
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in (sizes.short, sizes.long):
            on = project(Path(folder, str(size)), size)
            theirs = _for_slate(slate, on, Path(folder))
            yield from _starts(on, theirs, size, sizes.processes)
            yield from _keys(on, theirs, size, sizes.presses)


def _for_slate(slate: str, on: Project, folder: Path) -> list[str]:
    """The command that opens the same article; SLATE knows words by the blanks between them."""
    name = f"{on.folder.name}.slate"
    (folder / name).write_text(on.prose.text, encoding="utf-8")
    return [slate, *_SLATE, "-o", "-l", str(folder / f"{name}.log"), str(folder / name)]


def _starts(on: Project, theirs: list[str], size: int, processes: int) -> Iterator[Figure]:
    commands = ([*annotator(), *on.command()], on.begins()), (theirs, _first_words(on))
    times: tuple[list[float], list[float]] = [], []
    for _ in range(processes):
        for (words, seen), took in zip(commands, times, strict=True):
            with Terminal(words) as terminal:
                took.append(terminal.until(seen) * 1000)
    ours, beside = map(middle, times)
    yield Figure("peers", f"start, {size:,} sentences", ours, beside, "SLATE", "ms")


def _first_words(on: Project) -> bytes:
    return on.prose.text.split()[0].encode()


def _keys(on: Project, theirs: list[str], size: int, presses: int) -> Iterator[Figure]:
    with ExitStack() as stack:
        ours = running_screen(stack, on)
        terminal = stack.enter_context(Terminal(theirs))
        terminal.until(_first_words(on))
        slate = Pressed(terminal)
        for one in (ours, slate):
            one.terminal.settle()
        for mine, their in ((_OURS_NEXT, _NEXT), (_OURS_MARK, _MARK)):
            ours.silently(mine.before)
            for n in range(presses // 2 * 2):
                ours.press(mine, n)
                slate.press(their, n)
            ours.silently(mine.after)
    for name, costs in sorted(slate.costs.items()):
        what = f"{name}, {size:,} sentences, median"
        yield Figure("peers", what, middle(ours.costs[name].times), middle(costs.times), "SLATE", "ms")


# Pages


def _pages(sizes: Sizes) -> Iterator[Figure]:
    """Potato's server alone: what a browser adds to start and to paint is not counted."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        on = project(Path(folder, "ours"), sizes.short)
        try:
            started = [_potato(Path(folder), n, on) for n in range(sizes.rounds)]
            potato = stack.enter_context(running(Path(folder, "saving"), on.prose.text))
            begun = perf_counter()
            ours = running_screen(stack, on)
            took = perf_counter() - begun
            for n in range(sizes.presses // 2 * 2):
                ours.press(_OURS_MARK, n)
            saves = [potato.save(n + 1) for n in range(sizes.presses)]
        except MissingPeerError as problem:
            _left_out(problem)
            return
    what = f"start, {sizes.short:,} sentences"
    yield Figure("peers", what, took * 1000, middle(started) * 1000, "Potato's server", "ms")
    what = f"mark a quote and save it, {sizes.short:,} sentences, median"
    marks = ours.costs[_MARKED].times
    yield Figure("peers", what, middle(marks), middle(saves), "Potato's server alone", "ms")


def _potato(folder: Path, n: int, on: Project) -> float:
    with running(folder / f"potato-{n}", on.prose.text) as potato:
        return potato.started
