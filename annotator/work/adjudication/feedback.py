"""What the lead settled otherwise than one person: quotes of theirs changed or rejected, and missed ones.

Knows no numpy: it is read on the annotators' own screen.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.agreement.pairing import pair
from annotator.model import ADJUDICATED, Quote, Span, VerdictKind
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.adjudicating import Said, Settled
from annotator.store.articles import leading
from annotator.work.adjudication.fields import Fields, words_of
from annotator.work.adjudication.trail import partners
from annotator.work.registry import Registry


class What(StrEnum):
    """What became of a quote."""

    CHANGED = "changed"
    REJECTED = "rejected"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, what somebody said in it, and what gold says."""

    field: str
    theirs: str
    gold: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of one quote. `sentence` is counted from 0, `quote` and `gold` are ids, `at` is UTC."""

    article: str
    title: str
    sentence: int
    offset: int
    words: str
    what: What
    differences: tuple[Difference, ...]
    quote: str | None
    gold: str | None
    at: str
    new: bool


def feedback(store: Store, scheme: Scheme, person: str) -> list[Feedback]:
    """All of one person's feedback, by article and place; what they have mended since is none any more.

    Of an article that is hidden gold to them there is none, unless they are told when they have finished it.
    """
    fields = Fields(scheme, Registry(store.speakers()))
    since = store.read_at(person) or ""
    checks = {one.article: one for one in store.checks(person)}
    found: list[Feedback] = []
    for some in store.settled(ADJUDICATED, person):
        check = checks.get(some.article.digest)
        if check is None:
            found += _OfArticle(some, fields, since).all()
        elif check.feedback and check.finished is not None:
            found += _OfCheck(some, fields, since, check.finished).all()
    return found


class _OfArticle:
    def __init__(self, some: Settled, fields: Fields, since: str) -> None:
        self.some, self.fields, self.since = some, fields, since
        self.text = some.article.text
        first = leading(some.article.sources)
        self.title = first.title or first.path
        self.starts = [sentence.span.start for sentence in some.sentences]

    def all(self) -> list[Feedback]:
        return sorted([*self._judged(), *self._missed()], key=lambda one: (one.offset, one.quote or ""))

    def _judged(self) -> Iterator[Feedback]:
        """The person's quotes on which a verdict was passed, and which are not (yet) as gold has them."""
        golds = {quote.id: quote for quote in self.some.gold.quotes}
        became = partners(self.some.mine.quotes, list(golds.values()), self.some.passed)
        for quote in self.some.mine.quotes:
            passed = self.some.passed.get(quote.id)
            if passed is None:
                continue
            at, gold = passed.at or "", golds.get(became.get(quote) or "")
            if passed.kind is VerdictKind.REJECTED or gold is None:
                if passed.kind is VerdictKind.REJECTED:
                    yield self._one(quote, What.REJECTED, (), quote.id, None, at)
                continue
            if differences := tuple(self._differences(quote, gold)):
                yield self._one(quote, What.CHANGED, differences, quote.id, gold.id, at)

    def _differences(self, quote: Quote, gold: Quote) -> Iterator[Difference]:
        mine, theirs = self._whole(quote, self.some.mine), self._whole(gold, self.some.gold)
        for name in self.fields.differing([mine, theirs]):
            yield Difference(name, *(self.fields.tell(q, name, self.text) for q in (mine, theirs)))

    def _whole(self, quote: Quote, said: Said) -> Quote:
        whole = self.fields.whole(quote, said.labels)
        return replace(whole, about="another" if whole.about else None)  # ids of two layers are never equal

    def _missed(self) -> Iterator[Feedback]:
        """Gold's quotes in sentences that the person saw, and of whose words they marked none."""
        mine = [span for quote in self.some.mine.quotes for span in quote.content]
        for gold in self.some.gold.quotes:
            if self._saw(gold) and not any(x.overlaps(y) for x in gold.content for y in mine):
                yield self._one(gold, What.MISSED, (), None, gold.id, self.some.made.get(gold.id, ""))

    def _saw(self, gold: Quote) -> bool:
        return self.some.mine.saw(Span(gold.start, gold.start + 1))

    def _one(
        self, quote: Quote, what: What, differences: tuple[Difference, ...],
        mine: str | None, gold: str | None, at: str,
    ) -> Feedback:  # fmt: skip
        return Feedback(
            quote.article, self.title, bisect_right(self.starts, quote.start) - 1, quote.start,
            words_of(quote.content, self.text), what, differences, mine, gold, at, at > self.since,
        )  # fmt: skip


class _OfCheck(_OfArticle):
    """Of an article that was settled before the person saw it: nobody judged their quotes one by one."""

    def __init__(self, some: Settled, fields: Fields, since: str, finished: str) -> None:
        super().__init__(_as_if_made(some, finished), fields, since)
        self.finished = finished

    def _judged(self) -> Iterator[Feedback]:
        """The quotes that gold has otherwise, or has not."""
        mine, gold = self.some.mine.quotes, self.some.gold.quotes
        became = {i: gold[j] for i, j, _iou in pair([q.content for q in mine], [q.content for q in gold])}
        for n, quote in enumerate(mine):
            other = became.get(n)
            if other is None:
                yield self._one(quote, What.REJECTED, (), quote.id, None, self.finished)
            elif differences := tuple(self._differences(quote, other)):
                yield self._one(quote, What.CHANGED, differences, quote.id, other.id, self.finished)


def _as_if_made(some: Settled, at: str) -> Settled:
    """As if gold had been made then: when the person may first read it."""
    return some._replace(made=dict.fromkeys(some.made, at))
