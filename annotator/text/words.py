"""The words of an article as parallel lists: what every rule over words reads, made once."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from itertools import compress

from annotator.model import Span
from annotator.text.tokens import cut


class Words:
    """The tokens of a text (see `tokens`) by place: where each starts and ends, and its lower-case form.

    `first` holds, for each sentence, the place of its first word; one more entry stands at the end. Curly
    apostrophes are straight in `lower`.
    """

    __slots__ = ("_sentence_starts", "ends", "first", "lower", "starts", "text")

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        plain = text.lower()
        if len(plain) != len(text):  # a letter whose lower case is two: rare
            plain = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
        plain = plain.replace("’", "'")
        self.text = text
        self.starts, self.ends, self.lower = cut(text, plain)
        self._sentence_starts = [sentence.start for sentence in sentences]
        self.first = [bisect_left(self.starts, start) for start in self._sentence_starts]
        self.first.append(len(self.starts))

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, place: int) -> str:
        """The word at `place`, as it is written."""
        return self.text[self.starts[place] : self.ends[place]]

    def among(self, known: Container[str]) -> list[int]:
        """The places of the words that are in `known`."""
        return list(compress(range(len(self.lower)), map(known.__contains__, self.lower)))

    def capitals(self) -> list[int]:
        """The places of the words that begin with a capital letter."""
        firsts = map(self.text.__getitem__, self.starts)
        return list(compress(range(len(self.starts)), map(str.isupper, firsts)))

    def span(self, first: int, last: int) -> Span:
        """The span from word `first` to word `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def at(self, offset: int) -> int:
        """The place of the first word that ends behind `offset`; the number of words where there is none."""
        return bisect_right(self.ends, offset)

    def places(self, span: Span) -> tuple[int, int]:
        """The places (first, one behind the last) of the words that lie in `span` or reach into it."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def sentence(self, place: int) -> int:
        """The number of the sentence in which the word at `place` starts."""
        return bisect_right(self._sentence_starts, self.starts[place]) - 1
