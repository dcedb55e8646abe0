"""What is known of a quote as one flat record that needs no database to be read.

The shape is declared in schema/quote.schema.json. Every key is always there, in the same order, with
one type a key: readers that guess a schema from the first lines then guess right. Only in gold by rule
does each value have a score besides.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from annotator.errors import StoreError
from annotator.model import Label, Origin, Quote, Span, Speaker, Voice
from annotator.store.articles import leading
from annotator.store.export import Exported
from annotator.store.read import Kept
from annotator.text.marks import quotations
from annotator.text.types import derive_type

SCHEMA = "annotator/quote/1"
STEPS = ("-2", "-1", "0", "1", "2")
_OWN_KEYS = ("type", "stance", "topic")  # fields with a key of their own; all others go into `fields`

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Registry:
    """What records refer to: speakers by id, and (name, version) of schemes by digest."""

    speakers: Mapping[str, Speaker]
    schemes: Mapping[str, tuple[str, str]]

    def speaker(self, id: str) -> Speaker:
        """The entry that `id` stands for today, mergers followed. Raises StoreError where there is none."""
        seen: set[str] = set()
        at: str | None = id
        while at is not None and at not in seen:
            seen.add(at)
            found = self.speakers.get(at)
            if found is None:
                raise StoreError(f"the registry has no speaker {at}; the database is damaged")
            at = found.merged_into
            if at is None:
                return found
        raise StoreError(f"the speakers {', '.join(sorted(seen))} are merged in a circle; mend the registry")


def records(exported: Exported, registry: Registry) -> Iterator[Record]:
    """The records of an article's quotes, in their order.

    Raises StoreError where the text is not the one that was taken in, or a span does not lie within it.
    """
    maker = _Maker(exported, registry)
    maker.check_text()
    for kept in exported.quotes:
        yield maker.record(kept)


class _Maker:
    """Makes records; what all quotes of an article share is made once."""

    def __init__(self, exported: Exported, registry: Registry) -> None:
        self.exported, self.registry = exported, registry
        self.article = exported.article
        self.text = exported.article.text
        self._quotes = {kept.quote.id: kept.quote for kept in exported.quotes}
        self._starts = [sentence.span.start for sentence in exported.sentences]

    @cached_property
    def _quotations(self) -> Any:
        return quotations(self.text)

    def check_text(self) -> None:
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        if digest != self.article.digest:
            raise StoreError(
                f"the text of article {self.article.digest[:12]} is not the one that was taken in; "
                "the database is damaged: restore a backup"
            )

    def record(self, kept: Kept) -> Record:
        quote = kept.quote
        own = _labels(quote, self.exported.labels.get(quote.layer, ()))
        type_, type_origin = self._type(quote)
        return {
            "schema": SCHEMA,
            "id": quote.id,
            "layer": {"kind": quote.layer.kind, "name": quote.layer.name, "version": quote.layer.version},
            "article": self._article(quote),
            "sentence": self._sentence(quote),
            "type": type_,
            "type_origin": type_origin,
            "content": self._spans(quote, quote.content),
            "cue": self._spans(quote, quote.cue),
            "source": self._spans(quote, quote.source),
            "speakers": [self._speaker(voice) for voice in quote.speakers],
            "via": [self._speaker(voice) | self._place(quote, voice) for voice in quote.via],
            "parent": quote.parent,
            "about": quote.about,
            "derived_from": quote.derived_from,
            "rule": quote.rule or None,
            "score": None if quote.score is None else float(quote.score),
            "stance": [_stance(label) for label in own if label.field == "stance"],
            "topics": [{"code": x.value, "origin": x.origin, **_sure(x)} for x in own if x.field == "topic"],
            "fields": [
                {"field": x.field, "value": x.value, "origin": x.origin, **_sure(x)}
                for x in own
                if x.field not in _OWN_KEYS
            ],
            "notes": [{"text": text} for text in self.exported.notes.get(quote.id, ())],
            "scheme": self._scheme(kept.scheme),
            "guideline": kept.guideline,
            "created": kept.created,
            "updated": kept.updated,
        }

    def _article(self, quote: Quote) -> Record:
        s = leading(self.article.sources)
        labels = self.exported.labels.get(quote.layer, ())
        return {
            "digest": self.article.digest, "title": s.title, "outlet": s.outlet, "date": s.date,
            "author": s.author, "url": s.url, "story": s.story, "path": s.path,
            "topics": [label.value for label in labels if label.field == "topic"],
        }  # fmt: skip

    def _sentence(self, quote: Quote) -> Record:
        first = bisect_right(self._starts, quote.start) - 1
        last = bisect_right(self._starts, quote.end - 1) - 1
        start = self._starts[first]
        words = self.text[start : self.exported.sentences[last].span.end].rstrip()
        return {"first": first, "last": last, "start": start, "end": start + len(words), "text": words}

    def _type(self, quote: Quote) -> tuple[str, str]:
        said = quote.said("type")
        if said:
            return said[0].value, Origin.TYPED
        around = [parent.content for parent in self._ancestors(quote)]
        return derive_type(self._quotations, quote.content, around, self.text), Origin.RULE

    def _ancestors(self, quote: Quote) -> Iterator[Quote]:
        """The quotes around this one, the nearest first; a circle of them ends where it closes."""
        seen = {quote.id}
        around = self._quotes.get(quote.parent or "")
        while around is not None and around.id not in seen:
            seen.add(around.id)
            yield around
            around = self._quotes.get(around.parent or "")

    def _spans(self, quote: Quote, spans: tuple[Span, ...]) -> list[Record]:
        return [self._span(quote, span) for span in spans]

    def _span(self, quote: Quote, span: Span) -> Record:
        words = self.text[span.start : span.end]
        if len(words) != span.end - span.start:
            raise StoreError(
                f"quote {quote.id} has a span {span.start}-{span.end}, and its article "
                f"{self.article.digest[:12]} ends at {len(self.text)}; "
                "the database is damaged: restore a backup"
            )
        return {"start": span.start, "end": span.end, "text": words}

    def _speaker(self, voice: Voice) -> Record:
        if voice.speaker is None:
            return _NOBODY | {"origin": voice.origin, **_sure(voice)}
        s = self.registry.speaker(voice.speaker)
        return {
            "id": s.id, "name": s.name, "kind": s.kind, "aliases": list(s.aliases), "wikidata": s.wikidata,
            "origin": voice.origin, **_sure(voice),
        }  # fmt: skip

    def _place(self, quote: Quote, voice: Voice) -> Record:
        return _NOWHERE if voice.span is None else self._span(quote, voice.span)

    def _scheme(self, digest: str) -> Record:
        name, version = self.registry.schemes.get(digest, ("", ""))
        return {"name": name, "version": version, "digest": digest}


_NOBODY: Record = {"id": None, "name": None, "kind": None, "aliases": [], "wikidata": None}
_NOWHERE: Record = {"start": None, "end": None, "text": None}


def _labels(quote: Quote, inherited: tuple[Label, ...]) -> list[Label]:
    """The quote's own labels, and those of its article in the fields where it has none."""
    said = {label.field for label in quote.labels}
    handed = (x for x in inherited if x.field not in said)
    return [*quote.labels, *(Label(x.field, x.value, x.target, Origin.INHERITED) for x in handed)]


def _stance(label: Label) -> Record:
    """One pair of target and attitude; only a step has a number."""
    is_step = label.value in STEPS
    return {
        "target": label.target,
        "kind": "step" if is_step else label.value,
        "step": int(label.value) if is_step else None,
        "origin": label.origin,
        **_sure(label),
    }


def _sure(value: Label | Voice) -> Record:
    """How likely it is, in gold by rule. Elsewhere the key is not there: other records stay as they were."""
    return {} if value.score is None else {"score": value.score}
