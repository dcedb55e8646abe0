"""Two sets of quotes, from layers or from files of our own records, article by article."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.agreement.scoring import Compared, Marked
from annotator.cli.progress import Progress, progress, stepping
from annotator.config import Config
from annotator.dataset.reading import Unreadable, head, parsed, said
from annotator.dataset.record import Record, Registry, records
from annotator.errors import UsageError
from annotator.formats.document import Named
from annotator.model import Layer, LayerKind, QuoteType, ReviewStatus, Span, merged
from annotator.text.marks import Quotation, quotations
from annotator.text.types import derive_type

if TYPE_CHECKING:
    from annotator.store import Store

_KEPT = ("content", "cue", "source", "speakers", "type", "type_origin", "rule", "score")  # of a record


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be scored, and what was left out: articles and quotes that only one side looked at."""

    gold: str
    other: str
    articles: list[Compared]
    only_gold: int
    only_other: int
    aside_gold: int
    aside_other: int
    by_id: bool  # speakers are compared by their ids, else by name


@dataclass
class _Side:
    """One of the two. `looked`: each article that it looked at, and the places where (None: all of it)."""

    name: str
    is_file: bool = False
    looked: dict[str, tuple[Span, ...] | None] = field(default_factory=dict)
    rows: defaultdict[str, list[tuple[str, Record]]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of the articles


def comparison(config: Config, gold: str, against: str) -> Comparison:
    """Compare `gold` with `against`, each a layer's name or a file ending in .jsonl. Raises UsageError."""
    with progress("reading", lambda: None) as bar:
        if _is_file(gold) and _is_file(against):
            return _compared(_from_file(gold, {}), _from_file(against, {}), bar)
        from annotator.cli.project import opened

        with opened(config) as store:
            paths = store.paths() if _is_file(gold) or _is_file(against) else {}
            one, other = [
                _from_file(word, paths) if _is_file(word) else _from_layer(store, word, bar)
                for word in (gold, against)
            ]
        return _compared(one, other, bar)


def _is_file(word: str) -> bool:
    return word.lower().endswith(".jsonl")


# From the database


def _from_layer(store: Store, word: str, bar: Progress) -> _Side:
    layer = _layer(store, word)
    side = _Side(str(layer))
    with store.look([layer]) as found:
        bar.begin(f"reading {layer}", found.count)
        registry = Registry(found.speakers, found.schemes)
        for quoted in found.quoted:
            digest = quoted.article.digest
            side.texts[digest] = quoted.article.text
            side.looked[digest] = None
            before = len(side.rows[digest])
            side.rows[digest] += [(str(layer), row) for row in records(quoted, registry)]
            bar.step(len(side.rows[digest]) - before)
    side.looked |= dict.fromkeys(store.read_by(layer))
    for info in store.articles(layer):
        side.names[info.digest] = info.source.path
        if layer.kind is LayerKind.HUMAN and info.reviewed:
            side.looked[info.digest] = _reviewed(store, info.digest, layer)
    return side


def _layer(store: Store, word: str) -> Layer:
    """The one layer that `word` names; of a model's versions the one that proposes something."""
    from annotator.cli.export import chosen

    found = chosen(store.layers(), [word])
    if len(found) > 1:
        alive = [layer for layer in found if store.read_by(layer) or store.count_quotes([layer])]
        found = alive if len(alive) == 1 else found
    if len(found) > 1:
        several = ", ".join(f"'{layer}'" for layer in found)
        raise UsageError(f"“{word}” may be {several}; name one of them")
    return found[0]


def _reviewed(store: Store, digest: str, layer: Layer) -> tuple[Span, ...]:
    """Where a person looked: what is reviewed, and where quotes of that layer stand."""
    opened = store.open_article(digest, layer)
    done = [review.span for review in opened.reviews if review.status is not ReviewStatus.SKIPPED]
    return merged([*done, *(span for quote in opened.quotes for span in quote.content)])


# From a file


def _from_file(word: str, paths: dict[str, tuple[str, ...]]) -> _Side:
    side = _Side(word, is_file=True)
    layers: set[tuple[str, str, str]] = set()
    try:
        with Path(word).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    layers.add(_line(side, f"{word}:{number}", line, paths))
    except OSError as problem:
        raise UsageError(f"{word} cannot be read ({problem.strerror}); check the name") from None
    if not side.looked:
        raise UsageError(f"{word} holds no record; annotator export writes some")
    if len(layers) > 1:
        names = ", ".join(sorted(f"'{' '.join(filter(None, layer))}'" for layer in layers))
        raise UsageError(f"{word} holds {len(layers)} layers ({names}); export one of them with --layer")
    return side


def _line(side: _Side, where: str, line: bytes, paths: dict[str, tuple[str, ...]]) -> tuple[str, str, str]:
    """Take one line; the layer that it says it is of."""
    try:
        record = parsed(line.removeprefix(b"\xef\xbb\xbf"))
        at = head(record)
    except Unreadable as problem:
        raise UsageError(f"{where}: {problem}; mend that line and try again") from None
    known = paths.get(at.path or "", ())
    digest = at.digest or (known[0] if len(known) == 1 else at.path or "")
    side.looked[digest] = None
    side.names.setdefault(digest, at.path or digest[:12])
    side.rows[digest].append((where, {key: record[key] for key in _KEPT if key in record}))
    return at.kind, at.name, at.version


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


# Both


def _compared(gold: _Side, other: _Side, bar: Progress) -> Comparison:
    common = set(gold.looked) if other.is_file else set(gold.looked) & set(other.looked)
    if not common:
        raise UsageError(
            f"there is no article that both {gold.name} and {other.name} looked at; "
            "annotator status shows who did what"
        )
    by_id = not (gold.is_file or other.is_file)
    articles, aside = [], [0, 0]
    bar.begin("comparing", len(common))
    for digest in stepping(sorted(common), bar):
        text = gold.texts.get(digest) or other.texts.get(digest)
        if text is None:
            text = _pieced(row for side in (gold, other) for _, row in side.rows.get(digest, ()))
        mine = list(_marked(gold.rows.get(digest, ()), text, by_id))
        theirs = list(_marked(other.rows.get(digest, ()), text, by_id))
        counted = _within(mine, other.looked.get(digest)), _within(theirs, gold.looked[digest])
        aside[0] += len(mine) - len(counted[0])
        aside[1] += len(theirs) - len(counted[1])
        name = gold.names.get(digest) or other.names.get(digest) or digest[:12]
        articles.append(Compared(name, text, *counted))
    return Comparison(
        gold.name, other.name, articles,
        len(set(gold.looked) - common), len(set(other.looked) - common), aside[0], aside[1], by_id,
    )  # fmt: skip


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
