"""One article with what people said of it: what everything learned is learned from."""

from dataclasses import dataclass, field

from annotator.model import Article, Quote, Span


@dataclass(frozen=True)
class Example:
    """One article as a layer left it. Only `reviewed` sentences (by number) tell that something is no quote.

    `rejected` are contents of proposals that this layer threw out; `speakers` are names by id, those of
    merged entries under each of their ids.
    """

    article: Article
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    reviewed: frozenset[int]
    rejected: tuple[tuple[Span, ...], ...] = ()
    topics: tuple[str, ...] = ()
    speakers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def story(self) -> str:
        """What keeps together in cross-validation: articles of one story share their quotes."""
        return next((s.story for s in self.article.sources if s.story), self.article.digest)
