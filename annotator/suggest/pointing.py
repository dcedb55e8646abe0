"""What the rules find at a cue that a person points at, while an article is being annotated."""

from collections.abc import Iterable

from annotator.model import Article, Quote, Sentence, Span, Speaker
from annotator.scheme import Scheme
from annotator.suggest.registry import Registry
from annotator.suggest.rules import Rules
from annotator.suggest.suggester import Given


class Pointing:
    """The rules over one person's articles. The registry is read again only where it has changed."""

    def __init__(self) -> None:
        self._rules: Rules | None = None
        self._known: tuple[Speaker, ...] = ()
        self._registry = Registry()

    def __call__(
        self,
        article: Article,
        sentences: Iterable[Sentence],
        speakers: Iterable[Speaker],
        scheme: Scheme,
        cue: Span,
    ) -> tuple[Quote, tuple[Speaker, ...]] | None:
        """The quote whose cue is `cue`, and those of its speakers that are new; None where there is none."""
        known = tuple(speakers)
        if known != self._known:
            self._known, self._registry = known, Registry(known)
        self._rules = self._rules or Rules(scheme)
        given = Given(article, tuple(s.span for s in sentences), (), self._registry)
        found = self._rules.point(given, cue)
        return (found.quotes[0], found.speakers) if found.quotes else None
