"""A lead's ruling: the answer to a flag, kept at a section of the guideline, and who is to look again."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model import Again, Change, Layer, Note, Quote, Ruling, Span
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.deciding import Raised
from annotator.work.session import NotNow


def flag(flags: Sequence[Raised], word: str) -> Note:
    """The flag with this number, as they are listed, or of which the id begins so. Raises NotNow."""
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(flags):
        return flags[int(word) - 1].note
    found = [raised.note for raised in flags if len(word) >= 4 and raised.note.id.startswith(word)]
    if len(found) != 1:
        raise NotNow(f"“{word}” is no flag; annotator flags lists them with their numbers")
    return found[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to look again: at the flagged place, and at their quotes that say `value` (any) in `field`."""

    layers: Sequence[Layer] = ()
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a ruling does. `marks`: the places that are to be looked at again."""

    ruling: Ruling
    marks: tuple[Again, ...]
    act: Act


def ruled(store: Store, by: str, section: str, text: str, note: Note | None, asked: Asked) -> Plan:
    """What is to be done; nothing is. Raises NotNow where there is no text."""
    tidy = " ".join(text.split())
    if not tidy:
        raise NotNow("a ruling needs some words")
    ruling = Ruling(str(uuid.uuid4()), by, section, tidy, note.id if note else None)
    changes = list(again(store, _places(store, note, asked), f"{by} ruled on {section}: {tidy}"))
    says = f"rule on {section}: {tidy}"
    where = (note.article, note.span.start) if note else (None, 0)
    act = Act(says, (Change(None, ruling), *changes), *where)
    return Plan(ruling, tuple(c.after for c in changes if isinstance(c.after, Again)), act)


Place = tuple[Layer, str, Span, str | None]  # whose, the article, the range, the quote that is meant


def again(store: Store, places: Iterator[Place], why: str) -> Iterator[Change]:
    """Ask for these places to be looked at again, once each; where that was asked already, for this, too."""
    there: dict[tuple[Layer, str], dict[Span, Again]] = {}
    seen: set[tuple[Layer, str, Span]] = set()
    for layer, article, span, quote in places:
        if (layer, article, span) in seen:
            continue
        seen.add((layer, article, span))
        if (layer, article) not in there:
            there[layer, article] = {a.span: a for a in store.asked_again(layer, article)}
        before = there[layer, article].get(span)
        if before is None:
            yield Change(None, Again(article, layer, span, why, quote))
        elif why not in before.why:
            yield Change(before, replace(before, why=f"{before.why}; {why}"))


def _places(store: Store, note: Note | None, asked: Asked) -> Iterator[Place]:
    if note is not None:
        for layer in asked.layers:
            yield from _flagged(store, note, layer)
    if asked.field is not None:
        quotes = store.labelled(asked.layers, asked.field, asked.value)
        yield from places_of(store, quotes)


def _flagged(store: Store, note: Note, layer: Layer) -> Iterator[Place]:
    """The sentence in which the flag begins, where the layer has reviewed it."""
    opened = store.open_article(note.article, layer)
    span = next(s.span for s in reversed(opened.sentences) if s.span.start <= note.span.start)
    if any(review.span.overlaps(span) for review in opened.reviews):
        mine = next((q.id for q in opened.quotes if q.id == note.quote), None)
        yield layer, note.article, span, mine


def places_of(store: Store, quotes: Sequence[Quote]) -> Iterator[Place]:
    """The sentences in which quotes begin."""
    sentences: dict[str, list[Span]] = {}
    for quote in quotes:
        if quote.article not in sentences:
            sentences[quote.article] = [s.span for s in store.sentences(quote.article)]
        span = next(s for s in reversed(sentences[quote.article]) if s.start <= quote.start)
        yield quote.layer, quote.article, span, quote.id
