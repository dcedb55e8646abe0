"""Verbs that reshape the chosen quote where it stands: its edges, its pieces, one made two, two made one.

A proposal that is reshaped is taken in the same action (`Session.edit`).
"""

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from annotator.model import Change, Quote, ReviewStatus, Span, Verdict, VerdictKind, merged
from annotator.text.marks import starting
from annotator.work import edits
from annotator.work.desk import Desk
from annotator.work.edges import Edges
from annotator.work.edits import Role
from annotator.work.pieces import parted, together, without, words
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist

Edge = Literal["start", "end"]
ROLES: tuple[Role, ...] = ("content", "cue", "source")
_COMMAS = frozenset(",;:—–―-()")


def spans_in(quote: Quote, role: Role) -> tuple[Span, ...]:
    """The spans of `quote` in `role`."""
    spans: tuple[Span, ...] = getattr(quote, role)
    return spans


# Edges


def move_edge(work: Worklist, role: Role, edge: Edge, by: int) -> Span:
    """The first start or the last end one word out (`by` > 0) or in; the piece of which it is the edge."""
    quote = work.chosen()
    spans = spans_in(quote, role)
    if not spans:
        raise NotNow(f"this quote has no {role}; {role[0]} marks one")
    edges = Edges(work.desk, quote, role)
    to = edges.start(by) if edge == "start" else edges.end(by)
    new = _moved(spans, edge, to) if to is not None else _without(spans, edge) if by < 0 else ()
    if not new:
        raise NotNow("the article ends here" if by > 0 else "only one word is left of it")
    work.edit(f"move the {edge} of its {role}", edits.with_spans(quote, role, new))
    left = spans_in(work.chosen(), role)
    return left[0] if edge == "start" else left[-1]


def _moved(spans: tuple[Span, ...], edge: Edge, to: int) -> tuple[Span, ...]:
    if edge == "start":
        return (Span(to, spans[0].end), *spans[1:])
    return (*spans[:-1], Span(spans[-1].start, to))


def _without(spans: tuple[Span, ...], edge: Edge) -> tuple[Span, ...]:
    """A piece of one word goes as a whole, where others stay."""
    return spans[1:] if edge == "start" else spans[:-1]


# Two of one


def split_places(work: Worklist) -> list[int]:
    """The offsets, each the first of a sentence, at which the content of the chosen quote can be parted."""
    quote = work.chosen()
    sentences = work.desk.sentences_of(Span(quote.start, quote.end))
    starts = [words.start for n in sentences if (words := work.desk.words[n]) is not None]
    return [at for at in starts if all(parted(work.desk.text, quote.content, at))]


def split(work: Worklist, at: int) -> None:
    """Make the chosen quote two, of which the second begins at `at`; both have its cue, source and speakers.

    What was said of it stays with the first, which stays chosen.
    """
    quote = work.chosen()
    first, second = parted(work.desk.text, quote.content, at)
    if not first or not second:
        raise NotNow("no word of the quote would be left on one side; choose another place")
    other = replace(
        quote, id=work.new_id(), content=second, labels=(), parent=None, about=None, derived_from=None
    )
    new = edits.with_spans(quote, "content", first)
    one = Change(None, work.own(new)) if work.is_proposal(quote) else Change(quote, new)
    assert isinstance(one.after, Quote)
    work.act("make two quotes of one", [one, Change(None, other)])
    # In the sentence of the first: going on from there comes by the second.
    work.go(work.desk.sentence_at(one.after.start), one.after.id)


# One of two


def join(work: Worklist) -> None:
    """Add the words of the next quote or proposal to the chosen quote, and delete that one.

    What the chosen one says wins; what it does not say comes from the other.
    """
    quote = work.chosen()
    other = _next(work, quote)
    said = {label.field for label in quote.labels}
    labels = [*quote.labels, *(label for label in other.labels if label.field not in said)]
    new = replace(
        quote,
        content=together(work.desk.text, [*quote.content, *other.content]),
        cue=merged([*quote.cue, *other.cue]),
        source=quote.source or other.source,
        speakers=quote.speakers or other.speakers,
        via=quote.via or other.via,
        labels=tuple(sorted(labels, key=lambda label: label.field)),
        about=quote.about if quote.about != other.id else None,
    )
    says = "make one quote of two"
    if work.is_proposal(quote):
        own = work.own(new)
        work.act(says, [Change(None, own), *_gone(work, other, own.id)], select=own.id)
    else:
        work.edit(says, new, _gone(work, other, quote.id))


