"""A quote taken apart into fields that can be compared, told, and taken over one by one."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from annotator.model import ArticleLabels, Label, Origin, Quote, Span, Voice
from annotator.scheme import FLAG_VALUE, FieldKind, Scheme
from annotator.work import edits
from annotator.work.registry import Registry

WORDS, CUE, SOURCE, SPEAKER, VIA, JUDGES = "words", "cue", "source", "speaker", "via", "judges"
SPANS = {WORDS: "content", CUE: "cue", SOURCE: "source"}
Values = dict[str, Hashable]


class Fields:
    """The fields of a scheme's quotes. Entries of the registry that were made one are one here."""

    def __init__(self, scheme: Scheme, registry: Registry) -> None:
        self._scheme, self._registry = scheme, registry
        own = [field.name for field in scheme.fields if field.name != SPEAKER]
        self.names = (WORDS, CUE, SOURCE, SPEAKER, VIA, *own, JUDGES)

    def whole(self, quote: Quote, labels: ArticleLabels) -> Quote:
        """`quote` with what it inherits from its article, and with the entries that hold today."""
        said = {label.field for label in quote.labels}
        inherited = {field.name for field in self._scheme.fields if field.inherited} - said
        handed = [replace(x, origin=Origin.INHERITED) for x in labels.labels if x.field in inherited]
        return replace(
            quote,
            speakers=tuple(map(self._voice, quote.speakers)),
            via=tuple(map(self._voice, quote.via)),
            labels=tuple(map(self._label, (*quote.labels, *handed))),
        )

    def own(self, quote: Quote, labels: ArticleLabels) -> Quote:
        """A whole quote without what it would inherit from an article with these labels anyway."""
        kept: list[Label] = []
        for name in dict.fromkeys(label.field for label in quote.labels):
            said = quote.said(name)
            handed = [(x.value, x.target) for x in labels.labels if x.field == name]
            inherits = all(x.origin is Origin.INHERITED for x in said)
            if not (inherits and handed == [(x.value, x.target) for x in said]):
                kept += said
        return replace(quote, labels=tuple(kept))

    def _voice(self, voice: Voice) -> Voice:
        return replace(voice, speaker=self._entry(voice.speaker))

    def _label(self, label: Label) -> Label:
        field = self._scheme.field(label.field)
        target = self._entry(label.target)
        entity = field is not None and field.kind is FieldKind.ENTITY
        return replace(label, target=target, value=self._entry(label.value) or "" if entity else label.value)

    def _entry(self, key: str | None) -> str | None:
        found = self._registry.get(key) if key is not None else None
        return found.id if found is not None else key

    # Comparing

    def values(self, quote: Quote) -> Values:
        """What a whole quote says in each field; equal values are equal answers."""
        found: Values = {
            WORDS: quote.content,
            CUE: quote.cue,
            SOURCE: quote.source,
            SPEAKER: frozenset(voice.speaker for voice in quote.speakers),
            VIA: frozenset((voice.speaker, voice.span) for voice in quote.via),
            JUDGES: quote.about,
        }
        for field in self._scheme.fields:
            if field.name != SPEAKER:
                said = [(label.value, label.target) for label in quote.said(field.name)]
                found[field.name] = frozenset(said) if field.has_targets else tuple(said)
        return found

    def differing(self, quotes: Sequence[Quote]) -> list[str]:
        """The fields in which whole quotes differ, in order."""
        each = [self.values(quote) for quote in quotes]
        return [name for name in self.names if len({values[name] for values in each}) > 1]

    # Taking over

    def put(self, quote: Quote, name: str, other: Quote) -> Quote:
        """`quote` with what `other`, a whole one, says in this field."""
        if name in SPANS:
            return replace(quote, **{SPANS[name]: getattr(other, SPANS[name])})
        if name == SPEAKER:
            return replace(quote, speakers=other.speakers)
        if name == VIA:
            return replace(quote, via=other.via)
        if name == JUDGES:
            return replace(quote, about=other.about)
        return edits.with_labels(quote, name, other.said(name))

    # Telling

    def tell(self, quote: Quote, name: str, text: str) -> str:
        """What a quote says in a field, in words; empty where it says nothing."""
        if name in SPANS:
            return words_of(getattr(quote, SPANS[name]), text)
        if name == SPEAKER:
            return self._names(quote.speakers)
        if name == VIA:
            return self._names(quote.via)
        if name == JUDGES:
            return "another quote" if quote.about else ""
        return ", ".join(self._said(label) for label in quote.said(name))

    def _names(self, voices: Iterable[Voice]) -> str:
        return ", ".join(self._registry.name(voice.speaker) for voice in voices)

    def _said(self, label: Label) -> str:
        field = self._scheme.field(label.field)
        if field is None:
            return label.value
        if field.kind is FieldKind.ENTITY:
            return self._registry.name(label.value)
        if field.has_targets and label.target is not None:
            return f"{'+' if label.value in ('1', '2') else ''}{label.value} {self._target(label.target)}"
        if field.kind is FieldKind.FLAG and label.value == FLAG_VALUE:
            return "yes"
        found = field.label(label.value)
        if found is None or field.has_targets:
            return label.value
        return found.name if field.name != "topic" else f"{label.value} {found.name}"

    def _target(self, code: str) -> str:
        found = self._scheme.target(code)
        return found.name if found is not None else self._registry.name(code)


def words_of(spans: Iterable[Span], text: str) -> str:
    """The words of spans on one line."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans)
