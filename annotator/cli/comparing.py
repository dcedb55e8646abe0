"""Two sets of quotes, from layers or from files of our own records, article by article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.agreement.scoring import Compared, Marked
from annotator.cli.comparing_sides import Looked, Side, of_file, of_layer
from annotator.cli.progress import Progress, progress
from annotator.config import Config
from annotator.dataset.reading import Unreadable, said
from annotator.dataset.record import Record
from annotator.dataset.side_by_side import paired
from annotator.errors import UsageError
from annotator.formats.document import Named
from annotator.model import QuoteType, Span
from annotator.text.marks import Quotation, quotations
from annotator.text.types import derive_type

if TYPE_CHECKING:
    from annotator.store import Store

Take = Callable[[Compared], None]


class Comparison(NamedTuple):
    """What was compared, and what was left out: articles and quotes that only one side looked at."""

    gold: str
    other: str
    articles: int
    only_gold: int
    only_other: int
    aside_gold: int
    aside_other: int
    by_id: bool  # speakers are compared by their ids, else by name


def comparison(config: Config, gold: str, against: str, take: Take) -> Comparison:
    """Compare `gold` with `against`, each a layer's name or a file ending in .jsonl; `take` each article.

    An article at a time is in memory, and of a file where its lines stand. Raises UsageError.
    """
    with progress("reading", lambda: None) as bar:
        if _is_file(gold) and _is_file(against):
            with of_file(gold, dict) as one, of_file(against, dict) as other:
                return _compared(one, other, take, bar)
        from annotator.cli.project import opened

        with opened(config) as store, _side(store, gold) as one, _side(store, against) as other:
            return _compared(one, other, take, bar)


def _is_file(word: str) -> bool:
    return word.lower().endswith(".jsonl")


def _side(store: Store, word: str) -> AbstractContextManager[Side]:
    return of_file(word, cache(store.paths)) if _is_file(word) else of_layer(store, word)


def _compared(gold: Side, other: Side, take: Take, bar: Progress) -> Comparison:
    by_id = not (gold.is_file or other.is_file)
    articles, only, aside = 0, [0, 0], [0, 0]
    bar.begin("comparing", gold.rows)
    for mine, theirs in paired(gold.articles, other.articles):
        if mine is None or (theirs is None and not other.is_file):
            only[mine is None] += 1
            continue
        articles += 1
        theirs = theirs or Looked(mine.digest, mine.name, ())
        text = mine.text or theirs.text
        if text is None:
            text = _pieced(row for _, row in (*mine.rows, *theirs.rows))
        wanted, found = (list(_marked(side.rows, text, by_id)) for side in (mine, theirs))
        counted = _within(wanted, theirs.places), _within(found, mine.places)
        aside[0] += len(wanted) - len(counted[0])
        aside[1] += len(found) - len(counted[1])
        take(Compared(mine.name, text, *counted))
        bar.step(len(mine.rows))
    if not articles:
        raise UsageError(
            f"there is no article that both {gold.name} and {other.name} looked at; "
            "annotator status shows who did what"
        )
    return Comparison(gold.name, other.name, articles, only[0], only[1], aside[0], aside[1], by_id)


def _pieced(rows: Iterable[Record]) -> str:
    """A text as far as the spans of its records say it; white space elsewhere.

    That is enough for scoring, which reads nothing but what spans point at.
    """
    spans: list[tuple[int, str]] = []
    for row in rows:
        for key in ("content", "cue", "source"):
            for span in row.get(key) or ():
                start, words = (span.get("start"), span.get("text")) if isinstance(span, dict) else (0, "")
                if type(start) is int and start >= 0 and isinstance(words, str):
                    spans.append((start, words))
                elif type(start) is int and isinstance(span.get("end"), int):
                    spans.append((start, " " * (span["end"] - start)))
    text = [" "] * max((start + len(words) for start, words in spans), default=0)
    for start, words in spans:
        if words.strip():
            text[start : start + len(words)] = words
    return "".join(text)


def _within(quotes: Sequence[Marked], looked: tuple[Span, ...] | None) -> list[Marked]:
    """The quotes that begin where the other side looked."""
    if looked is None:
        return list(quotes)
    starts = [span.start for span in looked]

    def seen(at: int) -> bool:
        place = bisect_right(starts, at) - 1
        return place >= 0 and at < looked[place].end

    return [quote for quote in quotes if seen(quote.content[0].start)]


def _marked(rows: Iterable[tuple[str, Record]], text: str, by_id: bool) -> Iterator[Marked]:
    found: Sequence[Quotation] | None = None
    for where, row in rows:
        try:
            quote = said(row, text)
        except Unreadable as problem:
            raise UsageError(f"{where}: {problem}; mend that line and try again") from None
        if quote.content:
            kind = row.get("type")
            if not kind:
                found = quotations(text) if found is None else found
                kind = derive_type(found, quote.content, (), text)
            yield Marked(
                quote.content, quote.cue, quote.source,
                QuoteType(kind),
                frozenset(filter(None, (_key(one, by_id) for one in quote.speakers))),
                quote.rule, quote.score,
            )  # fmt: skip


def _key(one: Named, by_id: bool) -> Any:
    return one.id if by_id else " ".join((one.name or "").casefold().split())
