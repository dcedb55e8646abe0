"""Hypothesis strategies: any action that a person may do, given what there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

from annotator.model import (
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    Note,
    Origin,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    SpeakerKind,
    Verdict,
    VerdictKind,
    Voice,
)
from tests.store.world import TEXT, cut

T = TypeVar("T", bound=Entity)

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=6)
origins = st.sampled_from(Origin)
sentences = st.sampled_from(cut(TEXT))


@dataclass(frozen=True)
class Seen:
    """Somebody's layer over an article, and all that stands there now."""

    article: str
    layer: Layer
    entities: Sequence[Entity]
    new_id: Callable[[], str]
    proposals: Sequence[str] = ()  # the ids of all that was ever proposed

    def all(self, kind: type[T]) -> list[T]:
        """The entities of a kind that this layer may change."""
        some = [entity for entity in self.entities if isinstance(entity, kind)]
        return [entity for entity in some if getattr(entity, "layer", self.layer) == self.layer]


@st.composite
def spans(draw: st.DrawFn, least: int = 0, most: int = 3) -> tuple[Span, ...]:
    """Ranges in order and apart; two may touch."""
    n = draw(st.integers(least, most))
    ends = draw(st.lists(st.integers(0, len(TEXT)), min_size=2 * n, max_size=2 * n, unique=True).map(sorted))
    return tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))


span = spans(1, 1).map(lambda found: found[0])
labels = st.lists(
    st.builds(
        Label,
        field=st.sampled_from(["stance", "topic", "denies", "type"]),
        value=words,
        target=st.sampled_from([None, "wall", "other"]),
        origin=origins,
    ),
    max_size=4,
).map(tuple)


@st.composite
def actions(draw: st.DrawFn, seen: Seen) -> tuple[Change, ...]:
    """One or two changes of different entities."""
    makers = draw(st.lists(st.sampled_from(_MAKERS), min_size=1, max_size=2, unique=True))
    pairs = [maker(draw, seen) for maker in makers]
    return tuple(Change(*pair) for pair in pairs if pair != (None, None))


def _some(draw: st.DrawFn, found: Sequence[T]) -> T | None:
    return draw(st.sampled_from([None, *found]))


def _quote(draw: st.DrawFn, seen: Seen) -> tuple[Quote | None, Quote | None]:
    mine = seen.all(Quote)
    before = _some(draw, mine)
    if before is not None and draw(st.booleans()):
        return before, None
    names = [None, *(quote.id for quote in mine if quote != before)]
    others, origin = st.sampled_from(names), st.sampled_from([*names, *seen.proposals])
    who = st.sampled_from([None, *(speaker.id for speaker in seen.all(Speaker))])
    voices = st.lists(st.builds(Voice, who, st.none() | span, origins), max_size=2).map(tuple)
    after = Quote(
        before.id if before else seen.new_id(), seen.article, seen.layer, draw(spans(1)), draw(spans()),
        draw(spans()), draw(voices), draw(voices), draw(labels), draw(others), draw(others), draw(origin),
    )  # fmt: skip
    return before, after


def _speaker(draw: st.DrawFn, seen: Seen) -> tuple[Speaker | None, Speaker | None]:
    before = _some(draw, seen.all(Speaker))
    kind = draw(st.sampled_from(SpeakerKind))
    aliases = draw(st.lists(words, max_size=3).map(tuple))
    after = Speaker(
        before.id if before else seen.new_id(), draw(words), kind, aliases, draw(st.none() | words)
    )
    return before, after


def _note(draw: st.DrawFn, seen: Seen) -> tuple[Note | None, Note | None]:
    before, on = _some(draw, seen.all(Note)), _some(draw, seen.all(Quote))
    if before is not None and draw(st.booleans()):
        return before, None
    uid = before.id if before else seen.new_id()
    return before, Note(uid, seen.article, seen.layer, draw(span), draw(words), on.id if on else None)


def _review(draw: st.DrawFn, seen: Seen) -> tuple[Review | None, Review | None]:
    where = draw(sentences)
    before = next((review for review in seen.all(Review) if review.span == where), None)
    after = Review(seen.article, seen.layer, where, draw(st.sampled_from(ReviewStatus)), draw(origins))
    return before, draw(st.sampled_from([after, None]))


def _verdict(draw: st.DrawFn, seen: Seen) -> tuple[Verdict | None, Verdict | None]:
    if not seen.proposals:
        return None, None
    proposal = draw(st.sampled_from(seen.proposals))
    before = next((verdict for verdict in seen.all(Verdict) if verdict.proposal == proposal), None)
    after = Verdict(seen.article, seen.layer, proposal, draw(st.sampled_from(VerdictKind)))
    return before, draw(st.sampled_from([after, None]))


def _region(draw: st.DrawFn, seen: Seen) -> tuple[Region | None, Region | None]:
    where = draw(sentences)
    before = next((region for region in seen.all(Region) if region.span == where), None)
    after = Region(seen.article, where, draw(st.sampled_from(RegionKind)), draw(origins))
    return before, draw(st.sampled_from([after, None]))


def _article_labels(draw: st.DrawFn, seen: Seen) -> tuple[ArticleLabels | None, ArticleLabels | None]:
    before = next(iter(seen.all(ArticleLabels)), None)
    after = ArticleLabels(seen.article, seen.layer, draw(labels))
    return before, after if after.labels else None


_MAKERS = (_quote, _speaker, _note, _review, _verdict, _region, _article_labels)


@st.composite
def proposed(
    draw: st.DrawFn, article: str, layer: Layer, ids: Sequence[str], registry: Sequence[str]
) -> tuple[Quote, ...]:
    """Quotes of `layer` with some of these ids, spoken by some of the registry, that refer to each other."""
    some = draw(st.lists(st.sampled_from(ids), unique=True))
    found = []
    for uid in some:
        others = st.sampled_from([None, *(other for other in some if other != uid)])
        who = st.builds(Voice, st.sampled_from([None, *registry]), st.none() | span, st.just(Origin.RULE))
        voices = draw(st.lists(who, max_size=2).map(tuple))
        score = draw(st.none() | st.floats(0, 1))
        found.append(
            Quote(
                uid, article, layer, draw(spans(1)), draw(spans()), draw(spans()), voices, (), draw(labels),
                draw(others), draw(others), rule=draw(st.sampled_from(["", "said-s"])), score=score,
            )
        )  # fmt: skip
    return tuple(found)
