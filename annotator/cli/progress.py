"""A bar for work that takes long."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from annotator.cli.say import one_line, say


class Progress(Protocol):
    """Work that goes on."""

    def step(self, by: int = 1) -> None:
        """So many more are done."""

    def say(self, sentence: str) -> None:
        """A line of narration, above the bar where there is one."""


@contextmanager
def progress(words: str, total: Callable[[], int | None], shown: bool = True) -> Iterator[Progress]:
    """A bar on stderr where that is a terminal, else nothing; `total` is only asked for a bar."""
    if not (shown and sys.stderr.isatty()):
        yield _Silent()
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with bars.Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, bar.add_task(words, total=total()))


class _Silent:
    def step(self, by: int = 1) -> None:
        pass

    def say(self, sentence: str) -> None:
        say(sentence)


class _Bar:
    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task = bar, task

    def step(self, by: int = 1) -> None:
        self._bar.advance(self._task, by)

    def say(self, sentence: str) -> None:
        self._bar.console.print(one_line(sentence), markup=False, highlight=False, soft_wrap=True)
