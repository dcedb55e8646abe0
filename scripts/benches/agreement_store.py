"""A database in which three people marked the same articles, for measuring how it is read."""

import hashlib
import random
import uuid
from collections.abc import Sequence

from annotator.model import Article, Label, Layer, LayerKind, Quote, Source, Span, Speaker, Voice
from annotator.store import Store
from annotator.store.articles import Arrival
from annotator.store.fill import Filling
from annotator.text.sentences import sentences
from scripts.benches.news import articles

EACH, TO_ARTICLE = 34, 20  # sentences of an article, quotes of one person in it
PEOPLE = tuple(Layer(LayerKind.HUMAN, name) for name in ("ana", "ben", "cleo"))
SPEAKERS = 40


def filled(store: Store, quotes: int) -> list[Layer]:
    """Put about `quotes` quotes of each person into `store`; who they are."""
    texts = articles(max(1, quotes // TO_ARTICLE), EACH, 0)
    arrivals = [Arrival(_article(text), sentences(text), (), "bench") for text in texts]
    store.add_articles(arrivals)
    ids = random.Random(0)
    registry = [Speaker(_uid(ids), f"Speaker {n}") for n in range(SPEAKERS)]
    for n, layer in enumerate(PEOPLE):
        rng = random.Random(n)
        store.fill_many("bench", layer, [_filling(x, layer, rng, registry) for x in arrivals])
    return list(PEOPLE)


def _article(text: str) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(digest, text, (Source(f"{digest}.txt"),))


def _filling(arrival: Arrival, layer: Layer, rng: random.Random, registry: Sequence[Speaker]) -> Filling:
    """A quote in every other sentence or so, most of them the same for everybody."""
    quotes: list[Quote] = []
    for n, span in enumerate(arrival.sentences):
        left_out = n % 2 == 1 and rng.random() < 0.1
        if left_out or span.end - span.start < 20 or len(quotes) == TO_ARTICLE:
            continue
        end = span.start + 16 + rng.randrange(2)
        speaker = registry[(n if rng.random() < 0.9 else rng.randrange(SPEAKERS)) % SPEAKERS]
        labels = (Label("stance", str(rng.randrange(-2, 3)), "council"), Label("topic", "1.1"))
        quotes.append(
            Quote(
                _uid(rng), arrival.article.digest, layer, (Span(span.start, end),), (Span(end, end + 1),),
                (Span(end + 1, end + 3),), (Voice(speaker.id),), (), labels,
            )
        )  # fmt: skip
    return Filling(arrival.article.digest, quotes, registry)


def _uid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))
