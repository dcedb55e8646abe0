"""Small teams for the tests of the report: sentences of ten characters, quotes by hand, or any at random."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest

from annotator.agreement.comparable import Comparable, comparable
from annotator.agreement.joining import joined
from annotator.agreement.judged import TYPE, Column, Judged, Pairs
from annotator.agreement.pieces import Pieces
from annotator.agreement.team import Team, TeamReport
from annotator.agreement.team_asking import Asking

Spans = Sequence[tuple[int, int]]
PEOPLE = ("ana", "ben", "cleo")
STANCES = ("-2", "-1", "0", "1", "2", "mixed", "unclear", "none")


def pieces(spans: Sequence[Spans]) -> Pieces:
    """The spans of each quote in columns."""
    rows = [(n, a, b) for n, some in enumerate(spans) for a, b in some]
    owner, start, end = (np.array([row[k] for row in rows], np.int64) for k in range(3))
    return Pieces(owner, start, end, len(spans))


def team(
    marked: Mapping[str, Sequence[Spans]],
    *,
    sentences: int = 10,
    articles: int = 2,
    cue: Sequence[Spans] | None = None,
    source: Sequence[Spans] | None = None,
) -> Judged:
    """`marked`: for each person the contents of their quotes. Everybody has reviewed everything."""
    people = tuple(marked)
    contents = [spans for person in people for spans in marked[person]]
    rater = [n for n, person in enumerate(people) for _ in marked[person]]
    each = sentences // articles
    starts = np.arange(sentences) * 10
    nothing: list[Spans] = [() for _ in contents]
    return Judged(
        people,
        tuple(f"{n:064x}" for n in range(articles)),
        np.arange(articles + 1) * each * 10,
        starts,
        starts + 10,
        np.ones((sentences, len(people)), bool),
        np.array(rater, np.int64),
        pieces(contents),
        pieces(nothing if cue is None else cue),
        pieces(nothing if source is None else source),
    )


def with_column(judged: Judged, name: str, values: Sequence[object], labels: Sequence[str]) -> Judged:
    """`values` by quote; None: missing."""
    codes = np.array([-1 if x is None else list(labels).index(str(x)) for x in values], np.int32)
    return replace(judged, columns={**judged.columns, name: Column(codes, tuple(labels))})


def with_stances(judged: Judged, said: Sequence[tuple[int, str | None, str]]) -> Judged:
    """`said`: (quote, target, label)."""
    targets = tuple(sorted({target for _, target, _ in said if target}))
    pairs = Pairs(
        np.array([quote for quote, _, _ in said], np.int64),
        np.array([-1 if target is None else targets.index(target) for _, target, _ in said], np.int64),
        np.array([STANCES.index(label) for _, _, label in said], np.int32),
        targets, STANCES, (0, 1, 2, 3, 4), (0, 0, 1, 2, 2), STANCES.index("none"),
    )  # fmt: skip
    return replace(judged, pairs_of={"stance": pairs})


def units(*blocks: Judged) -> Comparable:
    """What is compared in some blocks of articles."""
    return joined([comparable(block) for block in blocks])


def team_report(*blocks: Judged, asking: Asking, gold: bool = False) -> TeamReport:
    """The report on some blocks of articles."""
    found = Team()
    for block in blocks:
        found.take(block, gold=gold)
    return found.report(asking)


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a report, by where it stands."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from flat(one, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for n, one in enumerate(value):
            yield from flat(one, f"{path}.{n}")
    else:
        yield path, value


def assert_same(found: TeamReport, wanted: TeamReport) -> None:
    """Every value is the same; floats to nine digits, for sums may be made in another order."""
    one, other = (dict(flat(asdict(report))) for report in (found, wanted))
    assert list(one) == list(other)
    for path, value in other.items():
        assert one[path] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), path


def any_team(seed: int, quotes: int = 40, sentences: int = 60, articles: int = 6) -> Judged:
    """Three people who mark much the same, some of it nested, with types and stances."""
    rng = np.random.default_rng(seed)
    true = [
        (at, at + int(rng.integers(3, 25)))
        for at in sorted(rng.integers(0, sentences * 10 - 30, quotes).tolist())
    ]
    marked = {}
    for person in PEOPLE:
        kept = [(a + int(rng.integers(0, 2)), b) for a, b in true if rng.random() < 0.8]
        marked[person] = [((a, b),) for a, b in dict.fromkeys(kept)]
    judged = team(marked, sentences=sentences, articles=articles)
    types = rng.choice(["direct", "indirect"], judged.count).tolist()
    judged = with_column(judged, TYPE, types, ("direct", "mixed", "indirect"))
    said = [
        (n, None if (label := str(rng.choice(STANCES))) == "none" else str(rng.choice(["a", "b"])), label)
        for n in range(judged.count)
    ]
    return with_stances(judged, said)
