"""How well one set of quotes finds another: which is which, and what is right of it.

Quotes of an article are paired once (`pairing`), whatever their types; every figure is counted over the rows
that this gives, of all articles together: nothing is divided before all is summed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from annotator.agreement.extents import iou
from annotator.agreement.heads import head
from annotator.agreement.pairing import pair
from annotator.agreement.rates import Rate
from annotator.model import QuoteType, Span

T = TypeVar("T")

EXACT = 1.0  # the same code points
LEVELS = (EXACT, 0.8, 0.5)
MATCHED = 0.5  # from here on two quotes are taken for the same one


@dataclass(frozen=True, slots=True)
class Marked:
    """One quote as scoring sees it.

    `type` is what the caller derived from the marks, or was told. `speakers` are canonical: ids of the
    registry with mergers followed, or names where both sides use the same; empty where unset or unknown.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    type: QuoteType = QuoteType.DIRECT
    speakers: frozenset[str] = frozenset()
    rule: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """An article, called `name`, with the quotes of two sides."""

    name: str
    text: str
    gold: Sequence[Marked]
    other: Sequence[Marked]


@dataclass(frozen=True, slots=True)
class Row:
    """A gold quote and the other that is paired with it; None, and an IoU of 0, where there is none."""

    article: Compared
    gold: Marked | None
    other: Marked | None
    iou: float = 0.0

    @property
    def matched(self) -> bool:
        return self.iou >= MATCHED


Counts = Callable[[Marked], bool]
Right = Callable[[Row], bool]


def joined(articles: Iterable[Compared]) -> list[Row]:
    """Every quote of both sides in one row: those that overlap nothing, or lost their pair, alone."""
    return [row for article in articles for row in _rows(article)]


def _rows(article: Compared) -> Iterator[Row]:
    gold, other = article.gold, article.other
    pairs = pair([q.content for q in gold], [q.content for q in other])
    for i, j, share in pairs:
        yield Row(article, gold[i], other[j], share)
    paired = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    for i in range(len(gold)):
        if i not in paired[0]:
            yield Row(article, gold[i], None)
    for j in range(len(other)):
        if j not in paired[1]:
            yield Row(article, None, other[j])


def rate(rows: Iterable[Row], counts: Counts, right: Right) -> Rate:
    """Found are the others that `counts` takes, wanted the gold that it takes; right where the row is."""
    hits = found = reached = wanted = 0
    for row in rows:
        is_wanted = row.gold is not None and counts(row.gold)
        is_found = row.other is not None and counts(row.other)
        if is_wanted or is_found:
            good = row.gold is not None and row.other is not None and right(row)
            wanted, reached = wanted + is_wanted, reached + (is_wanted and good)
            found, hits = found + is_found, hits + (is_found and good)
    return Rate(hits, found, reached, wanted)


def matched(rows: Iterable[Row]) -> list[Row]:
    """The rows whose two quotes are taken for the same one."""
    return [row for row in rows if row.matched]


def decided(rows: Sequence[Row]) -> list[Row]:
    """The rows from which speakers can be judged: not those whose gold leaves open who speaks.

    Where no gold quote of all says it, from none of them they can be.
    """
    return [row for row in rows if row.gold is None or row.gold.speakers]


# What counts


def every(_: Marked) -> bool:
    return True


def of_type(*types: QuoteType) -> Counts:
    return lambda quote: quote.type in types


def with_cue(quote: Marked) -> bool:
    return bool(quote.cue)


def with_source(quote: Marked) -> bool:
    return bool(quote.source)


def with_speaker(quote: Marked) -> bool:
    return bool(quote.speakers)


def both(one: Counts, other: Counts) -> Counts:
    return lambda quote: one(quote) and other(quote)


# What is right


def content_at(level: float) -> Right:
    """The IoU of the contents reaches `level`."""
    return lambda row: row.iou >= level


def cue_at(level: float) -> Right:
    """The quotes are matched, both have a cue, and the cues' IoU reaches `level`."""
    return lambda row: row.matched and _part_at(level, _two(row, lambda q: q.cue))


def source_at(level: float) -> Right:
    """The same for the mention of who speaks."""
    return lambda row: row.matched and _part_at(level, _two(row, lambda q: q.source))


def same_head(row: Row) -> bool:
    """The quotes are matched, and the mentions of who speaks have the same string head (`heads`)."""
    mine, theirs = _two(row, lambda q: mention_head(q, row.article.text))
    return row.matched and bool(mine) and mine == theirs


def same_speaker(row: Row) -> bool:
    """The quotes are matched, and the same canonical speakers say both, all of them."""
    mine, theirs = _two(row, lambda q: q.speakers)
    return row.matched and bool(mine) and mine == theirs


def same_type(row: Row) -> bool:
    """The quotes are matched and of one type."""
    mine, theirs = _two(row, lambda q: q.type)
    return row.matched and mine == theirs


def mention_head(quote: Marked, text: str) -> str:
    """The string head of a quote's source; of a broken one, of its parts as one string."""
    return head(" ".join(span.of(text) for span in quote.source))


def _two(row: Row, part: Callable[[Marked], T]) -> tuple[T, T]:
    assert row.gold is not None
    assert row.other is not None
    return part(row.gold), part(row.other)


def _part_at(level: float, parts: tuple[Sequence[Span], Sequence[Span]]) -> bool:
    mine, theirs = parts
    return bool(mine) and bool(theirs) and iou(mine, theirs) >= level
