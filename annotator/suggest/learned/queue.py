"""Where labelling teaches most: articles in the order of how unsure the models are of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.model import Article, Region, RegionKind, Span
from annotator.suggest.learned.pool import candidates, chosen
from annotator.suggest.learned.ruled import Ruled, ruled
from annotator.suggest.learned.spans import Spans, scores
from annotator.suggest.learned.view import View
from annotator.text.marks import quotations
from annotator.text.words import Words

_LEAST = 0.1  # what is less likely is no doubt


@dataclass(frozen=True, slots=True)
class Doubt:
    """How unsure the models are of an article.

    `bits` a sentence of its body; `candidates` are how many were weighed, and `hardest` the content of the
    one that is nearest to even odds (None where there is none), `chance` how likely that is right.
    """

    article: str
    bits: float
    candidates: int
    hardest: tuple[Span, ...] | None = None
    chance: float = 0.0


Body = tuple[Article, Sequence[Span], Sequence[Region]]


def queue(spans: Spans, articles: Iterable[Body], by_rule: Ruled = ruled) -> list[Doubt]:
    """The articles, the most uncertain first (uncertainty sampling, Lewis and Gale 1994; here by entropy)."""
    return sorted((_doubt(spans, by_rule, *body) for body in articles), key=lambda d: (-d.bits, d.article))


def _doubt(
    spans: Spans, by_rule: Ruled, article: Article, sentences: Sequence[Span], regions: Sequence[Region]
) -> Doubt:
    out = [region.span for region in regions if region.kind is not RegionKind.BODY]
    words, found = Words(article.text, sentences), quotations(article.text)
    view = View(words, found, spans.groups)
    pool = candidates(view, spans.finder.find(view), by_rule(words, found))
    pool = [one for one in pool if not any(span.overlaps(one.attribution.content[0]) for span in out)]
    likely = scores(spans.confidence, pool)
    taken = chosen(view, pool, likely, _LEAST)
    body = sum(not any(span.overlaps(sentence) for span in out) for sentence in sentences)
    bits = sum(_entropy(likely[n]) for n in taken) / max(body, 1)
    hardest = min(taken, key=lambda n: abs(likely[n] - 0.5), default=None)
    if hardest is None:
        return Doubt(article.digest, bits, 0)
    return Doubt(article.digest, bits, len(taken), pool[hardest].attribution.content, likely[hardest])


def _entropy(chance: float) -> float:
    return -sum(p * math.log2(p) for p in (chance, 1 - chance) if p > 0)
