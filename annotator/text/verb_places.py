"""The words of a passage that may be somebody's cue, for a person to point at."""

from collections.abc import Sequence

from annotator.model import Span
from annotator.text.grammar import AUXILIARIES
from annotator.text.verbs import forms

_LEAST = 5  # letters of a word that is taken for a verb by its ending: "king" and "need" are none


def verb_places(text: str, tokens: Sequence[Span]) -> list[Span]:
    """Of `tokens`, in order, those that are a form of a verb that reports, or look like any verb's form."""
    return [token for token in tokens if _verb(token.of(text).lower())]


def _verb(word: str) -> bool:
    if word in AUXILIARIES:
        return False
    return word in forms() or word == "according" or (len(word) >= _LEAST and word.endswith(("ed", "ing")))
