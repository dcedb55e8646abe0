"""What words say of a quote's stance or topic: TF-IDF and a logistic regression, kept as JSON."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from annotator.model import Quote
from annotator.suggest.learned import linear
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.linear import Features, Linear
from annotator.text.tokens import ranges

_STRENGTH = 10.0
_LEAD = 600  # code points of the article's beginning that speak for a topic
NO_TARGET = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """`rarity` is the inverse document frequency of each word and pair of words that occurs twice or more."""

    rarity: Mapping[str, float]
    model: Linear

    def best(self, terms: Sequence[str]) -> tuple[str, float]:
        """The likeliest value and how likely it is."""
        return self.model.best(_weighted(terms, self.rarity))

    def to_json(self) -> dict[str, Any]:
        return {"rarity": dict(self.rarity), "model": self.model.to_json()}


def from_json(said: Any) -> Texts:
    """Raises ValueError, KeyError or TypeError where `said` is not a model's."""
    return Texts({str(k): float(v) for k, v in said["rarity"].items()}, linear.from_json(said["model"]))


def learn(texts: Sequence[Sequence[str]], values: Sequence[str], seed: int) -> Texts:
    """From `texts`, each as its terms, to `values`, two different ones at least."""
    seen = Counter(term for text in texts for term in set(text))
    rarity = {t: round(math.log((1 + len(texts)) / (1 + n)) + 1, 6) for t, n in seen.items() if n > 1}
    weighted = [_weighted(text, rarity) for text in texts]
    return Texts(rarity, linear.learn(weighted, values, _STRENGTH, seed))


def _weighted(terms: Sequence[str], rarity: Mapping[str, float]) -> Features:
    counts = Counter(term for term in terms if term in rarity)
    found = {term: (1 + math.log(n)) * rarity[term] for term, n in counts.items()}
    length = math.sqrt(sum(v * v for v in found.values())) or 1.0
    return {term: v / length for term, v in sorted(found.items())}


def stance_terms(text: str, quote: Quote) -> list[str]:
    """The words of content and cue, each of its own kind, and pairs of them."""
    content = [w for span in quote.content for w in _words(text, span.start, span.end)]
    cue = [w for span in quote.cue for w in _words(text, span.start, span.end)]
    return [*content, *_pairs(content), *(f"cue {w}" for w in cue)]


def topic_terms(text: str, quote: Quote) -> list[str]:
    """The words of the content, and those that the article begins with."""
    content = [w for span in quote.content for w in _words(text, span.start, span.end)]
    return [*content, *_words(text, 0, min(len(text), _LEAD))]


def _words(text: str, start: int, end: int) -> list[str]:
    found = (text[a:b].lower() for a, b in ranges(text, start, end))
    return [word for word in found if word[0].isalnum()]


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(words)]


def stances(example: Example) -> Iterator[tuple[Quote, str]]:
    """Quotes with the value of their first stance."""
    for quote in example.quotes:
        if said := quote.said("stance"):
            yield quote, said[0].value


def targets(example: Example) -> Iterator[tuple[Quote, str]]:
    """Quotes with what their first stance is towards, where it is towards something."""
    for quote in example.quotes:
        if (said := quote.said("stance")) and said[0].target:
            yield quote, said[0].target


def topics(example: Example) -> Iterator[tuple[Quote, str]]:
    """Quotes with their first topic, their own or the article's."""
    for quote in example.quotes:
        own = [label.value for label in quote.said("topic")] or list(example.topics)
        if own:
            yield quote, own[0]
