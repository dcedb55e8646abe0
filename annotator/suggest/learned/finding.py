"""Cues, and for each cue its content and source: what the two sequence models find in an article."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model import Quote
from annotator.suggest.learned import tagging
from annotator.suggest.learned.cue_features import cue_features
from annotator.suggest.learned.labels import (
    BEGIN,
    CONTENT,
    INSIDE,
    Run,
    cue_labels,
    cue_of,
    grown,
    read_labels,
    span_labels,
)
from annotator.suggest.learned.span_features import span_features
from annotator.suggest.learned.tagging import Tagger
from annotator.suggest.learned.view import View

FAINT = 0.08  # a cue less likely than this is not looked at any further


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as the models see it, in places of words, and how sure they are of its parts.

    `cue_chance`: that a cue begins there. `whole`: of the labels of the sentence as a whole. `lowest` and
    `mean`: of the words of the content; `outside`: the likeliest word that was left out; `weight`: how many
    words are expected in the content, against those that are in it.
    """

    sentence: Run
    cue: Run
    content: tuple[Run, ...]
    source: tuple[Run, ...]
    cue_chance: float
    whole: float
    lowest: float
    mean: float
    outside: float
    weight: float


class Finder:
    """The two models. `find` costs time linear in the length of the article, 2 to 3 ms a sentence."""

    def __init__(self, cues: bytes, spans: bytes) -> None:
        self._cues, self._spans = Tagger(cues), Tagger(spans)

    def find(self, view: View) -> list[Found]:
        """What is attributed in the article, sure or not, in the order of the cues."""
        return [found for sentence in view.sentences() for found in self._in(view, sentence)]

    def _in(self, view: View, sentence: Run) -> Iterator[Found]:
        first, behind = sentence
        if first == behind:
            return
        self._cues.read(cue_features(view, first, behind))
        begins = self._cues.chances([BEGIN])
        if max(begins) < FAINT:
            return
        goes_on = self._cues.chances([INSIDE])
        for place, chance in enumerate(begins):
            if chance >= FAINT:
                end = _end(place, begins, goes_on)
                found = self._at(view, sentence, (first + place, first + end), chance)
                if found is not None:
                    yield found

    def given(self, view: View, cue: Run) -> Found | None:
        """What stands around a cue that a person points at."""
        return self._at(view, view.sentence_of(cue[0]), cue, 1.0)

    def _at(self, view: View, sentence: Run, cue: Run, chance: float) -> Found | None:
        first, behind = sentence
        self._spans.read(span_features(view, first, behind, cue))
        labels, whole = self._spans.best()
        content, source = read_labels(labels, first)
        if not content:
            return None
        inside = self._spans.chances(CONTENT)
        chosen = [inside[i - first] for run in content for i in range(*run)]
        rest = list(inside)
        for a, b in content:
            rest[a - first : b - first] = [0.0] * (b - a)
        mean, weight = sum(chosen) / len(chosen), sum(inside) / len(chosen)
        return Found(
            sentence, cue, grown(view, content), source, chance, whole, min(chosen), mean, max(rest), weight
        )


def _end(place: int, begins: Sequence[float], goes_on: Sequence[float]) -> int:
    """One behind the last word of a cue that begins at `place`."""
    chance, end = begins[place], place + 1
    while end < len(begins) and goes_on[end] > 0.5 * chance and begins[end] < max(0.3, begins[place]):
        chance = goes_on[end]
        end += 1
    return end


def learn_cues(articles: Iterable[tuple[View, Sequence[Quote], frozenset[int]]]) -> bytes:
    """The model for cues from articles with their quotes and the numbers of the sentences that were read."""
    return tagging.learn(_cue_examples(articles))


def _cue_examples(
    articles: Iterable[tuple[View, Sequence[Quote], frozenset[int]]],
) -> Iterator[tagging.Example]:
    for view, quotes, reviewed in articles:
        labels = cue_labels(view, quotes)
        for number, (first, behind) in enumerate(view.sentences()):
            if number in reviewed and first < behind:
                yield cue_features(view, first, behind), labels[first:behind]


def learn_spans(articles: Iterable[tuple[View, Sequence[Quote]]]) -> bytes:
    """The model for content and source from quotes that have a cue."""
    return tagging.learn(_span_examples(articles))


def _span_examples(articles: Iterable[tuple[View, Sequence[Quote]]]) -> Iterator[tagging.Example]:
    for view, quotes in articles:
        for quote in quotes:
            cue = cue_of(view, quote)
            if cue is not None:
                sentence = view.sentence_of(cue[0])
                features = span_features(view, *sentence, cue)
                yield features, span_labels(view, quote, sentence, cue)
