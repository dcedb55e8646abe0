"""Which sentences of an article are sent at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model import RegionKind, Span, stripped
from annotator.suggest.suggester import Given

CONTEXT = 3  # sentences before, so that "she" has somebody to mean
SMALLEST = 1_000  # characters that are not halved any more
_FULL = 0.7  # from here on the next paragraph may as well begin another chunk


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is sent: its number in the article, from 1, and its words without space around."""

    number: int
    span: Span
    new_paragraph: bool


@dataclass(frozen=True, slots=True)
class Chunk:
    """The sentences to be read, and those before them that are only there to be looked at."""

    own: tuple[Line, ...]
    before: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.before, *self.own)

    def __len__(self) -> int:
        """Characters that are to be read."""
        return self.own[-1].span.end - self.own[0].span.start

    def halves(self) -> "tuple[Chunk, Chunk] | None":
        """Both halves by the number of sentences; None where this is small."""
        if len(self.own) < 2 or len(self) < SMALLEST:
            return None
        middle = len(self.own) // 2
        first, second = self.own[:middle], self.own[middle:]
        return Chunk(first, self.before), Chunk(second, (*self.before, *first)[-CONTEXT:])


def body(given: Given) -> tuple[Line, ...]:
    """The sentences of the article that have words and are no headline and no boilerplate."""
    text = given.article.text
    hidden = sorted(region.span for region in given.regions if region.kind is not RegionKind.BODY)
    found: list[Line] = []
    place, hidden_to, last = 0, 0, 0
    for number, sentence in enumerate(given.sentences, start=1):
        while place < len(hidden) and hidden[place].start < sentence.end:
            hidden_to = max(hidden_to, hidden[place].end)
            place += 1
        words = stripped(sentence, text)
        if words is not None and hidden_to <= words.start:
            found.append(Line(number, words, "\n" in text[last : words.start]))
            last = words.end
    return tuple(found)


def chunks(lines: Sequence[Line], most: int) -> Iterator[Chunk]:
    """All of `lines` in runs of at most `most` characters, cut between paragraphs where that can be."""
    own: list[Line] = []
    before: tuple[Line, ...] = ()
    for line in lines:
        length = line.span.end - own[0].span.start if own else 0
        if length > most or (line.new_paragraph and length > most * _FULL):
            yield Chunk(tuple(own), before)
            before, own = tuple(own[-CONTEXT:]), []
        own.append(line)
    if own:
        yield Chunk(tuple(own), before)
