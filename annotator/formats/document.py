"""What every format is read into and written from: a text, and what each layer says of it.

It names people as a file can (no database is needed), and a quote refers to others of its answer by id.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.model import Label, Layer, Origin, Source, Span, SpeakerKind


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker or agency as a file names it: by id, by name, by both, or (neither) unknown."""

    id: str | None = None
    name: str | None = None
    kind: SpeakerKind | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    span: Span | None = None
    origin: Origin = Origin.TYPED


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of one quote. Without content it says that there is none in its article.

    Each role's spans are in order and apart. `labels` are the quote's own: what it has from its article is
    not among them. `parent`, `about` and `derived_from` are ids; the first two of quotes of the same answer.
    """

    id: str | None
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[Named, ...] = ()
    via: tuple[Named, ...] = ()
    labels: tuple[Label, ...] = ()
    parent: str | None = None
    about: str | None = None
    derived_from: str | None = None
    rule: str = ""
    score: float | None = None
    notes: tuple[str, ...] = ()

    def spans(self) -> Iterator[Span]:
        """All that it points at, in no order."""
        yield from (*self.content, *self.cue, *self.source)
        yield from (v.span for v in (*self.speakers, *self.via) if v.span)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one layer says of a whole text. No quotes is an answer, too. `file`: where it was read."""

    layer: Layer
    quotes: tuple[Said, ...] = ()
    file: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One text, kept verbatim, and what each layer says of it. Offsets are code points, half-open.

    `source.path` is its name among others, unique in a file. `sentences`, where known, cover the text; they
    are for writers, no format brings them back. `repaired` counts spans that a reader moved to where their
    words are.
    """

    text: str
    source: Source
    answers: tuple[Answer, ...] = ()
    sentences: tuple[Span, ...] = ()
    repaired: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        return self.source.path


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something in a file that was left out: a sentence with the file and, where there is one, the line.

    `whole`: not a part of a record, but the record (or the file).
    """

    sentence: str
    whole: bool = True
