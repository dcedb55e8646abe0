"""From what a file says of an article to quotes that the database can keep."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.formats.document import Named, Said
from annotator.model import Label, Layer, Note, Quote, Span, Speaker, SpeakerKind, Voice
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.suggest.registry import Registry
from annotator.text.folding import folded
from annotator.text.storable import unstorable

Tell = Callable[[str], None]  # takes a sentence for what is left out

_IDS = uuid.UUID("5b0a7b35-6f1e-5c6a-9d0e-3f5c6f1e7a21")  # any, the same for ever
_SPEAKERS = uuid.UUID("c1f1d7de-0d3c-5b64-8a3e-7d1c7a2b90f4")  # any, the same for ever


@dataclass(frozen=True, slots=True)
class Resolved:
    """All that a layer says of an article, and the entries of the registry that it names."""

    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    notes: tuple[Note, ...]


class Resolver:
    """Makes quotes of what files say; it remembers who speaks in them.

    `nests`: where no quote says which one it stands in, the spans do.
    """

    def __init__(self, store: Store, scheme: Scheme, nests: bool) -> None:
        self._store, self._scheme, self._nests = store, scheme, nests
        self._speakers = _Speakers(store.speakers())

    def resolve(self, digest: str, layer: Layer, found: Sequence[Said], tell: Tell) -> Resolved:
        """The quotes of `layer` in the article `digest`; what cannot be kept is told and left out."""
        ids = self._ids(digest, layer, found)
        by_id = {said.id: id_ for said, id_ in zip(reversed(found), reversed(ids), strict=True) if said.id}
        proposals = self._store.homes([said.derived_from for said in found if said.derived_from])
        made: list[Quote] = []
        kept: list[Said] = []
        for said, id_ in zip(found, ids, strict=True):
            try:
                quote = self._quote(id_, digest, layer, said, tell)
            except ValueError as problem:
                tell(f"a quote at {said.content[0].start if said.content else 0:,} was left out: {problem}")
                continue
            origin = said.derived_from if said.derived_from in proposals else None
            made.append(replace(quote, derived_from=origin))
            kept.append(said)
        there = {quote.id for quote in made}
        quotes = [
            replace(
                quote,
                parent=_other(said.parent, quote.id, by_id, there, "stands in", tell),
                about=_other(said.about, quote.id, by_id, there, "judges", tell),
            )
            for said, quote in zip(kept, made, strict=True)
        ]
        if self._nests and not any(said.parent for said in kept):
            quotes = [replace(quote, parent=_around(quote, quotes)) for quote in quotes]
        notes = tuple(note for said, quote in zip(kept, quotes, strict=True) for note in _notes(said, quote))
        return Resolved(tuple(quotes), self._speakers.named(quotes), notes)

    def written(self, resolved: Resolved) -> int:
        """That the database has these now: how many of their entries are new."""
        return self._speakers.written(resolved.speakers)

    def _ids(self, digest: str, layer: Layer, found: Sequence[Said]) -> list[str]:
        """An id for each: the file's, where it is a UUID that no other article or layer has."""
        said = [as_uuid(one.id) for one in found]
        homes = self._store.homes([id_ for id_ in said if id_])
        seen: Counter[object] = Counter()
        taken: set[str] = set()
        ids = []
        for one, id_ in zip(found, said, strict=True):
            what = one.content, one.cue, one.source
            seen[what] += 1
            if id_ is None or id_ in taken or homes.get(id_, (digest, layer)) != (digest, layer):
                id_ = str(uuid.uuid5(_IDS, f"{digest} {layer} {_places(what)} {seen[what]}"))
            taken.add(id_)
            ids.append(id_)
        return ids

    def _quote(self, id: str, digest: str, layer: Layer, said: Said, tell: Tell) -> Quote:
        """Raises ValueError where the values do not make a quote."""
        for words in (said.rule, *said.notes):
            if reason := unstorable(words):
                raise ValueError(f"it holds {reason}, which no database keeps")
        speakers, via = (self._speakers.voices(some, tell) for some in (said.speakers, said.via))
        labels = tuple(label for label in map(self._speakers.label, said.labels) if self._takes(label, tell))
        return Quote(
            id, digest, layer, said.content, said.cue, said.source, speakers, via, labels,
            rule=said.rule, score=said.score,
        )  # fmt: skip

    def _takes(self, label: Label, tell: Tell) -> bool:
        reason = self._scheme.refuse(label)
        if reason is not None:
            tell(f"{label.field} {label.value} was left out: {reason}")
        return reason is None


