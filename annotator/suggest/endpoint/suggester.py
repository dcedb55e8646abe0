"""The suggester: an article in, quotes of a model layer out, by way of a server."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.config import EndpointSettings
from annotator.errors import AnnotatorError, UsageError
from annotator.guideline import Guideline, parse_guideline
from annotator.model import Origin, Quote, QuoteType, Span, SpeakerKind, Voice
from annotator.scheme import Scheme
from annotator.suggest.endpoint.answer import UNKNOWN, Answer, Draft, read_answer
from annotator.suggest.endpoint.chunks import Chunk, body, chunks
from annotator.suggest.endpoint.failures import TooLong
from annotator.suggest.endpoint.names import Cast
from annotator.suggest.endpoint.placing import NotPlaced, Placer
from annotator.suggest.endpoint.prompt import prompt, question
from annotator.suggest.endpoint.talk import Clock, Question, Talk
from annotator.suggest.endpoint.wire import Wire
from annotator.suggest.suggester import (
    Defeated,
    Given,
    Project,
    Suggestion,
    Unusable,
    layer_of,
    proposal,
)
from annotator.text.marks import quotations
from annotator.text.types import derive_type

IN_A_ROW = 3  # articles that came to nothing, after which a run ends
_MODEL = 40  # characters of the model's name in the version


class Endpoint:
    """Asks a server that speaks the protocol of OpenAI's chat completions. One a run: it counts its costs."""

    name = "endpoint"

    def __init__(
        self,
        settings: EndpointSettings,
        key: str | None,
        scheme: Scheme,
        guideline: Guideline | None,
        clock: Clock | None = None,
    ) -> None:
        self._settings = settings
        self._scheme = scheme
        self._wire = Wire(settings, key)
        self._talk = Talk(settings, self._wire, clock or Clock())
        self._prompt = prompt(scheme, guideline, settings.labels)
        self._refused: Counter[str] = Counter()
        self._proposed = 0
        self._failed = 0

    @classmethod
    def for_project(cls, project: Project) -> "Endpoint":
        """The one that annotator.toml configures, its key from the environment.

        Raises UsageError where none is configured or there is no key, SchemeError for a faulty guideline.
        """
        settings = project.config.endpoint
        if settings is None:
            raise UsageError("no endpoint is configured: annotator.toml needs [endpoint] with url and model")
        key = os.environ.get(settings.key_variable or "", "").strip()
        if settings.key_variable and not key:
            raise UsageError(
                f"${settings.key_variable} is empty; put the key of the endpoint into it "
                "(key_variable in annotator.toml names it)"
            )
        guideline = None
        if project.guideline:
            guideline = parse_guideline(project.guideline, "guideline.md", project.scheme, _derived)
        return cls(settings, key or None, project.scheme, guideline)

    @property
    def version(self) -> str:
        """The model, and a digest of it and all that it is told: a change of either supersedes."""
        told = f"{self._settings.model} {self._settings.chunk} {self._prompt.digest}"
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{'_'.join(self._settings.model.split())[:_MODEL]}+{digest[:12]}"

    def opening(self) -> list[str]:
        """What is about to happen, for whoever started it."""
        return [f"the articles' text goes to {self._settings.model} at {self._wire.host}"]

    def closing(self) -> list[str]:
        """What the run has used and cost, and what of the answers was refused."""
        lines = [f"{self._wire.host}: {self._talk.spending}"]
        if self._talk.repeated:
            was = "request was" if self._talk.repeated == 1 else "requests were"
            lines.append(f"{self._talk.repeated} {was} asked again")
        if self._refused:
            reasons = "; ".join(f"{count} {reason}" for reason, count in self._refused.most_common())
            lines.append(f"{self._proposed} quotes proposed; of the answers were refused: {reasons}")
        return lines

    def suggest(self, given: Given) -> Suggestion:
        """The quotes that the model finds. Raises Unusable where the run is over, else what went wrong."""
        try:
            suggestion = self._suggest(given)
        except Unusable:
            raise
        except AnnotatorError as problem:
            self._failed += 1
            if self._failed == IN_A_ROW:
                raise Unusable(f"{IN_A_ROW} articles in a row came to nothing; the last: {problem}") from None
            raise
        self._failed = 0
        return suggestion

    def _suggest(self, given: Given) -> Suggestion:
        text = given.article.text
        if len(text) > self._settings.longest:
            raise Defeated(
                f"the article has {len(text):,} characters, and {self._settings.longest:,} are sent at most"
            )
        lines = body(given)
        if not lines:
            return Suggestion()
        placer = Placer(text, given.quotations, lines)
        cast = Cast(given.registry, given.article.digest, placer.holds)
        quotes: dict[str, Quote] = {}
        for whole in chunks(lines, self._settings.chunk):
            for chunk, answer in self._answers(given, whole):
                for quote in self._quotes(given, chunk, placer, answer, cast):
                    quotes.setdefault(quote.id, quote)
        self._proposed += len(quotes)
        used = {voice.speaker for quote in quotes.values() for voice in (*quote.speakers, *quote.via)}
        speakers = tuple(speaker for id, speaker in cast.new.items() if id in used)
        nested = {quote.id: quote for quote in _nested(list(quotes.values()))}
        return Suggestion(tuple(self._fitting(given, q, nested) for q in nested.values()), speakers)

    def _answers(self, given: Given, chunk: Chunk) -> Iterator[tuple[Chunk, Answer]]:
        """What the model answers to `chunk`, or to its halves where it is too long for the server."""
        asked = Question(self._prompt.system, question(chunk, given.article), self._prompt.schema)
        try:
            answer = self._talk.ask(asked, lambda words: read_answer(words, self._scheme))
        except TooLong:
            halves = chunk.halves()
            if halves is None:
                raise
            for half in halves:
                yield from self._answers(given, half)
        else:
            self._refused += answer.refused
            yield chunk, answer

    def _quotes(
        self, given: Given, chunk: Chunk, placer: Placer, answer: Answer, cast: Cast
    ) -> Iterator[Quote]:
        begins = chunk.own[0].span.start
        shown = Span(chunk.lines[0].span.start, chunk.own[-1].span.end)
        for draft in answer.drafts:
            try:
                content, rule = placer.content(draft.content, draft.first, draft.last, shown)
            except NotPlaced as why:
                self._refused[str(why)] += 1
                continue
            if content[0].start >= begins:  # what begins before was asked for before
                yield self._quote(given, placer, draft, content, rule, cast)

    def _quote(
        self, given: Given, placer: Placer, draft: Draft, content: tuple[Span, ...], rule: str, cast: Cast
    ) -> Quote:
        source = self._beside(placer, draft.source, content)
        cue = self._beside(placer, draft.cue, content, source)
        via = [span for words in draft.via for span in self._beside(placer, [words], content, cue)]
        mentions = [span.of(given.article.text) for span in source]
        speakers = tuple(self._speakers(draft, mentions, cast))
        return proposal(
            given.article,
            layer_of(self),
            content,
            cue=cue,
            source=source,
            speakers=speakers,
            via=tuple(_agencies(given, via, cast)),
            labels=draft.labels,
            rule=rule,
            score=draft.score,
        )

    def _beside(
        self, placer: Placer, pieces: Sequence[str], content: Sequence[Span], taken: Sequence[Span] = ()
    ) -> tuple[Span, ...]:
        """A cue or a source, or none: the quote is worth proposing without it."""
        try:
            return placer.beside(pieces, content, taken)
        except NotPlaced as why:
            self._refused[str(why)] += 1
            return ()

    def _speakers(self, draft: Draft, mentions: Sequence[str], cast: Cast) -> Iterator[Voice]:
        said: set[str | None] = set()
        for name, kind in draft.speakers:
            id = None if name == UNKNOWN else cast.entry(name, kind, mentions)
            if id is None and name != UNKNOWN:
                self._refused[
                    "speakers who are neither in the article nor, for certain, in the registry"
                ] += 1
            elif id not in said and (id is not None or len(draft.speakers) == 1):
                said.add(id)
                yield Voice(id, origin=Origin.RULE)

    def _fitting(self, given: Given, quote: Quote, quotes: Mapping[str, Quote]) -> Quote:
        """`quote` without labels that the scheme does not ask for here, or that contradict each other."""
        around = [outer.content for outer in _around(quote, quotes)]
        type = derive_type(given.quotations, quote.content, around, given.article.text)
        found = self._scheme.check(quote.labels, bool(quote.speakers), type)
        wrong = {finding.field for finding in found if not finding.open}
        kept = tuple(label for label in quote.labels if label.field not in wrong)
        if len(kept) < len(quote.labels):
            self._refused["labels that the scheme does not allow here"] += len(quote.labels) - len(kept)
        return replace(quote, labels=kept)


