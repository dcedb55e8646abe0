"""How many keys a fully labelled quote costs, beside what the same quote costs in other tools.

Gold is labelled on the real screen by somebody who always takes the cheapest way that its keys allow: with
nothing proposed, with all proposed that is right, and with what the rules propose. The keys are found on the
screen without a terminal, then pressed in a real one, and both databases must say what the gold says.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from scripts.benches.figures import Figure, Sizes
from scripts.benches.keying import moments
from scripts.benches.keying.arms import ARMS, Corpus, texts
from scripts.benches.keying.count import (
    NOTHING,
    Quoted,
    every,
    per_field,
    per_phenomenon,
    per_quote,
)
from scripts.benches.keying.dry import Dry
from scripts.benches.keying.hand import Stroke
from scripts.benches.keying.peers import Counting, Peer, peers
from scripts.benches.keying.run import labelled
from scripts.benches.keying.spans import Marker
from scripts.benches.keying.wanted import Story, read

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "gold.jsonl"
GOALS = {"none": 14.0, "right": 2.0, "rules": 5.0}  # median keys a quote, at most
_FEWER = 0.99  # of what another tool costs


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file, and the folder in which the files that it names are."""

    gold: Path = SAMPLE
    articles: Path = ROOT

    def file(self, story: Story) -> Path:
        """The file of an article: at its path in the folder, or by its name."""
        whole = self.articles / story.path
        return whole if whole.exists() else self.articles / Path(story.path).name


def measure(sizes: Sizes, gold: Gold = Gold()) -> Iterator[Figure]:
    """Goals: see GOALS; each moment its own; on every phenomenon fewer than every other tool."""
    yield from _moments()
    stories, lacks = read(gold.gold)
    if lacks:
        print(f"this gold has no {', no '.join(lacks)}: nothing is pressed for it", file=sys.stderr)
    stories = stories[: sizes.stories]
    corpus = Corpus(stories, [gold.file(story) for story in stories])
    marker, strokes = Marker(), dict[str, list[Stroke]]()
    with tempfile.TemporaryDirectory() as folder:
        for arm in ARMS:
            print(f"  {ARMS[arm]} ...", file=sys.stderr)
            strokes[arm] = labelled(Path(folder), arm, corpus, marker)
        quotes = every(stories, texts(Path(folder, "none-planned"), stories))
    yield from _figures(strokes, quotes)


def _moments() -> Iterator[Figure]:
    for one in moments.MOMENTS:
        work = moments.at_work(one)
        Dry(work).press(*one.keys)
        if moments.outcome(work) != (list(one.then), one.done):
            raise ValueError(f"{one.name}: {moments.outcome(work)}")
        yield Figure("keystrokes", f"moment: {one.name}", len(one.keys), None, "", "keys", cap=one.most)


def _figures(strokes: Mapping[str, Sequence[Stroke]], quotes: Sequence[Quoted]) -> Iterator[Figure]:
    for arm, pressed in strokes.items():
        cost = per_quote(pressed)
        costs = [cost[q.wanted.key] for q in quotes]
        yield _figure(f"{ARMS[arm]}: a quote of {len(costs)}, median", median(costs), cap=GOALS[arm])
        yield _figure(f"{ARMS[arm]}: a quote, mean", mean(costs))
        yield _figure(f"{ARMS[arm]}: all keys by the number of quotes", len(pressed) / len(costs))
        for name, (average, middle) in per_field(pressed, quotes).items():
            if average:
                yield _figure(f"{ARMS[arm]}: {name}, mean (median {middle:g})", average)
    yield from _beside(strokes, quotes)


def _beside(strokes: Mapping[str, Sequence[Stroke]], quotes: Sequence[Quoted]) -> Iterator[Figure]:
    """Ours beside the tool that needs fewest there; the others are named behind it."""
    for arm, most in (("none", _FEWER), ("right", None)):
        ours = per_phenomenon(per_quote(strokes[arm]), quotes)
        theirs = {p.name: per_phenomenon(_theirs(p, arm, quotes), quotes) for p in peers()}
        for name, costs in ours.items():
            tools = sorted((median(of[name]), tool) for tool, of in theirs.items())
            others = ", ".join(f"{tool} {cost:g}" for cost, tool in tools[1:])
            what = f"{ARMS[arm]}: {name} ({len(costs)}), median"
            yield _figure(what, median(costs), tools[0][0], f"{tools[0][1]} ({others})", most=most)
    nothing = {p.name: n for p in peers() if (n := p.nothing) is not None}
    least = min(nothing, key=lambda tool: nothing[tool])
    yield _figure(NOTHING, 1, nothing[least], least)


def _theirs(peer: Peer, arm: str, quotes: Sequence[Quoted]) -> dict[str, float]:
    counting = Counting(peer)
    count = counting.unaided if arm == "none" else counting.right
    return {q.wanted.key: float(count(q)) for q in quotes}


def _figure(
    what: str,
    ours: float,
    beside: float | None = None,
    peer: str = "",
    *,
    cap: float | None = None,
    most: float | None = None,
) -> Figure:
    return Figure("keystrokes", what, ours, beside, peer, "keys", most=most, cap=cap)
