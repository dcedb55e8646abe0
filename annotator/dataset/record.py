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

from annotator.dataset.dates import MOMENT, moment, told
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


class _Labels(dict[Row, Record]):
    """(field, value, target, origin, score) -> a label as records have it, but for a type.

    The same object for the same label, of which there are few, but for one with a score.
    """

    def __missing__(self, label: Row) -> Record:
        name, value, target, origin, score = label
        how: Record = {"origin": origin, "score": score}
        if name == "stance":
            step = _STEP.get(value)  # only a step has a number
            made = {"target": target, "kind": value if step is None else "step", "step": step, **how}
        elif name == "topic":
            made = {"code": value, **how}
        else:
            made = {"field": name, "value": value, **how}
        if score is None:
            self[label] = made
        return made


@dataclass(frozen=True, slots=True)
class Registry:
    """What records refer to: speakers by id, and (name, version) of schemes by digest."""

    speakers: Mapping[str, Speaker]
    schemes: Mapping[str, tuple[str, str]]
    labels: _Labels = field(default_factory=_Labels, init=False, repr=False)
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
    fields: frozenset[str]  # of those


class _Marked(NamedTuple):
    """What the spans of a quote say; several layers often mark the same."""

    place: tuple[Range, ...]  # of the content
    content: list[Record]
    cue: list[Record]
    source: list[Record]
    sentence: Record
    type: str  # of one that lies in no other, where nobody says it


class _Maker:
    """Makes records from the rows of an article's quotes; what several have in common is made once."""

    def __init__(self, quoted: Quoted, registry: Registry) -> None:
        self.quoted, self.registry = quoted, registry
        self.text = quoted.article.text
        self._starts = [start for start, _ in quoted.sentences]
        self._types = Types(self.text)
        self._shared: dict[int, _Shared] = {}
        self._marked: dict[str, _Marked] = {}  # by the spans as the store gives them

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
            spans,
        ) = head  # fmt: skip
        shared = self._shared.get(layer) or self.shared(layer)
        marked = self._marked.get(spans) or self._mark(uid, spans)
        speakers, via = self._voices(uid, parts.voices.get(key, ()))
        typed, stance, topics, fields = self._labels(parts.labels.get(key, ()), shared)
        notes = self.quoted.notes.get(uid)
        return {
            "schema": SCHEMA,
            "id": uid,
            "layer": shared.layer,
            "article": shared.article,
            "sentence": marked.sentence,
            "type": typed or (marked.type if parent is None else self._type(uid, parent, marked.place)),
            "type_origin": "typed" if typed else "rule",
            "content": marked.content,
            "cue": marked.cue,
            "source": marked.source,
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
            "created": created if len(created) == MOMENT else moment(created),
            "updated": updated if len(updated) == MOMENT else moment(updated),
        }

    # What several quotes have in common

    @cached_property
    def _source(self) -> Record:
        return source_record(leading(self.quoted.article.sources))

    def shared(self, layer: int) -> _Shared:
        """What is said of a layer's quotes; the same object for the same layer."""
        rows = self.quoted.labels.get(layer, ())
        topics = [value for _, _, name, value, _ in rows if name == "topic"]
        inherited = [
            (None, name, value, target, Origin.INHERITED.value, None)
            for _, _, name, value, target in rows
            if name != "type"
        ]
        known = self._shared[layer] = _Shared(
            layer_record(self.quoted.layers[layer]),
            {"digest": self.quoted.article.digest, **self._source, "topics": topics},
            inherited,
            frozenset(map(_FIELD, inherited)),
        )
        return known

    def _sentence(self, content: Sequence[Range]) -> Record:
        first = bisect_right(self._starts, content[0][0]) - 1
        last = bisect_right(self._starts, content[-1][1] - 1) - 1
        start = self._starts[first]
        words = self.text[start : self.quoted.sentences[last][1]].rstrip()
        return {"first": first, "last": last, "start": start, "end": start + len(words), "text": words}

    def _mark(self, uid: str, spans: str) -> _Marked:
        """What these spans say; those of a role are in order and apart."""
        text = self.text
        made: dict[str, list[Record]] = {"content": [], "cue": [], "source": []}
        rows = _taken_apart(spans)
        for role, start, end in rows:
            mine, words = made[role], text[start:end]
            if not 0 < len(words) == end - start:
                raise self._beyond(uid, start, end)
            if mine and mine[-1]["end"] > start:
                raise StoreError(f"quote {uid} has spans of its {role} not in order and apart; {_DAMAGED}")
            mine.append({"start": start, "end": end, "text": words})
        place = tuple([(start, end) for role, start, end in rows if role == "content"])
        if not place:
            raise StoreError(f"quote {uid} has no content; {_DAMAGED}")
        sentence, alone = self._sentence(place), self._types.of(place).value
        known = self._marked[spans] = _Marked(place, **made, sentence=sentence, type=alone)
        return known

    def _beyond(self, uid: str, start: int, end: int) -> StoreError:
        return StoreError(
            f"quote {uid} has a span {start}-{end}, and its article "
            f"{self.quoted.article.digest[:12]} ends at {len(self.text)}; {_DAMAGED}"
        )

    def _suggester(self, proposal: str) -> Record:
        layer = self.quoted.suggesters.get(proposal)
        return _NO_PROGRAM if layer is None else {"name": layer.name, "version": layer.version}

    # What a quote has of its own

    def _voices(self, uid: str, rows: Sequence[Row]) -> tuple[list[Record], list[Record]]:
        """Speakers, and those that the quote came through with their words."""
        if len(rows) == 1 and rows[0][1] == "speaker":  # as with most
            _, _, speaker, _, _, origin, score = rows[0]
            return [self.registry.voice(speaker, origin, score)], []
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
        self, rows: Sequence[Row], shared: _Shared
    ) -> tuple[str | None, list[Record], list[Record], list[Record]]:
        """The type that was said; stance, topics, other fields: those of the article where it has none."""
        if not shared.fields.issubset(map(_FIELD, rows)):
            own = set(map(_FIELD, rows))
            rows = [*rows, *[row for row in shared.inherited if row[1] not in own]]
        typed: str | None = None
        stance: list[Record] = []
        topics: list[Record] = []
        fields: list[Record] = []
        made = self.registry.labels
        for row in rows:
            name = row[1]
            if name == "stance":
                stance.append(made[row[1:]])
            elif name == "topic":
                topics.append(made[row[1:]])
            elif name == "type":
                typed = typed or row[2]
            else:
                fields.append(made[row[1:]])
        return typed, stance, topics, fields

    def _type(self, uid: str, parent: str, content: tuple[Range, ...]) -> str:
        return self._types.of(content, tuple(self._ancestors(uid, parent))).value

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
        return {
            head.uid: (
                [(start, end) for role, start, end in _taken_apart(head.spans) if role == "content"],
                head.parent,
            )
            for head in self.quoted.quotes
        }


def _taken_apart(spans: str) -> list[tuple[str, int, int]]:
    """(role, start, end) of each span of a `Head`, by role and place."""
    rows = [span.split(" ") for span in spans.split(",")] if spans else []
    placed = sorted([(role, int(n), int(start), int(stop)) for role, n, start, stop in rows])
    return [(role, start, stop) for role, _, start, stop in placed]


_FIELD = itemgetter(1)  # of a label as a row
_NOBODY: Record = {"id": None, "name": None, "kind": None, "aliases": [], "wikidata": None}
_NOWHERE: Record = {"start": None, "end": None, "text": None}
_NO_PROGRAM: Record = {"name": None, "version": None}
_DAMAGED = "the database is damaged: restore a backup"