def _derived(text: str, content: Sequence[Span], parents: Sequence[Sequence[Span]]) -> QuoteType:
    return derive_type(quotations(text), content, parents, text)


def _around(quote: Quote, quotes: Mapping[str, Quote]) -> Iterator[Quote]:
    """The quotes around this one, the nearest first."""
    while quote.parent is not None:
        quote = quotes[quote.parent]
        yield quote


def _agencies(given: Given, spans: Iterable[Span], cast: Cast) -> Iterator[Voice]:
    for span in spans:
        words = span.of(given.article.text)
        name = words[4:] if words[:4].lower() == "the " else words
        if (id := cast.entry(name, SpeakerKind.ORGANISATION)) is not None:
            yield Voice(id, span, Origin.RULE)


def _nested(quotes: list[Quote]) -> Iterator[Quote]:
    """The quotes in the order of the text, each with the narrowest one around it as its parent."""
    around: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (q.start, -q.end, q.id)):
        while around and around[-1].end <= quote.start:
            around.pop()
        parent = next((outer for outer in reversed(around) if _holds(outer, quote)), None)
        yield quote if parent is None else replace(quote, parent=parent.id)
        around.append(quote)


def _holds(outer: Quote, inner: Quote) -> bool:
    """Whether all of `inner`, its cue and source too, stands in the content of `outer`."""
    spans = (*inner.content, *inner.cue, *inner.source)
    return outer.content != inner.content and all(
        any(o.contains(span) for o in outer.content) for span in spans
    )
