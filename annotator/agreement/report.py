"""All figures of a comparison by name, the rules' own, and the worst errors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from annotator.agreement import scoring as s
from annotator.agreement.adding import added
from annotator.agreement.rates import Rate
from annotator.agreement.scoring import LEVELS, Marked, Row
from annotator.model import QuoteType

# What types are counted as: each alone, and together.
GROUPS: dict[str, tuple[QuoteType, ...]] = {
    "direct": (QuoteType.DIRECT,),
    "mixed": (QuoteType.MIXED,),
    "indirect": (QuoteType.INDIRECT,),
    "indirect+mixed": (QuoteType.INDIRECT, QuoteType.MIXED),
    "direct+mixed": (QuoteType.DIRECT, QuoteType.MIXED),
}

NAMES = tuple("exact" if level == s.EXACT else str(level) for level in LEVELS)  # for people and programs


@dataclass(frozen=True, slots=True)
class ByType:
    """Recall is over gold quotes of the type, precision over others of the type, by their own marks.

    What it is paired with may be of any type: a quote that is found is found. `content` follows LEVELS.
    """

    content: tuple[Rate, ...]
    head: Rate
    head_matched: Rate
    speaker: Rate
    speaker_matched: Rate


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What one rule proposed: how many, how many of these are right at each level, their mean score."""

    n: int
    right: tuple[int, ...]  # by LEVELS
    mean_score: float | None

    def precision(self, level: float) -> float:
        """A calibrated rule's mean score is this at MATCHED."""
        return self.right[LEVELS.index(level)] / self.n


@dataclass(frozen=True, slots=True)
class Report:
    """Rates over all articles; tuples follow LEVELS.

    content: quotes, by the IoU of their contents.
    cue, source: wanted is every gold quote that has the part, found every other that has it; a hit is a
        matched pair whose parts' IoU reaches the level. cue_matched, source_matched: over matched pairs.
    head: the string head of the source; wanted is every gold quote with a source, found every other with
        one. Its recall is the accuracy over all gold.
    speaker: the same for canonical speakers, without the pairs whose gold leaves the speaker open.
    type: whether matched pairs are of the same type.
    """

    articles: int
    gold: int
    other: int
    content: tuple[Rate, ...]
    cue: tuple[Rate, ...]
    source: tuple[Rate, ...]
    cue_matched: tuple[Rate, ...]
    source_matched: tuple[Rate, ...]
    head: Rate
    head_matched: Rate
    speaker: Rate
    speaker_matched: Rate
    type: Rate
    by_type: dict[str, ByType]
    by_rule: dict[str, RuleRow]

    def as_json(self) -> dict[str, Any]:
        """All figures by name; levels are called exact, 0.8 and 0.5."""
        found: dict[str, Any] = _plain(self)
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, Rate):
        return value.as_json()
    if isinstance(value, RuleRow):
        return {
            "n": value.n,
            "right": dict(zip(NAMES, value.right, strict=True)),
            "mean_score": value.mean_score,
        }
    if isinstance(value, tuple):
        return {name: _plain(one) for name, one in zip(NAMES, value, strict=True)}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


class Counting:
    """Rows counted some at a time, those of an article together: none is kept."""

    def __init__(self) -> None:
        self._sum: Report | None = None
        self._rules: defaultdict[str, _Rule] = defaultdict(_Rule)

    def take(self, rows: Sequence[Row]) -> None:
        """Count these, too."""
        part = _counted(rows)
        self._sum = part if self._sum is None else added(self._sum, part)
        for row in rows:
            if row.other is not None:
                self._rules[row.other.rule].take(row.iou, row.other.score)

    def report(self, articles: int) -> Report:
        """The figures so far, which come from so many `articles` (those without a quote have no row)."""
        found = self._sum or _counted(())
        if not found.speaker.wanted:  # no gold quote says who speaks: from nothing of it speakers are judged
            none, types = Rate(), found.by_type.items()
            found = replace(
                found,
                speaker=none,
                speaker_matched=none,
                by_type={name: replace(x, speaker=none, speaker_matched=none) for name, x in types},
            )
        rules = {rule: one.row() for rule, one in sorted(self._rules.items())}
        return replace(found, articles=articles, by_rule=rules)


def report(rows: Sequence[Row], articles: int) -> Report:
    """The figures over `rows`, which come from so many `articles` (those without a quote have no row)."""
    counting = Counting()
    counting.take(rows)
    return counting.report(articles)


