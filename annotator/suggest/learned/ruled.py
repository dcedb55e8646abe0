"""What the rules read in an article: what everything learned is measured against, and builds upon."""

from collections.abc import Callable, Sequence

from annotator.text.attribution import Attribution
from annotator.text.marks import Quotation
from annotator.text.reading import attribute
from annotator.text.words import Words

Ruled = Callable[[Words, Sequence[Quotation]], Sequence[Attribution]]


def ruled(words: Words, found: Sequence[Quotation]) -> Sequence[Attribution]:
    """The attributions that the rules propose."""
    return attribute(words, found)
