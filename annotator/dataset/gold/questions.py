"""What is decided of a quote, one question at a time, and what each person answers."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.dataset.gold.clusters import Cluster
from annotator.model import Label, Quote, Voice
from annotator.scheme import Field, FieldKind, Scheme

NOTHING = None  # the answer of somebody who says nothing where that is an answer
SPEAKER, VIA, TYPE, ABOUT = "speaker", "via", "type", "about"
Answers = Mapping[int, Hashable]  # person -> value


@dataclass(frozen=True, slots=True)
class Question:
    """One value of a quote. `of`: towards which target, or (where the answers are yes and no) which value."""

    field: str
    answers: Answers
    of: str | None = None


def questions(cluster: Cluster, scheme: Scheme) -> Iterator[Question]:
    """All that is asked of a cluster, field by field as in the scheme.

    Who has not answered in a field that the scheme requires says nothing; in another field, NOTHING is the
    answer, where anybody else gave one.
    """
    yield Question(VIA, {p: named(q.via) for p, q in cluster.quotes.items()})
    yield Question(ABOUT, {p: cluster.about.get(p) for p in cluster.quotes})
    for field in scheme.fields:
        if field.name == SPEAKER:
            said = {p: named(q.speakers) for p, q in cluster.quotes.items()}
            yield Question(SPEAKER, {p: names for p, names in said.items() if names or not field.required})
        elif field.name == TYPE:
            yield Question(TYPE, cluster.types)
        else:
            yield from _of_field(cluster, field)


def named(voices: Iterable[Voice]) -> tuple[str, ...]:
    """The entries of the registry, in an order of their own; "" for one that is unknown."""
    return tuple(sorted(voice.speaker or "" for voice in voices))


def _of_field(cluster: Cluster, field: Field) -> Iterator[Question]:
    said = {p: quote.said(field.name) for p, quote in cluster.quotes.items()}
    said = {p: labels for p, labels in said.items() if labels or not field.required}
    if field.has_targets:
        for target in dict.fromkeys(x.target for labels in said.values() for x in labels):
            answers = {p: _towards(labels, target) for p, labels in said.items()}
            yield Question(field.name, answers, target or "")
    elif field.kind is FieldKind.MULTI or field.max != 1:
        for value in dict.fromkeys(x.value for labels in said.values() for x in labels):
            yield Question(field.name, {p: any(x.value == value for x in said[p]) for p in said}, value)
    elif any(said.values()):
        yield Question(field.name, {p: labels[0].value if labels else NOTHING for p, labels in said.items()})


def _towards(labels: tuple[Label, ...], target: str | None) -> str | None:
    return next((label.value for label in labels if label.target == target), NOTHING)


def rank(cluster: Cluster, field: str, value: str) -> tuple[float, int]:
    """Where people have a value among several on average, and how many lack it: the first is primary."""
    places = [_place(quote, field, value) for quote in cluster.quotes.values()]
    there = [place for place in places if place is not None]
    return sum(there) / max(1, len(there)), len(places) - len(there)


def _place(quote: Quote, field: str, value: str) -> int | None:
    return next((n for n, label in enumerate(quote.said(field)) if label.value == value), None)