def _next(work: Worklist, quote: Quote) -> Quote:
    """The quote or open proposal that begins behind `quote`, in a sentence that it touches or in the next."""
    desk = work.desk
    sentences = desk.sentences_of(Span(quote.start, quote.end))
    for other in desk.shown_in(range(sentences.start, min(sentences.stop + 1, len(desk.sentences)))):
        hull = Span(other.start, other.end)
        if other.start > quote.start and not any(s.contains(hull) for s in quote.content):
            return other
    raise NotNow("no quote begins behind this one, here or in the next sentence")


def _gone(work: Worklist, other: Quote, kept: str) -> list[Change]:
    """The changes by which `other` goes; what spoke of it speaks of the quote `kept`."""
    desk = work.desk
    if work.is_proposal(other):
        return [Change(None, Verdict(desk.article.digest, work.layer, other.id, VerdictKind.REJECTED))]
    notes = [note for note in desk.notes.values() if note.quote == other.id]
    judging = [q for q in desk.quotes.values() if q.about == other.id and q.id != kept]
    return [
        *(Change(note, replace(note, quote=kept)) for note in notes),
        *(Change(q, replace(q, about=kept)) for q in judging),
        Change(other, None),
    ]


# Pieces


def cut_out(work: Worklist) -> None:
    """Take the clause that says who speaks out of the content in which it stands: that becomes pieces."""
    quote = work.chosen()
    cuts = merged(cut for piece in quote.content for cut in _inserted(work.desk, quote, piece))
    content = without(work.desk.text, quote.content, cuts)
    if not cuts or not content:
        raise NotNow("no cue stands inside its words; e changes them, and there - cuts out what is chosen")
    work.edit("cut a clause out of its content", edits.with_spans(quote, "content", content))


def one_piece(work: Worklist) -> None:
    """Make the pieces of the content one span, with all that stands between them."""
    quote = work.chosen()
    if len(quote.content) == 1:
        raise NotNow("its words are in one piece already")
    work.edit(
        "make its content one piece", edits.with_spans(quote, "content", [Span(quote.start, quote.end)])
    )


def _inserted(desk: Desk, quote: Quote, piece: Span) -> list[Span]:
    """The stretches of `piece` that stand outside its quotation marks, or between commas, and hold a cue."""
    said = [s for s in (*quote.cue, *quote.source) if piece.contains(s)]
    gaps = _gaps(desk, piece)
    if not said:
        return gaps if len(gaps) == 1 else []
    found = (next((gap for gap in gaps if gap.contains(s)), None) or _clause(desk, piece, s) for s in said)
    return [cut for cut in found if cut is not None]


def _gaps(desk: Desk, piece: Span) -> list[Span]:
    """What stands between the outermost quotations that begin and end in `piece`."""
    marks: list[Span] = []
    for quotation in starting(desk.quotations, piece):
        if piece.contains(quotation.span) and not (marks and quotation.span.start < marks[-1].end):
            marks.append(quotation.span)
    gaps = [Span(a.end, b.start) for a, b in pairwise(marks) if a.end < b.start]
    return [gap for gap in gaps if words(desk.text, gap) is not None]


def _clause(desk: Desk, piece: Span, said: Span) -> Span | None:
    """What stands around `said` from comma to comma, the commas with it; None without any."""
    tokens = [t for n in desk.sentences_of(said) for t in desk.tokens(n) if piece.contains(t)]
    commas = [t for t in tokens if t.of(desk.text) in _COMMAS]
    before = [t.start for t in commas if t.end <= said.start]
    behind = [t.end for t in commas if t.start >= said.end]
    if not before and not behind:
        return None
    return Span(before[-1] if before else tokens[0].start, behind[0] if behind else tokens[-1].end)


# Quotations


def later_quotation(work: Worklist) -> int:
    """The next sentence to do, behind the one in view, in which a quotation without a quote begins."""
    desk = work.desk
    behind = desk.sentences[work.at].span.end
    for quotation in starting(desk.quotations, Span(behind, max(behind + 1, len(desk.text)))):
        n = desk.sentence_at(quotation.span.start)
        review = desk.review(n)
        to_do = review is None or review.status is ReviewStatus.SKIPPED
        if to_do and desk.is_body(n) and not _has_quote(desk, quotation.span):
            return n
    raise NotNow("no quotation from here on is without a quote; m marks word by word")


def _has_quote(desk: Desk, span: Span) -> bool:
    """Whether quotes and open proposals have every word of `span` in their content."""
    near = desk.shown_in(desk.sentences_of(span))
    return not without(desk.text, [span], merged(s for q in near for s in q.content))
