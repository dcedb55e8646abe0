"""What a format can hold of a document, and what is lost in it.

A format says what it holds once, in values; from that follow both the document that will come back and the
report of what will not.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace

from annotator.formats.document import Answer, Document, Named, Said
from annotator.model import Label, Layer, LayerKind, Origin, Source

ALL_META = frozenset(x.name for x in fields(Source))
ALL_NAMED = frozenset(x.name for x in fields(Named))
UNNAMED = Layer(LayerKind.HUMAN, "import")  # who says it, where a format does not say who


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format can hold. All that is not said here is lost.

    `meta` are fields of Source, `speakers` and `via` fields of Named (none: no such value at all). `layers`:
    who says it, and so several answers; without it only the first answer is held. `empty`: that an answer
    has no quotes. `ids`: the quotes' own ids.
    """

    meta: frozenset[str] = frozenset()
    layers: bool = False
    empty: bool = False
    ids: bool = False
    broken: bool = True  # several spans in one role
    cue: bool = True
    source: bool = True
    speakers: frozenset[str] = frozenset()
    via: frozenset[str] = frozenset()
    several: bool = True  # more than one speaker (or agency)
    labels: bool = False
    targets: bool = False
    origins: bool = False
    parent: bool = False
    about: bool = False
    derived_from: bool = False
    scores: bool = False  # rule and score
    notes: bool = False


def reduced(document: Document, holds: Holds) -> Document:
    """What of `document` a format that `holds` so much can hold. Ids stay, so that quotes can be compared."""
    meta = {name: getattr(document.source, name) for name in holds.meta}
    source = Source(**{"path": document.source.path, **meta})
    answers = document.answers if holds.layers else document.answers[:1]
    kept = (Answer(a.layer if holds.layers else UNNAMED, _quotes(a, holds)) for a in answers)
    return replace(document, source=source, answers=tuple(a for a in kept if a.quotes or holds.empty))


def _quotes(answer: Answer, holds: Holds) -> tuple[Said, ...]:
    return tuple(reduced_quote(quote, holds) for quote in answer.quotes)


def reduced_quote(quote: Said, holds: Holds) -> Said:
    """What of a quote a format that `holds` so much can hold."""
    spans = None if holds.broken else 1
    people = None if holds.several else 1
    return Said(
        quote.id,
        quote.content[:spans],
        quote.cue[:spans] if holds.cue else (),
        quote.source[:spans] if holds.source else (),
        tuple(_named(v, holds.speakers) for v in quote.speakers[:people]) if holds.speakers else (),
        tuple(_named(v, holds.via) for v in quote.via[:people]) if holds.via else (),
        tuple(_label(x, holds) for x in quote.labels) if holds.labels else (),
        quote.parent if holds.parent else None,
        quote.about if holds.about else None,
        quote.derived_from if holds.derived_from else None,
        quote.rule if holds.scores else "",
        quote.score if holds.scores else None,
        quote.notes if holds.notes else (),
    )


def _named(value: Named, held: frozenset[str]) -> Named:
    return Named(**{name: getattr(value, name) for name in held})


def _label(label: Label, holds: Holds) -> Label:
    return replace(
        label,
        target=label.target if holds.targets else None,
        origin=label.origin if holds.origins else Origin.TYPED,
        score=label.score if holds.scores else None,
    )


@dataclass(slots=True)
class Losses:
    """What did not go into a file: for each kind of thing how many quotes (or texts) lost it, and which.

    `ids` names the first `kept` of each kind (texts by their names); None: all of them.
    """

    kept: int | None = None
    ids: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    many: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, id: str) -> None:
        """Note one thing."""
        self.many[what] += 1
        if self.kept is None or self.many[what] <= self.kept:
            self.ids[what].append(id)

    def compare(self, document: Document, held: Document) -> None:
        """Note what `held`, which a format can hold of `document`, lacks."""
        for what in lost(_META, document.source, held.source):
            self.add(what, document.name)
        there = {answer.layer: answer for answer in held.answers}
        for n, answer in enumerate(document.answers):
            other = there.get(answer.layer)
            if other is None and n < len(held.answers) and held.answers[n].layer == UNNAMED:
                other = held.answers[n]
                self.add("who says it", document.name)
            if other is None:
                self.add("answers", f"{document.name} {answer.layer}")
            kept = {quote.id: quote for quote in other.quotes} if other else {}
            for quote in answer.quotes:
                self._quote(quote, kept.get(quote.id))

    def _quote(self, quote: Said, held: Said | None) -> None:
        id_ = quote.id or "a quote without id"
        if held is None:
            self.add("quotes", id_)
        elif held is not quote:
            gone = [name for name in _LISTS if getattr(quote, name) and not getattr(held, name)]
            for what in gone:
                self.add(what, id_)
            for what in lost(_QUOTE, quote, held):
                if what not in gone and what.partition(":")[0] not in gone:  # nor each part of what is gone
                    self.add(what, id_)

    def counts(self) -> dict[str, int]:
        """How often each kind of thing was lost."""
        return dict(sorted(self.many.items()))


def losses(documents: Iterable[Document], held: Callable[[Document], Document]) -> Losses:
    """What of `documents` is lost in a format that can hold `held` of each."""
    found = Losses()
    for document in documents:
        found.compare(document, held(document))
    return found


Part = tuple[str, Callable[[object], object]]


def lost(parts: Iterable[Part], one: object, other: object) -> Iterator[str]:
    """The names of the parts in which two values differ."""
    if one != other:
        yield from (name for name, part in parts if part(one) != part(other))


def _of(name: str) -> Callable[[object], object]:
    return lambda value: getattr(value, name)


def _each(name: str, part: str) -> Callable[[object], object]:
    return lambda value: [getattr(x, part) for x in getattr(value, name)]


def by_field(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Labels in an order that says nothing but the order within each field."""
    return tuple(sorted(labels, key=lambda label: label.field))


def _said(part: str) -> Callable[[object], object]:
    return lambda value: [getattr(x, part) for x in by_field(getattr(value, "labels"))]  # noqa: B009


_LISTS = ("cue", "source", "speakers", "via", "labels", "notes")
_META: tuple[Part, ...] = tuple((f"article: {name}", _of(name)) for name in sorted(ALL_META - {"path"}))
_QUOTE: tuple[Part, ...] = (
    *((name, _of(name)) for name in ("content", "cue", "source", "parent", "about", "derived_from")),
    *((name, _of(name)) for name in ("rule", "score", "notes")),
    *((f"{role}: {x}", _each(role, x)) for role in ("speakers", "via") for x in sorted(ALL_NAMED)),
    *((f"labels: {x}", _said(x)) for x in ("field", "value", "target", "origin", "score")),
)
