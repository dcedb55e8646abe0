"""What people said of articles, as examples to learn from."""

from collections.abc import Iterator, Sequence

from annotator.model import (
    Layer,
    LayerKind,
    RegionKind,
    Review,
    ReviewStatus,
    Sentence,
    Span,
    Speaker,
    VerdictKind,
)
from annotator.store import Store
from annotator.store.store import Opened
from annotator.suggest.learned.example import Example


def examples(store: Store, layers: Sequence[Layer]) -> list[Example]:
    """One example an article: of `layers`, the gold one, else the one that reviewed most of it.

    The order is that of the digests. An article in which no layer has reviewed a sentence is left out.
    """
    names = _names(store.speakers())
    found = []
    for digest in sorted(info.digest for info in store.articles()):
        best = max(_of(store, digest, layers, names), key=_worth, default=None)
        if best is not None and best.reviewed:
            found.append(best)
    return found


def human_and_gold(store: Store) -> list[Layer]:
    """The layers that people are behind."""
    return [layer for layer in store.layers() if layer.kind is not LayerKind.MODEL]


def _worth(example: Example) -> tuple[int, int]:
    return len(example.reviewed), len(example.quotes)


def _of(
    store: Store, digest: str, layers: Sequence[Layer], names: dict[str, tuple[str, ...]]
) -> Iterator[Example]:
    gold = [layer for layer in layers if layer.kind is LayerKind.GOLD]
    said = [example for layer in gold if (example := _example(store, digest, layer, names)).quotes]
    yield from said or (_example(store, digest, layer, names) for layer in layers if layer not in gold)


def _example(store: Store, digest: str, layer: Layer, names: dict[str, tuple[str, ...]]) -> Example:
    opened = store.open_article(digest, layer)
    rejected = _rejected(store, digest, layer)
    topics = tuple(label.value for label in opened.labels.labels if label.field == "topic")
    return Example(
        opened.article, tuple(s.span for s in opened.sentences), tuple(opened.quotes),
        _reviewed(opened, layer), rejected, topics, names,
    )  # fmt: skip


def _reviewed(opened: Opened, layer: Layer) -> frozenset[int]:
    """The sentences of which the layer has said all: for gold without reviews, the whole body."""
    body = [s for s in opened.sentences if _is_body(opened, s)]
    if layer.kind is LayerKind.GOLD and not opened.reviews:
        return frozenset(s.n for s in body) if opened.quotes else frozenset()
    said = {review.span for review in opened.reviews if _told(review)}
    return frozenset(s.n for s in body if s.span in said)


def _told(review: Review) -> bool:
    return review.status is not ReviewStatus.SKIPPED


def _is_body(opened: Opened, sentence: Sentence) -> bool:
    return not any(r.kind is not RegionKind.BODY and r.span.overlaps(sentence.span) for r in opened.regions)


def _rejected(store: Store, digest: str, layer: Layer) -> tuple[tuple[Span, ...], ...]:
    """The contents of the proposals that the layer rejected; a superseded one counts, too."""
    ids = {v.proposal for v in store.verdicts(digest, layer) if v.kind is VerdictKind.REJECTED}
    return tuple(q.content for q in store.proposals(digest) if q.id in ids) if ids else ()


def _names(speakers: Sequence[Speaker]) -> dict[str, tuple[str, ...]]:
    """id -> all names of whom it means, through merges."""
    by_id = {s.id: s for s in speakers}
    found: dict[str, list[str]] = {}
    for speaker in speakers:
        found.setdefault(_kept(speaker, by_id), []).extend(speaker.names())
    return {s.id: tuple(dict.fromkeys(found[_kept(s, by_id)])) for s in speakers}


def _kept(speaker: Speaker, by_id: dict[str, Speaker]) -> str:
    seen: set[str] = set()
    while speaker.merged_into in by_id and speaker.id not in seen:
        seen.add(speaker.id)
        speaker = by_id[speaker.merged_into]
    return speaker.id
