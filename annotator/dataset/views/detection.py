"""Where quotes are: BIO tags on the tokens of sentences (or of whole articles) that somebody reviewed.

What nobody reviewed is no row: that nothing was marked there does not mean that nothing is there.
"""

from collections.abc import Iterator, Sequence

from annotator.dataset.record import Record
from annotator.dataset.views.given import Given
from annotator.text.tokens import ranges

ROLES = ("content", "cue", "source")
NOT_REVIEWED, NOT_BODY = "sentences that nobody reviewed", "sentences that are headline or boilerplate"
WITHIN = "quotes within another quote, whose content the tags of content cannot hold"

Range = tuple[int, int]


def by_sentence(given: Given) -> Iterator[Record]:
    """A row for each sentence that was reviewed."""
    tags = _Tags(given)
    for n in _reviewed(given):
        start, end, _ = given.bundle.sentences[n]
        yield tags.row(f"{given.bundle.digest}:{n}", [n], [(start, end)])


def by_article(given: Given) -> Iterator[Record]:
    """One row: all sentences of the article that were reviewed; none where none was."""
    numbers = list(_reviewed(given))
    if numbers:
        pieces = [(start, end) for start, end, _ in (given.bundle.sentences[n] for n in numbers)]
        yield _Tags(given).row(given.bundle.digest, numbers, pieces)


def _reviewed(given: Given) -> Iterator[int]:
    for n, (_, _, body) in enumerate(given.bundle.sentences):
        if n in given.reviewed:
            yield n
        else:
            given.left_out[NOT_REVIEWED if body else NOT_BODY] += 1


class _Tags:
    """The ranges that an article's gold marks in each role, and what was proposed and rejected."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._marked = {role: _ranges(given.quotes, role) for role in ROLES}
        outer = _outermost(self._marked["content"])
        given.left_out[WITHIN] += sum(
            not any(span in outer for span in _ranges([quote], "content")) for quote in given.quotes
        )
        self._marked["content"] = outer
        self._rejected = _ranges([one["quote"] for one in given.bundle.rejected], "content")

    def row(self, id: str, numbers: Sequence[int], pieces: Sequence[Range]) -> Record:
        text = self._given.text
        found = [token for start, end in pieces for token in ranges(text, start, end)]
        start, end = pieces[0][0], pieces[-1][1]
        return self._given.head(id) | {
            "sentences": list(numbers),
            "start": start,
            "end": end,
            "text": text[start:end],
            "tokens": [text[a:b] for a, b in found],
            "starts": [a for a, _ in found],
            "ends": [b for _, b in found],
            **{f"{role}_tags": _bio(found, self._marked[role], start) for role in ROLES},
            "hard_negatives": [
                {"start": a, "end": b, "text": text[a:b]} for a, b in self._rejected if a < end and start < b
            ],
        }


def _ranges(quotes: Sequence[Record], role: str) -> list[Range]:
    return sorted({(span["start"], span["end"]) for quote in quotes for span in quote[role]})


def _outermost(spans: Sequence[Range]) -> list[Range]:
    """Those that no other contains; of two that cross, both."""
    kept: list[Range] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept


def _bio(tokens: Sequence[Range], spans: Sequence[Range], row: int) -> list[str]:
    """B at the first token of each span, I at the others that it touches, O elsewhere. One walk.

    A span that began before the row does (at `row`) goes on: it has no B here.
    """
    tags = []
    place, begun = 0, -1
    for start, end in tokens:
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        if place == len(spans) or spans[place][0] >= end:
            tags.append("O")
            continue
        goes_on = begun == place or spans[place][0] < row
        tags.append("I" if goes_on else "B")
        begun = place
    return tags
