"""What is known of a quote as one flat record that needs no database to be read.

The shape is declared in schema/quote.schema.json. Every key is always there, in the same order, with
one type a key: readers that guess a schema from the first lines then guess right.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from annotator.dataset.dates import moment, told
from annotator.dataset.quote_types import Range, Types
from annotator.errors import StoreError
from annotator.model import Layer, Origin, Source, Speaker
from annotator.store.articles import leading
from annotator.store.export import Exported
from annotator.store.quoted import Head, Parts, Quoted, Row

SCHEMA = "annotator/quote/1"
STEPS = ("-2", "-1", "0", "1", "2")
_STEP = {step: int(step) for step in STEPS}

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Registry:
    """What records refer to: speakers by id, and (name, version) of schemes by digest."""

    speakers: Mapping[str, Speaker]
    schemes: Mapping[str, tuple[str, str]]
    _voices: dict[tuple[str | None, str], Record] = field(default_factory=dict, init=False, repr=False)
    _schemes: dict[str, Record] = field(default_factory=dict, init=False, repr=False)

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

    def voice(self, id: str | None, origin: str, score: float | None) -> Record:
        """A speaker (None: unknown) as records have it; the same object for the same speaker and origin."""
        known = self._voices.get((id, origin))
        if known is None:
            known = self._voices[id, origin] = self._voice(id, origin)
        return known if score is None else {**known, "score": score}

    def _voice(self, id: str | None, origin: str) -> Record:
        if id is None:
            return {**_NOBODY, "origin": origin, "score": None}
        s = self.speaker(id)
        return {
            "id": s.id, "name": s.name, "kind": s.kind.value, "aliases": list(s.aliases),
            "wikidata": s.wikidata, "origin": origin, "score": None,
        }  # fmt: skip

    def scheme(self, digest: str) -> Record:
        """A scheme as records have it; the same object for the same digest."""
        known = self._schemes.get(digest)
        if known is None:
            name, version = self.schemes.get(digest, ("", ""))
            known = self._schemes[digest] = {"name": name, "version": version, "digest": digest}
        return known


def records(quoted: Quoted, registry: Registry) -> Iterator[Record]:
    """The records of an article's quotes, in their order.

    What several have in common (article, layer, speaker ...) is one object in all of them: change none.
    Raises StoreError where the text is not the one that was taken in, or a span does not lie within it.
    """
    maker = _Maker(quoted, registry)
    maker.check_text()
    return iter(maker.made(quoted))


def all_records(exported: Exported, registry: Registry) -> tuple[list[Record], list[Record]]:
    """The records of an article's quotes, and of the proposals that layers rejected, with who did.

    The latter are {"by": [layer, ...], "quote": record} each. Raises StoreError as `records` does.
    """
    maker = _Maker(exported.quoted, registry)
    maker.check_text()
    rejected = [
        {"by": [maker.shared(key).layer for key in exported.against[record["id"]]], "quote": record}
        for record in maker.made(exported.rejected)
    ]
    return maker.made(exported.quoted), rejected


def layer_record(layer: Layer) -> Record:
    """A layer as records have it."""
    return {"kind": layer.kind.value, "name": layer.name, "version": layer.version}


def source_record(s: Source) -> Record:
    """Where an article came from. `date` is a day; `date_text` what the file says where it says more."""
    day, words = told(s.date)
    return {
        "title": s.title, "outlet": s.outlet, "date": day, "date_text": words, "author": s.author,
        "url": s.url, "story": s.story, "path": s.path,
    }  # fmt: skip


class _Shared(NamedTuple):
    """What the records of a layer in an article have in common."""

    layer: Record
    article: Record
    inherited: Sequence[Row]  # labels as those of a quote


class _Maker:
    """Makes records from the rows of an article's quotes; what several have in common is made once."""

    def __init__(self, quoted: Quoted, registry: Registry) -> None:
        self.quoted, self.registry = quoted, registry
        self.text = quoted.article.text
        self._starts = [start for start, _ in quoted.sentences]
        self._types = Types(self.text)
        self._shared: dict[int, _Shared] = {}
        self._sentences: dict[tuple[Range, ...], Record] = {}
        self._plain: dict[tuple[Range, ...], str] = {}  # the type of a quote in no other one, by its content

    def check_text(self) -> None:
        digest = self.quoted.article.digest
        if hashlib.sha256(self.text.encode()).hexdigest() != digest:
            raise StoreError(
                f"the text of article {digest[:12]} is not the one that was taken in; "
                "the database is damaged: restore a backup"
            )

    def made(self, quoted: Quoted) -> list[Record]:
        """The records of some quotes of this article."""
        parts = quoted.parts
        return [self._record(head, parts) for head in quoted.quotes]

    def _record(self, head: Head, parts: Parts) -> Record:
        (
            key, uid, _, layer, parent, about, derived_from, rule, score, scheme, guideline, created, updated,
        ) = head  # fmt: skip
        shared = self._shared.get(layer) or self.shared(layer)
        place, content, cue, source = self._spans(uid, parts.spans[key])
        speakers, via = self._voices(uid, parts.voices.get(key, ()))
        typed, stance, topics, fields = self._labels(parts.labels.get(key, ()), shared.inherited)
        notes = self.quoted.notes.get(uid)
        return {
            "schema": SCHEMA,
            "id": uid,
            "layer": shared.layer,
            "article": shared.article,
            "sentence": self._sentences.get(place) or self._sentence(place),
            "type": typed or self._type(uid, parent, place),
            "type_origin": "typed" if typed else "rule",
            "content": content,
            "cue": cue,
            "source": source,
            "speakers": speakers,
            "via": via,
            "parent": parent,
            "about": about,
            "derived_from": derived_from,
            "suggester": self._suggester(derived_from) if derived_from else _NO_PROGRAM,
            "rule": rule or None,
            "score": score,
            "stance": stance,
            "topics": topics,
            "fields": fields,
            "notes": [{"text": text} for text in notes] if notes else [],
            "scheme": self.registry.scheme(scheme),
            "guideline": guideline,
            "created": moment(created),
            "updated": moment(updated),
        }

    # What several quotes have in common

    def shared(self, layer: int) -> _Shared:
        """What is said of a layer's quotes; the same object for the same layer."""
        rows = self.quoted.labels.get(layer, ())
        topics = [value for _, _, name, value, _ in rows if name == "topic"]
        source = source_record(leading(self.quoted.article.sources))
        known = self._shared[layer] = _Shared(
            layer_record(self.quoted.layers[layer]),
            {"digest": self.quoted.article.digest, **source, "topics": topics},
            [
                (None, name, value, target, Origin.INHERITED.value, None)
                for _, _, name, value, target in rows
                if name != "type"
            ],
        )
        return known

    def _sentence(self, content: tuple[Range, ...]) -> Record:
        first = bisect_right(self._starts, content[0][0]) - 1
        last = bisect_right(self._starts, content[-1][1] - 1) - 1
        start = self._starts[first]
        words = self.text[start : self.quoted.sentences[last][1]].rstrip()
        known = {"first": first, "last": last, "start": start, "end": start + len(words), "text": words}
        self._sentences[content] = known
        return known

    def _suggester(self, proposal: str) -> Record:
        layer = self.quoted.suggesters.get(proposal)
        return _NO_PROGRAM if layer is None else {"name": layer.name, "version": layer.version}

    # What a quote has of its own

    def _spans(
        self, uid: str, rows: Sequence[Row]
    ) -> tuple[tuple[Range, ...], list[Record], list[Record], list[Record]]:
        """(where the content is; content, cue and source, each span with its words).

        Those of a role are in order and apart.
        """
        text = self.text
        content: list[Record] = []
        cue: list[Record] = []
        source: list[Record] = []
        place: list[Range] = []
        for _, role, start, end in rows:
            mine = content if role == "content" else cue if role == "cue" else source
            words = text[start:end]
            if not 0 < len(words) == end - start:
                raise self._beyond(uid, start, end)
            if mine and mine[-1]["end"] > start:
                raise StoreError(f"quote {uid} has spans of its {role} not in order and apart; {_DAMAGED}")
            mine.append({"start": start, "end": end, "text": words})
            if mine is content:
                place.append((start, end))
        if not content:
            raise StoreError(f"quote {uid} has no content; {_DAMAGED}")
        return tuple(place), content, cue, source

    def _beyond(self, uid: str, start: int, end: int) -> StoreError:
        return StoreError(
            f"quote {uid} has a span {start}-{end}, and its article "
            f"{self.quoted.article.digest[:12]} ends at {len(self.text)}; {_DAMAGED}"
        )

    def _voices(self, uid: str, rows: Sequence[Row]) -> tuple[list[Record], list[Record]]:
        """Speakers, and those that the quote came through with their words."""
        speakers: list[Record] = []
        via: list[Record] = []
        voice_of = self.registry.voice
        for _, role, speaker, start, end, origin, score in rows:
            voice = voice_of(speaker, origin, score)
            if role == "speaker":
                speakers.append(voice)
            elif start is None:
                via.append({**voice, **_NOWHERE})
            else:
                words = self.text[start:end]
                if not 0 < len(words) == end - start:
                    raise self._beyond(uid, start, end)
                via.append({**voice, "start": start, "end": end, "text": words})
        return speakers, via

    def _labels(
        self, rows: Sequence[Row], inherited: Sequence[Row]
    ) -> tuple[str | None, list[Record], list[Record], list[Record]]:
        """The type that was said; stance, topics, other fields: those of the article where it has none."""
        if inherited:
            own = set(map(_FIELD, rows))
            rows = [*rows, *[row for row in inherited if row[1] not in own]]
        typed: str | None = None
        stance: list[Record] = []
        topics: list[Record] = []
        fields: list[Record] = []
        for _, name, value, target, origin, score in rows:
            if name == "stance":
                step = _STEP.get(value)  # only a step has a number
                kind = value if step is None else "step"
                stance.append(
                    {"target": target, "kind": kind, "step": step, "origin": origin, "score": score}
                )
            elif name == "topic":
                topics.append({"code": value, "origin": origin, "score": score})
            elif name == "type":
                typed = typed or value
            else:
                fields.append({"field": name, "value": value, "origin": origin, "score": score})
        return typed, stance, topics, fields

    def _type(self, uid: str, parent: str | None, content: tuple[Range, ...]) -> str:
        if parent is not None:
            return self._types.of(content, tuple(self._ancestors(uid, parent))).value
        known = self._plain.get(content)
        if known is None:
            known = self._plain[content] = self._types.of(content).value
        return known

    def _ancestors(self, uid: str, parent: str | None) -> Iterator[Sequence[Range]]:
        """The contents of the quotes around one, the nearest first; a circle of them ends where it closes."""
        seen = {uid}
        while parent is not None and parent not in seen and parent in self._contents:
            seen.add(parent)
            content, parent = self._contents[parent]
            yield content

    @cached_property
    def _contents(self) -> dict[str, tuple[list[Range], str | None]]:
        """Each quote of the article: its content, and the one around it."""
        spans = self.quoted.parts.spans
        return {
            head.uid: (
                [(start, end) for _, role, start, end in spans[head.id] if role == "content"],
                head.parent,
            )
            for head in self.quoted.quotes
        }


_FIELD = itemgetter(1)  # of a label as a row
_NOBODY: Record = {"id": None, "name": None, "kind": None, "aliases": [], "wikidata": None}
_NOWHERE: Record = {"start": None, "end": None, "text": None}
_NO_PROGRAM: Record = {"name": None, "version": None}
_DAMAGED = "the database is damaged: restore a backup"
