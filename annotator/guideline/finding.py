"""Words of an example -> spans of its text."""

import re
from itertools import pairwise

from annotator.model import Span
from annotator.text.tokens import tokens

_NUMBER = re.compile(r"(?P<words>.*\S)\s+#(?P<n>\d{1,4})")
_GAP = " ... "


class WordsError(Exception):
    """The words do not point at one place of the text; `str(error)` is the sentence."""


class Finder:
    """Looks words up in one text; they begin and end where tokens do."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = tokens(text)
        self._starts = {token.start for token in found}
        self._ends = {token.end for token in found}

    def spans(self, value: str) -> tuple[Span, ...]:
        """The spans of `A || B`, in order and apart. Raises WordsError."""
        spans = tuple(self.span(part.strip()) for part in value.split("||"))
        if any(a.end > b.start for a, b in pairwise(spans)):
            raise WordsError("The parts must be in the order of the text and apart.")
        return spans

    def span(self, value: str) -> Span:
        """The span of `words`, `words #2` (the second time they occur) or `first words ... last words`.

        Raises WordsError: not in the text, or in it several times and not said which.
        """
        numbered = _NUMBER.fullmatch(value)
        words, n = (numbered["words"], int(numbered["n"])) if numbered else (value, 0)
        head, gap, tail = words.partition(_GAP)
        if not gap or words in self.text:
            return self._chosen(words, n)
        first = self._chosen(head.strip(), n)
        for last in self._all(tail.strip()):
            if last.start >= first.end:
                return Span(first.start, last.end)
        raise WordsError(
            f"“{tail.strip()}” does not stand after “{head.strip()}” in the text of the example."
        )

    def _chosen(self, words: str, n: int) -> Span:
        found = self._all(words)
        if not found:
            inside = " but inside a word" if words and words in self.text else ""
            raise WordsError(f"“{words}” is not in the text of the example{inside}.")
        if not n and len(found) > 1:
            raise WordsError(f"“{words}” stands {len(found)} times in the text: say which, “{words} #1”.")
        if n > len(found) or (not n and len(found) != 1):
            raise WordsError(f"“{words}” stands only {len(found)} times in the text, there is no #{n}.")
        return found[max(n, 1) - 1]

    def _all(self, words: str) -> list[Span]:
        found = []
        at = self.text.find(words) if words else -1
        while at >= 0:
            if at in self._starts and at + len(words) in self._ends:
                found.append(Span(at, at + len(words)))
            at = self.text.find(words, at + 1)
        return found
