"""The rules of `text` as a suggester: offline, and nothing to load."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Self

from annotator.model import Layer, Origin, Quote, Region, RegionKind, Span, Voice, merged
from annotator.scheme import Scheme
from annotator.suggest.flags import Flags, Labels
from annotator.suggest.joining import Joined, Joiner
from annotator.suggest.suggester import Given, Project, Suggestion, layer_of, proposal_id
from annotator.text.attribution import Attribution
from annotator.text.people import mentioned
from annotator.text.reading import Reading, read, read_at


class Rules:
    """Proposes what `text.reading` reads in the body of an article. Other rules: another version."""

    name = "rules"
    version = "1"

    def __init__(self, scheme: Scheme | None = None) -> None:
        self._joiner = Joiner()
        self._flags = Flags(scheme)

    @classmethod
    def for_project(cls, project: Project) -> Self:
        """Rules that know which flags the team's scheme has."""
        return cls(project.scheme)

    def suggest(self, given: Given) -> Suggestion:
        """The quotes of one article, with speakers that the registry has or that are new."""
        return self._suggestion(given, self.read(given), _outside(given.regions))

    def point(self, given: Given, cue: Span) -> Suggestion:
        """At most one quote: what is handed over at `cue`, at which a person points, wherever it stands."""
        reading = read_at(given.article.text, cue, given.sentences, given.quotations)
        return self._suggestion(given, reading, ())

    def _suggestion(self, given: Given, reading: Reading, outside: tuple[Span, ...]) -> Suggestion:
        body = [n for n, one in enumerate(reading.attributions) if not _touches(one, outside)]
        joined = self._joiner.join(reading.persons, given.registry)
        parents = _parents([reading.attributions[n] for n in body])
        ids = [proposal_id(given.article.digest, self.name, reading.attributions[n].content) for n in body]
        layer, digest = layer_of(self), given.article.digest
        quotes = tuple(
            _quote(id, digest, layer, reading, joined, n, ids[parent] if parent is not None else None, labels)
            for n, id, parent, labels in zip(
                body, ids, parents, self._flagged(given, reading, body), strict=True
            )
        )
        named = {voice.speaker for quote in quotes for voice in (*quote.speakers, *quote.via)}
        speakers = tuple(speaker for speaker in joined.speakers if speaker.id in named)
        silent = {speaker.id for speaker in joined.speakers} - named
        merges = tuple(merge for merge in joined.merges if not {merge.kept, merge.other} & silent)
        return Suggestion(quotes, speakers, merges)

    def _flagged(self, given: Given, reading: Reading, body: Sequence[int]) -> Iterator[Labels]:
        text = given.article.text
        for one in (reading.attributions[n] for n in body):
            yield self._flags.told(one.rule, " ".join([text[span.start : span.end] for span in one.cue]))

    def read(self, given: Given) -> Reading:
        """What is read in the article: attributions in text order, with who speaks."""
        return given.read or read(given.article.text, given.sentences, given.quotations)


def _quote(
    id: str,
    digest: str,
    layer: Layer,
    reading: Reading,
    joined: Joined,
    n: int,
    parent: str | None,
    labels: Labels,
) -> Quote:
    one = reading.attributions[n]
    speakers = dict.fromkeys([joined.ids[place] for place in reading.spoken[n]])
    return Quote(
        id, digest, layer, one.content, one.cue, one.source,
        tuple([Voice(speaker, None, Origin.RULE) for speaker in speakers if speaker]),
        tuple(_via(one, reading, joined)) if one.via else (),
        labels, parent, rule=one.rule, score=one.score,
    )  # fmt: skip


def _via(one: Attribution, reading: Reading, joined: Joined) -> Iterator[Voice]:
    for span in one.via:
        place = mentioned(reading.persons, span)
        yield Voice(joined.ids[place] if place is not None else None, span, Origin.RULE)


def _outside(regions: Sequence[Region]) -> tuple[Span, ...]:
    """Headlines and boilerplate, except what somebody said is body."""
    body = [region.span for region in regions if region.kind is RegionKind.BODY]
    others = (region.span for region in regions if region.kind is not RegionKind.BODY)
    return merged(span for span in others if not any(one.contains(span) for one in body))


def _touches(one: Attribution, spans: Sequence[Span]) -> bool:
    """Whether a content reaches into one of `spans`, which are in order and apart."""
    for span in one.content:
        at = bisect_right(spans, span.start, key=_end)
        if at < len(spans) and spans[at].start < span.end:
            return True
    return False


def _end(span: Span) -> int:
    return span.end


def _parents(found: Sequence[Attribution]) -> list[int | None]:
    """For each attribution, in text order, the place of the innermost one whose content holds all of it."""
    parents: list[int | None] = []
    around: list[int] = []  # those that reach behind the next one's beginning, the innermost last
    for n, one in enumerate(found):
        while around and found[around[-1]].content[-1].end <= one.content[0].start:
            around.pop()
        parents.append(next((m for m in reversed(around) if _holds(found[m], one)), None))
        around.append(n)
    return parents


def _holds(outer: Attribution, inner: Attribution) -> bool:
    spans: tuple[Span, ...] = (*inner.content, *inner.cue)
    return all(any(span.contains(part) for span in outer.content) for part in spans)