def _counted(rows: Sequence[Row]) -> Report:
    """Of some rows all that adds up."""
    same, known = s.matched(rows), s.decided(rows)
    return Report(
        0,
        sum(row.gold is not None for row in rows),
        sum(row.other is not None for row in rows),
        tuple(s.rate(rows, s.every, s.content_at(level)) for level in LEVELS),
        tuple(s.rate(rows, s.with_cue, s.cue_at(level)) for level in LEVELS),
        tuple(s.rate(rows, s.with_source, s.source_at(level)) for level in LEVELS),
        tuple(s.rate(same, s.with_cue, s.cue_at(level)) for level in LEVELS),
        tuple(s.rate(same, s.with_source, s.source_at(level)) for level in LEVELS),
        s.rate(rows, s.with_source, s.same_head),
        s.rate(same, s.with_source, s.same_head),
        s.rate(known, s.with_speaker, s.same_speaker),
        s.rate(s.matched(known), s.with_speaker, s.same_speaker),
        s.rate(same, s.every, s.same_type),
        {name: _by_type(rows, types) for name, types in GROUPS.items()},
        {},
    )


def _by_type(rows: Sequence[Row], types: tuple[QuoteType, ...]) -> ByType:
    counts = s.of_type(*types)
    named, speaking = s.both(counts, s.with_source), s.both(counts, s.with_speaker)
    known = s.decided(rows)
    return ByType(
        tuple(s.rate(rows, counts, s.content_at(level)) for level in LEVELS),
        s.rate(rows, named, s.same_head),
        s.rate(s.matched(rows), named, s.same_head),
        s.rate(known, speaking, s.same_speaker),
        s.rate(s.matched(known), speaking, s.same_speaker),
    )


class _Rule:
    """What becomes of a rule's proposals, one after the other."""

    def __init__(self) -> None:
        self._ious: list[int] = [0] * len(LEVELS)
        self._n = self._scored = 0
        self._score = 0.0

    def take(self, iou: float, score: float | None) -> None:
        self._n += 1
        for place, level in enumerate(LEVELS):
            self._ious[place] += iou >= level
        if score is not None:
            self._scored += 1
            self._score += score

    def row(self) -> RuleRow:
        return RuleRow(self._n, tuple(self._ious), self._score / self._scored if self._scored else None)


class Fault(StrEnum):
    """What can be wrong with a quote."""

    FALSE = "false"  # other, and no gold is matched with it
    MISSED = "missed"  # gold, and no other is matched with it
    APART = "apart"  # matched, but not the same code points


@dataclass(frozen=True, slots=True)
class Error:
    """A quote that is wrong. `beside` is what overlaps it too little, or the gold that it lies apart from."""

    fault: Fault
    article: str
    quote: Marked
    words: str
    beside: str | None
    iou: float
    rule: str = ""


class Worst:
    """The worst errors of each fault, at most `most`, from rows that come some at a time.

    False ones by their score from the surest; missed ones by length from the longest, for those are the
    most plainly there; matched ones by IoU from the lowest. Ties by article and place.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.found: dict[Fault, list[Error]] = {fault: [] for fault in Fault}

    def take(self, rows: Iterable[Row]) -> None:
        """Look at these, too."""
        new: dict[Fault, list[Error]] = {fault: [] for fault in Fault}
        for row in rows:
            for error in _errors(row):
                new[error.fault].append(error)
        for fault, some in new.items():
            if some:
                self.found[fault] = sorted(self.found[fault] + some, key=_badness)[: self._most]


def errors(rows: Iterable[Row], most: int) -> dict[Fault, list[Error]]:
    """At most `most` of each fault, the worst first, as `Worst` has them."""
    worst = Worst(most)
    worst.take(rows)
    return worst.found


def _errors(row: Row) -> Iterable[Error]:
    text, name = row.article.text, row.article.name
    gold = words(row.gold, text) if row.gold else None
    other = words(row.other, text) if row.other else None
    rule = row.other.rule if row.other else ""
    if row.matched:
        if row.iou < s.EXACT and row.other and other:
            yield Error(Fault.APART, name, row.other, other, gold, row.iou, rule)
        return
    if row.other and other:
        yield Error(Fault.FALSE, name, row.other, other, gold, row.iou, rule)
    if row.gold and gold:
        yield Error(Fault.MISSED, name, row.gold, gold, other, row.iou, rule)


def _badness(error: Error) -> tuple[float, float, str, int]:
    sure = -(error.quote.score or 0.0) if error.fault is Fault.FALSE else 0.0
    worst = {
        Fault.FALSE: sure,
        Fault.MISSED: -float(sum(span.end - span.start for span in error.quote.content)),
        Fault.APART: error.iou,
    }[error.fault]
    return worst, error.iou, error.article, error.quote.content[0].start


def words(quote: Marked, text: str) -> str:
    """The content of a quote; what lies between the parts of a broken one is three dots in brackets."""
    return " […] ".join(span.of(text) for span in quote.content)
