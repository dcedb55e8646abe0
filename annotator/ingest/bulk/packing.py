"""What a process read of an article, as a line of JSON: for the one that writes to the database."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from annotator.ingest.incoming import Incoming
from annotator.model import Article, Region, RegionKind, Source, Span, SpeakerKind
from annotator.text.attribution import Attribution
from annotator.text.people import Person
from annotator.text.reading import Reading


def packed(one: Incoming) -> bytes:
    """One line, without its end. Quotations are not in it: they follow from the text."""
    article = one.article
    (source,) = article.sources
    return orjson.dumps(
        (
            article.digest,
            article.text,
            (source.path, source.title, source.outlet, source.date, source.author, source.url, source.story,
             source.encoding, source.extra),
            [sentence.end for sentence in one.sentences],
            [(region.span.start, region.span.end, region.kind) for region in one.regions],
            one.reading and _reading(one.reading),
            one.sketch,
        )
    )  # fmt: skip


def unpacked(line: bytes) -> Incoming:
    """The same value again, without its quotations."""
    digest, text, (*about, extra), ends, regions, reading, sketch = orjson.loads(line)
    path, title, outlet, date, author, url, story, encoding = about
    more = tuple([(name, value) for name, value in extra])
    source = Source(path, title, outlet, date, author, url, story, encoding, more)
    edges = [0, *ends]
    return Incoming(
        Article(digest, text, (source,)),
        tuple(map(Span, edges, ends)),
        tuple([Region(digest, Span(start, end), RegionKind(kind)) for start, end, kind in regions]),
        None,
        reading and _read(*reading),
        tuple(sketch),
    )


def _reading(one: Reading) -> tuple[Any, ...]:
    """Where something came through an agency, its mention tells which; else no mention is asked for."""
    told = any(found.via for found in one.attributions)
    return (
        [
            (_flat(x.content), _flat(x.cue), _flat(x.source), x.rule, x.score, _flat(x.via))
            for x in one.attributions
        ],
        [
            (x.name, x.kind, x.aliases, _flat(x.mentions) if told else (), x.role, x.organisation)
            for x in one.persons
        ],
        one.spoken,
    )


def _read(attributions: Sequence[Any], persons: Sequence[Any], spoken: Sequence[Any]) -> Reading:
    return Reading(
        tuple(
            [
                Attribution(_spans(content), _spans(cue), _spans(source), rule, score, _spans(via))
                for content, cue, source, rule, score, via in attributions
            ]
        ),
        tuple(
            [
                Person(name, SpeakerKind(kind), tuple(aliases), _spans(mentions), role, organisation)
                for name, kind, aliases, mentions, role, organisation in persons
            ]
        ),
        tuple(map(tuple, spoken)),
    )


def _flat(spans: Iterable[Span]) -> list[int]:
    return [edge for span in spans for edge in (span.start, span.end)]


def _spans(edges: Sequence[int]) -> tuple[Span, ...]:
    return tuple(map(Span, edges[::2], edges[1::2]))
