"""Rows as Python's types have them: what a key of a record holds. They follow schema/quote.schema.json."""

from typing import Literal, TypedDict

SpeakerKind = Literal["person", "organisation", "state", "group", "role", "anonymous"]
OriginName = Literal["typed", "accepted", "corrected", "inherited", "rule"]


class SpanRow(TypedDict):
    """Code points into the verbatim text of the article, half-open, and the words there."""

    start: int
    end: int
    text: str


class LayerRow(TypedDict):
    """For whom a quote speaks: human NAME, model NAME VERSION, gold METHOD."""

    kind: Literal["human", "model", "gold"]
    name: str
    version: str


class ArticleHead(TypedDict):
    """The article of a quote. `topics` are those of the article as a whole.

    `date` is a day, as in 2026-01-31; `date_text` what the file says, where that is something else.
    """

    digest: str
    title: str | None
    outlet: str | None
    date: str | None
    date_text: str | None
    author: str | None
    url: str | None
    story: str | None
    path: str | None
    topics: list[str]


class SentenceRow(TypedDict):
    """The sentences, counted from 0, that the content touches."""

    first: int
    last: int
    start: int
    end: int
    text: str


class SpeakerRow(TypedDict):
    """Who speaks; without an id: looked for, and unknown."""

    id: str | None
    name: str | None
    kind: SpeakerKind | None
    aliases: list[str]
    wikidata: str | None
    origin: OriginName
    score: float | None


class ViaRow(SpeakerRow):
    """An agency that a quote came through, with its words where the text names it."""

    start: int | None
    end: int | None
    text: str | None


class SuggesterRow(TypedDict):
    """The program that proposed a quote; null where none did."""

    name: str | None
    version: str | None


class StanceRow(TypedDict):
    """An attitude towards a target: `step` from -2 to 2 where kind is step, else None."""

    target: str | None
    kind: Literal["step", "mixed", "unclear", "none"]
    step: int | None
    origin: OriginName
    score: float | None


class TopicRow(TypedDict):
    """A code of the scheme's; the first one is primary."""

    code: str
    origin: OriginName
    score: float | None


class FieldRow(TypedDict):
    """A value of another field of the scheme."""

    field: str
    value: str
    origin: OriginName
    score: float | None


class NoteRow(TypedDict):
    """A flag or comment."""

    text: str


class SchemeRow(TypedDict):
    """The scheme in force at the last change."""

    name: str
    version: str
    digest: str


class QuoteRow(TypedDict):
    """One attribution in one article, as one layer sees it: a line of annotator export OUT.jsonl."""

    schema: str
    id: str
    layer: LayerRow
    article: ArticleHead
    sentence: SentenceRow
    type: Literal["direct", "mixed", "indirect"]
    type_origin: Literal["rule", "typed"]
    content: list[SpanRow]
    cue: list[SpanRow]
    source: list[SpanRow]
    speakers: list[SpeakerRow]
    via: list[ViaRow]
    parent: str | None
    about: str | None
    derived_from: str | None
    suggester: SuggesterRow
    rule: str | None
    score: float | None
    stance: list[StanceRow]
    topics: list[TopicRow]
    fields: list[FieldRow]
    notes: list[NoteRow]
    scheme: SchemeRow
    guideline: str
    created: str
    updated: str


class SourceRow(TypedDict):
    """One outlet's run of an article."""

    title: str | None
    outlet: str | None
    date: str | None
    date_text: str | None
    author: str | None
    url: str | None
    story: str | None
    path: str | None


class SentencePlace(TypedDict):
    """`body`: neither headline nor boilerplate."""

    start: int
    end: int
    body: bool


class ArticleRow(TypedDict):
    """A text that somebody looked into. The first of `sources` leads; `annotators` are the people."""

    digest: str
    text: str
    sources: list[SourceRow]
    sentences: list[SentencePlace]
    annotators: list[str]
