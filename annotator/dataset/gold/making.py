"""The quotes of a gold layer, made of several people's by a rule."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from annotator.agreement.extents import iou
from annotator.dataset.gold.clusters import Cluster, Clustered
from annotator.dataset.gold.questions import (
    ABOUT,
    NOTHING,
    SPEAKER,
    TYPE,
    VIA,
    Question,
    named,
    questions,
    rank,
)
from annotator.dataset.gold.rules import Decided, Rule, Unanimous
from annotator.model import Label, Layer, Origin, Quote, Review, ReviewStatus, Span, Voice
from annotator.scheme import Field, Scheme
from annotator.text.types import derive_type

_IDS = uuid.UUID("6b0d5a53-8d5e-4f0c-9a3f-0e2f5b0c7a11")


@dataclass(slots=True)
class Made:
    """What a rule makes of an article. `undecided` clusters have no quote, `open` counts values by field."""

    article: str
    quotes: list[Quote] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    undecided: int = 0
    refused: int = 0
    open: Counter[str] = field(default_factory=Counter)


def made(found: Clustered, rule: Rule, layer: Layer, scheme: Scheme) -> Made:
    """All that the rule says of an article."""
    return _Maker(found, rule, layer, scheme).made()


class _Maker:
    def __init__(self, found: Clustered, rule: Rule, layer: Layer, scheme: Scheme) -> None:
        self._found, self._rule, self._layer, self._scheme = found, rule, layer, scheme
        self._article = found.versions.article
        self._marks = found.marks
        self._made = Made(self._article.digest)
        self._seen: defaultdict[str, int] = defaultdict(int)

    def made(self) -> Made:
        there: dict[int, Quote] = {}
        unsure: set[int] = set()
        for n, cluster in enumerate(self._found.clusters):
            decided = self._rule.exists(cluster)
            if decided is None:
                self._made.undecided += 1
                unsure |= self._found.touched(s for q in cluster.quotes.values() for s in q.content)
            elif decided.value:
                there[n] = self._bare(cluster, decided)
            else:
                self._made.refused += 1
        parents = _parents(list(there.values()))
        for n, bare in there.items():
            around = [other.content for other in _around(bare, parents)]
            parent = parents.get(bare.id)
            self._made.quotes.append(
                self._labelled(self._found.clusters[n], bare, parent.id if parent else None, around, there)
            )
        self._made.reviews = list(self._reviews(unsure))
        return self._made

    # Spans

    def _bare(self, cluster: Cluster, decided: Decided) -> Quote:
        """A quote without values."""
        content = self._spans([quote.content for quote in cluster.quotes.values()])
        assert content  # no quote is without
        cue, source = (
            self._spans([getattr(quote, role) for quote in cluster.quotes.values()], role)
            for role in ("cue", "source")
        )
        name = f"{self._layer} {self._article.digest} {content}"
        self._seen[name] += 1
        return Quote(
            str(uuid.uuid5(_IDS, f"{name} {self._seen[name]}")),
            self._article.digest, self._layer, content, cue, source,
            rule=self._rule.name, score=decided.score,
        )  # fmt: skip

    def _spans(self, some: Sequence[tuple[Span, ...]], role: str = "") -> tuple[Span, ...]:
        """Those of more than half, else the ones that are likest to all others."""
        spans, many = Counter(some).most_common(1)[0]
        if many == len(some) or (many > len(some) / 2 and not isinstance(self._rule, Unanimous)):
            return spans
        if isinstance(self._rule, Unanimous):
            self._made.open[role] += 1
            return ()
        return max(some, key=lambda mine: sum(iou(mine, other) for other in some))

    # Values

    def _labelled(
        self,
        cluster: Cluster,
        bare: Quote,
        parent: str | None,
        around: Sequence[Sequence[Span]],
        there: dict[int, Quote],
    ) -> Quote:
        said: defaultdict[str, list[tuple[Question, Decided]]] = defaultdict(list)
        for question in questions(cluster, self._scheme):
            decided = self._rule.decide(question)
            if decided is not None:
                said[question.field].append((question, decided))
            elif any(answer not in (NOTHING, (), False) for answer in question.answers.values()):
                self._made.open[question.field] += 1
        about = next(
            (there[d.value].id for _, d in said[ABOUT] if isinstance(d.value, int) and d.value in there), None
        )
        type_ = derive_type(self._marks, bare.content, around, self._article.text)
        quote = replace(
            bare,
            parent=parent,
            about=about if about != bare.id else None,
            speakers=self._voices(cluster, "speakers", said[SPEAKER]),
            via=self._voices(cluster, "via", said[VIA]),
        )
        labels: list[Label] = []
        for each in self._scheme.fields:
            mine = said[each.name]
            if each.name == TYPE:
                mine = [(q, d) for q, d in mine if d.value != type_]
            if each.name != SPEAKER:
                labels += _labels(cluster, each, mine)
        asked = {
            each.name
            for each in self._scheme.fields
            if self._scheme.asked(each, labels, bool(quote.speakers), type_)
        }
        return replace(quote, labels=tuple(label for label in labels if label.field in asked))

    def _voices(
        self, cluster: Cluster, role: str, said: Sequence[tuple[Question, Decided]]
    ) -> tuple[Voice, ...]:
        """As the first of those has them who named these."""
        for _, decided in said:
            for quote in cluster.quotes.values():
                voices: tuple[Voice, ...] = getattr(quote, role)
                if named(voices) == decided.value:
                    return tuple(replace(v, origin=Origin.RULE, score=decided.score) for v in voices)
        return ()

    # Sentences

    def _reviews(self, unsure: set[int]) -> Iterator[Review]:
        """Of the sentences that two or more saw, unless something in them was left undecided."""
        marked = self._found.touched(span for quote in self._made.quotes for span in quote.content)
        for sentence in self._found.versions.body:
            if sentence.n in self._found.shared and sentence.n not in unsure:
                status = ReviewStatus.DONE if sentence.n in marked else ReviewStatus.NOTHING
                yield Review(self._article.digest, self._layer, sentence.span, status, Origin.RULE)


def _labels(cluster: Cluster, field: Field, said: Sequence[tuple[Question, Decided]]) -> list[Label]:
    held = [(q, d) for q, d in said if d.value is not NOTHING and d.value is not False]
    if field.has_targets:
        stances = [Label(field.name, str(d.value), q.of or None, Origin.RULE, d.score) for q, d in held]
        return _fitting(stances, field)
    if all(question.of is None for question, _ in held):
        return [Label(field.name, str(d.value), None, Origin.RULE, d.score) for _, d in held]
    several = [Label(field.name, q.of or "", None, Origin.RULE, d.score) for q, d in held]
    several.sort(key=lambda label: -(label.score or 0))
    return sorted(several[: field.max], key=lambda label: rank(cluster, field.name, label.value))


def _fitting(labels: list[Label], field: Field) -> list[Label]:
    """As many as the field takes, the likeliest; "none", which has no target, stands alone."""
    best = sorted(labels, key=lambda label: -(label.score or 0))
    if best and best[0].target is None:
        return best[:1]
    kept = [label for label in best if label.target is not None][: field.max]
    return [label for label in labels if label in kept]


def _parents(quotes: Sequence[Quote]) -> dict[str, Quote]:
    """For each quote the smallest other one of which a span of content holds all of its own."""
    found = {}
    for quote in quotes:
        hull = Span(quote.start, quote.end)
        around = [
            q
            for q in quotes
            if q.id != quote.id and q.content != quote.content and any(s.contains(hull) for s in q.content)
        ]
        if around:
            found[quote.id] = min(around, key=lambda q: (_size(q.content), q.id))
    return found


def _around(quote: Quote, parents: dict[str, Quote]) -> Iterator[Quote]:
    """The quotes around it, the nearest first: each is larger than the one before."""
    around = parents.get(quote.id)
    while around is not None:
        yield around
        around = parents.get(around.id)


def _size(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)
