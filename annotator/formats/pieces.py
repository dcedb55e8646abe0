"""A text as tokens for programs whose spans begin and end at tokens."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotator.model import Span
from annotator.text.tokens import tokens


def pieces(text: str, edges: Iterable[int]) -> Iterator[Span]:
    """Tokens and runs of white space between them that cover the text; none goes across one of the edges.

    The edges (of spans) may stand within a word: it is two tokens then.
    """
    cuts = {0, len(text)}
    for token in tokens(text):
        cuts.update((token.start, token.end))
    cuts.update(edge for edge in edges if 0 <= edge <= len(text))
    yield from (Span(a, b) for a, b in pairwise(sorted(cuts)))
