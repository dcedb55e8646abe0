"""A bar for work that takes long: how far it is, and the time left. Where stderr is no terminal, nothing."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol, TextIO, TypeVar

from annotator.cli import say as saying
from annotator.cli.say import cut, one_line, say

EVERY = 0.2  # seconds between two drawings: a step that draws nothing costs a third of a microsecond
RECENT = 150  # drawings from which the pace is taken: half a minute, as work seldom goes on evenly
_SURE = 1.0  # seconds of work that a pace is taken from, at least
_WIDTH = 24  # columns of the bar itself
_WORDS = 40  # columns of what it says, at most, where they are not as many as characters
_CLEAR = "\r\x1b[K"
_T = TypeVar("_T")


class Progress(Protocol):
    """Work that goes on."""

    def step(self, by: int = 1) -> None:
        """So many more are done."""

    def at(self, done: int, total: int) -> None:
        """So many are done of so many in all."""

    def begin(self, words: str, total: int | None = None) -> None:
        """Another part of the work, of so many steps; None: nobody knows."""

    def say(self, sentence: str) -> None:
        """A line of narration, above the bar where there is one."""


@contextmanager
def progress(words: str, total: Callable[[], int | None], shown: bool = True) -> Iterator[Progress]:
    """A bar on stderr where that is a terminal, else nothing; `total` is only asked for a bar."""
    stream = sys.stderr
    if not (shown and stream is not None and stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"):
        yield Silent()
        return
    bar = _Bar(stream, words, total())
    saying.above, before = bar.clear, saying.above
    try:
        bar.draw()
        yield bar
    finally:
        saying.above = before
        bar.clear()


def stepping(some: Iterable[_T], bar: Progress) -> Iterator[_T]:
    """`some`, a step for each that was done."""
    for one in some:
        yield one
        bar.step()


def followed_by(bar: Progress, words: str) -> Callable[[int, int], None]:
    """What `at` of a bar is, and when all is done another part begins, which nobody can measure."""

    def at(done: int, total: int) -> None:
        bar.at(done, total)
        if done >= total:
            bar.begin(words)

    return at


class Silent:
    """No bar; narration goes where it always does."""

    def step(self, by: int = 1) -> None:
        pass

    def at(self, done: int, total: int) -> None:
        pass

    def begin(self, words: str, total: int | None = None) -> None:
        pass

    def say(self, sentence: str) -> None:
        say(sentence)


class _Bar:
    """One line, drawn by whoever makes a step: no thread takes time from the work."""

    def __init__(
        self, stream: TextIO, words: str, total: int | None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._stream, self._clock = stream, clock
        self._start(words, total)

    def begin(self, words: str, total: int | None = None) -> None:
        self._start(words, total)
        self.draw()

    def _start(self, words: str, total: int | None) -> None:
        self._words = one_line(words) if words.isascii() else cut(words, _WORDS)  # columns, not characters
        self._done, self._total = 0, total
        self._begun = self._due = self._clock()
        self._past = deque([(self._begun, 0)], RECENT)

    def step(self, by: int = 1) -> None:
        self._done += by
        if self._clock() >= self._due or self._done == self._total:
            self.draw()

    def at(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self.step(0)

    def say(self, sentence: str) -> None:
        say(sentence)
        self._due = 0.0

    def clear(self) -> None:
        self._write(_CLEAR)

    def draw(self) -> None:
        now = self._clock()
        self._due = now + EVERY
        self._past.append((now, self._done))
        self._write(f"{_CLEAR}{self.line(now)[: _columns(self._stream) - 1]}")

    def line(self, now: float) -> str:
        """What is drawn."""
        words = self._words
        if not self._total:
            return f"{words}  {self._done:,}  {_clock(now - self._begun)}" if self._done else f"{words} …"
        share = min(self._done / self._total, 1.0)
        full = round(share * _WIDTH)
        signs = "━─" if (self._stream.encoding or "").lower().startswith("utf") else "#-"
        drawn = signs[0] * full + signs[1] * (_WIDTH - full)
        left = self._left(now)
        end = "" if left is None else f"  {_clock(left)} left"
        return f"{words}  {drawn}  {100 * share:3.0f} %  {self._done:,} of {self._total:,}{end}"

    def _left(self, now: float) -> float | None:
        """Seconds, at the pace of late; None where there is none yet."""
        since, before = self._past[0]
        if not self._total or self._done <= before or now < since + _SURE:
            return None
        return max(self._total - self._done, 0) * (now - since) / (self._done - before)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._due = float("inf")  # the terminal has gone: the work goes on


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
