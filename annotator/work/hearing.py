"""Who speaks near a quote, as the rules read it from what is marked: names for new speakers, too.

Only a window of the article is read, so that it costs the same in an article of any length.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotator.model import Quote, Span
from annotator.text.attribution import Attribution
from annotator.text.marks import quotations
from annotator.text.words import Words
from annotator.work.desk import Desk

if TYPE_CHECKING:
    from annotator.text.people import Person

_BEFORE, _BEHIND = 60, 15  # sentences


class Heard(NamedTuple):
    """Persons of the window, and the places among them of those who speak each of `quotes`."""

    persons: Sequence["Person"]
    quotes: Sequence[Quote]
    spoken: Sequence[Sequence[int]]

    def speaking(self, quote: Quote) -> Iterator[int]:
        """The places of those who speak `quote`."""
        for one, places in zip(self.quotes, self.spoken, strict=True):
            if one.id == quote.id:
                yield from places

    def known(self) -> dict[int, str]:
        """Place of a person -> the entry that the one speaker of one of his quotes has; the first quote's."""
        found: dict[int, str] = {}
        for quote, places in zip(self.quotes, self.spoken, strict=True):
            if len(places) == len(quote.speakers) == 1 and (key := quote.speakers[0].speaker) is not None:
                found.setdefault(places[0], key)
        return found


def hear(desk: Desk, quote: Quote) -> Heard:
    """Read who speaks around `quote`: from it, the other quotes and what is still proposed."""
    from annotator.text.people import people

    n = desk.sentence_at(quote.start)
    window = range(max(0, n - _BEFORE), min(len(desk.sentences), n + _BEHIND))
    around = Span(desk.sentences[window[0]].span.start, desk.sentences[window[-1]].span.end)
    others = [q for q in desk.shown_in(window) if q.id != quote.id]
    quotes = [q for q in (*others, quote) if all(around.contains(span) for span in q.spans())]
    quotes.sort(key=lambda q: (q.start, -q.end))
    text = around.of(desk.text)
    sentences = [desk.sentences[k].span for k in window]
    words = Words(text, list(_moved(sentences, around.start)))
    attributions = [_attribution(q, around.start) for q in quotes]
    persons, spoken = people(words, attributions, quotations(text))
    return Heard(persons, quotes, spoken)


def _attribution(quote: Quote, by: int) -> Attribution:
    content, cue, source = (tuple(_moved(s, by)) for s in (quote.content, quote.cue, quote.source))
    via = (voice.span for voice in quote.via if voice.span is not None)
    return Attribution(content, cue, source, via=tuple(_moved(via, by)))


def _moved(spans: Iterable[Span], by: int) -> Iterator[Span]:
    return (Span(span.start - by, span.end - by) for span in spans)
