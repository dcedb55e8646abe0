"""What the rules read in an article: what everything learned is measured against, and builds upon."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from annotator.text.attribution import Attribution
from annotator.text.marks import Quotation
from annotator.text.reading import attribute
from annotator.text.words import Words

Ruled = Callable[[Words, Sequence[Quotation]], Sequence[Attribution]]


def ruled(words: Words, found: Sequence[Quotation]) -> Sequence[Attribution]:
    """The attributions that the rules propose."""
    return attribute(words, found)


def following(said: Sequence[Attribution], kept: Sequence[int]) -> list[Attribution]:
    """Those of `said` at the places `kept`, in that order; what one follows is named by its new place."""
    new = {old: place for place, old in enumerate(kept)}
    chosen = (said[old] for old in kept)
    return [replace(one, follows=new.get(one.follows) if one.follows is not None else None) for one in chosen]
