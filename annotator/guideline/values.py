"""A guideline as frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.model import Label, QuoteType, RegionKind, Span


class Derive(Protocol):
    """The rule that tells the type of a quote from the quotation marks of its text."""

    def __call__(self, text: str, content: Sequence[Span], parents: Sequence[Sequence[Span]], /) -> QuoteType:
        """The type of `content`; `parents` are the contents of the quotes around it, the nearest first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One section that has an id: `## R7 Nested quotes {#nested}`. `text` is its Markdown."""

    id: str
    title: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Voiced:
    """A speaker or an agency of an example, by name (None: unknown), and its words where it has any."""

    name: str | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ExampleQuote:
    """One quote of an example, offsets into its text. `parent`, `about`: positions in `Example.quotes`."""

    line: int
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speakers: tuple[Voiced, ...]
    via: tuple[Voiced, ...]
    type: QuoteType
    labels: tuple[Label, ...]
    parent: int | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a rule: a text, and what is to be marked in it. With no quotes it says why
    (`nothing`), or what the text is instead of body (`region`)."""

    rule: str | None
    line: int
    text: str
    quotes: tuple[ExampleQuote, ...] = ()
    nothing: str = ""
    region: RegionKind | None = None


@dataclass(frozen=True, slots=True)
class Guideline:
    """`digest` is the sha256 of the file's bytes."""

    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    digest: str

    def rule(self, id: str) -> Rule | None:
        """The rule with this id."""
        return next((rule for rule in self.rules if rule.id == id), None)

    def of_rule(self, id: str) -> tuple[Example, ...]:
        """The examples of this rule."""
        return tuple(example for example in self.examples if example.rule == id)
