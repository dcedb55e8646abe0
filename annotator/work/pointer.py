"""Who knows what a cue hands over."""

from collections.abc import Iterable
from typing import Protocol

from annotator.model import Article, Quote, Sentence, Span, Speaker
from annotator.scheme import Scheme


class Pointer(Protocol):
    """Given a cue that a person points at: the quote, and those of its speakers that are new; or None."""

    def __call__(
        self,
        article: Article,
        sentences: Iterable[Sentence],
        speakers: Iterable[Speaker],
        scheme: Scheme,
        cue: Span,
    ) -> tuple[Quote, tuple[Speaker, ...]] | None: ...
