"""Short articles, and suggesters that say what a test wants them to."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from annotator.cli.guidelines import scheme_of
from annotator.model import Article, Layer, LayerKind, Quote, Source, Span, Speaker, Voice
from annotator.suggest.registry import Registry
from annotator.suggest.suggester import Given, Suggestion, proposal
from annotator.text.sentences import sentences
from tests.conftest import ROOT

TEXT = (
    "Mayor Ida Brenn spoke on Monday. 🎉\r\n"
    "“We will build it,” she said. “And soon.”\r\n"
    "Olle Varr doubts it.\r\n"
)
OTHER = "“No,” he said.\nThat was all.\n"
SILENT = "Nobody spoke. It rained.\n"

MAYOR = Speaker("00000000-0000-4000-8000-000000000001", "Ida Brenn", aliases=("Brenn", "the mayor"))
TWIN = Speaker("00000000-0000-4000-8000-000000000002", "Mayor Brenn", merged_into=MAYOR.id)
NEW = Speaker("00000000-0000-4000-8000-000000000009", "Olle Varr")

SCHEME = scheme_of(ROOT)


def article(text: str, path: str = "a.txt") -> Article:
    return Article(hashlib.sha256(text.encode()).hexdigest(), text, (Source(path),))


def given(text: str = TEXT, *registry: Speaker) -> Given:
    return Given(article(text), sentences(text), registry=Registry(registry or (MAYOR, TWIN)))


def span(text: str, words: str) -> Span:
    """Where `words` stand in `text`, once."""
    assert text.count(words) == 1, words
    return Span(text.index(words), text.index(words) + len(words))


def layer(name: str = "dummy", version: str = "1") -> Layer:
    return Layer(LayerKind.MODEL, name, version)


@dataclass
class Dummy:
    """Proposes what `says` makes of an article."""

    says: Callable[[Given], Suggestion]
    name: str = "dummy"
    version: str = "1"

    def suggest(self, given: Given) -> Suggestion:
        return self.says(given)


def marked(given: Given) -> Suggestion:
    """What stands in quotation marks, all said by a new speaker."""
    quotes = tuple(
        proposal(given.article, layer(), (q.span,), speakers=(Voice(NEW.id),), rule="marks", score=0.5)
        for q in given.quotations
    )
    return Suggestion(quotes, (NEW,) if quotes else ())


def quote(given: Given, *content: Span, **more: object) -> Quote:
    return proposal(given.article, layer(), content, **more)  # type: ignore[arg-type]


class ByRule:
    """Stands in for the rules: `rules` in place of annotator.suggest.rules.Rules."""

    name = "rules"
    version = "test"
    says = staticmethod(marked)

    def suggest(self, given: Given) -> Suggestion:
        return self.says(given)
