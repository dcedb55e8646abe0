"""The things this program is about, as frozen values. No input, no output, no clock.

Offsets are Unicode code points into the verbatim text of an article, half-open, everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of an article's text, in code points; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}, {self.end}")

    def of(self, text: str) -> str:
        """The words of this span in `text`."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def stripped(span: Span, text: str) -> Span | None:
    """`span` without the white space at its ends; None when nothing else is in it."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - len(words) + len(words.rstrip())
    return Span(start, end) if start < end else None


class RegionKind(StrEnum):
    """What a stretch of an article is when it is not its body. BODY corrects a wrong rule."""

    BOILERPLATE = "boilerplate"
    HEADLINE = "headline"
    BODY = "body"


class Origin(StrEnum):
    """How a value came to be."""

    TYPED = "typed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    INHERITED = "inherited"
    RULE = "rule"


class SpeakerKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    GROUP = "group"
    ROLE = "role"
    ANONYMOUS = "anonymous"


class QuoteType(StrEnum):
    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class ReviewStatus(StrEnum):
    DONE = "done"
    NOTHING = "nothing"
    SKIPPED = "skipped"


class VerdictKind(StrEnum):
    """What an annotator did with a proposal."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class LayerKind(StrEnum):
    HUMAN = "human"
    MODEL = "model"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet's run of an article, and how its file was read."""

    path: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    author: str | None = None
    url: str | None = None
    story: str | None = None
    encoding: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of an article that is boilerplate or headline, or was wrongly taken for it (BODY)."""

    article: str
    span: Span
    kind: RegionKind
    origin: Origin = Origin.RULE


@dataclass(frozen=True, slots=True)
class Article:
    """One news text, kept verbatim for ever and known by the sha256 of its text."""

    digest: str
    text: str
    sources: tuple[Source, ...] = ()

    @property
    def title(self) -> str | None:
        return next((s.title for s in self.sources if s.title), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence `n` of an article, counted from 0. All of them cover the article without a gap."""

    n: int
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """An entry of the registry. Merging sets `merged_into`; labels are never rewritten."""

    id: str
    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    merged_into: str | None = None

    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Layer:
    """For whom a set of quotes speaks: human NAME, model NAME VERSION, or gold METHOD."""

    kind: LayerKind
    name: str
    version: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.name, self.version) if part)


ADJUDICATED = Layer(LayerKind.GOLD, "adjudicated")  # what a lead settled


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of a quote, or an agency it came through. `speaker` None: looked for, and unknown.

    `score`, as of a label: in gold by rule, how likely this is.
    """

    speaker: str | None
    span: Span | None = None
    origin: Origin = Origin.TYPED
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One value of one field of the scheme; `target` only where the field has targets (stance)."""

    field: str
    value: str
    target: str | None = None
    origin: Origin = Origin.TYPED
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution: what is said (content), "said" (cue), the speaker's mention (source).

    A proposal also says by which `rule` of its suggester it came, and its `score`: its chance to be right.
    Gold by rule says its method, and how likely it is that there is such a quote.
    """

    id: str
    article: str
    layer: Layer
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[Voice, ...] = ()
    via: tuple[Voice, ...] = ()
    labels: tuple[Label, ...] = ()
    parent: str | None = None
    about: str | None = None
    derived_from: str | None = None
    rule: str = ""
    score: float | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("a quote needs at least one span of content")
        for spans in (self.content, self.cue, self.source):
            if len(spans) > 1 and any(a.end > b.start for a, b in pairwise(spans)):
                raise ValueError(f"the spans of one role must be in order and apart, got {spans}")
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError(f"a score lies between 0 and 1, got {self.score}")
        if self.id in (self.parent, self.about):
            raise ValueError("a quote cannot stand inside itself or judge itself")

    @property
    def start(self) -> int:
        return self.content[0].start

    @property
    def end(self) -> int:
        return self.content[-1].end

    def spans(self) -> tuple[Span, ...]:
        """All spans that this quote points at, in no order."""
        voices = tuple(v.span for v in (*self.speakers, *self.via) if v.span)
        return (*self.content, *self.cue, *self.source, *voices)

    def said(self, name: str) -> tuple[Label, ...]:
        """The labels of field `name`, in their order."""
        return tuple(label for label in self.labels if label.field == name)


@dataclass(frozen=True, slots=True)
class Review:
    """What a layer says of a range of an article; INHERITED where a quote that began earlier covers it."""

    article: str
    layer: Layer
    span: Span
    status: ReviewStatus
    origin: Origin = Origin.TYPED


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `layer` did with the proposal (a quote of a model layer) of id `proposal`."""

    article: str
    layer: Layer
    proposal: str
    kind: VerdictKind


@dataclass(frozen=True, slots=True)
class Note:
    """A flag or comment of a layer on a range of an article, or on one of its quotes."""

    id: str
    article: str
    layer: Layer
    span: Span
    text: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the lead `by` decided for all, at a `section` of the guideline; often the answer to a `note`."""

    id: str
    by: str
    section: str
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A range of an article, or a quote in it, that a layer is asked to look at again, and why."""

    article: str
    layer: Layer
    span: Span
    why: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleLabels:
    """What a layer says of an article as a whole; its quotes inherit it."""

    article: str
    layer: Layer
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Two registry entries that may be one: how likely (0 to 1), and why; `other` would join `kept`."""

    kept: str
    other: str
    score: float
    reason: str

    def __post_init__(self) -> None:
        if self.kept == self.other:
            raise ValueError("an entry cannot be merged with itself")
        if not 0 <= self.score <= 1:
            raise ValueError(f"a score lies between 0 and 1, got {self.score}")


@dataclass(frozen=True, slots=True)
class Apart:
    """That two entries of the registry are not one, as the person `by` decided: it is proposed no more."""

    kept: str
    other: str
    by: str


Entity = Quote | Review | Verdict | Note | Speaker | Region | ArticleLabels | Ruling | Again | Apart


def identity(entity: Entity) -> tuple[object, ...]:
    """What makes two values two states of one entity."""
    if isinstance(entity, Quote | Note | Speaker | Ruling):
        return (type(entity), entity.id)
    if isinstance(entity, Apart):
        return (Apart, *sorted((entity.kept, entity.other)))
    if isinstance(entity, Region):
        return (Region, entity.article, entity.span)
    if isinstance(entity, Review | Again):
        return (type(entity), entity.article, entity.layer, entity.span)
    if isinstance(entity, Verdict):
        return (Verdict, entity.layer, entity.proposal)
    return (ArticleLabels, entity.article, entity.layer)


@dataclass(frozen=True, slots=True)
class Change:
    """One entity before and after an action; None where it did not exist, or no longer does."""

    before: Entity | None
    after: Entity | None


class EventKind(StrEnum):
    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Event:
    """One action of an actor: append-only, and numbered by the actor's own `seq`."""

    id: str
    actor: str
    seq: int
    at: str
    kind: EventKind
    says: str
    changes: tuple[Change, ...]
    article: str | None = None
    offset: int = 0
    group: str | None = None
    undoes: str | None = None
    active_ms: int = 0
    scheme: str = ""
    guideline: str = ""


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """One line of the list of articles: `body` sentences, of which a layer has reviewed `reviewed`."""

    digest: str
    source: Source
    sources: int
    body: int
    reviewed: int = 0
    quotes: int = 0


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` in order, with those that overlap or touch made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)
