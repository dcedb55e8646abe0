"""The lives of a real annotating process, each cut short by SIGKILL, and what has to be true after each.

The process is the program in a pseudo terminal. Keys are typed, sentence by sentence: a quote is
marked (`q`), somebody new said it (`w`, a name, a kind), the sentence is done (space); three actions of which
each changes several tables. What the screen wrote until its end is searched for whatever says how far it was:
the number of the chosen quote, the name of who spoke, how many sentences are done. All of that has to be in
the database; its events are in a row without a gap, and what they say alone is what stands there.
"""

import os
import random
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from hashlib import sha256
from itertools import islice
from operator import add
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from annotator.cli.guidelines import use_guidelines
from annotator.model import Article, Layer, LayerKind, Source, Span
from annotator.store import Store
from annotator.text.sentences import SEGMENTER
from scripts.benches.terminal import NoAnswerError, Terminal, annotator
from tests.store.world import replayed, state

WHO = "bench"
EACH = 3  # actions of a sentence
LONGEST = 1.5  # seconds that a life goes on once the screen is there
AHEAD = 200  # actions that are typed at most: what a terminal holds until the program reads it
SENTENCES = 1_200
_LINES = tuple(f"“We counted the boats again,” the clerk of ward {n + 1} said." for n in range(SENTENCES))
TEXT = "\n\n".join(_LINES) + "\n"
_DIGEST = sha256(TEXT.encode()).hexdigest()
_QUOTE = re.compile(r"▸ +(\d+) ")
_SAID = re.compile(r"said by ([A-Z][a-z]+)\x1b")
_PLACE = re.compile(r"sentence (\d+)/")
_DONE = re.compile(r"done (\d+)/")


@dataclass(slots=True)
class Harm:
    """How many lives there were, starts that showed where one was, and actions; and what was wrong.

    Actions that were shown and are not there, looks that found something half there, starts that went astray.
    """

    lives: int = 0
    resumed: int = 0
    actions: int = 0
    lost: int = 0
    half: int = 0
    astray: int = 0

    def __add__(self, other: "Harm") -> "Harm":
        return Harm(*map(add, astuple(self), astuple(other)))


@cache
def names() -> Sequence[str]:
    """Who speaks in each sentence: nobody's name, and none like another."""
    chance = random.Random(0)
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = dict.fromkeys("".join(chance.choices(letters, k=7)).capitalize() for _ in range(SENTENCES))
    return tuple(made)


def fill(url: str, folder: Path) -> None:
    """A project in `folder` with a database at `url`: an article, and somebody who has said nothing yet."""
    starts = [at.start() for at in re.finditer("“", TEXT)]
    ends = [*starts[1:], len(TEXT)]
    with Store(url) as store:
        use_guidelines(store, folder)
        spans = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
        store.add_article(Article(_DIGEST, TEXT, (Source("wards.txt"),)), spans, (), SEGMENTER)
        store.add_actor(WHO)


def steps_from(action: int) -> Iterator[str]:
    """What is typed when so many actions are done: to the sentence, then the keys of one action each."""
    yield f":{action // EACH + 1}\r"
    for k in range(action, EACH * SENTENCES):
        yield ("q", f"w{names()[k // EACH]}\rp", " ")[k % EACH]


class Seen(NamedTuple):
    """How far somebody is: quotes marked, sentences done, and the names of who was said to have spoken."""

    quotes: int = 0
    done: int = 0
    names: frozenset[str] = frozenset()

    def __or__(self, other: "Seen") -> "Seen":
        return Seen(max(self.quotes, other.quotes), max(self.done, other.done), self.names | other.names)

    def missing(self, there: "Seen") -> int:
        """How much of this is not `there`."""
        fewer = max(0, self.quotes - there.quotes) + max(0, self.done - there.done)
        return fewer + len(self.names - there.names)


