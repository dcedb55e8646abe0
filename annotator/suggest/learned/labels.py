"""Quotes as labels of words, and labels of words as runs: what the sequence models learn and give."""

from collections.abc import Iterable, Sequence

from annotator.model import Quote, Span
from annotator.suggest.learned.view import View

Run = tuple[int, int]  # places of words: the first, one behind the last

BEGIN, INSIDE, OUTSIDE = "B", "I", "O"
CONTENT = ("B", "I", "E")  # E: the last word of a span
_SOURCE_BEGIN, _SOURCE, _CUE = "S", "s", "Q"


def runs(view: View, spans: Iterable[Span]) -> tuple[Run, ...]:
    """The words of `spans`; one without a word is left out."""
    found = (view.words.places(span) for span in spans)
    return tuple((first, behind) for first, behind in found if first < behind)


def cue_of(view: View, quote: Quote) -> Run | None:
    """The first run of the quote's cue, within one sentence; None where it has no cue."""
    found = runs(view, quote.cue[:1])
    if not found:
        return None
    first, behind = found[0]
    return first, min(behind, view.sentence_of(first)[1])


def cue_labels(view: View, quotes: Iterable[Quote]) -> list[str]:
    """For each word of the article whether a cue begins there, goes on, or neither."""
    found = [OUTSIDE] * len(view.word)
    cues = {cue for quote in quotes if (cue := cue_of(view, quote))}
    for first, behind in sorted(
        cues, key=lambda run: (run[0] - run[1], run)
    ):  # of two, the shorter is written over
        found[first:behind] = [BEGIN, *([INSIDE] * (behind - first - 1))]
    return found


def span_labels(view: View, quote: Quote, sentence: Run, cue: Run) -> list[str]:
    """For each word of `sentence` what it is to `quote`, whose cue stands there."""
    low, high = sentence
    found = [OUTSIDE] * (high - low)
    for first, behind in runs(view, quote.source):
        _write(found, low, (first, behind), _SOURCE, _SOURCE_BEGIN, _SOURCE)
    for first, behind in runs(view, quote.content):
        _write(found, low, (first, behind), INSIDE, BEGIN, "E")
    _write(found, low, cue, _CUE, _CUE, _CUE)
    return found


def _write(found: list[str], low: int, run: Run, inner: str, begin: str, end: str) -> None:
    first, behind = max(run[0] - low, 0), min(run[1] - low, len(found))
    if first >= behind:
        return
    found[first:behind] = [inner] * (behind - first)
    if run[0] >= low:
        found[first] = begin
    if run[1] - low <= len(found):
        found[behind - 1] = end


def read_labels(labels: Sequence[str], low: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """(content, source) as runs of words, where `labels` are those of the words from `low` on."""
    return _runs(labels, low, CONTENT), _runs(labels, low, (_SOURCE_BEGIN, _SOURCE))


def _runs(labels: Sequence[str], low: int, wanted: Sequence[str]) -> tuple[Run, ...]:
    found: list[Run] = []
    for place, label in enumerate(labels, low):
        if label not in wanted:
            continue
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return tuple(found)


def grown(view: View, content: Sequence[Run]) -> tuple[Run, ...]:
    """`content` with a quotation that leaves its sentence taken whole, where it reaches that border."""
    found: list[Run] = []
    for run in sorted(_grown(view, run) for run in content):
        if found and run[0] <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], run[1]))
        else:
            found.append(run)
    return tuple(found)


def _grown(view: View, run: Run) -> Run:
    first, behind = run
    for place in (first, behind - 1):
        low, high = view.sentence_of(place)
        inside: int | None = view.inner[place] if view.inner[place] >= 0 else None
        while inside is not None:
            begin, end = view.extents[inside]
            if begin < low and first <= low:
                first = min(first, begin)
            if end > high and behind >= high - 1:
                behind = max(behind, end)
            inside = view.quotations[inside].parent
    return first, behind
