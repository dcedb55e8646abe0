"""What labelling the same quotes costs in other tools, by what their documentation says one has to do.

peers.toml counts each step: a key 1, a click 1, a double click 2, a drag 2 (press and release), keys held
together 1. The way of the mouse and of the hand to it is not counted, nor is scrolling. A tool gets its best
documented configuration, and what its pages leave open is counted in its favour.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from annotator.model import Span
from annotator.text.tokens import tokens
from scripts.benches.keying.count import Quoted
from scripts.benches.keying.wanted import Person

FILE = Path(__file__).with_name("peers.toml")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a tool: how many presses it takes, how, and where that is written."""

    name: str
    actions: int
    how: str
    page: str


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool. `walks`: spans are marked by walking from word to word, not with a mouse."""

    name: str
    version: str
    walks: bool
    steps: Mapping[str, Step]

    def of(self, step: str) -> int:
        """The presses of a step."""
        return self.steps[step].actions

    @property
    def nothing(self) -> int | None:
        """The presses that say of a sentence that no quote is in it; None where that cannot be said."""
        return self.of("next") or None


# What each tool must say. `letters` are typed before a speaker who was named before can be chosen.
STEPS = (
    "span", "piece", "link", "speaker", "letters", "stance", "target", "topic", "flag", "done", "next",
    "right", "right-stance",
)  # fmt: skip


@cache
def peers() -> tuple[Peer, ...]:
    """All tools of peers.toml."""
    found = tomllib.loads(FILE.read_text("utf-8"))["tool"]
    return tuple(_peer(one) for one in found)


def _peer(one: dict[str, Any]) -> Peer:
    steps = {name: Step(name, s["actions"], s["how"], s["page"]) for name, s in one["step"].items()}
    return Peer(one["name"], one["version"], one.get("walks", False), steps)


class Counting:
    """Counts quotes one after the other: a speaker who is named first has to be typed whole."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._named: set[str] = set()

    def unaided(self, quote: Quoted) -> int:
        """The presses for one quote where nothing is proposed."""
        of, want = self._peer.of, quote.wanted
        marked = [*want.content[:1], *want.cue, *want.source, *(span for _, span in want.via if span)]
        pieces = want.content[1:]
        links = len(marked) - 1 + bool(want.about)
        own = sum(map(self._speaker, (*want.speakers, *(person for person, _ in want.via))))
        walks = self._walks(quote, [*marked, *pieces]) if self._peer.walks else 0
        return (
            walks + len(marked) * of("span") + len(pieces) * of("piece") + links * of("link") + own
            + self._labels(quote) + of("done")
        )  # fmt: skip

    def right(self, quote: Quoted) -> int:
        """The presses where spans, links, speakers, topics and the first target are proposed, and right."""
        of, want = self._peer.of, quote.wanted
        marks = len(want.content) + len(want.cue) + len(want.source)
        taken = of("right") * (marks if self._peer.steps["right"].how.startswith("each") else 1)
        more = (
            (len(want.stance) - 1) * of("target")
            + len(want.flags) * of("flag")
            + bool(want.about) * of("link")
        )
        return taken + of("right-stance") + of("stance") * len(want.stance) + more + of("next")

    def _labels(self, quote: Quoted) -> int:
        of, want = self._peer.of, quote.wanted
        targets = sum(target is not None for _, target in want.stance)
        return (
            len(want.stance) * of("stance") + targets * of("target") + len(want.topics) * of("topic")
            + len(want.flags) * of("flag")
        )  # fmt: skip

    def _speaker(self, person: Person | None) -> int:
        of = self._peer.of
        if person is None:
            return of("speaker")
        known = person.name in self._named
        self._named.add(person.name)
        return of("speaker") + (of("letters") if known else len(person.name))

    def _walks(self, quote: Quoted, spans: list[Span]) -> int:
        """Steps from word to word: to each span, from the one before or its line's start, and over it."""
        return sum(self._walk(quote.text, one, before) for before, one in _after_each(spans))

    def _walk(self, text: str, span: Span, before: int | None) -> int:
        line = text.rfind("\n", 0, span.start) + 1
        begins = before if before is not None and line <= before <= span.start else line
        to = len(tokens(text, begins, span.start)) if begins < span.start else 0
        return to + len(tokens(text, span.start, span.end)) - 1


def _after_each(spans: list[Span]) -> Iterator[tuple[int | None, Span]]:
    before: int | None = None
    for span in sorted(spans):
        yield before, span
        before = span.end


def tables() -> Iterator[str]:
    """A table of steps for each tool, as Markdown, a line at a time."""
    for peer in peers():
        yield from (f"### {peer.name} {peer.version}", "", "| step | presses | how | page |")
        yield "| --- | ---: | --- | --- |"
        for step in peer.steps.values():
            yield f"| {step.name} | {step.actions} | {step.how} | <{step.page}> |"
        yield ""
