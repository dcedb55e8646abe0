"""How well proposals find what people marked in an article."""

from collections.abc import Sequence

from annotator.agreement.rates import Rate
from annotator.agreement.scoring import MATCHED, Compared, Marked, content_at, every, joined, rate
from annotator.suggest.learned.example import Example
from annotator.text.attribution import Attribution
from annotator.text.words import Words


def found(example: Example, given: Sequence[Attribution]) -> Rate:
    """Quotes paired with proposals at an IoU of .5 or more of their contents, in the reviewed sentences."""
    words = Words(example.article.text, example.sentences)

    def reviewed(offset: int) -> bool:
        return words.sentence(words.at(offset)) in example.reviewed

    gold = [Marked(q.content) for q in example.quotes if reviewed(q.start)]
    other = [Marked(a.content) for a in given if reviewed(a.content[0].start)]
    article = Compared(example.article.digest, example.article.text, gold, other)
    return rate(joined([article]), every, content_at(MATCHED))
