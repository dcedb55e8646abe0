"""A large corpus round the article that is measured, made by the store's own bulk verb."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from annotator.model import Article, Label, Layer, LayerKind, Origin, Quote, Source, Span, Speaker, Voice
from annotator.store import Store
from annotator.store.articles import Arrival
from annotator.store.fill import Filling
from annotator.suggest.suggester import proposal
from annotator.text.sentences import SEGMENTER
from scripts.benches.prose import Prose, Said, corpus

EACH = 20  # sentences of an article
BATCH = 500  # articles that go in together
PROPOSED = 4  # every so many sentences has a quote proposed
MODEL = Layer(LayerKind.MODEL, "model", "1")
SPEAKER = Speaker("5b0a4c57-6a0e-5b5e-9d7d-4f1c7a3be001", "Ana Aldane")
_LABELS = (Label("stance", "0", "talks", Origin.RULE), Label("topic", "1", None, Origin.RULE))


def fill(store: Store, sentences: int) -> None:
    """Take in articles of so many sentences in all, with what a model proposes for every fourth of them."""
    arrivals = (_arrival(n, prose) for n, prose in enumerate(corpus(sentences, EACH, seed=1)))
    while some := list(islice(arrivals, BATCH)):
        for taken in store.add_articles(some, MODEL.name, MODEL):
            if taken.error is not None:
                raise taken.error


def _arrival(n: int, prose: Prose) -> Arrival:
    article = Article(
        sha256(prose.text.encode()).hexdigest(), prose.text, (Source(f"filler/{n}.txt", f"Filler {n}"),)
    )
    said = prose.sentences[::PROPOSED]
    filling = Filling(article.digest, [proposed(article, one) for one in said], [SPEAKER])
    return Arrival(article, list(ranges(prose)), (), SEGMENTER, filling)


def ranges(prose: Prose) -> Iterator[Span]:
    """The sentences, each with the white space behind it."""
    starts = [said.span.start for said in prose.sentences]
    for start, end in zip(starts, [*starts[1:], len(prose.text)], strict=True):
        yield Span(start, end)


def proposed(article: Article, said: Said) -> Quote:
    """The quote of a sentence as a model proposes it, right in all."""
    return proposal(
        article, MODEL, said.content, cue=(said.cue,), source=(said.source,),
        speakers=(Voice(SPEAKER.id, None, Origin.RULE),), labels=_LABELS, rule="bench", score=0.9,
    )  # fmt: skip