def shown(raw: bytes) -> Seen:
    """How far the screen had shown that one is."""
    text = raw.decode("utf-8", "replace")
    numbers, done = (max(map(int, one.findall(text)), default=0) for one in (_QUOTE, _DONE))
    return Seen(numbers, done, frozenset(_SAID.findall(text)) & frozenset(names()))


class Victim(Terminal):
    """The program, until it is killed. `raw` is all that it wrote."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__([*annotator(), *words, "annotate", "--as", WHO])
        self.raw = b""

    def watch(self, seconds: float, words: bytes = b"\0") -> None:
        """Read for so long, or until `words` came. Raises NoAnswerError where the program ended."""
        end = perf_counter() + seconds
        while words not in self.raw and (left := end - perf_counter()) > 0:
            self.raw += self._read(left)

    def send(self, keys: str) -> None:
        """Type ahead of the program."""
        os.write(self._fd, keys.encode())

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        with suppress(NoAnswerError):
            while data := self._read(0):
                self.raw += data


class Lives:
    """One life after the other over the same database."""

    def __init__(self, folder: Path, url: str, seed: int) -> None:
        self._words = ("--project", str(folder), "--db", url)
        self._url, self._chance = url, random.Random(seed)
        self.shown = Seen()
        self._start = 0.5  # seconds that the last whole start took
        self.harm = Harm()

    def live(self) -> None:
        """One start, some work, one kill: before anything is painted, or in the midst of typing."""
        with Victim(self._words) as victim:
            if self._chance.random() < 0.2:
                victim.watch(self._chance.uniform(0, self._start))
            else:
                victim.watch(60, b"? keys")
                self._start = perf_counter() - victim.started
                self._work(victim, steps_from(self._resumes(victim.raw)))
            victim.kill()
        self.shown |= shown(victim.raw)
        self.harm.lives += 1

    def _work(self, victim: Victim, steps: Iterator[str]) -> None:
        """Type for a while, now faster and now slower than the program paints."""
        end, pause = perf_counter() + self._chance.uniform(0, LONGEST), self._chance.choice((0.0, 0.02, 0.1))
        for keys in islice(steps, AHEAD):
            if (left := end - perf_counter()) <= 0:
                return
            victim.send(keys)
            victim.watch(min(left, pause))
        victim.watch(max(0.0, end - perf_counter()))

    def _resumes(self, raw: bytes) -> int:
        """It stands where one was, and nothing is missing of what any screen had shown; the next action."""
        kept, sentence = self._kept()
        self.harm.lost += self.shown.missing(kept)
        there = shown(raw).done, {int(n) for n in _PLACE.findall(raw.decode("utf-8", "replace"))}
        if there[0] == kept.done and there[1] & {sentence, sentence + 1}:
            self.harm.resumed += 1
        else:
            self.harm.astray += 1
            print(f"crash: {sentence}, {kept} and the screen says {there}", file=sys.stderr)
        return EACH * kept.done + (kept.quotes > kept.done) + (len(kept.names) > kept.done)

    def _kept(self) -> tuple[Seen, int]:
        """What is in the database, and the number of the sentence where one was last."""
        with Store(self._url) as store:
            opened = store.open_article(_DIGEST, Layer(LayerKind.HUMAN, WHO))
            known = {speaker.id: speaker.name for speaker in store.speakers()}
            place = store.place(WHO)
        spoke = {known[voice.speaker] for one in opened.quotes for voice in one.speakers if voice.speaker}
        start = place[1] if place is not None else 0
        number = sum(sentence.span.start <= start for sentence in opened.sentences)
        return Seen(len(opened.quotes), len(opened.reviews), frozenset(spoke)), number

    def check(self) -> None:
        """Nothing is missing, and nothing is half there."""
        self.harm.lost += self.shown.missing(self._kept()[0])
        with Store(self._url) as store:
            events = [event.seq for event in store.history(WHO, EACH * SENTENCES)]
            self.harm.half += events != list(range(len(events), 0, -1)) or state(store) != replayed(store)
            self.harm.actions = len(events)
