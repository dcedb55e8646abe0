"""What follows from an action by itself: which quote stands in which, and sentences done with a quote."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model import (
    Change,
    Entity,
    Origin,
    Quote,
    Region,
    Review,
    ReviewStatus,
    Span,
    Verdict,
    VerdictKind,
    identity,
    merged,
)
from annotator.work.desk import Desk


def composed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """`changes` with those to one entity made one, and without those that change nothing."""
    first: dict[tuple[object, ...], Change] = {}
    for change in changes:
        some = change.after or change.before
        assert some is not None
        key = identity(some)
        before = first[key].before if key in first else change.before
        first[key] = Change(before, change.after)
    return tuple(c for c in first.values() if c.before != c.after)


def follow(desk: Desk, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Apply `changes` to the desk, then what follows from them; all of it, to be given to the store."""
    done = list(changes)
    for change in done:
        desk.apply(change)
    for derive in (_parents, _verdicts, _reviews):
        for change in derive(desk, tuple(done)):
            desk.apply(change)
            done.append(change)
    return composed(done)


def parent_of(desk: Desk, quote: Quote) -> str | None:
    """The smallest other quote of the layer of which one span of content holds all of this one's."""
    hull = Span(quote.start, quote.end)
    around = [
        q
        for q in desk.content_in(desk.sentence_at(quote.start))
        if q.id != quote.id and any(s.contains(hull) for s in q.content) and q.content != quote.content
    ]
    return min(around, key=lambda q: (_size(q), q.id)).id if around else None


def _size(quote: Quote) -> int:
    return sum(s.end - s.start for s in quote.content)


def _parents(desk: Desk, changes: tuple[Change, ...]) -> Iterable[Change]:
    """New parents for the quotes whose content changed, and for those inside them."""
    sentences: set[int] = set()
    gone: set[str] = set()
    for change in changes:
        before, after = (e if isinstance(e, Quote) else None for e in (change.before, change.after))
        if (before and before.content) == (after and after.content):
            continue
        for q in (before, after):
            if q is not None:
                sentences |= set(desk.sentences_of(Span(q.start, q.end)))
        if before is not None and after is None:
            gone.add(before.id)
    for quote in desk.quotes_in(sorted(sentences)):
        new = replace(quote, parent=parent_of(desk, quote))
        if new != quote:
            yield Change(quote, new)
    for quote in [q for q in desk.quotes.values() if q.about in gone] if gone else ():
        yield Change(quote, replace(quote, about=None))


def _verdicts(desk: Desk, changes: tuple[Change, ...]) -> Iterable[Change]:
    """What becomes of the proposals that the changed quotes came from: accepted, corrected, rejected."""
    for change in (*changes, *desk.offers.reached(changes)):
        quotes = [e for e in (change.after, change.before) if isinstance(e, Quote)]
        if not quotes or quotes[0].derived_from is None:
            continue
        for proposal in desk.offers.settled_by(quotes[0]):
            kind = VerdictKind.REJECTED if change.after is None else desk.offers.verdict(quotes[0], proposal)
            old = desk.offers.verdicts.get(proposal.id)
            new = Verdict(desk.article.digest, desk.layer, proposal.id, kind)
            if new != old:
                yield Change(old, new)


def _reviews(desk: Desk, changes: tuple[Change, ...]) -> Iterable[Change]:
    """What a sentence wholly inside a quote, a quote in it, and its region do to the review of a sentence."""
    for n in sorted(_reach(desk, changes)):
        old = desk.review(n)
        new = _due(desk, n, old)
        if new != old:
            yield Change(old, new)


def _due(desk: Desk, n: int, review: Review | None) -> Review | None:
    """The review that sentence `n` should have.

    What was typed, unless it is “nothing here” and there is a quote; else a sentence of the body that lies
    wholly inside a quote that began earlier is done when the quote's first sentence is.
    """
    span = desk.sentences[n].span
    if review is not None and review.span != span:
        return review
    quotes = desk.content_in(n)
    refuted = review is not None and review.status is ReviewStatus.NOTHING and bool(quotes)
    if review is not None and review.origin is not Origin.INHERITED and not refuted:
        return review
    # What is proposed inside another quote is not done with it: somebody has to look.
    if desk.is_body(n) and not desk.proposed_in(n) and any(_done_with(desk, n, q) for q in quotes):
        return Review(desk.article.digest, desk.layer, span, ReviewStatus.DONE, Origin.INHERITED)
    return None


def _reach(desk: Desk, changes: tuple[Change, ...]) -> set[int]:
    """The sentences whose review may be another after these changes."""
    reached: set[int] = set()
    seen: set[str] = set()
    waiting: list[Entity] = [e for c in changes for e in (c.before, c.after) if e is not None]
    while waiting:
        entity = waiting.pop()
        if isinstance(entity, Quote):
            rest = set(desk.sentences_of(Span(entity.start, entity.end)))
            reached |= rest
            sentences = sorted(rest)
        elif isinstance(entity, Review | Region):
            sentences = list(desk.sentences_of(entity.span))
            reached |= set(sentences)
        elif isinstance(entity, Verdict) and entity.proposal in desk.offers.all:
            proposal = desk.offers.all[entity.proposal]
            sentences = list(desk.sentences_of(Span(proposal.start, proposal.end)))
            reached |= set(sentences)
        else:
            continue
        for quote in desk.quotes_in(sentences):
            if quote.id not in seen:
                seen.add(quote.id)
                waiting.append(quote)
    return reached


def _done_with(desk: Desk, n: int, quote: Quote) -> bool:
    words = desk.words[n]
    first = desk.sentence_at(quote.start)
    if words is None or first >= n or not _covers(desk, quote, words):
        return False
    review = desk.review(first)
    return review is not None and review.status is ReviewStatus.DONE


def _covers(desk: Desk, quote: Quote, words: Span) -> bool:
    """Whether content, cue and source of `quote` leave no word of `words`: “…,” he said. is all its own."""
    at = words.start
    for span in merged((*quote.content, *quote.cue, *quote.source)):
        if span.end <= words.start or span.start >= words.end:
            continue
        if any(c.isalnum() for c in desk.text[at : max(at, span.start)]):
            return False
        at = span.end
    return not any(c.isalnum() for c in desk.text[at : words.end])