class _Speakers:
    """From what a file calls a speaker to an entry of the registry.

    By id; else by a name or alias that is the same but for case and accents; else a new entry, with the
    file's id where that is a UUID and else with one that follows from the name: the next file finds it.
    """

    def __init__(self, there: Iterable[Speaker]) -> None:
        self._registry = Registry(there)
        self._called: dict[str, str] = {}  # id in a file -> id of the entry, where they differ
        self._new: set[str] = set()  # that the database lacks

    def named(self, quotes: Iterable[Quote]) -> tuple[Speaker, ...]:
        """The entries that these quotes name: also the known ones, as refilling a layer can remove some."""
        voices = (voice.speaker for quote in quotes for voice in (*quote.speakers, *quote.via))
        found = (self._registry.get(id_) for id_ in dict.fromkeys(voices) if id_)
        return tuple(entry for entry in found if entry is not None)

    def written(self, speakers: Iterable[Speaker]) -> int:
        written = self._new & {speaker.id for speaker in speakers}
        self._new -= written
        return len(written)

    def voices(self, named: Sequence[Named], tell: Tell) -> tuple[Voice, ...]:
        """Each speaker once; one that cannot be known is told and left out."""
        found = (self._voice(one, tell) for one in named)
        return tuple(dict.fromkeys(voice for voice in found if voice is not None))

    def label(self, label: Label) -> Label:
        """`label` with the entry as its target that the file calls otherwise."""
        return replace(label, target=self._called.get(label.target, label.target)) if label.target else label

    def _voice(self, named: Named, tell: Tell) -> Voice | None:
        name = " ".join((named.name or "").split())
        if not named.id and not name:
            return Voice(None, named.span, named.origin)
        known = self._registry.get(named.id) if named.id else None
        known = known or (self._registry.exact(name) if name else None)
        if known is None and not name:
            tell(f"the registry has no speaker “{named.id}”, and the file gives no name; it was left out")
            return None
        entry = known.id if known else self._made(named, name)
        if named.id and named.id != entry:
            self._called[named.id] = entry
        return Voice(entry, named.span, named.origin)

    def _made(self, named: Named, name: str) -> str:
        id_ = as_uuid(named.id) or str(uuid.uuid5(_SPEAKERS, folded(name)))
        if self._registry.get(id_) is None:
            made = Speaker(id_, name, named.kind or SpeakerKind.PERSON, named.aliases, named.wikidata)
            self._registry.add(made)
            self._new.add(id_)
        return id_


def as_uuid(id: str | None) -> str | None:
    """The id as the database writes UUIDs; None where it is none."""
    try:
        return str(uuid.UUID(id)) if id else None
    except ValueError:
        return None


def _other(
    id: str | None, own: str, by_id: dict[str, str], there: set[str], what: str, tell: Tell
) -> str | None:
    """The quote that a quote refers to, as the database knows it."""
    if id is None:
        return None
    found = by_id.get(id)
    if found is None or found not in there or found == own:
        tell(f"a quote {what} another one, “{id}”, that is not there; that was left out")
        return None
    return found


def _places(spans: Iterable[Sequence[Span]]) -> str:
    return "/".join(",".join(f"{span.start}-{span.end}" for span in part) for part in spans)


def _around(quote: Quote, others: Sequence[Quote]) -> str | None:
    """The smallest other quote of which one span of content holds all of this one (as in work.derive)."""
    hull = Span(quote.start, quote.end)
    around = [o for o in others if o.content != quote.content and any(s.contains(hull) for s in o.content)]
    return min(around, key=lambda o: (_size(o), o.id)).id if around else None


def _size(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.content)


def _notes(said: Said, quote: Quote) -> Iterator[Note]:
    for n, text in enumerate(said.notes):
        id_ = str(uuid.uuid5(_IDS, f"{quote.id} {n} {text}"))
        yield Note(id_, quote.article, quote.layer, quote.content[0], text, quote.id)
