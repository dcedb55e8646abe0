"""Where marking begins: the rules read one sentence and say what likely comes next, so that few keys do it.

They only place the cursor; what is kept is what the person leaves selected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.agreement.extents import iou
from annotator.model import Quote, Span
from annotator.text.marks import Quotation, covering, starting
from annotator.work.desk import Desk
from annotator.work.marking import Marking

if TYPE_CHECKING:
    from annotator.work.worklist import Place, Worklist

_LONGEST = 3000  # characters of a sentence that are read


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules see in a sentence; any of the three may be missing."""

    content: tuple[Span, ...] = ()
    cue: Span | None = None
    source: Span | None = None


def begun(work: Worklist, place: Place, *, new: bool = False, behind: Span | None = None) -> Marking:
    """The marking of `place` of a new or the chosen quote, its cursor where that likely stands.

    Of what is marked already, the last piece is selected. `behind`: the cue of a new quote, if it is known.
    """
    desk = work.desk
    if new:
        return Marking(desk, behind.end if behind else _new_start(desk, work.at))
    spans = work.spans_of(place)
    if not spans and place in ("cue", "source"):
        guess = _guess(desk, work.chosen(), place)
        if guess is not None:
            several = (
                len([t for n in desk.sentences_of(guess) for t in desk.tokens(n) if guess.contains(t)]) > 1
            )
            return Marking(desk, guess.start, (guess,) if several else ())
    return Marking(desk, work.marks_from(place), spans)


def _new_start(desk: Desk, n: int) -> int:
    """Where the first content of the sentence begins that no quote and no open proposal has."""
    taken = [s for q in desk.shown_in([n]) for s in q.content]
    starts = (report.content[0].start for report in reports(desk, n) if report.content)
    free = (at for at in starts if not any(s.start <= at < s.end for s in taken))
    return next(free, desk.sentences[n].span.start)


def _guess(desk: Desk, quote: Quote, place: Place) -> Span | None:
    """The cue or source that the rules see nearest to the words of `quote`, outside of them."""
    sentences = desk.sentences_of(Span(quote.start, quote.end))
    seen = [report for n in {sentences.start, sentences.stop - 1} for report in reports(desk, n)]
    found = [(report, span) for report in seen if (span := report.cue if place == "cue" else report.source)]
    outside = [(r, span) for r, span in found if not any(s.overlaps(span) for s in quote.content)]
    best = min(outside, key=lambda x: _far(x[0], x[1], quote), default=None)
    return best[1] if best else None


def _far(report: Report, found: Span, quote: Quote) -> tuple[bool, float, int]:
    """How little a report fits a quote: another cue, other words, characters away."""
    away = min(max(s.start - found.end, found.start - s.end, 0) for s in quote.content)
    same = iou(report.content, quote.content) if report.content else 0.0
    return report.cue not in quote.cue, -same, away


def reports(desk: Desk, n: int) -> list[Report]:
    """What the rules see in sentence `n` alone, in the order of the cues."""
    if desk.unaided:
        return []
    # The rules and their word lists are loaded at the first key that needs them, not before the first screen.
    from annotator.text.attributing import LONGEST, attributed
    from annotator.text.page import Page
    from annotator.text.scene import Scene
    from annotator.text.words import Words

    sentence = desk.sentences[n].span
    text = desk.text[sentence.start : min(sentence.end, sentence.start + _LONGEST)]
    words = Words(text, [Span(0, len(text))])
    page = Page(words, list(_quotations(desk, Span(sentence.start, sentence.start + len(text)))))
    behind = min(len(words), LONGEST)

    def span(places: tuple[int, int] | None) -> Span | None:
        found = words.span(*places) if places is not None else None
        return Span(found.start + sentence.start, found.end + sentence.start) if found else None

    found = [
        Report(
            tuple(s for places in draft.content if (s := span(places))),
            span((draft.cue.first, draft.cue.last)) if draft.cue else None,
            span(draft.source),
        )
        for draft in attributed(page, 0, 0, behind)
    ]
    known = {report.cue for report in found}
    scene = Scene(page, 0, 0, behind)
    for cue in scene.usable:
        report = Report((), span((cue.first, cue.last)), span(scene.subject(cue)))
        if report.cue not in known:
            found.append(report)
    return found


def _quotations(desk: Desk, sentence: Span) -> Iterator[Quotation]:
    """The quotations in a sentence, cut where it begins and ends, with offsets from its start."""
    around = reversed(covering(desk.quotations, sentence.start))
    places: dict[Span, int] = {}
    for quotation in (*around, *starting(desk.quotations, sentence)):
        if quotation.span in places:
            continue
        parent = desk.quotations[quotation.parent].span if quotation.parent is not None else None
        places[quotation.span] = len(places)
        start = max(quotation.span.start, sentence.start) - sentence.start
        end = min(quotation.span.end, sentence.end) - sentence.start
        yield replace(quotation, span=Span(start, end), parent=places.get(parent) if parent else None)
